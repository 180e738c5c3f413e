// Civil days, as the fields for dates take them.

/** So many days before today, in the zone of the body. */
export function daysAgo(days) {
  const then = new Date(Date.now() - days * 86_400_000)
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(then)
}

export const yesterday = () => daysAgo(1)

// The status: applied for, conferred, checked by anyone, withdrawn.

import assert from 'node:assert/strict'

/** Story, point 6. */
export async function statusIsAppliedFor(amara) {
  await amara.turnTo('Where you are')
  await amara.follow(/^Apply for CILEX Paralegal/)
  await amara.look()
  await amara.press('Apply for this status')
  await amara.look()
  await amara.turnTo('Where you are')
  assert.match(await amara.says(), /CILEX Paralegal .*Applied/)
}

/** Answers the code of the status. */
export async function statusIsConferred(ines) {
  assert.equal(ines.path(), '/applications')
  await ines.look()
  await ines.follow('Amara Osei')
  assert.match(await ines.says(), /Foundation Met Turned since .* Turned since /)
  await ines.look()
  await ines.tick('Confer the status')
  await ines.press('Decide')
  await ines.turnTo('Statuses')
  await ines.look()
  const row = ines.main.getByRole('row', { name: /^Amara Osei/ })
  assert.match(await row.innerText(), /In force/)
  const code = (await row.getByRole('link').last().innerText()).trim()
  assert.match(code, /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  return code
}

/** Typed as people type: small letters, no hyphens. */
export async function statusIsChecked(anyone, code) {
  await anyone.go('/check')
  await anyone.look()
  await anyone.page.getByLabel('Code').fill(code.toLowerCase().replaceAll('-', ' '))
  await anyone.press('Check')
  assert.equal(anyone.path(), `/check/${code}`)
  const page = await anyone.says()
  assert.match(page, /Amara Osei/)
  assert.match(page, /CILEX Paralegal/)
  assert.match(page, /In force on/)
  await anyone.look()
}

/** The public page follows at once, and keeps the reason to itself. */
export async function statusIsWithdrawn(ines, code, anyone) {
  const reason = 'Conferred on a result of someone else.'
  await ines.turnTo('Statuses')
  await ines.follow('Amara Osei')
  await ines.look()
  await ines.follow('Withdraw this status')
  await ines.look()
  await ines.page.getByLabel('Why it is withdrawn').fill(reason)
  await ines.press('Withdraw the status')
  assert.match(await ines.says(), /Withdrawn/)
  await ines.look()

  await anyone.go(`/check/${code}`)
  const page = await anyone.says()
  assert.match(page, /Withdrawn/)
  assert.doesNotMatch(page, /In force/)
  assert.ok(!page.includes(reason))
  await anyone.look()
}

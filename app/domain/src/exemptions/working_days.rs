use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The working day that comes so many after a day: Saturdays, Sundays and the days on which the body is closed are none. The day
/// itself is not counted. None beyond the calendar.
pub fn working_day_after(day: NaiveDate, number: u32, is_closed: impl Fn(NaiveDate) -> bool) -> Option<NaiveDate> {
    let mut on = day;
    for _ in 0..number {
        on = on.checked_add_days(Days::new(1))?;
        while matches!(on.weekday(), Weekday::Sat | Weekday::Sun) || is_closed(on) {
            on = on.checked_add_days(Days::new(1))?;
        }
    }
    Some(on)
}

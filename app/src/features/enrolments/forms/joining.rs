use crate::web::fields;
use chrono::NaiveDate;

/// The day of joining the professional body, which is not to come.
///
/// # Errors
/// The instruction for the person.
pub fn joined_on(value: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    let day = fields::date(value, "the day of joining")?;
    if day > today {
        return Err(String::from("Enter a day of joining that is not in the future"));
    }
    Ok(day)
}

//! From which day on something of an enrolment is over: today, or the earlier day on which it ended.

use crate::prelude::pages::*;
use domain::enrolments::over_from;
use domain::interval::Interval;

/// The last thing that was done in what ends: on which day, and what.
pub(super) type LastUse = (NaiveDate, String);

/// Somebody signed, by name where they have an account.
pub(super) fn signed((on, name): (NaiveDate, Option<String>)) -> LastUse {
    (on, format!("{} signed", name.as_deref().unwrap_or("somebody with a link")))
}

pub(super) const FROM: Field = Field::new("over_from");

/// The day that was typed, of something that can still end. What has not begun ends before it does, and no day is asked for.
pub(super) fn day(
    values: &Values,
    spell: Interval,
    today: NaiveDate,
    last: Option<LastUse>,
) -> Result<NaiveDate, Invalid> {
    if !spell.has_begun(today) {
        return Ok(today);
    }
    let typed = fields::date(values.get(FROM), "the first day on which it is over");
    let day = typed.map_err(|message| Invalid::one(FROM.name, message))?;
    over_from(spell, day, today, last).map_err(|why| Invalid::one(FROM.name, why.to_string()))?;
    Ok(day)
}

/// The field for it.
pub(super) fn field<F: Form>(form: &Sheet<F>, spell: Interval, today: NaiveDate) -> Option<AnyView> {
    let hint = "Today, or the earlier day on which it ended. The day before is the last day of it.";
    let field = || view! { <TextField of=form.field_or(FROM, today) label="First day on which it is over" hint=hint kind="date" width=FieldWidth::Short/> };
    spell.has_begun(today).then(|| field().into_any())
}

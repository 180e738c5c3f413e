//! From which day on something of an enrolment is over: today, or the earlier day on which it ended.

use crate::prelude::pages::*;
use domain::enrolments::over_from;
use domain::interval::Interval;

pub(super) const FROM: Field = Field::new("over_from");

/// The day that was typed, of something that can still end. What has not begun ends before it does, and no day is asked for.
pub(super) fn day(
    values: &Values,
    spell: Interval,
    today: NaiveDate,
    last: Option<(NaiveDate, String)>,
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
    let hint = "The first day on which it is over: today, or the earlier day on which it ended.";
    let field = || view! { <TextField of=form.field_or(FROM, today) label="From" hint=hint kind="date" width=FieldWidth::Short/> };
    spell.has_begun(today).then(|| field().into_any())
}

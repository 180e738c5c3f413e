//! From which day on something of an enrolment is over: today, or the earlier day on which it ended, with why that is noted now.

use super::earlier;
use crate::journal::Because;
use crate::prelude::pages::*;
use domain::enrolments::{LastUse, over_from};
use domain::interval::Interval;

const FROM: Field = Field::new("over_from");

pub(super) const FIELDS: &[Field] = &[FROM, earlier::REASON];

/// The day that was typed, of something that can still end, and why it is an earlier one. What has not begun ends before it does,
/// and no day is asked for.
pub(super) fn parse(
    values: &Values,
    spell: Interval,
    today: NaiveDate,
    last: Option<(NaiveDate, LastUse)>,
) -> Result<(NaiveDate, Because), Stop> {
    if !spell.has_begun(today) {
        return Ok((today, Because::default()));
    }
    let mut invalid = Invalid::default();
    let day = fields::date(values.get(FROM), "the first day on which it is over");
    let day = day.and_then(|day| over_from(spell, day, today, last).map_err(|why| why.to_string()).map(|()| day));
    let day = invalid.take(FROM.name, day);
    let why =
        invalid.take(earlier::REASON.name, earlier::reason(values, earlier::WHY, day.is_some_and(|day| day < today)));
    match day.zip(why) {
        Some((day, why)) => Ok((day, Because::new(why.as_deref())?)),
        None => Err(invalid.into()),
    }
}

/// The fields for it.
pub(super) fn fields_of<F: Form>(form: &Sheet<F>, spell: Interval, today: NaiveDate) -> Option<AnyView> {
    let hint = "Enter today or an earlier day. The last day of it is the day before.";
    let fields = || {
        view! {
            <TextField of=form.field_or(FROM, today) label="First day on which it is over" hint=hint kind="date" width=FieldWidth::Short/>
            {earlier::field(form)}
        }
    };
    spell.has_begun(today).then(|| fields().into_any())
}

//! A past day, as we knew it then or as we know it now: which one is asked for, the way to choose, and what differs.

mod differences;
mod home;
mod node;

pub(super) use home::home;
pub(super) use node::node;

use crate::design::field::FieldState;
use crate::features::record::store::Case;
use crate::prelude::pages::*;
use crate::web::forms::Kept;

/// By what a past day is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// By what was known on it.
    Then,
    /// By what is known today: what was corrected never was.
    Now,
}

/// A past day that is asked for.
#[derive(Clone, Debug)]
pub(super) struct Past {
    pub on: NaiveDate,
    pub reading: Reading,
    /// The day of the request.
    today: NaiveDate,
    /// The day on which the enrolment was noted: before it nothing was known of it.
    noted_on: NaiveDate,
    /// What stands in the field, and what is wrong with it; then the day is today.
    typed: String,
    error: Option<String>,
}

impl Past {
    /// The day that an address asks for with `on`, if it does; `known=now` is the other reading.
    pub fn of_query(cx: &RequestCx, case: &Case) -> Option<Self> {
        let (first, today) = (case.from_on, case.today());
        let typed = cx.query_of("on").filter(|typed| !typed.trim().is_empty())?;
        let reading = if cx.query("known") == "now" { Reading::Now } else { Reading::Then };
        let day = fields::date(&typed, "the day").and_then(|on| match on {
            on if on > today => Err(String::from("Enter a day that is not in the future")),
            on if on < first => Err(format!("Enter a day from {} on, the first of this enrolment", words::date(first))),
            on => Ok(on),
        });
        let (on, error) = match day {
            Ok(on) => (on, None),
            Err(message) => {
                Kept::refused_query(cx, Invalid::one("on", message.clone()));
                (today, Some(message))
            }
        };
        Some(Self { on, reading, today, noted_on: case.noted_on, typed, error })
    }

    /// The day whose knowledge a reading is of.
    pub fn known(&self, reading: Reading) -> NaiveDate {
        match reading {
            Reading::Then => self.on,
            Reading::Now => self.today,
        }
    }

    /// An address with the same question.
    pub fn of(&self, path: &str) -> String {
        self.with(path, self.reading)
    }

    fn with(&self, path: &str, reading: Reading) -> String {
        let known = match reading {
            Reading::Then => "then",
            Reading::Now => "now",
        };
        format!("{path}?on={}&known={known}", self.on)
    }

    /// How it is read, in a sentence.
    pub fn sentence(&self) -> String {
        match self.reading {
            Reading::Then if self.on == self.today => {
                String::from("As it is known today. It can still change before the day ends.")
            }
            Reading::Then if self.on < self.noted_on => format!(
                "On {} nothing was known of this enrolment: it was noted on {}.",
                words::date(self.on),
                words::date(self.noted_on)
            ),
            Reading::Then => {
                format!("As it was known on {}: what was noted or corrected later is left out.", words::date(self.on))
            }
            Reading::Now => format!(
                "As it is known on {}: what was corrected is left out, and the correction counts from the day on which it was confirmed.",
                words::date(self.today)
            ),
        }
    }

    /// The way to another day and to the other reading; `path` is the page.
    pub fn choose(&self, path: &str) -> AnyView {
        let link = |reading, label: String| {
            let current = (self.reading == reading).then_some("true");
            view! { <li><a href=self.with(path, reading) aria-current=current>{label}</a></li> }
        };
        let on = words::date(self.on);
        view! {
            {day_form(path, (&self.typed, self.error.clone()), self.reading)}
            <ul class="row ways">
                {link(Reading::Then, format!("As we knew it on {on}"))}
                {link(Reading::Now, String::from("As we know it today"))}
            </ul>
            <p><a href=path.to_owned()>"Back to today"</a></p>
        }
        .into_any()
    }
}

/// The form that asks for a past day.
pub(super) fn another_day(path: &str) -> AnyView {
    day_form(path, ("", None), Reading::Then)
}

fn day_form(path: &str, (typed, error): (&str, Option<String>), reading: Reading) -> AnyView {
    let known = (reading == Reading::Now).then(|| view! { <input type="hidden" name="known" value="now"/> });
    view! {
        <form method="get" action=path.to_owned() class="choose no-print" novalidate>
            <TextField of=FieldState::of_query("on", typed, error) label="How it stood on" kind="date" width=FieldWidth::Short/>
            {known}
            <Button label="Show that day" tone=ButtonTone::Quiet/>
        </form>
    }
    .into_any()
}

/// A case on a past day. What lies with others is of today, and left out.
fn on_that_day(case: Case, past: &Past) -> Case {
    let standing = case.standing_on(past.on, past.known(past.reading));
    case.standing_so(standing)
}

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::Accent;
use crate::codes::codes;
use crate::exemptions::working_day_after;
use crate::proposals::Proposable;

/// A professional body, whole and checked. See [`load`](super::load).
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// Its short name in addresses and folders.
    pub slug: String,
    /// Its full name.
    pub name: String,
    /// Where its civil dates are read.
    pub zone: Tz,
    /// How its pages look.
    pub look: Look,
    /// Whom to ask, when it is published.
    pub contact: Option<Published>,
    /// Where help is found, when it is published.
    pub help: Option<Published>,
    /// What it does with data about people, when it is published.
    pub privacy: Option<Published>,
    /// How long things take, as far as it is published.
    pub service_times: Vec<ServiceTime>,
    /// The days on which it is closed, in order, as far as they are published.
    pub holidays: Vec<Closed>,
    /// How it works.
    pub policies: Policies,
}

/// How the pages of a body's people look.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// The name that fits in a heading.
    pub short_name: String,
    /// Its colour, readable in light and in dark.
    pub accent: Accent,
    /// Its mark: the path of a line on a grid of 24 by 24.
    pub mark: String,
}

/// Something the body has published: in a few words, at an address, or both.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    /// In words.
    pub text: Option<String>,
    /// The address of a page, with `https://`.
    pub address: Option<String>,
    /// Where this was read.
    pub sources: Vec<String>,
}

/// How long something takes.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceTime {
    /// What.
    pub what: String,
    /// How long, in the body's words.
    pub within: String,
    /// What of ours it is about, and in how many working days it is done.
    pub due: Option<(Service, u32)>,
    /// Where this was read.
    pub sources: Vec<String>,
}

/// A day on which the body is closed.
#[derive(Clone, Debug, PartialEq)]
pub struct Closed {
    /// The day.
    pub on: NaiveDate,
    /// What it is called.
    pub title: String,
}

/// How the body works.
#[derive(Clone, Debug, PartialEq)]
pub struct Policies {
    /// Who may see a status by its code.
    pub register: Register,
    /// What takes two registrars at this body, besides what always does.
    pub two_people: Vec<Proposable>,
}

impl Body {
    /// The last day on which something is done in time that waits since a day; none where no such time is published.
    pub fn due_on(&self, service: Service, since: NaiveDate) -> Option<NaiveDate> {
        let mut due = self.service_times.iter().filter_map(|time| time.due);
        let (_, days) = due.find(|(of, _)| *of == service)?;
        working_day_after(since, days, |day| self.holidays.binary_search_by_key(&day, |one| one.on).is_ok())
    }
}

impl Policies {
    /// Those of a body that is not known: whatever one may say, no more is open and no less takes two.
    pub fn strictest() -> Self {
        Self { register: Register::Closed, two_people: Proposable::OF_CHOICE.to_vec() }
    }

    /// Whether an act takes two registrars at this body.
    pub fn takes_two(&self, act: Proposable) -> bool {
        !Proposable::OF_CHOICE.contains(&act) || self.two_people.contains(&act)
    }
}

codes! {
    /// What is done here within a time that a body has published.
    Service {
        /// An exemption for what the framework lists.
        ListedExemption = "listed exemption",
        /// An exemption that takes a judgement.
        OtherExemption = "other exemption",
    }
}

codes! {
    /// Who may see a status by its code.
    Register {
        /// Anyone.
        Public = "public",
        /// The body alone.
        Closed = "closed",
    }
}

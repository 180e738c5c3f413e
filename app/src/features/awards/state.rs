//! How an award stands on a day.

use super::store::Award;
use crate::design::tag::Tone;
use crate::features::frameworks::catalogue::Catalogue;
use crate::web::words;
use chrono::NaiveDate;

/// Whether a status is held on a day, and if not, since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AwardState {
    /// It is held.
    InForce,
    /// This was the first day on which it was no longer held.
    Expired(NaiveDate),
    /// The body withdrew it on this day.
    Withdrawn(NaiveDate),
}

impl AwardState {
    /// The state of an award on a day.
    #[must_use]
    pub fn of(award: &Award, catalogue: &Catalogue, on: NaiveDate) -> Self {
        let withdrawn = award
            .withdrawal
            .as_ref()
            .map(|withdrawal| withdrawal.on)
            .filter(|day| *day <= on);
        let expired = expires_on(award, catalogue).filter(|day| *day <= on);
        match (withdrawn, expired) {
            (Some(day), _) => Self::Withdrawn(day),
            (None, Some(day)) => Self::Expired(day),
            (None, None) => Self::InForce,
        }
    }

    /// Its tone.
    #[must_use]
    pub fn tone(self) -> Tone {
        if self == Self::InForce { Tone::Held } else { Tone::Late }
    }

    /// Its words.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::InForce => String::from("In force"),
            Self::Expired(day) => format!("Expired on {}", words::date(day)),
            Self::Withdrawn(day) => format!("Withdrawn on {}", words::date(day)),
        }
    }
}

/// The first day on which an award is no longer held, where its status lasts for a time only.
#[must_use]
pub fn expires_on(award: &Award, catalogue: &Catalogue) -> Option<NaiveDate> {
    let framework = catalogue.get(&award.framework_slug, &award.framework_version)?;
    let status = framework.node(framework.find(&award.status)?).as_status()?;
    status.expires.map(|lasts| lasts.after(award.conferred_on))
}

//! Which events of a record are shown, and in which order.

use crate::design::field::{Button, ButtonTone, Choice, Select};
use domain::journal::Event;
use leptos::prelude::*;

/// A part of the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    All,
    /// Results of assessments and courses.
    Results,
    /// Claims, the employer's verification, and what was decided on them.
    Claims,
    /// Applications and statuses.
    Statuses,
    /// Who takes part: enrolment, employers, supervisors.
    People,
}

impl Part {
    const ALL: [Self; 5] = [Self::All, Self::Results, Self::Claims, Self::Statuses, Self::People];

    /// Its name in the address.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Results => "results",
            Self::Claims => "claims",
            Self::Statuses => "statuses",
            Self::People => "people",
        }
    }

    /// Its name on the page.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::All => "Everything",
            Self::Results => "Results",
            Self::Claims => "Claims and decisions",
            Self::Statuses => "Statuses",
            Self::People => "People and enrolment",
        }
    }

    /// The part of this name; all of the story for a name that is none.
    #[must_use]
    pub fn read(code: &str) -> Self {
        let found = Self::ALL.into_iter().find(|part| part.code() == code);
        found.unwrap_or(Self::All)
    }

    /// Whether an event belongs to it.
    #[must_use]
    pub fn holds(self, event: &Event) -> bool {
        self == Self::All || self == Self::of(event)
    }

    /// What is no result, claim or status is about people.
    fn of(event: &Event) -> Self {
        match event {
            Event::RecordedResult { .. } | Event::CorrectedResult { .. } | Event::ConfirmedResult { .. } => {
                Self::Results
            }
            Event::BeganClaim { .. }
            | Event::AddedEvidence { .. }
            | Event::RemovedEvidence { .. }
            | Event::DeletedDraft { .. }
            | Event::RequestedSignature { .. }
            | Event::ProvedMailbox { .. }
            | Event::Signed { .. }
            | Event::TookBackRequest { .. }
            | Event::ClosedRequest { .. } => Self::Claims,
            Event::Applied { .. }
            | Event::ConferredStatus { .. }
            | Event::DeclinedApplication { .. }
            | Event::WithdrewStatus { .. } => Self::Statuses,
            Event::AddedPerson { .. }
            | Event::SetPassword { .. }
            | Event::EndedAccess { .. }
            | Event::ChangedAddress { .. }
            | Event::CorrectedName { .. }
            | Event::Proposed { .. }
            | Event::SettledProposal { .. }
            | Event::Invited { .. }
            | Event::WithdrewInvitation { .. }
            | Event::AcceptedInvitation { .. }
            | Event::AddedOrganisation { .. }
            | Event::RecognisedOrganisation { .. }
            | Event::OpenedRecord { .. }
            | Event::RenamedRecord { .. }
            | Event::GrantedRole { .. }
            | Event::EndedMembership { .. }
            | Event::AddedSitting { .. }
            | Event::Enrolled { .. }
            | Event::ChoseSpecialism { .. }
            | Event::RecordedJoining { .. }
            | Event::NamedSupervisor { .. }
            | Event::EndedSupervision { .. }
            | Event::AddedEmployment(_)
            | Event::EndedEmployment { .. }
            | Event::AddedRegistration(_)
            | Event::EndedRegistration { .. } => Self::People,
        }
    }
}

/// Which end of the story stands first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The latest event.
    Newest,
    /// The first one.
    Oldest,
}

impl Order {
    /// The order of this name; the newest first for a name that is none.
    #[must_use]
    pub fn read(code: &str) -> Self {
        if code == "oldest" { Self::Oldest } else { Self::Newest }
    }
}

/// The form that asks for a part and an order.
#[must_use]
pub fn filter(part: Part, order: Order) -> AnyView {
    let parts = Part::ALL.map(|part| Choice::new(part.code(), part.label())).to_vec();
    let orders = vec![Choice::new("newest", "Newest first"), Choice::new("oldest", "Oldest first")];
    let chosen = if order == Order::Oldest { "oldest" } else { "newest" };
    view! {
        <form method="get" class="choose">
            <Select name="show" label="Kind" options=parts value=part.code()/>
            <Select name="order" label="Order" options=orders value=chosen/>
            <Button label="Show" tone=ButtonTone::Quiet/>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_name_shows_everything() {
        assert_eq!(Part::read("statuses"), Part::Statuses);
        assert_eq!(Part::read("../secrets"), Part::All);
        assert_eq!(Order::read(""), Order::Newest);
    }
}

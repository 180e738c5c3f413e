use chrono::NaiveDate;

/// What happens to a status that a person holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AwardChange {
    /// It is held from this day on, and where it lasts for a time only, until the day before `expires_on`.
    Conferred {
        /// The first day on which it is held no longer, as the framework had it when it was conferred.
        expires_on: Option<NaiveDate>,
    },
    /// It is not in force for the time being.
    Suspended,
    /// A suspension ends.
    Reinstated,
    /// The body took it away. This is final: the status can only be conferred anew.
    Withdrawn,
    /// Another award of the same person took its place, such as its renewal. This is final too.
    Superseded,
}

/// One event in the life of an award.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AwardEvent {
    /// What happened.
    pub change: AwardChange,
    /// From which day it is true.
    pub on: NaiveDate,
    /// The day on which it was written down.
    pub known_on: NaiveDate,
}

/// How an award stands on a day. Each day is the first on which it stands so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AwardState {
    /// It is held.
    InForce,
    /// It is held, and may not be used until it is reinstated.
    Suspended(NaiveDate),
    /// Its time has run out.
    Expired(NaiveDate),
    /// The body withdrew it.
    Withdrawn(NaiveDate),
    /// Another award is in its place.
    Superseded(NaiveDate),
}

impl AwardState {
    /// Whether the body can withdraw it: nothing that has ended can end once more.
    pub fn can_be_withdrawn(self) -> bool {
        matches!(self, Self::InForce | Self::Suspended(_))
    }
}

/// How an award stands on a day, by what was known on another; none before it was conferred.
///
/// The events stand in the order in which they were written. Of what ends it, the earliest day counts: a status that has
/// expired is not withdrawn afterwards, and one that was withdrawn does not expire. An event of the day of expiry comes too
/// late, because that is the first day on which the status is held no longer. A suspension does not lengthen it.
pub fn state(events: &[AwardEvent], on: NaiveDate, known: NaiveDate) -> Option<AwardState> {
    let mut events: Vec<&AwardEvent> =
        events.iter().filter(|event| event.on <= on && event.known_on <= known).collect();
    // Stable: what is true from the same day stays in the order of writing.
    events.sort_by_key(|event| event.on);
    let mut held: Option<Held> = None;
    for event in events {
        match (&mut held, event.change) {
            (None, AwardChange::Conferred { expires_on }) => {
                held = Some(Held { expires_on, state: AwardState::InForce });
            }
            (Some(held), change) if !held.has_ended_by(event.on) => held.apply(change, event.on),
            _ => {}
        }
    }
    held.map(|held| held.on(on))
}

struct Held {
    expires_on: Option<NaiveDate>,
    state: AwardState,
}

impl Held {
    fn has_ended_by(&self, day: NaiveDate) -> bool {
        self.expires_on.is_some_and(|expires| expires <= day) || !self.state.can_be_withdrawn()
    }

    fn apply(&mut self, change: AwardChange, on: NaiveDate) {
        self.state = match (change, self.state) {
            (AwardChange::Suspended, AwardState::InForce) => AwardState::Suspended(on),
            (AwardChange::Reinstated, _) => AwardState::InForce,
            (AwardChange::Withdrawn, _) => AwardState::Withdrawn(on),
            (AwardChange::Superseded, _) => AwardState::Superseded(on),
            // Suspended already, or conferred already.
            (AwardChange::Suspended | AwardChange::Conferred { .. }, state) => state,
        };
    }

    fn on(self, day: NaiveDate) -> AwardState {
        match self.expires_on {
            Some(expires) if expires <= day && self.state.can_be_withdrawn() => AwardState::Expired(expires),
            _ => self.state,
        }
    }
}

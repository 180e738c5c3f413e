use crate::standing::ClaimOutcome;

/// How a claim stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimState {
    /// Not sent, or taken back.
    Draft,
    /// With a supervisor.
    Sent,
    /// Decided. Met is locked; the others may be answered.
    Decided(ClaimOutcome),
    /// It was found met, and that was withdrawn.
    Withdrawn,
}

impl ClaimState {
    /// By the last time it was sent, if it ever was: whether that is still open, what was decided, and whether that was withdrawn.
    pub fn of(is_open: Option<bool>, decided: Option<ClaimOutcome>, is_withdrawn: bool) -> Self {
        match (is_open, decided) {
            (Some(true), _) => Self::Sent,
            (_, Some(_)) if is_withdrawn => Self::Withdrawn,
            (_, Some(outcome)) => Self::Decided(outcome),
            _ => Self::Draft,
        }
    }

    /// Whether its author may still change it.
    pub fn is_editable(self) -> bool {
        !matches!(self, Self::Sent | Self::Decided(ClaimOutcome::Met))
    }
}

/// How what somebody holds from before stands, once it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriorState {
    /// It waits for the body.
    Sent,
    /// It was decided.
    Decided,
    /// Somebody else at the body looks at it once more.
    InReview,
    /// It was decided once more, for good.
    Reviewed,
    /// The trainee took it back before it was decided.
    TakenBack,
}

/// What its rows say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Whether it waits.
    pub is_open: bool,
    /// How often it was decided.
    pub decisions: usize,
}

impl PriorState {
    /// How it stands.
    pub fn of(Sent { is_open, decisions }: Sent) -> Self {
        match (is_open, decisions) {
            (true, 0) => Self::Sent,
            (true, _) => Self::InReview,
            (false, 0) => Self::TakenBack,
            (false, 1) => Self::Decided,
            (false, _) => Self::Reviewed,
        }
    }

    /// Whether the trainee may take it back: nobody has decided on it.
    pub fn can_be_taken_back(self) -> bool {
        self == Self::Sent
    }

    /// Whether the trainee may ask for a review: once, and of something that was refused.
    pub fn can_be_reviewed(self, something_was_refused: bool) -> bool {
        self == Self::Decided && something_was_refused
    }

    /// Whether the body decides on it now.
    pub fn waits(self) -> bool {
        matches!(self, Self::Sent | Self::InReview)
    }
}

use crate::codes::codes;
use crate::invalid::Invalid;
use crate::standing::ClaimOutcome;
use crate::text::{cleaned, is_blank};

codes! {
    /// Why a supervisor will not decide (domain section 8, cases 1, 14, 15 and 17).
    ReasonCode {
        /// Someone else supervised the work.
        DidNotSupervise = "did_not_supervise",
        /// Not authorised to sign this.
        NotAuthorised = "not_authorised",
        /// Too little of the work was seen.
        NotEnoughSeen = "not_enough_seen",
        /// A relation that bars it.
        ConflictOfInterest = "conflict_of_interest",
        /// Something else, said in the comment.
        Other = "other",
    }
}

impl ReasonCode {
    /// The words a person reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::DidNotSupervise => "I did not supervise this work",
            Self::NotAuthorised => "I am not authorised to sign it",
            Self::NotEnoughSeen => "I did not see enough of it",
            Self::ConflictOfInterest => "I am related to the trainee or have another conflict of interest",
            Self::Other => "Another reason, said below",
        }
    }
}

/// A decision that has all it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The answer.
    pub outcome: ClaimOutcome,
    /// What the supervisor saw, in their words.
    pub comment: String,
    /// What is missing; with partly met.
    pub missing: Option<String>,
    /// Why not; with declined.
    pub reason: Option<ReasonCode>,
}

/// Reads a decision as it was filled in.
///
/// Met needs a sentence of what was seen; partly met and not yet must tell the trainee what to do; declined needs a
/// reason, and another reason its words. What belongs to another answer contradicts this one, and is never dropped unsaid.
///
/// # Errors
/// Everything that is missing or contradicts the answer, by field.
pub fn decide(outcome: &str, comment: &str, missing: &str, reason: &str) -> Result<Decision, Invalid> {
    let mut invalid = Invalid::default();
    let [comment, missing] = [comment, missing].map(|text| if is_blank(text) { String::new() } else { cleaned(text) });
    let reason = ReasonCode::from_code(reason);
    let outcome = ClaimOutcome::from_code(outcome);
    match outcome {
        None => invalid.add("outcome", "Choose whether the outcome was met"),
        Some(ClaimOutcome::Met) if comment.is_empty() => invalid.add("comment", "Say in a sentence what you saw"),
        Some(ClaimOutcome::PartlyMet) if missing.is_empty() => {
            invalid.add("missing", "Say what is missing, so that it can be mended")
        }
        Some(ClaimOutcome::NotYet) if comment.is_empty() => invalid.add("comment", "Say what would show the outcome"),
        Some(ClaimOutcome::Declined) if reason.is_none() => invalid.add("reason", "Choose why you can’t say"),
        Some(ClaimOutcome::Declined) if reason == Some(ReasonCode::Other) && comment.is_empty() => {
            invalid.add("comment", "Say what the other reason is")
        }
        Some(_) => {}
    }
    if outcome.is_some_and(|outcome| outcome != ClaimOutcome::PartlyMet) && !missing.is_empty() {
        let text = "This belongs to “Partly met”: choose that answer, or take this out";
        invalid.add("missing", text);
    }
    if outcome.is_some_and(|outcome| outcome != ClaimOutcome::Declined) && reason.is_some() {
        let text = "This belongs to “I can’t say”: choose that answer, or take the reason out";
        invalid.add("reason", text);
    }
    for (field, text, what) in [
        ("comment", &comment, "the comment"),
        ("missing", &missing, "what is missing"),
    ] {
        if text.chars().count() > 5_000 {
            invalid.add(field, format!("Shorten {what} to 5,000 characters or fewer"));
        }
    }
    match outcome {
        Some(outcome) if invalid.is_empty() => Ok(Decision {
            outcome,
            comment,
            missing: (outcome == ClaimOutcome::PartlyMet).then_some(missing),
            reason: reason.filter(|_| outcome == ClaimOutcome::Declined),
        }),
        _ => Err(invalid),
    }
}

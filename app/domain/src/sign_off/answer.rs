use super::{ExperienceOutcome, SigningOutcome, StageOutcome};
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

/// An answer that has all it needs, with an outcome of one kind or of any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<O = SigningOutcome> {
    /// What was answered.
    pub outcome: O,
    /// The signer's words: what was seen, a remark, or why not. May be empty.
    pub comment: String,
    /// What is missing; of a claim that is partly met.
    pub missing: Option<String>,
    /// Why not; of a claim that is declined.
    pub reason: Option<ReasonCode>,
}

impl<O> Answer<O> {
    /// The same among answers of any kind.
    pub fn of(self, kind: fn(O) -> SigningOutcome) -> Answer {
        let Self { outcome, comment, missing, reason } = self;
        Answer { outcome: kind(outcome), comment, missing, reason }
    }
}

/// Longest text of an answer, characters.
const LONGEST: usize = 5_000;

/// What was typed, or nothing where nothing can be seen of it.
fn typed(text: &str) -> String {
    if is_blank(text) { String::new() } else { cleaned(text) }
}

fn not_too_long(invalid: &mut Invalid, field: &str, text: &str, what: &str) {
    if text.chars().count() > LONGEST {
        invalid.add(field, format!("Shorten {what} to 5,000 characters or fewer"));
    }
}

/// What belongs to another answer contradicts this one, and is never dropped unsaid.
fn of_another(invalid: &mut Invalid, field: &str, answer: &str, what: &str) {
    invalid.add(field, format!("This belongs to “{answer}”: choose that answer, or take {what} out"));
}

/// Reads the decision on a claim as it was filled in.
///
/// Met needs a sentence of what was seen; partly met and not yet must tell the trainee what to do; declined needs a
/// reason, and another reason its words.
///
/// # Errors
/// Everything that is missing or contradicts the answer, by field.
pub fn decide(outcome: &str, comment: &str, missing: &str, reason: &str) -> Result<Answer<ClaimOutcome>, Invalid> {
    let mut invalid = Invalid::default();
    let [comment, missing] = [comment, missing].map(typed);
    let reason = ReasonCode::from_code(reason);
    let outcome = ClaimOutcome::from_code(outcome);
    match outcome {
        None => invalid.add("outcome", "Choose whether the outcome was met"),
        Some(ClaimOutcome::Met) if comment.is_empty() => invalid.add("comment", "Say in a sentence what you saw"),
        Some(ClaimOutcome::PartlyMet) if missing.is_empty() => {
            invalid.add("missing", "Say what is missing, so that the trainee can put it right")
        }
        Some(ClaimOutcome::NotYet) if comment.is_empty() => invalid.add("comment", "Say what would show the outcome"),
        Some(ClaimOutcome::Declined) if reason.is_none() => invalid.add("reason", "Choose why you can’t say"),
        Some(ClaimOutcome::Declined) if reason == Some(ReasonCode::Other) && comment.is_empty() => {
            invalid.add("comment", "Say what the other reason is")
        }
        Some(_) => {}
    }
    if outcome.is_some_and(|outcome| outcome != ClaimOutcome::PartlyMet) && !missing.is_empty() {
        of_another(&mut invalid, "missing", "Partly met", "this");
    }
    if outcome.is_some_and(|outcome| outcome != ClaimOutcome::Declined) && reason.is_some() {
        of_another(&mut invalid, "reason", "I can’t say", "the reason");
    }
    not_too_long(&mut invalid, "comment", &comment, "the comment");
    not_too_long(&mut invalid, "missing", &missing, "what is missing");
    match outcome {
        Some(outcome) if invalid.is_empty() => Ok(Answer {
            outcome,
            comment,
            missing: (outcome == ClaimOutcome::PartlyMet).then_some(missing),
            reason: reason.filter(|_| outcome == ClaimOutcome::Declined),
        }),
        _ => Err(invalid),
    }
}

/// Reads the answer to a request to verify a stage as it was filled in, with its remark, which may be empty, or its reason.
///
/// # Errors
/// Everything that is missing or contradicts the answer, by field.
pub fn verify(outcome: &str, why: &str, remark: &str) -> Result<Answer<StageOutcome>, Invalid> {
    let outcome = StageOutcome::from_code(outcome).map(|outcome| (outcome, outcome == StageOutcome::Verified));
    yes_or_no(outcome, [why, remark], ["Choose whether you verify the stage", "Yes, I verify it", "No, not now"])
}

/// The same for a request to confirm a spell of work.
///
/// # Errors
/// Everything that is missing or contradicts the answer, by field.
pub fn confirm(outcome: &str, why: &str, remark: &str) -> Result<Answer<ExperienceOutcome>, Invalid> {
    let outcome = ExperienceOutcome::from_code(outcome);
    let outcome = outcome.map(|outcome| (outcome, outcome == ExperienceOutcome::Confirmed));
    yes_or_no(outcome, [why, remark], ["Choose whether you confirm the work", "Yes, I confirm it", "No"])
}

/// An answer with a remark where it is yes, and with a reason where it is no.
fn yes_or_no<O>(
    outcome: Option<(O, bool)>,
    texts: [&str; 2],
    [choose, yes, no]: [&str; 3],
) -> Result<Answer<O>, Invalid> {
    let mut invalid = Invalid::default();
    let [why, remark] = texts.map(typed);
    not_too_long(&mut invalid, "why", &why, "the reason");
    not_too_long(&mut invalid, "comment", &remark, "the remark");
    match outcome {
        None => invalid.add("outcome", choose),
        Some((_, true)) if !why.is_empty() => of_another(&mut invalid, "why", no, "this"),
        Some((_, false)) if why.is_empty() => {
            invalid.add("why", "Say why, so that the trainee knows what to do");
        }
        Some(_) => {}
    }
    if matches!(outcome, Some((_, false))) && !remark.is_empty() {
        of_another(&mut invalid, "comment", yes, "this");
    }
    match outcome {
        Some((outcome, is_yes)) if invalid.is_empty() => {
            Ok(Answer { outcome, comment: if is_yes { remark } else { why }, missing: None, reason: None })
        }
        _ => Err(invalid),
    }
}

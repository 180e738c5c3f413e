//! The forms of employers.

use crate::web::fields;
use domain::invalid::Invalid;
use domain::sign_off::VerificationOutcome;

/// Reads the employer's answer to a request to verify.
///
/// # Errors
/// Every field that is wrong.
pub fn verification(outcome: &str, remark: &str, why: &str) -> Result<(VerificationOutcome, String), Invalid> {
    let mut invalid = Invalid::default();
    let outcome = VerificationOutcome::from_code(outcome);
    if outcome.is_none() {
        invalid.add("outcome", "Choose whether you verify the stage");
    }
    let why = invalid.take("why", fields::optional_text(why, "the reason", 5_000));
    let remark = invalid.take("comment", fields::optional_text(remark, "the remark", 5_000));
    // What belongs to the other answer contradicts this one, and is never dropped unsaid.
    match (outcome, &why, &remark) {
        (Some(VerificationOutcome::Verified), Some(Some(_)), _) => {
            invalid.add(
                "why",
                "This belongs to “No, not now”: choose that answer, or take this out",
            );
        }
        (Some(VerificationOutcome::Declined), Some(None), _) => {
            invalid.add("why", "Say why, so that the trainee knows what to do")
        }
        _ => {}
    }
    if let (Some(VerificationOutcome::Declined), Some(Some(_))) = (outcome, &remark) {
        let text = "This belongs to “Yes, I verify it”: choose that answer, or take this out";
        invalid.add("comment", text);
    }
    match outcome {
        Some(outcome) if invalid.is_empty() => {
            let said = match outcome {
                VerificationOutcome::Verified => remark,
                VerificationOutcome::Declined => why,
            };
            Ok((outcome, said.flatten().unwrap_or_default()))
        }
        _ => Err(invalid),
    }
}

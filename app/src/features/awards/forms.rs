//! The forms of awards: strings in, values or every error out.

use crate::web::fields;
use domain::invalid::Invalid;

/// Longest reason that is kept.
const REASON_MAX: usize = 2000;

/// The registrar's answer to an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Confer the status; with a remark, if there is one.
    Confer(Option<String>),
    /// Don't; with the reason, which the trainee reads.
    Decline(String),
}

impl Decision {
    /// # Errors
    /// Every field that is wrong.
    pub fn parse(decision: &str, reason: &str) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let parsed = match decision {
            "confer" => invalid
                .take("reason", fields::optional_text(reason, "the remark", REASON_MAX))
                .map(Self::Confer),
            "decline" => invalid
                .take(
                    "reason",
                    fields::text(reason, "the reason, so that the trainee knows what to do", REASON_MAX),
                )
                .map(Self::Decline),
            _ => {
                invalid.add("decision", "Choose whether to confer the status or to decline");
                None
            }
        };
        parsed.filter(|_| invalid.is_empty()).ok_or(invalid)
    }
}

/// Why a status is withdrawn.
///
/// # Errors
/// The field's error.
pub fn withdrawal_reason(reason: &str) -> Result<String, Invalid> {
    fields::text(reason, "the reason", REASON_MAX).map_err(|message| Invalid::one("reason", message))
}

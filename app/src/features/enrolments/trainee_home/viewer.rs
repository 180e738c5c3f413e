//! Who looks at the page: each is told what they can do or wait for.

use crate::features::record::store::Case;
use crate::prelude::pages::*;
use domain::sign_off::SigningKind;

/// Who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Viewer {
    /// The trainee.
    Trainee,
    /// A supervisor, or an administrator of the employer.
    Employer,
    /// The training provider, which is told nothing of what was found at work.
    Provider,
    /// The body.
    Body,
}

impl Viewer {
    pub(super) fn of(cx: &RequestCx, case: &Case, subject: &Subject) -> Result<Self, AppError> {
        let actor = cx.actor()?;
        // Who stands around it is the same after its end.
        let stage = Subject { signs: Some(SigningKind::Stage), has_ended: false, ..subject.clone() };
        Ok(if actor.person == case.trainee {
            Self::Trainee
        } else if !case.sees_claims {
            Self::Provider
        } else if permit(actor, actions::Sign, &stage).is_ok() {
            Self::Employer
        } else {
            Self::Body
        })
    }
}

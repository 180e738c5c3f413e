//! What the employer's verification of a stage rests on: it comes last, and not from whoever turned the other key.

use crate::framework::{Framework, NodeIx};
use crate::ids::OrganisationId;
use crate::standing::{Key, KeyProblem, Standing};
use chrono::NaiveDate;

/// Why nobody can be asked to verify a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotAsked {
    /// The employer's key is turned, and by somebody who did not turn the other one.
    Verified,
    /// An employer for whom the trainee works was asked and has not answered.
    Waits {
        /// Who was asked.
        employer: OrganisationId,
        /// When.
        since: NaiveDate,
    },
    /// This is to be shown at work first.
    Missing(Vec<NodeIx>),
    /// The trainee works for nobody.
    NoEmployer,
}

/// Can one of these employers of the trainee be asked to verify, where those are asked already? What is with an employer of
/// before does not stand in the way: it is closed when another one is asked.
///
/// # Errors
/// [`NotAsked`], with the reason.
pub fn ask_to_verify(
    (framework, standing): (&Framework, &Standing),
    verification: NodeIx,
    employers: &[OrganisationId],
    mut asked: impl Iterator<Item = (OrganisationId, NaiveDate)>,
) -> Result<(), NotAsked> {
    if standing.state(verification).counts() && !needs_another_verifier(framework, standing, verification) {
        return Err(NotAsked::Verified);
    }
    if let Some((employer, since)) = asked.find(|(employer, _)| employers.contains(employer)) {
        return Err(NotAsked::Waits { employer, since });
    }
    let missing = workplace_missing(framework, standing, verification);
    if !missing.is_empty() {
        return Err(NotAsked::Missing(missing));
    }
    if employers.is_empty() { Err(NotAsked::NoEmployer) } else { Ok(()) }
}

/// The title of the stage of a verification; nothing of what is no part of a stage.
pub fn stage_title(framework: &Framework, verification: NodeIx) -> &str {
    let stage = framework.node(verification).stage;
    stage.map_or("", |stage| &framework.node(stage).title)
}

/// What the employer's key of a stage still lacks besides the verification itself: verification comes last.
pub fn workplace_missing(framework: &Framework, standing: &Standing, verification: NodeIx) -> Vec<NodeIx> {
    let mut seen = framework.seen_before_verifying(verification);
    seen.retain(|ix| !standing.state(*ix).counts());
    seen
}

/// Whether somebody else may have to verify the stage, verified though it is: one person signed for both of its keys.
pub fn needs_another_verifier(framework: &Framework, standing: &Standing, verification: NodeIx) -> bool {
    let stage = framework.node(verification).stage;
    let because = stage.and_then(|stage| standing.key(stage, Key::Employer).because);
    matches!(because, Some(KeyProblem::SamePerson(_)))
}

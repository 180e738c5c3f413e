//! What is said of experience, which nobody can record here yet: it comes neither from a page nor from a command.

use crate::features::record::store::Case;
use domain::framework::{ElementKind, NodeIx, NodeKind};

/// What holds for anyone who looks.
pub(super) const NOT_RECORDED: &str = "Gradus does not record this experience yet.";

/// What the trainee can do meanwhile.
pub(super) const NOTE_IT: &str = "Gradus does not record this experience yet, and nobody at work is asked about it. Keep a note of your own: where you worked, from which day until which, and who can confirm it.";

/// Whether a node is experience that is not there yet.
pub(super) fn is_missing(case: &Case, ix: NodeIx) -> bool {
    case.framework.node(ix).kind == NodeKind::Element(ElementKind::Experience) && !case.standing.state(ix).counts()
}

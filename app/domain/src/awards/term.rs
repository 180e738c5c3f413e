use crate::framework::{Framework, NodeIx};
use crate::standing::Standing;
use chrono::NaiveDate;

/// The first day on which a status is no longer held that is conferred on the day of a standing; none where it does not end.
/// Where the status `extends`, and one of an earlier day is in force, it lasts from the end of that one (docs/standing.md).
pub fn ends_on(framework: &Framework, standing: &Standing, status: NodeIx) -> Option<NaiveDate> {
    let details = framework.node(status).as_status()?;
    let length = details.expires?;
    let was_held = standing.since(status).is_some_and(|since| since < standing.on());
    let end = standing.until(status).filter(|_| details.extends && was_held);
    Some(length.after(end.unwrap_or(standing.on())))
}

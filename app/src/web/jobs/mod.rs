//! Work that nobody waits for: a row with a due time and a lease, which any server of the deployment takes (docs/adr/0020).

mod queue;
mod run;

pub use crate::entities::job::Kind;
pub use queue::{Taken, ask, fail, finish, left, next_due, take};
pub use run::{begin, work};

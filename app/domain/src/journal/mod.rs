//! The journal: what was done, as events in chains.
//!
//! An event holds ids, codes, days and hashes; names, narratives, comments and addresses stand in rows alone, so that they
//! can be erased and the chain still checks. The place of an event in its chain is its `seq`: neither its id nor its time
//! says what came first.

mod chain;
mod digest;
mod event;
mod link;
mod nature;
mod walk;

pub use chain::{Chain, Place};
pub use digest::{Digest, DigestError};
pub use event::{Employed, Event, Exempted, Reason, Registered, ResultOf, Unreadable};
pub use link::Link;
pub use nature::{Nature, RecordPart};
pub use walk::{Fault, Head, Walk};

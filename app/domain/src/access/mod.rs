//! Who may do what: the only policy of the application.
//!
//! [`permit`] is asked before every read of one thing and every write; it answers with a [`Permit`], which nothing
//! else can make and which the stores demand. [`scope`] says which rows a list may hold. Both are pure; the whole
//! table of roles and actions is printed by a test and committed (`tests/policy/access.snap`).

mod action;
mod actor;
mod link;
mod lists;
mod managed;
mod rule;

pub use action::{Act, Action, EmploymentsAt, actions};
pub use actor::{Actor, Membership, Role, Subject, SupervisorAt};
pub use link::{LinkHolder, LinkPermit, permit_link};
pub use lists::{OwnList, Scope, scope};
pub use managed::managed_employers;
pub use rule::{Denied, Permit, decide, known_answer, permit};

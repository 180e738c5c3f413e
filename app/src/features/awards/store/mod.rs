//! Reading and writing applications and awards.

mod applications;
mod awards;
mod decide;
mod write;

pub use applications::{Application, ApplicationList, Decided, PAGE, application, applications, applications_of};
pub use awards::{Award, AwardList, Withdrawal, award, awards, awards_of, by_code};
pub use decide::{Decision, decide};
pub use write::{Applied, apply, withdraw};

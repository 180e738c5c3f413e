//! Reading and writing what trainees hold from before, and exemptions.

mod awaited;
mod read;
mod write;

pub use awaited::{Awaited, awaited, awaited_of};
pub use read::{
    Decision, Exemption, OnRecord, PriorLearning, Waiting, decided, exempting, exemption, is_in_force, of_enrolment,
    prior_learning, proved, proved_with, subject_of, waiting,
};
pub use write::{Decided, Granting, NewPriorLearning, ask_for_review, decide, send, take_back, withdraw};

//! The pages of awards: applying, the registrar's applications, statuses conferred and their withdrawal.

mod application;
mod applications;
mod apply;
mod award;
mod awards;
mod words;

pub use application::ApplicationPage;
pub use applications::Applications;
pub use apply::ApplyPage;
pub use award::{AwardPage, WithdrawAwardPage};
pub use awards::Awards;

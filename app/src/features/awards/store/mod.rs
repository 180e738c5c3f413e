//! Reading and writing applications and awards.

mod applications;
mod apply;
mod awards;
mod decide;
pub mod listing;
mod lost_basis;
mod put_right;
mod withdraw;

pub use applications::{
    Application, ApplicationOnRecord, Conferred, Decided, Waiting, application, applications_of, decided,
    standing_then, subject_of, waiting,
};
pub use apply::{apply, open_application};
pub use awards::{Award, Withdrawal, award, awards, awards_of, by_code, how_many};
pub use decide::{confer, decline};
pub use lost_basis::{LostBasis, lost_among, lost_bases, lost_basis, lost_of};
pub use put_right::PutRight;
pub use withdraw::withdraw;

//! Reading and writing applications and awards.

mod applications;
mod apply;
mod awards;
mod decide;
mod withdraw;

pub use applications::{
    Application, ApplicationList, Asked, Decided, PAGE, application, applications, applications_of,
};
pub use apply::{apply, open_application};
pub use awards::{Award, AwardList, Withdrawal, award, awards, awards_of, by_code};
pub use decide::{confer, decline};
pub use withdraw::withdraw;

//! Sign-in, invitations, organisations and their people.

mod invitation;
mod new_link;
mod organisation;
mod organisations;
mod sign_in;
mod start;

pub use invitation::Invitation;
pub use new_link::{keep_link, new_link};
pub use organisation::{EndMembershipPage, Organisation};
pub use organisations::Organisations;
pub use sign_in::SignInPage;
pub use start::Start;

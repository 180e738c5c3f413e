//! Sign-in, invitations, organisations and their people.

mod ending;
mod invitation;
mod new_link;
mod organisation;
mod organisations;
mod sign_in;
mod start;

pub use ending::{EndMembershipPage, WithdrawInvitationPage};
pub use invitation::Invitation;
pub use new_link::{keep_link, new_link};
pub use organisation::Organisation;
pub use organisations::Organisations;
pub use sign_in::SignInPage;
pub use start::Start;

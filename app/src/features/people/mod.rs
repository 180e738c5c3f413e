//! People: sign-in, organisations, memberships, invitations.

pub mod about;
pub mod accept;
pub mod account;
pub mod add_organisation;
pub mod change_password;
pub mod end_membership;
pub mod end_other_sessions;
pub mod invitation;
pub mod invite;
pub mod new_link;
pub mod organisation;
pub mod organisations;
mod prove;
pub mod rename_organisation;
pub mod renew_account_link;
pub mod reset;
pub mod routes;
pub mod set_up;
pub mod sign_in;
pub mod sign_out;
pub mod start;
pub mod start_anew;
pub mod store;
pub mod withdraw_invitation;
pub mod your_account;

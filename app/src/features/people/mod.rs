//! People: sign-in, organisations, memberships, invitations.

pub mod about;
pub mod accept;
pub mod account;
pub mod add_organisation;
pub mod end_membership;
pub mod invitation;
pub mod invite;
pub mod new_link;
pub mod organisation;
pub mod organisations;
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

//! People: sign-in, organisations, memberships, invitations.

pub mod about;
pub mod accept;
pub mod account;
pub mod add_organisation;
pub mod end_membership;
pub mod entity;
pub mod invitation;
pub mod invite;
pub mod limit;
pub mod new_link;
pub mod organisation;
pub mod organisations;
pub mod password;
pub mod renew_account_link;
pub mod routes;
pub mod session;
pub mod set_up;
pub mod sign_in;
pub mod sign_out;
pub mod start;
pub mod start_anew;
pub mod store;
pub mod withdraw_invitation;

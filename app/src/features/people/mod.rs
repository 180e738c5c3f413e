//! People: sign-in, organisations, memberships, invitations.

pub mod about;
pub mod actions;
pub mod entity;
pub mod forms;
pub mod limit;
pub mod pages;
pub mod password;
pub mod store;

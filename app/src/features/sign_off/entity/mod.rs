//! The rows of claims, and of what is signed.

pub mod claim;
pub mod evidence;
pub mod signature;
pub mod signing_end;
pub mod signing_link;
pub mod signing_request;

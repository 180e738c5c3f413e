//! The rows of claims, of stage verifications and of what was signed.

pub mod claim;
pub mod claim_request;
pub mod decision;
pub mod evidence;
pub mod request_closure;
pub mod verification;
pub mod verification_request;

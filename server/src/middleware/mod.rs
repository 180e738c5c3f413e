//! What every request passes through, outermost first: see [`crate::router`].

pub mod addresses;
pub mod csrf;
pub mod drain;
pub mod errors;
pub mod headers;
pub mod nul;
pub mod request_log;
pub mod session_store;

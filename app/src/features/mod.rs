//! The features. The browser's build sees only their islands.

#[cfg(feature = "ssr")]
pub mod awards;
#[cfg(feature = "ssr")]
pub mod bodies;
#[cfg(feature = "ssr")]
pub mod enrolments;
pub mod frameworks;
#[cfg(feature = "ssr")]
pub mod history;
#[cfg(feature = "ssr")]
pub mod people;
#[cfg(feature = "ssr")]
pub mod proposals;
#[cfg(feature = "ssr")]
pub mod record;
#[cfg(feature = "ssr")]
pub mod results;
pub mod sign_off;

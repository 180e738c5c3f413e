//! Sign-off: claims of workplace competence, their evidence, the supervisor's decision, the employer's verification.

pub mod islands;

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
mod ask;
#[cfg(feature = "ssr")]
pub mod autosave;
#[cfg(feature = "ssr")]
pub mod basis;
#[cfg(feature = "ssr")]
mod decide;
#[cfg(feature = "ssr")]
pub mod doctor;
#[cfg(feature = "ssr")]
pub mod entity;
#[cfg(feature = "ssr")]
pub mod evidence;
#[cfg(feature = "ssr")]
pub mod forms;
#[cfg(feature = "ssr")]
pub mod incoming;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
mod queue;
#[cfg(feature = "ssr")]
pub mod request;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod shown;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod upload;
#[cfg(feature = "ssr")]
mod verify;

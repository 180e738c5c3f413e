//! Sign-off: claims of workplace competence and their evidence; what is signed of claims and of stages.

pub mod islands;

#[cfg(feature = "ssr")]
pub mod ask;
#[cfg(feature = "ssr")]
pub mod autosave;
#[cfg(feature = "ssr")]
pub mod basis;
#[cfg(feature = "ssr")]
pub mod begin;
#[cfg(feature = "ssr")]
mod choose;
#[cfg(feature = "ssr")]
pub mod claim;
#[cfg(feature = "ssr")]
pub mod delete;
#[cfg(feature = "ssr")]
pub mod doctor;
#[cfg(feature = "ssr")]
pub mod download;
#[cfg(feature = "ssr")]
pub mod draft;
#[cfg(feature = "ssr")]
pub mod evidence;
#[cfg(feature = "ssr")]
pub mod files;
#[cfg(feature = "ssr")]
pub mod incoming;
#[cfg(feature = "ssr")]
mod kinds;
#[cfg(feature = "ssr")]
mod last_look;
#[cfg(feature = "ssr")]
pub mod list;
#[cfg(feature = "ssr")]
pub mod look;
#[cfg(feature = "ssr")]
mod own;
#[cfg(feature = "ssr")]
mod packed;
#[cfg(feature = "ssr")]
mod queue;
#[cfg(feature = "ssr")]
pub mod request;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod send;
#[cfg(feature = "ssr")]
pub mod sign;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod take_back;
#[cfg(feature = "ssr")]
pub mod upload;

//! Sign-off: claims of workplace competence and their evidence; what is signed of claims and of stages.

pub mod ask;
pub mod autosave;
pub mod basis;
pub mod begin;
mod choose;
pub mod claim;
pub mod delete;
pub mod doctor;
pub mod download;
pub mod draft;
pub mod evidence;
pub mod files;
pub mod incoming;
pub mod kinds;
mod last_look;
pub mod list;
pub mod look;
mod own;
mod packed;
mod queue;
pub mod request;
pub mod routes;
pub mod send;
pub mod sign;
pub mod store;
pub mod take_back;
pub mod upload;

//! The web base: what every feature's pages and actions stand on.

pub mod clock;
pub mod days;
pub mod db;
mod device;
mod direction;
pub mod draw;
pub mod error_document;
pub mod fields;
pub mod forms;
pub mod jobs;
pub mod limit;
mod look;
pub mod names;
pub mod navigation;
pub mod origin;
pub mod pages;
pub mod password;
pub mod random;
pub mod request;
pub mod roles;
pub mod route;
pub mod session;
pub mod source;
pub mod state;
pub mod table;
pub mod tx;
pub mod words;

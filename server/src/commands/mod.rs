//! The commands of the binary.

pub mod admin;
pub mod body;
pub mod demo;
pub mod doctor;
pub mod framework;
pub mod integrity;
pub mod migrate;
pub mod orphans;
pub mod schema;
pub mod serve;
pub mod standing;

//! The rules of Gradus: values in, values out.
//!
//! Nothing here waits, reads, writes, asks for the time or draws a number: a framework and facts come in as values,
//! a standing with its reasons goes out. That is why the same rule runs on the server, in a test and in the browser.
#![forbid(unsafe_code)]

pub mod access;
pub mod awards;
pub mod bodies;
pub mod enrolments;
pub mod exemptions;
pub mod experience;
pub mod framework;
pub mod ids;
pub mod imports;
pub mod interval;
pub mod invalid;
pub mod journal;
pub mod people;
pub mod plan;
pub mod proposals;
pub mod sign_off;
pub mod sittings;
pub mod standing;
pub mod text;

mod codes;
mod dates;

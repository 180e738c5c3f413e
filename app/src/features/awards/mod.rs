//! Awards: a trainee applies for a status, the registrar confers it, anyone checks it by its code.

mod application;
mod applications;
mod apply;
mod award;
mod basis;
mod certificate;
mod check;
pub mod code;
mod decide;
mod decided_on;
mod list;
pub mod lost_basis;
pub mod routes;
mod status;
pub mod store;
pub mod withdraw;
mod words;

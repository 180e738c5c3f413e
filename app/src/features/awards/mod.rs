//! Awards: a trainee applies for a status, the registrar confers it, anyone checks it by its code.

pub mod actions;
pub mod code;
pub mod entity;
pub mod forms;
pub mod pages;
pub mod public;
pub mod state;
pub mod store;

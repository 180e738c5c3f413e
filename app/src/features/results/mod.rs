//! Results: a provider's sittings, what each candidate achieved, who confirmed it, and how a result is corrected.

pub mod actions;
pub mod confirmed;
pub mod entity;
pub mod forms;
pub mod pages;
pub mod posted;
pub mod store;

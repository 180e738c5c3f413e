//! The record: the whole story in order, and its export.

pub mod export;
mod filter;
pub mod pages;
mod store;
mod story;

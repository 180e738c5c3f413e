//! The record: the whole story in order, and its export.

pub mod export;
pub mod pages;

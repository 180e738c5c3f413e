//! The record: the whole story in order, and its export.

mod as_what;
pub mod earliest;
pub mod export;
mod filter;
pub mod pages;
mod prior_learning;
pub mod routes;
mod signed;
mod store;
mod story;
mod title;

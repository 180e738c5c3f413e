//! Frameworks: the pages of what is published, and its words.

pub mod folding;
pub mod map;
pub mod pages;
pub mod routes;
pub mod row_groups;
pub mod rules;

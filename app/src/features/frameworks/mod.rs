//! Frameworks: the pages of what is published, its words, and the island that explores a map.

#[cfg(feature = "ssr")]
pub mod folding;
pub mod islands;
#[cfg(feature = "ssr")]
pub mod map;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod row_groups;
#[cfg(feature = "ssr")]
pub mod rules;

//! Gradus, the application: pages, forms, actions and stores, one folder per feature.
//!
//! With `ssr` this is the server's half; with `hydrate` only what the browser needs remains: the islands, the one
//! action they call, and `domain`.

pub mod error;
pub mod features;
pub mod filter;

#[cfg(feature = "ssr")]
pub mod design;
#[cfg(feature = "ssr")]
pub mod paths;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod web;

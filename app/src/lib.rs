//! Gradus, the application: pages, forms, actions and stores, one folder per feature.
//!
//! With `ssr` this is the server's half; with `hydrate` only the islands remain.

// Futures over entities that name one another are nested deeper than the compiler looks by default.
#![recursion_limit = "256"]
#![cfg_attr(
    feature = "ssr",
    expect(missing_docs, reason = "a field whose name and type say what it is has no comment")
)]

pub mod islands;

#[cfg(feature = "ssr")]
pub mod content;
#[cfg(feature = "ssr")]
pub mod design;
#[cfg(feature = "ssr")]
pub mod entities;
#[cfg(feature = "ssr")]
pub mod error;
#[cfg(feature = "ssr")]
pub mod features;
#[cfg(feature = "ssr")]
pub mod journal;
#[cfg(feature = "ssr")]
pub mod paths;
#[cfg(feature = "ssr")]
pub(crate) mod prelude;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod web;

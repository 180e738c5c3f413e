//! What is published: frameworks and bodies, loaded once at start.

pub mod bodies;
pub mod catalogue;
pub mod source;

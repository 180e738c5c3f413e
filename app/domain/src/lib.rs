//! The rules of Gradus.

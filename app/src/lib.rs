//! Gradus, the application.

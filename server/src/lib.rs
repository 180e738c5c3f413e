//! Gradus, the server.

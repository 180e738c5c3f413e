//! Gradus, the server: router, middleware, session store and commands.

mod alone;
pub mod commands;
pub mod config;
pub mod listen;
pub mod middleware;
pub mod router;
pub mod say;
pub mod start;

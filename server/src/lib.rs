//! Gradus, the server: router, middleware, session store and commands.

pub mod commands;
pub mod config;
pub mod listen;
pub mod middleware;
pub mod router;
pub mod say;
mod set_up_lock;
pub mod start;

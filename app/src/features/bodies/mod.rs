//! Professional bodies: what each says of itself.

pub mod page;
pub mod routes;

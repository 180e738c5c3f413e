//! What one registrar asks for and a second one of the same body confirms (docs/adr/0024).

pub mod confirm;
pub mod end;
pub mod list;
pub mod proposal;
pub mod routes;
pub mod words;

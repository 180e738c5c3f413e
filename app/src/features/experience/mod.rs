//! Experience: spells of work that a trainee records and the employer confirms, and what they count towards (docs/adr/0029).

mod ask;
mod list;
mod record;
pub mod routes;
mod spell;
pub mod store;
mod take_out;
mod towards;

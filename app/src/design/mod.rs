//! The parts every page is made of: words, boxes, tables, fields, pictures. One file per component,
//! rendered on the server, with no word of any feature in them and nothing that needs JavaScript.

pub mod attest;
pub mod back;
pub mod card;
pub mod certificate;
pub mod empty;
pub mod error_summary;
pub mod field;
pub mod file_list;
pub mod filter;
pub mod graph;
pub mod growth;
pub mod heading;
pub mod layout;
pub mod next;
pub mod once;
pub mod pagination;
pub mod progress;
pub mod reason;
pub mod stair;
pub mod summary_list;
pub mod table;
pub mod tag;
pub mod text;
pub mod timeline;
#[cfg(test)]
mod tokens;

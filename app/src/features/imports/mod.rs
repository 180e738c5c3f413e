//! Results from a file: it is uploaded and read, its columns are matched, a job checks every row, what is unclear is asked, all is
//! written at once, and a second person confirms it as a file (docs/adr/0031).

pub mod again;
mod answer;
pub mod check;
pub mod columns;
pub mod confirm;
pub mod decline;
pub mod discard;
pub mod import;
mod judge;
pub mod read;
pub mod report;
pub mod routes;
mod rows;
pub mod store;
pub mod template;
pub mod upload;
pub mod words;
mod workbook;
pub mod write;

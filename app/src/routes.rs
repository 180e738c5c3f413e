//! Everything that is served.

use crate::features::{
    awards, bodies, enrolments, exemptions, experience, frameworks, history as record, imports, people, proposals,
    results, sign_off,
};
use crate::web::table::Table;

/// The addresses of all features.
pub fn table() -> Table {
    Table::default()
        .and(awards::routes::table())
        .and(bodies::routes::table())
        .and(enrolments::routes::table())
        .and(exemptions::routes::table())
        .and(experience::routes::table())
        .and(frameworks::routes::table())
        .and(imports::routes::table())
        .and(people::routes::table())
        .and(proposals::routes::table())
        .and(record::routes::table())
        .and(results::routes::table())
        .and(sign_off::routes::table())
}

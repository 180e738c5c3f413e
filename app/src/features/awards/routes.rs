//! What is served at the addresses of applications and awards.

use super::{application, applications, apply, award, certificate, check, decide, list, withdraw};
use crate::paths;
use crate::web::table::Table;

/// All of it.
pub fn table() -> Table {
    Table::default()
        .page(paths::APPLY, apply::page)
        .form::<apply::Apply>()
        .page(paths::APPLICATIONS, applications::page)
        .page(paths::APPLICATION, application::page)
        .form::<decide::Decide>()
        .page(paths::AWARDS, list::page)
        .page(paths::AWARD, award::page)
        .page(paths::WITHDRAW_AWARD, withdraw::page)
        .form::<withdraw::Withdraw>()
        .page(paths::CHECK, check::page)
        .page(paths::CERTIFICATE, certificate::page)
}

//! What is served at the addresses of exemptions.

use super::{ask_for_review, decide, list, one, proof, queue, send, take_back, withdraw, worth};
use crate::features::sign_off::upload::BODY_LIMIT;
use crate::paths;
use crate::web::table::Table;

/// All of it.
pub fn table() -> Table {
    Table::default()
        .page(paths::WORTH, worth::page)
        .page(paths::EXEMPTIONS, list::page)
        .page(paths::SEND_PRIOR_LEARNING, send::page)
        .upload(paths::SENDING_PRIOR_LEARNING, (send::upload, BODY_LIMIT))
        .page(paths::PRIOR_LEARNINGS, queue::page)
        .page(paths::PRIOR_LEARNING, one::page)
        .form::<decide::Decide>()
        .file(paths::PROOF, proof::download)
        .page(paths::TAKE_BACK_PRIOR_LEARNING, take_back::page)
        .form::<take_back::TakeBack>()
        .page(paths::ASK_FOR_REVIEW, ask_for_review::page)
        .form::<ask_for_review::AskForReview>()
        .page(paths::WITHDRAW_EXEMPTION, withdraw::page)
        .form::<withdraw::Withdraw>()
}

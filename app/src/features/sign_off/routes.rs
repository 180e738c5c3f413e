//! What is served at the addresses of sign-off.

use super::{
    ask, autosave, begin, claim, delete, download, draft, evidence, list, queue, send, sign, signed, take_back, upload,
    withdraw,
};
use crate::paths;
use crate::web::table::Table;

/// All of it.
pub fn table() -> Table {
    Table::default()
        .page(paths::CLAIMS, list::page)
        .page(paths::NEW_CLAIM, begin::page)
        .form::<begin::Begin>()
        .page(paths::CLAIM, claim::page)
        .form::<take_back::TakeBack>()
        .page(paths::DRAFT, draft::page)
        .form::<draft::SaveDraft>()
        .form::<autosave::Autosave>()
        .page(paths::EVIDENCE, evidence::page)
        .form::<evidence::AddText>()
        .form::<evidence::AddLink>()
        .upload(paths::EVIDENCE_FILE, (upload::upload, upload::BODY_LIMIT))
        .file(paths::PIECE, download::download)
        .page(paths::REMOVAL, evidence::remove::page)
        .form::<evidence::RemoveEvidence>()
        .page(paths::SENDING, send::page)
        .form::<send::SendClaim>()
        .page(paths::DELETION, delete::page)
        .form::<delete::DeleteDraft>()
        .page(paths::ASKING, ask::page)
        .form::<ask::Ask>()
        .page(paths::QUEUE, queue::page)
        .page(paths::REQUEST, sign::page)
        .form::<sign::Sign>()
        .page(paths::WITHDRAW_SIGNATURE, withdraw::page)
        .form::<withdraw::WithdrawSignature>()
        .page(paths::SIGNED, signed::page)
}

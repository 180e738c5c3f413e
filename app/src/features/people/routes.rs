//! What is served at the addresses of people.

use super::{
    about, accept, account, add_organisation, change_password, end_membership, end_other_sessions, invitation, invite,
    organisation, organisations, rename_organisation, renew_account_link, set_up, sign_in, sign_out, start, start_anew,
    withdraw_invitation, your_account,
};
use crate::paths;
use crate::web::table::Table;

/// All of it.
pub fn table() -> Table {
    Table::default()
        .page(paths::START, start::page)
        .page(paths::SIGN_IN, sign_in::page)
        .form::<sign_in::SignIn>()
        .form::<sign_out::SignOut>()
        .page(paths::YOUR_ACCOUNT, your_account::page)
        .form::<change_password::ChangePassword>()
        .form::<end_other_sessions::EndOtherSessions>()
        .page(paths::INVITATION, invitation::page)
        .form::<accept::Accept>()
        .form::<set_up::SetUp>()
        .page(paths::ACCESSIBILITY, about::accessibility)
        .page(paths::ORGANISATIONS, organisations::page)
        .form::<add_organisation::AddOrganisation>()
        .page(paths::ORGANISATION, organisation::page)
        .form::<invite::Invite>()
        .page(paths::RENAME_ORGANISATION, rename_organisation::page)
        .form::<rename_organisation::RenameOrganisation>()
        .page(paths::ACCOUNT, account::page)
        .form::<renew_account_link::RenewAccountLink>()
        .form::<start_anew::StartAnew>()
        .page(paths::END_MEMBERSHIP, end_membership::page)
        .form::<end_membership::EndMembership>()
        .page(paths::WITHDRAW_INVITATION, withdraw_invitation::page)
        .form::<withdraw_invitation::WithdrawInvitation>()
}

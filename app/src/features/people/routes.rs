//! The addresses of people.

use super::{
    about, accept, account, add_organisation, end_membership, invitation, invite, organisation, organisations,
    renew_account_link, set_up, sign_in, sign_out, start, start_anew, withdraw_invitation,
};
use crate::prelude::pages::*;

crate::routes! {
    /// Leads each person to their own first page.
    START: () = "/", Public => page(start::page);
    /// Signing in.
    SIGN_IN: () = "/sign-in", Public => page(sign_in::page).form::<sign_in::SignIn>();
    /// Signing out.
    SIGN_OUT: () = "/sign-out", Public => form::<sign_out::SignOut>();
    /// What the link of an invitation opens; it names the link's token.
    INVITATION: String = "/invitations/{token}", Public => page(invitation::page).form::<accept::Accept>();
    /// Setting up an account by it.
    SET_UP: String = "/invitations/{token}/account", Public => form::<set_up::SetUp>();
    /// The accessibility statement.
    ACCESSIBILITY: () = "/accessibility", Public => page(about::accessibility);
    /// The organisations whose people one manages.
    ORGANISATIONS: () = "/organisations", SignedIn => page(organisations::page).form::<add_organisation::AddOrganisation>();
    /// One organisation's people and open invitations.
    ORGANISATION: OrganisationId = "/organisations/{organisation}", SignedIn => page(organisation::page).form::<invite::Invite>();
    /// The account of a person, for the registrars of the bodies that depend on it.
    ACCOUNT: PersonId = "/accounts/{person}", SignedIn => page(account::page);
    /// A new link for a person who has not set up their account.
    ACCOUNT_LINK: PersonId = "/accounts/{person}/link", SignedIn => form::<renew_account_link::RenewAccountLink>();
    /// Asking a second registrar to start an account anew.
    START_ANEW: PersonId = "/accounts/{person}/anew", SignedIn => form::<start_anew::StartAnew>();
    /// Ending a membership.
    END_MEMBERSHIP: (OrganisationId, MembershipId) = "/organisations/{organisation}/memberships/{membership}/end", SignedIn => page(end_membership::page).form::<end_membership::EndMembership>();
    /// Withdrawing an invitation.
    WITHDRAW_INVITATION: (OrganisationId, InvitationId) = "/organisations/{organisation}/invitations/{invitation}/end", SignedIn => page(withdraw_invitation::page).form::<withdraw_invitation::WithdrawInvitation>();
}

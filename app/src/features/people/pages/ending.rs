//! The questions before a membership ends and before an invitation is withdrawn.

use crate::design::question::Question;
use crate::error::AppError;
use crate::features::people::actions::{EndMembership, WithdrawInvitation};
use crate::features::people::store;
use crate::paths;
use crate::web::page::{Page, page};
use domain::access::{Subject, actions, permit};
use domain::ids::{InvitationId, MembershipId, OrganisationId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The question before a membership ends.
#[component]
pub fn EndMembershipPage() -> impl IntoView {
    page(|cx, params| async move {
        let id = OrganisationId::parse(&params.path("organisation")).ok_or(AppError::NotFound)?;
        permit(cx.actor()?, actions::ManagePeople, &Subject::of_organisation(id))?;
        let membership = MembershipId::parse(&params.path("membership")).ok_or(AppError::NotFound)?;
        let members = store::members(cx.app.db.read(), id).await?;
        let member = members
            .into_iter()
            .find(|member| member.id == membership)
            .ok_or(AppError::NotFound)?;
        let role = member.role.title().to_lowercase();
        let title = format!("End the membership of {}?", member.name);
        let lede = format!(
            "From today {} can no longer act as {role}. Open invitations to this role, and links that they made for others, no longer work. What they signed before stays valid, and they can be invited again.",
            member.name
        );
        Ok(Page::new(
            title.clone(),
            view! {
                <Question
                    title=title
                    lede=lede
                    back=paths::organisation(id)
                    back_label="Back"
                    action=EndMembership::PATH
                    fields=vec![("organisation", id.to_string()), ("membership", membership.to_string())]
                    yes="End membership"
                />
            },
        )
        .reading())
    })
}

/// The question before an invitation is withdrawn.
#[component]
pub fn WithdrawInvitationPage() -> impl IntoView {
    page(|cx, params| async move {
        let id = OrganisationId::parse(&params.path("organisation")).ok_or(AppError::NotFound)?;
        permit(cx.actor()?, actions::ManagePeople, &Subject::of_organisation(id))?;
        let asked = InvitationId::parse(&params.path("invitation")).ok_or(AppError::NotFound)?;
        let open = store::open_invitations(cx.app.db.read(), id, cx.now).await?;
        let invitation = open
            .into_iter()
            .find(|invitation| invitation.id == asked)
            .ok_or(AppError::NotFound)?;
        let title = format!("Withdraw the invitation of {}?", invitation.name);
        let lede = format!(
            "The link that was made for {} no longer opens anything, and whoever follows it is told so. They can be invited again, by a new link.",
            invitation.name
        );
        Ok(Page::new(
            title.clone(),
            view! {
                <Question
                    title=title
                    lede=lede
                    back=paths::organisation(id)
                    back_label="Back"
                    action=WithdrawInvitation::PATH
                    fields=vec![("organisation", id.to_string()), ("invitation", invitation.id.to_string())]
                    yes="Withdraw the invitation"
                />
            },
        )
        .reading())
    })
}

//! One organisation's people and open invitations.

use super::new_link::new_link;
use crate::design::back::BackLink;
use crate::design::error_summary::ErrorSummary;
use crate::design::field::{Button, Buttons, Choice, Hidden, Radios, TextField};
use crate::design::heading::{Heading, Section};
use crate::design::table::DataTable;
use crate::design::tag::{Tag, Tone};
use crate::error::AppError;
use crate::features::people::actions::Invite;
use crate::features::people::store::{self, MemberRow};
use crate::paths;
use crate::web::page::{Page, page};
use crate::web::random;
use crate::web::words;
use domain::access::{Role, Subject, actions, permit};
use domain::ids::{OrganisationId, PersonId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// One organisation's people and open invitations.
#[component]
pub fn Organisation() -> impl IntoView {
    page(|cx, params| async move {
        let id = OrganisationId::parse(&params.path("organisation")).ok_or(AppError::NotFound)?;
        permit(cx.actor()?, actions::ManagePeople, &Subject::of_organisation(id))?;
        let db = cx.app.db.read();
        let organisation = store::organisation(db, id).await?;
        let members = store::members(db, id).await?;
        let invitations = store::open_invitations(db, id, cx.now).await?;
        let form = cx.returned(&format!("invite {id}")).await?;
        let new_link = new_link(&cx).await?;
        let me = cx.actor()?.person;
        let rows = members
            .into_iter()
            .map(|member| member_row(member, id, me, cx.today))
            .collect::<Vec<_>>();
        let invited = invitations
            .into_iter()
            .map(|invitation| {
                let role = invitation.role.map_or("Trainee", Role::title);
                let until = words::date(crate::web::clock::civil_date(invitation.expires_at, crate::web::request::ZONE));
                let (href, name) = (
                    paths::withdraw_invitation(id, invitation.id),
                    invitation.name.clone(),
                );
                vec![
                    invitation.name.into_any(),
                    role.into_any(),
                    until.into_any(),
                    view! { <a href=href>"Withdraw"<span class="unseen">{format!(" the invitation of {name}")}</span></a> }
                        .into_any(),
                ]
            })
            .collect::<Vec<_>>();
        let roles = Role::ALL
            .into_iter()
            .filter(|role| role.organisation_kind() == organisation.kind)
            .map(|role| Choice::new(role.code(), role.title()).hinted(role_hint(role)))
            .collect::<Vec<_>>();
        let (name, email, role) = (form.value("name", ""), form.value("email", ""), form.value("role", ""));
        let some_invited = (!invited.is_empty()).then(|| {
            view! {
                <Section id="invited" title="Invited, not here yet">
                    <DataTable caption="Open invitations" caption_hidden=true head=["Name", "As", "Works until", "Change"].map(String::from).to_vec() rows=invited/>
                </Section>
            }
        });
        let invite = view! {
            <form method="post" action=Invite::PATH novalidate>
                <Hidden name="organisation" value=id.to_string()/>
                <Hidden name="form_key" value=random::token()/>
                <TextField name="name" label="Name" value=name error=form.error("name")/>
                <TextField name="email" label="Email address" kind="email" value=email error=form.error("email")/>
                <Radios name="role" legend="Role" options=roles value=role error=form.error("role")/>
                <Buttons><Button label="Make an invitation link"/></Buttons>
            </form>
        };
        Ok(Page::new(
            organisation.name.clone(),
            view! {
                <BackLink href=paths::ORGANISATIONS label="Organisations and people"/>
                <ErrorSummary errors=form.summary()/>
                <Heading title=organisation.name eyebrow=organisation.kind.title()/>
                {new_link}
                <Section id="people" title="People">
                    <DataTable
                        caption="People"
                        caption_hidden=true
                        head=["Name", "Role", "From", "State", "Change"].map(String::from).to_vec()
                        rows=rows
                        empty="Nobody yet. Invite the first person below."
                    />
                </Section>
                {some_invited}
                <Section id="invite" title="Invite someone">{invite}</Section>
            },
        )
        .with_form(&form))
    })
}

fn role_hint(role: Role) -> &'static str {
    match role {
        Role::Supervisor => "Signs off competence seen at work.",
        Role::EmployerAdmin => "Verifies stages, names supervisors, invites people.",
        Role::Officer => "Records and confirms results.",
        Role::Registrar => "Enrols, confers and withdraws statuses.",
    }
}

fn member_row(member: MemberRow, organisation: OrganisationId, me: PersonId, today: chrono::NaiveDate) -> Vec<AnyView> {
    let ended = member.until_on.is_some_and(|until| until <= today);
    let role = member.role.title();
    let state = match member.until_on {
        Some(until) if ended => {
            view! { <Tag tone=Tone::Later label=format!("Ended {}", words::date(until))/> }.into_any()
        }
        _ => view! { <Tag tone=Tone::Met label="In force"/> }.into_any(),
    };
    let change = if ended || member.person_id == me {
        ().into_any()
    } else {
        let href = paths::end_membership(organisation, member.id);
        view! { <a href=href>"End"<span class="unseen">{format!(" the membership of {}", member.name)}</span></a> }
            .into_any()
    };
    vec![
        view! { {member.name}<br/><span class="count">{member.email}</span> }.into_any(),
        role.into_any(),
        words::day(member.from_on),
        state,
        change,
    ]
}

//! Ending a membership.

use super::store;
use crate::entities::membership;
use crate::entities::query::Dated;
use crate::features::record::proposals::{self, NewProposal};
use crate::features::record::store::undecided_with;
use crate::prelude::pages::*;
use crate::web::tx::May;
use domain::access::Role;
use domain::proposals::Proposable;

const REASON: Field = Field::written("reason");

/// The longest reason, in characters.
const REASON_MAX: usize = 2000;

/// Ends a membership today; that of a registrar when a second one confirms it.
pub struct EndMembership;

impl Form for EndMembership {
    const FIELDS: &'static [Field] = &[REASON];
    type At = (OrganisationId, MembershipId);
    const ROUTE: Route<Self::At> = paths::END_MEMBERSHIP;

    async fn act(_cx: &RequestCx, tx: &Tx, (id, membership): Self::At, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::EndMembership, membership).await?;
        if may.state().organisation_id != id {
            return Err(AppError::NotFound.into());
        }
        let there = Done::to(paths::ORGANISATION.to(id));
        if !membership::Entity::interval(may.state()).can_end(may.today()) {
            return Err(Stop::Instead(there.warning("This membership has ended already.")));
        }
        if may.state().role == Role::Registrar {
            let reason = fields::text(values.get(REASON), "the reason", REASON_MAX);
            return Ok(ask(&may, reason.map_err(|message| Invalid::one(REASON.name, message))?).await?);
        }
        store::end_membership(&may).await?;
        Ok(there.saying(
            "The membership has ended. The person’s earlier signatures stay valid, and their open links no longer work.",
        ))
    }
}

/// Notes that it is asked for: they are registrar until a second one confirms.
async fn ask(may: &May<'_, actions::EndMembership>, reason: String) -> Result<Done, AppError> {
    let (body, person) = (may.state().organisation_id, may.state().person_id);
    let new = NewProposal { act: Proposable::EndRegistrar, person, award: None, email: None, reason };
    let id = proposals::propose(may, body, new).await?;
    let said = "A second registrar of your body confirms it on this page. Until then they are registrar.";
    Ok(Done::to(paths::PROPOSAL.to(id)).saying(said))
}

/// What becomes of the claims that a supervisor has not decided.
fn undecided(claims: usize) -> String {
    let then = "those who supervise the same trainees can decide them; where nobody does, the trainee is told and can send them to someone else.";
    match claims {
        0 => String::from(" They no longer supervise anybody here."),
        n => format!(
            " They no longer supervise anybody here. {} with them undecided: {then}",
            words::count(n, "claim is", "claims are")
        ),
    }
}

/// The question before it ends.
///
/// # Errors
/// [`AppError::NotFound`] where there is none, and for who doesn't manage the organisation's people; [`AppError::Forbidden`] where it
/// is their own.
pub async fn page(cx: RequestCx, at: (OrganisationId, MembershipId)) -> Result<Page, AppError> {
    let (id, membership) = at;
    let (_, people) = store::organisation_on_its_day(&cx, id).await?;
    let members = store::members(cx.app.db.read(), id).await?;
    let today = cx.day_of_organisations();
    let goes_on = |member: &store::MemberRow| member.until_on.is_none_or(|until| until > today);
    let member = members.into_iter().find(|member| member.id == membership).filter(goes_on);
    let member = member.ok_or(AppError::NotFound)?;
    permit(cx.actor()?, actions::EndMembership, &Subject { member: Some(member.person_id), ..people })?;
    let form = Sheet::<EndMembership>::on(&cx, &at).await?;
    let title = format!("End the membership of {}?", member.name);
    let role = member.role.title().to_lowercase();
    let claims = match member.role == Role::Supervisor {
        true => undecided(undecided_with(cx.app.db.read(), member.person_id, id).await?),
        false => String::new(),
    };
    if member.role == Role::Registrar {
        return registrar(&cx, at, &member).await;
    }
    let intro = format!(
        "From today {} can no longer act as {role}.{claims} Open invitations to this role, and links that they made for others, no longer work. What they signed before stays valid, and they can be invited again.",
        member.name
    );
    let (eyebrow, back) = (Words::default(), (paths::ORGANISATION.to(id), "People"));
    Ok(form.ask(Question { title, eyebrow, intro, yes: "End membership", back }))
}

/// The question before a second registrar is asked, where there is one.
async fn registrar(
    cx: &RequestCx,
    at: (OrganisationId, MembershipId),
    member: &store::MemberRow,
) -> Result<Page, AppError> {
    let (db, name) = (cx.app.db.read(), &member.name);
    if let Some(open) = proposals::about_person(db, &[at.0], member.person_id, Proposable::EndRegistrar).await? {
        return Ok(Page::elsewhere(paths::PROPOSAL.to(open.id)));
    }
    let (title, back) = (format!("End the membership of {name}?"), (paths::ORGANISATION.to(at.0), "People"));
    let two = (cx.actor()?.person, member.person_id);
    if !proposals::has_second_registrar(db, at.0, two, cx.day_of_organisations()).await? {
        let intro = format!(
            "It takes a second registrar of your body who is not {name}, and there is none. Invite one, or ask the people who run this service to end the membership."
        );
        return Ok(Page::new(title.clone(), move || {
            view! { <BackLink href=back.0 label=back.1/><Heading title=title intro=intro/> }
        })
        .reading());
    }
    let intro = format!(
        "A second registrar of your body, who is not {name}, confirms it. From then on {name} can no longer act as registrar: open invitations to this role, and links that they made for others, no longer work. What they did stays valid, and they can be invited again."
    );
    let form = Sheet::<EndMembership>::on(cx, &at).await?;
    let question = Question { title, eyebrow: Words::default(), intro, yes: "Ask a second registrar", back };
    Ok(form.ask_with(question, |form| {
        view! { <TextArea of=form.field(REASON) label="Why it is to end" hint="It stays with the request. The registrars of your body read it." rows=3/> }.into_any()
    }))
}

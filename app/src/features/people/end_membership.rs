//! Ending a membership.

use super::store;
use crate::entities::membership;
use crate::entities::query::Dated;
use crate::features::record::store::undecided_with;
use crate::prelude::pages::*;
use domain::access::{Role, may_end};

/// Ends a membership today.
pub struct EndMembership;

impl Form for EndMembership {
    const FIELDS: &'static [Field] = &[];
    type At = (OrganisationId, MembershipId);
    const ROUTE: Route<Self::At> = paths::END_MEMBERSHIP;

    async fn act(_cx: &RequestCx, tx: &Tx, (id, membership): Self::At, _values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::ManagePeople, id).await?;
        let found = store::membership(&tx.read().await?, id, membership).await?;
        let there = Done::to(paths::ORGANISATION.to(id));
        if !membership::Entity::interval(&found).can_end(tx.today()) {
            return Err(Stop::Instead(there.warning("This membership has ended already.")));
        }
        may_end(may.permit().by(), found.person_id, may.state().kind)?;
        store::end_membership(&may, found).await?;
        Ok(there.saying(
            "The membership has ended. The person’s earlier signatures stay valid, and their open links no longer work.",
        ))
    }
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
    let (organisation, subject) = store::organisation_on_its_day(&cx, id).await?;
    let manages = permit(cx.actor()?, actions::ManagePeople, &subject)?;
    let members = store::members(cx.app.db.read(), id).await?;
    let member = members.into_iter().find(|member| member.id == membership);
    let member = member.ok_or(AppError::NotFound)?;
    may_end(manages.by(), member.person_id, organisation.kind)?;
    let form = Sheet::<EndMembership>::on(&cx, &at).await?;
    let title = format!("End the membership of {}?", member.name);
    let role = member.role.title().to_lowercase();
    let claims = match member.role {
        Role::Supervisor => undecided(undecided_with(cx.app.db.read(), member.person_id, id).await?),
        _ => String::new(),
    };
    let intro = format!(
        "From today {} can no longer act as {role}.{claims} Open invitations to this role, and links that they made for others, no longer work. What they signed before stays valid, and they can be invited again.",
        member.name
    );
    let (eyebrow, back) = (Words::default(), (paths::ORGANISATION.to(id), "People"));
    Ok(form.ask(Question { title, eyebrow, intro, yes: "End membership", back }))
}

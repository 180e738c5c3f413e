//! Ending a membership.

use super::store;
use crate::entities::membership;
use crate::entities::query::Dated;
use crate::features::record::store::undecided_with;
use crate::prelude::pages::*;
use domain::access::Role;

/// Ends a membership today.
pub struct EndMembership;

impl Form for EndMembership {
    const FIELDS: &'static [Field] = &[];
    type At = (OrganisationId, MembershipId);
    const ROUTE: Route<Self::At> = paths::END_MEMBERSHIP;

    async fn act(_cx: &RequestCx, tx: &Tx, (id, membership): Self::At, _values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::EndMembership, membership).await?;
        if may.state().organisation_id != id {
            return Err(AppError::NotFound.into());
        }
        let there = Done::to(paths::ORGANISATION.to(id));
        if !membership::Entity::interval(may.state()).can_end(may.today()) {
            return Err(Stop::Instead(there.warning("This membership has ended already.")));
        }
        store::end_membership(&may).await?;
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
    let intro = format!(
        "From today {} can no longer act as {role}.{claims} Open invitations to this role, and links that they made for others, no longer work. What they signed before stays valid, and they can be invited again.",
        member.name
    );
    let (eyebrow, back) = (Words::default(), (paths::ORGANISATION.to(id), "People"));
    Ok(form.ask(Question { title, eyebrow, intro, yes: "End membership", back }))
}

//! Withdrawing an invitation.

use super::store;
use crate::prelude::pages::*;

/// Takes an invitation back, and any other open one of the same address to the same role.
pub struct WithdrawInvitation;

impl Form for WithdrawInvitation {
    const FIELDS: &'static [Field] = &[];
    type At = (OrganisationId, InvitationId);
    const ROUTE: Route<Self::At> = paths::WITHDRAW_INVITATION;

    async fn act(_cx: &RequestCx, tx: &Tx, (id, invitation): Self::At, _values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::ManagePeople, id).await?;
        let found = store::invitation(&tx.read().await?, id, invitation).await?;
        let there = Done::to(paths::ORGANISATION.to(id));
        if found.used_at.is_some() {
            let why = format!("{} accepted this invitation meanwhile. End the membership instead.", found.name);
            return Err(Stop::Instead(there.warning(why)));
        }
        if found.withdrawn_at.is_some() {
            return Err(Stop::Instead(there.warning("This invitation was withdrawn already.")));
        }
        store::withdraw_invitation(&may, found).await?;
        Ok(there.saying("The invitation is withdrawn. Its link no longer works."))
    }
}

/// The question before it is withdrawn.
///
/// # Errors
/// [`AppError::NotFound`] where there is none that is open, and for who doesn't manage the organisation's people.
pub async fn page(cx: RequestCx, at: (OrganisationId, InvitationId)) -> Result<Page, AppError> {
    let (id, asked) = at;
    let (_, subject) = store::organisation_on_its_day(&cx, id).await?;
    permit(cx.actor()?, actions::ManagePeople, &subject)?;
    let open = store::open_invitations(cx.app.db.read(), id, cx.now).await?;
    let invitation = open.into_iter().find(|invitation| invitation.id == asked);
    let invitation = invitation.ok_or(AppError::NotFound)?;
    let form = Sheet::<WithdrawInvitation>::on(&cx, &at).await?;
    let title = format!("Withdraw the invitation of {}?", invitation.name);
    let intro = format!(
        "The link that was made for {} stops working, and its page says so. They can be invited again by a new link.",
        invitation.name
    );
    let (eyebrow, back) = (Words::default(), (paths::ORGANISATION.to(id), "People"));
    Ok(form.ask(Question { title, eyebrow, intro, yes: "Withdraw the invitation", back }))
}

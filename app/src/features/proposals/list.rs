//! What waits for a second registrar.

use super::words as said;
use crate::features::record::proposals::{self as store, Proposal};
use crate::prelude::pages::*;
use domain::access::scope;

/// What waits at one's body, and what came of the last ones.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but the registrar.
pub async fn page(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    let actor = cx.actor()?;
    permit(actor, actions::ListOfBody, &Subject::default())?;
    let (waiting, ended) = store::proposals(cx.app.db.read(), &scope(actor).bodies).await?;
    Ok(Page::new("To confirm", move || draw(&waiting, &ended)))
}

fn draw(waiting: &[Proposal], ended: &[Proposal]) -> AnyView {
    let head = ["What", "Asked for by", "On"].map(String::from).to_vec();
    let rows: Vec<_> = waiting.iter().map(|one| row(one, None)).collect();
    let past: Vec<_> = ended.iter().map(|one| row(one, Some(said::tag(one)))).collect();
    let past = (!past.is_empty()).then(|| {
        let head = ["What", "Asked for by", "On", "State"].map(String::from).to_vec();
        view! {
            <Section id="ended" title="Lately">
                <DataTable caption="Lately" caption_hidden=true head=head rows=past/>
            </Section>
        }
    });
    view! {
        <Heading title="To confirm" intro="Requests of one registrar, which a second registrar of the body confirms. Nobody confirms their own request."/>
        <DataTable caption="To confirm" caption_hidden=true head=head rows=rows empty="No request is waiting for a second registrar."/>
        {past}
    }
    .into_any()
}

fn row(one: &Proposal, state: Option<AnyView>) -> Vec<AnyView> {
    let what = view! { <a href=paths::PROPOSAL.to(one.id)>{said::what(one)}</a> }.into_any();
    let cells = vec![what, one.proposer.clone().into_any(), words::day(one.proposed_on)];
    cells.into_iter().chain(state).collect()
}

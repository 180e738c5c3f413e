//! What one signed: whoever has put a name to something can look it up.

use super::request::outcome_tag;
use super::store::requests::Withdrawal;
use super::store::signed::{self, SignedRow};
use crate::design::empty::Empty;
use crate::design::pagination::NextPage;
use crate::prelude::pages::*;
use crate::web::pages::ListPage;
use std::collections::HashSet;

/// Everything that a person signed for the employers for which they sign today, the latest first.
///
/// # Errors
/// [`AppError::NotFound`] for who signs for no employer.
pub async fn page(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    let actor = cx.lists(OwnList::Queue)?;
    let after = SigningRequestId::parse(&cx.query("after"));
    let db = cx.app.db.read();
    let list = signed::signed(db, actor, after).await?;
    let ids: Vec<SigningRequestId> = list.rows.iter().map(|one| one.request.id).collect();
    let open = signed::open_to(db, &cx, actor, &ids).await?;
    let ListPage { rows, next } = list;
    let person = actor.person;
    let rows = rows.iter().map(|one| row(one, (&open, person), &cx)).collect::<Result<Vec<_>, AppError>>()?;
    Ok(Page::new("What you signed", move || draw(rows, next, after.is_some())))
}

fn draw(rows: Vec<Vec<AnyView>>, next: Option<SigningRequestId>, is_further: bool) -> AnyView {
    let back = view! { <BackLink href=paths::QUEUE.to(()) label="Queue"/> };
    if rows.is_empty() && !is_further {
        let text = "What you answer in the queue stands here afterwards, with the day, and whether it still holds.";
        return view! { {back}<Heading title="What you signed"/><Empty title="Nothing is signed yet" text=text/> }
            .into_any();
    }
    let head = ["Signed", "What", "Trainee", "Answer", "Now"].map(String::from).to_vec();
    let next = next.map(|last| format!("{}?after={last}", paths::SIGNED.path));
    let first = is_further.then(|| paths::SIGNED.to(()));
    view! {
        {back}
        <Heading title="What you signed" intro="Your signatures, and those of others that you withdrew, the latest first. A line without a link is about a record that you can no longer open."/>
        <DataTable named_by="page-title" head=head rows=rows empty="You signed nothing before that."/>
        <NextPage first next/>
    }
    .into_any()
}

fn row(
    one: &SignedRow,
    (open, person): (&HashSet<SigningRequestId>, PersonId),
    cx: &RequestCx,
) -> Result<Vec<AnyView>, AppError> {
    let request = &one.request;
    let title = request.title(&cx.app.catalogue);
    // Of a record that one can no longer open one reads what became of what was signed, and not what came after it.
    let is_open = open.contains(&request.id);
    let title = match is_open {
        true => view! { <a href=paths::REQUEST.to(request.id)>{title}</a> }.into_any(),
        false => title.into_any(),
    };
    let (tone, label) = outcome_tag(one.outcome()?);
    let by_another = (one.person_id != Some(person))
        .then(|| format!(" by {}", one.signer.as_deref().unwrap_or("the holder of a link")));
    let taken_out = one.taken_out_at.is_some();
    let now = match &one.withdrawal {
        Some(Withdrawal { reason, by, on, .. }) => {
            let out = if taken_out && is_open { " Taken out by the trainee since." } else { "" };
            let text = format!(" on {} by {by}: {reason}{out}", words::date(*on));
            view! { <Tag tone=Tone::Late label="Withdrawn"/>{text} }.into_any()
        }
        None if taken_out && is_open => "Taken out by the trainee since".into_any(),
        None if one.is_last || !is_open => "As you signed it".into_any(),
        None => "A newer request followed".into_any(),
    };
    Ok(vec![
        words::day(one.signed_on),
        title,
        request.trainee.clone().into_any(),
        view! { <Tag tone=tone label=label/>{by_another} }.into_any(),
        now,
    ])
}

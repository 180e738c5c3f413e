//! The other requests that wait, beside the one that is open.

use crate::features::sign_off::store::queue::{self, Queued};
use crate::prelude::pages::*;
use sea_orm::ConnectionTrait;

/// Requests that are listed beside an open one; the queue has all of them.
const SHOWN: usize = 12;

/// The request that comes after one in the queue; the first one after the last.
pub(super) async fn next_after(
    db: &impl ConnectionTrait,
    cx: &RequestCx,
    id: SigningRequestId,
) -> Result<Option<SigningRequestId>, AppError> {
    for last in [Some(id), None] {
        let page = queue::part(db, cx, cx.actor()?, last).await?;
        if let Some(next) = page.rows.iter().map(|one| one.id).find(|next| *next != id) {
            return Ok(Some(next));
        }
    }
    Ok(None)
}

/// The requests around one in the queue, each a link; nothing where no other waits.
pub(super) fn others(waiting: &[Queued], id: SigningRequestId, cx: &RequestCx) -> Option<AnyView> {
    if waiting.iter().all(|one| one.id == id) {
        return None;
    }
    let place = waiting.iter().position(|one| one.id == id).unwrap_or_default();
    let from = place.saturating_sub(SHOWN / 2).min(waiting.len().saturating_sub(SHOWN));
    let shown = waiting.iter().skip(from).take(SHOWN);
    let items = shown.map(|one| {
        let today = cx.day_of_version(&one.framework_slug, &one.framework_version);
        let detail = format!("{}, {}", one.trainee, words::days_from(one.sent_on, today));
        view! {
            <li>
                <a href=paths::REQUEST.to(one.id) aria-current=(one.id == id).then_some("page")>
                    {one.title(&cx.app.catalogue)}" "<span class="count">{detail}</span>
                </a>
            </li>
        }
    });
    let items = items.collect_view();
    Some(view! { <nav class="desk-list" aria-label="Requests that wait"><ul>{items}</ul></nav> }.into_any())
}

//! What came back to the trainee because they work for an employer no longer.

use super::next::is_settled;
use crate::design::heading::Section;
use crate::error::AppError;
use crate::features::enrolments::store::Case;
use crate::features::frameworks::map::called;
use crate::features::sign_off::store::closing::{self, CameBack};
use crate::paths;
use crate::web::request::RequestCx;
use crate::web::words;
use leptos::prelude::*;

/// The requests that were closed, not made again since and still asked for, each with what to do; nothing when there are none.
pub(super) async fn section(cx: &RequestCx, case: &Case) -> Result<Option<AnyView>, AppError> {
    let mut found = closing::came_back(cx.app.db.read(), case.id).await?;
    found.retain(|one| !is_settled(case, &one.node));
    if found.is_empty() {
        return Ok(None);
    }
    let items = found.into_iter().map(|one| item(case, one)).collect_view();
    Ok(Some(
        view! { <Section id="came-back" title="Back with you"><ul>{items}</ul></Section> }.into_any(),
    ))
}

fn item(case: &Case, one: CameBack) -> AnyView {
    let ix = case.framework.find(&one.node);
    let title = ix.map_or_else(|| one.node.clone(), |ix| called(&case.framework, ix));
    let why = format!(
        ": it was with {} and was closed on {}, because you no longer work there. Nothing was decided. ",
        one.employer,
        words::date(one.closed_on)
    );
    let (href, label) = match one.claim_id {
        Some(claim) => (paths::claim(claim), "Send it to another supervisor"),
        None => (
            paths::ask_verification(case.id, &one.node),
            "Ask the employer you work for now",
        ),
    };
    view! { <li>{title}{why}<a href=href>{label}</a></li> }.into_any()
}

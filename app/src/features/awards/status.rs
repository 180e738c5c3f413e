//! What a status is to whoever may apply for it: its title and rights, and what came of it before.

use super::store::{Application, Award};
use super::words::decided_tag;
use crate::features::record::store::Case;
use crate::prelude::pages::*;
use domain::framework::NodeIx;

/// Its title with its letters, what it allows, how long it lasts.
pub(super) fn facts(case: &Case, status: NodeIx, called: String) -> Vec<SummaryRow> {
    let node = case.framework.node(status);
    let details = node.as_status();
    let mut rows = vec![SummaryRow { key: String::from("Status"), value: called.into_any(), action: None }];
    let mut add = |key: &str, value: AnyView| rows.push(SummaryRow { key: key.to_owned(), value, action: None });
    add("Conferred by", case.body.name.clone().into_any());
    if let Some(rights) = details.map(|status| &status.rights).filter(|rights| !rights.is_empty()) {
        let rights = rights.iter().map(|right| view! { <li>{right.clone()}</li> }).collect_view();
        add("Rights", view! { <ul>{rights}</ul> }.into_any());
    }
    if let Some(lasts) = details.and_then(|status| status.expires) {
        add("Lasts", lasts.to_string().into_any());
    }
    if let Some(note) = &node.unpublished {
        add("Unpublished", note.clone().into_any());
    }
    rows
}

/// The status was held and withdrawn: the holder is told why, and what that means.
pub(super) fn withdrawn(award: &Award) -> Option<AnyView> {
    let withdrawal = award.withdrawal.as_ref()?;
    let label = format!("Withdrawn on {}", words::date(withdrawal.on));
    let reason =
        format!("You held this status from {}. Reason: {}", words::date(award.conferred_on), withdrawal.reason);
    let letters = award.letters.as_ref().map_or_else(String::new, |letters| format!(" or the letters {letters}"));
    let means = format!(
        "Since that day you do not hold it, and you may not use its title{letters}. The public page says that it was withdrawn, and \
         not why. What you passed and showed at work stays on your record and counts."
    );
    Some(view! { <p><Tag tone=Tone::Late label=label/>" "{reason}</p><p>{means}</p> }.into_any())
}

/// Earlier applications for the same status, with what became of them.
pub(super) fn earlier(applications: &[Application], today: NaiveDate) -> Option<AnyView> {
    let rows: Vec<Vec<AnyView>> = applications
        .iter()
        .filter_map(|application| application.decided.as_ref().map(|decided| (application, decided)))
        .map(|(application, decided)| {
            let applied = words::date(application.applied_on);
            vec![
                view! { <a href=paths::APPLICATION.to(application.id)>{format!("Application of {applied}")}</a> }
                    .into_any(),
                view! { {decided_tag(decided, today)}" "{words::date(decided.on)} }.into_any(),
                decided.reason.clone().into_any(),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| {
        let head = ["Application", "Decision", "Reason"].map(String::from).to_vec();
        view! {
            <Section id="earlier" title="Earlier applications">
                <DataTable named_by="earlier-title" head=head rows=rows/>
            </Section>
        }
        .into_any()
    })
}

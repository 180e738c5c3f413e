//! What is said of a node besides how it stands: what was asked for, what may be chosen, what was corrected.

use super::specialism;
use crate::features::exemptions::asked_for;
use crate::features::exemptions::store::Awaited;
use crate::features::record::store::{Case, subject};
use crate::features::results::store::{self as results, corrections};
use crate::features::results::words::{corrected, declined};
use crate::journal::chapter_file::Waiting;
use crate::prelude::pages::*;
use domain::framework::{Attribute, Leaf, NodeIx};
use domain::standing::ResultFact;

/// Who corrected a result of an assessment or course, when and why, for whoever may read it.
pub(super) async fn corrections_of(cx: &RequestCx, case: &Case, node: &str) -> Result<Option<AnyView>, AppError> {
    let is_one = |result: &ResultFact| result.element == node && result.corrects.is_some();
    if !case.facts.file().results.iter().any(is_one) {
        return Ok(None);
    }
    let db = cx.app.db.read();
    let seen = subject(db, case.id, case.today()).await?;
    if permit(cx.actor()?, actions::ReadMarksAndReasons, &seen).is_err() {
        return Ok(None);
    }
    let all = corrections(db, &[case.id]).await?.into_iter().filter(|one| one.element == node);
    let all = all.map(|one| view! { <li>{corrected(&one, &case.framework, case.zone)}</li> }).collect_view();
    Ok(Some(view! { <Section id="corrections" title="Corrections"><ul>{all}</ul></Section> }.into_any()))
}

/// What was declined of an assessment or course and waits to be put right, with why, for whoever may read it.
pub(super) async fn declined_of(cx: &RequestCx, case: &Case, node: &str) -> Result<Option<AnyView>, AppError> {
    if !case.waiting.iter().any(|one| matches!(one, Waiting::Declined { .. }) && one.named() == node) {
        return Ok(None);
    }
    let db = cx.app.db.read();
    let seen = subject(db, case.id, case.today()).await?;
    if permit(cx.actor()?, actions::ReadMarksAndReasons, &seen).is_err() {
        return Ok(None);
    }
    let all = results::declined(db, case.id).await?.into_iter().filter(|one| one.element == node);
    let all = all.map(|one| view! { <li>{declined(&one, &case.framework)}</li> }).collect_view();
    Ok(Some(view! { <Section id="declined" title="Declined"><ul>{all}</ul></Section> }.into_any()))
}

/// That an exemption from a node was asked for, and what becomes of it.
pub(super) fn exemption_asked(case: &Case, own: bool, one: &Awaited) -> AnyView {
    let said = asked_for(one, (!own).then_some(case.name.as_str()), "it");
    view! { <p>{said}" "<a href=paths::PRIOR_LEARNING.to(one.id)>"See the request"</a></p> }.into_any()
}

/// Where a node asks for another specialism than the chosen one: that it can be taken, and who takes it.
pub(super) fn another_specialism(case: &Case, ix: NodeIx, own: bool) -> Option<AnyView> {
    let mut asked = Vec::new();
    case.framework.node(ix).requires.as_ref()?.walk(&mut |leaf| {
        if let Leaf::Person(Attribute::Specialism(one)) = leaf {
            asked.push(*one);
        }
    });
    if asked.is_empty() || case.standing.specialism().is_some_and(|chosen| asked.contains(&chosen)) {
        return None;
    }
    let has_one = specialism::chosen(case).is_some();
    let other = if has_one { " in place of the chosen one" } else { "" };
    Some(match own {
        true => {
            let label = if has_one { "Take another specialism" } else { "Choose a specialism" };
            view! { <p>{format!("You can take the specialism that it asks for{other}. ")}<a href=paths::SPECIALISM.to(case.id)>{label}</a></p> }.into_any()
        }
        false => view! { <p>{format!("{} can take the specialism that it asks for{other}; nobody else can.", case.name)}</p> }.into_any(),
    })
}

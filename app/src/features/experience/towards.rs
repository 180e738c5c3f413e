//! What work counts towards: how far each part of the qualification is that asks for experience, and how it got there.

use crate::design::growth::{Growth, Point};
use crate::features::frameworks::map::{called, tone, word};
use crate::features::record::store::Case;
use crate::prelude::pages::*;
use domain::experience::asks_for;
use domain::framework::{ElementKind, NodeIx, NodeKind};
use std::collections::BTreeSet;

/// Days that a picture shows at most.
const MOST: usize = 60;

/// Each element that asks for experience.
pub(super) fn all(case: &Case) -> AnyView {
    let is_experience = |kind: &NodeKind| *kind == NodeKind::Element(ElementKind::Experience);
    let asked = case.framework.in_file_order().filter(|(_, node)| is_experience(&node.kind));
    asked.map(|(ix, _)| one(case, ix)).collect_view().into_any()
}

fn one(case: &Case, ix: NodeIx) -> AnyView {
    let node = case.framework.node(ix);
    let (done, of) = case.standing.progress(&case.framework, ix);
    let state = case.standing.state(ix);
    let words = case.standing.progress_in_words(&case.framework, ix).unwrap_or_default();
    let title = called(&case.framework, ix);
    let points = points(case, ix);
    let (why, id) = (paths::node(case.id, &node.id), format!("towards-{}", node.id));
    let picture = (points.len() > 1 && case.reads_all_work())
        .then(|| view! { <Growth label=format!("{title}, over time") points=points of=of/> });
    view! {
        <Section id=id title=title.clone()>
            <p><Tag tone=tone(state) label=word(state)/>" "<span>{words}</span>" "<a href=why>"Why"<span class="unseen">{format!(": {title}")}</span></a></p>
            <progress max=of.max(1).to_string() value=done.min(of).to_string() aria-label=title></progress>
            {picture}
        </Section>
    }
    .into_any()
}

/// How far it was on the first day of work, on each on which some was confirmed, and today, by what is known now. Of very many
/// days some.
fn points(case: &Case, ix: NodeIx) -> Vec<Point> {
    let today = case.today();
    let experience = case.facts.file().experience.iter();
    let of_kind = experience.filter(|one| asks_for(&case.framework, ix, &one.kind) && one.confirmed_on.is_some());
    let days: BTreeSet<NaiveDate> =
        of_kind.flat_map(|one| [Some(one.from), one.confirmed_on]).flatten().filter(|day| *day < today).collect();
    let each = days.len().div_ceil(MOST).max(1);
    let mut days: Vec<NaiveDate> = [today].into_iter().chain(days.into_iter().rev().step_by(each)).collect();
    days.reverse();
    let amounts = case.standing.progress_on(&case.framework, ix, days.iter().copied());
    days.into_iter().zip(amounts).map(|(day, amount)| Point { day, on: words::date(day), amount }).collect()
}

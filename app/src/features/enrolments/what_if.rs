//! What if: what somebody supposes of themselves to see how the way changes. It stands in the page's address and nowhere else.

use crate::design::field::{Checkboxes, FieldState, Hidden};
use crate::features::frameworks::map::called;
use crate::features::record::store::Case;
use crate::prelude::pages::*;
use domain::framework::NodeIx;
use domain::plan::{NoPlan, Plan, WhatIf};
use domain::text::list;

/// Assessments and courses that are supposed to be passed.
const PASSED: &str = "passed";
/// Those from which the body is supposed to exempt.
const EXEMPT: &str = "exempt";
/// The specialism that is supposed to be chosen.
const SPECIALISM: &str = "specialism";

/// What can be supposed to be passed or exempt: what has results, and does not count yet.
fn open(case: &Case) -> impl Iterator<Item = NodeIx> {
    let nodes = case.framework.in_file_order();
    nodes
        .filter(|(ix, node)| node.kind.has_results() && case.shows(*ix) && !case.standing.state(*ix).counts())
        .map(|(ix, _)| ix)
}

/// What the address supposes, and what in it supposes nothing, with why.
pub(super) fn of_query(cx: &RequestCx, case: &Case) -> (WhatIf, Invalid) {
    let mut unknown = Invalid::default();
    let mut named = |name: &str| {
        let asked: Vec<String> = cx.query_all(name).into_iter().filter(|id| !id.is_empty()).collect();
        for id in asked.iter().filter(|id| !open(case).any(|ix| case.framework.node(ix).id == **id)) {
            unknown.add(name, supposes_nothing(case, id));
        }
        open(case).filter(|ix| asked.contains(&case.framework.node(*ix).id)).collect()
    };
    let (passed, exempt) = (named(PASSED), named(EXEMPT));
    let asked = cx.query(SPECIALISM);
    let specialism = case.framework.specialism_of_id(&asked);
    if specialism.is_none() && !asked.is_empty() {
        unknown.add(SPECIALISM, format!("There is no specialism called {}", quoted(&asked)));
    }
    let chosen = case.facts.file().specialism.last();
    let specialism = specialism.filter(|_| chosen != Some(&asked));
    (WhatIf { passed, exempt, specialism }, unknown)
}

/// Why something in the address can't be supposed to be passed or exempt.
fn supposes_nothing(case: &Case, id: &str) -> String {
    let framework = &case.framework;
    let found = framework.find(id).filter(|ix| framework.node(*ix).kind.has_results());
    match found {
        Some(ix) => format!("{} counts already, so nothing has to be supposed of it", called(framework, ix)),
        None => format!("There is no assessment or course called {}", quoted(id)),
    }
}

/// What stands in an address, as far as it is told.
pub(super) fn quoted(typed: &str) -> String {
    const TOLD: usize = 40;
    let told: String = typed.chars().filter(|c| !c.is_control()).take(TOLD).collect();
    let more = if typed.chars().count() > TOLD { "…" } else { "" };
    format!("“{told}{more}”")
}

/// What is supposed, and how many steps it takes away or adds.
pub(super) fn compared(
    (case, own): (&Case, bool),
    (target, what_if): (NodeIx, &WhatIf),
    (way, as_it_is): (&Result<Plan, NoPlan>, &Result<Plan, NoPlan>),
) -> AnyView {
    let framework = &case.framework;
    let named = |all: &[NodeIx]| list(&all.iter().map(|ix| called(framework, *ix)).collect::<Vec<_>>());
    let mut supposed = Vec::new();
    if let Some(ix) = what_if.specialism {
        supposed.push(format!("the specialism {}", framework.specialism(ix).title));
    }
    if !what_if.passed.is_empty() {
        supposed.push(format!("a pass of {}", named(&what_if.passed)));
    }
    if !what_if.exempt.is_empty() {
        supposed.push(format!("an exemption from {}", named(&what_if.exempt)));
    }
    let shown = |plan: &Plan| plan.steps.iter().filter(|step| case.shows(step.node)).count();
    let steps = |n| words::count(n, "step", "steps");
    let said = match (way, as_it_is) {
        (Ok(way), Ok(before)) => match (shown(way), shown(before)) {
            (now, before) if now < before => format!("{} fewer than without it.", steps(before - now)),
            (now, before) if now > before => format!("{} more than without it.", steps(now - before)),
            _ => String::from("As many steps as without it."),
        },
        (Ok(_), Err(_)) => String::from("Without it no way is known."),
        (Err(_), Ok(before)) => format!("Without it there is a way of {}.", steps(shown(before))),
        (Err(_), Err(_)) => String::from("Without it no way is known either."),
    };
    let supposed = format!("Supposed from today on: {}. Nothing of it is recorded. {said}", supposed.join("; "));
    let without = paths::plan(case.id, &framework.node(target).id);
    let choose = (own && what_if.specialism.is_some()).then(|| {
        view! { " · "<a href=paths::SPECIALISM.to(case.id)>"Choose this specialism"</a> }
    });
    view! {
        <p>{supposed}</p>
        <p><a href=without>"The way without it"</a>{choose}</p>
    }
    .into_any()
}

/// The address of the way as it would be with exemptions from these.
pub(super) fn if_exempt(case: &Case, target: NodeIx, these: &[NodeIx]) -> String {
    let ids = these.iter().map(|ix| &case.framework.node(*ix).id);
    let exempt: String = ids.map(|id| format!("&{EXEMPT}={}", paths::encoded(id))).collect();
    format!("{}{exempt}", paths::plan(case.id, &case.framework.node(target).id))
}

/// The form that supposes something.
pub(super) fn form(case: &Case, target: NodeIx, (what_if, unknown): (&WhatIf, &Invalid)) -> Option<AnyView> {
    let framework = &case.framework;
    let elements =
        || open(case).map(|ix| Choice::new(&framework.node(ix).id, called(framework, ix))).collect::<Vec<_>>();
    let specialisms: Vec<Choice> = framework.specialisms().iter().map(|one| Choice::new(&one.id, &one.title)).collect();
    if elements().is_empty() && specialisms.is_empty() {
        return None;
    }
    let error = |name: &str| {
        let of = unknown.0.iter().filter(|one| one.field == name).map(|one| one.message.as_str());
        Some(of.collect::<Vec<_>>().join(". ")).filter(|said| !said.is_empty())
    };
    let ticks = |name: &str, all: &[NodeIx]| {
        let values = all.iter().map(|ix| framework.node(*ix).id.clone()).collect();
        FieldState { name: name.to_owned(), values, error: error(name) }
    };
    let specialism = (!specialisms.is_empty()).then(|| {
        let chosen = what_if.specialism.map(|ix| framework.specialism(ix).id.clone());
        let chosen = chosen.or_else(|| case.facts.file().specialism.last().cloned()).unwrap_or_default();
        let of = FieldState::of_query(SPECIALISM, chosen, error(SPECIALISM));
        view! { <Select of=of label="If I chose the specialism" prompt="None" options=specialisms optional=true/> }
    });
    let passed = ticks(PASSED, &what_if.passed);
    let exempt = ticks(EXEMPT, &what_if.exempt);
    let is_open = |of: &FieldState| !of.values.is_empty() || of.error.is_some();
    let (passed_open, exempt_open) = (is_open(&passed), is_open(&exempt));
    let boxes = (!elements().is_empty()).then(|| {
        view! {
            <details open=passed_open>
                <summary>"If I had passed"</summary>
                <Checkboxes of=passed legend="Passed or completed" options=elements() optional=true/>
            </details>
            <details open=exempt_open>
                <summary>"If I were exempt"</summary>
                <Checkboxes of=exempt legend="Exempt" options=elements() optional=true/>
            </details>
        }
    });
    let (to, action) = (framework.node(target).id.clone(), paths::PLAN.to(case.id));
    Some(
        view! {
            <Section id="what-if" title="What if?">
                <p>"See how the way changes. Nothing is recorded, and nobody is told."</p>
                <form method="get" action=action>
                    <Hidden name="to" value=to/>
                    {specialism}
                    {boxes}
                    <Buttons><Button label="Show the way then"/></Buttons>
                </form>
            </Section>
        }
        .into_any(),
    )
}

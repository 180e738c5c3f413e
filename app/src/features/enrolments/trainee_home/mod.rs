//! Where a trainee stands: the stair with its keys, what to do next, why the next stage is closed, what lies with others.

mod came_back;
mod next;
mod stair;

pub(super) use stair::{Workplace, one_person_turned_both};

use crate::design::heading::{Columns, Heading, Section};
use crate::design::next::NextSteps;
use crate::design::reason::{ReasonItem, Reasons};
use crate::design::stair::Stair;
use crate::design::table::DataTable;
use crate::design::tag::{Tag, Tone};
use crate::error::AppError;
use crate::features::enrolments::store::{self, Case};
use crate::features::frameworks::map::{called, capital, reason_items};
use crate::paths;
use crate::web::page::{Page, page};
use crate::web::request::RequestCx;
use crate::web::words;
use chrono::NaiveDate;
use domain::access::{Subject, actions, permit};
use domain::framework::{NodeIx, NodeKind};
use domain::ids::EnrolmentId;
use domain::standing::{Key, State};
use leptos::prelude::*;
use next::next_items;
use stair::{is_absent, step};

/// The signed-in trainee's own start page.
#[component]
pub fn Home() -> impl IntoView {
    page(|cx, _| async move {
        let person = cx.person.as_deref().ok_or(AppError::SignedOut)?;
        let id = person.enrolments.first().ok_or(AppError::NotFound)?;
        let (case, _) = store::case_for(&cx, id, actions::ViewStanding).await?;
        let others = person.enrolments.iter().skip(1).cloned().collect();
        let came_back = came_back::section(&cx, &case).await?;
        Ok(standing_page(&case, true, (others, came_back, None), cx.today))
    })
}

/// One enrolment, for the trainee and for those who work with them.
#[component]
pub fn OneEnrolment() -> impl IntoView {
    page(|cx, params| async move {
        let id = EnrolmentId::parse(&params.path("enrolment")).ok_or(AppError::NotFound)?;
        let (mut case, seen) = store::case_for(&cx, &id, actions::ViewStanding).await?;
        let own = *seen.by() == case.trainee;
        if permit(cx.actor()?, actions::ViewRecord, seen.subject()).is_err() {
            // A provider may see what waits but not open it: its links lead to the nodes instead.
            case.waiting.iter_mut().for_each(|waiting| waiting.href.clear());
        }
        let came_back = if own {
            came_back::section(&cx, &case).await?
        } else {
            None
        };
        let links = changes(&cx, &case, seen.subject())?;
        Ok(standing_page(&case, own, (Vec::new(), came_back, links), cx.today))
    })
}

/// Where whoever looks may change who works with the trainee.
fn changes(cx: &RequestCx, case: &Case, subject: &Subject) -> Result<Option<AnyView>, AppError> {
    let actor = cx.actor()?;
    let supervision = permit(actor, actions::ManageSupervision, subject)
        .is_ok()
        .then(|| view! { " · "<a href=paths::supervision(&case.id)>"Supervision"</a> });
    let ties = permit(actor, actions::ManageTies, subject)
        .is_ok()
        .then(|| view! { " · "<a href=paths::ties(&case.id)>"Employers and providers"</a> });
    Ok(Some(view! { {supervision}{ties} }.into_any()))
}

/// What a page of one's own or of someone else has besides the standing: other enrolments, what came back, further links.
type Around = (Vec<EnrolmentId>, Option<AnyView>, Option<AnyView>);

fn standing_page(case: &Case, own: bool, (others, came_back, changes): Around, today: NaiveDate) -> Page {
    let framework = &case.framework;
    let who = if own {
        String::from("You are")
    } else {
        format!("{} is", case.name)
    };
    let current = case.standing.current_stage(framework);
    let title = match current {
        Some(stage) => format!("{who} on the {} stage", framework.node(stage).title),
        None => format!("{who} through every stage"),
    };
    let specialism = case.facts.file().specialism.as_deref();
    let specialism = framework
        .specialisms()
        .iter()
        .find(|one| Some(one.id.as_str()) == specialism)
        .map(|one| format!(" · {}", one.title));
    let eyebrow = format!(
        "{}, version {}{}",
        framework.short_title(),
        framework.version(),
        specialism.unwrap_or_default()
    );
    let steps = framework.stages().iter().map(|stage| step(case, *stage)).collect();
    let next = next_items(case, own);
    let next = if next.is_empty() {
        view! { <p>"Nothing is left to do here."</p> }.into_any()
    } else {
        view! { <NextSteps items=next/> }.into_any()
    };
    let next_title = if own { "Do next" } else { "What is missing" };
    let closed = why_closed(case);
    let waiting = waiting_rows(case, today);
    let lede = lede(case, current);
    let links = view! {
        <p>
            <a href=paths::map(&case.id)>"See the whole map"</a>
            {plan_target(case).map(|(id, title)| view! { " · "<a href=paths::plan(&case.id, &id)>{format!("Plan the way to {title}")}</a> })}
            {changes}
        </p>
    };
    let others = (!others.is_empty()).then(|| {
        let items = others
            .iter()
            .map(|id| view! { <li><a href=paths::enrolment(id)>"Another enrolment"</a></li> })
            .collect_view();
        view! { <Section id="others" title="Your other enrolments"><ul>{items}</ul></Section> }
    });
    Page::new(
        if own {
            String::from("Where you are")
        } else {
            case.name.clone()
        },
        view! {
            <Heading title=title eyebrow=eyebrow lede=lede/>
            {came_back}
            <Stair label="Stages" steps=steps/>
            <Columns>
                <Section id="next" title=next_title>{next}</Section>
                {closed}
            </Columns>
            {links}
            <Section id="waiting" title="Waiting for others">
                <DataTable
                    caption="Waiting for others"
                    caption_hidden=true
                    head=["What", "With", "Since", "State"].map(String::from).to_vec()
                    rows=waiting
                    empty="Nothing lies with anyone else."
                />
            </Section>
            {others}
        },
    )
}

/// What stands between here and the next status, in a sentence.
fn lede(case: &Case, current: Option<NodeIx>) -> String {
    let framework = &case.framework;
    let open = case.standing.open_step_offs(framework);
    if let Some(step_off) = open.first() {
        return format!(
            "Everything that {} asks is there. It can be applied for.",
            framework.node(*step_off).title
        );
    }
    let Some(stage) = current else {
        return String::from("Every stage is met, with both keys.");
    };
    let results = case.standing.key(stage, Key::Results);
    let employer = case.standing.key(stage, Key::Employer);
    let work = Workplace::of(case, stage);
    let mut parts = Vec::new();
    if !is_absent(&results) {
        parts.push(
            match (results.turned, results.of.saturating_sub(results.done) as usize) {
                (true, _) => String::from("the results key is turned"),
                (false, 0) => String::from("the results key is not turned yet"),
                (false, left) => format!("the results key needs {}", more(left, "result", "results")),
            },
        );
    }
    if !is_absent(&employer) {
        parts.push(
            match (employer.turned, work.all().saturating_sub(work.done()) as usize) {
                (true, _) => String::from("the employer’s key is turned"),
                (false, _) if one_person_turned_both(&employer) => String::from(
                    "the employer’s key waits for another person: one person signed on both sides, so \
                     someone else has to sign on one of them",
                ),
                (false, left) if left == 0 || !case.sees_claims => String::from("the employer’s key is not turned yet"),
                (false, left) => format!("the employer’s key needs {}", more(left, "step", "steps")),
            },
        );
    }
    format!("{}.", capital(&parts.join(", ")))
}

fn more(n: usize, one: &str, many: &str) -> String {
    format!("{n} more {}", if n == 1 { one } else { many })
}

fn why_closed(case: &Case) -> Option<AnyView> {
    let stage = case.standing.next_stage(&case.framework)?;
    let title = format!("Why {} is closed", case.framework.node(stage).title);
    let href = |id: &str| paths::node(&case.id, id);
    // The entry is what keeps it closed; its own parts come once it is open.
    let reasons = case.reasons(stage);
    let items = shallow(reason_items(reasons.into_iter().take(1).collect(), &href), REASON_DEPTH);
    Some(view! { <Section id="why" title=title><Reasons items=items/></Section> }.into_any())
}

/// How deep the reasons go on this page; the stage's own page has all of them.
const REASON_DEPTH: u32 = 3;

fn shallow(items: Vec<ReasonItem>, depth: u32) -> Vec<ReasonItem> {
    let children = |children| {
        if depth > 1 {
            shallow(children, depth - 1)
        } else {
            Vec::new()
        }
    };
    items
        .into_iter()
        .map(|item| ReasonItem {
            children: children(item.children),
            ..item
        })
        .collect()
}

fn waiting_rows(case: &Case, today: NaiveDate) -> Vec<Vec<AnyView>> {
    case.waiting
        .iter()
        .map(|waiting| {
            let title = case
                .framework
                .find(&waiting.node)
                .map_or_else(|| waiting.node.clone(), |ix| called(&case.framework, ix));
            let href = if waiting.href.is_empty() {
                paths::node(&case.id, &waiting.node)
            } else {
                waiting.href.clone()
            };
            let days = (today - waiting.since).num_days();
            let state = match waiting.kind.as_str() {
                "result" => "Provisional",
                "verification" => "Asked",
                "application" => "Applied",
                _ => "Sent",
            };
            let tag = if days > 28 {
                view! { <Tag tone=Tone::Late label=format!("{state}, {days} days ago")/> }.into_any()
            } else {
                view! { <Tag tone=Tone::Wait label=state/> }.into_any()
            };
            vec![
                view! { <a href=href>{title}</a> }.into_any(),
                waiting.with.clone().into_any(),
                words::days_from(waiting.since, today).into_any(),
                tag,
            ]
        })
        .collect()
}

/// The next status that is not held.
fn plan_target(case: &Case) -> Option<(String, String)> {
    case.framework
        .step_offs()
        .iter()
        .find_map(|ix| match case.framework.node(*ix).kind {
            NodeKind::StepOff { status } if case.standing.state(status) != State::Held => {
                let node = case.framework.node(status);
                Some((node.id.clone(), node.title.clone()))
            }
            _ => None,
        })
}

//! Where a trainee stands: the stair with its keys, what to do next, why the next stage is closed, what lies with others.

use super::store::{self, Case};
use crate::design::heading::{Columns, Heading, Section};
use crate::design::next::{NextItem, NextSteps};
use crate::design::reason::{ReasonItem, Reasons};
use crate::design::stair::{KeyMark, KeyTurn, Stair, Step};
use crate::design::table::DataTable;
use crate::design::tag::{Tag, Tone};
use crate::error::AppError;
use crate::features::frameworks::map::{called, capital, reason_items, tone, word};
use crate::features::sign_off::verification_store::workplace_missing;
use crate::paths;
use crate::web::page::{Page, page};
use crate::web::words;
use chrono::NaiveDate;
use domain::access::{actions, permit};
use domain::framework::{ElementKind, NodeIx, NodeKind, Rule};
use domain::ids::EnrolmentId;
use domain::standing::{Key, KeyProblem, KeyStanding, State};
use leptos::prelude::*;

/// The signed-in trainee's own start page.
#[component]
pub fn Home() -> impl IntoView {
    page(|cx, _| async move {
        let person = cx.person.as_deref().ok_or(AppError::SignedOut)?;
        let id = person.enrolments.first().ok_or(AppError::NotFound)?;
        let (case, _) = store::case_for(&cx, id, actions::ViewStanding).await?;
        let others = person.enrolments.iter().skip(1).cloned().collect();
        Ok(standing_page(&case, true, others, cx.today))
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
        Ok(standing_page(&case, own, Vec::new(), cx.today))
    })
}

fn standing_page(case: &Case, own: bool, others: Vec<EnrolmentId>, today: NaiveDate) -> Page {
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
                (false, left) => format!("the results key needs {}", more(left, "result", "results")),
            },
        );
    }
    if !is_absent(&employer) {
        parts.push(
            match (employer.turned, work.all().saturating_sub(work.done()) as usize) {
                (true, _) => String::from("the employer’s key is turned"),
                (false, left) => format!("the employer’s key needs {}", more(left, "step", "steps")),
            },
        );
    }
    format!("{}.", capital(&parts.join(", ")))
}

fn is_absent(key: &KeyStanding) -> bool {
    matches!(key.because, Some(KeyProblem::Absent(_)))
}

fn more(n: usize, one: &str, many: &str) -> String {
    format!("{n} more {}", if n == 1 { one } else { many })
}

fn step(case: &Case, stage: NodeIx) -> Step {
    let (framework, standing) = (&case.framework, &case.standing);
    let node = framework.node(stage);
    let state = standing.state(stage);
    let (results, employer) = (standing.key(stage, Key::Results), standing.key(stage, Key::Employer));
    let work = Workplace::of(case, stage);
    let (done, of) = (results.done + work.done(), results.of + work.all());
    let step_off = framework
        .step_offs()
        .iter()
        .copied()
        .find(|ix| framework.needs(*ix).contains(&stage));
    let landing = step_off.and_then(|ix| match framework.node(ix).kind {
        NodeKind::StepOff { status } => {
            let title = framework.node(status).title.clone();
            let lead = match (standing.state(status), standing.state(ix)) {
                (State::Held, _) => "Step-off taken:",
                (_, State::Available) => "May be applied for:",
                _ => "Leads to:",
            };
            Some((lead.to_owned(), title))
        }
        _ => None,
    });
    Step {
        href: paths::node(&case.id, &node.id),
        title: node.title.clone(),
        tone: tone(state),
        state: word(state).to_owned(),
        keys: vec![
            key_mark(
                "Results",
                &results,
                (results.done, format!("{} of {}", results.done, results.of)),
            ),
            key_mark("Employer", &employer, (work.done(), work.words())),
        ],
        done,
        of: if state == State::Met { 0 } else { of },
        unit: String::from("steps"),
        landing,
    }
}

/// What the employer's key is made of, counted in claims rather than in portfolios.
#[derive(Default)]
pub(super) struct Workplace {
    /// Examples that count.
    examples: (u32, u32),
    /// Experience elements that count.
    experience: (u32, u32),
    /// Verifications given.
    verified: (u32, u32),
}

impl Workplace {
    pub(super) fn of(case: &Case, stage: NodeIx) -> Self {
        let mut work = Self::default();
        for need in case.framework.needs(stage).iter().copied() {
            let counts = u32::from(case.standing.state(need).counts());
            match case.framework.node(need).kind {
                NodeKind::Element(ElementKind::Portfolio) => {
                    let (done, of) = case.standing.progress(need);
                    work.examples = (work.examples.0 + done, work.examples.1 + of);
                }
                NodeKind::Element(ElementKind::Experience) => {
                    work.experience = (work.experience.0 + counts, work.experience.1 + 1);
                }
                NodeKind::Element(ElementKind::Verification) => {
                    work.verified = (work.verified.0 + counts, work.verified.1 + 1);
                }
                _ => {}
            }
        }
        work
    }

    pub(super) fn done(&self) -> u32 {
        self.examples.0 + self.experience.0 + self.verified.0
    }

    pub(super) fn all(&self) -> u32 {
        self.examples.1 + self.experience.1 + self.verified.1
    }

    fn words(&self) -> String {
        let mut parts = Vec::new();
        if self.examples.1 > 0 {
            parts.push(format!("{} of {} claims", self.examples.0, self.examples.1));
        }
        if self.experience.1 > 0 {
            parts.push(format!("experience {} of {}", self.experience.0, self.experience.1));
        }
        if self.verified.1 > 0 {
            parts.push(String::from(if self.verified.0 == self.verified.1 {
                "verified"
            } else {
                "not verified yet"
            }));
        }
        parts.join(", ")
    }
}

fn key_mark(name: &str, key: &KeyStanding, (done, so_far): (u32, String)) -> KeyMark {
    let (turned, text) = match (&key.because, key.turned) {
        (Some(KeyProblem::Absent(why)), _) => (KeyTurn::NotNeeded, why.clone()),
        (Some(KeyProblem::SamePerson(_)), _) => (
            KeyTurn::Half,
            String::from("verified by someone who also confirmed results: a different person must"),
        ),
        (None, true) => (
            KeyTurn::Turned,
            key.since.map_or_else(
                || format!("{} of {}", key.done, key.of),
                |since| format!("turned {}", words::date(since)),
            ),
        ),
        (None, false) if done > 0 => (KeyTurn::Half, so_far),
        (None, false) => (KeyTurn::Open, so_far),
    };
    KeyMark {
        name: name.to_owned(),
        text,
        turned,
    }
}

/// How many next steps are listed; the map has the rest.
const MOST_NEXT: usize = 7;

/// What brings the current stage on, the most useful first.
fn next_items(case: &Case, own: bool) -> Vec<NextItem> {
    let (framework, standing) = (&case.framework, &case.standing);
    let mut items = Vec::new();
    for step_off in standing.open_step_offs(framework) {
        let node = framework.node(step_off);
        if case.waiting.iter().any(|waiting| waiting.node == node.id) {
            continue;
        }
        items.push(NextItem {
            href: if own {
                paths::apply(&case.id, &node.id)
            } else {
                paths::node(&case.id, &node.id)
            },
            title: format!("Apply for {}", node.title),
            text: String::from("Everything it asks is there."),
            who: None,
        });
    }
    if let Some(stage) = standing.current_stage(framework) {
        let choices = choices(case, stage);
        for missing in standing.missing(framework, stage) {
            match choices.iter().find(|choice| choice.of.contains(&missing)) {
                None => add_next(case, missing, own, &mut items),
                // A choice is one thing to do, said where its first part comes.
                Some(choice) if choice.of.first() == Some(&missing) => items.push(choice.item(case, stage)),
                Some(_) => {}
            }
        }
    }
    items.truncate(MOST_NEXT);
    items
}

/// Several nodes of which some are enough.
struct OneOf {
    n: usize,
    /// Those still open, in the order of the rule.
    of: Vec<NodeIx>,
}

impl OneOf {
    fn item(&self, case: &Case, stage: NodeIx) -> NextItem {
        let names: Vec<String> = self.of.iter().map(|ix| called(&case.framework, *ix)).collect();
        NextItem {
            href: paths::node(&case.id, &case.framework.node(stage).id),
            title: format!("Choose {} of {}", self.n, names.len()),
            text: format!("{}.", names.join("; ")),
            who: Some(String::from("Your provider records")),
        }
    }
}

/// The choices that the results key of a stage leaves.
fn choices(case: &Case, stage: NodeIx) -> Vec<OneOf> {
    let mut found = Vec::new();
    let key = case
        .framework
        .node(stage)
        .as_stage()
        .and_then(|stage| stage.results.rule());
    if let Some(rule) = key {
        collect_choices(case, rule, &mut found);
    }
    found
}

fn collect_choices(case: &Case, rule: &Rule, found: &mut Vec<OneOf>) {
    let (n, parts) = match rule {
        Rule::All(parts) => {
            parts.iter().for_each(|part| collect_choices(case, part, found));
            return;
        }
        Rule::Any(parts) => (1, parts),
        Rule::AtLeast { n, of } => (*n as usize, of),
        _ => return,
    };
    let nodes = parts.iter().filter_map(|part| match part {
        Rule::Node(ix) => Some(*ix),
        _ => None,
    });
    let (there, open): (Vec<NodeIx>, Vec<NodeIx>) = nodes.partition(|ix| case.standing.state(*ix).counts());
    if there.len() < n && n < parts.len() {
        found.push(OneOf {
            n: n - there.len(),
            of: open,
        });
    }
}

fn add_next(case: &Case, ix: NodeIx, own: bool, items: &mut Vec<NextItem>) {
    let (framework, standing) = (&case.framework, &case.standing);
    let node = framework.node(ix);
    let waiting = case.waiting.iter().find(|waiting| waiting.node == node.id);
    let href = paths::node(&case.id, &node.id);
    let called = called(framework, ix);
    let item = |href: String, title: String, text: String, who: Option<&str>| NextItem {
        href,
        title,
        text,
        who: who.map(str::to_owned),
    };
    match node.kind {
        NodeKind::Element(ElementKind::Portfolio) | NodeKind::Competency(_)
            if !framework.children(ix).is_empty() || !framework.needs(ix).is_empty() =>
        {
            let parts = if framework.children(ix).is_empty() {
                framework.needs(ix)
            } else {
                framework.children(ix)
            };
            for part in parts.iter().copied().filter(|part| !standing.state(*part).counts()) {
                add_next(case, part, own, items);
            }
        }
        NodeKind::Competency(_) => match (waiting, answer(case, &node.id)) {
            (Some(_), _) => {}
            (None, Some((said, missing))) => items.push(item(
                href,
                format!("Answer on {called}"),
                format!("Found {said}. {missing}"),
                None,
            )),
            (None, None) => {
                let (done, of) = standing.progress(ix);
                let href = if own {
                    paths::new_claim(&case.id, &node.id)
                } else {
                    href
                };
                let text = if done > 0 {
                    format!("{done} of {of} examples.")
                } else {
                    String::from("Nothing claimed yet.")
                };
                items.push(item(href, format!("Claim {called}"), text, None));
            }
        },
        NodeKind::Element(ElementKind::Verification) if waiting.is_none() => {
            let stage = node.stage.map_or("the", |stage| framework.node(stage).title.as_str());
            let title = format!("Ask your employer to verify {stage}");
            let (href, text) = if workplace_missing(case, ix).is_empty() {
                let ask = if own {
                    paths::ask_verification(&case.id, &node.id)
                } else {
                    href
                };
                (ask, "Your employer turns the second key.")
            } else {
                (href, "Opens when the workplace competence of the stage is met.")
            };
            items.push(item(href, title, text.to_owned(), Some("Your employer verifies")));
        }
        NodeKind::Element(ElementKind::Verification) => {}
        NodeKind::Element(ElementKind::Assessment | ElementKind::Course) => match waiting {
            Some(_) => items.push(item(
                href,
                called,
                String::from("A result is recorded and provisional: it counts when a second person confirms it."),
                Some("Your provider confirms"),
            )),
            None => {
                let text = if node.unpublished.is_some() {
                    "Not published in full: see what is known."
                } else {
                    "No result that counts yet."
                };
                items.push(item(href, called, text.to_owned(), Some("Your provider records")));
            }
        },
        _ => {
            let (done, of) = standing.progress(ix);
            let text = if of > 1 {
                format!("{done} of {of}")
            } else {
                String::new()
            };
            items.push(item(href, called, text, None));
        }
    }
}

/// What a supervisor last said of an outcome, when it asks for an answer.
fn answer(case: &Case, node: &str) -> Option<(&'static str, String)> {
    use domain::standing::ClaimOutcome;
    let claims = &case.facts.file().claims;
    let last = claims
        .iter()
        .rfind(|claim| claim.withdrawn_on.is_none() && claim.outcomes.iter().any(|outcome| outcome == node))?;
    let decision = last.decision.as_ref()?;
    let said = match decision.outcome {
        ClaimOutcome::Met => return None,
        ClaimOutcome::PartlyMet => "partly met",
        ClaimOutcome::NotYet => "not yet met",
        ClaimOutcome::Declined => "declined",
    };
    Some((said, decision.missing.clone().unwrap_or_default()))
}

fn why_closed(case: &Case) -> Option<AnyView> {
    let stage = case.standing.next_stage(&case.framework)?;
    let title = format!("Why {} is closed", case.framework.node(stage).title);
    let href = |id: &str| paths::node(&case.id, id);
    // The entry is what keeps it closed; its own parts come once it is open.
    let reasons = case.standing.reasons(&case.framework, &case.facts, stage);
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

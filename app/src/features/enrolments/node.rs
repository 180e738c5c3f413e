//! One node of one person: how it stands and why.

use crate::design::filter::{Filter, nothing_found};
use crate::design::progress::grouped;
use crate::design::reason::{ReasonItem, Reasons};
use crate::features::awards::store::awards_of;
use crate::features::enrolments::node_notes::{another_specialism, corrections_of, declined_of, exemption_asked};
use crate::features::enrolments::past::{self, Past, another_day};
use crate::features::enrolments::trainee_home::with_code;
use crate::features::exemptions::store::awaited;
use crate::features::frameworks::folding::missing_first;
use crate::features::frameworks::map::{called, reason_items, tone, word};
use crate::features::frameworks::pages::{Rules, node_facts};
use crate::features::record::store::{Case, case_of, registrations};
use crate::features::record::waiting;
use crate::features::sign_off::request::claim_tag_in;
use crate::features::sign_off::store as sign_off;
use crate::features::sign_off::withdraw;
use crate::journal::chapter_file::Waiting;
use crate::prelude::pages::*;
use domain::framework::{CompetencyLevel, ElementKind, NodeIx, NodeKind};
use domain::sign_off::needs_another_verifier;
use domain::standing::State;

/// One node of one person: how it stands and every reason.
///
/// # Errors
/// [`AppError::NotFound`] where there is none or whoever asks may not know of it.
pub async fn node(cx: RequestCx, (id, node): (EnrolmentId, String)) -> Result<Page, AppError> {
    let (case, own) = case_of(&cx, id).await?;
    let ix = case.framework.find(&node).ok_or(AppError::NotFound)?;
    if let Some(past) = Past::of_query(&cx, &case) {
        return Ok(past::node(case, ix, past));
    }
    let asked = awaited(cx.app.db.read(), &case).await?.into_iter().find(|one| one.is_of(ix));
    let around = Around {
        act: match case.framework.node(ix).kind {
            _ if own && case.goes_on() => node_action(&cx, &case, ix, asked.is_some()).await?,
            NodeKind::Element(ElementKind::Verification) if !own && case.sees_claims => {
                withdraw::ways(&cx, &case, &node).await?
            }
            _ => None,
        },
        asked: asked.map(|one| exemption_asked(&case, own, &one)),
        award: if own { award_of(&cx, &case, ix).await? } else { None },
        corrections: corrections_of(&cx, &case, &node).await?,
        declined: declined_of(&cx, &case, &node).await?,
        claims: match case.framework.node(ix).kind {
            NodeKind::Competency(CompetencyLevel::Outcome) if case.sees_claims => {
                claim_list(&cx, &case, &node, own).await?
            }
            _ => None,
        },
        search: cx.query("q"),
    };
    let title = called(&case.framework, ix);
    Ok(Page::new(title, move || draw(&case, ix, own, around)).reading())
}

/// What a page has besides how the node stands.
struct Around {
    act: Option<AnyView>,
    /// That an exemption from it waits for a decision.
    asked: Option<AnyView>,
    award: Option<AnyView>,
    corrections: Option<AnyView>,
    declined: Option<AnyView>,
    claims: Option<AnyView>,
    search: String,
}

fn draw(case: &Case, ix: NodeIx, own: bool, around: Around) -> AnyView {
    let node = case.framework.node(ix);
    let href = |node: &str| paths::node(case.id, node);
    let eyebrow = format!("{} · {}", case.name, node.kind.word());
    // Who may know how it stands at work has read the rules among the reasons.
    let rules = if case.sees_claims { Rules::Elsewhere } else { Rules::Here };
    let past = another_day(&href(&node.id));
    let facts = node_facts(&case.framework, ix, rules, &href);
    view! {
        <BackLink href=paths::MAP.to(case.id) label="The map"/>
        <Heading title=called(&case.framework, ix) eyebrow=eyebrow/>
        {stands(case, ix, own, around)}
        <Section id="facts" title=format!("About this {}", node.kind.word())>{facts}</Section>
        <Section id="past" title="On another day">{past}</Section>
    }
    .into_any()
}

fn stands(case: &Case, ix: NodeIx, own: bool, around: Around) -> AnyView {
    // The table below says how each outcome stands, and offers to claim it.
    let listed: Vec<String> = listed_outcomes(case, ix).into_iter().map(|ix| href_of(case, ix)).collect();
    let (state, why) = how_and_why((case, ix), &|node: &str| paths::node(case.id, node), &listed);
    if why.is_none() {
        return state;
    }
    let is_experience = case.framework.node(ix).kind == NodeKind::Element(ElementKind::Experience);
    let experience = (is_experience && case.sees_claims).then(|| {
        let label = if own { "Your work, and what it counts towards" } else { "The work, and what it counts towards" };
        view! { <p><a href=paths::EXPERIENCE.to(case.id)>{label}</a></p> }
    });
    view! {
        {state}
        {experience}
        {around.award}
        {around.asked}
        {around.act}
        {why}
        {another_specialism(case, ix, own)}
        {around.declined}
        {around.corrections}
        {around.claims}
        {outcome_rows(case, ix, own && case.ended.is_none(), around.search)}
    }
    .into_any()
}

/// How a node stands, and why.
pub(super) fn how(case: &Case, ix: NodeIx, href: &dyn Fn(&str) -> String) -> AnyView {
    let (state, why) = how_and_why((case, ix), href, &[]);
    view! { {state}{why} }.into_any()
}

/// How a node stands, and why, but for what is `listed` on its page; no reasons where it is not for its reader to know.
fn how_and_why(
    (case, ix): (&Case, NodeIx),
    href: &dyn Fn(&str) -> String,
    listed: &[String],
) -> (AnyView, Option<AnyView>) {
    if !case.shows(ix) {
        let hidden = view! { <p>"Only the trainee, the employer and the body see what was shown at work. You see the results and how the stages stand."</p> };
        return (hidden.into_any(), None);
    }
    let since = case.standing.since(ix);
    let since = since.map(|since| format!(" since {}", words::date(since)));
    let until = case.standing.until(ix).map(|until| match case.state(ix) {
        State::Expired => format!(", lapsed on {}", words::date(until)),
        // Its attempts are used up, and this is the day on which they count again.
        State::Blocked => format!(" before {}", words::date(until)),
        _ => format!(", last day {}", words::last_day(until)),
    });
    let progress = progress(case, ix).map(|words| format!(" · {words}"));
    let (tone, label) = tag_of(case, ix);
    let reasons = reason_items(case.reasons(ix), href);
    let reasons = missing_first(without(reasons, listed), case.state(ix).counts());
    let reasons =
        (!reasons.is_empty()).then(|| view! { <Section id="why" title="Why"><Reasons items=reasons/></Section> });
    let state = view! { <p><Tag tone=tone label=label/>" "<span>{since}{until}{progress}</span></p> };
    (state.into_any(), Some(reasons.into_any()))
}

/// The state as a tag; what lies with somebody waits, and is not open.
fn tag_of(case: &Case, ix: NodeIx) -> (Tone, &'static str) {
    let state = case.state(ix);
    let id = &case.framework.node(ix).id;
    let waits = case.waits(id);
    if state == State::Available && waits { (Tone::Wait, "Waiting") } else { (tone(state), word(state)) }
}

/// How far it is, in words; the keys of a stage say it among the reasons.
fn progress(case: &Case, ix: NodeIx) -> Option<String> {
    match case.framework.node(ix).kind {
        NodeKind::Stage(_) => None,
        _ => case.standing.progress_in_words(&case.framework, ix),
    }
}

/// The award that a step-off point or a status rests on: its holder is shown the code.
async fn award_of(cx: &RequestCx, case: &Case, ix: NodeIx) -> Result<Option<AnyView>, AppError> {
    let status = match case.framework.node(ix).kind {
        NodeKind::StepOff { status } => status,
        NodeKind::Status(_) => ix,
        _ => return Ok(None),
    };
    if case.standing.state(status) != State::Held {
        return Ok(None);
    }
    let id = &case.framework.node(status).id;
    let awards = awards_of(cx.app.db.read(), case.id).await?;
    let award = awards.iter().find(|award| award.status == *id && award.withdrawal.is_none());
    Ok(award.map(|award| view! { <p>{with_code(award, &case.body)}</p> }.into_any()))
}

/// What the trainee can do about a node, or who does it.
async fn node_action(cx: &RequestCx, case: &Case, ix: NodeIx, is_asked: bool) -> Result<Option<AnyView>, AppError> {
    match case.framework.node(ix).kind {
        NodeKind::Element(ElementKind::Assessment | ElementKind::Course) if case.standing.state(ix).counts() => {
            Ok(None)
        }
        NodeKind::Element(kind @ (ElementKind::Assessment | ElementKind::Course)) => {
            with_provider(cx, case, kind, is_asked).await.map(Some)
        }
        _ => Ok(own_action(case, ix)),
    }
}

fn lies_with(case: &Case, ix: NodeIx) -> Option<&Waiting> {
    case.lies_with(&case.framework.node(ix).id)
}

/// With whom an assessment is sat or a course taken, and how its result comes about.
async fn with_provider(cx: &RequestCx, case: &Case, kind: ElementKind, is_asked: bool) -> Result<AnyView, AppError> {
    let registrations = registrations(cx.app.db.read(), case.id).await?;
    let names: Vec<String> =
        registrations.into_iter().filter(|one| one.spell().is_in_force(case.today())).map(|one| one.name).collect();
    let text = if names.is_empty() {
        let body = &case.body.look.short_name;
        format!(
            "No training provider is noted for you. Ask the registrar of {body} to note yours: it records your results."
        )
    } else {
        let how = if kind == ElementKind::Assessment { "sit" } else { "take" };
        format!(
            "You {how} this with {}. They record the result, and a colleague there confirms it.",
            names.join(" or ")
        )
    };
    let exemptions = (!is_asked).then(|| {
        view! { <p><a href=paths::EXEMPTIONS.to(case.id)>"Already have a qualification that covers it?"</a></p> }
    });
    Ok(view! { <p>{text}</p>{exemptions} }.into_any())
}

/// What the trainee does themselves.
fn own_action(case: &Case, ix: NodeIx) -> Option<AnyView> {
    let node = case.framework.node(ix);
    let state = case.standing.state(ix);
    let lies = lies_with(case, ix);
    let (href, label) = match node.kind {
        NodeKind::Competency(CompetencyLevel::Outcome) => (paths::new_claim(case.id, &node.id), "Claim this outcome"),
        NodeKind::Element(ElementKind::Experience) if !state.counts() => {
            (paths::RECORD_EXPERIENCE.to(case.id), "Record work")
        }
        NodeKind::Element(ElementKind::Verification)
            if state == State::Available
                || lies.is_some()
                || needs_another_verifier(&case.framework, &case.standing, ix) =>
        {
            (paths::ASKING.to((case.id, node.id.clone())), "Ask your employer to verify")
        }
        NodeKind::StepOff { .. } if state == State::Available => {
            (paths::APPLY.to((case.id, node.id.clone())), "Apply for this status")
        }
        _ => return None,
    };
    if let Some(lies) = lies {
        let text = waiting::since(case, lies);
        // If the trainee has left that employer, another one can be asked there.
        let asked =
            matches!(lies, Waiting::Verification { .. }).then(|| view! { " "<a href=href>"See whom you can ask"</a> });
        return Some(view! { <p>{text}{asked}</p> }.into_any());
    }
    Some(view! { <p><a class="button" href=href>{label}</a></p> }.into_any())
}

fn href_of(case: &Case, ix: NodeIx) -> String {
    paths::node(case.id, &case.framework.node(ix).id)
}

/// Reasons without those that only say how one of these stands.
fn without(reasons: Vec<ReasonItem>, listed: &[String]) -> Vec<ReasonItem> {
    let is_listed = |reason: &ReasonItem| reason.href.as_ref().is_some_and(|href| listed.contains(href));
    let rest = reasons.into_iter().filter(|reason| !is_listed(reason));
    rest.map(|reason| ReasonItem { children: without(reason.children, listed), ..reason }).collect()
}

/// The outcomes below a portfolio or a competency, which its page lists.
fn listed_outcomes(case: &Case, ix: NodeIx) -> Vec<NodeIx> {
    let asks = matches!(
        case.framework.node(ix).kind,
        NodeKind::Element(ElementKind::Portfolio)
            | NodeKind::Competency(CompetencyLevel::Area | CompetencyLevel::Competency)
    );
    if asks { case.framework.outcomes_beneath(ix) } else { Vec::new() }
}

/// How each of them stands, and claiming it.
fn outcome_rows(case: &Case, ix: NodeIx, own: bool, search: String) -> Option<AnyView> {
    let outcomes = listed_outcomes(case, ix);
    if outcomes.is_empty() {
        return None;
    }
    let rows = outcomes
        .into_iter()
        .filter(|outcome| words::is_found(&called(&case.framework, *outcome), &search))
        .map(|outcome| {
            let node = case.framework.node(outcome);
            let (done, of) = case.standing.progress(&case.framework, outcome);
            let state = case.standing.state(outcome);
            let (tone, label) = tag_of(case, outcome);
            let claim = match lies_with(case, outcome) {
                Some(lies) if own => Some(waiting::since(case, lies).into_any()),
                None if own && !state.counts() => Some(view! { <a href=paths::new_claim(case.id, &node.id)>"Claim"<span class="unseen">{format!(" {}", node.title)}</span></a> }.into_any()),
                _ => None,
            };
            vec![
                view! { <a href=paths::node(case.id, &node.id)>{called(&case.framework, outcome)}</a> }.into_any(),
                format!("{} of {}", grouped(done), grouped(of)).into_any(),
                view! { <Tag tone=tone label=label/> }.into_any(),
                claim.into_any(),
            ]
        })
        .collect::<Vec<_>>();
    let empty = nothing_found(&search, &paths::node(case.id, &case.framework.node(ix).id), "");
    Some(
        view! {
            <Section id="outcomes" title="Its outcomes">
                <Filter label="Filter outcomes" value=search list="outcome-list"/>
                <DataTable id="outcome-list" empty=empty named_by="outcomes-title" head=["Outcome", "Examples", "State", "Do"].map(String::from).to_vec() rows=rows/>
            </Section>
        }
        .into_any(),
    )
}

async fn claim_list(cx: &RequestCx, case: &Case, outcome: &str, own: bool) -> Result<Option<AnyView>, AppError> {
    let claims = sign_off::claims_of_outcome(cx.app.db.read(), case, outcome, own).await?;
    if claims.is_empty() {
        return Ok(None);
    }
    let rows = claims
        .into_iter()
        .map(|claim| {
            let (tone, label) = claim_tag_in(case.ended.is_some(), claim.state);
            let title = if claim.is_readable {
                view! { <a href=paths::CLAIM.to(claim.id)>{claim.title}</a> }.into_any()
            } else {
                claim.title.into_any()
            };
            vec![title, view! { <Tag tone=tone label=label/> }.into_any(), words::day(claim.changed_on)]
        })
        .collect::<Vec<_>>();
    Ok(Some(
        view! {
            <Section id="claims" title="Claims of it">
                <DataTable named_by="claims-title" head=["Claim", "State", "Last change"].map(String::from).to_vec() rows=rows/>
            </Section>
        }
        .into_any(),
    ))
}

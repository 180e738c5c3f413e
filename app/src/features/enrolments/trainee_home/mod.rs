//! Where a trainee stands: the stair with its keys, what to do next, why the next stage is closed, what lies with others.

mod begins;
mod beyond;
mod ended;
mod next;
mod of_others;
mod own;
mod results;
mod returned;
mod stair;
mod statuses;
mod summary;
mod viewer;
mod waiting;

pub(super) use stair::{same_person_on_both_keys, step};
pub(super) use statuses::with_code;

use crate::design::next::NextSteps;
use crate::design::reason::{ReasonItem, Reasons};
use crate::design::stair::Stair;
use crate::features::enrolments::past::{self, Past, another_day};
use crate::features::enrolments::specialism;
use crate::features::exemptions::store::{self as exemptions, Awaited};
use crate::features::frameworks::map::reason_items;
use crate::features::record::store::{self, Case};
use crate::journal::chapter_file::Waiting;
use crate::prelude::pages::*;
use domain::framework::{Node, NodeIx};
use domain::standing::State;
use own::{LeftClaims, Own};
use statuses::Withdrawn;
use viewer::Viewer;

/// The signed-in trainee's own start page.
///
/// # Errors
/// [`AppError::NotFound`] for who is enrolled on nothing.
pub async fn home(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    let person = cx.person.as_deref().ok_or(AppError::SignedOut)?;
    let first = person.enrolments.first().ok_or(AppError::NotFound)?;
    let (case, seen) = store::case_for(&cx, first.id, actions::ViewStanding).await?;
    let supervisions = store::supervise_on(cx.app.db.read(), case.id, case.today()).await?;
    let own = Own::read(&cx, &case, &supervisions).await?;
    let lost = statuses::lost(&cx, &case, &own).await?;
    let around = Around {
        lost,
        viewer: Viewer::Trainee,
        details: waiting::Details::read(&cx, (&case, seen.subject()), &supervisions).await?,
        withdrawn: statuses::withdrawn_status(&cx, &case, Some(&own), seen.subject()).await?,
        awaited: exemptions::awaited_of(&case, &own.priors),
        own: Some(own),
        left: None,
        ended_because: ended::because(&cx, &case, seen.subject()).await?,
        ends: false,
        works_nowhere: false,
        changes: None,
    };
    let today = case.today();
    Ok(standing_page(case, around, today))
}

/// One enrolment, for the trainee and for those who work with them.
///
/// # Errors
/// [`AppError::NotFound`] where there is none or whoever asks may not know of it.
pub async fn enrolment(cx: RequestCx, id: EnrolmentId) -> Result<Page, AppError> {
    let (case, seen) = store::case_for(&cx, id, actions::ViewStanding).await?;
    let viewer = Viewer::of(&cx, &case, seen.subject())?;
    let is_own = viewer == Viewer::Trainee;
    if let Some(past) = Past::of_query(&cx, &case) {
        return Ok(past::home(case, is_own, past));
    }
    let supervisions = store::supervise_on(cx.app.db.read(), case.id, case.today()).await?;
    let own = if is_own { Some(Own::read(&cx, &case, &supervisions).await?) } else { None };
    let lost = match &own {
        Some(own) => statuses::lost(&cx, &case, own).await?,
        None => None,
    };
    let around = Around {
        lost,
        viewer,
        details: waiting::Details::read(&cx, (&case, seen.subject()), &supervisions).await?,
        withdrawn: statuses::withdrawn_status(&cx, &case, own.as_ref(), seen.subject()).await?,
        awaited: match &own {
            Some(own) => exemptions::awaited_of(&case, &own.priors),
            None => exemptions::awaited(cx.app.db.read(), &case).await?,
        },
        left: if own.is_some() { None } else { own::left_claims(&cx, &case, &supervisions).await? },
        own,
        ended_because: ended::because(&cx, &case, seen.subject()).await?,
        ends: permit(cx.actor()?, actions::EndEnrolment, seen.subject()).is_ok(),
        works_nowhere: viewer == Viewer::Body && own::works_nowhere(&cx, &case).await?,
        changes: changes(&cx, &case, seen.subject())?,
    };
    let today = case.today();
    Ok(standing_page(case, around, today))
}

/// Where whoever looks may change who works with the trainee.
fn changes(cx: &RequestCx, case: &Case, subject: &Subject) -> Result<Option<AnyView>, AppError> {
    let actor = cx.actor()?;
    let supervision = permit(actor, actions::ManageSupervision, subject)
        .is_ok()
        .then(|| (paths::SUPERVISION.to(case.id), "Supervision"));
    let employers_and_providers = permit(actor, actions::ManageEmployersAndProviders, subject)
        .is_ok()
        .then(|| (paths::EMPLOYERS_AND_PROVIDERS.to(case.id), "Employers and providers"));
    let joining =
        permit(actor, actions::NoteJoining, subject).is_ok().then(|| (paths::JOINING.to(case.id), "Membership date"));
    let number = permit(actor, actions::NoteJoining, subject)
        .is_ok()
        .then(|| (paths::MEMBERSHIP_NUMBER.to(case.id), "Membership number"));
    let exemptions = (permit(actor, actions::ViewPriorLearning, subject).is_ok() && actor.person != case.trainee)
        .then(|| (paths::EXEMPTIONS.to(case.id), "Exemptions"));
    let name = permit(actor, actions::CorrectName, subject).is_ok().then(|| (paths::CORRECT_NAME.to(case.id), "Name"));
    let first_day =
        permit(actor, actions::CorrectFirstDay, subject).is_ok().then(|| (paths::FIRST_DAY.to(case.id), "First day"));
    let end = permit(actor, actions::EndEnrolment, subject).is_ok().then(|| match case.ended {
        None => (paths::END_ENROLMENT.to(case.id), "End the enrolment"),
        Some(_) => (paths::TAKE_BACK_END.to(case.id), "Take the end back"),
    });
    let record = (permit(actor, actions::ViewRecord, subject).is_ok() && actor.person != case.trainee)
        .then(|| (paths::RECORD.to(case.id), "The record"));
    let account = (actor.is_registrar_of(subject) && actor.person != case.trainee)
        .then(|| (paths::ACCOUNT.to(case.trainee), "Account"));
    let links: Vec<_> = record
        .into_iter()
        .chain(supervision)
        .chain(employers_and_providers)
        .chain(exemptions)
        .chain(joining)
        .chain(number)
        .chain(name)
        .chain(first_day)
        .chain(end)
        .chain(account)
        .map(|(href, label)| view! { <li><a href=href>{label}</a></li> })
        .collect();
    Ok((!links.is_empty()).then(|| view! { <ul class="row ways">{links}</ul> }.into_any()))
}

/// What a page has besides the standing.
struct Around {
    viewer: Viewer,
    /// On the trainee's own page, what waits for them.
    own: Option<Own>,
    /// On another's page, who can name a supervisor where a claim lies with nobody.
    left: Option<LeftClaims>,
    /// The exemptions that wait for a decision.
    awaited: Vec<Awaited>,
    /// Why the enrolment ended, for those who may read it.
    ended_because: Option<String>,
    /// Whether whoever looks may end it, and take its end back.
    ends: bool,
    /// How what waits is told apart.
    details: waiting::Details,
    /// On the body's page, whether no employer is on record.
    works_nowhere: bool,
    /// A status that was withdrawn, for those who may read why.
    withdrawn: Option<Withdrawn>,
    /// On the trainee's own page, each status that has lost its basis.
    lost: Option<AnyView>,
    /// Where the reader changes who works with the trainee.
    changes: Option<AnyView>,
}

fn standing_page(case: Case, around: Around, today: NaiveDate) -> Page {
    let title = if around.viewer == Viewer::Trainee { String::from("Where you are") } else { case.name.clone() };
    Page::new(title, move || draw(&case, around, today))
}

fn draw(case: &Case, around: Around, today: NaiveDate) -> AnyView {
    if let Some(ended) = case.ended {
        return ended::draw(case, ended, around);
    }
    if !case.has_begun() {
        return begins::draw(case, around);
    }
    let Around {
        viewer,
        own,
        left,
        works_nowhere,
        withdrawn,
        lost,
        changes,
        details,
        awaited,
        ended_because: _,
        ends: _,
    } = around;
    let returned = own.as_ref().and_then(|own| returned::section(case, own));
    let is_own = viewer == Viewer::Trainee;
    let framework = &case.framework;
    let current = case.standing.current_stage(framework);
    let title = title(case, is_own, current);
    let specialism = case.standing.specialism();
    let specialism = specialism.map(|ix| format!(" · {}", framework.specialism(ix).title));
    let eyebrow =
        format!("{}, version {}{}", framework.short_title(), framework.version(), specialism.unwrap_or_default());
    let steps = framework.stages().iter().map(|stage| step(case, *stage, current)).collect();
    let (next_title, nothing) = of_others::heading(viewer);
    let next = match &own {
        Some(own) => next::next_items(case, own, &awaited, today),
        None => of_others::items(case, viewer, (&awaited, left.as_ref())),
    };
    let next = [next, beyond::items(case, today)].concat();
    let next = if next.is_empty() {
        let text = if is_own { waiting::you_wait(case, &details) } else { None };
        view! { <p>{text.unwrap_or_else(|| nothing.to_owned())}</p> }.into_any()
    } else {
        view! { <NextSteps items=next/> }.into_any()
    };
    let closed = why_closed(case);
    let waiting = waiting::rows(case, &details, today);
    let waits = |correction: bool| {
        let is_one =
            |one: &Waiting| matches!(one, Waiting::Result { is_correction, .. } if *is_correction == correction);
        case.waiting.iter().any(is_one)
    };
    let provisional = waits(false).then(|| {
        view! { <p class="count">"A result is recorded and provisional: it counts when a second person confirms it."</p> }
    });
    let corrected = waits(true).then(|| {
        view! { <p class="count">"A correction of a result waits for a second person. Until it is confirmed, the earlier result stands."</p> }
    });
    let waiting_title = if is_own { "Waiting for others" } else { "Under way" };
    let unsupervised = own.as_ref().and_then(|own| next::unsupervised(case, own));
    let applying = own.as_ref().and_then(|own| summary::applying(case, own));
    let summary = view! { <p>{summary::summary(case, is_own, current, withdrawn.as_ref())}</p> }.into_any();
    // What can be done again is said after the news that it was withdrawn.
    let (intro, summary) = if withdrawn.is_some() { (None, Some(summary)) } else { (Some(summary), None) };
    let withdrawn = withdrawn.as_ref().map(|withdrawn| statuses::withdrawn(case, withdrawn));
    let (back, how) = (of_others::way_back(viewer), of_others::how_results_come(case, viewer));
    let statuses = own.as_ref().and_then(|own| statuses::held(case, own));
    let may_choose = is_own && !framework.specialisms().is_empty();
    let specialism = may_choose.then(|| view! { {specialism::link(case)}" · " });
    let exemptions = is_own
        .then(|| view! { " · "<a href=paths::EXEMPTIONS.to(case.id)>"Exemptions: what you have from before"</a> });
    let worth = worth(case).filter(|_| is_own).map(|link| view! { " · "{link} });
    let links = view! {
        <p>
            {specialism}
            <a href=paths::MAP.to(case.id)>"See the whole map"</a>
            {plan_target(case).map(|status| {
                let Node { id, title, .. } = framework.node(status);
                view! { " · "<a href=paths::plan(case.id, id)>{format!("Plan the way to {title}")}</a> }
            })}
            {exemptions}
            {worth}
        </p>
    };
    let past = another_day(&paths::ENROLMENT.to(case.id));
    let nowhere = (works_nowhere && current.is_some()).then(|| of_others::without_employer(case));
    view! {
        {back}
        <Heading title=title eyebrow=eyebrow intro=intro/>
        {changes}
        {withdrawn}
        {lost}
        {summary}
        {applying}
        {returned}
        <div class="standing">
            <Section id="next" title=next_title>{unsupervised}{nowhere}{how}{next}</Section>
            <Stair label="Stages" steps=steps/>
            {closed}
        </div>
        {statuses}
        {membership_number(case, viewer)}
        {links}
        <Section id="waiting" title=waiting_title>
            <DataTable
                named_by="waiting-title"
                head=["What", "With", "Since", "State"].map(String::from).to_vec()
                rows=waiting
                empty="No claim, request, application or result is waiting."
            />
            {provisional}
            {corrected}
        </Section>
        <Section id="past" title="On another day">{past}</Section>
    }
    .into_any()
}

/// Where the trainee stands, in a sentence.
fn title(case: &Case, is_own: bool, current: Option<NodeIx>) -> String {
    let (are, have) = match is_own {
        true => (String::from("You are"), String::from("You have")),
        false => (format!("{} is", case.name), format!("{} has", case.name)),
    };
    let titled = |ix: NodeIx| &case.framework.node(ix).title;
    match (case.standing.qualified_as(&case.framework), current) {
        (Some(status), _) => format!("{have} qualified as {}", titled(status)),
        (None, Some(stage)) => format!("{are} on the {} stage", titled(stage)),
        (None, None) => format!("{are} through every stage"),
    }
}

/// The number by which the body and files of results know the trainee, for those two.
fn membership_number(case: &Case, viewer: Viewer) -> Option<AnyView> {
    let body = &case.body.look.short_name;
    let whose = match viewer {
        Viewer::Trainee => "Your membership number",
        Viewer::Body => "Membership number",
        Viewer::Employer | Viewer::Provider => return None,
    };
    let said = match &case.number {
        Some(number) => format!("{whose}: {number}, given by {body}."),
        None => format!("{whose}: none is noted. {body} gives it and notes it here."),
    };
    Some(view! { <p>{said}</p> }.into_any())
}

/// Where it is said what older qualifications are worth, where some are listed.
fn worth(case: &Case) -> Option<AnyView> {
    let framework = &case.framework;
    framework.priors().next()?;
    let href = paths::WORTH.to((framework.slug().to_owned(), framework.version().to_owned()));
    Some(view! { <a href=href>"What older qualifications are worth"</a> }.into_any())
}

fn why_closed(case: &Case) -> Option<AnyView> {
    let stage = case.standing.next_stage(&case.framework)?;
    let title = format!("Why {} is closed", case.framework.node(stage).title);
    let href = |id: &str| paths::node(case.id, id);
    // The entry is what keeps it closed; its own parts come once it is open.
    let entry = case.reasons(stage).into_iter().next()?;
    let entry = if entry.children.is_empty() { vec![entry] } else { entry.children };
    let items = shallow(reason_items(entry, &href), REASON_DEPTH);
    Some(view! { <Section id="why" title=title><Reasons items=items/></Section> }.into_any())
}

/// How deep the reasons go on this page; the stage's own page has all of them.
const REASON_DEPTH: u32 = 2;

fn shallow(items: Vec<ReasonItem>, depth: u32) -> Vec<ReasonItem> {
    let children = |children| {
        if depth > 1 { shallow(children, depth - 1) } else { Vec::new() }
    };
    items.into_iter().map(|item| ReasonItem { children: children(item.children), ..item }).collect()
}

/// The next status that is not held.
fn plan_target(case: &Case) -> Option<NodeIx> {
    let mut statuses = case.framework.step_offs().iter().filter_map(|ix| case.framework.node(*ix).step_off_to());
    statuses.find(|status| case.standing.state(*status) != State::Held)
}

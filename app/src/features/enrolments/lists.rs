//! Lists of people: every enrolment, an employer's trainees, a provider's candidates.

use super::trainee_home::same_person_on_both_keys;
use crate::design::filter::{Filter, Only, nothing_found};
use crate::design::pagination::NextPage;
use crate::features::people::new_link::{NewLink, ShownLink};
use crate::features::record::store::listed::{self, Wanted};
use crate::features::record::store::{self, Case, CasePage};
use crate::journal::listing;
use crate::prelude::pages::*;
use crate::web::pages::COUNTED;
use domain::access::{Role, Scope, scope};
use domain::framework::NodeIx;
use domain::interval::is_late;
use domain::standing::{Key, KeyProblem, parts_in_words};
use domain::text::list;
use std::collections::{HashMap, HashSet};

fn key_tag(case: &Case, stage: NodeIx, key: Key) -> AnyView {
    let found = case.standing.key(stage, key);
    let same_person = same_person_on_both_keys(&found);
    let hidden = key == Key::Employer && !case.sees_claims;
    let parts = case.standing.parts(&case.framework, stage, key);
    let done: u32 = parts.iter().map(|part| part.done).sum();
    // What is missing first: a stage is verified last, and all of it would not stand on one line of a phone.
    let first = parts.iter().position(|part| part.done < part.of).unwrap_or_default();
    let words = parts_in_words(parts.get(first..=first).unwrap_or_default());
    let (tone, label) = match (found.because, found.turned, done) {
        (Some(KeyProblem::Absent(_)), ..) => (Tone::Plain, String::from("Not needed")),
        (_, true, _) => (Tone::Met, String::from("Turned")),
        _ if same_person => (Tone::Late, String::from("Someone else must sign")),
        _ if hidden => (Tone::Later, String::from("Not turned yet")),
        (_, false, 0) => (Tone::Later, words),
        (_, false, _) => (Tone::Now, words),
    };
    view! { <Tag tone=tone label=label/> }.into_any()
}

/// The stage that somebody is on, and the status that they hold; the last status alone of whoever has come to it.
fn where_on(case: &Case) -> AnyView {
    let (framework, standing) = (&case.framework, &case.standing);
    let title = |ix: NodeIx| framework.node(ix).title.clone();
    if let Some(status) = standing.qualified_as(framework) {
        return view! { <Tag tone=Tone::Held label="Qualified"/>" "{title(status)} }.into_any();
    }
    let stage = standing.current_stage(framework).map_or_else(|| String::from("Every stage is met"), title);
    let held: Vec<String> = standing.highest_held(framework).into_iter().map(title).collect();
    let held = (!held.is_empty()).then(|| view! { <br/><span class="count">{format!("Holds {}", list(&held))}</span> });
    view! { <div>{stage}{held}</div> }.into_any()
}

/// Since when something of a case lies with somebody else; nothing where nothing does.
fn waiting_cell(case: &Case) -> AnyView {
    let Some(first) = case.waiting.first() else { return ().into_any() };
    let tone = if is_late(first.since(), case.today()) { Tone::Late } else { Tone::Wait };
    view! { <Tag tone=tone label=format!("Since {}", words::date(first.since()))/> }.into_any()
}

fn row(
    case: &Case,
    List { found, called, numbers, formerly, supervision, managed, tells_what_waits, is_of_body, .. }: &List,
) -> Vec<AnyView> {
    let (framework, standing) = (&case.framework, &case.standing);
    let stage = standing.current_stage(framework).or_else(|| framework.stages().last().copied());
    let name = called.get(&case.id).cloned().unwrap_or_else(|| case.name.clone());
    if let Some(first) = found.begin.get(&case.id) {
        let begins = format!("Begins {}", words::date(*first));
        return not_now((case, name), begins, (*is_of_body, *supervision, *tells_what_waits));
    }
    if let Some(ended) = case.ended {
        let ended = format!("Ended {}", words::date(ended.on));
        return not_now((case, name), ended, (*is_of_body, *supervision, *tells_what_waits));
    }
    // Where two have one name, the number stands beside it already.
    let number = numbers.get(&case.id).filter(|number| !name.contains(number.as_str())).cloned();
    let number = number.map(|number| view! { <br/><span class="count">{number}</span> });
    let formerly = formerly.get(&case.id);
    let formerly = formerly.map(|before| view! { <br/><span class="count">{format!("formerly {before}")}</span> });
    let mut row = vec![
        view! { <div><a href=paths::ENROLMENT.to(case.id)>{name.clone()}</a>{number}{formerly}</div> }.into_any(),
        format!("{} {}", framework.short_title(), framework.version()).into_any(),
        where_on(case),
        stage.map(|stage| key_tag(case, stage, Key::Results)).into_any(),
        stage.map(|stage| key_tag(case, stage, Key::Employer)).into_any(),
    ];
    if *tells_what_waits {
        row.push(waiting_cell(case));
    }
    if *supervision {
        let names = managed.as_ref().is_none_or(|managed| managed.contains(&case.id));
        row.push(names.then(|| supervision_link(case, &name)).into_any());
    }
    row
}

/// The row of somebody whose first day is to come, or whose enrolment has ended. The body may open the record then, nobody else.
fn not_now(
    (case, name): (&Case, String),
    label: String,
    (is_of_body, supervision, tells_what_waits): (bool, bool, bool),
) -> Vec<AnyView> {
    let called = name.clone();
    let name =
        if is_of_body { view! { <a href=paths::ENROLMENT.to(case.id)>{name}</a> }.into_any() } else { name.into_any() };
    let version = format!("{} {}", case.framework.short_title(), case.framework.version());
    // Of two that have ended it tells which is which.
    let from = case.ended.map(|_| format!("from {}", words::date(case.from_on)));
    let from = from.map(|from| view! { <br/><span class="count">{from}</span> });
    let version = view! { <div>{version}{from}</div> };
    let label = view! { <Tag tone=Tone::Later label=label/> };
    let mut row = vec![name, version.into_any(), label.into_any(), ().into_any(), ().into_any()];
    if tells_what_waits {
        row.push(().into_any());
    }
    if supervision {
        row.push(is_of_body.then(|| supervision_link(case, &called)).into_any());
    }
    row
}

fn supervision_link(case: &Case, name: &str) -> AnyView {
    let of = format!(" of {name}");
    view! { <a href=paths::SUPERVISION.to(case.id)>"Supervision"<span class="unseen">{of}</span></a> }.into_any()
}

/// A box that leaves out of a list those of whom something is not so.
struct Part {
    /// What the query calls it.
    name: &'static str,
    label: &'static str,
    /// What stands in the rows of those of whom it is so.
    mark: &'static str,
    /// What is said where the list holds nobody then.
    empty: &'static str,
}

/// Those for whom something waits.
const WAITING: Part = Part {
    name: "waiting",
    label: "Only people for whom something is waiting",
    mark: listing::WAITING,
    empty: "No claim, request, application or result of these people is waiting.",
};

/// Those who work for nobody, which a body has to know: without an employer nothing can be signed.
const NO_EMPLOYER: Part = Part {
    name: "no_employer",
    label: "Only people without an employer",
    mark: listing::NO_EMPLOYER,
    empty: "An employer is on record for everybody.",
};

/// A list of cases with search and pages.
struct List {
    found: CasePage,
    /// What each is called, told apart from others of its name.
    called: HashMap<EnrolmentId, String>,
    /// The membership numbers, where the reader knows people by them.
    numbers: HashMap<EnrolmentId, String>,
    /// By which earlier name somebody was found.
    formerly: HashMap<EnrolmentId, String>,
    search: String,
    /// The boxes over the list, each with whether it is ticked.
    boxes: Vec<(Part, bool)>,
    after: Option<EnrolmentId>,
    base: String,
    /// Whether there is a way to who supervises each.
    supervision: bool,
    /// Those whose supervisors the reader names; none where it is everybody.
    managed: Option<HashSet<EnrolmentId>>,
    /// Whether its readers are told what waits: a provider may not know of claims.
    tells_what_waits: bool,
    /// Whether it is a body's own, which may open a record before its first day.
    is_of_body: bool,
}

impl List {
    async fn of(cx: &RequestCx, scope: &Scope, route: Route<()>) -> Result<Self, AppError> {
        let (search, after) = (cx.query("q"), EnrolmentId::parse(&cx.query("after")));
        let tells_what_waits = scope.providers.is_empty();
        let is_of_body = !scope.bodies.is_empty();
        let boxes = tells_what_waits.then_some(WAITING).into_iter().chain(is_of_body.then_some(NO_EMPLOYER));
        let boxes: Vec<(Part, bool)> = boxes
            .map(|one| {
                let chosen = !cx.query(one.name).is_empty();
                (one, chosen)
            })
            .collect();
        let marks = boxes.iter().filter(|(_, chosen)| *chosen).map(|(one, _)| one.mark).collect();
        let wanted = Wanted { words: listed::searched(&search), marks };
        let found = store::cases(cx, scope, &wanted, after).await?;
        let called = store::called(cx, &found.cases).await?;
        let ids: Vec<EnrolmentId> = found.cases.iter().map(|case| case.id).collect();
        let knows_numbers = is_of_body || !tells_what_waits;
        let numbers = if knows_numbers { store::numbers(cx.app.db.read(), &ids).await? } else { HashMap::new() };
        let formerly = store::formerly(cx.app.db.read(), &ids, &wanted.words).await?;
        let base = route.to(());
        Ok(Self {
            found,
            called,
            numbers,
            formerly,
            search,
            boxes,
            after,
            base,
            supervision: false,
            managed: None,
            tells_what_waits,
            is_of_body,
        })
    }

    /// `empty` is what is said where the list holds nobody.
    fn draw(self, empty: &'static str) -> AnyView {
        let rows = self.found.cases.iter().map(|case| row(case, &self)).collect::<Vec<_>>();
        let Self {
            found,
            called: _,
            numbers: _,
            formerly: _,
            search,
            boxes,
            after,
            base,
            supervision,
            managed: _,
            tells_what_waits,
            is_of_body,
        } = self;
        let people = words::counted(found.people, "person", "people");
        let enrolments = words::counted(found.total, "enrolment", "enrolments");
        // Somebody may be enrolled twice.
        let count = match (found.people == found.total, found.total > COUNTED) {
            (true, _) => people,
            (false, true) => enrolments,
            (false, false) => format!("{people}, {enrolments}"),
        };
        let mut head =
            ["Name", "Framework", "Stage and status", "Results key", "Employer key"].map(String::from).to_vec();
        if tells_what_waits {
            head.push(String::from("Waiting"));
        }
        if supervision {
            head.push(String::from("Change"));
        }
        let chosen: Vec<&Part> = boxes.iter().filter(|(_, chosen)| *chosen).map(|(one, _)| one).collect();
        let also: String = chosen.iter().map(|one| format!("&{}=yes", one.name)).collect();
        let first = format!("{base}?q={}{also}", paths::encoded(&search));
        let empty = match chosen[..] {
            [] => empty,
            [one] => one.empty,
            _ => "Nobody in this list matches both choices.",
        };
        let empty = nothing_found(&search, &base, empty);
        let only: Vec<Only> =
            boxes.iter().map(|(one, chosen)| Only { name: one.name, label: one.label, chosen: *chosen }).collect();
        let next = found.next.map(|last| format!("{first}&after={last}"));
        let note = listed::cut(&search);
        view! {
            <Filter label={if is_of_body { "Find by name, number or email address" } else { "Find by name or number" }} value=search list="cases" only=only note=note/>
            <p class="count">{count}</p>
            <DataTable id="cases" named_by="page-title" head=head rows=rows empty=empty/>
            <NextPage first=after.map(|_| first) next/>
        }
        .into_any()
    }
}

/// The enrolments of one's body.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but the registrar.
pub async fn enrolments(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    let scope = scope(cx.lists(OwnList::OfBody)?);
    let scope = Scope { employers: Vec::new(), supervisor_at: Vec::new(), providers: Vec::new(), ..scope };
    let list = List { supervision: true, ..List::of(&cx, &scope, paths::ENROLMENTS).await? };
    let link = NewLink::found(&cx).await?;
    Ok(Page::new("Enrolments", move || {
        view! {
            <Heading title="Enrolments"/>
            <p><a class="button" href=paths::ENROL.to(())>"Enrol a trainee"</a></p>
            {link.map(ShownLink::draw)}
            {list.draw("Nobody is enrolled yet.")}
        }
    }))
}

/// The trainees of an employer.
///
/// # Errors
/// [`AppError::NotFound`] for who is of no employer.
pub async fn trainees(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    let actor = cx.lists(OwnList::Trainees)?;
    let scope = Scope { bodies: Vec::new(), providers: Vec::new(), ..scope(actor) };
    let list = List::of(&cx, &scope, paths::TRAINEES).await?;
    // Who supervises at one employer may be the administrator of another.
    let today: HashMap<EnrolmentId, NaiveDate> = list.found.cases.iter().map(|case| (case.id, case.today())).collect();
    let (ids, own): (Vec<_>, _) = (today.keys().copied().collect(), actor.organisations(Role::EmployerAdmin));
    let employed = store::employed_at(cx.app.db.read(), &ids, &own).await?.into_iter();
    let managed = employed.filter(|(id, spell)| spell.is_in_force(today[id])).map(|(id, _)| id).collect();
    let list = List { supervision: actor.is(Role::EmployerAdmin), managed: Some(managed), ..list };
    Ok(Page::new("Trainees", move || {
        view! {
            <Heading title="Trainees" intro="People who work here, and those who are to begin. When an employment ends, the person leaves this list."/>
            {list.draw("No trainee works with you today.")}
        }
    }))
}

/// The candidates of a provider.
///
/// # Errors
/// [`AppError::NotFound`] for who is of no provider.
pub async fn candidates(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    let scope = scope(cx.lists(OwnList::Candidates)?);
    let scope = Scope { bodies: Vec::new(), employers: Vec::new(), supervisor_at: Vec::new(), ..scope };
    let list = List::of(&cx, &scope, paths::CANDIDATES).await?;
    Ok(Page::new("Candidates", move || {
        view! {
            <Heading title="Candidates" intro="People who are registered with your organisation today."/>
            {list.draw("No candidate is registered with you today.")}
        }
    }))
}

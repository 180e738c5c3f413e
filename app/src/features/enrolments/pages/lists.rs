//! Lists of people: every enrolment, an employer's trainees, a provider's candidates.

use crate::design::filter::{Filter, nothing_found};
use crate::design::heading::Heading;
use crate::design::pagination::{Pagination, no_such_page};
use crate::design::table::DataTable;
use crate::design::tag::{Tag, Tone};
use crate::features::enrolments::store::{self, Case, CasePage, PAGE};
use crate::features::enrolments::trainee_home::same_person_on_both_keys;
use crate::features::people::pages::new_link;
use crate::paths;
use crate::web::page::{Page, page};
use crate::web::words;
use domain::access::{Role, Subject, actions, permit, scope};
use domain::framework::NodeIx;
use domain::standing::{Key, KeyProblem, parts_in_words};
use leptos::prelude::*;

fn key_tag(case: &Case, stage: NodeIx, key: Key) -> AnyView {
    let found = case.standing.key(stage, key);
    let same_person = same_person_on_both_keys(&found);
    let hidden = key == Key::Employer && !case.sees_claims;
    let parts = case.standing.parts(&case.framework, stage, key);
    let done: u32 = parts.iter().map(|part| part.done).sum();
    let words = parts_in_words(&parts);
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

fn case_rows(cases: Vec<Case>, supervision: bool) -> Vec<Vec<AnyView>> {
    cases
        .into_iter()
        .map(|case| {
            let stage = case.standing.current_stage(&case.framework).or_else(|| case.framework.stages().last().copied());
            let stage_title = stage.map(|stage| case.framework.node(stage).title.clone()).unwrap_or_default();
            let mut row = vec![
                view! { <a href=paths::enrolment(case.id)>{case.name.clone()}</a> }.into_any(),
                format!("{} {}", case.framework.short_title(), case.framework.version()).into_any(),
                stage_title.into_any(),
                stage.map(|stage| key_tag(&case, stage, Key::Results)).into_any(),
                stage.map(|stage| key_tag(&case, stage, Key::Employer)).into_any(),
            ];
            if supervision {
                row.push(view! { <a href=paths::supervision(case.id)>"Supervision"<span class="unseen">{format!(" of {}", case.name)}</span></a> }.into_any());
            }
            row
        })
        .collect()
}

/// A list of cases with search and pages.
fn case_list(found: CasePage, search: &str, page: u64, base: &str, supervision: bool, empty: &'static str) -> AnyView {
    let pages = u32::try_from(found.total.div_ceil(PAGE)).unwrap_or(u32::MAX);
    let count = words::count(usize::try_from(found.total).unwrap_or_default(), "person", "people");
    let mut head = ["Name", "Framework", "Stage", "Results key", "Employer key"]
        .map(String::from)
        .to_vec();
    if supervision {
        head.push(String::from("Change"));
    }
    let empty = if found.total > 0 && found.cases.is_empty() {
        no_such_page(format!("{base}?q={}", paths::encoded(search)))
    } else {
        nothing_found(search, base, empty)
    };
    let base = format!("{base}?q={}&page=", paths::encoded(search));
    view! {
        <Filter label="Find by name" value=search.to_owned() list="cases"/>
        <p class="count">{count}</p>
        <DataTable id="cases" caption="People" caption_hidden=true head=head rows=case_rows(found.cases, supervision) empty=empty/>
        <Pagination page=u32::try_from(page).unwrap_or(1) pages=pages base=base/>
    }
    .into_any()
}

/// Every enrolment.
#[component]
pub fn Enrolments() -> impl IntoView {
    page(|cx, params| async move {
        permit(cx.actor()?, actions::Enrol, &Subject::default())?;
        let (search, number) = (params.query("q"), params.page());
        let found = store::cases(&cx, &scope(cx.actor()?), &search, number).await?;
        let list = case_list(
            found,
            &search,
            number,
            paths::ENROLMENTS,
            true,
            "Nobody is enrolled yet.",
        );
        let link = new_link(&cx).await?;
        Ok(Page::new(
            "Enrolments",
            view! {
                <Heading title="Enrolments"/>
                <p><a class="button" href=paths::NEW_ENROLMENT>"Enrol a trainee"</a></p>
                {link}
                {list}
            },
        ))
    })
}

/// The trainees of an employer.
#[component]
pub fn Trainees() -> impl IntoView {
    page(|cx, params| async move {
        let actor = cx.actor()?;
        let mut scope = scope(actor);
        scope.all = false;
        scope.providers.clear();
        let (search, number) = (params.query("q"), params.page());
        let found = store::cases(&cx, &scope, &search, number).await?;
        let admin = actor.is(Role::EmployerAdmin);
        let list = case_list(
            found,
            &search,
            number,
            paths::TRAINEES,
            admin,
            "No trainee works with you today.",
        );
        Ok(Page::new(
            "Trainees",
            view! { <Heading title="Trainees" lede="Those who work for your organisation today. When an employment ends, the person leaves this list."/>{list} },
        ))
    })
}

/// The candidates of a provider.
#[component]
pub fn Candidates() -> impl IntoView {
    page(|cx, params| async move {
        let mut scope = scope(cx.actor()?);
        scope.all = false;
        scope.employers.clear();
        scope.supervisor_at.clear();
        let (search, number) = (params.query("q"), params.page());
        let found = store::cases(&cx, &scope, &search, number).await?;
        let list = case_list(
            found,
            &search,
            number,
            paths::CANDIDATES,
            false,
            "No candidate is registered with you today.",
        );
        Ok(Page::new(
            "Candidates",
            view! { <Heading title="Candidates" lede="Those who are registered with your organisation today."/>{list} },
        ))
    })
}

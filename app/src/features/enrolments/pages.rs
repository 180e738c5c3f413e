//! Lists of trainees, the map and its nodes, supervision.

use super::actions::{ChooseSpecialism, EndEmployment, EndSupervision, Enrol, NameSupervisor};
use super::store::{self, Case, CasePage, PAGE};
use super::trainee_home::Workplace;
use crate::design::back::BackLink;
use crate::design::card::Card;
use crate::design::error_summary::ErrorSummary;
use crate::design::field::{Button, ButtonTone, Buttons, Choice, Hidden, Radios, Select, TextField};
use crate::design::filter::Filter;
use crate::design::graph::Graph;
use crate::design::heading::{Heading, Section};
use crate::design::once::OnceLink;
use crate::design::pagination::Pagination;
use crate::design::reason::Reasons;
use crate::design::table::DataTable;
use crate::design::tag::{Tag, Tone};
use crate::error::AppError;
use crate::features::frameworks::islands::ExploreMap;
use crate::features::frameworks::map::{called, draw, reason_items, tone, word};
use crate::features::frameworks::pages::node_facts;
use crate::features::people::pages::NEW_LINK;
use crate::features::people::store as people;
use crate::features::sign_off::store as sign_off;
use crate::paths;
use crate::web::page::{Page, Params, page};
use crate::web::request::RequestCx;
use crate::web::words;
use domain::access::{Role, actions, scope};
use domain::framework::{CompetencyLevel, ElementKind, NodeIx, NodeKind};
use domain::ids::{ClaimId, EnrolmentId};
use domain::standing::{Key, KeyProblem, State};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

async fn case_of(cx: &RequestCx, params: &Params) -> Result<(Case, bool), AppError> {
    let id = EnrolmentId::parse(&params.path("enrolment")).ok_or(AppError::NotFound)?;
    let (case, permit) = store::case_for(cx, &id, actions::ViewStanding).await?;
    let own = *permit.by() == case.trainee;
    Ok((case, own))
}

/// The map of one person.
#[component]
pub fn Map() -> impl IntoView {
    page(|cx, params| async move {
        let (case, own) = case_of(&cx, &params).await?;
        let href = |id: &str| paths::node(&case.id, id);
        let drawing = draw(&case.framework, Some(&case.standing), &href);
        let title = if own {
            String::from("Your map")
        } else {
            format!("The map of {}", case.name)
        };
        let current = case
            .standing
            .current_stage(&case.framework)
            .map(|stage| case.framework.node(stage).id.clone());
        let eyebrow = format!("{}, version {}", case.framework.title(), case.framework.version());
        let specialism = own.then(|| specialism_form(&case)).flatten();
        Ok(Page::new(
            title.clone(),
            view! {
                <BackLink href=paths::enrolment(&case.id) label=if own { "Where you are" } else { "Where they are" }/>
                <Heading title=title eyebrow=eyebrow/>
                <ExploreMap>
                    <Graph id="map" title="What needs what" summary=drawing.summary groups=drawing.groups nodes=drawing.nodes current=current/>
                </ExploreMap>
                {specialism}
            },
        ))
    })
}

fn specialism_form(case: &Case) -> Option<AnyView> {
    let specialisms = case.framework.specialisms();
    if specialisms.is_empty() {
        return None;
    }
    let options = specialisms
        .iter()
        .map(|one| Choice {
            value: one.id.clone(),
            label: one.title.clone(),
            hint: one.unpublished.as_ref().map(|note| format!("Unpublished: {note}")),
        })
        .collect::<Vec<_>>();
    let chosen = case.facts.file().specialism.clone();
    let fields = view! {
        <form method="post" action=ChooseSpecialism::PATH>
            <Hidden name="enrolment" value=case.id.to_string()/>
            <Radios name="specialism" legend="Practice area" hint="It decides which options count. You can change it while nothing rests on it." options=options value=chosen/>
            <Buttons><Button label="Save specialism" tone=ButtonTone::Quiet/></Buttons>
        </form>
    };
    Some(view! { <Section id="specialism-choice" title="Your specialism">{fields}</Section> }.into_any())
}

/// One node of one person: how it stands and every reason.
#[component]
pub fn NodePage() -> impl IntoView {
    page(|cx, params| async move {
        let (case, own) = case_of(&cx, &params).await?;
        let ix = case.framework.find(&params.path("node")).ok_or(AppError::NotFound)?;
        let node = case.framework.node(ix);
        let id = case.id.clone();
        let href = |node: &str| paths::node(&id, node);
        let state = case.standing.state(ix);
        let title = called(&case.framework, ix);
        let eyebrow = format!("{} · {}", case.name, node.kind.word());
        let reasons = reason_items(case.standing.reasons(&case.framework, &case.facts, ix), &href);
        let since = case
            .standing
            .since(ix)
            .map(|since| format!(" since {}", words::date(since)));
        let until = case.standing.until(ix).map(|until| {
            if state == State::Expired {
                format!(", lapsed on {}", words::date(until))
            } else {
                format!(", until {}", words::date(until))
            }
        });
        let (done, of) = case.standing.progress(ix);
        let progress = (of > 1).then(|| format!(" · {done} of {of}"));
        let act = own.then(|| node_action(&case, ix)).flatten();
        let outcomes = outcome_rows(&case, ix, own, params.query("q"));
        let claims = match node.kind {
            NodeKind::Competency(CompetencyLevel::Outcome)
                if cx.actor().is_ok_and(|actor| own || !actor.is(Role::Officer)) =>
            {
                claim_list(&cx, &case, &node.id, own).await?
            }
            _ => None,
        };
        let facts = node_facts(&case.framework, ix, &href);
        let reasons = (!reasons.is_empty())
            .then(|| view! { <Section id="why" title="Why it stands so"><Reasons items=reasons/></Section> });
        Ok(Page::new(
            title.clone(),
            view! {
                <BackLink href=paths::map(&case.id) label="The map"/>
                <Heading title=title eyebrow=eyebrow/>
                <p><Tag tone=tone(state) label=word(state)/>" "<span>{since}{until}{progress}</span></p>
                {act}
                {reasons}
                {claims}
                {outcomes}
                <Section id="facts" title="What it is">{facts}</Section>
            },
        )
        .reading())
    })
}

/// What the trainee can do about a node.
fn node_action(case: &Case, ix: NodeIx) -> Option<AnyView> {
    let node = case.framework.node(ix);
    let state = case.standing.state(ix);
    let waiting = case.waiting.iter().find(|waiting| waiting.node == node.id);
    let (href, label) = match node.kind {
        NodeKind::Competency(CompetencyLevel::Outcome) => (paths::new_claim(&case.id, &node.id), "Claim this outcome"),
        NodeKind::Element(ElementKind::Verification) if !state.counts() => (
            paths::ask_verification(&case.id, &node.id),
            "Ask your employer to verify",
        ),
        NodeKind::StepOff { status } if state == State::Available && case.standing.state(status) != State::Held => {
            (paths::apply(&case.id, &node.id), "Apply for this status")
        }
        _ => return None,
    };
    if let Some(waiting) = waiting {
        let text = format!("With {} since {}.", waiting.with, words::date(waiting.since));
        return Some(view! { <p><Tag tone=Tone::Wait label="Waiting"/>" "{text}</p> }.into_any());
    }
    Some(view! { <p><a class="button" href=href>{label}</a></p> }.into_any())
}

/// The outcomes below a portfolio or a competency.
fn outcome_rows(case: &Case, ix: NodeIx, own: bool, search: String) -> Option<AnyView> {
    let mut outcomes = Vec::new();
    collect_outcomes(case, ix, &mut outcomes);
    if outcomes.is_empty() {
        return None;
    }
    let rows = outcomes
        .into_iter()
        .filter(|outcome| words::is_found(&called(&case.framework, *outcome), &search))
        .map(|outcome| {
            let node = case.framework.node(outcome);
            let (done, of) = case.standing.progress(outcome);
            let state = case.standing.state(outcome);
            let claim = (own && !state.counts()).then(|| view! { <a href=paths::new_claim(&case.id, &node.id)>"Claim"<span class="unseen">{format!(" {}", node.title)}</span></a> });
            vec![
                view! { <a href=paths::node(&case.id, &node.id)>{called(&case.framework, outcome)}</a> }.into_any(),
                format!("{done} of {of}").into_any(),
                view! { <Tag tone=tone(state) label=word(state)/> }.into_any(),
                claim.into_any(),
            ]
        })
        .collect::<Vec<_>>();
    Some(
        view! {
            <Section id="outcomes" title="Its outcomes">
                <Filter label="Filter outcomes" value=search list="outcome-list"/>
                <DataTable id="outcome-list" empty="No outcome has these words." caption="Outcomes" caption_hidden=true head=["Outcome", "Examples", "State", "Do"].map(String::from).to_vec() rows=rows/>
            </Section>
        }
        .into_any(),
    )
}

fn collect_outcomes(case: &Case, ix: NodeIx, into: &mut Vec<NodeIx>) {
    let kind = &case.framework.node(ix).kind;
    let parts = match kind {
        NodeKind::Element(ElementKind::Portfolio) => case.framework.needs(ix),
        NodeKind::Competency(CompetencyLevel::Outcome) => return,
        NodeKind::Competency(_) => case.framework.children(ix),
        _ => return,
    };
    for part in parts {
        match case.framework.node(*part).kind {
            NodeKind::Competency(CompetencyLevel::Outcome) if !into.contains(part) => into.push(*part),
            NodeKind::Competency(_) => collect_outcomes(case, *part, into),
            _ => {}
        }
    }
}

async fn claim_list(cx: &RequestCx, case: &Case, outcome: &str, own: bool) -> Result<Option<AnyView>, AppError> {
    let claims = sign_off::claims_of_outcome(cx.app.db.read(), &case.id, outcome, own).await?;
    if claims.is_empty() {
        return Ok(None);
    }
    let rows = claims
        .into_iter()
        .map(|claim| {
            let (tone, label) = claim.state.tag();
            vec![
                view! { <a href=paths::claim(&ClaimId::from(claim.id))>{claim.title}</a> }.into_any(),
                view! { <Tag tone=tone label=label/> }.into_any(),
                words::date(claim.changed_on).into_any(),
            ]
        })
        .collect::<Vec<_>>();
    Ok(Some(
        view! {
            <Section id="claims" title="Claims of it">
                <DataTable caption="Claims" caption_hidden=true head=["Claim", "State", "Last change"].map(String::from).to_vec() rows=rows/>
            </Section>
        }
        .into_any(),
    ))
}

fn key_tag(case: &Case, stage: NodeIx, key: Key) -> AnyView {
    let found = case.standing.key(stage, key);
    let (done, of) = match key {
        Key::Results => (found.done, found.of),
        Key::Employer => {
            let work = Workplace::of(case, stage);
            (work.done(), work.all())
        }
    };
    let (tone, label) = match (found.because, found.turned, done) {
        (Some(KeyProblem::Absent(_)), ..) => (Tone::Plain, String::from("Not needed")),
        (_, true, _) => (Tone::Met, String::from("Turned")),
        (_, false, 0) => (Tone::Later, format!("0 of {of}")),
        (_, false, done) => (Tone::Now, format!("{done} of {of}")),
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
                view! { <a href=paths::enrolment(&case.id)>{case.name.clone()}</a> }.into_any(),
                format!("{} {}", case.framework.short_title(), case.framework.version()).into_any(),
                stage_title.into_any(),
                stage.map(|stage| key_tag(&case, stage, Key::Results)).into_any(),
                stage.map(|stage| key_tag(&case, stage, Key::Employer)).into_any(),
            ];
            if supervision {
                row.push(view! { <a href=paths::supervision(&case.id)>"Supervision"<span class="unseen">{format!(" of {}", case.name)}</span></a> }.into_any());
            }
            row
        })
        .collect()
}

/// A list of cases with search and pages.
fn case_list(found: CasePage, search: &str, page: u64, base: &str, supervision: bool, empty: &'static str) -> AnyView {
    let pages = u32::try_from(found.total.div_ceil(PAGE)).unwrap_or(u32::MAX);
    let count = words::count(usize::try_from(found.total).unwrap_or_default(), "person", "people");
    let mut head = ["Name", "Framework", "Stage", "Results key", "Employer’s key"]
        .map(String::from)
        .to_vec();
    if supervision {
        head.push(String::from("Change"));
    }
    let base = format!("{base}?q={}&page=", paths::encoded(search));
    view! {
        <Filter label="Find by name" value=search.to_owned() list="cases"/>
        <p class="count">{count}</p>
        <DataTable id="cases" caption="People" caption_hidden=true head=head rows=case_rows(found.cases, supervision) empty=empty/>
        <Pagination page=u32::try_from(page).unwrap_or(1) pages=pages base=base/>
    }
    .into_any()
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

/// Every enrolment, and a form for a new one.
#[component]
pub fn Enrolments() -> impl IntoView {
    page(|cx, params| async move {
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
        let form = cx.returned("enrol").await?;
        let link = cx.session.get::<(String, String)>(NEW_LINK).await?;
        if link.is_some() {
            cx.session.remove_value(NEW_LINK).await?;
        }
        let link = link.map(|(name, token)| {
            let path = paths::invitation(&token);
            let link = view! { <OnceLink path=path/> };
            view! { <Card title=format!("Link for {name}")><p>"It works once, for 14 days."</p><p class="once">{link}</p></Card> }
        });
        let frameworks = cx
            .app
            .catalogue
            .all()
            .map(|framework| Choice {
                value: format!("{} {}", framework.slug(), framework.version()),
                label: format!("{}, version {}", framework.title(), framework.version()),
                hint: None,
            })
            .collect::<Vec<_>>();
        let specialisms = cx
            .app
            .catalogue
            .all()
            .flat_map(|framework| {
                framework
                    .specialisms()
                    .iter()
                    .map(|one| Choice {
                        value: one.id.clone(),
                        label: format!("{}: {}", framework.short_title(), one.title),
                        hint: None,
                    })
                    .collect::<Vec<_>>()
            })
            .collect::<Vec<_>>();
        let organisations = async |kind: &str| -> Result<Vec<Choice>, AppError> {
            let found = people::organisations_of_kind(cx.app.db.read(), kind).await?;
            Ok(found
                .into_iter()
                .map(|one| Choice {
                    value: one.id,
                    label: one.name,
                    hint: None,
                })
                .collect())
        };
        let (providers, employers) = (organisations("provider").await?, organisations("employer").await?);
        let value = |field: &str| form.value(field, "");
        let (name, email, framework, specialism, from_on, provider, employer, job_title) = (
            value("name"),
            value("email"),
            value("framework"),
            value("specialism"),
            value("from_on"),
            value("provider"),
            value("employer"),
            value("job_title"),
        );
        let enrol = view! {
            <form method="post" action=Enrol::PATH novalidate>
                <TextField id="name" name="form[name]" label="Name" value=name error=form.error("name")/>
                <TextField id="email" name="form[email]" label="Email address" kind="email" hint="If the address is known, that person is enrolled." value=email error=form.error("email")/>
                <Radios id="framework" name="form[framework]" legend="Framework" options=frameworks value=framework error=form.error("framework")/>
                <Select id="specialism" name="form[specialism]" label="Specialism" prompt="Not yet chosen" options=specialisms value=specialism error=form.error("specialism") optional=true/>
                <TextField id="from_on" name="form[from_on]" label="First day" kind="date" value=from_on error=form.error("from_on")/>
                <Select id="provider" name="form[provider]" label="Training provider" prompt="None yet" options=providers value=provider optional=true/>
                <Select id="employer" name="form[employer]" label="Employer" prompt="None yet" options=employers value=employer optional=true/>
                <TextField id="job_title" name="form[job_title]" label="Job title" hint="If there is an employer." value=job_title error=form.error("job_title") optional=true/>
                <Buttons><Button label="Enrol"/></Buttons>
            </form>
        };
        Ok(Page::new(
            "Enrolments",
            view! {
                <ErrorSummary errors=form.summary()/>
                <Heading title="Enrolments"/>
                {link}
                {list}
                <Section id="enrol" title="Enrol a trainee">{enrol}</Section>
            },
        )
        .with_form(&form))
    })
}

/// Who supervises a trainee, and since when.
#[component]
pub fn Supervision() -> impl IntoView {
    page(|cx, params| async move {
        let id = EnrolmentId::parse(&params.path("enrolment")).ok_or(AppError::NotFound)?;
        let (case, _) = store::case_for(&cx, &id, actions::ManageSupervision).await?;
        let db = cx.app.db.read();
        let possible = store::possible_supervisors(db, &id, cx.today).await?;
        let employers = store::employers_today(db, &id, cx.today).await?;
        let form = cx.returned(&format!("supervise {id}")).await?;
        let rows = store::supervisions(db, &id)
            .await?
            .into_iter()
            .map(|row| {
                let ended = row.until_on.is_some_and(|until| until <= cx.today);
                let state = match row.until_on {
                    Some(until) if ended => (Tone::Later, format!("Ended {}", words::date(until))),
                    Some(until) => (Tone::Met, format!("Until {}", words::date(until.pred_opt().unwrap_or(until)))),
                    None if row.from_on > cx.today => (Tone::Wait, String::from("Not begun")),
                    None => (Tone::Met, String::from("In force")),
                };
                let end = (!ended).then(|| {
                    view! {
                        <form method="post" action=EndSupervision::PATH>
                            <Hidden name="enrolment" value=id.to_string()/>
                            <Hidden name="supervision" value=row.id/>
                            <button class="link danger">"End"<span class="unseen">{format!(" the supervision by {}", row.name)}</span></button>
                        </form>
                    }
                });
                vec![
                    row.name.into_any(),
                    row.authorised_as.unwrap_or_default().into_any(),
                    words::date(row.from_on).into_any(),
                    view! { <Tag tone=state.0 label=state.1/> }.into_any(),
                    end.into_any(),
                ]
            })
            .collect::<Vec<_>>();
        let options = possible
            .iter()
            .map(|(id, name)| Choice {
                value: id.to_string(),
                label: name.clone(),
                hint: None,
            })
            .collect::<Vec<_>>();
        let (supervisor, authorised_as, from_on, until_on) = (
            form.value("supervisor", ""),
            form.value("authorised_as", ""),
            form.value("from_on", &cx.today.to_string()),
            form.value("until_on", ""),
        );
        let new = if options.is_empty() {
            view! { <p>"The employer has no further supervisor who could be named. Invite one under People first."</p> }
                .into_any()
        } else {
            view! {
                <form method="post" action=NameSupervisor::PATH novalidate>
                    <Hidden name="form[enrolment]" value=id.to_string()/>
                    <Radios id="supervisor" name="form[supervisor]" legend="Supervisor" options=options value=supervisor error=form.error("supervisor")/>
                    <TextField id="authorised_as" name="form[authorised_as]" label="Authorised as" hint="Such as solicitor or Fellow. Needed where the framework asks for an authorised person." value=authorised_as error=form.error("authorised_as") optional=true/>
                    <TextField id="from_on" name="form[from_on]" label="First day" kind="date" value=from_on error=form.error("from_on")/>
                    <TextField id="until_on" name="form[until_on]" label="Last day" kind="date" hint="Leave it empty while it goes on." value=until_on error=form.error("until_on") optional=true/>
                    <Buttons><Button label="Name supervisor"/></Buttons>
                </form>
            }
            .into_any()
        };
        let name = case.name.clone();
        let employments = employers
            .into_iter()
            .map(|(employer, title)| {
                let href = paths::end_employment(&id, &employer);
                view! { <p>{format!("{name} works for {title}. ")}<a href=href>"End this employment"</a></p> }
            })
            .collect_view();
        Ok(Page::new(
            format!("Supervision of {}", case.name),
            view! {
                <BackLink href=paths::enrolment(&id) label=case.name.clone()/>
                <ErrorSummary errors=form.summary()/>
                <Heading title=format!("Supervision of {}", case.name) lede="A supervisor decides claims from the first day to the last. What they sign stays valid afterwards."/>
                <DataTable
                    caption="Supervisors"
                    caption_hidden=true
                    head=["Supervisor", "Authorised as", "From", "State", "Change"].map(String::from).to_vec()
                    rows=rows
                    empty="Nobody supervises this trainee yet."
                />
                <Section id="new" title="Name a supervisor">{new}</Section>
                <Section id="employment" title="Employment">{employments}</Section>
            },
        )
        .with_form(&form))
    })
}

/// The question before an employment ends.
#[component]
pub fn EndEmploymentPage() -> impl IntoView {
    page(|cx, params| async move {
        let id = EnrolmentId::parse(&params.path("enrolment")).ok_or(AppError::NotFound)?;
        let (case, _) = store::case_for(&cx, &id, actions::ManageSupervision).await?;
        let employer = params.path("employer");
        let employers = store::employers_today(cx.app.db.read(), &id, cx.today).await?;
        let (employer, title) = employers
            .into_iter()
            .find(|(id, _)| id.as_str() == employer)
            .ok_or(AppError::NotFound)?;
        let question = format!("Has {} left {title}?", case.name);
        let lede = format!("From today {title} no longer sees the record. What its people signed stays valid.");
        Ok(Page::new(
            question.clone(),
            view! {
                <BackLink href=paths::supervision(&id) label="Back"/>
                <Heading title=question lede=lede/>
                <form method="post" action=EndEmployment::PATH>
                    <Hidden name="enrolment" value=id.to_string()/>
                    <Hidden name="employer" value=employer.to_string()/>
                    <Buttons>
                        <Button label="End the employment today" tone=ButtonTone::Danger/>
                        " "
                        <a href=paths::supervision(&id)>"Keep it"</a>
                    </Buttons>
                </form>
            },
        )
        .reading())
    })
}

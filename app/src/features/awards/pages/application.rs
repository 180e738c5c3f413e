//! One application: what it rests on, and the registrar's decision.

use super::words::{decided_tag, of_application};
use crate::design::back::BackLink;
use crate::design::error_summary::ErrorSummary;
use crate::design::field::{Button, Buttons, Choice, Hidden, Radios, TextArea};
use crate::design::heading::{Heading, Section};
use crate::design::reason::Reasons;
use crate::design::summary_list::{SummaryList, SummaryRow};
use crate::design::table::DataTable;
use crate::design::tag::{Tag, Tone};
use crate::error::AppError;
use crate::features::awards::actions::DecideApplication;
use crate::features::awards::store::{self, Application, Award};
use crate::features::enrolments::store::{Case, case_for};
use crate::features::frameworks::map::{reason_items, tone, word};
use crate::paths;
use crate::web::form::Returned;
use crate::web::page::{Page, page};
use crate::web::words;
use chrono::NaiveDate;
use domain::access::{Denied, actions, permit};
use domain::framework::NodeIx;
use domain::ids::ApplicationId;
use domain::standing::{Key, KeyProblem, State, parts_in_words};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The application, for the registrar who decides and for whoever may see the record.
#[component]
pub fn ApplicationPage() -> impl IntoView {
    page(|cx, params| async move {
        let id = ApplicationId::parse(&params.path("application")).ok_or(AppError::NotFound)?;
        let application = store::application(cx.app.db.read(), &id).await?;
        let (case, view_permit) = case_for(&cx, &application.enrolment, actions::ViewRecord).await?;
        let awards = store::awards_of(cx.app.db.read(), &application.enrolment).await?;
        let form = cx.returned(&format!("decide {id}")).await?;
        let actor = cx.actor()?;
        let own = case.trainee == actor.person;
        let decides = permit(actor, actions::DecideApplication, view_permit.subject());
        let registrar = permit(actor, actions::DecideApplication, &domain::access::Subject::default()).is_ok();
        let reader = Reader { own, registrar };
        let (framework, status) = of_application(&application, &cx.app.catalogue);
        let eyebrow = format!("{framework} · Application of {}", case.name);
        let facts = summary(&application, &case, &status, reader, cx.today);
        // Why a status was withdrawn is for the registrar, and for the holder on their own page.
        let withdrawn = if registrar {
            withdrawn_before(&application, &awards)
        } else {
            None
        };
        let basis = (application.decided.is_none() && decides.is_ok()).then(|| basis(&application, &case));
        let decision = match (&application.decided, decides) {
            (Some(_), _) => None,
            (None, Ok(_)) => Some(decision_form(&id, &case, &application, &form)),
            (None, Err(Denied::Forbidden(why))) if registrar => Some(view! { <p>{why}</p> }.into_any()),
            (None, Err(_)) => None,
        };
        let waits = (application.decided.is_none() && !registrar)
            .then(|| view! { <p>"The registrar decides. This page shows the decision."</p> });
        let back = match (registrar && !own, own) {
            (true, _) => view! { <BackLink href=paths::APPLICATIONS label="Applications"/> },
            (_, true) => view! { <BackLink href=paths::enrolment(&case.id) label="Where you are"/> },
            _ => view! { <BackLink href=paths::enrolment(&case.id) label=case.name.clone()/> },
        };
        Ok(Page::new(
            format!("{status}: application of {}", case.name),
            view! {
                {back}
                <ErrorSummary errors=form.summary()/>
                <Heading title=status eyebrow=eyebrow/>
                <SummaryList rows=facts/>
                {waits}
                {withdrawn}
                {basis}
                {decision.map(|decision| view! { <Section id="decide" title="Decision">{decision}</Section> })}
            },
        )
        .with_form(&form))
    })
}

/// Who reads the page.
#[derive(Clone, Copy)]
struct Reader {
    /// The trainee.
    own: bool,
    /// A registrar; of their own application, one who does not decide it.
    registrar: bool,
}

fn summary(application: &Application, case: &Case, status: &str, reader: Reader, today: NaiveDate) -> Vec<SummaryRow> {
    let row = |key: &str, value: AnyView| SummaryRow {
        key: key.to_owned(),
        value,
        action: None,
    };
    let record = view! { <a href=paths::record(&case.id)>{case.name.clone()}</a> };
    let applied = format!(
        "{}, {}",
        words::date(application.applied_on),
        words::days_from(application.applied_on, today)
    );
    let mut rows = Vec::new();
    if !reader.own {
        rows.push(row("Who", record.into_any()));
        rows.push(row("Status", status.to_owned().into_any()));
    }
    rows.push(row("Applied", applied.into_any()));
    let Some(decided) = &application.decided else {
        rows.push(row(
            "State",
            view! { <Tag tone=Tone::Wait label="With the registrar"/> }.into_any(),
        ));
        return rows;
    };
    let said = format!("by {}, {}", decided.by, words::date(decided.on));
    rows.push(row(
        "State",
        view! { <div>{decided_tag(decided)}" "{said}</div> }.into_any(),
    ));
    // Why is between the trainee and the registrar: an employer may see the record, and still not this.
    if !decided.reason.is_empty() && (reader.own || reader.registrar) {
        let key = if decided.is_conferred { "Remark" } else { "Reason" };
        rows.push(row(key, decided.reason.clone().into_any()));
    }
    if let Some((award, code)) = &decided.award {
        rows.push(row(
            "Code",
            view! { <a href=paths::check(code)>{code.clone()}</a> }.into_any(),
        ));
        if reader.registrar {
            rows.push(row(
                "Award",
                view! { <a href=paths::award(award)>"See the award"</a> }.into_any(),
            ));
        }
    }
    rows
}

/// The same status was held and withdrawn before: whoever decides should know.
fn withdrawn_before(application: &Application, awards: &[Award]) -> Option<AnyView> {
    let same = awards
        .iter()
        .filter(|award| award.status == application.status && award.application != application.id);
    let withdrawal = same
        .filter_map(|award| award.withdrawal.as_ref())
        .max_by_key(|withdrawal| withdrawal.on)?;
    let text = format!(
        "This status was withdrawn by {} on {}. Reason: {}",
        withdrawal.by,
        words::date(withdrawal.on),
        withdrawal.reason
    );
    Some(view! { <p><Tag tone=Tone::Late label="Withdrawn before"/>" "{text}</p> }.into_any())
}

/// What the decision rests on, as of today: the reasons, and both keys of each stage that the status asks for; the other
/// stages are folded.
fn basis(application: &Application, case: &Case) -> AnyView {
    let (framework, standing) = (&case.framework, &case.standing);
    let href = |node: &str| paths::node(&case.id, node);
    let step_off = framework.step_off(&application.step_off).map(|(step_off, _)| step_off);
    let asked = step_off.map_or(&[][..], |step_off| framework.needs(step_off));
    let (asked, others): (Vec<NodeIx>, Vec<NodeIx>) = framework
        .stages()
        .iter()
        .copied()
        .partition(|stage| asked.contains(stage));
    let why = step_off.map(|step_off| {
        let reasons = reason_items(standing.reasons(framework, step_off), &href);
        let (tone, label) = match standing.state(step_off) {
            State::Available => (Tone::Met, "All it asks is there"),
            State::Met => (Tone::Held, "Held already"),
            _ => (Tone::Late, "Not all it asks is there"),
        };
        view! { <p><Tag tone=tone label=label/></p><Reasons items=reasons/> }
    });
    let rests_on = (!asked.is_empty()).then(|| stages(case, "Stages that it asks for, and their keys", &asked));
    let others = (!others.is_empty()).then(|| {
        view! { <details><summary>"The other stages"</summary>{stages(case, "Other stages, and their keys", &others)}</details> }
    });
    view! {
        <Section id="why" title=format!("What the status asks, on {}", words::date(standing.on()))>
            {why}
            {rests_on}
            {others}
        </Section>
    }
    .into_any()
}

fn stages(case: &Case, caption: &'static str, of: &[NodeIx]) -> AnyView {
    let rows: Vec<Vec<AnyView>> = of
        .iter()
        .map(|stage| {
            let node = case.framework.node(*stage);
            let state = case.standing.state(*stage);
            vec![
                view! { <a href=paths::node(&case.id, &node.id)>{node.title.clone()}</a> }.into_any(),
                view! { <Tag tone=tone(state) label=word(state)/> }.into_any(),
                key_cell(case, *stage, Key::Results),
                key_cell(case, *stage, Key::Employer),
            ]
        })
        .collect();
    let head = ["Stage", "State", "Results key", "Employer key"]
        .map(String::from)
        .to_vec();
    view! { <DataTable caption=caption caption_hidden=true head=head rows=rows/> }.into_any()
}

fn key_cell(case: &Case, stage: NodeIx, key: Key) -> AnyView {
    let parts = case.standing.parts(&case.framework, stage, key);
    let begun = parts.iter().any(|part| part.done > 0);
    let (key, parts) = (case.standing.key(stage, key), parts_in_words(&parts));
    let (tone, label, text) = match (&key.because, key.turned) {
        (Some(KeyProblem::Absent(why)), _) => (Tone::Plain, "Not needed", why.clone()),
        (Some(KeyProblem::SamePerson(_)), _) => (
            Tone::Late,
            "Not turned",
            String::from("One person signed for both keys. A different person has to sign for one of them."),
        ),
        (Some(KeyProblem::NotProved) | None, true) => (
            Tone::Met,
            "Turned",
            key.since.map_or(parts, |since| format!("since {}", words::date(since))),
        ),
        (Some(KeyProblem::NotProved) | None, false) if begun => (Tone::Now, "Part turned", parts),
        (Some(KeyProblem::NotProved) | None, false) => (Tone::Later, "Not turned", parts),
    };
    view! { <div><Tag tone=tone label=label/><br/><span class="count">{text}</span></div> }.into_any()
}

fn decision_form(id: &ApplicationId, case: &Case, application: &Application, form: &Returned) -> AnyView {
    let available = case
        .framework
        .step_off(&application.step_off)
        .is_some_and(|(ix, _)| case.standing.state(ix) == State::Available);
    let option = |value: &str, label: &str, hint: &str| Choice::new(value, label).hinted(hint);
    let mut options = Vec::new();
    // Conferring is offered only where it can be done; the action asks the standing once more.
    if available {
        options.push(option(
            "confer",
            "Confer the status",
            "It is held from today on. The public page shows it at once.",
        ));
    }
    options.push(option(
        "decline",
        "Decline",
        "The trainee reads your reason and may apply again.",
    ));
    let (id, decision, reason) = (id.to_string(), form.value("decision", ""), form.value("reason", ""));
    view! {
        <form method="post" action=DecideApplication::PATH novalidate>
            <Hidden name="application" value=id/>
            <Radios name="decision" legend="What do you decide?" options=options value=decision error=form.error("decision")/>
            <TextArea
                name="reason"
                label="Reason or remark"
                hint="Needed when you decline. It is kept with the decision, and the trainee reads it."
                rows=4
                value=reason
                error=form.error("reason")
            />
            <Buttons><Button label="Decide"/></Buttons>
        </form>
    }
    .into_any()
}

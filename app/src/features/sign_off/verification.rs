//! The employer's verification of a stage: asked by the trainee, answered by the employer.

use super::actions::{AskVerification, VerifyStage};
use super::request::unpublished_view;
use super::rests::rests_view;
use super::store::verifications::{self, VerificationRequest};
use crate::design::attest::Attest;
use crate::design::back::BackLink;
use crate::design::card::Card;
use crate::design::error_summary::ErrorSummary;
use crate::design::field::{Button, Buttons, Choice, Hidden, Radios, TextArea};
use crate::design::heading::Heading;
use crate::design::table::DataTable;
use crate::design::tag::{Tag, Tone};
use crate::error::AppError;
use crate::features::enrolments::store::{self as enrolments, Case};
use crate::features::frameworks::map::{called, tone, word};
use crate::features::people::store::sha256;
use crate::paths;
use crate::web::form::Returned;
use crate::web::page::{Page, page};
use crate::web::request::RequestCx;
use crate::web::words;
use domain::access::{Denied, Permit, actions, permit};
use domain::framework::{CompetencyLevel, NodeIx, NodeKind};
use domain::ids::{EnrolmentId, RowId};
use domain::sign_off::{declined_verification_statement, verification_statement};
use domain::sign_off::{needs_another_verifier, results_confirmed_by, workplace_missing};
use domain::standing::Key;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Asks the employer, or says what comes first.
#[component]
pub fn AskVerificationPage() -> impl IntoView {
    page(|cx, params| async move {
        let id = EnrolmentId::parse(&params.path("enrolment")).ok_or(AppError::NotFound)?;
        let (case, _) = enrolments::case_for(&cx, &id, actions::AskVerification).await?;
        let element = params.path("element");
        let ix = case.framework.find(&element).ok_or(AppError::NotFound)?;
        let missing = workplace_missing(&case.framework, &case.standing, ix);
        let employers = enrolments::employers_today(cx.app.db.read(), &id, cx.today).await?;
        let form = cx.returned(&format!("ask {id}")).await?;
        // What lies with an employer of before is closed when another one is asked.
        let still_there = |with: &str| employers.iter().any(|(_, name)| name == with);
        let mut asked = case.waiting.iter().filter(|waiting| waiting.node == element);
        let asked = asked.find(|waiting| still_there(&waiting.with)).cloned();
        let again = needs_another_verifier(&case.framework, &case.standing, ix);
        let body = if case.standing.state(ix).counts() && !again {
            view! { <p><Tag tone=Tone::Met label="Verified"/>" Your employer has turned this key."</p> }.into_any()
        } else if let Some(asked) = asked {
            view! { <p><Tag tone=Tone::Wait label="Asked"/>{format!(" With {} since {}.", asked.with, words::date(asked.since))}</p> }.into_any()
        } else if !missing.is_empty() {
            let rows = missing_rows(&case, missing);
            view! {
                <p>"Verification comes last. First these:"</p>
                <DataTable caption="What comes first" caption_hidden=true head=["What", "State"].map(String::from).to_vec() rows=rows/>
            }
            .into_any()
        } else if employers.is_empty() {
            view! { <p>"No employment of yours is on record today, so there is nobody to ask. Tell your professional body where you work."</p> }.into_any()
        } else {
            let options = employers
                .iter()
                .map(|(id, name)| Choice::new(id, name))
                .collect::<Vec<_>>();
            let chosen = options
                .first()
                .filter(|_| options.len() == 1)
                .map(|only| only.value.clone());
            view! {
                <form method="post" action=AskVerification::PATH>
                    <Hidden name="enrolment" value=id.to_string()/>
                    <Hidden name="element" value=element.clone()/>
                    <Radios name="employer" legend="Which employer?" options=options value=chosen error=form.error("employer")/>
                    <Buttons><Button label="Ask to verify"/></Buttons>
                </form>
            }
            .into_any()
        };
        let title = case.framework.node(ix).title.clone();
        Ok(Page::new(
            title.clone(),
            view! {
                <BackLink href=paths::enrolment(&id) label="Where you are"/>
                <ErrorSummary errors=form.summary()/>
                <Heading title=title lede="A stage has two keys. This one is turned by your employer, who has seen your work."/>
                {body}
            },
        )
        .with_form(&form)
        .reading())
    })
}

fn missing_rows(case: &Case, missing: Vec<NodeIx>) -> Vec<Vec<AnyView>> {
    missing
        .into_iter()
        .map(|ix| {
            let node = case.framework.node(ix);
            let state = case.standing.state(ix);
            let (done, of) = case.standing.progress(ix);
            vec![
                view! { <a href=paths::node(&case.id, &node.id)>{called(&case.framework, ix)}</a> }.into_any(),
                view! { <Tag tone=tone(state) label=word(state)/>{format!(" {done} of {of}")} }.into_any(),
            ]
        })
        .collect()
}

/// A request to verify, for someone of the employer; the permit to answer it, or why not.
///
/// # Errors
/// [`AppError::NotFound`] for anyone else.
pub async fn request_for(
    cx: &RequestCx,
    id: &RowId,
) -> Result<(Case, VerificationRequest, Result<Permit<actions::VerifyStage>, Denied>), AppError> {
    let db = cx.app.db.read();
    let found = verifications::request(db, id).await?;
    let enrolment = EnrolmentId::from(found.enrolment_id.clone());
    let (case, _) = enrolments::case_for(cx, &enrolment, actions::ViewClaim).await?;
    let ix = case.framework.find(&found.element).ok_or(AppError::NotFound)?;
    let confirmed_by = results_confirmed_by(&case.framework, &case.facts, ix);
    let subject = verifications::subject(db, &found, confirmed_by, cx.today).await?;
    match permit(cx.actor()?, actions::VerifyStage, &subject) {
        Err(Denied::Unknown) => Err(AppError::NotFound),
        permit => Ok((case, found, permit)),
    }
}

/// What a verification rests on: the outcomes of the stage with the claims that counted.
pub fn shown(case: &Case, verification: NodeIx) -> serde_json::Value {
    let outcomes: Vec<serde_json::Value> = outcomes_of_stage(case, verification)
        .map(|ix| serde_json::json!({ "outcome": case.framework.node(ix).id, "state": case.standing.state(ix), "claims": case.standing.counted(&case.framework, ix) }))
        .collect();
    serde_json::json!({
        "framework": case.framework.slug(), "version": case.framework.version(), "element": case.framework.node(verification).id,
        "trainee": case.name, "on": case.standing.on(), "outcomes": outcomes,
    })
}

/// A digest of [`shown`], which the form sends back: what is signed must be what was read. Without the day, so that a page
/// opened before midnight can be signed after it.
#[must_use]
pub fn shown_digest(case: &Case, verification: NodeIx) -> String {
    let mut shown = shown(case, verification);
    if let Some(shown) = shown.as_object_mut() {
        shown.remove("on");
    }
    sha256(&shown.to_string())
}

/// The outcomes that belong to the stage of a verification, in the framework's order.
pub(super) fn outcomes_of_stage(case: &Case, verification: NodeIx) -> impl Iterator<Item = NodeIx> + '_ {
    let stage = case.framework.node(verification).stage;
    let outcome = |kind: &NodeKind| matches!(kind, NodeKind::Competency(CompetencyLevel::Outcome));
    case.framework
        .in_file_order()
        .filter(move |(_, node)| outcome(&node.kind) && node.stage == stage)
        .map(|(ix, _)| ix)
}

/// One request: what the stage rests on, and the answer.
#[component]
pub fn VerificationPage() -> impl IntoView {
    page(|cx, params| async move {
        let id = RowId::parse(&params.path("request")).ok_or(AppError::NotFound)?;
        let (case, found, permit) = request_for(&cx, &id).await?;
        let ix = case.framework.find(&found.element).ok_or(AppError::NotFound)?;
        let stage = case.framework.node(ix).stage;
        let stage_title = stage.map_or_else(String::new, |stage| case.framework.node(stage).title.clone());
        let form = cx.returned(&format!("verify {id}")).await?;
        let missing = workplace_missing(&case.framework, &case.standing, ix);
        let next = match (&found.outcome, permit) {
            (Some(_), _) => answered(&found),
            (None, _) if !found.is_open => {
                view! { <Card title="This request is closed"><p>"The trainee stopped working for this employer before it was answered. There is nothing to verify."</p></Card> }.into_any()
            }
            (None, Err(denied)) => {
                view! { <Card title="You can’t verify this one"><p>{denied.to_string()}</p></Card> }.into_any()
            }
            (None, Ok(_)) if !missing.is_empty() => {
                let rows = missing_rows(&case, missing);
                view! {
                    <Card title="Not complete"><p>"Something is missing since the trainee asked. Until it is there you can’t verify the stage, only answer that you do not."</p><DataTable caption="Missing" head=["What", "State"].map(String::from).to_vec() rows=rows/></Card>
                    {answer_form(&id, &case, ix, &stage_title, &form, false)}
                }.into_any()
            }
            (None, Ok(_)) => answer_form(&id, &case, ix, &stage_title, &form, true),
        };
        let results = stage.map(|stage| case.standing.key(stage, Key::Results));
        let results = results.map(|key| if key.turned { String::from("The results key is turned.") } else { format!("The results key stands at {} of {}: it is the provider’s, and may be turned before or after yours.", key.done, key.of) });
        let unpublished = unpublished_view(case.framework.unpublished(ix));
        Ok(Page::new(
            format!("Verify {stage_title}: {}", case.name),
            view! {
                <BackLink href=paths::QUEUE label="Queue"/>
                <ErrorSummary errors=form.summary()/>
                <Heading
                    title=format!("Verify the {stage_title} stage of {}", case.name)
                    eyebrow=format!("{} · asked {}", found.employer, words::date(found.asked_on))
                    lede=results.unwrap_or_default()
                />
                {unpublished}
                {rests_view(&case, ix)}
                {next}
            },
        )
        .with_form(&form)
        .reading())
    })
}

fn answered(found: &VerificationRequest) -> AnyView {
    let verified = found.outcome.as_deref() == Some("verified");
    let (tone, label) = if verified {
        (Tone::Met, "Verified")
    } else {
        (Tone::Late, "Declined")
    };
    let by = format!(
        "{}, {}",
        found.verified_by.clone().unwrap_or_default(),
        found.verified_at.map(words::instant).unwrap_or_default()
    );
    let comment = found.comment.clone();
    let hash = found.signed_sha256.clone();
    view! {
        <Card title="The answer">
            <p><Tag tone=tone label=label/>" "<span class="count">{by}</span></p>
            <div class="prose">{comment}</div>
            <p class="count">"SHA-256 of what was signed: "<code class="hash">{hash}</code></p>
        </Card>
    }
    .into_any()
}

/// The answer; verifying is offered only where it can be done, and the action asks the standing once more.
fn answer_form(id: &RowId, case: &Case, verification: NodeIx, stage: &str, form: &Returned, complete: bool) -> AnyView {
    let trainee = &case.name;
    // A form that comes back keeps what it was opened with: its reader was shown that, and may not notice what changed.
    let read = form.value("read", &shown_digest(case, verification));
    let choice = |value: &str, label: &str, hint: &str| Choice::new(value, label).hinted(hint);
    let mut options = Vec::new();
    if complete {
        options.push(choice("verified", "Yes, I verify it", "This turns the employer’s key."));
    }
    options.push(choice("declined", "No, not now", "Say why; the trainee can ask again."));
    let declining = declined_verification_statement(trainee, stage);
    let value = |field: &str| form.value(field, "");
    let verifying = complete.then(|| {
        let statement = verification_statement(trainee, stage);
        view! {
            <div class="when when-verified">
                <TextArea name="comment" label="Remark" rows=2 value=value("comment") error=form.error("comment") optional=true/>
                <Attest lines=statement.lines foot=statement.foot/>
            </div>
        }
    });
    view! {
        <form method="post" action=VerifyStage::PATH novalidate>
            <Hidden name="request" value=id.to_string()/>
            <Hidden name="read" value=read/>
            <Radios name="outcome" legend=format!("Has {trainee} shown the competence of this stage at work?") options=options value=value("outcome") error=form.error("outcome")/>
            <div class="when when-declined">
                <TextArea name="why" label="Why not" hint="The trainee reads it." rows=3 value=value("why") error=form.error("why")/>
                <Attest title="What your signature says when you do not verify" lines=declining.lines foot=declining.foot/>
            </div>
            {verifying}
            <Buttons><Button label="Sign and send"/>" "<a href=paths::QUEUE>"Not now"</a></Buttons>
        </form>
    }
    .into_any()
}

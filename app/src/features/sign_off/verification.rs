//! One request to verify a stage: what the stage stands on, and the answer or the form for it.

use super::basis::{basis_view, missing_rows, stage_title};
use super::request::unpublished_view;
use super::routes::QUEUE;
use super::store::verification_requests::{self, Asked, VerificationRequest};
use super::verify::{self, Verify};
use crate::design::back::BackLink;
use crate::design::card::Card;
use crate::design::heading::Heading;
use crate::design::table::DataTable;
use crate::design::tag::{Tag, Tone};
use crate::error::AppError;
use crate::features::enrolments::store as enrolments;
use crate::web::draw::Page;
use crate::web::forms::Sheet;
use crate::web::request::RequestCx;
use crate::web::words;
use domain::access::{Denied, Subject, actions, permit};
use domain::ids::VerificationRequestId;
use domain::sign_off::{VerificationOutcome, workplace_missing};
use domain::standing::Key;
use leptos::prelude::*;

/// One request: what the stage stands on, and the answer.
///
/// # Errors
/// [`AppError::NotFound`] where there is none or whoever asks may not know of it.
pub async fn page(cx: RequestCx, id: VerificationRequestId) -> Result<Page, AppError> {
    let actor = cx.actor()?;
    permit(actor, actions::SeeQueue, &Subject::default())?;
    let db = cx.app.db.read();
    let request = verification_requests::request(db, id).await?;
    let (case, _) = enrolments::case_for(&cx, request.enrolment_id, actions::ViewClaim).await?;
    let asked = Asked::new(request, case)?;
    let answers = permit(actor, actions::VerifyStage, &asked.subject(db, cx.today).await?).map(drop);
    if answers == Err(Denied::Unknown) {
        return Err(AppError::NotFound);
    }
    let form = Sheet::<Verify>::on(&cx, &id).await?;
    let title = format!("Verify {}: {}", stage_title(&asked.case, asked.ix), asked.case.name);
    Ok(Page::new(form.title(title), move || draw(&asked, answers, &form)).reading())
}

fn draw(asked: &Asked, answers: Result<(), Denied>, form: &Sheet<Verify>) -> AnyView {
    let Asked { request, case, ix } = asked;
    let stage = case.framework.node(*ix).stage;
    let results = stage.map(|stage| {
        if case.standing.key(stage, Key::Results).turned {
            return String::from("The results key is turned.");
        }
        let (done, of) = case.standing.key_progress(&case.framework, stage, Key::Results);
        format!(
            "The results key stands at {done} of {of}: it is the provider’s, and may be turned before or after yours."
        )
    });
    view! {
        <BackLink href=QUEUE.to(()) label="Queue"/>
        {form.summary()}
        <Heading
            title=format!("Verify the {} stage of {}", stage_title(case, *ix), case.name)
            eyebrow=format!("{} · asked {}", request.employer, words::date(request.asked_on))
            lede=results.unwrap_or_default()
        />
        {unpublished_view(case.framework.unpublished(*ix))}
        {basis_view(case, *ix)}
        {next(asked, answers, form)}
    }
    .into_any()
}

/// The answer, or the form for it, or why there is none.
fn next(asked: &Asked, answers: Result<(), Denied>, form: &Sheet<Verify>) -> AnyView {
    let Asked { request, case, ix } = asked;
    if request.outcome.is_some() {
        return answered(request);
    }
    if !request.is_open {
        return view! { <Card title="This request is closed"><p>"The trainee stopped working for this employer before it was answered. There is nothing to verify."</p></Card> }.into_any();
    }
    if let Err(why) = answers {
        return view! { <Card title="You can’t verify this one"><p>{why.to_string()}</p></Card> }.into_any();
    }
    let missing = workplace_missing(&case.framework, &case.standing, *ix);
    if missing.is_empty() {
        return verify::draw(case, *ix, form, true);
    }
    let rows = missing_rows(case, missing);
    view! {
        <Card title="Not complete">
            <p>"Something is missing since the trainee asked. Until it is there you can’t verify the stage, only answer that you do not."</p>
            <DataTable caption="Missing" head=["What", "State"].map(String::from).to_vec() rows=rows/>
        </Card>
        {verify::draw(case, *ix, form, false)}
    }
    .into_any()
}

fn answered(request: &VerificationRequest) -> AnyView {
    let (tone, label) = if request.outcome == Some(VerificationOutcome::Verified) {
        (Tone::Met, "Verified")
    } else {
        (Tone::Late, "Declined")
    };
    let by = format!(
        "{}, {}",
        request.verified_by.clone().unwrap_or_default(),
        request.verified_at.map(words::instant).unwrap_or_default()
    );
    let comment = request.comment.clone();
    let hash = request.signed_sha256.clone();
    view! {
        <Card title="The answer">
            <p><Tag tone=tone label=label/>" "<span class="count">{by}</span></p>
            <div class="prose">{comment}</div>
            <p class="count">"SHA-256 of what was signed: "<code class="hash">{hash}</code></p>
        </Card>
    }
    .into_any()
}

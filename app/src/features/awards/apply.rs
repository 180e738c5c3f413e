//! Applying for the status of a step-off point.

use super::status::{earlier, facts, withdrawn};
use super::store::{self, Application, Award};
use super::words::with_letters;
use crate::design::reason::Reasons;
use crate::features::frameworks::map::{reason_items, tone, word};
use crate::features::record::store::{Case, case_for};
use crate::prelude::pages::*;
use domain::framework::NodeIx;
use domain::standing::State;

/// Applies for the status.
pub struct Apply;

impl Form for Apply {
    const FIELDS: &'static [Field] = &[];
    type At = (EnrolmentId, String);
    const ROUTE: Route<Self::At> = paths::APPLY;

    async fn act(_cx: &RequestCx, tx: &Tx, (id, step_off): Self::At, _: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::ApplyForStatus, id).await?;
        let case = may.state();
        let (ix, status) = case.framework.step_off(&step_off).ok_or(AppError::NotFound)?;
        if let Some(open) = store::open_application(&tx.read().await?, id, &step_off).await? {
            let done = Done::to(paths::APPLICATION.to(open)).saying("You have applied already. The registrar decides.");
            return Err(Stop::Instead(done));
        }
        if case.standing.state(ix) != State::Available {
            let done = Done::to(paths::APPLY.to((id, step_off)))
                .warning("You can’t apply for this status today. This page says why.");
            return Err(Stop::Instead(done));
        }
        let application = store::apply(&may, &step_off, status).await?;
        Ok(Done::to(paths::APPLICATION.to(application)).saying("You have applied. The registrar decides."))
    }
}

struct Look {
    case: Case,
    step_off: NodeIx,
    status: NodeIx,
    /// For this status, the latest first.
    applications: Vec<Application>,
    award: Option<Award>,
    today: NaiveDate,
}

/// What the status is, why it may be applied for or not, and the button when it may.
///
/// # Errors
/// [`AppError::NotFound`] where there is none or whoever asks may not know of it; [`AppError::Forbidden`] with the reason.
pub async fn page(cx: RequestCx, (id, step_off_id): (EnrolmentId, String)) -> Result<Page, AppError> {
    let (case, _) = case_for(&cx, id, actions::ApplyForStatus).await?;
    let (step_off, status) = case.framework.step_off(&step_off_id).ok_or(AppError::NotFound)?;
    let db = cx.app.db.read();
    let mut applications = store::applications_of(db, id).await?;
    applications.retain(|application| application.step_off == step_off_id);
    let mut awards = store::awards_of(db, id).await?.into_iter();
    let award = awards.find(|award| award.status == case.framework.node(status).id);
    let form = Sheet::<Apply>::on(&cx, &(id, step_off_id)).await?;
    let title = case.framework.status_title(status, case.today()).title;
    let look = Look { today: case.today(), case, step_off, status, applications, award };
    Ok(Page::new(title, move || draw(&look, &form)).reading())
}

fn draw(look: &Look, form: &Sheet<Apply>) -> AnyView {
    let case = &look.case;
    let called = case.framework.status_title(look.status, look.today);
    let href = |node: &str| paths::node(case.id, node);
    let reasons = reason_items(case.standing.reasons(&case.framework, look.step_off), &href);
    let state = case.standing.state(look.step_off);
    let why = match state {
        State::Available => "Why it is open to you",
        state if state.counts() => "What it depends on",
        _ => "Why it is not open to you yet",
    };
    view! {
        <BackLink href=paths::ENROLMENT.to(case.id) label="Where you are"/>
        <Heading title=called.title.clone() eyebrow=format!("{} · Step-off point", case.framework.short_title())/>
        <SummaryList rows=facts(case, look.status, with_letters(&called.title, called.letters.as_deref()))/>
        {look.award.as_ref().and_then(withdrawn)}
        {next_step(look, form)}
        <Section id="why" title=why>
            {(state != State::Blocked).then(|| view! { <p><Tag tone=tone(state) label=word(state)/></p> })}
            <Reasons items=reasons/>
        </Section>
        {earlier(&look.applications, look.today)}
    }
    .into_any()
}

/// What can be done here: look at the open application, at the status held, or apply.
fn next_step(look: &Look, form: &Sheet<Apply>) -> AnyView {
    let mut applications = look.applications.iter();
    if let Some(open) = applications.find(|application| application.decided.is_none()) {
        let text = format!("You applied on {}. The registrar decides.", words::date(open.applied_on));
        return view! { <p>{text}" "<a href=paths::APPLICATION.to(open.id)>"See your application"</a></p> }.into_any();
    }
    match (look.case.standing.state(look.step_off), &look.award) {
        (State::Met, Some(award)) => {
            let text = format!("You have held this status since {}.", words::date(award.conferred_on));
            view! { <p>{text}" "<a href=paths::CERTIFICATE.to(award.code.clone())>"See its public page"</a></p> }.into_any()
        }
        (State::Available, _) => view! {
            <p>"You meet every requirement. The registrar looks at your standing again before conferring it. You can work on the next stage meanwhile."</p>
            {form.around(view! { <Buttons><Button label="Apply for this status"/></Buttons> })}
        }
        .into_any(),
        // Why not is the next thing that the page says.
        _ => ().into_any(),
    }
}

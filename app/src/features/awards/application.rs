//! One application: what it stands on, and the registrar's decision.

use super::basis::basis;
use super::decide::{self, Decide};
use super::decided_on::decided_on;
use super::store::{self, Application, Award, Conferred};
use super::words::{decided_tag, of_application};
use crate::features::record::store::{Case, case_for};
use crate::features::record::waiting;
use crate::journal::chapter_file::Waiting;
use crate::prelude::pages::*;
use domain::access::Denied;
use domain::standing::StandingReport;

struct Look {
    application: Application,
    case: Case,
    /// All of the trainee's.
    awards: Vec<Award>,
    viewer: Viewer,
    /// Whether the viewer decides it, or why not.
    decides: Result<(), Denied>,
    titles: (String, String),
    today: NaiveDate,
}

/// The application, for the registrar who decides and for whoever may see the record.
///
/// # Errors
/// [`AppError::NotFound`] where there is none or whoever asks may not know of it.
pub async fn page(cx: RequestCx, id: ApplicationId) -> Result<Page, AppError> {
    let application = store::application(cx.app.db.read(), id).await?;
    let (case, seen) = case_for(&cx, application.enrolment, actions::ViewApplication).await?;
    let awards = store::awards_of(cx.app.db.read(), application.enrolment).await?;
    let form = Sheet::<Decide>::on(&cx, &id).await?;
    let actor = cx.actor()?;
    let subject = store::subject_of(cx.app.db.read(), seen.subject().clone(), (&application, &case)).await?;
    let viewer = Viewer { own: case.trainee == actor.person, registrar: actor.is_registrar_of(seen.subject()) };
    // Who signed what is not for each employer to read.
    let then = match viewer.own || viewer.registrar {
        true => store::standing_then(cx.app.db.read(), id).await?,
        false => None,
    };
    let look = Look {
        viewer,
        decides: permit(actor, actions::DecideApplication, &subject).map(drop),
        titles: of_application(&application, &cx.app.catalogue),
        today: case.today(),
        application,
        case,
        awards,
    };
    let title = format!("{}: application of {}", look.titles.1, look.case.name);
    let enrolment = look.case.id;
    Ok(Page::new(title, move || draw(&look, &form, then)).about(enrolment))
}

fn draw(look: &Look, form: &Sheet<Decide>, then: Option<StandingReport>) -> AnyView {
    let Look { application, case, viewer, titles: (framework, status), .. } = look;
    let is_open = application.decided.is_none();
    // Why a status was withdrawn is for the registrar, and for the holder on their own page.
    let withdrawn = if viewer.registrar { withdrawn_before(application, &look.awards) } else { None };
    let decision = match &look.decides {
        Ok(()) if is_open => Some(decide::draw(case, application, form)),
        Err(Denied::Forbidden(why)) if is_open && viewer.registrar => Some(view! { <p>{*why}</p> }.into_any()),
        _ => None,
    };
    let decision = decision.map(|decision| view! { <Section id="decide" title="Decision">{decision}</Section> });
    let waits = (is_open && !viewer.registrar && case.ended.is_none())
        .then(|| view! { <p>"The registrar decides. This page shows the decision."</p> });
    let back = match (viewer.registrar && !viewer.own, viewer.own) {
        (true, _) => view! { <BackLink href=paths::APPLICATIONS.to(()) label="Applications"/> },
        (_, true) => view! { <BackLink href=paths::ENROLMENT.to(case.id) label="Where you are"/> },
        _ => view! { <BackLink href=paths::ENROLMENT.to(case.id) label=case.name.clone()/> },
    };
    view! {
        {back}
        <Heading title=status.clone() eyebrow=format!("{framework} · Application of {}", case.name)/>
        <SummaryList rows=summary(application, case, status, *viewer, look.today)/>
        {waits}
        {withdrawn}
        {(is_open && look.decides.is_ok()).then(|| basis(application, case))}
        {decision}
        {then.and_then(|then| decided_on(application, case, then))}
    }
    .into_any()
}

/// Who reads the page.
#[derive(Clone, Copy)]
struct Viewer {
    /// The trainee.
    own: bool,
    /// A registrar; of their own application, one who does not decide it.
    registrar: bool,
}

fn summary(application: &Application, case: &Case, status: &str, viewer: Viewer, today: NaiveDate) -> Vec<SummaryRow> {
    let row = |key: &str, value: AnyView| SummaryRow { key: key.to_owned(), value, action: None };
    let record = view! { <a href=paths::RECORD.to(case.id)>{case.name.clone()}</a> };
    let applied = match application.decided {
        // How long it waited matters while it waits.
        None => format!("{}, {}", words::date(application.applied_on), words::days_from(application.applied_on, today)),
        Some(_) => words::date(application.applied_on),
    };
    let mut rows = Vec::new();
    if !viewer.own {
        rows.push(row("Who", record.into_any()));
        rows.push(row("Status", status.to_owned().into_any()));
    }
    rows.push(row("Applied", applied.into_any()));
    let Some(decided) = &application.decided else {
        rows.push(row("State", view! { <Tag tone=Tone::Wait label="With the registrar"/> }.into_any()));
        // What it rests on may fall: whoever decides is told before.
        let corrected = case.waiting.iter().filter(|one| matches!(one, Waiting::Result { is_correction: true, .. }));
        let corrected: Vec<String> = corrected.map(|one| waiting::title(case, one)).collect();
        if !corrected.is_empty() {
            let text = format!("{}: it is not confirmed yet, and may change what counts.", corrected.join(", "));
            rows.push(row("Under correction", text.into_any()));
        }
        return rows;
    };
    let said = format!("by {}, {}", decided.by, words::date(decided.on));
    rows.push(row("State", view! { <div>{decided_tag(decided, today)}" "{said}</div> }.into_any()));
    // Why is between the trainee and the registrar: an employer may see the record, and still not this.
    if !decided.reason.is_empty() && (viewer.own || viewer.registrar) {
        let key = if decided.is_conferred() { "Remark" } else { "Reason" };
        rows.push(row(key, decided.reason.clone().into_any()));
    }
    if let Some(Conferred { id, code, .. }) = &decided.award {
        rows.push(row("Code", view! { <a href=paths::CERTIFICATE.to(code.clone())>{code.clone()}</a> }.into_any()));
        if viewer.registrar {
            rows.push(row("Award", view! { <a href=paths::AWARD.to(*id)>"See the award"</a> }.into_any()));
        }
    }
    rows
}

/// The same status was held and withdrawn before: whoever decides should know.
fn withdrawn_before(application: &Application, awards: &[Award]) -> Option<AnyView> {
    let same = awards.iter().filter(|award| award.status == application.status && award.application != application.id);
    let withdrawal = same.filter_map(|award| award.withdrawal.as_ref()).max_by_key(|withdrawal| withdrawal.on)?;
    let text = format!(
        "This status was withdrawn by {} on {}. Reason: {}",
        withdrawal.by,
        words::date(withdrawal.on),
        withdrawal.reason
    );
    Some(view! { <p><Tag tone=Tone::Late label="Withdrawn before"/>" "{text}</p> }.into_any())
}

//! Asking the employer to verify a stage.

use super::basis::missing_rows;
use super::store::sending::{self, NewRequest};
use crate::features::record::store::{self as records, Case};
use crate::journal::chapter_file::Waiting;
use crate::prelude::pages::*;
use domain::framework::{ElementKind, NodeIx, NodeKind};
use domain::sign_off::{NotAsked, Recipient, SigningKind, SigningSubject, ask_to_verify};

const EMPLOYER: Field = Field::new("employer");

/// Asks an employer for whom the trainee works today.
pub struct Ask;

impl Form for Ask {
    const FIELDS: &'static [Field] = &[EMPLOYER];
    type At = (EnrolmentId, String);
    const ROUTE: Route<Self::At> = paths::ASKING;

    async fn act(_cx: &RequestCx, tx: &Tx, (id, element): Self::At, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::AskVerification, id).await?;
        let case = may.state();
        let ix = verification(case, &element)?;
        let employers = records::employers_today(&tx.read().await?, id, may.today()).await?;
        let instead = |why| not_asked((id, &element), why);
        can_ask(case, ix, &employers).map_err(instead)?;
        let chosen = OrganisationId::parse(values.get(EMPLOYER));
        let chosen = chosen.ok_or_else(|| Invalid::one(EMPLOYER.name, "Choose the employer who is to verify"))?;
        let of_chosen = employers.iter().find(|(id, _)| *id == chosen);
        let (employer, name) = of_chosen.ok_or_else(|| instead(NotAsked::NoEmployer))?;
        sending::close_at_former_employers(&may, id, &[SigningKind::Stage]).await?;
        sending::send(&may, request(case, ix, *employer)).await?;
        Ok(Done::to(paths::node(id, &element)).saying(format!("{name} is asked to verify.")))
    }
}

/// Whether one of the trainee's employers can be asked.
fn can_ask(case: &Case, ix: NodeIx, employers: &[(OrganisationId, String)]) -> Result<(), NotAsked> {
    let employers: Vec<_> = employers.iter().map(|(id, _)| *id).collect();
    let asked = case.waiting.iter().filter_map(|waiting| match waiting {
        Waiting::Verification { node, employer, since, .. } => {
            (*node == case.framework.node(ix).id).then_some((*employer, *since))
        }
        _ => None,
    });
    ask_to_verify((&case.framework, &case.standing), ix, &employers, asked)
}

/// Why nobody was asked. What comes first is listed where one asks.
fn not_asked((id, element): (EnrolmentId, &str), why: NotAsked) -> Stop {
    let node = paths::node(id, element);
    let (to, why) = match why {
        NotAsked::Verified => (node, "This stage is verified already."),
        NotAsked::Waits { .. } => (node, "An employer has been asked already, and has not answered yet."),
        NotAsked::Missing(_) => {
            let there = paths::ASKING.to((id, element.to_owned()));
            (there, "Not yet: the workplace competence listed here comes first.")
        }
        NotAsked::NoEmployer => (node, "Nobody was asked: you no longer work for this employer."),
    };
    Stop::Instead(Done::to(to).warning(why))
}

/// The request to any of an employer's people who may verify.
pub fn request(case: &Case, verification: NodeIx, employer: OrganisationId) -> NewRequest {
    NewRequest {
        of: case.id,
        subject: SigningSubject::Stage { element: case.framework.node(verification).id.clone() },
        to: Recipient::Employer,
        link: None,
        employer,
        until: None,
        shown: case.stage_content(verification).shown(),
    }
}

/// The verification that the address names.
fn verification(case: &Case, element: &str) -> Result<NodeIx, AppError> {
    let ix = case.framework.find(element).ok_or(AppError::NotFound)?;
    match case.framework.node(ix).kind {
        NodeKind::Element(ElementKind::Verification) => Ok(ix),
        _ => Err(AppError::NotFound),
    }
}

/// Asks the employer, or says what comes first.
///
/// # Errors
/// [`AppError::NotFound`] where there is none or whoever asks may not know of it; [`AppError::Forbidden`] with the reason.
pub async fn page(cx: RequestCx, (id, element): (EnrolmentId, String)) -> Result<Page, AppError> {
    let (case, _) = records::case_for(&cx, id, actions::AskVerification).await?;
    let ix = verification(&case, &element)?;
    let employers = records::employers_today(cx.app.db.read(), id, case.today()).await?;
    let form = Sheet::<Ask>::on(&cx, &(id, element)).await?;
    let title = case.framework.node(ix).title.clone();
    Ok(Page::new(title, move || draw(&case, ix, employers, &form)).reading())
}

fn draw(case: &Case, ix: NodeIx, employers: Vec<(OrganisationId, String)>, form: &Sheet<Ask>) -> AnyView {
    let node = case.framework.node(ix);
    view! {
        <BackLink href=paths::ENROLMENT.to(case.id) label="Where you are"/>
        <Heading title=node.title.clone() intro="A stage has two keys. This one is turned by your employer, who has seen your work."/>
        {next(case, ix, employers, form)}
    }
    .into_any()
}

fn next(case: &Case, ix: NodeIx, employers: Vec<(OrganisationId, String)>, form: &Sheet<Ask>) -> AnyView {
    match can_ask(case, ix, &employers) {
        Ok(()) => ask_view(employers, form),
        Err(NotAsked::Verified) => {
            view! { <p><Tag tone=Tone::Met label="Verified"/>" Your employer has turned this key."</p> }.into_any()
        }
        Err(NotAsked::Waits { employer, since }) => {
            let since = format!(" With {} since {}.", case.names.name(employer), words::date(since));
            view! { <p><Tag tone=Tone::Wait label="Asked"/>{since}</p> }.into_any()
        }
        Err(NotAsked::Missing(missing)) => view! {
            <p>"Verification comes last. First these:"</p>
            <DataTable caption="What comes first" caption_hidden=true head=["What", "State"].map(String::from).to_vec() rows=missing_rows(case, missing)/>
        }
        .into_any(),
        Err(NotAsked::NoEmployer) => view! { <p>"No employment of yours is on record today, so there is nobody to ask. Tell your professional body where you work."</p> }.into_any(),
    }
}

fn ask_view(employers: Vec<(OrganisationId, String)>, form: &Sheet<Ask>) -> AnyView {
    let options: Vec<_> = employers.iter().map(|(id, name)| Choice::new(id, name)).collect();
    let only = if let [only] = &options[..] { only.value.clone() } else { String::new() };
    form.around(view! {
        <Radios of=form.field_or(EMPLOYER, only) legend="Which employer?" options=options/>
        <Buttons><Button label="Ask to verify"/></Buttons>
    })
}

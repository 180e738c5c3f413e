//! Asking the employer to verify a stage.

use super::basis::missing_rows;
use super::store::requests;
use super::store::sending::{self, NewRequest};
use crate::features::record::store::{self as records, Case};
use crate::features::record::waiting::with_whom;
use crate::journal::chapter_file::Waiting;
use crate::prelude::pages::*;
use domain::framework::{ElementKind, NodeIx, NodeKind};
use domain::sign_off::{Recipient, SigningKind, SigningSubject, needs_another_verifier, workplace_missing};

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
        let node = paths::node(id, &element);
        let instead = |to: &str, why: &str| Err(Stop::Instead(Done::to(to).warning(why)));
        if is_verified(case, ix) {
            return instead(&node, "This stage is verified already.");
        }
        if !workplace_missing(&case.framework, &case.standing, ix).is_empty() {
            let why = "Not yet: the workplace competence listed here comes first.";
            return instead(&paths::ASKING.to((id, element)), why);
        }
        let db = tx.read().await?;
        let chosen = OrganisationId::parse(values.get(EMPLOYER));
        let chosen = chosen.ok_or_else(|| Invalid::one(EMPLOYER.name, "Choose the employer who is to verify"))?;
        let employers = records::employers_today(&db, id, tx.today()).await?;
        let Some((employer, name)) = employers.iter().find(|(id, _)| *id == chosen) else {
            return instead(&node, "Nobody was asked: you no longer work for this employer.");
        };
        // A request to an employer for whom the trainee works no longer does not stand in the way: it is closed.
        let works_for = |with: OrganisationId| employers.iter().any(|(id, _)| *id == with);
        let open = requests::open(&db, id, &[SigningKind::Stage]).await?;
        if open.iter().any(|open| open.node == element && works_for(open.employer_id)) {
            return instead(&node, "An employer has been asked already, and has not answered yet.");
        }
        sending::close_at_former_employers(&may, id, &[SigningKind::Stage]).await?;
        sending::send(&may, request(case, ix, *employer)).await?;
        Ok(Done::to(node).saying(format!("{name} is asked to verify.")))
    }
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
        shown: case.shown_stage(verification),
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

/// Whether the employer's key is turned, and by somebody who did not turn the other one.
fn is_verified(case: &Case, ix: NodeIx) -> bool {
    case.standing.state(ix).counts() && !needs_another_verifier(&case.framework, &case.standing, ix)
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
    if is_verified(case, ix) {
        return view! { <p><Tag tone=Tone::Met label="Verified"/>" Your employer has turned this key."</p> }.into_any();
    }
    // What is with an employer of before is closed when another one is asked.
    let element = &case.framework.node(ix).id;
    let asked = |waiting: &&Waiting| match waiting {
        Waiting::Verification { node, employer, .. } => {
            node == element && employers.iter().any(|(id, _)| id == employer)
        }
        _ => false,
    };
    if let Some(asked) = case.waiting.iter().find(asked) {
        let since = format!(" With {} since {}.", with_whom(case, asked), words::date(asked.since()));
        return view! { <p><Tag tone=Tone::Wait label="Asked"/>{since}</p> }.into_any();
    }
    let missing = workplace_missing(&case.framework, &case.standing, ix);
    if !missing.is_empty() {
        return view! {
            <p>"Verification comes last. First these:"</p>
            <DataTable caption="What comes first" caption_hidden=true head=["What", "State"].map(String::from).to_vec() rows=missing_rows(case, missing)/>
        }
        .into_any();
    }
    if employers.is_empty() {
        return view! { <p>"No employment of yours is on record today, so there is nobody to ask. Tell your professional body where you work."</p> }.into_any();
    }
    let options: Vec<_> = employers.iter().map(|(id, name)| Choice::new(id, name)).collect();
    let only = if let [only] = &options[..] { only.value.clone() } else { String::new() };
    form.around(view! {
        <Radios of=form.field_or(EMPLOYER, only) legend="Which employer?" options=options/>
        <Buttons><Button label="Ask to verify"/></Buttons>
    })
}

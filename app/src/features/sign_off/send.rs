//! The last look at a claim, and sending it to a supervisor.

use super::look::{Look, draft_digest};
use super::store::requests;
use super::store::{self, Askable, Claim, sending};
use super::{last_look, own, unchanged};
use crate::design::attest::Attest;
use crate::design::empty::Empty;
use crate::design::field::Checkboxes;
use crate::features::frameworks::map::called;
use crate::features::people::store as people;
use crate::features::record::store as records;
use crate::prelude::pages::*;
use crate::web::names::told_apart;
use domain::access::SupervisorAt;
use domain::sign_off::{ClaimState, Draft, claim_statement, sendable, work};
use domain::standing::ClaimOutcome;
use sea_orm::ConnectionTrait;

const READ: Field = Field::new("read");
const REDACTED: Field = Field::new("redacted");
const SUPERVISOR: Field = Field::new("supervisor");

/// Sends a claim: everything it needs is checked once more.
pub struct SendClaim;

impl Form for SendClaim {
    const FIELDS: &'static [Field] = &[READ, REDACTED, SUPERVISOR];
    type At = ClaimId;
    const ROUTE: Route<ClaimId> = paths::SENDING;

    async fn act(cx: &RequestCx, tx: &Tx, id: ClaimId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::WriteClaim, id).await?;
        let (claim, there) = (may.state(), Done::to(paths::CLAIM.to(id)));
        if claim.state() == ClaimState::Sent {
            return Err(Stop::Instead(there.warning("This claim has been sent already.")));
        }
        own::editable(claim).map_err(own::conflict_on_claim(id))?;
        let db = tx.read().await?;
        let look = Look::at(&db, &cx.app.catalogue, claim, cx.days(may.today())).await?;
        let chosen = SupervisorAt::parse(values.get(SUPERVISOR));
        let to = look.askable.iter().find(|one| Some(one.which()) == chosen);
        let draft = Draft {
            redacted: values.get(REDACTED) == "yes",
            is_as_read: values.get(READ) == draft_digest(claim, &look.evidence),
            is_addressed: to.is_some(),
            ..claim.draft(look.evidence.len())
        };
        let (to, ready) = match (to, sendable(&draft, look.max_age(), may.today())) {
            (Some(to), Ok(ready)) => (to, ready),
            (_, ready) => return Err(not_sent(&db, claim, chosen, ready.err().unwrap_or_default()).await?),
        };
        let days = work(ready.happened_from, ready.happened_until);
        if let Err(why) = store::can_have_seen(&db, claim.enrolment_id, to.which(), days).await? {
            return Err(Invalid::one(SUPERVISOR.name, why.to_trainee(&to.name, &to.employer_name)).into());
        }
        sending::send(&may, look.request(claim, to, ready, may.today())).await?;
        Ok(there.saying(format!("Sent to {}. You see here what they decide.", to.name)))
    }
}

/// Why nothing was sent. Whoever was chosen may supervise the trainee no longer.
async fn not_sent(
    db: &impl ConnectionTrait,
    claim: &Claim,
    chosen: Option<SupervisorAt>,
    errors: Invalid,
) -> Result<Stop, AppError> {
    if errors.0.iter().any(|error| error.field != SUPERVISOR.name) {
        return Ok(errors.into());
    }
    let once = store::askable_once(db, claim.enrolment_id).await?;
    Ok(match once.into_iter().find(|one| Some(one.which()) == chosen) {
        Some(one) => Stop::Instead(Done::to(paths::CLAIM.to(claim.id)).warning(format!(
            "Nothing was sent: {} no longer supervises you at {}. Choose someone else.",
            one.name, one.employer_name
        ))),
        None => errors.into(),
    })
}

/// The last look: what the supervisor will see, the declaration, whom to ask; or what is missing.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but its author.
pub async fn page(cx: RequestCx, id: ClaimId) -> Result<Page, AppError> {
    let claim = own::read(&cx, id).await?;
    if !claim.state().is_editable() {
        return Ok(Page::elsewhere(paths::CLAIM.to(id)));
    }
    let today = cx.day_of(&*cx.own_framework(claim.enrolment_id)?);
    let look = Look::at(cx.app.db.read(), &cx.app.catalogue, &claim, cx.days(today)).await?;
    let form = Sheet::<SendClaim>::on(&cx, &id).await?;
    let title = called(&look.case.framework, look.outcome);
    let before = requests::requests_of(cx.app.db.read(), id).await?;
    let before = unchanged::said_before(&look, &claim, &before)?;
    let employers = records::employers_today(cx.app.db.read(), claim.enrolment_id, today).await?;
    let employers: Vec<OrganisationId> = employers.into_iter().map(|(id, _)| id).collect();
    let names = people::who_names_supervisors(&cx, &look.case, &employers).await?;
    let enrolment = claim.enrolment_id;
    // The declaration is asked for below, once the rest is there.
    let missing = sendable(&claim.draft(look.evidence.len()), look.max_age(), today).err();
    Ok(Page::new(format!("Check and send: {title}"), move || {
        let ask = match &missing {
            Some(missing) => last_look::missing_view(id, missing),
            None if look.askable.is_empty() => {
                let text = format!("Ask {names} to name who supervises you. Your draft is safe until then.");
                view! { <Empty title="Nobody supervises you yet" text=text/> }.into_any()
            }
            None => {
                let ask = send_view(&claim, &look, &form);
                view! { {unchanged::notice(id, &before)}{ask} }.into_any()
            }
        };
        let sent = view! { <SummaryList rows=last_look::rows(&claim, title.clone(), &look.evidence)/> }.into_any();
        let (first, then) = if missing.is_some() { (ask, sent) } else { (sent, ask) };
        view! {
            <BackLink href=paths::EVIDENCE.to(id) label="Evidence"/>
            <Heading title="Check and send" eyebrow=format!("Step 3 of 3 · {title}") intro="After you send it you can’t change it. You can take it back until a supervisor decides it."/>
            {first}
            {then}
        }
    })
    .reading()
    .about(enrolment))
}

fn send_view(claim: &Claim, look: &Look, form: &Sheet<SendClaim>) -> AnyView {
    let statement = claim_statement(&look.case.name, ClaimOutcome::Met);
    let ask = choices(&look.askable);
    let only = if let [only] = &ask[..] { only.value.clone() } else { String::new() };
    let declaration = vec![Choice::new(
        "yes",
        "I have removed the names and details of clients and other people from the text and the evidence",
    )];
    let fields = view! {
        {form.fixed(READ, draft_digest(claim, &look.evidence))}
        <Checkboxes of=form.field_with(REDACTED, None) legend="Redaction" options=declaration/>
        <Radios of=form.field_or(SUPERVISOR, only) legend="Who supervised this work?" hint="They see exactly what is above. If they are away, another of your supervisors at the same employer can decide." options=ask/>
        <Buttons><Button label="Send the claim"/></Buttons>
    };
    view! {
        <Attest title="What your supervisor’s signature will say" lines=statement.lines foot=statement.foot/>
        {form.around(fields)}
    }
    .into_any()
}

/// Whom one may ask; where there are several employers, at which.
fn choices(askable: &[Askable]) -> Vec<Choice> {
    let several = askable.iter().any(|one| one.employer != askable[0].employer);
    let label = |one: &Askable| if several { format!("{}, {}", one.name, one.employer_name) } else { one.name.clone() };
    let labels: Vec<(String, &Askable)> = askable.iter().map(|one| (label(one), one)).collect();
    let since = |(_, one): &(String, &Askable)| format!("your supervisor since {}", words::date(one.from_on));
    let called = told_apart(&labels, |(label, _)| label, &[&since, &|(_, one)| one.email.clone()]);
    askable.iter().zip(called).map(|(one, called)| Choice::new(one.which(), called)).collect()
}

//! The draft of a claim: what was done, and when.

use super::autosave::Autosave;
use super::own;
use super::request::{meaning_view, signature_view};
use super::store::requests::{self, Request};
use super::store::{self, Claim, Written};
use crate::features::record::store as records;
use crate::islands::AutosaveDraft;
use crate::prelude::pages::*;
use crate::web::forms::entered;
use crate::web::tx::ReadOnly;
use domain::sign_off::{ClaimState, day_faults, unwritten, work};
use domain::text::is_blank;

/// The revision that was read.
pub const REVISION: Field = Field::new("revision");
/// What was done.
pub const NARRATIVE: Field = Field::written("narrative");
/// First day of the work.
pub const FROM: Field = Field::new("happened_from");
/// Last day of the work.
pub const UNTIL: Field = Field::new("happened_until");
const THEN: Field = Field::new("then");
/// Saved to go on to the evidence.
const TO_EVIDENCE: &str = "evidence";

/// Longest narrative, characters.
pub const LONGEST: usize = 10_000;

/// Saves a draft, and goes on to its evidence or back to the list.
pub struct SaveDraft;

impl Form for SaveDraft {
    const FIELDS: &'static [Field] = &[REVISION, NARRATIVE, FROM, UNTIL, THEN];
    /// A person may come back to the page as it was and write on: the revision tells that from the same text sent twice.
    const ONCE: bool = false;
    type At = ClaimId;
    const ROUTE: Route<ClaimId> = paths::DRAFT;

    async fn entered(_cx: &RequestCx, _id: &ClaimId, values: &Values) -> Vec<String> {
        entered([
            ("First day of the work", Some(fields::shown_date(values.get(FROM)))),
            ("Last day of the work", Some(fields::shown_date(values.get(UNTIL)))),
        ])
    }

    async fn act(_cx: &RequestCx, tx: &Tx, id: ClaimId, values: &Values) -> Result<Done, Stop> {
        let may = own::edit(tx, id).await.map_err(own::conflict_on_claim(id))?;
        let written = parse(values, may.today())?;
        let revision = values.get(REVISION).parse().unwrap_or_default();
        match store::save(&may, revision, &written).await {
            Err(AppError::Conflict(why)) => {
                let stored = may.state().title();
                let text = format!(
                    "{why} What is stored now begins “{stored}”. Save again to put your text in its place, or leave this page to keep the other"
                );
                return Err(Invalid::one(NARRATIVE.name, text).into());
            }
            other => other?,
        };
        let done = match values.get(THEN) {
            TO_EVIDENCE => Done::to(paths::EVIDENCE.to(id)),
            _ => Done::to(paths::claims(may.state().enrolment_id)).saying("The draft is saved."),
        };
        Ok(match worked_nowhere(&tx.read().await?, may.state().enrolment_id, &written).await? {
            true => done.warning(NOWHERE),
            false => done,
        })
    }
}

/// Said while the draft can be put right, and not first of whoever is asked.
const NOWHERE: &str = "The draft is saved. Look at its days again: no employment is on record for you on any of them, so nobody can be asked. If the days are right, ask your professional body to note the employment.";

/// Whether the days of a draft lie in no employment, where there is any.
async fn worked_nowhere(db: &ReadOnly<'_>, id: EnrolmentId, written: &Written) -> Result<bool, AppError> {
    let Some((from, until)) = written.happened_from.zip(written.happened_until) else { return Ok(false) };
    let employed = records::employments(db, id).await?;
    let days = work(from, until);
    Ok(!employed.is_empty() && employed.iter().all(|one| !one.spell().overlaps(days)))
}

/// Reads a draft: what is there must be readable, and its days those of work that is done. Anything may be missing, unless its author
/// goes on to the evidence.
fn parse(values: &Values, today: NaiveDate) -> Result<Written, Invalid> {
    let goes_on = values.get(THEN) == TO_EVIDENCE;
    let mut invalid = unwritten(|field| goes_on && is_blank(values.get(field)));
    let narrative = fields::optional_text(values.get(NARRATIVE), "what you did", LONGEST);
    let narrative = invalid.take(NARRATIVE.name, narrative).flatten();
    let mut day = |field: Field, what: &str| match values.get(field) {
        text if text.trim().is_empty() => None,
        text => invalid.take(field.name, fields::date(text, what)),
    };
    let happened_from = day(FROM, "the first day of the work");
    let happened_until = day(UNTIL, "the last day of the work");
    invalid.0.extend(day_faults(happened_from, happened_until, today).0);
    // What is missing stands among the rest, in the order of the form.
    invalid.0.sort_by_key(|error| [NARRATIVE, FROM, UNTIL].iter().position(|field| field.name == error.field));
    if invalid.is_empty() {
        Ok(Written { narrative: narrative.unwrap_or_default(), happened_from, happened_until })
    } else {
        Err(invalid)
    }
}

/// What was done, and when.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but its author.
pub async fn page(cx: RequestCx, id: ClaimId) -> Result<Page, AppError> {
    let claim = own::read(&cx, id).await?;
    if !claim.state().is_editable() {
        return Ok(Page::elsewhere(paths::CLAIM.to(id)));
    }
    let (outcome, meaning) = own::outcome_in_words(&cx, &claim)?;
    let form = Sheet::<SaveDraft>::on(&cx, &id).await?;
    let autosave = Sheet::<Autosave>::on(&cx, &id).await?;
    let enrolment = claim.enrolment_id;
    let (answer, zone) = (answer_to(&cx, &claim).await?, cx.zone);
    Ok(Page::new(format!("What you did: {outcome}"), move || {
        view! {
            <BackLink href=paths::CLAIM.to(id) label="This claim"/>
            <Heading title="What did you do?" eyebrow=format!("Step 1 of 3 · {outcome}")/>
            {meaning.map(meaning_view)}
            {answer.as_ref().and_then(|request| signature_view(request, zone))}
            <AutosaveDraft>{fields_view(&claim, &form)}{autosave_view(&autosave)}</AutosaveDraft>
        }
    })
    .reading()
    .about(enrolment))
}

fn fields_view(claim: &Claim, form: &Sheet<SaveDraft>) -> AnyView {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    view! {
        <form method="post" action=form.action() id="draft" novalidate>
            {form.seal()}
            {form.fixed(REVISION, claim.revision)}
            <TextArea of=form.field_or(NARRATIVE, &claim.narrative) label="What you did, and how it shows the outcome" hint="Say what was yours: what you found, decided, wrote, said. No names of clients or other people." rows=10/>
            <TextField of=form.field_or(FROM, day(claim.happened_from)) label="First day of the work" kind="date"/>
            <TextField of=form.field_or(UNTIL, day(claim.happened_until)) label="Last day of the work" kind="date" hint="Work of a single day: enter that day again."/>
            <Buttons>
                <Button label="Save and go on to evidence" name=THEN.name value=TO_EVIDENCE/>
                <Button label="Save and leave" tone=ButtonTone::Quiet name=THEN.name value="leave"/>
            </Buttons>
        </form>
    }
    .into_any()
}

/// The sheet on which the island saves. It is sent by the island alone, with what stands in the draft.
fn autosave_view(sheet: &Sheet<Autosave>) -> AnyView {
    view! { <form method="post" action=sheet.action() id="autosave" hidden>{sheet.seal()}</form> }.into_any()
}

/// What the supervisor last said, above the draft that answers it.
async fn answer_to(cx: &RequestCx, claim: &Claim) -> Result<Option<Request>, AppError> {
    if !matches!(claim.state(), ClaimState::Decided(_) | ClaimState::Withdrawn) {
        return Ok(None);
    }
    let requests = requests::requests_of(cx.app.db.read(), claim.id).await?;
    Ok(requests.into_iter().next())
}

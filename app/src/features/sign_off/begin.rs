//! Beginning a claim of an outcome.

use super::request::{meaning_view, unpublished_view};
use super::store::unfinished::{self, Begun};
use super::{choose, store};
use crate::features::frameworks::map::called;
use crate::features::record::store::{self as records, Case};
use crate::features::record::waiting;
use crate::prelude::pages::*;
use domain::framework::{CompetencyLevel, Framework, NodeIx, NodeKind};
use domain::standing::State;

const ENROLMENT: Field = Field::new("enrolment");
const OUTCOME: Field = Field::new("outcome");

/// Begins a claim.
pub struct Begin;

impl Form for Begin {
    const FIELDS: &'static [Field] = &[ENROLMENT, OUTCOME];
    type At = ();
    const ROUTE: Route<()> = paths::NEW_CLAIM;

    fn shown_on((): &(), values: &Values) -> String {
        match EnrolmentId::parse(values.get(ENROLMENT)) {
            Some(id) => paths::new_claim(id, values.get(OUTCOME)),
            None => paths::NEW_CLAIM.to(()),
        }
    }

    async fn act(_cx: &RequestCx, tx: &Tx, (): (), values: &Values) -> Result<Done, Stop> {
        let id = EnrolmentId::parse(values.get(ENROLMENT)).ok_or(AppError::NotFound)?;
        let may = tx.may(actions::BeginClaim, id).await?;
        let case = may.state();
        if !case.has_begun() {
            let why = format!("You begin on {}: you can claim from that day on.", words::date(case.from_on));
            return Err(Stop::Instead(Done::to(paths::ENROLMENT.to(id)).warning(why)));
        }
        let framework = &case.framework;
        let outcome = framework.find(values.get(OUTCOME)).ok_or(AppError::NotFound)?;
        if !is_outcome(framework, outcome) {
            return Err(AppError::Malformed.into());
        }
        let outcome = &framework.node(outcome).id;
        // A page that is open twice, or is gone back to, leads to the draft that nothing was written in yet.
        let untouched = store::untouched(&tx.read().await?, id, outcome).await?;
        let claim = match untouched {
            Some(claim) => claim,
            None => store::begin(&may, outcome).await?,
        };
        Ok(Done::to(paths::DRAFT.to(claim)))
    }
}

/// Whether a node can be claimed.
pub fn is_outcome(framework: &Framework, ix: NodeIx) -> bool {
    matches!(framework.node(ix).kind, NodeKind::Competency(CompetencyLevel::Outcome))
}

/// A new claim: which outcome, and what it asks.
///
/// # Errors
/// [`AppError::NotFound`] for those who are not enrolled.
pub async fn page(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    let id = cx.own_enrolment()?.id;
    let (case, _) = records::case_for(&cx, id, actions::BeginClaim).await?;
    if !case.has_begun() {
        // The first page says from which day on.
        return Ok(Page::elsewhere(paths::ENROLMENT.to(case.id)));
    }
    let drafts = unfinished::drafts(cx.app.db.read(), id, case.zone).await?;
    match case.framework.find(&cx.query(OUTCOME.name)) {
        Some(ix) if is_outcome(&case.framework, ix) => {
            let form = Sheet::<Begin>::on(&cx, &()).await?;
            let title = format!("Claim {}", called(&case.framework, ix));
            Ok(Page::new(title.clone(), move || draw(&case, ix, (title, &drafts), &form)).reading())
        }
        _ => {
            let search = cx.query("q");
            Ok(Page::new("Which outcome?", move || choose::draw(&case, &drafts, search)))
        }
    }
}

fn draw(case: &Case, ix: NodeIx, (title, drafts): (String, &[Begun]), form: &Sheet<Begin>) -> AnyView {
    let node = case.framework.node(ix);
    let (done, of) = case.standing.progress(&case.framework, ix);
    let unpublished = unpublished_view(case.framework.unpublished(ix));
    let sent = case.lies_with(&node.id);
    let sent = sent.map(|sent| {
        let text = format!("You sent a claim of this outcome already. {} ", waiting::since(case, sent));
        view! { <p>{text}<a href=waiting::href(case, sent)>"See that claim"</a></p> }
    });
    let draft = drafts.iter().find(|one| one.outcome == node.id).map(|one| {
        let text =
            format!("You have a draft of this outcome, begun {}. ", words::days_from(one.begun_on, case.today()));
        view! { <p>{text}<a href=paths::DRAFT.to(one.claim)>"Continue it"</a></p> }
    });
    let closed = (case.standing.state(ix) == State::Blocked).then(|| {
        view! { <p>"You can claim this now. It counts once everything that comes before it is met."</p> }
    });
    let meaning = case.framework.meaning(ix);
    let meaning = meaning.map(|meaning| meaning_view(meaning.to_owned()));
    let counted = if done >= of && of > 0 {
        String::from("It is met already. A further claim changes nothing.")
    } else {
        format!("{done} of {} met so far.", words::count(of as usize, "example", "examples"))
    };
    let fields = view! {
        {form.fixed(ENROLMENT, case.id)}
        {form.fixed(OUTCOME, &node.id)}
        <Buttons><Button label="Begin"/></Buttons>
    };
    view! {
        <BackLink href=paths::node(case.id, &node.id) label=node.title.clone()/>
        <Heading title=title intro=counted/>
        {meaning}
        {sent}
        {draft}
        {closed}
        <ol>
            <li>"Say what you did, and when."</li>
            <li>"Add evidence: a text, a link or a file. Remove names of clients and other people from it first."</li>
            <li>"Send it to the person who supervised the work."</li>
        </ol>
        {form.around(fields)}
        {unpublished}
    }
    .into_any()
}

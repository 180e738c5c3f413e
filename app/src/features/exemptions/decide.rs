//! Deciding on what a trainee holds from before: confirming a listed proof, or judging what is not listed, element by element.

use super::store::{self, Decided, Granting, OnRecord, PriorLearning};
use super::words::{held_of, title};
use crate::features::frameworks::map::{called, called_by_id};
use crate::features::record::store::Case;
use crate::prelude::pages::*;
use crate::web::forms::entered;
use crate::web::tx::May;
use domain::exemptions::{PriorState, newly_exempt};
use domain::framework::PriorIx;
use domain::text::list;
use std::collections::BTreeSet;

const PROVED: Field = Field::new("proved");
const REASON: Field = Field::written("reason");
const OUTCOME: Field = Field::new("outcome");
const WHY: Field = Field::written("why");
const LAST_DAY: Field = Field::new("last_day");

/// Longest reason that is kept, characters.
const REASON_MAX: usize = 2_000;

/// What is chosen of a proof, and of an element, each with its label.
const ANSWERS: [(&str, &str); 2] = [("yes", "Yes, I confirm it"), ("no", "No, it does not prove it")];
const OUTCOMES: [(&str, &str); 2] = [("exempt", "Exempt, from today on"), ("refused", "Not exempt")];

/// Decides: exemptions count from today on.
pub struct Decide;

impl Form for Decide {
    const FIELDS: &'static [Field] = &[PROVED, REASON, OUTCOME, WHY, LAST_DAY];
    type At = PriorLearningId;
    const ROUTE: Route<PriorLearningId> = paths::PRIOR_LEARNING;

    async fn entered(cx: &RequestCx, id: &PriorLearningId, values: &Values) -> Vec<String> {
        let Ok(one) = store::prior_learning(cx.app.db.read(), *id).await else { return Vec::new() };
        let Some(framework) = cx.app.catalogue.get(&one.framework_slug, &one.framework_version) else {
            return Vec::new();
        };
        let proved = ANSWERS.iter().find(|(code, _)| *code == values.get(PROVED)).map(|(_, says)| (*says).to_owned());
        let each = one.elements().flat_map(|element| {
            let outcome = OUTCOMES.iter().find(|(code, _)| *code == values.get(OUTCOME.of(element)));
            let name = called_by_id(&framework, element);
            let last_day = format!("last day of {name}");
            entered([
                (name.as_str(), outcome.map(|(_, says)| (*says).to_owned())),
                (last_day.as_str(), Some(fields::shown_date(values.get(LAST_DAY.of(element))))),
            ])
        });
        entered([("Is the proof good?", proved)]).into_iter().chain(each).collect()
    }

    async fn act(_cx: &RequestCx, tx: &Tx, id: PriorLearningId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::DecidePriorLearning, id).await?;
        let OnRecord { one, case } = may.state();
        let there = Done::to(paths::PRIOR_LEARNING.to(id));
        if !one.state().waits() {
            let why = "It was decided or taken back meanwhile. Nothing was saved.";
            return Err(Stop::Instead(there.warning(why)));
        }
        let all = store::of_enrolment(&tx.read().await?, case.id).await?;
        let decided = match one.listed(&case.framework) {
            Some(prior) => confirmed(values, case, (prior, &all))?,
            None => judged(values, case, (one, &all))?,
        };
        let said = said(case, &decided, one.state() == PriorState::InReview);
        store::decide(&may, decided).await?;
        Ok(there.saying(said))
    }
}

/// Confirms the proof of what is listed, with a remark that may be empty.
///
/// # Errors
/// [`AppError::NotFound`] where the framework does not say what it is worth.
pub async fn confirm(may: &May<'_, actions::DecidePriorLearning>, remark: String) -> Result<(), AppError> {
    let OnRecord { one, case } = may.state();
    let prior = one.listed(&case.framework).ok_or(AppError::NotFound)?;
    let all = store::of_enrolment(&may.tx().read().await?, case.id).await?;
    let exemptions = becoming(case, (prior, &all));
    store::decide(may, Decided { is_proved: true, reason: remark, exemptions }).await
}

fn said(case: &Case, decided: &Decided, in_review: bool) -> String {
    let (granted, refused): (Vec<&Granting>, Vec<&Granting>) =
        decided.exemptions.iter().partition(|one| one.is_granted);
    let called = |these: &[&Granting]| {
        list(&these.iter().map(|one| called_by_id(&case.framework, &one.element)).collect::<Vec<_>>())
    };
    let name = &case.name;
    let exempt = || format!("{name} is exempt from {}, from today on.", called(&granted));
    match (granted.is_empty(), decided.is_proved) {
        (false, _) if refused.is_empty() => exempt(),
        (false, _) if in_review => {
            format!("{} Refused: {}, and that is the last decision.", exempt(), called(&refused))
        }
        (false, _) => {
            format!("{} Refused: {}. {name} reads your reason and may ask for a review.", exempt(), called(&refused))
        }
        (true, true) => format!("The proof is confirmed. By itself it excuses {name} from nothing more."),
        (true, false) if in_review => {
            format!("It is refused, and that is the last decision. {name} reads your reason.")
        }
        (true, false) => format!("It is refused. {name} reads your reason and may ask for a review."),
    }
}

/// What becomes exempt when the proof of a listed one is good.
fn becoming(case: &Case, (prior, all): (PriorIx, &[PriorLearning])) -> Vec<Granting> {
    let framework = &case.framework;
    let proved = store::proved_with(framework, all, prior);
    let decided = all.iter().flat_map(|one| &one.exemptions);
    // What was granted for a time ends; what is listed counts for good.
    let counts =
        |one: &&store::Exemption| one.row.is_granted && one.withdrawn_on.is_none() && one.row.expires_on.is_none();
    let granted: BTreeSet<&str> = decided.filter(counts).map(|one| one.row.element.as_str()).collect();
    let new = newly_exempt(framework, &proved, |element| granted.contains(element));
    let granting = new.into_iter().map(|one| Granting {
        element: framework.node(one.node).id.clone(),
        is_granted: true,
        because: held_of(framework, one.by, (&proved, &proved)),
        reason: String::new(),
        expires_on: None,
    });
    granting.collect()
}

/// Whether some rule holds with it: then nothing more becomes exempt because all of it is.
fn is_exempt_already(case: &Case, (prior, all): (PriorIx, &[PriorLearning])) -> bool {
    let proved = store::proved_with(&case.framework, all, prior);
    newly_exempt(&case.framework, &proved, |_| false).iter().any(|one| one.by.held.named().contains(&prior))
}

/// Whether the proof of a listed one is good. What it is worth is the framework's to say.
fn confirmed(values: &Values, case: &Case, of: (PriorIx, &[PriorLearning])) -> Result<Decided, Invalid> {
    let mut invalid = Invalid::default();
    let typed = values.get(REASON);
    let decided = match values.get(PROVED) {
        "yes" => {
            let remark = invalid.take(REASON.name, fields::optional_text(typed, "the remark", REASON_MAX));
            remark.map(|remark| (true, remark.unwrap_or_default()))
        }
        "no" => {
            let what = "the reason, so that the trainee knows what would prove it";
            invalid.take(REASON.name, fields::text(typed, what, REASON_MAX)).map(|reason| (false, reason))
        }
        _ => {
            invalid.add(PROVED.name, "Choose whether the proof is good");
            None
        }
    };
    let (is_proved, reason) = decided.ok_or(invalid)?;
    let exemptions = if is_proved { becoming(case, of) } else { Vec::new() };
    Ok(Decided { is_proved, reason, exemptions })
}

/// The decision for each element that is asked for, each with its reason.
fn judged(values: &Values, case: &Case, (one, all): (&PriorLearning, &[PriorLearning])) -> Result<Decided, Invalid> {
    let mut invalid = Invalid::default();
    let because = format!("{}, {}", title(&case.framework, one), one.row.awarded_by);
    let mut exemptions = Vec::new();
    for element in one.open_elements() {
        let name = called_by_id(&case.framework, element);
        let (outcome, why, last_day) = (OUTCOME.of(element), WHY.of(element), LAST_DAY.of(element));
        let is_granted = match values.get(&outcome) {
            "exempt" => Some(true),
            "refused" => Some(false),
            _ => {
                invalid.add(&outcome, format!("Choose whether {} is exempt from {name}", case.name));
                None
            }
        };
        if is_granted == Some(true)
            && let Some(by) = store::exempting(all, element, case.today())
        {
            let by = title(&case.framework, by);
            let text = "is exempt already by the decision on";
            invalid.add(
                &outcome,
                format!("Choose “Not exempt” for {name}: {} {text} “{by}”, to which the link above leads", case.name),
            );
        }
        let reason =
            fields::text(values.get(&why), &format!("why an exemption from {name} is granted or refused"), REASON_MAX);
        let reason = invalid.take(&why, reason);
        let until = invalid.take(&last_day, until(values.get(&last_day), is_granted, case.today()));
        if let (Some(is_granted), Some(reason), Some(expires_on)) = (is_granted, reason, until) {
            let (element, because) = (element.to_owned(), because.clone());
            exemptions.push(Granting { element, is_granted, because, reason, expires_on });
        }
    }
    if !invalid.is_empty() {
        return Err(invalid);
    }
    let is_proved = exemptions.iter().any(|one| one.is_granted);
    Ok(Decided { is_proved, reason: String::new(), exemptions })
}

/// The first day on which it counts no longer, of the last day on which it does.
fn until(typed: &str, is_granted: Option<bool>, today: NaiveDate) -> Result<Option<NaiveDate>, String> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let last = fields::date(typed, "the last day on which it counts")?;
    match is_granted {
        Some(false) => Err(String::from("Leave the last day empty: what is refused never counts")),
        _ if last < today => Err(String::from("Choose a last day that is not past, or leave it empty")),
        _ => Ok(last.succ_opt()),
    }
}

/// The form.
pub(super) fn draw(case: &Case, one: &PriorLearning, all: &[PriorLearning], form: &Sheet<Decide>) -> AnyView {
    match one.listed(&case.framework) {
        Some(prior) => {
            let new = becoming(case, (prior, all));
            let names: Vec<String> = new.iter().map(|one| called_by_id(&case.framework, &one.element)).collect();
            let worth = match names.is_empty() {
                true if is_exempt_already(case, (prior, all)) => {
                    String::from("What it excuses from is exempt already.")
                }
                true => String::from("By itself it excuses from nothing more yet: its rule needs more."),
                false => format!("Exempt from {} from today on.", list(&names)),
            };
            let [yes, no] = ANSWERS.map(|(code, label)| Choice::new(code, label));
            let options = vec![yes.hinted(worth), no.hinted("The trainee reads your reason.")];
            form.around(view! {
                <p>"It is listed: nothing is judged but its proof."</p>
                <Radios of=form.field(PROVED) legend="Is the proof good?" options=options/>
                <TextArea of=form.field(REASON) label="Reason or remark" hint="Needed if you refuse. The trainee and the registrars of their professional body read it." rows=3/>
                <Buttons><Button label="Decide"/></Buttons>
            })
        }
        None => {
            let fields = |element| {
                view! { {exempt_already(case, element, all)}{fields_of(case, element, form)} }
            };
            let each = one.open_elements().into_iter().map(fields).collect_view();
            form.around(view! {
                {each}
                <Buttons><Button label="Decide"/></Buttons>
            })
        }
    }
}

/// The way to the decision by which the trainee is exempt already.
fn exempt_already(case: &Case, element: &str, all: &[PriorLearning]) -> Option<AnyView> {
    let by = store::exempting(all, element, case.today())?;
    let href = paths::PRIOR_LEARNING.to(by.row.id);
    let says =
        format!("{} is exempt from {} already by the decision on ", case.name, called_by_id(&case.framework, element));
    Some(view! { <p>{says}<a href=href>{title(&case.framework, by)}</a>"."</p> }.into_any())
}

fn fields_of(case: &Case, element: &str, form: &Sheet<Decide>) -> AnyView {
    let name = match case.framework.find(element) {
        Some(ix) => called(&case.framework, ix),
        None => element.to_owned(),
    };
    let options = OUTCOMES.map(|(code, label)| Choice::new(code, label)).to_vec();
    let legend = format!("{name}: exempt?");
    let (why, until) = (
        format!("Why an exemption from {name} is granted or refused"),
        format!("Last day on which the exemption from {name} counts"),
    );
    view! {
        <Radios of=form.field_of(OUTCOME, element, "") legend=legend options=options/>
        <TextArea of=form.field_of(WHY, element, "") label=why hint="It is kept with the decision. The trainee and the registrars of their professional body read it." rows=3/>
        <TextField of=form.field_of(LAST_DAY, element, "") label=until hint="Leave it empty if it counts without an end." kind="date" width=FieldWidth::Short optional=true/>
    }
    .into_any()
}

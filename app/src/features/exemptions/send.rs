//! Saying what one holds from before, with its proof.

use super::store::{self, NewPriorLearning, PriorLearning};
use super::words::title;
use crate::design::field::{Checkboxes, FileField};
use crate::features::frameworks::map::{called_at, called_by_id};
use crate::features::record::store::{self as records, Case};
use crate::features::sign_off::evidence::{ACCEPT, BroughtFile, FILE};
use crate::features::sign_off::upload;
use crate::prelude::pages::*;
use crate::web::forms::{Upload, entered};
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use domain::framework::Framework;
use domain::text::{is_blank, list};
use std::collections::BTreeSet;

const PRIOR: Field = Field::new("prior");
const TITLE: Field = Field::written("title");
const AWARDED_BY: Field = Field::written("awarded_by");
const AWARDED_ON: Field = Field::new("awarded_on");
const ELEMENTS: Field = Field::new("elements");
const PROOF: Field = Field::written("proof");

/// The value of what the framework does not name. No id begins so.
const OTHER: &str = "-";

/// As much as one person sends: more is a mistake.
const MOST: usize = 40;

/// Sends it to the body.
pub struct SendPriorLearning;

impl Form for SendPriorLearning {
    const FIELDS: &'static [Field] = &[PRIOR, TITLE, AWARDED_BY, AWARDED_ON, ELEMENTS, PROOF, FILE];
    type At = EnrolmentId;
    const ROUTE: Route<EnrolmentId> = paths::SENDING_PRIOR_LEARNING;

    fn shown_on(id: &EnrolmentId, _values: &Values) -> String {
        paths::SEND_PRIOR_LEARNING.to(*id)
    }

    async fn entered(cx: &RequestCx, id: &EnrolmentId, values: &Values) -> Vec<String> {
        let Ok(framework) = cx.own_framework(*id) else { return Vec::new() };
        let prior = framework.prior_of_id(values.get(PRIOR)).map(|ix| framework.prior(ix).title.clone());
        let known = values.all(ELEMENTS.name).filter(|element| framework.find(element).is_some());
        let elements: Vec<String> = known.map(|element| called_by_id(&framework, element)).collect();
        entered([
            ("What you have", prior),
            ("Awarded", Some(fields::shown_date(values.get(AWARDED_ON)))),
            ("To be exempt from", Some(list(&elements))),
        ])
    }

    async fn act(_cx: &RequestCx, tx: &Tx, id: EnrolmentId, values: &Values) -> Result<Done, Stop> {
        send(tx, id, values, Ok(None)).await
    }
}

impl Upload<SendPriorLearning> for BroughtFile {
    async fn act(&mut self, _cx: &RequestCx, tx: &Tx, id: EnrolmentId, values: &Values) -> Result<Done, Stop> {
        let file = match &self.0 {
            Some(Ok((new, _))) => Ok(Some(new.clone())),
            Some(Err(why)) => Err(why.clone()),
            None => Ok(None),
        };
        let done = send(tx, id, values, file).await?;
        if let Some(Ok((_, stored))) = self.0.take() {
            // A commit that is cut off may have happened: better a file without a row than a row without its file.
            stored.keep();
        }
        Ok(done)
    }
}

type File = Result<Option<crate::features::sign_off::store::NewEvidence>, String>;

async fn send(tx: &Tx, id: EnrolmentId, values: &Values, file: File) -> Result<Done, Stop> {
    let may = tx.may(actions::SendPriorLearning, id).await?;
    let there = store::of_enrolment(&tx.read().await?, id).await?;
    let new = parse(values, may.state(), &there, file)?;
    let sent = store::send(&may, new).await?;
    let said = format!("It is sent. {} decides; this page says how it stands.", may.state().body.look.short_name);
    Ok(Done::to(paths::PRIOR_LEARNING.to(sent)).saying(said))
}

fn parse(values: &Values, case: &Case, there: &[PriorLearning], file: File) -> Result<NewPriorLearning, Invalid> {
    let framework = &case.framework;
    let mut invalid = Invalid::default();
    let chosen = values.get(PRIOR);
    let named = framework.prior_of_id(chosen);
    let prior = named.map(|ix| framework.prior(ix));
    if prior.is_none() && chosen != OTHER && framework.priors().next().is_some() {
        invalid.add(PRIOR.name, "Choose what you have, or “Something else”");
    }
    let is_listed = named.is_some_and(|ix| framework.is_listed(ix));
    let is_there = |one: &PriorLearning| {
        let is_same = prior.is_some() && one.row.prior.as_deref() == prior.map(|prior| prior.id.as_str());
        is_same && is_listed && one.stands(framework, there)
    };
    if there.iter().any(is_there) {
        invalid
            .add(PRIOR.name, "Choose another one: you have sent this already, and the link above the form leads to it");
    }
    if there.len() >= MOST {
        invalid.add(PRIOR.name, format!("Ask {} for help: you have sent {MOST}", case.body.look.short_name));
    }
    // Of nothing that was chosen nothing more is asked than what is asked of all.
    let is_chosen = prior.is_some() || chosen == OTHER || framework.priors().next().is_none();
    let called = values.get(TITLE);
    let title = match prior {
        // Whoever says more of it, such as which unit it is, is heard.
        Some(prior) if is_blank(called) => Some(prior.title.clone()),
        None if !is_chosen => None,
        _ => invalid.take(TITLE.name, fields::line(called, "what the qualification is called", 200)),
    };
    let typed = values.get(AWARDED_BY);
    let awarded_by = match prior.and_then(|prior| prior.awarded_by.as_ref()) {
        Some(by) if typed.trim().is_empty() => Some(by.clone()),
        _ if !is_chosen => None,
        _ => invalid.take(AWARDED_BY.name, fields::line(typed, "who awarded it", 200)),
    };
    let awarded_on = fields::date(values.get(AWARDED_ON), "the day on which it was awarded");
    let awarded_on = awarded_on.and_then(|day| match day > case.today() {
        true => Err(String::from("Choose today or an earlier day")),
        false => Ok(day),
    });
    let awarded_on = invalid.take(AWARDED_ON.name, awarded_on);
    let elements = match is_chosen {
        true => invalid.take(
            ELEMENTS.name,
            elements(values, framework, is_listed).and_then(|elements| asked_once(elements, case, there)),
        ),
        false => None,
    };
    let proof = fields::optional_text(values.get(PROOF), "what proves it", 2_000);
    let proof = invalid.take(PROOF.name, proof);
    let file = invalid.take(FILE.name, file);
    if let (Some(None), Some(None)) = (&proof, &file) {
        invalid
            .add(PROOF.name, "Say what proves it, or choose a file: a certificate number, or where it can be checked");
    }
    match (title, awarded_by, awarded_on, elements, proof, file) {
        (Some(title), Some(awarded_by), Some(awarded_on), Some(elements), Some(proof), Some(file))
            if invalid.is_empty() =>
        {
            let prior = prior.map(|prior| prior.id.clone());
            Ok(NewPriorLearning { prior, title, awarded_by, awarded_on, elements, proof, file })
        }
        _ => Err(invalid),
    }
}

/// The elements for which an exemption is asked: of what is listed the framework says them.
fn elements(values: &Values, framework: &Framework, is_listed: bool) -> Result<Vec<String>, String> {
    let asked: Vec<&str> = values.all(ELEMENTS.name).collect();
    let has_results = |id: &str| framework.find(id).is_some_and(|ix| framework.node(ix).kind.has_results());
    let known = framework.in_file_order().filter(|(_, node)| asked.contains(&node.id.as_str()));
    let known: Vec<String> = known.filter(|(_, node)| has_results(&node.id)).map(|(_, node)| node.id.clone()).collect();
    match (is_listed, known.is_empty()) {
        (true, true) => Ok(Vec::new()),
        (true, false) => Err(String::from(
            "Leave these empty: what this one is worth is published. To ask for more, choose “Something else”",
        )),
        (false, true) => Err(String::from("Choose from what you ask to be exempt")),
        (false, false) => Ok(known),
    }
}

/// What is asked for case by case, one by one: what waits already, or is exempt, is not asked for again.
fn asked_once(elements: Vec<String>, case: &Case, there: &[PriorLearning]) -> Result<Vec<String>, String> {
    let framework = &case.framework;
    let waits: BTreeSet<&str> = case_by_case(framework, there).flat_map(PriorLearning::open_elements).collect();
    let called = |which: &dyn Fn(&str) -> bool| -> Vec<String> {
        elements.iter().filter(|id| which(id)).map(|id| called_by_id(framework, id)).collect()
    };
    let exempt = called(&|id| store::exempting(there, id, case.today()).is_some());
    let again = called(&|id| waits.contains(id));
    match (&exempt[..], &again[..]) {
        ([], []) => Ok(elements),
        ([], again) => Err(format!(
            "You have asked to be exempt from {} already, and that waits for a decision: the link above the form leads to it. Choose others, or take that one back first",
            list(again)
        )),
        (exempt, _) => Err(format!(
            "You are exempt from {} already: the link above the form leads to the decision. Choose others",
            list(exempt)
        )),
    }
}

/// What waits of that which is decided case by case.
fn case_by_case<'a>(framework: &Framework, there: &'a [PriorLearning]) -> impl Iterator<Item = &'a PriorLearning> {
    there.iter().filter(move |one| one.state().waits() && one.listed(framework).is_none())
}

/// Takes the form with its file.
pub async fn upload(cx: RequestCx, id: EnrolmentId, request: Request) -> Response {
    let taken = take(&cx, id, request).await;
    taken.unwrap_or_else(IntoResponse::into_response)
}

async fn take(cx: &RequestCx, id: EnrolmentId, request: Request) -> Result<Response, AppError> {
    // Whoever may not any more is told so by the form, which gives back what was typed.
    if cx.person.is_some()
        && let Err(error) = records::case_for(cx, id, actions::SendPriorLearning).await
        && !matches!(error, AppError::Forbidden(_))
    {
        return Err(error);
    }
    upload::run::<SendPriorLearning>(cx, id, request).await
}

/// The page with the form.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but the trainee.
pub async fn page(cx: RequestCx, id: EnrolmentId) -> Result<Page, AppError> {
    let (case, _) = records::case_for(&cx, id, actions::SendPriorLearning).await?;
    let form = Sheet::<SendPriorLearning>::on(&cx, &id).await?;
    let there = store::of_enrolment(cx.app.db.read(), id).await?;
    Ok(Page::new("Say what you have", move || draw(&case, &there, &form)).reading())
}

/// The ways to what waits already, to what is decided, and to what else was sent and stands.
fn sent_before(case: &Case, there: &[PriorLearning]) -> AnyView {
    let framework = &case.framework;
    let line = |one: &PriorLearning, elements: Vec<&str>| {
        let of: Vec<String> = elements.into_iter().map(|id| called_by_id(framework, id)).collect();
        let of = (!of.is_empty()).then(|| format!(", for {}", list(&of)));
        view! { <li><a href=paths::PRIOR_LEARNING.to(one.row.id)>{title(framework, one)}</a>{of}</li> }.into_any()
    };
    let under =
        |says: &'static str, all: Vec<AnyView>| (!all.is_empty()).then(|| view! { <p>{says}</p><ul>{all}</ul> });
    let waits = case_by_case(framework, there).map(|one| line(one, one.open_elements())).collect();
    let exempting = |one: &PriorLearning| {
        let by = one.exemptions.iter().filter(|it| it.counts_on(case.today()));
        let by: Vec<&str> = by.map(|it| it.row.element.as_str()).collect();
        (!by.is_empty()).then(|| line(one, by))
    };
    let exempt = there.iter().filter_map(exempting).collect();
    let counts = |one: &&PriorLearning| one.exemptions.iter().any(|it| it.counts_on(case.today()));
    let others = there.iter().filter(|one| one.listed(framework).is_some() && one.stands(framework, there));
    let others = others.filter(|one| !counts(one)).map(|one| line(one, Vec::new())).collect();
    view! {
        {under("You have asked for this, and it waits for a decision:", waits)}
        {under("By this you are exempt already:", exempt)}
        {under("You have sent this besides:", others)}
    }
    .into_any()
}

fn draw(case: &Case, there: &[PriorLearning], form: &Sheet<SendPriorLearning>) -> AnyView {
    let framework = &case.framework;
    let listed = framework.priors().map(|(ix, prior)| {
        let label = if framework.is_listed(ix) {
            prior.title.clone()
        } else {
            format!("{} (decided case by case)", prior.title)
        };
        Choice::new(&prior.id, label)
    });
    let mut options: Vec<Choice> = listed.collect();
    let has_list = !options.is_empty();
    options.push(Choice::new(OTHER, "Something else (decided case by case)"));
    let version = (framework.slug().to_owned(), framework.version().to_owned());
    let choose = has_list.then(|| {
        view! {
            <p><a href=paths::WORTH.to(version)>"See what each is worth first"</a></p>
            <Select of=form.field(PRIOR) label="What do you have?" prompt="Choose one" options=options/>
        }
    });
    let assessed =
        framework.in_file_order().filter(|(ix, node)| node.kind.has_results() && !case.standing.state(*ix).counts());
    let assessed: Vec<Choice> = assessed.map(|(ix, node)| Choice::new(&node.id, called_at(framework, ix))).collect();
    let cancel = paths::EXEMPTIONS.to(case.id);
    let back = cancel.clone();
    let (title, by) = (form.field(TITLE), form.field(AWARDED_BY));
    let (on, proof) = (form.field(AWARDED_ON), form.field(PROOF));
    let asked = form.field_with(ELEMENTS, Vec::new());
    let asked_hint = match has_list {
        true => {
            "Needed for what is decided case by case: choose one or more. Of everything else the published rules say it: choose none."
        }
        false => "Choose one or more.",
    };
    let (called, by_hint) = match has_list {
        true => (
            "If it is something else, or units of something: what is it called?",
            "The university or awarding body. Needed, unless it is one of the list that only one body awards.",
        ),
        false => ("What is it called?", "The university or awarding body."),
    };
    let called_hint = match has_list {
        true => {
            "Needed only for something else: as it stands on the certificate. Of units say which: it is kept with your choice."
        }
        false => "As it stands on the certificate.",
    };
    let fields = view! {
        {choose}
        <TextField of=title label=called hint=called_hint/>
        <TextField of=by label="Who awarded it?" hint=by_hint/>
        <TextField of=on label="When was it awarded?" hint="The day on the certificate." kind="date" width=FieldWidth::Short/>
        <Checkboxes of=asked legend="From what do you ask to be exempt?" hint=asked_hint options=assessed/>
        <TextArea of=proof label="What proves it?" hint="A certificate number, or where it can be checked. Needed, unless you choose a file." rows=3/>
        <FileField of=form.field(FILE) label="Certificate" hint="Needed, unless you say above what proves it. PDF, JPEG, PNG, HEIC, Word, Excel or plain text, up to 25 MB. If something above has to be put right, choose it again." accept=ACCEPT/>
        <Buttons><Button label="Send it"/>" "<a href=cancel>"Cancel"</a></Buttons>
    };
    view! {
        <BackLink href=back label="Exemptions"/>
        <Heading title="Say what you have" eyebrow=framework.short_title().to_owned() intro="One qualification at a time, with its proof. You can take it back while nobody has decided on it."/>
        {sent_before(case, there)}
        {form.around_file(fields)}
    }
    .into_any()
}

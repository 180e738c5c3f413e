//! One thing that a trainee holds from before: what it is, what it is worth, and what was decided.

use super::ask_for_review::can_be_asked;
use super::decide::{self, Decide};
use super::store::{self, Decision, Exemption, PriorLearning};
use super::words::{due_in_words, elements, exemption_tag, tag, title, worth_view};
use crate::features::frameworks::map::called_by_id;
use crate::features::record::proposals::has_second_registrar;
use crate::features::record::store::{self as records, Case};
use crate::features::sign_off::kinds::kind_words;
use crate::prelude::pages::*;
use domain::access::Denied;
use domain::exemptions::worth;

/// What the only registrar of a body is told.
const LACKS_SECOND: &str =
    "You made the decision that is reviewed, and your body has no second registrar. The review waits until it has one.";

/// One with its record, for the trainee and the body.
///
/// # Errors
/// [`AppError::NotFound`] for anyone else.
pub(super) async fn readable(cx: &RequestCx, id: PriorLearningId) -> Result<(PriorLearning, Case, Subject), AppError> {
    let one = store::prior_learning(cx.app.db.read(), id).await?;
    let (case, seen) = records::case_for(cx, one.row.enrolment_id, actions::ViewPriorLearning).await?;
    let subject = one.subject_of(seen.subject().clone());
    Ok((one, case, subject))
}

/// One's own, for a page that leads to a change of it.
///
/// # Errors
/// [`AppError::NotFound`] for anyone else.
pub(super) async fn own(cx: &RequestCx, id: PriorLearningId) -> Result<PriorLearning, AppError> {
    let one = store::prior_learning(cx.app.db.read(), id).await?;
    let subject = Subject { trainee: Some(one.row.trainee_id), ..Subject::default() };
    permit(cx.actor()?, actions::ChangePriorLearning, &subject)?;
    Ok(one)
}

/// Whether nobody at the body could review what was decided first: nobody is registrar but who decided it.
pub(super) async fn lacks_second(cx: &RequestCx, one: &PriorLearning, today: NaiveDate) -> Result<bool, AppError> {
    let Some(first) = one.decisions.first() else { return Ok(false) };
    let whose = (first.row.decided_by, one.row.trainee_id);
    Ok(!has_second_registrar(cx.app.db.read(), one.row.body_id, whose, today).await?)
}

struct Look {
    one: PriorLearning,
    case: Case,
    /// Whether the trainee reads it.
    own: bool,
    /// Who reads it.
    reader: PersonId,
    /// Whether its reader decides on it, or why not.
    decides: Result<(), Denied>,
    /// Whether a review waits for another registrar, and the body has none.
    lacks_second: bool,
    /// All that the trainee sent.
    all: Vec<PriorLearning>,
}

/// The page, for the trainee and the registrar who decides.
///
/// # Errors
/// [`AppError::NotFound`] for anyone else.
pub async fn page(cx: RequestCx, id: PriorLearningId) -> Result<Page, AppError> {
    let (one, case, subject) = readable(&cx, id).await?;
    let form = Sheet::<Decide>::on(&cx, &id).await?;
    let actor = cx.actor()?;
    let lacks_second = one.reviewed().is_some() && lacks_second(&cx, &one, case.today()).await?;
    let look = Look {
        lacks_second,
        own: actor.person == case.trainee,
        reader: actor.person,
        decides: permit(actor, actions::DecidePriorLearning, &subject).map(drop),
        all: store::of_enrolment(cx.app.db.read(), case.id).await?,
        one,
        case,
    };
    let heading = title(&look.case.framework, &look.one);
    let enrolment = look.case.id;
    Ok(Page::new(format!("{heading}: {}", look.case.name), move || draw(&look, heading, &form)).about(enrolment))
}

fn draw(look: &Look, heading: String, form: &Sheet<Decide>) -> AnyView {
    let Look { one, case, own, .. } = look;
    let back = match own {
        true => view! { <BackLink href=paths::EXEMPTIONS.to(case.id) label="Exemptions"/> },
        false => view! { <BackLink href=paths::PRIOR_LEARNINGS.to(()) label="Exemptions"/> },
    };
    let eyebrow = format!("{} · {}", case.framework.short_title(), case.name);
    let due = (one.state().waits() && case.ended.is_none()).then(|| {
        let due = due_in_words(&case.body, &case.framework, one);
        let is_overdue = one.row.due().is_some_and(|day| day < case.today());
        let overdue = is_overdue.then(|| view! { <Tag tone=Tone::Late label="Overdue"/>" " });
        view! { <p>{overdue}{format!("To be decided {due}")}</p> }
    });
    let decision = match &look.decides {
        _ if !one.state().waits() => None,
        Ok(()) => Some(decide::draw(case, one, &look.all, form)),
        Err(Denied::Forbidden(_)) if look.lacks_second && !own => {
            Some(view! { <p>{LACKS_SECOND}" "<a href=paths::ORGANISATION.to(look.one.row.body_id)>"Invite one under People"</a>"."</p> }.into_any())
        }
        Err(Denied::Forbidden(why)) => Some(view! { <p>{*why}</p> }.into_any()),
        Err(Denied::Unknown) => None,
    };
    let decision = decision.map(|decision| view! { <Section id="decide" title="Decision">{decision}</Section> });
    let name = &case.body.look.short_name;
    let lacks_second = (look.lacks_second && *own).then(|| {
        let why = format!("A review is for a second registrar of {name}, and it has none at present. Your request is kept and waits until it has one. Ask {name} if it takes long.");
        view! { <p>{why}</p> }
    });
    view! {
        {back}
        <Heading title=heading eyebrow=eyebrow/>
        <p>{tag(one)}</p>
        {due}
        {lacks_second}
        {actions_view(one).filter(|_| *own && case.ended.is_none())}
        <SummaryList rows=rows(look)/>
        {worth_of(look)}
        {one.decisions.iter().map(|decision| decided(look, decision)).collect_view()}
        {decision}
    }
    .into_any()
}

/// What the trainee can do with it.
fn actions_view(one: &PriorLearning) -> Option<AnyView> {
    let id = one.row.id;
    let (href, label) = if one.state().can_be_taken_back() {
        (paths::TAKE_BACK_PRIOR_LEARNING.to(id), "Take it back")
    } else if can_be_asked(one) {
        (paths::ASK_FOR_REVIEW.to(id), "Ask for a review")
    } else {
        return None;
    };
    Some(view! { <p><a href=href>{label}</a></p> }.into_any())
}

fn rows(look: &Look) -> Vec<SummaryRow> {
    let Look { one, case, own, .. } = look;
    let mut rows = Vec::new();
    let mut row = |key: &str, value: AnyView| rows.push(SummaryRow { key: key.to_owned(), value, action: None });
    if !own {
        row("Who", view! { <a href=paths::RECORD.to(case.id)>{case.name.clone()}</a> }.into_any());
    }
    let prior = &one.row;
    if one.listed(&case.framework).is_some_and(|ix| case.framework.prior(ix).title != prior.title) {
        row("Called", prior.title.clone().into_any());
    }
    row("Awarded by", prior.awarded_by.clone().into_any());
    row("Awarded on", words::day(prior.awarded_on));
    let href = |node: &str| paths::node(case.id, node);
    if !prior.elements.is_empty() {
        row("Asks to be exempt from", elements(&case.framework, one.elements(), &href));
    }
    if let Some(proof) = &prior.proof {
        row("Proof", proof.clone().into_any());
    }
    if let Some(name) = &prior.file_name {
        let kind = kind_words(prior.media_type.as_deref().unwrap_or_default());
        let detail = format!(" {kind}, {}", words::bytes(prior.size.unwrap_or_default()));
        row(
            "File",
            view! { <a href=paths::PROOF.to(prior.id)>{name.clone()}</a><span class="count">{detail}</span> }
                .into_any(),
        );
    }
    row("Sent", words::day(prior.sent_on));
    if let Some(review) = &one.review {
        let asked = format!("Asked for on {}. {}", words::date(review.asked_on), review.reason);
        row("Review", asked.into_any());
    }
    rows
}

/// What a listed one is worth, with what is proved besides.
fn worth_of(look: &Look) -> Option<AnyView> {
    let framework = &look.case.framework;
    let prior = look.one.listed(framework)?;
    // A proof that was refused is worth nothing, and nor is one of which what came of it was withdrawn.
    let title = match look.one.is_proved(framework, &look.all) {
        true => "What it is worth, with all that is confirmed",
        false if look.one.state().waits() => "What it would be worth if it is confirmed",
        false => return None,
    };
    let held = store::proved_with(framework, &look.all, prior);
    let proved = store::proved(framework, &look.all);
    let worth = worth(framework, &held, &proved);
    let href = |node: &str| paths::node(look.case.id, node);
    let worth = worth_view(framework, (&worth, &held, &proved), &href);
    Some(
        view! {
            <Section id="worth" title=title>{worth}</Section>
        }
        .into_any(),
    )
}

/// One decision with what it says of each element.
fn decided(look: &Look, decision: &Decision) -> AnyView {
    let round = decision.row.round;
    let mine = look.one.exemptions.iter().filter(|one| one.row.round == round);
    let rows: Vec<_> = mine.map(|one| exemption_row(look, one)).collect();
    let title = if round == 1 { "What was decided" } else { "What was decided in review" };
    let what = match (decision.row.is_proved, look.one.listed(&look.case.framework)) {
        (true, _) => "",
        (false, Some(_)) => " The proof was not enough.",
        (false, None) => " Nothing was granted.",
    };
    let said = format!("By {}, {}.{what}", decision.by, words::date(decision.row.decided_on));
    let reason =
        (!decision.row.reason.is_empty()).then(|| view! { <p>{format!("Reason: {}", decision.row.reason)}</p> });
    let id = format!("decided-{round}");
    let heads = ["Assessment or course", "Decision", "Reason", "Change"];
    let head = heads.into_iter().take(if look.own { 3 } else { 4 }).map(String::from).collect::<Vec<_>>();
    let named_by = format!("{id}-title");
    let table = (!rows.is_empty()).then(|| view! { <DataTable named_by=named_by head=head rows=rows/> });
    view! { <Section id=id title=title><p>{said}</p>{reason}{table}</Section> }.into_any()
}

fn exemption_row(look: &Look, one: &Exemption) -> Vec<AnyView> {
    let case = &look.case;
    let today = case.today();
    let is_over = one.row.expires_on.is_some_and(|day| day <= today);
    let withdrawn = one.withdrawn_because.clone().map(|why| view! { <p>{format!("Withdrawn because: {why}")}</p> });
    // Who was overruled by a review does not undo it.
    let mut before = look.one.decisions.iter().filter(|decision| decision.row.round < one.row.round);
    let is_overruled = before.any(|decision| decision.row.decided_by == look.reader);
    let can_withdraw = !look.own && !is_overruled && one.row.is_granted && one.withdrawn_on.is_none() && !is_over;
    let withdraw = can_withdraw.then(|| {
        let element = format!(" {}", called_by_id(&case.framework, &one.row.element));
        view! { <a class="danger" href=paths::WITHDRAW_EXEMPTION.to(one.row.id)>"Withdraw"<span class="unseen">{element}</span></a> }
    });
    let reason = if one.row.reason.is_empty() { one.row.because.clone() } else { one.row.reason.clone() };
    let told = vec![
        view! { <a href=paths::node(case.id, &one.row.element)>{called_by_id(&case.framework, &one.row.element)}</a> }
            .into_any(),
        exemption_tag(one, today),
        view! { <div>{reason}{withdrawn}</div> }.into_any(),
    ];
    told.into_iter().chain((!look.own).then(|| withdraw.into_any())).collect()
}

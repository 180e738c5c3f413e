//! What a trainee holds from before: what it is worth, and what became of it.

use super::store::{self, PriorLearning};
use super::words::{exemption_tag, tag, title, worth_view};
use crate::design::empty::Empty;
use crate::features::frameworks::map::called_by_id;
use crate::features::record::store::{self as records, Case};
use crate::prelude::pages::*;
use domain::exemptions::worth;
use domain::framework::PriorIx;
use std::collections::BTreeSet;

/// All of an enrolment, for the trainee and the body.
///
/// # Errors
/// [`AppError::NotFound`] for anyone else.
pub async fn page(cx: RequestCx, id: EnrolmentId) -> Result<Page, AppError> {
    let (case, permit) = records::case_for(&cx, id, actions::ViewPriorLearning).await?;
    let own = permit.by() == case.trainee;
    let all = store::of_enrolment(cx.app.db.read(), id).await?;
    let title = if own { String::from("Exemptions") } else { format!("Exemptions of {}", case.name) };
    Ok(Page::new(title.clone(), move || draw(&case, own, &title, &all)))
}

fn draw(case: &Case, own: bool, heading: &str, all: &[PriorLearning]) -> AnyView {
    let (new, says) = (paths::SEND_PRIOR_LEARNING.to(case.id), own && case.ended.is_none());
    let version = (case.framework.slug().to_owned(), case.framework.version().to_owned());
    let list = view! { <p><a href=paths::WORTH.to(version)>"See what is listed and what it is worth"</a></p> };
    let body = if all.is_empty() {
        let text = "Say what you have from before: an older qualification, a degree, a course. What is listed excuses from assessments as soon as its proof is confirmed; anything else is decided case by case.";
        let text = match (own, case.ended.is_some()) {
            (true, false) => text,
            (true, true) => "The enrolment has ended: nothing can be sent any more.",
            (false, _) => "The trainee has sent nothing.",
        };
        let action = says.then(|| (new.clone(), String::from("Say what you have")));
        view! { <Empty title=if case.ended.is_some() { "Nothing sent" } else { "Nothing sent yet" } text=text action=action/>{list} }.into_any()
    } else {
        let say = says.then(|| view! { <p><a class="button" href=new>"Say what you have"</a></p> });
        let rows = all.iter().map(|one| row(case, one)).collect::<Vec<_>>();
        let head = ["Qualification", "Awarded by", "Sent", "State"].map(String::from).to_vec();
        view! {
            {say}
            {worth_of(case, own, all)}
            {judged(case, all)}
            <Section id="sent" title="What was sent"><DataTable named_by="sent-title" head=head rows=rows/></Section>
            {list}
        }
        .into_any()
    };
    view! {
        <BackLink href=paths::ENROLMENT.to(case.id) label=if own { "Where you are" } else { "Where they are" }/>
        <Heading title=heading.to_owned() intro="An exemption excuses from an assessment or a course because of what somebody has from before."/>
        {body}
    }
    .into_any()
}

/// What it is worth at once, whether or not it is confirmed yet.
fn worth_of(case: &Case, own: bool, all: &[PriorLearning]) -> Option<AnyView> {
    let framework = &case.framework;
    let held: BTreeSet<PriorIx> =
        all.iter().filter(|one| one.stands(framework, all)).filter_map(|one| one.listed(framework)).collect();
    if held.is_empty() {
        return None;
    }
    let proved = store::proved(framework, all);
    let worth = worth(framework, &held, &proved);
    let href = |node: &str| paths::node(case.id, node);
    let waits = (proved.len() < held.len()).then(|| {
        let whose = if own { "your" } else { "their" };
        let text = format!(
            "It counts from the day on which {} has confirmed the proof: each page below says whether it is. Until then {whose} standing is as if it were not there.",
            case.body.look.short_name
        );
        view! { <p>{text}</p> }
    });
    let worth = worth_view(framework, (&worth, &held, &proved), &href);
    Some(
        view! {
            <Section id="worth" title="What it is worth">
                {waits}
                {worth}
            </Section>
        }
        .into_any(),
    )
}

/// What was decided case by case: by no rule that is published, each element with the last decision on it.
fn judged(case: &Case, all: &[PriorLearning]) -> Option<AnyView> {
    let framework = &case.framework;
    let judged = all.iter().filter(|one| one.listed(framework).is_none());
    let last = |one: &PriorLearning, place: usize| {
        let element = &one.exemptions[place].row.element;
        one.exemptions[place + 1..].iter().all(|later| later.row.element != *element)
    };
    let rows = judged.flat_map(|one| {
        let decided = one.exemptions.iter().enumerate().filter(move |(place, _)| last(one, *place));
        decided.map(move |(_, exemption)| {
            let element = &exemption.row.element;
            let sent = paths::PRIOR_LEARNING.to(one.row.id);
            vec![
                view! { <a href=paths::node(case.id, element)>{called_by_id(framework, element)}</a> }.into_any(),
                exemption_tag(exemption, case.today()),
                view! { <a href=sent>{title(framework, one)}</a> }.into_any(),
                words::day(exemption.row.decided_on),
            ]
        })
    });
    let rows: Vec<_> = rows.collect();
    let head = ["Assessment or course", "Decision", "By", "Decided"].map(String::from).to_vec();
    (!rows.is_empty()).then(|| {
        view! {
            <Section id="judged" title="What was decided case by case">
                <DataTable named_by="judged-title" head=head rows=rows/>
            </Section>
        }
        .into_any()
    })
}

fn row(case: &Case, one: &PriorLearning) -> Vec<AnyView> {
    vec![
        view! { <a href=paths::PRIOR_LEARNING.to(one.row.id)>{title(&case.framework, one)}</a> }.into_any(),
        one.row.awarded_by.clone().into_any(),
        words::day(one.row.sent_on),
        tag(one),
    ]
}

//! The work of a trainee: what it counts towards, and every spell of it.

use super::spell::tag;
use super::store::{self, Spell};
use super::towards;
use crate::design::empty::Empty;
use crate::features::frameworks::map::kind_title;
use crate::features::record::store::{self as records, Case, at_employer};
use crate::prelude::pages::*;
use domain::experience::{asked_of, gaps, is_at_once, kind_of_id, recordable_kinds, worked_in_words};
use domain::interval::{Interval, in_words_of};

/// All work of an enrolment that its reader may know of: people of an employer see what was done for them.
///
/// # Errors
/// [`AppError::NotFound`] where there is none or whoever asks may not know of it.
pub async fn page(cx: RequestCx, id: EnrolmentId) -> Result<Page, AppError> {
    let (case, seen) = records::case_for(&cx, id, actions::ViewExperience).await?;
    let own = seen.by() == case.trainee;
    let (mut spells, out): (Vec<Spell>, Vec<Spell>) =
        store::all_spells(cx.app.db.read(), id).await?.into_iter().partition(|one| one.row.withdrawn_at.is_none());
    let out = if own { out } else { Vec::new() };
    let actor = cx.actor()?;
    let reads =
        |employer| permit(actor, actions::ViewExperience, &at_employer(seen.subject().clone(), employer)).is_ok();
    spells.retain(|one| reads(one.row.employer_id));
    let title = if own { String::from("Experience") } else { format!("Experience of {}", case.name) };
    Ok(Page::new(title.clone(), move || draw(&case, own, &title, (&spells, &out))).about(id))
}

fn draw(case: &Case, own: bool, title: &str, (spells, out): (&[Spell], &[Spell])) -> AnyView {
    let can_record = own && case.ended.is_none() && recordable_kinds(&case.framework, case.today()).next().is_some();
    let new = paths::RECORD_EXPERIENCE.to(case.id);
    let body = if spells.is_empty() {
        let action = can_record.then(|| (new.clone(), String::from("Record work")));
        let text =
            "Work counts once the employer has confirmed it. You can record what you did before you were enrolled too.";
        let text = match (own, case.ended.is_some()) {
            (true, false) => text,
            (true, true) => "The enrolment has ended: no work can be recorded any more.",
            (false, _) => "Nothing that you may see is recorded.",
        };
        view! { <Empty title=if case.ended.is_some() { "No work recorded" } else { "No work recorded yet" } text=text action=action/> }.into_any()
    } else {
        let record = can_record.then(|| view! { <p><a class="button" href=new>"Record work"</a></p> });
        let rows = spells.iter().map(|spell| row(case, spell)).collect::<Vec<_>>();
        let days = case.reads_all_work().then(|| days(spells));
        let head = ["Days", "Employer", "Kind", "Worked", "State"].map(String::from).to_vec();
        view! {
            {record}
            <Section id="recorded" title="What is recorded">
                {days}
                <DataTable named_by="recorded-title" head=head rows=rows/>
            </Section>
        }
        .into_any()
    };
    view! {
        <BackLink href=paths::ENROLMENT.to(case.id) label=if own { "Where you are" } else { "Where they are" }/>
        <Heading title=title.to_owned() intro="What was worked, for whom, and what it counts towards."/>
        {towards::all(case)}
        {body}
        {taken_out(case, out)}
    }
    .into_any()
}

/// What the trainee took out, to record it again.
fn taken_out(case: &Case, out: &[Spell]) -> Option<AnyView> {
    let items = out.iter().map(|spell| {
        let days = spell.days().to_string();
        let unseen = format!(": {}, {days}", spell.employer);
        let again = case.ended.is_none().then(|| {
            let again = paths::record_like(case.id, spell.row.id);
            view! { <a href=again>"Record it again"<span class="unseen">{unseen}</span></a> }
        });
        view! { <li><a href=paths::SPELL.to(spell.row.id)>{days}</a>{format!(", {}. ", spell.employer)}{again}</li> }
    });
    let items = items.collect_view();
    (!out.is_empty()).then(|| view! { <details><summary>"Taken out"</summary><ul>{items}</ul></details> }.into_any())
}

fn row(case: &Case, spell: &Spell) -> Vec<AnyView> {
    let (tone, label) = tag(case.ended.is_some(), spell.state());
    let row = &spell.row;
    let hours = (row.minutes > 0).then(|| worked_in_words(row.minutes, row.minutes_each_week));
    let asks = kind_of_id(&case.framework, &row.kind).is_some_and(|ix| asked_of(&case.framework, ix).full_time);
    let share = match row.full_time_percent {
        Some(part) => Some(format!("{part} % of full time")),
        None => asks.then(|| String::from("Full time")),
    };
    let worked: Vec<String> = hours.into_iter().chain(share).collect();
    let last = row.until_on.pred_opt().unwrap_or(row.until_on);
    let days = format!("{} to {}", words::date(row.from_on), words::date(last));
    vec![
        view! { <a href=paths::SPELL.to(row.id)>{days}</a> }.into_any(),
        spell.employer.clone().into_any(),
        kind_title(&case.framework, &row.kind).to_owned().into_any(),
        worked.join(", ").into_any(),
        view! { <Tag tone=tone label=label/> }.into_any(),
    ]
}

/// Whether there are days without any work, or with several.
fn days(spells: &[Spell]) -> AnyView {
    let there: Vec<Interval> = spells.iter().map(Spell::days).collect();
    let gaps = gaps(&there);
    let without = (!gaps.is_empty()).then(|| {
        let text = format!("Nothing is recorded {}.", in_words_of(&gaps));
        view! { <p>{text}</p> }
    });
    let at_once = is_at_once(&there).then(|| {
        view! { <p>"Some days are in more than one of these: hours are added up, and a day is never more than one day."</p> }
    });
    view! { {without}{at_once} }.into_any()
}

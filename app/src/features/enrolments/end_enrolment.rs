//! Ending an enrolment that was made by mistake, or whose trainee has left.

use super::earlier::{READERS, REASON, reason};
use crate::features::awards::store::{Award, awards_of};
use crate::features::record::store::{self, Case};
use crate::features::record::waiting;
use crate::journal::chapter_file::Waiting;
use crate::prelude::pages::*;
use domain::enrolments::{EnrolmentEnd, over_from};
use domain::interval::Interval;
use domain::standing::{Outcome, ResultFact};

const WHY: Field = Field::new("ended_as");
const FROM: Field = Field::new("over_from");

/// Ends an enrolment: nothing new is done in it, and what was before stays.
pub struct EndEnrolment;

impl Form for EndEnrolment {
    const FIELDS: &'static [Field] = &[WHY, FROM, REASON];
    type At = EnrolmentId;
    const ROUTE: Route<EnrolmentId> = paths::END_ENROLMENT;

    async fn act(_cx: &RequestCx, tx: &Tx, id: EnrolmentId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::EndEnrolment, id).await?;
        let there = Done::to(paths::ENROLMENT.to(id));
        if may.state().ended.is_some() {
            return Err(Stop::Instead(there.warning("This enrolment has ended already. Nothing was saved.")));
        }
        // The latest comes first.
        let conferred = awards_of(&tx.read().await?, id).await?;
        let conferred = conferred.iter().find(|award| award.withdrawal.is_none());
        let (why, from, reason) = parse(values, (may.state(), conferred), may.today())?;
        store::end_enrolment(&may, (why, from), &reason).await?;
        Ok(there.saying(format!("The enrolment of {} has ended. What was before stays.", may.state().name)))
    }
}

fn parse(
    values: &Values,
    (case, conferred): (&Case, Option<&Award>),
    today: NaiveDate,
) -> Result<(EnrolmentEnd, NaiveDate, String), Invalid> {
    let mut invalid = Invalid::default();
    let why = EnrolmentEnd::from_code(values.get(WHY)).ok_or_else(|| String::from("Choose why it ends"));
    let why = invalid.take(WHY.name, why);
    // What has not begun is over before it does, and no day is asked for.
    let has_left = why == Some(EnrolmentEnd::Left);
    let from = match case.has_begun() {
        true => fields::date(values.get(FROM), "the first day on which it is over").and_then(|day| {
            over_from(Interval::from(case.from_on), day, today, None).map_err(|why| why.to_string())?;
            let day = after_conferral(day, conferred, today)?;
            if has_left { after_deeds(day, case, today) } else { Ok(day) }
        }),
        false => Ok(today),
    };
    let from = invalid.take(FROM.name, from);
    let reason = invalid.take(REASON.name, reason(values, "the reason", true)).flatten();
    match (why, from, reason) {
        (Some(why), Some(from), Some(reason)) => Ok((why, from, reason)),
        _ => Err(invalid),
    }
}

/// The first day on which it is over, which comes after every status that stands: what was conferred was conferred while it went on.
fn after_conferral(from: NaiveDate, conferred: Option<&Award>, today: NaiveDate) -> Result<NaiveDate, String> {
    let award = conferred.map(|award| (award.conferred_on, format!("{} was conferred", award.title)));
    after(from, award, today)
}

/// The same after all that somebody did who has left: what they sat and sent, and that they were verified.
fn after_deeds(from: NaiveDate, case: &Case, today: NaiveDate) -> Result<NaiveDate, String> {
    let (file, name) = (case.facts.file(), &case.name);
    let is_sat = |one: &&ResultFact| one.voided_on.or(one.superseded_on).is_none() && one.outcome != Outcome::NotSat;
    let sat = file.results.iter().filter(is_sat);
    let sat = sat.map(|one| (one.sat_on, format!("{name} sat an assessment or completed a course")));
    let sent = file.claims.iter().filter(|one| one.withdrawn_on.is_none());
    let sent = sent.map(|one| (one.submitted_on, format!("{name} sent a claim")));
    let verified = file.verifications.iter().filter(|one| one.withdrawn_on.is_none());
    let verified = verified.map(|one| (one.on, String::from("A stage was verified")));
    // What was done on the day itself was done before somebody ended it.
    after(from, sat.chain(sent).chain(verified).max().filter(|(on, _)| from < *on), today)
}

fn after(from: NaiveDate, last: Option<(NaiveDate, String)>, today: NaiveDate) -> Result<NaiveDate, String> {
    let Some((on, what)) = last.filter(|(on, _)| from <= *on) else { return Ok(from) };
    let later = if on < today { "enter a later day" } else { "end it tomorrow, or later" };
    Err(format!("{what} on {}, so it was not over before: {later}", words::date(on)))
}

/// The question before it ends.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but the registrar; [`AppError::Forbidden`] for the registrar's own.
pub async fn page(cx: RequestCx, id: EnrolmentId) -> Result<Page, AppError> {
    let (case, _) = store::case_for(&cx, id, actions::EndEnrolment).await?;
    let there = paths::ENROLMENT.to(id);
    if case.ended.is_some() {
        return Ok(Page::elsewhere(there));
    }
    let form = Sheet::<EndEnrolment>::on(&cx, &id).await?;
    let question = Question {
        title: format!("End the enrolment of {}?", case.name),
        eyebrow: format!("{}, version {}", case.framework.short_title(), case.framework.version()).into(),
        intro: format!(
            "Then nothing can be signed, claimed, recorded or conferred on it, and nobody is asked for anything of it any more. What was before stays: {} reads it and can take the record along, and keeps the statuses that were conferred. They can be enrolled again, and you can take the end back.",
            case.name
        ),
        yes: "End the enrolment",
        back: (there, "The enrolment"),
    };
    let (today, has_begun, left_aside) = (case.today(), case.has_begun(), left_aside(&case));
    let conferred = awards_of(cx.app.db.read(), id).await?;
    let conferred = conferred.into_iter().find(|award| award.withdrawal.is_none());
    Ok(form.ask_with(question, move |form| {
        let (first, hint) = match after_conferral(today, conferred.as_ref(), today) {
            Ok(day) => (day.to_string(), String::from("Enter today or an earlier day. The last day of it is the day before.")),
            // No day that can be entered today is allowed.
            Err(why) => (String::new(), format!("{why}.")),
        };
        let from = has_begun.then(|| {
            view! { <TextField of=form.field_or(FROM, first) label="First day on which it is over" hint=hint kind="date" width=FieldWidth::Short/> }
        });
        view! {
            {left_aside}
            <Radios of=form.field(WHY) legend="Why it ends" options=reasons()/>
            {from}
            <TextArea of=form.field(REASON) label="Reason" hint=READERS rows=3/>
        }
        .into_any()
    }))
}

/// What waits on it, which nobody decides then.
fn left_aside(case: &Case) -> Option<AnyView> {
    let one = |one: &Waiting| {
        let what = format!("{}: {}. {}", what(one), waiting::title(case, one), waiting::since(case, one));
        view! { <li>{what}</li> }
    };
    let all: Vec<_> = case.waiting.iter().map(one).collect();
    (!all.is_empty()).then(|| view! { <p>"This waits on it, and is left aside:"</p><ul>{all}</ul> }.into_any())
}

/// What kind of thing waits.
fn what(waiting: &Waiting) -> &'static str {
    match waiting {
        Waiting::Claim { .. } => "Claim",
        Waiting::Verification { .. } => "Verification of a stage",
        Waiting::Experience { .. } => "Work to be confirmed",
        Waiting::Result { .. } => "Result to be confirmed",
        Waiting::Declined { .. } => "Declined result",
        Waiting::Application { .. } => "Application for a status",
        Waiting::PriorLearning { .. } => "Exemption",
    }
}

fn reasons() -> Vec<Choice> {
    let choice = |why: EnrolmentEnd| match why {
        EnrolmentEnd::Mistake => Choice::new(why.code(), "It was made by mistake")
            .hinted("The wrong person, the wrong qualification, or twice."),
        EnrolmentEnd::Left => Choice::new(why.code(), "The trainee has left"),
    };
    EnrolmentEnd::ALL.into_iter().map(choice).collect()
}

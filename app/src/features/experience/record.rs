//! Recording a spell of work.

use super::store::{self, NewSpell, Spell};
use crate::design::empty::Empty;
use crate::features::people::store as people;
use crate::features::record::store::{self as records, Case, EmployerOf};
use crate::prelude::pages::*;
use crate::web::forms::Place;
use crate::web::names::plain;
use domain::experience::{
    AskedOf, FilledIn, Hours, Recorded, asked_of, counted_in_words, is_alike, many_in_words, minutes, recordable,
    recordable_kinds,
};
use domain::framework::KindIx;
use domain::interval::{Interval, in_words_of};

const KIND: Field = Field::new("kind");
const EMPLOYER: Field = Field::new("employer");
const FROM: Field = Field::new("from");
const LAST_DAY: Field = Field::new("last_day");
const HOURS: Field = Field::new("hours");
const HOURS_OF: Field = Field::new("hours_of");
const FULL_TIME: Field = Field::new("full_time_percent");
const WORK: Field = Field::written("work");
const ASK: Field = Field::new("ask");
/// The minutes in all that were shown.
const TOTAL: Field = Field::new("total");
/// Where they are shown.
const PLACE: Place = "total";

/// Records a spell of work and, where the trainee says so, asks the employer to confirm it.
pub struct RecordExperience;

impl Form for RecordExperience {
    const FIELDS: &'static [Field] = &[KIND, EMPLOYER, FROM, LAST_DAY, HOURS, HOURS_OF, FULL_TIME, WORK, TOTAL, ASK];
    type At = EnrolmentId;
    const ROUTE: Route<EnrolmentId> = paths::RECORD_EXPERIENCE;

    async fn act(_cx: &RequestCx, tx: &Tx, id: EnrolmentId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::RecordExperience, id).await?;
        let db = tx.read().await?;
        let (employed, there) = (records::employers(&db, id).await?, store::spells(&db, id).await?);
        let new = NewSpell::parse(values, may.state(), &employed, &there)?;
        is_seen(values, &new)?;
        let spell = store::record(&may, &new).await?;
        let asks = values.get(ASK) != "later";
        let has_people = people::has_people(&tx.read().await?, new.employer, may.today()).await?;
        if asks {
            let spell = store::spell(&tx.read().await?, spell).await?;
            store::ask(&may, may.state(), &spell).await?;
        }
        let (employer, there) = (&new.employer_name, Done::to(paths::EXPERIENCE.to(id)));
        Ok(match (asks, has_people) {
            (false, _) => there.saying("Your work is recorded."),
            (true, true) => there.saying(format!("Your work is recorded. {employer} is asked to confirm it.")),
            (true, false) => there.warning(format!(
                "Your work is recorded and {employer} is asked, but nobody of {employer} has an account yet. Ask {} to invite its administrator.",
                may.state().body.look.short_name
            )),
        })
    }
}

/// What hours of each week come to in all is shown before it is sent, and it is asked once whether hours are meant that are very many.
fn is_seen(values: &Values, new: &NewSpell) -> Result<(), Stop> {
    let worked = &new.worked;
    let total = worked.minutes.to_string();
    let many = many_in_words(Hours::InAll, worked.minutes, (worked.from, worked.until));
    if values.get(TOTAL) == total || (worked.minutes_each_week.is_none() && many.is_none()) {
        return Ok(());
    }
    let mut shown = values.clone();
    shown.set(TOTAL, total);
    Err(Stop::Changed(shown, PLACE))
}

impl NewSpell {
    /// `employed` are the employers of the trainee, `there` the spells that are recorded.
    fn parse(values: &Values, case: &Case, employed: &[EmployerOf], there: &[Spell]) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let kinds: Vec<KindIx> = recordable_kinds(&case.framework, case.today()).collect();
        let kind = match &kinds[..] {
            [only] => Some(*only),
            _ => kinds.into_iter().find(|ix| case.framework.experience_kind(*ix).id == values.get(KIND)),
        };
        let kind = invalid.take(KIND.name, kind.ok_or_else(|| String::from("Choose the kind of experience")));
        let chosen = OrganisationId::parse(values.get(EMPLOYER));
        let employer = employed.iter().find(|one| Some(one.employer) == chosen);
        let employer = invalid.take(EMPLOYER.name, employer.ok_or_else(|| String::from("Choose the employer")));
        let (from, last_day) = (
            invalid.take(FROM.name, fields::date(values.get(FROM), "the first day of the work")),
            invalid.take(LAST_DAY.name, fields::date(values.get(LAST_DAY), "the last day of the work")),
        );
        let offered = offered(case);
        let typed = |field, is_offered: bool| if is_offered { plain(values.get(field)) } else { String::new() };
        let (hours, full_time_percent) = (typed(HOURS, offered.hours), typed(FULL_TIME, offered.full_time));
        let (hours, full_time_percent) = (hours.as_str(), full_time_percent.as_str());
        let spell = FilledIn { from, last_day, hours, hours_of: values.get(HOURS_OF), full_time_percent };
        let code = kind.map(|ix| case.framework.experience_kind(ix).id.as_str());
        let alike = there.iter().filter(|one| code.is_some_and(|code| is_alike(&case.framework, &one.row.kind, code)));
        let hours: Vec<(Interval, i64)> = alike.clone().map(|one| (one.days(), one.row.minutes)).collect();
        let there = alike.filter(|one| Some(one.row.employer_id) == chosen);
        let there: Vec<Interval> = there.map(Spell::days).collect();
        let asked = kind.map(|ix| asked_of(&case.framework, ix)).unwrap_or_default();
        let employed = employer.map(|one| &one.when[..]);
        let recorded = Recorded { employed, there: &there, hours: &hours };
        let worked = recordable(&spell, asked, (case.today(), case.zone), recorded);
        let worked = worked.map_err(|wrong| invalid.0.extend(wrong.0)).ok();
        let work = invalid.take(WORK.name, fields::text(values.get(WORK), "what you did", 5_000));
        match (kind, employer, worked, work) {
            (Some(kind), Some(employer), Some(worked), Some(work)) if invalid.is_empty() => {
                let (employer, employer_name) = (employer.employer, employer.name.clone());
                Ok(Self { kind, employer, employer_name, worked, work })
            }
            _ => Err(invalid),
        }
    }
}

/// What the form has fields for: what is asked of one of the kinds that can be recorded.
fn offered(case: &Case) -> AskedOf {
    recordable_kinds(&case.framework, case.today()).fold(AskedOf::default(), |all, ix| {
        let of = asked_of(&case.framework, ix);
        AskedOf { hours: all.hours || of.hours, full_time: all.full_time || of.full_time }
    })
}

/// The page with the form. Its address may name a spell whose values stand in it at first: one that was taken out or declined.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but the trainee.
pub async fn page(cx: RequestCx, id: EnrolmentId) -> Result<Page, AppError> {
    let (case, _) = records::case_for(&cx, id, actions::RecordExperience).await?;
    let db = cx.app.db.read();
    let employed = records::employers(db, id).await?;
    let like = match ExperienceId::parse(&cx.query("like")) {
        Some(like) => match store::spell(db, like).await {
            Err(AppError::NotFound) => None,
            found => Some(found?).filter(|like| like.row.enrolment_id == id),
        },
        None => None,
    };
    let form = Sheet::<RecordExperience>::on(&cx, &id).await?;
    let page = FormPage {
        title: String::from("Record work"),
        eyebrow: case.framework.short_title().to_owned().into(),
        intro: String::from("One period of work for one employer. Your employer confirms it, and then it counts."),
        back: (paths::EXPERIENCE.to(id), String::from("Experience")),
    };
    Ok(form.page(page, move |form| {
        if recordable_kinds(&case.framework, case.today()).next().is_none() {
            let text = format!("{} asks for no work that can be recorded today.", case.framework.short_title());
            return view! { <Empty title="No work is recorded here" text=text/> }.into_any();
        }
        if employed.is_empty() {
            let body = &case.body.look.short_name;
            let text = format!(
                "No employer of yours is on record. Ask {body} to note for whom you work and worked, and since when."
            );
            return view! { <Empty title="Nobody could confirm it yet" text=text/> }.into_any();
        }
        draw(&case, &employed, like.as_ref(), form)
    }))
}

fn draw(case: &Case, employed: &[EmployerOf], like: Option<&Spell>, form: &Sheet<RecordExperience>) -> AnyView {
    let framework = &case.framework;
    let kinds: Vec<KindIx> = recordable_kinds(framework, case.today()).collect();
    let AskedOf { hours, full_time: share } = offered(case);
    let kinds: Vec<Choice> = kinds
        .into_iter()
        .map(|ix| framework.experience_kind(ix))
        .map(|kind| Choice::new(&kind.id, &kind.title))
        .collect();
    let kind = (kinds.len() > 1).then(|| {
        let first = like.map_or("", |like| &like.row.kind);
        view! { <Radios of=form.field_or(KIND, first) legend="What kind of experience?" options=kinds/> }
    });
    let employers = employed.iter().map(|one| Choice::new(one.employer, &one.name).hinted(in_words_of(&one.when)));
    let employers: Vec<Choice> = employers.collect();
    let only = if let [only] = &employers[..] { only.value.clone() } else { String::new() };
    let employer = like.map_or(only, |like| like.row.employer_id.to_string());
    let from = like.map(|like| like.row.from_on.to_string()).unwrap_or_default();
    let last = like.and_then(|like| like.row.until_on.pred_opt()).map(|day| day.to_string()).unwrap_or_default();
    let (number, hours_of) = like.map(said).unwrap_or_default();
    let of = vec![
        Choice::new(Hours::EachWeek.code(), "Each week")
            .hinted("Each day from Monday to Friday counts with a fifth of them, and a weekend for nothing. Only if the period is a Saturday, a Sunday or both, each of these counts with a seventh. You see how many they are in all before they are recorded."),
        Choice::new(Hours::InAll.code(), "All of it together"),
    ];
    let hours = hours.then(|| {
        view! {
            <TextField of=form.field_or(HOURS, number) label="Hours" hint="As 36, 36.5 or 36:30." width=FieldWidth::Short/>
            <Radios of=form.field_or(HOURS_OF, hours_of) legend="These are the hours of" options=of/>
        }
    });
    let part = like.and_then(|like| like.row.full_time_percent).map(|part| part.to_string()).unwrap_or_default();
    let share = share.then(|| {
        view! { <TextField of=form.field_or(FULL_TIME, part) label="Part of full time, in per cent" hint="Leave it empty for full time, from Monday to Friday. Three of these five days are 60." width=FieldWidth::Short optional=true/> }
    });
    let work = like.map_or_else(String::new, |like| like.row.work.clone());
    let cancel = paths::EXPERIENCE.to(case.id);
    let (employer, asks) = (form.field_or(EMPLOYER, employer), form.field_or(ASK, "now"));
    let (from, last, work) = (form.field_or(FROM, from), form.field_or(LAST_DAY, last), form.field_or(WORK, work));
    let ask =
        vec![Choice::new("now", "Yes, now"), Choice::new("later", "Not yet").hinted("You can ask from its page.")];
    view! {
        {kind}
        <Radios of=employer legend="For which employer?" options=employers/>
        <TextField of=from label="First day" kind="date" width=FieldWidth::Short/>
        <TextField of=last label="Last day" hint="If the work goes on, enter today and record the rest later." kind="date" width=FieldWidth::Short/>
        {hours}
        {share}
        <TextArea of=work label="What you did" hint="The kind of work and who supervised it, without names of clients." rows=4/>
        <Radios of=asks legend="Ask the employer to confirm it?" options=ask/>
        {total(form)}
        <Buttons><Button label="Record the work"/>" "<a href=cancel>"Cancel"</a></Buttons>
    }
    .into_any()
}

/// What the hours come to, once it has been asked whether that is meant. What was typed since then is asked about anew.
fn total(form: &Sheet<RecordExperience>) -> Option<AnyView> {
    let typed = form.typed()?;
    let day = |field: Field| fields::date(typed.get(field), "").ok();
    let days = (day(FROM)?, day(LAST_DAY)?.succ_opt()?);
    let (of, number) = (Hours::from_code(typed.get(HOURS_OF))?, minutes(&plain(typed.get(HOURS))).ok()?);
    let total = of.of(number, days).to_string();
    let many = many_in_words(of, number, days).map(|asked| view! { <p><strong>{asked}</strong></p> });
    let counted = (of == Hours::EachWeek).then(|| {
        let said = counted_in_words(number, days);
        view! { <p>{said}" If that is not what you worked, enter the hours of all of it together."</p> }
    });
    (typed.get(TOTAL) == total).then(|| {
        let fixed = form.fixed(TOTAL, total);
        view! {
            <Section id=PLACE title="Check the hours in all">
                {fixed}
                {many}
                {counted}
                <p>"If it is right, press “Record the work” once more."</p>
            </Section>
        }
        .into_any()
    })
}

/// The hours of a spell as they were said, and of what; nothing where nobody asks for them.
fn said(like: &Spell) -> (String, &'static str) {
    let number = |minutes: i64| match minutes % 60 {
        0 => (minutes / 60).to_string(),
        rest => format!("{}:{rest:02}", minutes / 60),
    };
    match (like.row.minutes, like.row.minutes_each_week) {
        (0, _) => Default::default(),
        (_, Some(week)) => (number(week), Hours::EachWeek.code()),
        (all, None) => (number(all), Hours::InAll.code()),
    }
}

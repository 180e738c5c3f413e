//! Who supervises and employs a trainee.

use super::name_supervisor::{self, NameSupervisor};
use super::spell;
use crate::features::record::store::{self, Employment, Possible, SupervisionRow};
use crate::prelude::pages::*;
use domain::access::{Denied, managed_employers};

/// Who supervises a trainee, and since when, with the form to name a supervisor.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but the registrar and the administrators of the trainee's employers;
/// [`AppError::Forbidden`] for one's own.
pub async fn page(cx: RequestCx, id: EnrolmentId) -> Result<Page, AppError> {
    let actor = cx.actor()?;
    let (case, manages) = store::case_for(&cx, id, actions::ManageSupervision).await?;
    let db = cx.app.db.read();
    // A trainee may have several employers: an administrator acts for their own.
    let managed = managed_employers(actor, manages.subject());
    let mut employers = store::employers_today(db, id, case.today()).await?;
    employers.retain(|(employer, _)| managed.contains(employer));
    let rows = store::supervisions(db, id).await?;
    let ends = |row: SupervisionRow| {
        let of = manages.subject().of_employer(row.employer_id);
        (row, permit(actor, actions::EndSupervision, &of).is_ok())
    };
    let names = permit(actor, actions::NameSupervisor, manages.subject()).map(drop);
    let shown = Shown {
        names,
        id,
        is_registrar: actor.is_registrar_of(manages.subject()),
        possible: store::possible_supervisors(db, id, &managed, cx.days(case.today())).await?,
        rows: rows.into_iter().map(ends).collect(),
        nowhere: nowhere(&store::employments(db, id).await?, case.today()),
        employers,
        form: Sheet::on(&cx, &id).await?,
        today: case.today(),
        name: case.name,
    };
    let title = format!("Supervision of {}", shown.name);
    Ok(Page::new(title.clone(), move || draw(shown, title)))
}

struct Shown {
    /// Whether a supervisor can be named, or why not.
    names: Result<(), Denied>,
    id: EnrolmentId,
    name: String,
    is_registrar: bool,
    /// Who may be named.
    possible: Vec<Possible>,
    /// Each with whether whoever asks may end it.
    rows: Vec<(SupervisionRow, bool)>,
    /// The employers of today for which whoever asks acts.
    employers: Vec<(OrganisationId, String)>,
    /// What is said where there are none.
    nowhere: String,
    form: Sheet<NameSupervisor>,
    today: NaiveDate,
}

fn draw(shown: Shown, title: String) -> AnyView {
    let rows: Vec<_> = shown.rows.iter().map(|(one, ends)| row(&shown, one, *ends)).collect();
    let new = match shown.names {
        Ok(()) => new(&shown.form, (&shown.name, &shown.employers, &shown.possible), shown.today),
        Err(why) => view! { <p>{why.to_string()}</p> }.into_any(),
    };
    let employers = (shown.employers, shown.nowhere);
    let employment = employment(shown.id, &shown.name, employers, shown.is_registrar);
    view! {
        <BackLink href=paths::ENROLMENT.to(shown.id) label=shown.name/>
        <Heading title=title intro="A supervisor decides claims from the first day to the last. What they sign stays valid afterwards."/>
        <DataTable
            named_by="page-title"
            head=["Supervisor", "Employer", "Authorised as", "From", "State", "Change"].map(String::from).to_vec()
            rows=rows
            empty="Nobody supervises this trainee yet."
        />
        <Section id="new" title="Name a supervisor">{new}</Section>
        <Section id="employment" title="Employment">{employment}</Section>
    }
    .into_any()
}

fn row(shown: &Shown, row: &SupervisionRow, ends: bool) -> Vec<AnyView> {
    let end = (ends && row.spell().can_end(shown.today)).then(|| {
        let href = paths::END_SUPERVISION.to((shown.id, row.id));
        view! { <a href=href>"End"<span class="unseen">{format!(" the supervision by {} for {}", row.name, row.employer)}</span></a> }
    });
    vec![
        row.name.clone().into_any(),
        row.employer.clone().into_any(),
        row.authorised_as.clone().unwrap_or_default().into_any(),
        words::day(row.from_on),
        spell::tag(row.spell(), shown.today),
        end.into_any(),
    ]
}

fn new(
    form: &Sheet<NameSupervisor>,
    (name, employers, possible): (&str, &[(OrganisationId, String)], &[Possible]),
    today: NaiveDate,
) -> AnyView {
    if employers.is_empty() {
        let none = format!(
            "{name} works for no employer today. Supervisors are named among the people of an employer, so note the employer first."
        );
        view! { <p>{none}</p> }.into_any()
    } else if possible.is_empty() {
        view! { <p>"There is no further supervisor who could be named. Invite one under People first."</p> }.into_any()
    } else {
        name_supervisor::draw(form, possible, today)
    }
}

/// That no employment is in force on a day, with the one that is to come or was the last.
fn nowhere(all: &[Employment], today: NaiveDate) -> String {
    let mut all: Vec<&Employment> = all.iter().filter(|one| one.until_on != Some(one.from_on)).collect();
    all.sort_by_key(|one| one.from_on);
    if let Some(next) = all.iter().find(|one| !one.spell().has_begun(today)) {
        return format!("No employer now: {} from {} on.", next.name, words::date(next.from_on));
    }
    match all.iter().filter_map(|one| Some((one.until_on?, &one.name))).max() {
        Some((until, name)) => format!("No employer now: {name} until {}.", words::last_day(until)),
        None => String::from("No employer yet."),
    }
}

fn employment(
    id: EnrolmentId,
    name: &str,
    (employers, nowhere): (Vec<(OrganisationId, String)>, String),
    is_registrar: bool,
) -> AnyView {
    let none = employers.is_empty().then(|| view! { <p>{nowhere}</p> });
    let all = is_registrar.then(|| {
        let words = if none.is_some() { "Add an employer" } else { "All employers and training providers" };
        view! { <p><a href=paths::EMPLOYERS_AND_PROVIDERS.to(id)>{words}</a></p> }
    });
    let employments = employers
        .into_iter()
        .map(|(employer, title)| {
            let href = paths::END_EMPLOYMENT.to((id, employer));
            view! { <p>{format!("{name} works for {title}. ")}<a href=href>"End this employment"</a></p> }
        })
        .collect_view();
    view! { {none}{employments}{all} }.into_any()
}

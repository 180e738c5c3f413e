//! One sitting: what is to be recorded, and what is recorded.

use super::confirm::{self, ConfirmResults, may_confirm};
use super::files;
use super::record::{self, RecordResults};
use super::store::{self, Candidate, Import, Progress, Sitting, ToRecord};
use super::words::{is_course, marks_of, of_sitting};
use crate::design::empty::Empty;
use crate::design::filter::Filter;
use crate::design::pagination::NextPage;
use crate::design::progress::grouped;
use crate::prelude::pages::*;
use crate::web::pages::{COUNTED, ListPage};
use chrono_tz::Tz;
use domain::access::Actor;
use domain::framework::MarkScheme;
use domain::sign_off::SigningKind;
use std::collections::HashMap;

/// Candidates among whom nobody has to search.
const MANY: usize = 10;

/// What the lists of the page need.
pub(super) struct View<'a> {
    pub id: SittingId,
    pub sitting: &'a Sitting,
    pub actor: &'a Actor,
    pub is_course: bool,
    /// How its marks are written.
    pub marks: Option<MarkScheme>,
    /// The name that is looked for.
    pub search: &'a str,
    /// After which candidate the page begins that is recorded.
    pub after: Option<EnrolmentId>,
    /// After which candidate the page of what is recorded begins.
    pub after_recorded: Option<EnrolmentId>,
    /// Who verified the stage, of those whose results are listed.
    pub verifiers: &'a HashMap<EnrolmentId, Vec<PersonId>>,
    /// By what whoever looks turned the employer's key of the stage, of these, and when.
    pub own_keys: &'a HashMap<EnrolmentId, (SigningKind, NaiveDate)>,
    /// Who acts for the provider today.
    pub officers: &'a [PersonId],
    /// Where its days are read.
    pub zone: Tz,
}

/// The candidates of a sitting and their results.
///
/// # Errors
/// [`AppError::NotFound`] for who does not act for its provider.
pub async fn page(cx: RequestCx, id: SittingId) -> Result<Page, AppError> {
    let db = cx.app.db.read();
    let sitting = store::sitting(db, id).await?;
    let actor = cx.actor()?.clone();
    permit(&actor, actions::ManageSitting, &sitting.subject())?;
    let today = cx.day_of_version(&sitting.framework_slug, &sitting.framework_version);
    let search = cx.query("q");
    let [last, last_recorded] = ["after", "recorded"].map(|name| EnrolmentId::parse(&cx.query(name)));
    let of = (&sitting, today);
    let (to_record, recorded) =
        store::lists(db, &cx.app.catalogue, of, actor.person, (&search, last, last_recorded)).await?;
    let listed: Vec<EnrolmentId> = recorded.rows.iter().map(|candidate| candidate.enrolment_id).collect();
    let verifiers = store::verifiers(db, &cx.app.catalogue, &sitting, &listed).await?;
    let own_keys = store::own_keys(db, &cx.app.catalogue, (&sitting, actor.person), &listed).await?;
    let moved = store::moved(db, &[id]).await?.remove(&id);
    let officers = store::officers(db, sitting.provider_id, today).await?;
    let progress = store::progress(db, &sitting, today).await?;
    let left_behind = if moved.is_some() { store::left_behind(db, id).await? } else { 0 };
    let files = store::imports_at(db, id).await?;
    let lists = Lists {
        to_record,
        recorded,
        progress,
        moved,
        left_behind,
        files,
        records: cx.query_of(record::AFTER.name).is_some(),
        are_further: (last.is_some(), last_recorded.is_some()),
        record: Sheet::on(&cx, &id).await?,
        confirm: Sheet::on(&cx, &id).await?,
    };
    let (_, element) = of_sitting(&sitting, &cx.app.catalogue);
    let title = format!("{element}, {}", words::date(sitting.held_on));
    Ok(Page::new(title, move || {
        let view = View {
            id,
            sitting: &sitting,
            actor: &actor,
            is_course: is_course(&sitting, &cx.app.catalogue),
            marks: marks_of(&sitting, &cx.app.catalogue),
            search: &search,
            after: last,
            after_recorded: last_recorded,
            verifiers: &verifiers,
            own_keys: &own_keys,
            officers: &officers,
            zone: cx.app.catalogue.zone_of_version(&sitting.framework_slug, &sitting.framework_version),
        };
        draw(&cx, &view, lists)
    }))
}

/// What the page lists, and its two forms.
struct Lists {
    to_record: ToRecord,
    recorded: ListPage<Candidate, EnrolmentId>,
    /// How far it is.
    progress: Progress,
    /// Where results of it went, because its day was wrong.
    moved: Option<(SittingId, NaiveDate)>,
    /// Results that stayed here because the enrolment has ended.
    left_behind: usize,
    /// The files from which results of it are recorded.
    files: Vec<Import>,
    /// Whether whoever could confirm is here to record.
    records: bool,
    /// Whether each begins after somebody.
    are_further: (bool, bool),
    record: Sheet<RecordResults>,
    confirm: Sheet<ConfirmResults>,
}

fn draw(cx: &RequestCx, view: &View<'_>, lists: Lists) -> AnyView {
    let Lists { to_record, recorded, progress, moved, left_behind, files, records, are_further, record, confirm } =
        lists;
    let (framework, element) = of_sitting(view.sitting, &cx.app.catalogue);
    let Progress { recorded: done, of, taken_back, to_be_taken_back } = progress;
    let mut progress = match of {
        0 => String::new(),
        _ if of > COUNTED => format!(" {}.", words::counted(done, "result is recorded", "results are recorded")),
        _ => {
            let has = if done == 1 { "has" } else { "have" };
            format!(" {} of {} {has} a result.", grouped(done), words::count(of, "candidate", "candidates"))
        }
    };
    if taken_back > 0 {
        let people = words::count(taken_back, "candidate was", "candidates were");
        progress.push_str(&format!(" {people} not at it: a result of theirs was taken back."));
    }
    if to_be_taken_back > 0 {
        let people = words::count(to_be_taken_back, "candidate was", "candidates were");
        progress.push_str(&format!(" A second person still has to confirm that {people} not at the sitting."));
    }
    let held = format!("Held on {} by {}.{progress}", words::date(view.sitting.held_on), view.sitting.provider);
    let confirms = recorded.rows.first().is_some_and(|candidate| may_confirm(view, candidate));
    let left_out = to_record.left_out;
    let listed = recorded.rows.len() + to_record.part.rows.len();
    // Who is left out of the list is reached by a search alone.
    let is_many = listed > MANY || left_out > 0 || !view.search.is_empty() || are_further != (false, false);
    let empty = (listed + left_out == 0 && !is_many).then(|| {
        let text = format!(
            "Nobody on this version of {framework} is registered with {} today or was on the day of the sitting.",
            view.sitting.provider
        );
        view! { <Empty title="No candidate yet" text=text/> }
    });
    let nothing_found = !view.search.is_empty() && listed == 0;
    let has_to_record = !to_record.part.rows.is_empty() || left_out > 0 || are_further.0 || nothing_found;
    // Of two forms on one page the one that is sent would lose what was typed into the other.
    let is_either = confirms && !to_record.part.rows.is_empty();
    // Nobody sat on a day that was corrected; whoever knows better says so first.
    let is_elsewhere = moved.is_some() && done == left_behind && !records;
    let to_record = (has_to_record && (records || !is_either) && !is_elsewhere).then(|| {
        let links = links(view, ("after", "results to record"), to_record.part.next, are_further.0);
        let list = record::draw(view, &record, to_record, links);
        view! { <Section id="record" title="Record results">{list}</Section> }
    });
    // Of two lists the one that stands here.
    let list = if to_record.is_some() { "to-record" } else { "recorded" };
    let note = crate::features::record::store::listed::cut(view.search);
    let find =
        is_many.then(|| view! { <Filter label="Find by name" value=view.search.to_owned() list=list note=note/> });
    let shows_recorded = !recorded.rows.is_empty() || are_further.1;
    let recorded = (shows_recorded && !(is_either && records)).then(|| {
        let links = links(view, ("recorded", "recorded results"), recorded.next, are_further.1);
        let list = confirm::draw(view, &confirm, recorded.rows, links);
        view! { <Section id="results" title="Recorded results">{list}</Section> }
    });
    // A person who came to confirm has that before them, and one who came to record the other.
    let sections =
        if confirms { view! { {recorded}{to_record} }.into_any() } else { view! { {to_record}{recorded} }.into_any() };
    let other = is_either.then(|| {
        let (to, text) = match records {
            true => (paths::sitting_page(view.id, view.search, ("recorded", "")), "Confirm recorded results"),
            false => (paths::sitting_page(view.id, view.search, (record::AFTER.name, "")), "Record further results"),
        };
        view! { <p><a href=to>{text}</a></p> }
    });
    let moved = moved.map(|(to, on)| {
        let text = format!("the sitting of {}", words::date(on));
        let (before, after) = match done {
            0 => ("The day of this sitting was corrected. Its results are at ", "."),
            _ if done == left_behind => (
                "The day of this sitting was corrected. Its results are at ",
                ", but for those of enrolments that have ended, which stay here.",
            ),
            _ => ("Results of this sitting went to ", ", because its day was corrected."),
        };
        let here = is_elsewhere.then(|| {
            let href = paths::sitting_page(view.id, view.search, (record::AFTER.name, ""));
            view! { <p><a href=href>"Somebody sat on this day all the same: record results here"</a></p> }
        });
        view! { <p>{before}<a href=paths::SITTING.to(to)>{text}</a>{after}</p>{here} }
    });
    let day = (done > 0).then(|| {
        view! { <p><a href=paths::SITTING_DAY.to(view.id)>"Correct the day of the sitting"</a></p> }
    });
    let files = files::draw(&files, view.zone);
    let import = (!is_elsewhere).then(|| {
        view! { <p><a href=paths::NEW_IMPORT.to(view.id)>"Import results from a file"</a></p> }
    });
    view! {
        <BackLink href=paths::SITTINGS.to(()) label="Sittings"/>
        <Heading title=element eyebrow=format!("{framework} · Sitting") intro=held/>
        {moved}
        {import}
        {files}
        {empty}
        {find}
        {sections}
        {other}
        {day}
    }
    .into_any()
}

/// The way on through one of the lists; `name` is what the query calls the candidate after whom its page begins, `of` what
/// the list is of.
fn links(view: &View<'_>, (name, of): (&str, &'static str), next: Option<EnrolmentId>, is_further: bool) -> AnyView {
    let page = |after: &str| paths::sitting_page(view.id, view.search, (name, after));
    let (first, next) = (page(""), next.map(|last| page(&last.to_string())));
    view! { <NextPage of first=is_further.then_some(first) next/> }.into_any()
}

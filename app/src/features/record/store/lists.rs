//! Lists of cases, each within the scope of whoever reads it, read in their order from the listings.

use super::listed::{self, Wanted};
use super::{Case, CaseRow};
use crate::entities::{employment, enrolment, listing, person, record, supervision};
use crate::journal::chapter_file;
use crate::journal::listing::WAITING;
use crate::prelude::stores::*;
use crate::web::days::on_its_day;
use crate::web::names::{look, told_apart};
use crate::web::pages::{COUNTED, PAGE};
use crate::web::request::RequestCx;
use domain::access::Scope;
use listing::Column;
use sea_orm::sea_query::{Alias, ExprTrait, IntoCondition, Query};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A page of the trainees in a scope.
#[derive(Debug)]
pub struct CasePage {
    /// The cases, by name.
    pub cases: Vec<Case>,
    /// The last of them, where more come after it.
    pub next: Option<EnrolmentId>,
    /// How many there are in all, counted up to [`COUNTED`] and one more.
    pub total: usize,
    /// How many people these are, as far as they are counted.
    pub people: usize,
    /// Those whose first day is to come for whoever reads the list, with that day.
    pub begin: HashMap<EnrolmentId, NaiveDate>,
}

/// The trainees whom a list may hold and who are wanted, by name, those after one of them.
pub async fn cases(
    cx: &RequestCx,
    scope: &Scope,
    wanted: &Wanted,
    after: Option<EnrolmentId>,
) -> Result<CasePage, AppError> {
    let db = cx.app.db.read();
    let lists: Vec<_> = listers(scope).into_iter().map(|lister| list(cx, (scope, lister), wanted)).collect();
    let from = match after {
        Some(last) => listed::position(db, &lists, last).await?,
        None => None,
    };
    let page = listed::page(db, &lists, from.as_ref()).await?;
    let mut all: BTreeMap<EnrolmentId, PersonId> = BTreeMap::new();
    for list in &lists {
        let counted = list.clone().join(JoinType::InnerJoin, listing::Relation::Enrolment.def()).select_only();
        let counted = counted.column(Column::EnrolmentId).column(enrolment::Column::PersonId);
        all.extend(counted.limit(COUNTED as u64 + 1).into_tuple::<(EnrolmentId, PersonId)>().all(db).await?);
    }
    let ids: Vec<EnrolmentId> = page.rows.into_iter().map(|(_, _, id)| id).collect();
    let next = page.next.map(|(_, _, id)| id);
    let cases = read(cx, scope, &ids).await?;
    let begin = begin(cx, scope, &cases).await?;
    let people: BTreeSet<&PersonId> = all.values().collect();
    Ok(CasePage { cases, next, total: all.len(), people: people.len(), begin })
}

/// Trainees of some employers whom nobody supervises there, nor will from a day that is noted, and who are not through every stage: by name,
/// one more than a page has where there are so many. Nobody names who supervises themselves.
pub async fn unsupervised(cx: &RequestCx, employers: &[OrganisationId]) -> Result<Vec<Case>, AppError> {
    let actor = cx.actor()?;
    if employers.is_empty() {
        return Ok(Vec::new());
    }
    let supervised = supervision::Entity::find()
        .filter(supervision::Column::EnrolmentId.into_expr().equals((enrolment::Entity, enrolment::Column::Id)))
        .filter(
            supervision::Column::EmployerId.into_expr().equals((employment::Entity, employment::Column::EmployerId)),
        );
    let works = |day| {
        let goes_on = supervised.clone().filter(supervision::Entity::may_end_on(day));
        let here = employment::Entity::find()
            .filter(employment::Column::RecordId.into_expr().equals((enrolment::Entity, enrolment::Column::RecordId)))
            .of_any(employers)
            .filter(employment::Entity::active_on(day))
            .filter(Expr::not_exists(goes_on.into_query()));
        Condition::all().add(Expr::exists(here.into_query())).add(enrolment::Column::FromOn.lte(day))
    };
    let of = enrolment::Entity::find()
        .join(JoinType::InnerJoin, enrolment::Relation::Record.def())
        .select_only()
        .column(enrolment::Column::Id)
        .filter(enrolment::Column::PersonId.ne(actor.person))
        .filter(enrolment::Column::EndedOn.is_null())
        .filter(on_its_day(cx, &enrolment::Column::Id.into_expr(), works))
        .order_by_asc(record::Column::NameKey)
        .order_by_asc(enrolment::Column::Id);
    let scope = Scope {
        bodies: Vec::new(),
        employers: employers.to_vec(),
        supervisor_at: Vec::new(),
        providers: Vec::new(),
        person: actor.person,
    };
    let mut cases = Vec::new();
    // Who is through every stage needs nobody, and is known once the facts are read.
    for part in 0.. {
        let some = of.clone().offset(part * PAGE as u64).limit(PAGE as u64);
        let ids: Vec<EnrolmentId> = some.into_tuple().all(cx.app.db.read()).await?;
        let found = read(cx, &scope, &ids).await?.into_iter();
        cases.extend(found.filter(|case| case.standing.current_stage(&case.framework).is_some()));
        if cases.len() > PAGE || ids.len() < PAGE {
            break;
        }
    }
    Ok(cases)
}

/// What cases are called where they stand together: by name, and beside a name that several have what tells them apart.
pub async fn called(cx: &RequestCx, cases: &[Case]) -> Result<HashMap<EnrolmentId, String>, AppError> {
    let keys: Vec<String> = cases.iter().map(|case| look(&case.name)).collect();
    let is_shared = |key: &String| keys.iter().filter(|other| *other == key).count() > 1;
    let shared: Vec<EnrolmentId> =
        cases.iter().zip(&keys).filter(|(_, key)| is_shared(key)).map(|(case, _)| case.id).collect();
    let mut told: HashMap<EnrolmentId, (Option<String>, String)> = HashMap::new();
    if !shared.is_empty() {
        let rows: Vec<(EnrolmentId, Option<String>, String)> = enrolment::Entity::find()
            .join(JoinType::InnerJoin, enrolment::Relation::Record.def())
            .join(JoinType::InnerJoin, enrolment::Relation::Person.def())
            .of_any(&shared)
            .select_only()
            .column(enrolment::Column::Id)
            .column(record::Column::Number)
            .column(person::Column::Email)
            .into_tuple()
            .all(cx.app.db.read())
            .await?;
        told.extend(rows.into_iter().map(|(id, number, email)| (id, (number, email))));
    }
    let of = |case: &&Case| told.get(&case.id).cloned().unwrap_or_default();
    let number = |case: &&Case| of(case).0.unwrap_or_default();
    let email = |case: &&Case| of(case).1;
    let framework = |case: &&Case| format!("{} {}", case.framework.short_title(), case.framework.version());
    let cases: Vec<&Case> = cases.iter().collect();
    let called = told_apart(&cases, |case| &case.name, &[&number, &email, &framework]);
    Ok(cases.iter().map(|case| case.id).zip(called).collect())
}

/// Those of some cases that begin for a scope after the day of their record, with the first day.
async fn begin(cx: &RequestCx, scope: &Scope, cases: &[Case]) -> Result<HashMap<EnrolmentId, NaiveDate>, AppError> {
    let days: HashMap<EnrolmentId, NaiveDate> = cases.iter().map(|case| (case.id, case.today())).collect();
    let ids: Vec<EnrolmentId> = days.keys().copied().collect();
    let rows: Vec<(EnrolmentId, NaiveDate)> = listing::Entity::find()
        .select_only()
        .columns([Column::EnrolmentId, Column::FromOn])
        .of_any(&ids)
        .of_any(&listers(scope))
        .filter(Column::Word.eq(""))
        .filter(on_its_day(cx, &Column::EnrolmentId.into_expr(), not_ended))
        .into_tuple()
        .all(cx.app.db.read())
        .await?;
    let mut first: HashMap<EnrolmentId, NaiveDate> = HashMap::new();
    for (id, from) in rows {
        first.entry(id).and_modify(|first| *first = std::cmp::Ord::min(*first, from)).or_insert(from);
    }
    first.retain(|id, from| days.get(id).is_some_and(|today| *from > *today));
    Ok(first)
}

/// Whether a row has not ended: whoever begins later is listed too, and found.
fn not_ended(today: NaiveDate) -> Condition {
    Condition::any().add(Column::UntilOn.is_null()).add(Column::UntilOn.gt(today))
}

/// Whose lists make up a scope.
fn listers(scope: &Scope) -> Vec<ListerId> {
    let organisations = scope.bodies.iter().chain(&scope.employers).chain(&scope.providers);
    let supervisor = (!scope.supervisor_at.is_empty()).then(|| scope.person.into());
    organisations.map(|id| ListerId::from(*id)).chain(supervisor).collect()
}

/// The rows of one lister that are wanted, each on the day of its record.
fn list(cx: &RequestCx, (scope, lister): (&Scope, ListerId), wanted: &Wanted) -> Select<listing::Entity> {
    let enrolment = Column::EnrolmentId.into_expr();
    if lister != scope.person.into() {
        return listed::listed(lister, wanted).filter(on_its_day(cx, &enrolment, not_ended));
    }
    let (waiting, marks): (Vec<_>, Vec<_>) = wanted.marks.iter().copied().partition(|mark| *mark == WAITING);
    let list = listed::listed(lister, &Wanted { words: wanted.words.clone(), marks });
    let waits = |day| waits_there(scope, day).into_condition();
    let list = if waiting.is_empty() { list } else { list.filter(on_its_day(cx, &enrolment, waits)) };
    // A supervisor reads on while the trainee works where they supervise.
    list.filter(on_its_day(cx, &enrolment, |day| {
        listing::Entity::active_on(day).add(Expr::exists(supervised(scope, day).into_query()))
    }))
}

/// Whether of the trainee of a listing something waits that is told where somebody supervises, by the rows of the employers there.
fn waits_there(scope: &Scope, day: NaiveDate) -> Expr {
    let there = Alias::new("there");
    let of = |column: Column| Expr::col((there.clone(), column));
    let same = |column: Column| of(column).equals((listing::Entity, column));
    let rows = Query::select()
        .expr(Expr::value(1))
        .from_as(listing::Entity, there.clone())
        .and_where(of(Column::ListerId).in_subquery(supervised(scope, day).into_query()))
        .and_where(of(Column::Word).eq(WAITING))
        .and_where(same(Column::NameKey))
        .and_where(same(Column::EnrolmentId))
        .take();
    Expr::exists(rows)
}

/// For which employers somebody supervises the trainee of a listing on a day on which the trainee works there.
fn supervised(scope: &Scope, day: NaiveDate) -> Select<supervision::Entity> {
    let employed = supervision::Entity::belongs_to(employment::Entity)
        .from(supervision::Column::EmployerId)
        .to(employment::Column::EmployerId);
    supervision::Entity::find()
        .select_only()
        .column(supervision::Column::EmployerId)
        .join(JoinType::InnerJoin, supervision::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, employed.into())
        .of_any(&scope.supervisor_at)
        .filter(supervision::Column::SupervisorId.eq(scope.person))
        .filter(supervision::Column::EnrolmentId.into_expr().equals((listing::Entity, Column::EnrolmentId)))
        .filter(employment::Column::RecordId.into_expr().equals((enrolment::Entity, enrolment::Column::RecordId)))
        .filter(supervision::Entity::active_on(day))
        .filter(employment::Entity::active_on(day))
}

/// The cases of some chapters, in this order.
async fn read(cx: &RequestCx, scope: &Scope, ids: &[EnrolmentId]) -> Result<Vec<Case>, AppError> {
    let db = cx.app.db.read();
    // Who is in the scope as a provider's candidate is shown as the provider may see them.
    let sees_claims = !scope.bodies.is_empty() || scope.providers.is_empty();
    let rows: Vec<CaseRow> = CaseRow::find().of_any(ids).into_partial_model().all(db).await?;
    let stored = rows.iter().map(|row| (row.id, row.file.as_ref()));
    let mut files = chapter_file::files(db, &cx.app.catalogue, stored).await?;
    let mut rows: HashMap<EnrolmentId, CaseRow> = rows.into_iter().map(|row| (row.id, row)).collect();
    let theirs = supervision::Entity::find()
        .of_any(ids)
        .of_any(&scope.supervisor_at)
        .filter(supervision::Column::SupervisorId.eq(scope.person));
    let theirs = if scope.supervisor_at.is_empty() { Vec::new() } else { theirs.all(db).await? };
    let in_order = ids.iter().filter_map(|id| rows.remove(id).zip(files.remove(id)));
    in_order
        .map(|(row, file)| {
            let today = row.day(&cx.app.catalogue, cx.now);
            let mut case = row.read(file, &cx.app.catalogue, today)?;
            // What somebody holds from before is between them and the body, and work is between them, the body and the employer that it
            // was done for.
            let here = theirs.iter().filter(|one| one.enrolment_id == case.id);
            let here = here.filter(|one| supervision::Entity::interval(one).is_in_force(today));
            let at: Vec<OrganisationId> =
                here.map(|one| one.employer_id).chain(scope.employers.iter().copied()).collect();
            case.waiting.retain(|waiting| !scope.bodies.is_empty() || waiting.is_told_at_work(|one| at.contains(one)));
            Ok(if sees_claims { case } else { case.without_claims() })
        })
        .collect()
}

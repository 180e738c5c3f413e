//! The two lists of a sitting's page: whose result is to be recorded, and whose is.

use super::candidates::{Candidate, candidates};
use super::files::of_declined;
use super::sittings::Sitting;
use crate::content::catalogue::Catalogue;
use crate::entities::{enrolment, listing, provisional_result, record, registration, result};
use crate::features::record::store::listed::{self, Position, Wanted};
use crate::journal::chapter_file::{self, AT_ONCE};
use crate::prelude::stores::*;
use crate::web::pages::{ListPage, PAGE, after, counted};
use domain::framework::{Framework, NodeIx};
use domain::standing::{Facts, FactsFile, Outcome, standing};
use sea_orm::sea_query::{CaseStatement, ExprTrait, SelectStatement};
use sea_orm::{Order, Value};
use std::collections::HashMap;
use std::sync::Arc;

/// Candidates that are looked at for one page at most, where many of them need not sit the element any more.
const LOOKED_AT: usize = 10 * PAGE;

/// A page of the candidates whose result is to be recorded.
#[derive(Debug)]
pub struct ToRecord<T = Candidate> {
    /// Those of the page.
    pub part: ListPage<T, EnrolmentId>,
    /// How many between them are left out: they had met the element or were exempt from it on the day.
    pub left_out: usize,
}

/// The two lists of a sitting for an officer: the candidates whose result is to be recorded, and those whose is; of each those
/// after one of them.
pub async fn lists(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    of: (&Sitting, NaiveDate),
    officer: PersonId,
    (search, last, last_recorded): (&str, Option<EnrolmentId>, Option<EnrolmentId>),
) -> Result<(ToRecord, ListPage<Candidate, EnrolmentId>), AppError> {
    let ToRecord { part, left_out } = to_record(db, catalogue, of, (search, last)).await?;
    let recorded = recorded(db, of.0, officer, (search, last_recorded)).await?;
    // Who they are is asked of both at once.
    let found = candidates(db, of.0, &[&part.rows[..], &recorded.rows[..]].concat()).await?;
    let mut found: HashMap<EnrolmentId, Candidate> = found.into_iter().map(|one| (one.enrolment_id, one)).collect();
    let mut named = |page: ListPage<EnrolmentId, EnrolmentId>| ListPage {
        rows: page.rows.iter().filter_map(|id| found.remove(id)).collect(),
        next: page.next,
    };
    Ok((ToRecord { part: named(part), left_out }, named(recorded)))
}

/// The candidates of a sitting without a result, by name, those after one of them. Whoever had met its element before is left
/// out, but for a search: a person who is looked for by name is wanted, even for one more go at what they have.
async fn to_record(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    (sitting, today): (&Sitting, NaiveDate),
    (search, last): (&str, Option<EnrolmentId>),
) -> Result<ToRecord<EnrolmentId>, AppError> {
    let wanted = Wanted { words: listed::searched(search), ..Wanted::default() };
    let all = listed::listed(ListerId::from(sitting.provider_id), &wanted).filter(on_the_day_or(sitting, today));
    // Who is looked for by name is told why no result of theirs can be recorded.
    let all = if wanted.words.is_empty() { all.filter(Expr::exists(registered_by(sitting))) } else { all };
    let lists = [all.clone().filter(Expr::exists(of_version(sitting))).filter(Expr::not_exists(result_at(sitting)))];
    let mut from = match last {
        Some(last) => listed::position(db, &[all], last).await?,
        None => None,
    };
    let element = element_of(catalogue, sitting).filter(|_| wanted.words.is_empty());
    let (mut chosen, mut left_out, mut looked_at): (Vec<Position>, _, _) = (Vec::new(), 0, 0);
    let more = loop {
        let ListPage { rows, next } = listed::page(db, &lists, from.as_ref()).await?;
        let ids: Vec<EnrolmentId> = rows.iter().map(|(_, _, id)| *id).collect();
        let mut facts = chapter_file::facts(db, catalogue, &ids).await?;
        let mut rows = rows.into_iter();
        for row in rows.by_ref() {
            looked_at += 1;
            let had_it =
                element.as_ref().is_some_and(|element| had_met(element, facts.remove(&row.2), sitting.held_on));
            from = Some(row.clone());
            if had_it {
                left_out += 1;
            } else {
                chosen.push(row);
            }
            if chosen.len() == PAGE {
                break;
            }
        }
        let more = rows.next().is_some() || next.is_some();
        if !more || chosen.len() == PAGE || looked_at >= LOOKED_AT {
            break more;
        }
    };
    let rows = chosen.into_iter().map(|(_, _, id)| id).collect();
    let next = from.filter(|_| more).map(|(_, _, id)| id);
    Ok(ToRecord { part: ListPage { rows, next }, left_out })
}

/// Of some candidates of a sitting those who had not met its element before.
pub async fn not_met(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    sitting: &Sitting,
    candidates: Vec<EnrolmentId>,
) -> Result<Vec<EnrolmentId>, AppError> {
    let Some(element) = element_of(catalogue, sitting) else { return Ok(candidates) };
    let mut open = Vec::new();
    for some in candidates.chunks(AT_ONCE) {
        let mut facts = chapter_file::facts(db, catalogue, some).await?;
        open.extend(some.iter().filter(|id| !had_met(&element, facts.remove(id), sitting.held_on)));
    }
    Ok(open)
}

/// What a sitting is of; none where its version is not published any more.
fn element_of(catalogue: &Catalogue, sitting: &Sitting) -> Option<(Arc<Framework>, NodeIx)> {
    let framework = catalogue.get(&sitting.framework_slug, &sitting.framework_version)?;
    let element = framework.find(&sitting.element)?;
    Some((framework, element))
}

/// Whether a candidate had met an element by a day, or was exempt from it, by what was known then. Facts that can't be bound are
/// for `gradus doctor` to name; nobody is kept from a result by them.
fn had_met((framework, element): &(Arc<Framework>, NodeIx), facts: Option<FactsFile>, on: NaiveDate) -> bool {
    let facts = facts.and_then(|file| Facts::bind(framework, file).ok());
    facts.is_some_and(|facts| standing(framework, &facts, on, on).state(*element).counts())
}

fn on_the_day_or(sitting: &Sitting, today: NaiveDate) -> Condition {
    let active = listing::Entity::active_on;
    Condition::any().add(active(sitting.held_on)).add(active(today))
}

/// A registration of the enrolment of a listing that began, as the enrolment did, by the day of the sitting: of whoever came later
/// nothing is recorded there (`domain::sittings::registered_later`).
pub fn registered_by(sitting: &Sitting) -> SelectStatement {
    let listed = Expr::col((listing::Entity, listing::Column::EnrolmentId));
    registration::Entity::find()
        .join(JoinType::InnerJoin, registration::Relation::Enrolment.def())
        .of(sitting.provider_id)
        .filter(registration::Column::EnrolmentId.into_expr().eq(listed))
        .filter(registration::Column::FromOn.lte(sitting.held_on))
        .filter(enrolment::Column::FromOn.lte(sitting.held_on))
        .into_query()
}

/// The enrolment of a listing, on the version of the sitting, where it has not ended.
fn of_version(sitting: &Sitting) -> SelectStatement {
    let listed = Expr::col((listing::Entity, listing::Column::EnrolmentId));
    enrolment::Entity::find()
        .filter(enrolment::Column::Id.into_expr().eq(listed))
        .filter(enrolment::Column::EndedOn.is_null())
        .filter(enrolment::Column::FrameworkSlug.eq(&sitting.framework_slug))
        .filter(enrolment::Column::FrameworkVersion.eq(&sitting.framework_version))
        .into_query()
}

/// The result of the enrolment of a listing that stands at the sitting.
fn result_at(sitting: &Sitting) -> SelectStatement {
    let listed = Expr::col((listing::Entity, listing::Column::EnrolmentId));
    let at = result::Entity::find().of(sitting.id).filter(result::Entity::stands());
    at.filter(result::Column::EnrolmentId.into_expr().eq(listed)).into_query()
}

/// The candidates of a sitting whose result is recorded, those after one of them: first those that an officer may confirm, those
/// of a declined file after the others, then those that wait for a colleague, then the others; each by name.
async fn recorded(
    db: &impl ConnectionTrait,
    sitting: &Sitting,
    officer: PersonId,
    (search, last): (&str, Option<EnrolmentId>),
) -> Result<ListPage<EnrolmentId, EnrolmentId>, AppError> {
    let searched = listed::searched(search);
    let mut list = results_of(sitting);
    for word in &searched {
        let named = listing::Entity::find()
            .of(ListerId::from(sitting.provider_id))
            .filter(listed::begins(listing::Column::Word.into_expr(), word))
            .filter(listing::Column::EnrolmentId.into_expr().equals((result::Entity, result::Column::EnrolmentId)));
        list = list.filter(Expr::exists(named.into_query()));
    }
    let key = || [rank(officer), record::Column::NameKey.into_expr(), result::Column::EnrolmentId.into_expr()];
    let place = |list: Select<result::Entity>| {
        let [rank, name, id] = key();
        list.select_only().expr_as(rank, "rank").expr_as(name, "name_key").expr_as(id, "enrolment")
    };
    let last: Option<(i32, String, EnrolmentId)> = match last {
        Some(last) => place(results_of(sitting).of(last)).into_tuple().one(db).await?,
        None => None,
    };
    let last: Option<[Value; 3]> = last.map(|(rank, name, id)| [rank.into(), name.into(), id.into()]);
    let rows: Vec<(i32, String, EnrolmentId)> =
        after(place(list), (key(), Order::Asc), last).into_tuple().all(db).await?;
    let page = ListPage::of(rows, |(_, _, id)| *id);
    Ok(ListPage { rows: page.rows.into_iter().map(|(_, _, id)| id).collect(), next: page.next })
}

/// How far a sitting is, each counted as far as lists are.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Candidates with a result.
    pub recorded: usize,
    /// Candidates in all, but for those who were not there.
    pub of: usize,
    /// Those of whom a second person has confirmed that they were not there.
    pub taken_back: usize,
    /// Those of whom that waits for a second person.
    pub to_be_taken_back: usize,
}

/// How far a sitting is.
pub async fn progress(db: &impl ConnectionTrait, sitting: &Sitting, today: NaiveDate) -> Result<Progress, AppError> {
    let provider = ListerId::from(sitting.provider_id);
    let listed = listed::listed(provider, &Wanted::default()).filter(on_the_day_or(sitting, today));
    let listed = listed.filter(Expr::exists(registered_by(sitting)));
    let open = listed.filter(Expr::exists(of_version(sitting))).filter(Expr::not_exists(result_at(sitting)));
    let stand = result::Entity::find().of(sitting.id).filter(result::Entity::stands());
    let taken_back = counted(db, stand.clone().filter(result::Entity::is_taken_back())).await?;
    let recorded = stand.filter(result::Entity::is_taken_back().not());
    let waits = recorded.clone().filter(result::Column::Outcome.eq(Outcome::NotSat));
    let (recorded, to_be_taken_back) = (counted(db, recorded).await?, counted(db, waits).await?);
    Ok(Progress { recorded, of: recorded + counted(db, open).await?, taken_back, to_be_taken_back })
}

/// The results that stand at a sitting, with the record and with what waits.
fn results_of(sitting: &Sitting) -> Select<result::Entity> {
    result::Entity::find()
        .join(JoinType::InnerJoin, result::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Record.def())
        .join(JoinType::LeftJoin, provisional_result::Relation::Result.def().rev())
        .of(sitting.id)
        .filter(result::Entity::stands())
}

/// How near a result is to an officer.
fn rank(officer: PersonId) -> Expr {
    let own = Condition::any().add(result::Column::RecordedBy.eq(officer)).add(result::Column::TraineeId.eq(officer));
    let waits = CaseStatement::new().case(provisional_result::Column::ResultId.is_null(), 3).case(own, 2);
    waits.case(of_declined(), 1).finally(0).into()
}

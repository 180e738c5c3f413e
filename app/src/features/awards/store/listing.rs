//! The lists of awards, each of a body: rows in the order in which they are read (docs/adr/0022). An award never changes, and so
//! neither do they.

use crate::entities::query::insert_many;
use crate::entities::{award, award_listing, enrolment, record};
use crate::features::record::store::listed::begins;
use crate::prelude::stores::*;
use crate::web::names::words;
use crate::web::pages::after;
use award_listing::{Column, Entity, Model};
use sea_orm::Order;
use sea_orm::sea_query::{Alias, ExprTrait, Query, SelectStatement};
use std::collections::BTreeSet;

/// The rows by which an award, conferred on a day on a holder, is found at a body.
pub(super) fn rows(
    (award_id, conferred_on): (AwardId, NaiveDate),
    holder: &str,
    body_id: OrganisationId,
) -> impl Iterator<Item = Model> {
    let found_by = words(holder).into_iter().chain([String::new()]);
    found_by.map(move |word| Model { body_id, word, conferred_on, award_id })
}

/// The rows of a list that a search finds; of a name with several words that match, the first alone.
pub(super) fn listed(bodies: &[OrganisationId], search: &str) -> Select<Entity> {
    let found = Entity::find().filter(Column::BodyId.is_in(bodies.iter().copied()));
    let searched = crate::features::record::store::listed::searched(search);
    let Some((first, others)) = searched.split_first() else {
        return found.filter(Column::Word.eq(""));
    };
    let found = found.filter(begins(Column::Word.into_expr(), first));
    let earlier = Expr::col((Alias::new("other"), Column::Word)).lt(Column::Word.into_expr());
    let found = found.filter(Expr::not_exists(of_the_same(first).and_where(earlier).to_owned()));
    others.iter().fold(found, |found, word| found.filter(Expr::exists(of_the_same(word))))
}

fn of_the_same(word: &str) -> SelectStatement {
    let other = |column| Expr::col((Alias::new("other"), column));
    Query::select()
        .expr(Expr::value(1))
        .from_as(Entity, Alias::new("other"))
        .and_where(other(Column::AwardId).equals((Entity, Column::AwardId)))
        .cond_where(begins(other(Column::Word), word))
        .to_owned()
}

/// The next awards of a list, and one more where there are more: newest first, of a search by the word that was found.
pub(super) async fn next(
    db: &impl ConnectionTrait,
    list: &Select<Entity>,
    last: Option<AwardId>,
) -> Result<Vec<AwardId>, AppError> {
    let last = match last {
        Some(id) => list.clone().of(id).one(db).await?,
        None => None,
    };
    let last = last.map(|row| [row.word.into(), row.conferred_on.into(), row.award_id.into()]);
    let key = [Column::Word, Column::ConferredOn, Column::AwardId].map(|column| column.into_expr());
    let rows = after(list.clone(), (key, Order::Desc), last).all(db).await?;
    Ok(rows.into_iter().map(|row| row.award_id).collect())
}

/// Awards that are read at once.
const AT_ONCE: u64 = 500;

/// The awards whose rows in lists are not what they are; all of one moment.
pub async fn differing(db: &impl ConnectionTrait) -> Result<Vec<AwardId>, AppError> {
    let (mut differ, mut last) = (Vec::new(), None);
    loop {
        let (awards, fresh) = lot(db, last).await?;
        let Some(end) = awards.last() else { return Ok(differ) };
        last = Some(*end);
        let stored = Entity::find().of_any(&awards).all(db).await?;
        let stored: BTreeSet<Key> = stored.into_iter().map(key).collect();
        let found: BTreeSet<AwardId> = stored.symmetric_difference(&fresh).map(|(id, ..)| *id).collect();
        differ.extend(found);
    }
}

/// A row, in an order.
type Key = (AwardId, OrganisationId, String, NaiveDate);

fn key(row: Model) -> Key {
    (row.award_id, row.body_id, row.word, row.conferred_on)
}

/// The next awards after one, and their rows.
async fn lot(db: &impl ConnectionTrait, last: Option<AwardId>) -> Result<(Vec<AwardId>, BTreeSet<Key>), AppError> {
    let mut found = award::Entity::find().order_by_asc(award::Column::Id).limit(AT_ONCE);
    if let Some(last) = last {
        found = found.filter(award::Column::Id.gt(last));
    }
    let bodies = found
        .join(JoinType::InnerJoin, award::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Record.def())
        .select_also(record::Entity);
    let found = bodies.all(db).await?;
    let rows = found.iter().filter_map(|(award, record)| {
        Some(rows((award.id, award.conferred_on), &award.holder, record.as_ref()?.body_id))
    });
    let rows = rows.flatten().map(key).collect();
    Ok((found.iter().map(|(award, _)| award.id).collect(), rows))
}

/// Makes the rows of some awards again.
pub async fn rewrite(tx: &impl ConnectionTrait, awards: &[AwardId]) -> Result<(), AppError> {
    for some in awards.chunks(AT_ONCE as usize) {
        Entity::delete_many().of_any(some).exec(tx).await?;
        let found = award::Entity::find()
            .of_any(some)
            .join(JoinType::InnerJoin, award::Relation::Enrolment.def())
            .join(JoinType::InnerJoin, enrolment::Relation::Record.def())
            .select_also(record::Entity)
            .all(tx)
            .await?;
        let again = found.iter().filter_map(|(award, record)| {
            Some(rows((award.id, award.conferred_on), &award.holder, record.as_ref()?.body_id))
        });
        insert_many(tx, again.flatten().collect()).await?;
    }
    Ok(())
}

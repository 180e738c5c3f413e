//! The lists of awards, each of a body: rows in the order in which they are read (docs/adr/0022). They are written with the award, and
//! anew when the record has another name.

use crate::entities::query::insert_many;
use crate::entities::{award, award_listing, enrolment, record};
use crate::features::record::store::listed::{found_by, searched};
use crate::journal::known_until::KnownUntil;
use crate::prelude::stores::*;
use crate::web::names::words;
use crate::web::pages::{after, key_of};
use award_listing::{Column, Entity, Model};
use domain::access::actions;
use sea_orm::{Order, SelectTwo};
use std::collections::BTreeSet;

/// The rows by which an award is found at a body: by the name on which it was conferred, and by every name that the record has or had.
fn rows(award: &award::Model, record: &record::Model, known: &KnownUntil) -> impl Iterator<Item = Model> {
    let (award_id, conferred_on, body_id) = (award.id, award.conferred_on, record.body_id);
    let names = known.former(record.id, None).chain([award.holder.as_str(), record.name.as_str()]);
    let found_by: BTreeSet<String> = names.flat_map(words).chain([String::new()]).collect();
    found_by.into_iter().map(move |word| Model { body_id, word, conferred_on, award_id })
}

/// The rows of a list that a search finds; of a name with several words that match, the first alone.
pub(super) fn listed(bodies: &[OrganisationId], search: &str) -> Select<Entity> {
    let found = Entity::find().filter(Column::BodyId.is_in(bodies.iter().copied()));
    match searched(search).iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => found.filter(Column::Word.eq("")),
        [first, ref others @ ..] => found_by(found, (Column::Word, &[Column::AwardId]), first, others),
    }
}

/// The next awards of a list, and one more where there are more: newest first, of a search by the word that was found.
pub(super) async fn next(
    db: &impl ConnectionTrait,
    list: &Select<Entity>,
    last: Option<AwardId>,
) -> Result<Vec<AwardId>, AppError> {
    let key = [Column::Word, Column::ConferredOn, Column::AwardId];
    let last = key_of(db, list.clone(), last, key).await?;
    let rows = after(list.clone(), (key.map(|column| column.into_expr()), Order::Desc), last).all(db).await?;
    Ok(rows.into_iter().map(|row| row.award_id).collect())
}

/// Awards that are read at once.
const AT_ONCE: u64 = 500;

/// The awards whose rows in lists are not what they are; all of one moment.
pub async fn differing(db: &impl ConnectionTrait) -> Result<Vec<AwardId>, AppError> {
    let (mut differ, mut last) = (Vec::new(), None);
    loop {
        let after = last.map(|last| award::Column::Id.gt::<AwardId>(last));
        let next = award::Entity::find().order_by_asc(award::Column::Id).limit(AT_ONCE);
        let found = with_records(next.filter(Condition::all().add_option(after))).all(db).await?;
        let Some((end, _)) = found.last() else { return Ok(differ) };
        last = Some(end.id);
        let ids: Vec<AwardId> = found.iter().map(|(award, _)| award.id).collect();
        let stored = Entity::find().of_any(&ids).all(db).await?;
        let (stored, fresh): (BTreeSet<Key>, BTreeSet<Key>) =
            (stored.into_iter().map(key).collect(), rows_of(db, &found).await?.into_iter().map(key).collect());
        let found: BTreeSet<AwardId> = stored.symmetric_difference(&fresh).map(|(id, ..)| *id).collect();
        differ.extend(found);
    }
}

/// A row, in an order.
type Key = (AwardId, OrganisationId, String, NaiveDate);

fn key(row: Model) -> Key {
    (row.award_id, row.body_id, row.word, row.conferred_on)
}

/// Awards with the records that they are in.
fn with_records(awards: Select<award::Entity>) -> SelectTwo<award::Entity, record::Entity> {
    awards
        .join(JoinType::InnerJoin, award::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Record.def())
        .select_also(record::Entity)
}

/// Their rows in lists.
async fn rows_of(
    db: &impl ConnectionTrait,
    found: &[(award::Model, Option<record::Model>)],
) -> Result<Vec<Model>, AppError> {
    let found = found.iter().filter_map(|(award, record)| Some((award, record.as_ref()?)));
    let records: BTreeSet<RecordId> = found.clone().map(|(_, record)| record.id).collect();
    let known = KnownUntil::of(db, &records.into_iter().collect::<Vec<_>>()).await?;
    Ok(found.flat_map(|(award, record)| rows(award, record, &known)).collect())
}

/// Makes the rows of some awards again.
pub async fn rewrite(tx: &impl ConnectionTrait, awards: &[AwardId]) -> Result<(), AppError> {
    for some in awards.chunks(AT_ONCE as usize) {
        Entity::delete_many().of_any(some).exec(tx).await?;
        let found = with_records(award::Entity::find().of_any(some)).all(tx).await?;
        insert_many(tx, rows_of(tx, &found).await?).await?;
    }
    Ok(())
}

/// Writes the rows of an award that was conferred just now.
pub(super) async fn list(writer: &Writer<'_>, award: AwardId) -> Result<(), AppError> {
    let db = writer.tx().read().await?;
    let found = with_records(award::Entity::find().of(award)).all(&db).await?;
    writer.lists(rows_of(&db, &found).await?).await
}

/// Writes the rows of every award of a record anew, whose name was corrected just now.
pub async fn list_anew(may: &May<'_, actions::CorrectName>) -> Result<(), AppError> {
    let db = may.tx().read().await?;
    let of_record = enrolment::Column::RecordId.eq(may.record()?);
    let found = with_records(award::Entity::find()).filter(of_record).all(&db).await?;
    let ids: Vec<AwardId> = found.iter().map(|(award, _)| award.id).collect();
    may.writer().unlists(Entity::delete_many().of_any(&ids)).await?;
    may.writer().lists(rows_of(&db, &found).await?).await
}

//! Listings: rows from which lists of people are read in their order, whatever there is besides (docs/adr/0022). They are
//! written anew when a name, a number, an employment, a registration, a supervision or a fact changes; the chapter files are written before.

use super::chapter_file::{self as files, AT_ONCE, ChapterFile, locked};
use super::known_until::{KnownUntil, last};
use crate::content::catalogue::Catalogue;
use crate::entities::query::insert_many;
use crate::entities::{chapter_file, employment, enrolment, listing, person, record, registration, supervision};
use crate::prelude::stores::*;
use crate::web::db::Db;
use crate::web::names::{sort_key, words};
use domain::interval::Interval;
use sea_orm::ActiveModelTrait;
use std::collections::{BTreeSet, HashMap};

/// In place of a word, in the rows of those for whom something lies with somebody else. No word is so.
pub const WAITING: &str = "*";

/// The same, in the body's rows of those for whom no employment goes on or is to come.
pub const NO_EMPLOYER: &str = "!";

#[derive(DerivePartialModel)]
#[sea_orm(entity = "enrolment::Entity")]
struct Chapter {
    id: EnrolmentId,
    from_on: chrono::NaiveDate,
    ended_on: Option<chrono::NaiveDate>,
    #[sea_orm(from_expr = "person::Column::Email")]
    email: String,
    #[sea_orm(nested)]
    record: record::Model,
    #[sea_orm(nested)]
    file: Option<chapter_file::Model>,
}

/// Who lists a chapter from when until when, and what they are told of what waits.
type ListedBy = (ListerId, chrono::NaiveDate, Option<chrono::NaiveDate>, Told);

/// What somebody is told of what waits of a chapter.
#[derive(Clone, Copy)]
enum Told {
    All,
    /// What lies with an employer, and what everybody at work may know.
    At(OrganisationId),
    /// A provider may not know of claims. Of a supervisor the rows of the employers say it for which they supervise on the day.
    Nothing,
}

impl Told {
    fn of(self, file: &ChapterFile) -> bool {
        file.waiting.iter().any(|waiting| match self {
            Told::All => true,
            Told::At(employer) => waiting.is_told_at_work(|other| *other == employer),
            Told::Nothing => false,
        })
    }
}

/// Writes the listings of some chapters anew.
pub async fn rewrite(
    tx: &impl ConnectionTrait,
    catalogue: &Catalogue,
    chapters: &[EnrolmentId],
) -> Result<(), AppError> {
    for some in chapters.chunks(AT_ONCE) {
        let rows = from_rows(tx, catalogue, some).await?;
        listing::Entity::delete_many().of_any(some).exec(tx).await?;
        insert_many(tx, rows).await?;
    }
    Ok(())
}

/// Those of some chapters whose listings are not what their rows make; at most [`AT_ONCE`] are asked about.
pub async fn differing(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    chapters: &[EnrolmentId],
) -> Result<BTreeSet<EnrolmentId>, AppError> {
    let stored = listing::Entity::find().of_any(chapters).all(db).await?;
    let fresh = from_rows(db, catalogue, chapters).await?;
    let stored: BTreeSet<_> = stored.iter().map(|row| (key(row), row.until_on)).collect();
    let fresh: BTreeSet<_> = fresh.iter().map(|row| (key(row), row.until_on)).collect();
    let listed = stored.symmetric_difference(&fresh).map(|((_, _, _, id, _), _)| *id);
    let named = found(db, chapters).await?;
    let named = named.iter().filter(|chapter| chapter.record.name_key != sort_key(&chapter.record.name));
    Ok(listed.chain(named.map(|chapter| chapter.id)).collect())
}

/// Makes the chapter files and the listings of some chapters again, and the keys by which their names are sorted, under the
/// locks of their records.
pub async fn rebuild(db: &Db, catalogue: &Catalogue, chapters: &[EnrolmentId]) -> Result<(), AppError> {
    for some in chapters.chunks(AT_ONCE) {
        let tx = locked(db, some).await?;
        for Chapter { record, .. } in found(&tx, some).await? {
            let name_key = Set(sort_key(&record.name));
            let rebuilt = record::ActiveModel { id: Set(record.id), name_key, ..Default::default() };
            rebuilt.update(&tx).await?;
        }
        files::rewrite(&tx, catalogue, some).await?;
        rewrite(&tx, catalogue, some).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn found(db: &impl ConnectionTrait, chapters: &[EnrolmentId]) -> Result<Vec<Chapter>, AppError> {
    let found = enrolment::Entity::find()
        .join(JoinType::InnerJoin, enrolment::Relation::Record.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Person.def())
        .join(JoinType::LeftJoin, chapter_file::Relation::Enrolment.def().rev());
    Ok(found.of_any(chapters).into_partial_model().all(db).await?)
}

/// The listings of some chapters as the rows have them; at most [`AT_ONCE`].
pub async fn from_rows(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    chapters: &[EnrolmentId],
) -> Result<Vec<listing::Model>, AppError> {
    let found = found(db, chapters).await?;
    let stored = found.iter().map(|chapter| (chapter.id, chapter.file.as_ref()));
    let files = files::files(db, catalogue, stored).await?;
    let records: Vec<RecordId> = found.iter().map(|chapter| chapter.record.id).collect();
    let mut employers: HashMap<RecordId, Vec<ListedBy>> = HashMap::new();
    for row in employment::Entity::find().of_any(&records).all(db).await? {
        let told = Told::At(row.employer_id);
        let spell = (ListerId::from(row.employer_id), row.from_on, row.until_on, told);
        employers.entry(row.record_id).or_default().push(spell);
    }
    let mut others: HashMap<EnrolmentId, Vec<ListedBy>> = HashMap::new();
    for row in registration::Entity::find().of_any(chapters).all(db).await? {
        let spell = (ListerId::from(row.provider_id), row.from_on, row.until_on, Told::Nothing);
        others.entry(row.enrolment_id).or_default().push(spell);
    }
    for row in supervision::Entity::find().of_any(chapters).all(db).await? {
        let spell = (ListerId::from(row.supervisor_id), row.from_on, row.until_on, Told::Nothing);
        others.entry(row.enrolment_id).or_default().push(spell);
    }
    let known = KnownUntil::of(db, &records).await?;
    let mut rows = Vec::new();
    for chapter in found {
        let waiting = WAITING.to_owned();
        let employed = employers.get(&chapter.record.id).into_iter().flatten();
        let works_nowhere = employed.clone().all(|(_, _, until, _)| until.is_some());
        let works_nowhere = (works_nowhere && chapter.ended_on.is_none()).then(|| NO_EMPLOYER.to_owned());
        // The body alone knows the address.
        let address = words(&chapter.email);
        let own: [ListedBy; 1] = [(ListerId::from(chapter.record.body_id), chapter.from_on, None, Told::All)];
        let others = employed.chain(others.get(&chapter.id).into_iter().flatten());
        let others = others.map(|one| until_the_end(*one, chapter.ended_on));
        let listers = own.into_iter().chain(others);
        let listers: Vec<ListedBy> = listers.filter(|(_, from, until, _)| Some(*from) != *until).collect();
        let mut whole: HashMap<ListerId, Interval> = HashMap::new();
        for (lister, from, until, _) in &listers {
            let spell = whole.entry(*lister).or_insert(Interval { from: *from, until: *until });
            *spell = Interval { from: spell.from.min(*from), until: last(spell.until, *until) };
        }
        let called = |(lister, spell): (ListerId, Interval)| {
            let since = Some(spell.from).filter(|_| lister != ListerId::from(chapter.record.body_id));
            (lister, Called::of(&chapter.record, &known, (since, spell.until)))
        };
        let called: HashMap<ListerId, Called> = whole.into_iter().map(called).collect();
        for (lister_id, from_on, until_on, told) in listers {
            let Some(Called { name_key, words: all }) = called.get(&lister_id) else { continue };
            let is_own = lister_id == ListerId::from(chapter.record.body_id);
            let address = address.iter().filter(|word| is_own && !all.contains(word));
            let nowhere = works_nowhere.iter().filter(|_| is_own);
            let waits = chapter.ended_on.is_none() && files.get(&chapter.id).is_some_and(|file| told.of(file));
            let waits = waits.then_some(&waiting);
            for word in all.iter().chain(address).chain(waits).chain(nowhere) {
                rows.push(listing::Model {
                    lister_id,
                    word: word.clone(),
                    name_key: name_key.clone(),
                    enrolment_id: chapter.id,
                    from_on,
                    until_on,
                });
            }
        }
    }
    // Two spells may begin on one day, with one of them ended since; a long name and another may begin alike.
    rows.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| b.until_on.is_none().cmp(&a.until_on.is_none())));
    rows.dedup_by(|b, a| key(a) == key(b));
    Ok(rows)
}

/// The same of a chapter that may be over from a day on: only the body lists it from then on.
fn until_the_end((lister, from, until, told): ListedBy, ended_on: Option<chrono::NaiveDate>) -> ListedBy {
    let ends = ended_on.map(|ended| ended.max(from));
    (lister, from, until.into_iter().chain(ends).min(), told)
}

/// By what a lister finds somebody.
struct Called {
    name_key: String,
    words: Vec<String>,
}

impl Called {
    /// Of a record, as it is known now and was since a day, or to who knew it until a day; the body knows it without one.
    fn of(
        record: &record::Model,
        known: &KnownUntil,
        (since, until): (Option<chrono::NaiveDate>, Option<chrono::NaiveDate>),
    ) -> Self {
        let (name, number) = match until {
            None => (record.name.as_str(), record.number.as_deref()),
            Some(until) => (known.name(record.id, until).unwrap_or(&record.name), known.number(record.id, until)),
        };
        let mut all = words(name);
        all.extend(number.map(words).unwrap_or_default());
        if until.is_none() {
            all.extend(known.former(record.id, since).flat_map(words));
        }
        all.push(String::new());
        let name_key = if name == record.name { record.name_key.clone() } else { sort_key(name) };
        Self { name_key, words: all }
    }
}

fn key(row: &listing::Model) -> (ListerId, &str, &str, EnrolmentId, chrono::NaiveDate) {
    (row.lister_id, &row.word, &row.name_key, row.enrolment_id, row.from_on)
}

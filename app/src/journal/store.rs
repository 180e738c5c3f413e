//! Reading a record's story.

use crate::entities::journal::{chain as head, event};
use crate::entities::{enrolment, record};
use crate::prelude::stores::*;
use crate::web::request::RequestCx;
use chrono::Duration;
use sea_orm::sea_query::{ExprTrait, IntoCondition};
use sea_orm::{FromQueryResult, RelationDef};

/// Who changes something, and when: the same for every row of one request. On which day that is, is for the place to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Who; none for the system's own set-up.
    pub by: Option<PersonId>,
    /// The instant of writing.
    pub at: DateTime<Utc>,
}

impl Stamp {
    /// The stamp of a request.
    pub fn of(cx: &RequestCx) -> Self {
        Self { by: cx.person.as_ref().map(|person| person.actor.person), at: cx.now }
    }
}

/// One event as it is shown.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its place in the record.
    pub seq: i64,
    pub id: EventId,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// From when it is true.
    pub valid_on: NaiveDate,
    /// The name of whoever did it; none for the system's own set-up.
    pub actor: Option<String>,
    pub event: Event,
}

/// As much as one person says in a record within a day: whoever does something and takes it back without end would fill it.
pub const MOST_A_DAY: i64 = 300;

/// As much as one person says in a chain within a day: an officer works at an organisation as at many records.
pub fn most_a_day(chain: Chain) -> i64 {
    if chain.record().is_some() { MOST_A_DAY } else { 10 * MOST_A_DAY }
}

/// From when on a person can say more in a chain, where they have said as much in it within a day.
pub async fn has_said_most(
    connection: &impl ConnectionTrait,
    chain: Chain,
    stamp: &Stamp,
) -> Result<Option<DateTime<Utc>>, AppError> {
    let (most, id) = (most_a_day(chain), (chain.kind().to_owned(), chain.id()));
    let of_late = event::Entity::find()
        .select_only()
        .column(event::Column::Seq)
        .filter(event::Column::ChainKind.eq(chain.kind()))
        .filter(event::Column::ChainId.eq(chain.id()))
        .filter(event::Column::At.gt(stamp.at - Duration::days(1)));
    let last = head::Entity::find_by_id(id).one(connection).await?.map_or(0, |head| head.seq);
    // Few chains are so busy: in the others nobody is counted.
    let before = of_late.clone().filter(event::Column::Seq.eq(last - most + 1));
    if before.into_tuple::<i64>().one(connection).await?.is_none() {
        return Ok(None);
    }
    // The first of them leaves the day when a day is over since.
    let own = of_late.filter(event::Column::ActorId.eq(stamp.by)).select_only().column(event::Column::At);
    let last_first = own.order_by_desc(event::Column::At).offset(most.unsigned_abs() - 1).limit(1);
    let first: Option<DateTime<Utc>> = last_first.into_tuple().one(connection).await?;
    Ok(first.map(|first| first + Duration::days(1)))
}

/// The events of an enrolment and those that concern its whole record, in the order in which they were written.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such enrolment; when the database can't be read, or an event is none of ours.
pub async fn of_enrolment(connection: &impl ConnectionTrait, enrolment: EnrolmentId) -> Result<Vec<Entry>, AppError> {
    entries(connection, enrolment, Condition::all()).await
}

/// Those of them that name a thing by its id.
pub async fn naming(
    connection: &impl ConnectionTrait,
    enrolment: EnrolmentId,
    id: EvidenceId,
) -> Result<Vec<Entry>, AppError> {
    entries(connection, enrolment, event::Column::Body.contains(id.to_string()).into_condition()).await
}

async fn entries(
    connection: &impl ConnectionTrait,
    enrolment: EnrolmentId,
    which: Condition,
) -> Result<Vec<Entry>, AppError> {
    #[derive(FromQueryResult)]
    struct Row {
        seq: i64,
        id: EventId,
        at: DateTime<Utc>,
        valid_on: NaiveDate,
        actor: Option<String>,
        version: i32,
        body: String,
    }
    let record = enrolment::Entity::find().of(enrolment).select_only().column(enrolment::Column::RecordId);
    let record = record.into_tuple().one(connection).await?.ok_or(AppError::NotFound)?;
    let chain = Chain::Record(record);
    let chapter = event::Column::EnrolmentId;
    // What the trainee did, they did under the name by which the body of the record knows them.
    let of_the_trainee: RelationDef = event::Entity::belongs_to(record::Entity)
        .from(event::Column::ActorId)
        .to(record::Column::PersonId)
        .on_condition(|event, record| {
            let id = Expr::col((record, record::Column::Id));
            id.equals((event, event::Column::ChainId)).into_condition()
        })
        .into();
    let rows = event::Entity::find()
        .select_only()
        .columns([
            event::Column::Seq,
            event::Column::Id,
            event::Column::At,
            event::Column::ValidOn,
            event::Column::Version,
            event::Column::Body,
        ])
        .column_as(record::name_or_account(), "actor")
        .join(JoinType::LeftJoin, event::Relation::Actor.def())
        .join(JoinType::LeftJoin, of_the_trainee)
        .filter(event::Column::ChainKind.eq(chain.kind()))
        .filter(event::Column::ChainId.eq(chain.id()))
        .filter(chapter.is_null().or(chapter.eq(enrolment)))
        .filter(which)
        .order_by_asc(event::Column::Seq)
        .into_model::<Row>()
        .all(connection)
        .await?;
    let entry = |row: Row| {
        let event = Event::read(row.version, &row.body);
        let event = event.map_err(|why| AppError::internal(&format!("event {}: {why}", row.id)))?;
        Ok(Entry { seq: row.seq, id: row.id, at: row.at, valid_on: row.valid_on, actor: row.actor, event })
    };
    rows.into_iter().map(entry).collect()
}

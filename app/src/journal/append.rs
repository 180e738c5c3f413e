//! Appending events to their chains.

use super::store::Stamp;
use crate::entities::journal::{chain, event};
use crate::entities::query::{at_once, insert_many};
use crate::prelude::stores::*;
use domain::journal::{Digest, Link};
use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{FromQueryResult, Iterable};
use std::collections::{BTreeMap, HashMap};

/// An event, with who did it and when, and where it belongs.
#[derive(Clone, Debug)]
pub struct NewEvent {
    pub stamp: Stamp,
    /// The civil date from which it is true, where its days are read.
    pub on: NaiveDate,
    /// In which chain, and of which chapter.
    pub place: Place,
    pub event: Event,
}

/// Appends events to their chains, in the order in which they are given, in three statements for thousands of them.
///
/// The heads are locked until the transaction ends, in the order of [`Chain`], so that two writers that append once each
/// never wait for each other.
pub async fn append(tx: &impl ConnectionTrait, events: &[NewEvent]) -> Result<(), AppError> {
    let mut chains: BTreeMap<Chain, Vec<&NewEvent>> = BTreeMap::new();
    for said in events {
        chains.entry(said.place.chain).or_default().push(said);
    }
    let chains: Vec<Of> = chains.into_iter().collect();
    for chains in chains.chunks(at_once::<chain::Entity>()) {
        extend(tx, chains).await?;
    }
    Ok(())
}

/// The events of one chain.
type Of<'a> = (Chain, Vec<&'a NewEvent>);

async fn extend(tx: &impl ConnectionTrait, chains: &[Of<'_>]) -> Result<(), AppError> {
    let mut reserved = reserve(tx, chains).await?;
    let (mut rows, mut heads) = (Vec::new(), Vec::new());
    for (chain, events) in chains {
        let (mut seq, mut prev) = reserved
            .remove(&(chain.kind().to_owned(), chain.id()))
            .ok_or_else(|| AppError::internal(&format!("the {chain} has no head")))?;
        for said in events {
            seq += 1;
            let row = link(said, seq)?;
            let hash = row.hash(prev);
            rows.push(model(row, prev, hash));
            prev = hash;
        }
        heads.push(head(chain, seq, prev).into_active_model());
    }
    insert_many(tx, rows).await?;
    let the_hash =
        OnConflict::columns([chain::Column::Kind, chain::Column::Id]).update_column(chain::Column::Hash).to_owned();
    chain::Entity::insert_many(heads).on_conflict(the_hash).exec_without_returning(tx).await?;
    Ok(())
}

/// Locks the heads and takes as many numbers as there are events: answers where each chain ended before.
async fn reserve(
    tx: &impl ConnectionTrait,
    chains: &[Of<'_>],
) -> Result<HashMap<(String, String), (i64, Digest)>, AppError> {
    let mut insert = Query::insert();
    insert.into_table(chain::Entity).columns(chain::Column::iter());
    for (chain, events) in chains {
        let chain::Model { kind, id, seq, hash } = head(chain, count(events), Digest::NONE);
        insert.values_panic([kind.into(), id.into(), seq.into(), String::from(hash).into()]);
    }
    insert
        .on_conflict(
            OnConflict::columns([chain::Column::Kind, chain::Column::Id])
                .value(chain::Column::Seq, Expr::cust("chain.seq + excluded.seq"))
                .to_owned(),
        )
        .returning(Query::returning().columns(chain::Column::iter()));
    let taken: HashMap<(&str, String), i64> =
        chains.iter().map(|(chain, events)| ((chain.kind(), chain.id()), count(events))).collect();
    let mut found = HashMap::new();
    for row in tx.query_all(&insert).await? {
        let chain::Model { kind, id, seq, hash } = chain::Model::from_query_result(&row, "")?;
        let before = seq - taken.get(&(kind.as_str(), id.clone())).copied().unwrap_or_default();
        found.insert((kind, id), (before, hash));
    }
    Ok(found)
}

fn link(NewEvent { stamp, on, place, event }: &NewEvent, seq: i64) -> Result<Link, AppError> {
    Ok(Link {
        place: *place,
        seq,
        id: EventId::new(random::uuid()),
        at: Link::instant(stamp.at),
        valid_on: *on,
        actor: stamp.by,
        version: Event::VERSION,
        body: event.text()?,
    })
}

fn model(link: Link, prev: Digest, hash: Digest) -> event::Model {
    event::Model {
        chain_kind: link.place.chain.kind().to_owned(),
        chain_id: link.place.chain.id(),
        seq: link.seq,
        enrolment_id: link.place.chapter,
        id: link.id,
        at: link.at,
        valid_on: link.valid_on,
        actor_id: link.actor,
        version: link.version,
        body: link.body,
        prev,
        hash,
    }
}

fn head(chain: &Chain, seq: i64, hash: Digest) -> chain::Model {
    chain::Model { kind: chain.kind().to_owned(), id: chain.id(), seq, hash }
}

fn count(events: &[&NewEvent]) -> i64 {
    i64::try_from(events.len()).unwrap_or(i64::MAX)
}

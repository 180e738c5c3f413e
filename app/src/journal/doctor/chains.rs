//! Whether the chains are whole.

use super::raw::{Raw, events, ids, places};
use crate::prelude::stores::*;
use crate::web::db::{Db, sql};
use domain::journal::{Head, Walk};
use sea_orm::FromQueryResult;
use std::collections::{BTreeMap, HashSet};

/// Heads that are read at once, with their events.
const AT_ONCE: usize = 500;

/// What a walk along all chains came to.
#[derive(Debug, Default)]
pub struct Walked {
    /// How many chains there are.
    pub chains: usize,
    pub events: usize,
    /// What is wrong, a line each.
    pub findings: Vec<String>,
}

#[derive(FromQueryResult)]
struct HeadRow {
    kind: String,
    id: String,
    seq: i64,
    hash: String,
}

/// Walks along every chain from its first event to its head. Some chains and their events are of one moment: on a server at
/// work a head that moved on between the two would look like damage.
pub async fn chains(db: &Db) -> Result<Walked, AppError> {
    let mut walked = Walked::default();
    let mut after = (String::new(), String::new());
    loop {
        let moment = db.snapshot().await?;
        // Read as text: an entity would refuse what is damaged.
        let text = format!(
            "SELECT kind, id, seq, hash FROM chain WHERE (kind, id) > ($1, $2) ORDER BY kind, id LIMIT {AT_ONCE}"
        );
        let values = [after.0.clone().into(), after.1.clone().into()];
        let heads = HeadRow::find_by_statement(sql(&moment, &text, values)).all(&moment).await?;
        // Events up to the last of these heads, so that those of a chain without one are walked too; behind the last head
        // of all, whatever is left.
        let (mut which, mut values) =
            (String::from("(chain_kind, chain_id) > ($1, $2)"), vec![after.0.into(), after.1.into()]);
        after = heads.last().map(|last| (last.kind.clone(), last.id.clone())).unwrap_or_default();
        if !heads.is_empty() {
            which.push_str(" AND (chain_kind, chain_id) <= ($3, $4)");
            values.extend([after.0.clone().into(), after.1.clone().into()]);
        }
        let found = events(&moment, &which, values).await?;
        walked.events += found.len();
        walked.chains += heads.len();
        walk(&heads, &found, &mut walked.findings);
        walked.findings.extend(ownerless(&moment, &heads).await?);
        if heads.is_empty() {
            return Ok(walked);
        }
    }
}

fn walk(heads: &[HeadRow], found: &[Raw], findings: &mut Vec<String>) {
    let same = |one: &Raw, next: &Raw| one.chain == next.chain;
    let mut rest: BTreeMap<&(String, String), &[Raw]> =
        found.chunk_by(same).map(|events| (&events[0].chain, events)).collect();
    for head in heads {
        let name = (head.kind.clone(), head.id.clone());
        let events = rest.remove(&name).unwrap_or_default();
        match head.hash.parse() {
            Ok(hash) => along(&name, events, Some(Head { seq: head.seq, hash }), findings),
            Err(why) => findings.push(format!("chain {} {}: its head is damaged: {why}", name.0, name.1)),
        }
    }
    for (name, strays) in rest {
        along(name, strays, None, findings);
    }
}

fn along((kind, id): &(String, String), events: &[Raw], head: Option<Head>, findings: &mut Vec<String>) {
    let mut walk = Walk::default();
    for raw in events {
        let fault = match &raw.read {
            Err(why) => Some(format!("event {} can’t be read: {why}", raw.seq)),
            Ok((link, prev, hash)) => walk
                .step(link, *prev, *hash)
                .map(|fault| fault.to_string())
                .or_else(|| raw.event().err().map(|why| format!("event {}: {why}", raw.seq))),
        };
        findings.extend(fault.map(|fault| format!("chain {kind} {id}: {fault}")));
    }
    let fault = walk.end(head);
    findings.extend(fault.map(|fault| format!("chain {kind} {id}: {fault}")));
}

/// Chains of what is not there.
async fn ownerless(connection: &impl ConnectionTrait, heads: &[HeadRow]) -> Result<Vec<String>, AppError> {
    let mut findings = Vec::new();
    for (kinds, table) in
        [(&["record"][..], "record"), (&["organisation", "body"], "organisation"), (&["account"], "person")]
    {
        let here: Vec<&HeadRow> = heads.iter().filter(|head| kinds.contains(&head.kind.as_str())).collect();
        if here.is_empty() {
            continue;
        }
        let text = format!("SELECT id FROM {table} WHERE id IN ({})", places(here.len()));
        let there = ids(connection, &text, here.iter().map(|head| head.id.clone().into())).await?;
        let there: HashSet<String> = there.into_iter().collect();
        let gone = here.into_iter().filter(|head| !there.contains(&head.id));
        findings.extend(gone.map(|head| format!("chain {} {}: its {table} is gone", head.kind, head.id)));
    }
    Ok(findings)
}

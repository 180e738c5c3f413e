//! The events themselves.

use super::{AN_AWARD, Edit};

/// A record with more than three events.
const A_RECORD: &str = "SELECT id FROM chain WHERE kind = 'record' AND seq > 3 ORDER BY id LIMIT 1";

pub(super) const EDITS: &[Edit] = &[
    Edit {
        name: "22a one event deleted",
        row: A_RECORD,
        change: |it, id| it.run(&format!("DELETE FROM event WHERE chain_id = '{id}' AND seq = 2")),
        says: &["chain record {id}: event 3 follows event 1: what stood between them is gone"],
    },
    Edit {
        name: "22b the last event deleted",
        row: A_RECORD,
        change: |it, id| {
            it.run(&format!("DELETE FROM event WHERE chain_id = '{id}' AND seq = (SELECT MAX(seq) FROM event WHERE chain_id = '{id}')"))
        },
        says: &["chain record {id}: it ends with event ", ": the last events are gone"],
    },
    Edit {
        name: "22c all events of a record deleted, with its head",
        row: A_RECORD,
        change: |it, id| {
            it.run(&format!("DELETE FROM event WHERE chain_id = '{id}'"));
            it.run(&format!("DELETE FROM chain WHERE id = '{id}'"));
        },
        says: &["record {id}: no event made it"],
    },
    Edit {
        name: "22d all events deleted",
        row: AN_AWARD,
        change: |it, _| it.run("DELETE FROM event"),
        says: &["it ends with event 0, and its head says ", "award {id}: no event made it"],
    },
    Edit {
        name: "22e one event put behind the last",
        row: A_RECORD,
        change: |it, id| {
            it.run(&format!("INSERT INTO event (chain_kind, chain_id, seq, enrolment_id, id, at, valid_on, actor_id, version, body, prev, hash) SELECT chain_kind, chain_id, seq + 1, enrolment_id, '00000000-0000-7000-8000-000000000001', at, valid_on, actor_id, version, body, hash, hash FROM event WHERE chain_id = '{id}' ORDER BY seq DESC LIMIT 1"));
            it.hash_again("00000000-0000-7000-8000-000000000001");
        },
        says: &["chain record {id}: its head says "],
    },
    Edit {
        name: "22f one event altered",
        row: A_RECORD,
        change: |it, id| {
            it.run(&format!(
                "UPDATE event SET actor_id = (SELECT id FROM person WHERE id <> event.actor_id LIMIT 1) WHERE chain_id = '{id}' AND seq = 2"
            ))
        },
        says: &["chain record {id}: event 2 is not what was hashed"],
    },
    Edit {
        name: "22g one event altered, its hash made again",
        row: A_RECORD,
        change: |it, id| {
            it.run(&format!("UPDATE event SET valid_on = '2020-01-01' WHERE chain_id = '{id}' AND seq = 2"));
            it.hash_again(&it.text(&format!("SELECT id FROM event WHERE chain_id = '{id}' AND seq = 2")));
        },
        says: &["chain record {id}: event 3 does not follow the one before it"],
    },
    Edit {
        name: "22h the last event altered, its hash made again",
        row: A_RECORD,
        change: |it, id| {
            let last = it.text(&format!("SELECT id FROM event WHERE chain_id = '{id}' ORDER BY seq DESC LIMIT 1"));
            it.run(&format!("UPDATE event SET valid_on = '2020-01-01' WHERE id = '{last}'"));
            it.hash_again(&last);
        },
        says: &["chain record {id}: its head differs from its last event "],
    },
    Edit {
        name: "22i the last event deleted, the head moved back",
        row: "SELECT e.record_id FROM result r JOIN result_confirmation c ON c.result_id = r.id JOIN enrolment e ON e.id = r.enrolment_id ORDER BY 1 LIMIT 1",
        change: |it, id| {
            it.run(&format!("DELETE FROM event WHERE chain_id = '{id}' AND seq > 1"));
            it.run(&format!("UPDATE chain SET seq = 1, hash = (SELECT hash FROM event WHERE chain_id = '{id}' AND seq = 1) WHERE id = '{id}'"));
        },
        says: &["result_confirmation "],
    },
    Edit {
        name: "22j an event that can't be read",
        row: A_RECORD,
        change: |it, id| it.run(&format!("UPDATE event SET at = 'yesterday' WHERE chain_id = '{id}' AND seq = 2")),
        says: &["chain record {id}: event 2 can’t be read"],
    },
    Edit {
        name: "22k an event of a form that nobody knows",
        row: A_RECORD,
        change: |it, id| {
            it.run(&format!("UPDATE event SET body = '{{\"act\":\"won\"}}' WHERE chain_id = '{id}' AND seq = 2"));
            it.hash_again(&it.text(&format!("SELECT id FROM event WHERE chain_id = '{id}' AND seq = 2")));
        },
        says: &["chain record {id}: event 2: it is no event"],
    },
    Edit {
        name: "22l a record deleted, its events left",
        row: A_RECORD,
        change: |it, id| it.run(&format!("DELETE FROM record WHERE id = '{id}'")),
        says: &["chain record {id}: its record is gone"],
    },
    Edit {
        name: "34b an instant of an event, written otherwise",
        row: A_RECORD,
        change: |it, id| {
            it.run(&format!("UPDATE event SET at = REPLACE(at, '+00:00', 'Z') WHERE chain_id = '{id}' AND seq = 2"))
        },
        says: &["chain record {id}: event 2 can’t be read: its at is 20"],
    },
];

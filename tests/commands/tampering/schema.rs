//! What keeps others from editing: triggers, unique indexes, foreign keys.

use super::Edit;

/// Has SQLite take what a check refuses.
const LOOK_AWAY: &str = "PRAGMA ignore_check_constraints = ON";

pub(super) const EDITS: &[Edit] = &[
    Edit {
        name: "25a a trigger dropped",
        row: "SELECT 'signature_locked_update'",
        change: |it, id| {
            it.lock_again();
            it.run(&format!("DROP TRIGGER {id}"));
        },
        says: &["trigger {id} of table signature: it is missing; make it again: CREATE TRIGGER {id} BEFORE UPDATE"],
    },
    Edit {
        name: "25b a trigger that refuses nothing",
        row: "SELECT 'event_locked_delete'",
        change: |it, id| {
            it.lock_again();
            it.run(&format!("DROP TRIGGER {id}"));
            it.run(&format!("CREATE TRIGGER {id} BEFORE DELETE ON event WHEN 0 BEGIN SELECT 1; END"));
        },
        says: &["trigger {id} of table event: it is not what the migrations make; drop it"],
    },
    Edit {
        name: "25c a unique index dropped",
        row: "SELECT 'membership_one_in_force'",
        change: |it, id| it.run(&format!("DROP INDEX {id}")),
        says: &["index {id} of table membership: it is missing; make it again: CREATE UNIQUE INDEX {id}"],
    },
    Edit {
        name: "25d an index that is unique no more",
        row: "SELECT 'membership_one_in_force'",
        change: |it, id| {
            it.run(&format!("DROP INDEX {id}"));
            it.run(&format!("CREATE INDEX {id} ON membership (person_id, organisation_id, role)"));
        },
        says: &["index {id} of table membership: it is not what the migrations make; drop it"],
    },
    Edit {
        name: "25e a foreign key broken",
        row: "SELECT 'membership'",
        change: |it, id| {
            it.run(&format!("PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, ' REFERENCES organisation (id)', '') WHERE name = '{id}'; PRAGMA writable_schema = OFF"))
        },
        says: &["table {id}: its columns, keys or checks are not those"],
    },
    Edit {
        name: "25f a trigger that no migration makes",
        row: "SELECT 'quiet'",
        change: |it, id| it.run(&format!("CREATE TRIGGER {id} AFTER INSERT ON refusal BEGIN DELETE FROM refusal; END")),
        says: &["trigger {id} of table refusal: no migration makes it; drop it"],
    },
    Edit {
        name: "25g a refusal that is gone",
        row: "SELECT CAST(written + 1 AS TEXT) FROM refusal_log",
        change: |it, id| it.run(&format!("UPDATE refusal_log SET written = {id}")),
        says: &["refusals: 1 of {id} are gone from the log before their time"],
    },
    Edit {
        name: "47a a second row of the log of refusals",
        row: "SELECT 'refusal_log'",
        change: |it, id| it.run(&format!("{LOOK_AWAY}; INSERT INTO {id} SELECT 2, written, swept FROM {id}")),
        says: &["database: CHECK constraint failed in {id}"],
    },
    Edit {
        name: "47b what a check would refuse, in a column of which no event tells",
        row: "SELECT 'known_device'",
        change: |it, id| it.run(&format!("{LOOK_AWAY}; UPDATE {id} SET token_sha256 = 'none'")),
        says: &["database: CHECK constraint failed in {id}"],
    },
];

//! What is held from before, decisions on it, and exemptions.

use super::{ANOTHER, Edit};

const AN_EXEMPTION: &str = "SELECT id FROM exemption WHERE is_granted = 1 ORDER BY 1 LIMIT 1";
const ONE_THAT_WAITS: &str = "SELECT id FROM prior_learning WHERE is_open = 1 ORDER BY 1 LIMIT 1";

pub(super) const EDITS: &[Edit] = &[
    Edit {
        name: "38a element of an exemption",
        row: AN_EXEMPTION,
        change: |it, id| it.run(&format!("UPDATE exemption SET element = 'ethics-1' WHERE id = '{id}'")),
        says: &["exemption {id}: its element is ethics-1, and its event says "],
    },
    Edit {
        name: "38b an exemption for a time made one for good, and the reverse",
        row: AN_EXEMPTION,
        change: |it, id| it.run(&format!("UPDATE exemption SET expires_on = '2040-01-01' WHERE id = '{id}'")),
        says: &["exemption {id}: its expires_on is 2040-01-01, and its event says "],
    },
    Edit {
        name: "38c what an exemption depends on",
        row: AN_EXEMPTION,
        change: |it, id| it.run(&format!("UPDATE exemption SET because = 'A favour' WHERE id = '{id}'")),
        says: &["exemption {id}: its words (because, reason) are not those of its event"],
    },
    Edit {
        name: "38d an exemption deleted",
        row: AN_EXEMPTION,
        change: |it, id| it.run(&format!("DELETE FROM exemption WHERE id = '{id}'")),
        says: &["exemption {id}: it is gone"],
    },
    Edit {
        name: "38e an exemption inserted",
        row: AN_EXEMPTION,
        change: |it, id| {
            it.run(&format!("INSERT INTO exemption SELECT '01890000-0000-7000-8000-00000000000a', prior_learning_id, round, enrolment_id, trainee_id, 'ethics-1', is_granted, because, reason, salt, decided_by, decided_on, decided_at, expires_on FROM exemption WHERE id = '{id}'"))
        },
        says: &["exemption 01890000-0000-7000-8000-00000000000a: no event made it"],
    },
    Edit {
        name: "38f a withdrawal inserted",
        row: AN_EXEMPTION,
        change: |it, id| {
            it.run(&format!("INSERT INTO exemption_withdrawal (exemption_id, trainee_id, reason, salt, withdrawn_by, withdrawn_on, withdrawn_at) SELECT id, trainee_id, 'x', salt, {ANOTHER}, decided_on, decided_at FROM exemption WHERE id = '{id}'"))
        },
        says: &["exemption_withdrawal {id}: no event made it"],
    },
    Edit {
        name: "39a what is held from before is another",
        row: ONE_THAT_WAITS,
        change: |it, id| it.run(&format!("UPDATE prior_learning SET prior = 'lpc' WHERE id = '{id}'")),
        says: &["prior_learning {id}: its prior is lpc, and its event says "],
    },
    Edit {
        name: "39b proof of what is held from before",
        row: ONE_THAT_WAITS,
        change: |it, id| it.run(&format!("UPDATE prior_learning SET proof = 'Another number' WHERE id = '{id}'")),
        says: &["prior_learning {id}: its words "],
    },
    Edit {
        name: "39c it waits no more",
        row: ONE_THAT_WAITS,
        change: |it, id| it.run(&format!("UPDATE prior_learning SET is_open = 0 WHERE id = '{id}'")),
        says: &["prior_learning {id}: its is_open is "],
    },
    Edit {
        name: "40a a decision on what is held from before",
        row: "SELECT prior_learning_id FROM prior_learning_decision ORDER BY 1 LIMIT 1",
        change: |it, id| {
            it.run(&format!("UPDATE prior_learning_decision SET is_proved = 0 WHERE prior_learning_id = '{id}'"))
        },
        says: &["prior_learning_decision ", "its is_proved is "],
    },
];

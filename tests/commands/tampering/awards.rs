//! Applications and statuses.

use super::{AN_AWARD, ANOTHER, Edit};

pub(super) const EDITS: &[Edit] = &[
    Edit {
        name: "19a status of an award",
        row: AN_AWARD,
        change: |it, id| it.run(&format!("UPDATE award SET status = 'another' WHERE id = '{id}'")),
        says: &["award {id}: its status is another, and its event says "],
    },
    Edit {
        name: "19b day of an award",
        row: AN_AWARD,
        change: |it, id| it.run(&format!("UPDATE award SET conferred_on = '2020-01-01' WHERE id = '{id}'")),
        says: &["award {id}: its conferred_on is 2020-01-01, and its event says "],
    },
    Edit {
        name: "19c an award deleted",
        row: AN_AWARD,
        change: |it, id| it.run(&format!("DELETE FROM award WHERE id = '{id}'")),
        says: &["award {id}: it is gone"],
    },
    Edit {
        name: "19d a withdrawal inserted",
        row: AN_AWARD,
        change: |it, id| {
            it.run(&format!("INSERT INTO award_withdrawal (award_id, trainee_id, reason, salt, withdrawn_by, withdrawn_on, withdrawn_at) SELECT id, trainee_id, 'x', salt, {ANOTHER}, conferred_on, conferred_at FROM award WHERE id = '{id}'"))
        },
        says: &["award_withdrawal {id}: no event made it"],
    },
    Edit {
        name: "20a title of an award",
        row: AN_AWARD,
        change: |it, id| it.run(&format!("UPDATE award SET title = 'Judge' WHERE id = '{id}'")),
        says: &["award {id}: its words (holder, title, letters, code) are not those of its event"],
    },
    Edit {
        name: "20b letters of an award",
        row: AN_AWARD,
        change: |it, id| it.run(&format!("UPDATE award SET letters = 'KC' WHERE id = '{id}'")),
        says: &["award {id}: its words "],
    },
    Edit {
        name: "20c holder of an award",
        row: AN_AWARD,
        change: |it, id| it.run(&format!("UPDATE award SET holder = 'Someone Else' WHERE id = '{id}'")),
        says: &["award {id}: its words "],
    },
    Edit {
        name: "20d code of an award",
        row: AN_AWARD,
        change: |it, id| it.run(&format!("UPDATE award SET code = 'AAAA-AAAA-AAAA' WHERE id = '{id}'")),
        says: &["award {id}: its words "],
    },
    Edit {
        name: "21a outcome of an application's decision",
        row: "SELECT application_id FROM application_decision ORDER BY 1 LIMIT 1",
        change: |it, id| {
            it.run(&format!("UPDATE application_decision SET outcome = 'declined' WHERE application_id = '{id}'"))
        },
        says: &["application_decision {id}: its outcome is declined, and its event says conferred"],
    },
    Edit {
        name: "21b standing on which an application was decided",
        row: "SELECT application_id FROM application_decision ORDER BY 1 LIMIT 1",
        change: |it, id| {
            it.run(&format!("UPDATE application_decision SET standing = '{{}}' WHERE application_id = '{id}'"))
        },
        says: &["application_decision {id}: its words (reason, standing) are not those of its event"],
    },
];

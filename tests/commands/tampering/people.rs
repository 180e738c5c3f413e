//! Results, and who may do what from which day on.

use super::{A_RESULT, ANOTHER, Edit};
use tests::people::AMARA;

pub(super) const EDITS: &[Edit] = &[
    Edit {
        name: "15a outcome of a result",
        row: A_RESULT,
        change: |it, id| it.run(&format!("UPDATE result SET outcome = 'fail' WHERE id = '{id}'")),
        says: &["result {id}: its outcome is fail, and its event says pass"],
    },
    Edit {
        name: "15b mark of a result",
        row: A_RESULT,
        change: |it, id| it.run(&format!("UPDATE result SET mark = '99' WHERE id = '{id}'")),
        says: &["result {id}: its words (mark, reason) are not those of its event"],
    },
    Edit {
        name: "15c recorder of a result",
        row: A_RESULT,
        change: |it, id| {
            it.run(&format!("UPDATE result SET recorded_by = {ANOTHER} WHERE id = '{id}'"));
            it.run(&format!("UPDATE result_confirmation SET recorded_by = {ANOTHER} WHERE result_id = '{id}'"));
        },
        says: &["result {id}: its recorded_by is "],
    },
    Edit {
        name: "15d a result deleted",
        row: A_RESULT,
        change: |it, id| {
            it.run(&format!("DELETE FROM result_confirmation WHERE result_id = '{id}'"));
            it.run(&format!("DELETE FROM result WHERE id = '{id}'"));
        },
        says: &["result {id}: it is gone", "result_confirmation {id}: it is gone"],
    },
    Edit {
        name: "16a confirmation inserted",
        row: "SELECT result_id FROM provisional_result ORDER BY 1 LIMIT 1",
        change: |it, id| {
            it.run(&format!("INSERT INTO result_confirmation (result_id, recorded_by, trainee_id, confirmed_by, confirmed_on, confirmed_at) SELECT id, recorded_by, trainee_id, {ANOTHER}, '2026-11-23', recorded_at FROM result WHERE id = '{id}'"))
        },
        says: &["result_confirmation {id}: no event made it"],
    },
    Edit {
        name: "16b confirmation deleted",
        row: A_RESULT,
        change: |it, id| it.run(&format!("DELETE FROM result_confirmation WHERE result_id = '{id}'")),
        says: &["result_confirmation {id}: it is gone"],
    },
    Edit {
        name: "16c confirmation by someone else",
        row: A_RESULT,
        change: |it, id| {
            it.run(&format!("UPDATE result_confirmation SET confirmed_by = {ANOTHER} WHERE result_id = '{id}'"))
        },
        says: &["result_confirmation {id}: its confirmed_by is "],
    },
    Edit {
        name: "17 day of a sitting",
        row: "SELECT id FROM sitting ORDER BY 1 LIMIT 1",
        change: |it, id| it.run(&format!("UPDATE sitting SET held_on = '2020-01-01' WHERE id = '{id}'")),
        says: &["sitting {id}: its held_on is 2020-01-01, and its event says "],
    },
    Edit {
        name: "18 a result and the chapter file together",
        row: A_RESULT,
        change: |it, id| {
            it.run(&format!("UPDATE result SET outcome = 'fail' WHERE id = '{id}'"));
            it.0.run(&["doctor", "--rebuild"]);
        },
        says: &["result {id}: its outcome is fail, and its event says pass"],
    },
    Edit {
        name: "23 a joining day inserted",
        row: "SELECT id FROM record ORDER BY 1 LIMIT 1",
        change: |it, id| {
            it.run(&format!("INSERT INTO joining (record_id, round, joined_on, recorded_at) SELECT id, 1, '2020-01-01', created_at FROM record WHERE id = '{id}'"))
        },
        says: &["joining {id}/1: no event made it"],
    },
    Edit {
        name: "23a the day from which a specialism holds",
        row: "SELECT enrolment_id FROM specialism ORDER BY 1 LIMIT 1",
        change: |it, id| it.run(&format!("UPDATE specialism SET from_on = '2020-01-01' WHERE enrolment_id = '{id}'")),
        says: &["specialism {id}/1: its from_on is 2020-01-01, and its event says "],
    },
    Edit {
        name: "23b the name in a record",
        row: "SELECT id FROM record ORDER BY 1 LIMIT 1",
        change: |it, id| it.run(&format!("UPDATE record SET name = 'Somebody Else' WHERE id = '{id}'")),
        says: &["record {id}: its words (name) are not those of its event"],
    },
    Edit {
        name: "24a a registrar's membership inserted",
        row: "SELECT id FROM membership WHERE role = 'registrar' ORDER BY 1 LIMIT 1",
        change: |it, id| {
            it.run(&format!("INSERT INTO membership (id, person_id, organisation_id, role, from_on, granted_at) SELECT '00000000-0000-7000-8000-000000000001', (SELECT id FROM person WHERE email = '{AMARA}'), organisation_id, role, from_on, granted_at FROM membership WHERE id = '{id}'"))
        },
        says: &["membership 00000000-0000-7000-8000-000000000001: no event made it"],
    },
    Edit {
        name: "24b a supervision dated back",
        row: "SELECT id FROM supervision ORDER BY 1 LIMIT 1",
        change: |it, id| it.run(&format!("UPDATE supervision SET from_on = '2020-01-01' WHERE id = '{id}'")),
        says: &["supervision {id}: its from_on is 2020-01-01, and its event says "],
    },
    Edit {
        name: "35a why something was noted for an earlier day",
        row: "SELECT id FROM reason_given ORDER BY 1 LIMIT 1",
        change: |it, id| it.run(&format!("UPDATE reason_given SET reason = 'Another' WHERE id = '{id}'")),
        says: &["reason_given {id}: its words (reason) are not those of its event"],
    },
    Edit {
        name: "35b the reason deleted",
        row: "SELECT id FROM reason_given ORDER BY 1 LIMIT 1",
        change: |it, id| it.run(&format!("DELETE FROM reason_given WHERE id = '{id}'")),
        says: &["reason_given {id}: it is gone"],
    },
    Edit {
        name: "34a an instant of a row, written otherwise",
        row: "SELECT id FROM membership ORDER BY 1 LIMIT 1",
        change: |it, id| {
            it.run(&format!("UPDATE membership SET granted_at = REPLACE(granted_at, 'T', ' ') WHERE id = '{id}'"))
        },
        says: &["membership {id}: its granted_at is 20", "+00:00, and its event says "],
    },
    Edit {
        name: "37b days that can’t be read, of who works with a trainee",
        row: "SELECT id FROM registration ORDER BY 1 LIMIT 1",
        change: |it, id| {
            it.run(&format!("UPDATE registration SET from_on = '1nonsense' WHERE id = '{id}'"));
            it.run("UPDATE supervision SET until_on = '2nonsense' WHERE id = (SELECT MIN(id) FROM supervision)");
            it.run("UPDATE employment SET employer_id = 'nobody' WHERE id = (SELECT MIN(id) FROM employment)");
            it.run("UPDATE record SET body_id = 'no body' WHERE id = (SELECT MIN(id) FROM record)");
        },
        says: &[
            "registration {id}: its from_on is 1nonsense",
            "its until_on is 2nonsense",
            "its employer_id is nobody",
            "its body_id is no body",
            "rows in lists of people can’t all be read",
        ],
    },
];

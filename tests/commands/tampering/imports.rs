//! Files of which results were recorded.

use super::Edit;

const A_FILE: &str = "SELECT id FROM import WHERE written_at IS NOT NULL ORDER BY 1 LIMIT 1";
const SAYS: &[&str] = &[
    "import {id}: its columns, its table, its rows or how many are checked are not those from which its results were recorded",
];

pub(super) const EDITS: &[Edit] = &[
    Edit {
        name: "41a a cell of a file",
        row: A_FILE,
        change: |it, id| {
            it.run(&format!(
                "UPDATE import_table SET content = replace(content, 'Passed', 'Failed') WHERE import_id = '{id}'"
            ))
        },
        says: SAYS,
    },
    Edit {
        name: "41b its first rows",
        row: A_FILE,
        change: |it, id| {
            it.run(&format!(
                "UPDATE import_table SET head = replace(head, 'Passed', 'Failed') WHERE import_id = '{id}'"
            ))
        },
        says: SAYS,
    },
    Edit {
        name: "41c all that was read",
        row: A_FILE,
        change: |it, id| it.run(&format!("DELETE FROM import_table WHERE import_id = '{id}'")),
        says: SAYS,
    },
    Edit {
        name: "42a what a row of a file says",
        row: A_FILE,
        change: |it, id| it.run(&format!("UPDATE import_row SET outcome = 'fail' WHERE import_id = '{id}'")),
        says: SAYS,
    },
    Edit {
        name: "42b whose a row is",
        row: A_FILE,
        change: |it, id| {
            it.run(&format!("UPDATE import_row SET enrolment_id = (SELECT id FROM enrolment WHERE id <> import_row.enrolment_id ORDER BY 1 LIMIT 1) WHERE import_id = '{id}'"))
        },
        says: SAYS,
    },
    Edit {
        name: "42c why a row has its verdict",
        row: A_FILE,
        change: |it, id| it.run(&format!("UPDATE import_row SET why = 'Looked at' WHERE import_id = '{id}'")),
        says: SAYS,
    },
    Edit {
        name: "42d a row that goes",
        row: A_FILE,
        change: |it, id| it.run(&format!("DELETE FROM import_row WHERE import_id = '{id}'")),
        says: SAYS,
    },
    Edit {
        name: "42e a row that comes",
        row: A_FILE,
        change: |it, id| {
            it.run(&format!("INSERT INTO import_row (import_id, number, verdict, why) VALUES ('{id}', 99, 'nothing', 'It has no result')"))
        },
        says: SAYS,
    },
    Edit {
        name: "43 which column says what",
        row: A_FILE,
        change: |it, id| {
            it.run(&format!("UPDATE import SET columns = replace(columns, 'Email', 'Name') WHERE id = '{id}'"))
        },
        says: SAYS,
    },
    Edit {
        name: "44 the hash itself",
        row: A_FILE,
        change: |it, id| it.run(&format!("UPDATE import SET recorded_sha256 = file_sha256 WHERE id = '{id}'")),
        says: &["import {id}: its recorded_sha256 is"],
    },
    Edit {
        name: "45 how many of its rows are checked",
        row: A_FILE,
        change: |it, id| it.run(&format!("UPDATE import SET checked = 0 WHERE id = '{id}'")),
        says: SAYS,
    },
    Edit {
        name: "46 how many rows it has",
        row: A_FILE,
        change: |it, id| it.run(&format!("UPDATE import SET row_count = 99 WHERE id = '{id}'")),
        says: &["import {id}: its row_count is 99, and its event says 1"],
    },
];

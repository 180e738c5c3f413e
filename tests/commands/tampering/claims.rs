//! Claims, what of them was shown, and what was decided on them.

use super::{A_DECISION, A_VERIFICATION, ANOTHER, Edit};

pub(super) const EDITS: &[Edit] = &[
    Edit {
        name: "1 narrative of a sent claim",
        row: A_DECISION,
        change: |it, id| {
            it.run(&format!("UPDATE signing_request SET shown = replace(shown, 'narrative\":\"', 'narrative\":\"Not so. ') WHERE id = '{id}'"))
        },
        says: &["what request {id} shows: it is not what was hashed"],
    },
    Edit {
        name: "1b days of the work of a sent claim",
        row: A_DECISION,
        change: |it, id| it.run(&format!("UPDATE signing_request SET happened_from = '2020-01-01' WHERE id = '{id}'")),
        says: &["the days of the work that request {id} shows: it is not what was hashed"],
    },
    Edit {
        name: "2 narrative, its own hash made again",
        row: A_DECISION,
        change: |it, id| {
            it.run(&format!("UPDATE signing_request SET shown = replace(shown, 'narrative\":\"', 'narrative\":\"Not so. ') WHERE id = '{id}'"));
            it.show_again();
        },
        says: &[
            "signing_request {id}: its shown_sha256 is ",
            "what was shown when request {id} was signed: it is not what was hashed",
        ],
    },
    Edit {
        name: "3a narrative, every hash but its event's made again",
        row: A_DECISION,
        change: |it, id| {
            it.run(&format!("UPDATE signing_request SET shown = replace(shown, 'narrative\":\"', 'narrative\":\"Not so. ') WHERE id = '{id}'"));
            it.show_again();
            it.sign_again();
        },
        says: &["signing_request {id}: its shown_sha256 is ", "signature {id}: its signed_sha256 is "],
    },
    Edit {
        name: "3b comment, every hash but its event's made again",
        row: A_DECISION,
        change: |it, id| {
            it.run(&format!("UPDATE signature SET comment = 'I saw more.' WHERE request_id = '{id}'"));
            it.sign_again();
        },
        says: &["signature {id}: its signed_sha256 is "],
    },
    Edit {
        name: "3c a withdrawal of a decision inserted",
        row: A_DECISION,
        change: |it, id| {
            it.run(&format!("INSERT INTO signature_withdrawal (request_id, trainee_id, subject, reason, salt, withdrawn_by, withdrawn_on, withdrawn_at) SELECT request_id, trainee_id, subject, 'x', salt, {ANOTHER}, signed_on, signed_at FROM signature WHERE request_id = '{id}'"))
        },
        says: &["signature_withdrawal {id}: no event made it"],
    },
    Edit {
        name: "4a outcome of a decision",
        row: A_DECISION,
        change: |it, id| it.run(&format!("UPDATE signature SET outcome = 'not_yet' WHERE request_id = '{id}'")),
        says: &[
            "the signature on request {id}: it is not what was hashed",
            "signature {id}: its outcome is not_yet, and its event says met",
        ],
    },
    Edit {
        name: "4b comment of a decision",
        row: A_DECISION,
        change: |it, id| it.run(&format!("UPDATE signature SET comment = 'I saw more.' WHERE request_id = '{id}'")),
        says: &["the signature on request {id}: it is not what was hashed"],
    },
    Edit {
        name: "4c signer of a decision",
        row: A_DECISION,
        change: |it, id| it.run(&format!("UPDATE signature SET person_id = {ANOTHER} WHERE request_id = '{id}'")),
        says: &["the signature on request {id}: it is not what was hashed", "signature {id}: its person_id is "],
    },
    Edit {
        name: "5a outcome of a decision, its hash made again",
        row: A_DECISION,
        change: |it, id| {
            it.run(&format!("UPDATE signature SET outcome = 'not_yet' WHERE request_id = '{id}'"));
            it.sign_again();
        },
        says: &["signature {id}: its outcome is not_yet, and its event says met"],
    },
    Edit {
        name: "5b signer of a decision, its hash made again",
        row: A_DECISION,
        change: |it, id| {
            it.run(&format!("UPDATE signature SET person_id = {ANOTHER} WHERE request_id = '{id}'"));
            it.sign_again();
        },
        says: &["signature {id}: its person_id is "],
    },
    Edit {
        name: "6a day of a decision",
        row: A_DECISION,
        change: |it, id| it.run(&format!("UPDATE signature SET signed_on = '2020-01-01' WHERE request_id = '{id}'")),
        says: &["signature {id}: its signed_on is 2020-01-01, and its event says "],
    },
    Edit {
        name: "6b day of a verification",
        row: A_VERIFICATION,
        change: |it, id| it.run(&format!("UPDATE signature SET signed_on = '2020-01-01' WHERE request_id = '{id}'")),
        says: &["signature {id}: its signed_on is 2020-01-01, and its event says "],
    },
    Edit {
        name: "7a a decision deleted",
        row: A_DECISION,
        change: |it, id| it.run(&format!("DELETE FROM signature WHERE request_id = '{id}'")),
        says: &["signature {id}: it is gone"],
    },
    Edit {
        name: "7b a verification deleted",
        row: A_VERIFICATION,
        change: |it, id| it.run(&format!("DELETE FROM signature WHERE request_id = '{id}'")),
        says: &["signature {id}: it is gone"],
    },
    Edit {
        name: "8 a claim and its decision forged from nothing",
        row: A_DECISION,
        change: |it, id| {
            let new = |table: &str, keys: &[&str]| {
                let columns: Vec<String> = it.texts(&format!("SELECT name FROM pragma_table_info('{table}')"));
                let values: Vec<&str> =
                    columns
                        .iter()
                        .map(|name| {
                            if keys.contains(&name.as_str()) { "'00000000-0000-7000-8000-000000000001'" } else { name }
                        })
                        .collect();
                let (columns, values) = (columns.join(", "), values.join(", "));
                let of = if table == "claim" {
                    format!("id = (SELECT claim_id FROM signing_request WHERE id = '{id}')")
                } else {
                    format!("{} = '{id}'", keys[0])
                };
                it.run(&format!("INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE {of}"));
            };
            new("claim", &["id"]);
            new("signing_request", &["id", "claim_id"]);
            new("signature", &["request_id"]);
            it.sign_again();
        },
        says: &[
            "claim 00000000-0000-7000-8000-000000000001: no event made it",
            "signing_request 00000000-0000-7000-8000-000000000001: no event made it",
            "signature 00000000-0000-7000-8000-000000000001: no event made it",
        ],
    },
    Edit {
        name: "9a request to verify moved to another enrolment",
        row: A_VERIFICATION,
        change: |it, id| {
            it.run(&format!("UPDATE signing_request SET (enrolment_id, trainee_id) = (SELECT id, person_id FROM enrolment e WHERE e.id <> enrolment_id ORDER BY id LIMIT 1) WHERE id = '{id}'"));
            it.run(&format!("UPDATE signature SET trainee_id = (SELECT trainee_id FROM signing_request q WHERE q.id = request_id) WHERE request_id = '{id}'"));
        },
        says: &["signing_request {id}: "],
    },
    Edit {
        name: "9b request to a supervisor moved to another claim",
        row: A_DECISION,
        change: |it, id| {
            it.run(&format!("UPDATE signing_request SET round = 99, claim_id = (SELECT c.id FROM claim c WHERE c.id <> claim_id ORDER BY c.id LIMIT 1) WHERE id = '{id}'"))
        },
        says: &["signing_request {id}: its claim_id is "],
    },
    Edit {
        name: "11a supervisor of a request",
        row: A_DECISION,
        change: |it, id| it.run(&format!("UPDATE signing_request SET person_id = {ANOTHER} WHERE id = '{id}'")),
        says: &["signing_request {id}: its person_id is "],
    },
    Edit {
        name: "11b employer of a request",
        row: A_DECISION,
        change: |it, id| {
            it.run(&format!("UPDATE signing_request SET employer_id = (SELECT o.id FROM organisation o WHERE o.id <> employer_id LIMIT 1) WHERE id = '{id}'"))
        },
        says: &["signing_request {id}: its employer_id is "],
    },
    Edit {
        name: "36a hours of confirmed work",
        row: "SELECT id FROM experience",
        change: |it, id| it.run(&format!("UPDATE experience SET minutes = minutes + 60 WHERE id = '{id}'")),
        says: &["experience {id}: its minutes is "],
    },
    Edit {
        name: "36b days of confirmed work",
        row: "SELECT id FROM experience",
        change: |it, id| it.run(&format!("UPDATE experience SET from_on = '2020-01-01' WHERE id = '{id}'")),
        says: &["experience {id}: its from_on is 2020-01-01"],
    },
    Edit {
        name: "36c what was done in it",
        row: "SELECT id FROM experience",
        change: |it, id| it.run(&format!("UPDATE experience SET work = 'More.' WHERE id = '{id}'")),
        says: &["experience {id}: "],
    },
    Edit {
        name: "37 a day that can’t be read, and hours in another row",
        row: "SELECT id FROM experience",
        change: |it, id| {
            it.run("UPDATE experience SET minutes = minutes + 60");
            it.run(&format!("UPDATE experience SET from_on = '1nonsense' WHERE id = '{id}'"));
        },
        says: &["experience {id}: its from_on is 1nonsense", "its minutes is ", "its rows can’t all be read"],
    },
];

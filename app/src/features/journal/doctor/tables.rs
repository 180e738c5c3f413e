//! The tables whose rows events make: which columns an event says, and whose rows they are.

/// Of what type a column is.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A text, an id or a code.
    Text,
    /// A civil date.
    Day,
    /// An instant.
    At,
    /// Yes or no.
    Flag,
    /// A number.
    Number,
    /// A text of which the event holds the hash.
    Hashed,
    /// A SHA-256 in hexadecimal digits.
    Hash,
}

/// Whose rows are read together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// People, with all their records.
    People,
    /// Employers, providers and bodies.
    Organisations,
}

/// A table.
#[derive(Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// The SQL by which an event names its row.
    pub key: &'static str,
    /// What an event says of it.
    pub columns: &'static [(&'static str, Kind)],
    /// Its words, in the order in which they are hashed under the row's salt.
    pub words: &'static [&'static str],
    /// Conditions for some of its rows; `{ids}` is a list of people or organisations.
    pub of: &'static [(Of, &'static str)],
}

use Kind::{At, Day, Flag, Hash, Hashed, Number, Text};
use Of::{Organisations, People};

/// A condition by way of the enrolments of the people: every table has an index that serves it.
macro_rules! of_enrolments {
    () => {
        &[(People, concat!("enrolment_id IN (", of_enrolments!(ids), ")"))]
    };
    ($column:literal in $table:literal) => {
        &[(People, concat!($column, " IN (", of_enrolments!(select $table), ")"))]
    };
    (select $table:literal) => {
        concat!("SELECT id FROM ", $table, " WHERE enrolment_id IN (", of_enrolments!(ids), ")")
    };
    (ids) => {
        "SELECT id FROM enrolment WHERE person_id IN ({ids})"
    };
}

const OF_RECORDS: &[(Of, &str)] = &[(People, "record_id IN (SELECT id FROM record WHERE person_id IN ({ids}))")];

const fn table(
    name: &'static str,
    columns: &'static [(&'static str, Kind)],
    words: &'static [&'static str],
    of: &'static [(Of, &'static str)],
) -> Table {
    Table { name, key: "id", columns, words, of }
}

const fn keyed(key: &'static str, table: Table) -> Table {
    Table { key, ..table }
}

/// Every table whose rows events make.
pub const TABLES: &[Table] = &[
    table("person", &[("created_at", At)], &["name", "email"], &[(People, "id IN ({ids})")]),
    keyed(
        "person_id",
        table("credential", &[("password_hash", Hashed), ("set_at", At)], &[], &[(People, "person_id IN ({ids})")]),
    ),
    table(
        "invitation",
        &[
            ("organisation_id", Text),
            ("role", Text),
            ("person_id", Text),
            ("invited_by", Text),
            ("invited_at", At),
            ("expires_at", At),
            ("used_at", At),
            ("used_by", Text),
            ("withdrawn_at", At),
        ],
        &["name", "email", "token_sha256"],
        &[(People, "person_id IN ({ids})"), (Organisations, "organisation_id IN ({ids})")],
    ),
    table(
        "organisation",
        &[("kind", Text), ("slug", Text), ("created_at", At)],
        &["name"],
        &[(Organisations, "id IN ({ids})")],
    ),
    keyed(
        "body_id || '/' || organisation_id",
        table(
            "recognition",
            &[("organisation_id", Text), ("since", Day), ("recognised_by", Text)],
            &[],
            &[(Organisations, "body_id IN ({ids})")],
        ),
    ),
    table(
        "membership",
        &[
            ("person_id", Text),
            ("organisation_id", Text),
            ("role", Text),
            ("from_on", Day),
            ("until_on", Day),
            ("granted_by", Text),
            ("granted_at", At),
            ("ended_by", Text),
        ],
        &[],
        &[(Organisations, "organisation_id IN ({ids})")],
    ),
    table(
        "proposal",
        &[
            ("body_id", Text),
            ("act", Text),
            ("person_id", Text),
            ("award_id", Text),
            ("proposed_by", Text),
            ("proposed_on", Day),
            ("proposed_at", At),
            ("settled", Text),
            ("settled_by", Text),
            ("settled_on", Day),
        ],
        &["reason", "email"],
        &[(Organisations, "body_id IN ({ids})")],
    ),
    table(
        "sitting",
        &[
            ("provider_id", Text),
            ("framework_slug", Text),
            ("framework_version", Text),
            ("element", Text),
            ("held_on", Day),
            ("created_by", Text),
            ("created_at", At),
        ],
        &[],
        &[(Organisations, "provider_id IN ({ids})")],
    ),
    table(
        "record",
        &[("person_id", Text), ("body_id", Text), ("number", Text), ("created_at", At)],
        &["name"],
        &[(People, "person_id IN ({ids})")],
    ),
    keyed(
        "record_id || '/' || round",
        table("record_name", &[("from_on", Day), ("recorded_by", Text), ("recorded_at", At)], &["name"], OF_RECORDS),
    ),
    keyed(
        "record_id || '/' || round",
        table("joining", &[("joined_on", Day), ("recorded_by", Text), ("recorded_at", At)], &[], OF_RECORDS),
    ),
    table(
        "enrolment",
        &[
            ("record_id", Text),
            ("person_id", Text),
            ("framework_slug", Text),
            ("framework_version", Text),
            ("from_on", Day),
            ("enrolled_by", Text),
            ("enrolled_at", At),
        ],
        &[],
        &[(People, "person_id IN ({ids})")],
    ),
    keyed(
        "enrolment_id || '/' || round",
        table(
            "specialism",
            &[("specialism", Text), ("from_on", Day), ("recorded_by", Text), ("recorded_at", At)],
            &[],
            of_enrolments!(),
        ),
    ),
    table(
        "registration",
        &[
            ("enrolment_id", Text),
            ("provider_id", Text),
            ("from_on", Day),
            ("until_on", Day),
            ("recorded_by", Text),
            ("recorded_at", At),
        ],
        &[],
        of_enrolments!(),
    ),
    table(
        "employment",
        &[
            ("record_id", Text),
            ("employer_id", Text),
            ("from_on", Day),
            ("until_on", Day),
            ("recorded_by", Text),
            ("recorded_at", At),
        ],
        &["job_title"],
        OF_RECORDS,
    ),
    table(
        "supervision",
        &[
            ("enrolment_id", Text),
            ("supervisor_id", Text),
            ("from_on", Day),
            ("until_on", Day),
            ("recorded_by", Text),
            ("recorded_at", At),
        ],
        &["authorised_as"],
        of_enrolments!(),
    ),
    table(
        "result",
        &[
            ("sitting_id", Text),
            ("enrolment_id", Text),
            ("round", Number),
            ("outcome", Text),
            ("recorded_by", Text),
            ("recorded_at", At),
            ("supersedes", Text),
        ],
        &["mark", "reason"],
        of_enrolments!(),
    ),
    keyed(
        "result_id",
        table(
            "result_confirmation",
            &[("confirmed_by", Text), ("confirmed_on", Day), ("confirmed_at", At)],
            &[],
            of_enrolments!("result_id" in "result"),
        ),
    ),
    table(
        "claim",
        &[("enrolment_id", Text), ("outcome", Text), ("created_at", At), ("deleted_at", At)],
        &[],
        of_enrolments!(),
    ),
    table(
        "evidence",
        &[("claim_id", Text), ("kind", Text), ("added_at", At), ("removed_at", At)],
        &["title", "content", "file_key", "media_type", "size", "sha256"],
        of_enrolments!("claim_id" in "claim"),
    ),
    table(
        "signing_link",
        &[("enrolment_id", Text), ("made_at", At), ("mailbox_proved_at", At)],
        &["name", "email", "token_sha256"],
        of_enrolments!(),
    ),
    table(
        "signing_request",
        &[
            ("enrolment_id", Text),
            ("subject", Text),
            ("node", Text),
            ("claim_id", Text),
            ("round", Number),
            ("employer_id", Text),
            ("person_id", Text),
            ("link_id", Text),
            ("shown_sha256", Hash),
            ("sent_at", At),
            ("sent_on", Day),
            ("until_on", Day),
            ("is_open", Flag),
        ],
        &[],
        of_enrolments!(),
    ),
    keyed(
        "request_id",
        table(
            "signature",
            &[
                ("subject", Text),
                ("outcome", Text),
                ("reason_code", Text),
                ("person_id", Text),
                ("link_id", Text),
                ("shown_sha256", Hash),
                ("signed_sha256", Hash),
                ("signed_on", Day),
                ("signed_at", At),
            ],
            &[],
            of_enrolments!("request_id" in "signing_request"),
        ),
    ),
    keyed(
        "request_id",
        table(
            "signing_end",
            &[("reason", Text), ("ended_by", Text), ("ended_on", Day), ("ended_at", At)],
            &[],
            of_enrolments!("request_id" in "signing_request"),
        ),
    ),
    table(
        "application",
        &[
            ("enrolment_id", Text),
            ("step_off", Text),
            ("round", Number),
            ("status", Text),
            ("applied_on", Day),
            ("applied_at", At),
            ("is_open", Flag),
        ],
        &[],
        of_enrolments!(),
    ),
    keyed(
        "application_id",
        table(
            "application_decision",
            &[("outcome", Text), ("decided_by", Text), ("decided_on", Day), ("decided_at", At)],
            &["reason", "standing"],
            of_enrolments!("application_id" in "application"),
        ),
    ),
    table(
        "award",
        &[
            ("application_id", Text),
            ("enrolment_id", Text),
            ("status", Text),
            ("conferred_by", Text),
            ("conferred_on", Day),
            ("conferred_at", At),
            ("expires_on", Day),
        ],
        &["holder", "title", "letters", "code"],
        of_enrolments!(),
    ),
    keyed(
        "award_id",
        table(
            "award_withdrawal",
            &[("withdrawn_by", Text), ("withdrawn_on", Day), ("withdrawn_at", At)],
            &["reason"],
            of_enrolments!("award_id" in "award"),
        ),
    ),
];

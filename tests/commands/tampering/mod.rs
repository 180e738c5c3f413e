//! Edits of the database of a server that is stopped, as somebody with the file would make them: the doctor names the row,
//! and still does when the copies have been made again.

mod awards;
mod chains;
mod claims;
mod evidence;
mod exemptions;
mod forged;
mod imports;
mod people;
mod schema;

use crate::gradus::Place;
use crate::steps::{begin_claim, correct_name, enrolment, files_of, import_result, sign_in};
use app::entities::journal::event;
use app::features::sign_off::doctor::signatures;
use app::web::db::{Db, Pool};
use domain::journal::{self, Chain, Digest, Link};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tests::people::{AMARA, DANA, INES};

/// One edit: its number, what is done, and what the doctor must say. `{id}` is the row that `row` finds.
struct Edit {
    name: &'static str,
    row: &'static str,
    change: fn(&Copy, &str),
    says: &'static [&'static str],
}

/// The edits there are, by number.
const NUMBERS: u32 = 47;

/// The demo people, a file that Amara added to a draft, her name, corrected from an earlier day on, and a result of hers from a file; its
/// server has stopped.
static STOPPED: LazyLock<Place> = LazyLock::new(|| {
    let place = Place::new();
    let server = place.serve();
    let mut amara = sign_in(&server, AMARA);
    let claim = begin_claim(&mut amara);
    let added = amara.upload(&files_of(&claim), "note.txt", b"What I did.");
    assert_eq!(added.status, 303);
    correct_name(&mut sign_in(&server, INES), &enrolment(&mut amara));
    import_result(&mut sign_in(&server, DANA), AMARA);
    server.stop();
    place.run(&["doctor"]).must_succeed();
    place
});

/// A copy of it, with all locks lifted, and what puts them back.
struct Copy(Place, Cell<Vec<String>>);

impl Copy {
    fn new() -> Self {
        let place = Place::new();
        copy(&STOPPED.var(), &place.var());
        let copy = Self(place, Cell::default());
        copy.1.set(copy.texts("SELECT sql FROM sqlite_master WHERE type = 'trigger'"));
        for trigger in copy.texts("SELECT name FROM sqlite_master WHERE type = 'trigger'") {
            copy.run(&format!("DROP TRIGGER {trigger}"));
        }
        copy
    }

    /// Puts the locks back, once: whoever hides an edit does so, and what was edited is found, not that locks are gone.
    fn lock_again(&self) {
        for trigger in self.1.take() {
            self.run(&trigger);
        }
    }

    fn texts(&self, query: &str) -> Vec<String> {
        self.0.texts(query)
    }

    fn text(&self, query: &str) -> String {
        let mut found = self.texts(query);
        assert!(!found.is_empty(), "nothing to change: {query}");
        found.remove(0)
    }

    /// Runs a statement, whatever it breaks.
    fn run(&self, statement: &str) {
        self.on(async |db| {
            db.writer().execute_unprepared("PRAGMA foreign_keys = OFF").await.unwrap();
            db.writer().execute_unprepared(statement).await.unwrap();
        });
    }

    #[tokio::main(flavor = "current_thread")]
    async fn on<T>(&self, what: impl AsyncFnOnce(&Db) -> T) -> T {
        let file = self.0.var().join("gradus.sqlite");
        let db = Db::open(&format!("sqlite://{}", file.display()), Pool::default()).await.unwrap();
        let done = what(&db).await;
        db.close().await;
        done
    }

    /// Makes the hash of every signature again from its row.
    fn sign_again(&self) {
        self.run("UPDATE signature SET shown_sha256 = (SELECT q.shown_sha256 FROM signing_request q WHERE q.id = request_id) WHERE shown IS NULL");
        let signed = self.on(async |db| signatures(db.read()).await.unwrap());
        for one in signed {
            if let Some(request) = one.of.strip_prefix("the signature on request ") {
                let hash = &one.made;
                self.run(&format!("UPDATE signature SET signed_sha256 = '{hash}' WHERE request_id = '{request}'"));
            }
        }
    }

    /// Makes the hash of what every request shows again from its row.
    fn show_again(&self) {
        for id in self.texts("SELECT id FROM signing_request") {
            let hash = Digest::of(&self.text(&format!("SELECT shown FROM signing_request WHERE id = '{id}'")));
            self.run(&format!("UPDATE signing_request SET shown_sha256 = '{hash}' WHERE id = '{id}'"));
        }
    }

    /// Makes the hash of an event again from its row.
    fn hash_again(&self, id: &str) {
        let row = self.on(async |db| {
            let found = event::Entity::find().filter(event::Column::Id.eq(id));
            found.one(db.read()).await.unwrap().unwrap()
        });
        let link = Link {
            place: journal::Place {
                chain: Chain::read(&row.chain_kind, &row.chain_id).unwrap(),
                chapter: row.enrolment_id,
            },
            seq: row.seq,
            id: row.id,
            at: row.at,
            valid_on: row.valid_on,
            actor: row.actor_id,
            version: row.version,
            body: row.body,
        };
        self.run(&format!("UPDATE event SET hash = '{}' WHERE id = '{id}'", link.hash(row.prev)));
    }

    fn evidence_file(&self, id: &str) -> PathBuf {
        let key = self.text(&format!("SELECT file_key FROM evidence WHERE id = '{id}'"));
        self.0.var().join("evidence").join(key)
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let there = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &there);
        } else {
            std::fs::copy(&path, &there).unwrap();
        }
    }
}

fn must_be_found(edits: &[Edit]) {
    for edit in edits {
        let copy = Copy::new();
        let id = copy.text(edit.row);
        (edit.change)(&copy, &id);
        copy.lock_again();
        // What can be made again from the rows is made again, and the edit is found all the same.
        copy.0.run(&["doctor", "--rebuild"]);
        let ran = copy.0.run(&["doctor"]);
        assert_eq!(ran.status, Some(2), "{}: the doctor finds nothing: {ran:?}", edit.name);
        for words in edit.says {
            let words = words.replace("{id}", &id);
            let line = ran.err.lines().find(|line| line.contains(&words));
            assert!(line.is_some(), "{}: no line says “{words}”: {}", edit.name, ran.err);
        }
    }
}

const A_DECISION: &str = "SELECT request_id FROM signature WHERE outcome = 'met' ORDER BY 1 LIMIT 1";
const A_VERIFICATION: &str = "SELECT request_id FROM signature WHERE subject = 'stage' ORDER BY 1 LIMIT 1";
const AN_AWARD: &str = "SELECT id FROM award ORDER BY 1 LIMIT 1";
const A_RESULT: &str = "SELECT id FROM result WHERE outcome = 'pass' AND id IN (SELECT result_id FROM result_confirmation) ORDER BY 1 LIMIT 1";
/// Someone who has nothing to do with any record.
const ANOTHER: &str = "(SELECT id FROM person WHERE email = 'ines@body.example')";

#[test]
fn edits_of_claims_and_decisions_are_found() {
    must_be_found(claims::EDITS);
}

#[test]
fn edits_of_verifications_and_evidence_are_found() {
    must_be_found(evidence::EDITS);
}

#[test]
fn edits_of_results_and_of_who_may_do_what_are_found() {
    must_be_found(people::EDITS);
}

#[test]
fn edits_of_awards_are_found() {
    must_be_found(awards::EDITS);
}

#[test]
fn edits_of_exemptions_are_found() {
    must_be_found(exemptions::EDITS);
}

#[test]
fn edits_of_files_of_results_are_found() {
    must_be_found(imports::EDITS);
}

#[test]
fn rows_that_belong_to_nothing_are_found() {
    must_be_found(forged::EDITS);
}

#[test]
fn edits_of_the_chains_themselves_are_found() {
    must_be_found(chains::EDITS);
}

#[test]
fn edits_of_triggers_indexes_and_keys_are_found() {
    must_be_found(schema::EDITS);
}

#[test]
fn every_edit_is_made() {
    let all = [
        claims::EDITS,
        evidence::EDITS,
        people::EDITS,
        awards::EDITS,
        exemptions::EDITS,
        chains::EDITS,
        forged::EDITS,
        imports::EDITS,
        schema::EDITS,
    ];
    let number = |edit: &Edit| -> u32 {
        let digits: String = edit.name.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().unwrap()
    };
    let numbers: BTreeSet<u32> = all.iter().flat_map(|edits| edits.iter().map(number)).collect();
    assert!(numbers.into_iter().eq(1..=NUMBERS));
}

//! The doctor: well, damaged, mended.

use crate::gradus::Place;
use crate::steps::{begin_claim, files_of, sign_in};
use app::web::db::Db;
use sea_orm::ConnectionTrait;
use std::path::{Path, PathBuf};
use tests::people::AMARA;

#[tokio::main(flavor = "current_thread")]
async fn change(place: &Place, statement: &str) {
    let file = place.var().join("gradus.sqlite");
    let db = Db::open(&format!("sqlite://{}", file.display())).await.unwrap();
    let done = db.writer().execute_unprepared(statement).await.unwrap();
    assert_eq!(done.rows_affected(), 1);
    db.close().await;
}

#[test]
fn a_case_file_that_differs_is_named_and_mended() {
    let place = Place::with_demo_people();
    place.run(&["doctor"]).must_succeed();
    change(
        &place,
        "UPDATE case_file SET waiting = '[]x' WHERE enrolment_id = (SELECT MIN(enrolment_id) FROM case_file)",
    );
    place
        .run(&["doctor"])
        .must_refuse(1, "its case file differs from its rows; run gradus doctor --mend");
    let mended = place.run(&["doctor", "--mend"]).must_succeed();
    assert!(mended.out.contains("1 of them had to be mended."), "{}", mended.out);
    let well = place.run(&["doctor"]).must_succeed();
    assert!(
        well.out.starts_with("All well:") && !well.out.contains("mended"),
        "{}",
        well.out
    );
}

#[test]
fn a_case_file_that_is_gone_is_mended_too() {
    let place = Place::with_demo_people();
    change(
        &place,
        "DELETE FROM case_file WHERE enrolment_id = (SELECT MIN(enrolment_id) FROM case_file)",
    );
    place.run(&["doctor"]).must_refuse(1, "differs from its rows");
    place.run(&["doctor", "--mend"]).must_succeed();
    place.run(&["doctor"]).must_succeed();
}

#[test]
fn evidence_that_changed_and_evidence_that_is_gone_are_named() {
    let place = Place::new();
    let server = place.serve();
    let mut amara = sign_in(&server, AMARA);
    let claim = begin_claim(&mut amara);
    assert_eq!(amara.upload(&files_of(&claim), "note.txt", b"What I did.").status, 303);
    server.stop();
    place.run(&["doctor"]).must_succeed();
    let file = only_file(&place.var().join("evidence"));
    std::fs::write(&file, "Something else altogether.").unwrap();
    place.run(&["doctor"]).must_refuse(1, "its file has 26 bytes, not 11");
    std::fs::remove_file(&file).unwrap();
    place.run(&["doctor"]).must_refuse(1, "its file is not there");
}

fn only_file(folder: &Path) -> PathBuf {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path)
            } else {
                files.push(path)
            }
        }
    }
    assert_eq!(files.len(), 1, "{files:?}");
    files.remove(0)
}

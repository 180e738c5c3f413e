//! The doctor: well, damaged, rebuilt.

use crate::gradus::{Place, repository};
use crate::steps::{begin_claim, files_of, long_text, sign_in};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use tests::people::AMARA;

#[test]
fn a_chapter_file_that_differs_is_named_and_mended() {
    let place = Place::with_demo_people();
    place.run(&["doctor"]).must_succeed();
    let damaged = place.texts("SELECT MIN(enrolment_id) FROM chapter_file").remove(0);
    place.change(
        "UPDATE chapter_file SET waiting = '[]x' WHERE enrolment_id = (SELECT MIN(enrolment_id) FROM chapter_file)",
    );
    place.run(&["doctor"]).must_refuse(
        1,
        &format!("enrolment {damaged}: its chapter file differs from its rows; run gradus doctor --rebuild"),
    );
    let rebuilt = place.run(&["doctor", "--rebuild"]).must_succeed();
    assert!(rebuilt.out.contains("Rebuilt chapter files: 1."), "{}", rebuilt.out);
    let well = place.run(&["doctor"]).must_succeed();
    assert!(well.out.starts_with("All well:") && !well.out.contains("Rebuilt"), "{}", well.out);
}

#[test]
fn a_chapter_file_that_is_gone_is_mended_too() {
    let place = Place::with_demo_people();
    place.change("DELETE FROM chapter_file WHERE enrolment_id = (SELECT MIN(enrolment_id) FROM chapter_file)");
    place.run(&["doctor"]).must_refuse(1, "differs from its rows");
    place.run(&["doctor", "--rebuild"]).must_succeed();
    place.run(&["doctor"]).must_succeed();
}

#[test]
fn provisional_results_that_are_not_those_of_the_rows_are_named_and_mended() {
    let place = Place::with_demo_people();
    let list = "SELECT sitting_id || ' ' || result_id FROM provisional_result ORDER BY 1";
    let as_it_was = place.texts(list);
    assert!(!as_it_was.is_empty(), "nothing of the demo waits for a second person");
    // One is lacking, and one that is confirmed is needless.
    let (lacking, _) = as_it_was[0].split_once(' ').unwrap();
    let confirmed =
        "SELECT r.sitting_id FROM result r JOIN result_confirmation c ON c.result_id = r.id ORDER BY r.id LIMIT 1";
    let needless = place.texts(confirmed).remove(0);
    place.change(&format!("DELETE FROM provisional_result WHERE sitting_id = '{lacking}'"));
    place.change(
        "INSERT INTO provisional_result (result_id, sitting_id)
         SELECT r.id, r.sitting_id FROM result r JOIN result_confirmation c ON c.result_id = r.id ORDER BY r.id LIMIT 1",
    );
    let ran = place.run(&["doctor"]).must_refuse(2, "run gradus doctor --rebuild");
    for sitting in [lacking, &needless] {
        assert!(ran.err.contains(&format!("sitting {sitting}: ")), "{}", ran.err);
    }
    let rebuilt = place.run(&["doctor", "--rebuild"]).must_succeed();
    assert!(rebuilt.out.contains("Rebuilt sittings’ provisional results: 2."), "{}", rebuilt.out);
    assert_eq!(place.texts(list), as_it_was);
    place.run(&["doctor"]).must_succeed();
}

/// Each copy has words of its own, and is made again.
#[test]
fn each_copy_that_differs_is_named_by_what_it_is_and_made_again() {
    let place = Place::with_demo_people();
    let award = "SELECT id FROM award ORDER BY id LIMIT 1";
    let lost = format!(
        "INSERT INTO lost_basis (award_id, enrolment_id, body_id, missing, since_on) SELECT a.id, a.enrolment_id, r.body_id, '[\"F03\"]', '2026-11-23' FROM award a JOIN enrolment e ON e.id = a.enrolment_id JOIN record r ON r.id = e.record_id WHERE a.id = ({award})"
    );
    for (change, table, named, rebuilt) in [
        (
            "UPDATE chapter_file SET waiting = '[]x' WHERE enrolment_id = (SELECT MIN(enrolment_id) FROM chapter_file)",
            "chapter_file",
            "its chapter file differs from its rows",
            "Rebuilt chapter files: 1.",
        ),
        (
            "DELETE FROM listing WHERE enrolment_id = (SELECT MIN(enrolment_id) FROM listing)",
            "listing",
            "its rows in lists of people differ from what it is",
            "Rebuilt rows in lists of people: 1.",
        ),
        (
            &format!("DELETE FROM award_listing WHERE award_id = ({award})"),
            "award_listing",
            "its rows in the list of statuses differ from what it is",
            "Rebuilt statuses’ rows in their list: 1.",
        ),
        (
            &lost,
            "lost_basis",
            "its statuses that have lost their basis are not those that are listed",
            "Rebuilt lists of what statuses have lost: 1.",
        ),
        (
            "UPDATE organisation SET look = 'x' WHERE id = (SELECT MIN(id) FROM organisation)",
            "organisation WHERE look <> 'x'",
            "its look, by which no two are alike, is not that of its name",
            "Rebuilt looks of organisations: 1.",
        ),
    ] {
        let rows = format!("SELECT COUNT(*) || '' FROM {table}");
        let before = place.texts(&rows);
        place.execute(change);
        let ran = place.run(&["doctor"]).must_refuse(1, named);
        assert!(ran.err.contains("run gradus doctor --rebuild"), "{}", ran.err);
        let mended = place.run(&["doctor", "--rebuild"]).must_succeed();
        assert!(mended.out.contains(rebuilt), "{table}: {}", mended.out);
        assert_eq!(place.texts(&rows), before, "{table}");
        place.run(&["doctor"]).must_succeed();
    }
}

/// What was conferred before there was a list of what has lost its basis is found when the list is made.
#[test]
fn statuses_of_before_the_list_of_what_has_lost_its_basis_are_put_on_it() {
    let place = Place::with_demo_people();
    let passed = "SELECT r.id FROM result r JOIN award a ON a.enrolment_id = r.enrolment_id JOIN sitting s ON s.id = r.sitting_id WHERE s.element = 'F03'";
    place.execute("DROP TRIGGER result_locked_update");
    place.execute(&format!("UPDATE result SET outcome = 'fail' WHERE id IN ({passed})"));
    place.execute("DROP TABLE lost_basis");
    place.execute("DELETE FROM seaql_migrations WHERE version = 'm20261129_000011_lost_bases'");
    place.run(&["doctor"]);
    let of_leo = "SELECT missing FROM lost_basis l JOIN award a ON a.id = l.award_id WHERE a.holder = 'Leo Fenn'";
    assert_eq!(place.texts(of_leo), ["[\"F03\"]"]);
    // What rests on it further on lacks that and what follows, or the exemptions by which one enters another way; and none of the
    // options that nobody needs.
    let of_bea = "SELECT missing FROM lost_basis l JOIN award a ON a.id = l.award_id WHERE a.holder = 'Bea Holloway' ORDER BY a.id";
    let missing =
        ["[\"F03\"]", "[\"foundation\",\"F03\"]", "[\"advanced\",\"A-business-employment\",\"A-wills-probate\"]"];
    assert_eq!(place.texts(of_bea), missing);
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
    // As many bytes as before, but others.
    std::fs::write(&file, "What I did?").unwrap();
    let changed = place.run(&["doctor"]).must_refuse(1, "its file is not the one that was added");
    let added = place.texts("SELECT sha256 FROM evidence WHERE kind = 'file'").remove(0);
    assert!(changed.err.contains(&format!("not {added}")), "{}", changed.err);
    std::fs::write(&file, "What I did.").unwrap();
    place.run(&["doctor"]).must_succeed();
    std::fs::remove_file(&file).unwrap();
    place.run(&["doctor"]).must_refuse(1, "its file is not there");
}

#[test]
fn a_job_whose_servers_stopped_each_time_is_named() {
    let place = Place::with_demo_people();
    place.change(
        "INSERT INTO job (id, kind, subject, due_at, requests, attempts, leased_by, leased_until)
         VALUES ('01a21381-0000-7000-8000-000000000901', 'forms', 'left', '2026-11-23 09:00:00+00:00', 1, 10, 'one', '2026-11-23 09:01:00+00:00')",
    );
    let said = "job Forms left: it was tried 10 times and is not tried any more: the server that did it stopped";
    place.run(&["doctor"]).must_refuse(1, said);
}

#[test]
fn a_supervision_that_outlasts_the_role_of_its_supervisor_is_named() {
    let place = Place::with_demo_people();
    let ruth = "(SELECT id FROM person WHERE email = 'ruth@hale.example')";
    let open = place
        .texts(&format!("SELECT id FROM supervision WHERE supervisor_id = {ruth} AND until_on IS NULL ORDER BY id"));
    assert!(!open.is_empty(), "Ruth supervises nobody");
    place.change(&format!("UPDATE membership SET until_on = from_on WHERE person_id = {ruth}"));
    // Besides, no event ended the membership.
    let ran = place.run(&["doctor"]).must_refuse(open.len() + 1, "membership");
    for id in open {
        let said = format!("supervision {id}: it has not ended, and its supervisor is supervisor nowhere");
        assert!(ran.err.contains(&said), "{}", ran.err);
    }
}

#[test]
fn files_that_no_row_knows_are_named_as_a_hint() {
    let place = Place::new();
    let server = place.serve();
    let mut amara = sign_in(&server, AMARA);
    let claim = begin_claim(&mut amara);
    assert_eq!(amara.upload(&files_of(&claim), "note.txt", b"What I did.").status, 303);
    // Killed while a file is on its way: half of it is in the folder.
    let text = long_text(12 * 1024 * 1024);
    let sending = amara.begin_upload(&files_of(&claim), "long.txt", &text, 11 * 1024 * 1024);
    let until = Instant::now() + Duration::from_secs(20);
    while place.evidence_files().len() < 2 {
        assert!(Instant::now() < until, "nothing reaches the folder");
        std::thread::sleep(Duration::from_millis(20));
    }
    drop(server);
    drop(sending);
    let half = place.evidence_files().into_iter().find(|file| file.contains('#')).unwrap();
    let well = place.run(&["doctor"]).must_succeed();
    assert!(well.out.starts_with("All well:") && well.out.contains("Hint: no row knows these files"), "{}", well.out);
    assert!(well.out.contains(&half), "{half} is not in: {}", well.out);
    assert_eq!(well.out.trim_end().lines().count(), 3, "{}", well.out);
    // Beside a finding it is said too.
    place.change("UPDATE evidence SET size = 12 WHERE size = 11");
    let ran = place.run(&["doctor"]).must_refuse(4, "its file has 11 bytes, not 12");
    assert!(ran.err.contains("are not those of its event"), "{}", ran.err);
    assert!(ran.err.contains(&half), "{}", ran.err);
}

/// Hashing takes long. Two files of evidence are pipes here: one opens when it is read, so the test knows where the doctor is.
#[test]
fn what_is_added_and_removed_while_the_doctor_reads_is_no_damage_and_no_orphan() {
    let place = Place::new();
    let server = place.serve();
    let mut amara = sign_in(&server, AMARA);
    let claim = begin_claim(&mut amara);
    for (name, text) in [("one.txt", "The first."), ("two.txt", "The second."), ("three.txt", "The third.")] {
        assert_eq!(amara.upload(&files_of(&claim), name, text.as_bytes()).status, 303);
    }
    let of_row = |row: usize| {
        let keys = place.texts("SELECT file_key FROM evidence WHERE file_key IS NOT NULL ORDER BY id");
        place.var().join("evidence").join(&keys[row])
    };
    let (first, second, last) = (of_row(0), of_row(1), of_row(2));
    for pipe in [&first, &second] {
        std::fs::remove_file(pipe).unwrap();
        assert!(Command::new("mkfifo").arg(pipe).status().unwrap().success());
    }
    // Whoever opens a pipe to write waits until somebody reads it. Nothing is written: the reader may be gone by then.
    let open = |pipe: &Path| drop(std::fs::OpenOptions::new().write(true).open(pipe).unwrap());
    let ran = std::thread::scope(|scope| {
        let doctor = scope.spawn(|| place.run(&["doctor"]));
        // It reads the first file, and waits at the second.
        open(&first);
        assert_eq!(amara.upload(&files_of(&claim), "late.txt", b"Added meanwhile.").status, 303);
        place.change("DELETE FROM evidence WHERE id = (SELECT MAX(id) FROM (SELECT id FROM evidence WHERE file_key IS NOT NULL ORDER BY id LIMIT 3) AS there)");
        std::fs::remove_file(&last).unwrap();
        open(&second);
        doctor.join().unwrap()
    });
    assert!(!ran.err.contains("no row knows") && !ran.out.contains("no row knows"), "{}{}", ran.out, ran.err);
    assert!(!ran.err.contains("is not there"), "{}", ran.err);
}

#[test]
fn what_was_mended_is_said_beside_what_can_not_be() {
    let place = Place::new();
    let server = place.serve();
    let mut amara = sign_in(&server, AMARA);
    let claim = begin_claim(&mut amara);
    assert_eq!(amara.upload(&files_of(&claim), "note.txt", b"What I did.").status, 303);
    server.stop();
    std::fs::remove_file(only_file(&place.var().join("evidence"))).unwrap();
    place.change(
        "UPDATE chapter_file SET facts = '{}' WHERE enrolment_id = (SELECT MIN(enrolment_id) FROM chapter_file)",
    );
    let ran = place.run(&["doctor", "--rebuild"]).must_refuse(2, "its file is not there");
    assert!(ran.err.contains("Rebuilt chapter files: 1."), "{}", ran.err);
    let left = place.run(&["doctor"]).must_refuse(1, "its file is not there");
    assert!(!left.err.contains("Rebuilt"), "{}", left.err);
}

#[test]
fn an_enrolment_whose_framework_is_gone_is_named() {
    let mut place = Place::with_demo_people();
    for kept in ["frameworks/sqe/2021-09/framework.toml", "bodies/sra/body.toml"] {
        let copy = place.path("content").join(kept);
        std::fs::create_dir_all(copy.parent().unwrap()).unwrap();
        std::fs::copy(repository().join("content").join(kept), copy).unwrap();
    }
    place.set("GRADUS_CONTENT", place.path("content").display().to_string());
    let ran = place.run(&["doctor"]).must_refuse(5, "cpq 2021-06 is not under the content folder");
    for id in place.texts("SELECT id FROM enrolment WHERE framework_slug = 'cpq'") {
        assert!(ran.err.contains(&format!("enrolment {id}: ")), "{id} is not in: {}", ran.err);
    }
}

#[test]
fn a_fault_of_ours_is_told_with_its_cause() {
    let place = Place::with_demo_people();
    place.execute("ALTER TABLE chapter_file RENAME TO chapter_file_away");
    let ran = place.run(&["doctor"]);
    assert_eq!(ran.status, Some(2), "{ran:?}");
    assert!(ran.err.contains("chapter files can’t all be read"), "{}", ran.err);
    // No server keeps a log of it: the cause must stand beside what can't be read.
    let cause = ran.err.lines().find(|line| line.contains("cause=") && line.contains("no such table: chapter_file"));
    assert!(cause.is_some(), "nobody can find the cause: {}", ran.err);
    // And it stops nothing else: what compares the schema names the table.
    assert!(ran.err.contains("table chapter_file_away: no migration makes it"), "{}", ran.err);
}

fn only_file(folder: &Path) -> PathBuf {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { open.push(path) } else { files.push(path) }
        }
    }
    assert_eq!(files.len(), 1, "{files:?}");
    files.remove(0)
}

/// A folder that was mistyped must not look like a database in which all is well.
#[test]
fn what_only_looks_at_a_database_makes_none() {
    let place = Place::new();
    let elsewhere = place.path("mistyped");
    let folder = elsewhere.display().to_string();
    let url = format!("sqlite://{folder}/gradus.sqlite?mode=rwc");
    let recognise = ["admin", "recognise", "--body", "cilex", "--organisation", "Hale & Partners"];
    for command in [&["doctor"][..], &["doctor", "--rebuild"], &recognise] {
        for named in [["--var", &folder], ["--database", &url]] {
            let ran = place.run(&[command, &named].concat());
            ran.must_refuse(1, "There is no database at sqlite://");
            assert!(!elsewhere.exists(), "{command:?} made {folder}");
        }
    }
    // An empty file is no database of ours either, and stays as it is.
    std::fs::create_dir(&elsewhere).unwrap();
    let file = elsewhere.join("gradus.sqlite");
    std::fs::write(&file, b"").unwrap();
    place.run(&["doctor", "--var", &folder]).must_refuse(1, "There is no database at sqlite://");
    assert!(std::fs::read(&file).unwrap().is_empty());
}

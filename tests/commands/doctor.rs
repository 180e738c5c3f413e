//! `gradus doctor`: names what is not as it should be, and mends what can be mended.

use crate::gradus::Gradus;
use crate::steps;
use std::path::PathBuf;
use tests::people::{AMARA, LEO, TOMAS};

/// A database with the demo people.
async fn filled() -> Gradus {
    let gradus = Gradus::new();
    gradus.run_on_store(&["demo"]).await.well();
    gradus
}

const FACTS: &str = "SELECT enrolment_id || facts || waiting FROM case_file ORDER BY enrolment_id";

#[tokio::test]
async fn all_is_well_after_the_demo_people_are_put_in() {
    let gradus = filled().await;
    let said = gradus.run_on_store(&["doctor"]).await;
    let expected = "All well: 4 case files equal their rows, 0 files of evidence are in place.\n";
    assert_eq!(said.well(), expected);
}

#[tokio::test]
async fn a_damaged_case_file_is_named_and_mended_when_asked() {
    let gradus = filled().await;
    let [amara, leo, tomas] = [
        gradus.enrolment(AMARA).await,
        gradus.enrolment(LEO).await,
        gradus.enrolment(TOMAS).await,
    ];
    let before: Vec<String> = gradus.column(FACTS).await;
    let damage = [
        format!("UPDATE case_file SET facts = '{{}}' WHERE enrolment_id = '{amara}'"),
        format!("UPDATE case_file SET waiting = 'nonsense' WHERE enrolment_id = '{leo}'"),
        format!("DELETE FROM case_file WHERE enrolment_id = '{tomas}'"),
    ];
    for statement in &damage {
        gradus.change(statement).await;
    }
    for _ in 0..2 {
        // Without the word it changes nothing, so that it finds the same again.
        let found = gradus.run_on_store(&["doctor"]).await;
        let mut named = found.refused();
        named.sort_unstable();
        let mut expected = [&amara, &leo, &tomas]
            .map(|id| format!("enrolment {id}: its case file differs from its rows; run gradus doctor --mend"));
        expected.sort_unstable();
        assert_eq!(named, expected);
    }
    let mended = gradus.run_on_store(&["doctor", "--mend"]).await;
    assert!(mended.well().contains("3 of them had to be mended"), "{mended:?}");
    assert_eq!(gradus.column::<String>(FACTS).await, before);
    let well = gradus.run_on_store(&["doctor"]).await;
    assert!(!well.well().contains("mended"), "{well:?}");
}

/// Amara with two files; where they are kept, and their ids.
async fn with_evidence() -> (Gradus, [(PathBuf, String); 2]) {
    let gradus = Gradus::new();
    let serving = gradus.serve(&["--demo"]).await;
    let mut amara = serving.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara).await;
    for (name, size) in [("one.pdf", 1000), ("two.pdf", 2000)] {
        steps::add_file(&mut amara, &claim, name, &steps::pdf(size)).await;
    }
    serving.stop().await;
    let mut files = Vec::new();
    for size in [1000, 2000] {
        let kept = |column| format!("SELECT {column} FROM evidence WHERE size = {size}");
        let key: String = gradus.column(&kept("file_key")).await.remove(0);
        let id: String = gradus.column(&kept("id")).await.remove(0);
        files.push((gradus.var().join("evidence").join(key), id));
    }
    (gradus, files.try_into().unwrap())
}

#[tokio::test]
async fn a_file_that_is_missing_and_a_file_of_another_size_are_named() {
    let (gradus, [(first, first_id), (second, second_id)]) = with_evidence().await;
    let well = gradus.run_on_store(&["doctor"]).await;
    assert!(well.well().contains("2 files of evidence are in place"), "{well:?}");
    let bytes = std::fs::read(&first).unwrap();
    std::fs::remove_file(&first).unwrap();
    std::fs::write(&second, steps::pdf(1999)).unwrap();
    let found = gradus.run_on_store(&["doctor"]).await;
    let named = found.refused();
    assert_eq!(named.len(), 2, "{named:#?}");
    let of = |id: &str| *named.iter().find(|line| line.starts_with(&format!("evidence {id}: "))).unwrap();
    assert!(of(&first_id).contains("its file is not there"), "{named:#?}");
    assert!(of(&second_id).ends_with("its file has 1999 bytes, not 2000"), "{named:#?}");
    std::fs::write(&first, bytes).unwrap();
    std::fs::write(&second, steps::pdf(2000)).unwrap();
    gradus.run_on_store(&["doctor"]).await.well();
}

#[tokio::test]
async fn what_could_be_mended_is_told_beside_what_could_not() {
    let (gradus, [(first, id), _]) = with_evidence().await;
    let amara = gradus.enrolment(AMARA).await;
    gradus.change(&format!("UPDATE case_file SET facts = '{{}}' WHERE enrolment_id = '{amara}'")).await;
    std::fs::remove_file(&first).unwrap();
    let found = gradus.run_on_store(&["doctor", "--mend"]).await;
    let lines = found.refused();
    assert_eq!(lines.len(), 2, "{lines:#?}");
    assert!(lines[0].starts_with(&format!("evidence {id}: its file is not there")), "{lines:#?}");
    assert_eq!(lines[1], format!("enrolment {amara}: its case file differed from its rows and is mended"));
    let left = gradus.run_on_store(&["doctor"]).await;
    assert_eq!(left.refused().len(), 1, "{left:?}");
}

#[tokio::test]
async fn an_enrolment_whose_framework_is_no_longer_there_is_named() {
    let gradus = filled().await;
    let frameworks = gradus.path("content/frameworks/sqe/2021-09");
    std::fs::create_dir_all(&frameworks).unwrap();
    let kept = format!("{}/frameworks/sqe/2021-09/framework.toml", crate::gradus::CONTENT);
    std::fs::copy(kept, frameworks.join("framework.toml")).unwrap();
    let found = gradus.run(&["doctor", "--var", "var", "--content", "content"]).await;
    let named = found.refused();
    assert_eq!(named.len(), 3, "{named:#?}");
    let amara = gradus.enrolment(AMARA).await;
    assert!(
        named.contains(&format!("enrolment {amara}: cpq 2021-06 is not under the content folder").as_str()),
        "{named:#?}"
    );
}

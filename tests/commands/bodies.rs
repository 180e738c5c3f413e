//! What the author of a body runs, and what keeps a server without its body from starting.

use crate::gradus::{Place, repository};

fn copy(from: &str, to: std::path::PathBuf) {
    std::fs::create_dir_all(to.parent().unwrap()).unwrap();
    std::fs::copy(repository().join("content").join(from), to).unwrap();
}

#[test]
fn checking_a_body_says_what_will_be_shown_as_not_published() {
    let place = Place::new();
    let ran = place.run(&["body", "check", "content/bodies/sra"]).must_succeed();
    assert!(ran.out.contains("sra: Solicitors Regulation Authority (SRA), no problem."), "{}", ran.out);
    assert!(ran.out.contains("Shown as not published: help, holidays."), "{}", ran.out);
}

#[test]
fn every_fault_of_a_body_has_a_line_and_the_last_line_counts_them() {
    let place = Place::new();
    let folder = place.path("content/bodies/src");
    copy("bodies/sra/body.toml", folder.join("body.toml"));
    let text = std::fs::read_to_string(folder.join("body.toml")).unwrap();
    std::fs::write(folder.join("body.toml"), text.replace("\"#7d2248\"", "\"#ffd0e0\"")).unwrap();
    let ran = place
        .run(&["body", "check", &folder.display().to_string()])
        .must_refuse(3, "body.toml:13: #ffd0e0 on #ffffff (card, light) has a contrast of");
    assert!(ran.err.contains("sources.md:1: the file is not there."), "{}", ran.err);
    assert!(ran.err.trim_end().ends_with("2 problems."), "{}", ran.err);
    place.run(&["body", "check", "no-such"]).must_refuse(1, "no-such is no folder.");
}

#[test]
fn a_folder_of_a_body_bears_its_name() {
    let place = Place::new();
    let folder = place.path("content/bodies/src");
    copy("bodies/sra/body.toml", folder.join("body.toml"));
    copy("bodies/sra/sources.md", folder.join("sources.md"));
    place
        .run(&["body", "check", &folder.display().to_string()])
        .must_refuse(2, "the slug is sra, and the folder is called src");
}

#[test]
fn a_framework_whose_body_is_not_there_is_not_served_but_can_be_checked() {
    let mut place = Place::new();
    let content = place.path("content");
    copy("frameworks/cpq/2021-06/framework.toml", content.join("frameworks/cpq/2021-06/framework.toml"));
    copy("bodies/sra/body.toml", content.join("bodies/sra/body.toml"));
    place.set("GRADUS_CONTENT", content.display().to_string());
    place.run(&["serve"]).must_refuse(1, "The framework cpq 2021-06 names the body cilex, and there is no ");
    place.run(&["framework", "show", &content.join("frameworks/cpq/2021-06").display().to_string()]).must_succeed();
}

#[test]
fn a_base_address_and_a_zone_that_are_none_are_refused() {
    for (name, value, says) in [
        ("GRADUS_BASE_URL", "gradus.example", "https://gradus.example, without a path"),
        ("GRADUS_ZONE", "Europe/Londn", "Europe/Londn"),
    ] {
        let mut place = Place::new();
        place.set(name, value);
        let ran = place.run(&["serve"]);
        assert_eq!(ran.status, Some(2), "{ran:?}");
        assert!(ran.err.contains(says), "{}", ran.err);
    }
}

//! What authors run, without a database.

use crate::gradus::{Place, repository};

fn cpq() -> String {
    repository()
        .join("content/frameworks/cpq/2021-06")
        .display()
        .to_string()
}

#[test]
fn checking_a_framework_runs_its_examples() {
    let ran = Place::new().run(&["framework", "check", &cpq()]).must_succeed();
    assert!(ran.out.contains("46 examples"), "{}", ran.out);
}

#[test]
fn a_framework_shows_as_text_and_as_a_picture() {
    let place = Place::new();
    let text = place.run(&["framework", "show", &cpq()]).must_succeed();
    assert!(text.out.contains("Law of Tort"), "{}", text.out);
    let svg = place.run(&["framework", "show", &cpq(), "--svg"]).must_succeed();
    assert!(svg.out.starts_with("<svg") && svg.out.trim_end().ends_with("</svg>"));
}

#[test]
fn an_unknown_id_in_a_facts_file_is_named_with_the_nearest_known_one() {
    let place = Place::new();
    let facts = place.path("facts.toml");
    let text = "trainee = \"a\"\n\n[[results]]\nid = \"r1\"\nelement = \"F10\"\noutcome = \"pass\"\nsat_on = 2025-03-01\nconfirmed_on = 2025-03-20\n";
    std::fs::write(&facts, text).unwrap();
    let facts = facts.display().to_string();
    let ran = place.run(&[
        "standing",
        "--framework",
        &cpq(),
        "--facts",
        &facts,
        "--on",
        "2026-03-27",
    ]);
    assert_eq!(ran.status, Some(2), "{ran:?}");
    assert!(ran.err.contains("F10") && ran.err.contains("F01"), "{}", ran.err);
}

#[test]
fn no_input_makes_it_panic() {
    let place = Place::new();
    let cases: [(&str, &[u8]); 4] = [
        ("empty.toml", b""),
        ("nonsense.toml", b"}{ = ]["),
        ("binary.toml", &[0xff, 0x00, 0x9f, 0x92, 0x96]),
        ("nonsense.json", b"{\"trainee\": 7"),
    ];
    for (name, bytes) in cases {
        let file = place.path(name);
        std::fs::write(&file, bytes).unwrap();
        let file = file.display().to_string();
        let ran = place.run(&[
            "standing",
            "--framework",
            &cpq(),
            "--facts",
            &file,
            "--on",
            "2026-03-27",
        ]);
        assert_eq!(ran.status, Some(2), "{name}: {ran:?}");
        assert!(
            ran.err.contains(name) && !ran.err.contains("panicked"),
            "{name}: {}",
            ran.err
        );
    }
    let facts = place.path("empty.toml").display().to_string();
    for on in ["2026-02-30", "", "yesterday"] {
        place
            .run(&["standing", "--framework", &cpq(), "--facts", &facts, "--on", on])
            .must_refuse(1, "2026-03-27");
    }
    place.run(&["framework", "check", "nowhere"]).must_refuse(1, "nowhere");
}

//! What authors run, without a database.

use crate::gradus::{Place, repository};

fn cpq() -> String {
    repository().join("content/frameworks/cpq/2021-06").display().to_string()
}

#[test]
fn checking_a_framework_runs_its_examples() {
    let ran = Place::new().run(&["framework", "check", &cpq()]).must_succeed();
    let examples = std::fs::read_dir(format!("{}/examples", cpq())).unwrap().count();
    assert!(examples >= 20, "too few to say much");
    assert!(ran.out.contains(&format!("{examples} examples, no problem")), "{}", ran.out);
}

/// Ten faults: what stands there, what is written instead, and what is said of it.
const FAULTS: [(&str, &str, &str); 10] = [
    ("valid_from = 2022-01-01", "valid_from = \"2022-02-30\"", "`2022-02-30`, which is no day of the calendar"),
    ("effective_from = 2021-06-01", "effective_from = \"2021-13-01\"", "`2021-13-01`, which is no day of the calendar"),
    ("pairs = [\"A-criminal\", ", "pairs = [\"A-crimnal\", ", "`A-crimnal` is no element. Did you mean `A-criminal`?"),
    ("hours_per_week = 20", "hours_per_wek = 20", "has no key `hours_per_wek`. Did you mean `hours_per_week`?"),
    ("hours_flat = 644", "hours_flat = \"many\"", "`hours_flat` should be a whole number"),
    ("results = { all = [\"F01\", ", "results = { all = [\"F0\", ", "`F0` is no stage, element, competency or status"),
    (
        "status = \"cilex-paralegal\"",
        "status = \"cilex-parlegal\"",
        "`cilex-parlegal` is no status. Did you mean `cilex-paralegal`?",
    ),
    ("title = \"F02 Law of Tort\"", "title = \"\"", "`title` is empty"),
    ("kind = \"course\"", "kind = \"lecture\"", "`lecture` is no kind of element"),
    ("examples = 1\n", "examples = 0\n", "`examples` is 0, which is out of range"),
];

#[test]
fn a_folder_bears_the_name_of_what_is_in_it() {
    let mut place = Place::new();
    let folder = place.path("content/frameworks/cqp/2021-07");
    std::fs::create_dir_all(folder.join("examples")).unwrap();
    for file in ["framework.toml", "examples/cilex_lawyer_in_family_with_advocacy.toml"] {
        std::fs::copy(format!("{}/{file}", cpq()), folder.join(file)).unwrap();
    }
    place.set("GRADUS_CONTENT", place.path("content").display().to_string());
    let started =
        place.run(&["serve"]).must_refuse(2, "framework.toml:6: the slug is cpq, and the folder is called cqp");
    let version = "the version is 2021-06, and the folder is called 2021-07. Give the folder the name of the version.";
    assert!(started.err.contains(version), "{}", started.err);
    let check = place.run(&["framework", "check", &folder.display().to_string()]);
    assert!(check.err.contains("the slug is cpq") && check.err.contains(version), "{}", check.err);
}

#[test]
fn ten_faults_are_told_each_with_its_line_by_check_and_by_a_server() {
    let mut place = Place::new();
    let folder = place.path("content/frameworks/cpq/2021-06");
    std::fs::create_dir_all(&folder).unwrap();
    let mut text = std::fs::read_to_string(format!("{}/framework.toml", cpq())).unwrap();
    for (stands, written, _) in FAULTS {
        assert!(text.contains(stands), "{stands} is not in the framework");
        text = text.replacen(stands, written, 1);
    }
    std::fs::write(folder.join("framework.toml"), &text).unwrap();
    place.set("GRADUS_CONTENT", place.path("content").display().to_string());
    let folder = folder.display().to_string();
    let check = place.run(&["framework", "check", &folder]).must_refuse(14, ": 13 problems.");
    let serve = place.run(&["serve"]).must_refuse(10, &folder);
    // What is missing beside the file is told in the same round.
    for paper in ["rules.md", "sources.md", "examples"] {
        assert!(check.err.contains(&format!("{folder}/{paper}:1: ")), "{}", check.err);
    }
    for (_, written, says) in FAULTS {
        let lines: Vec<&str> = text.lines().collect();
        let at = lines.iter().position(|line| line.contains(written.trim_end())).unwrap();
        // A node that is not there is told where the node that names it begins.
        let begins = lines[..=at].iter().rposition(|line| line.starts_with("[["));
        let places = [at, begins.unwrap_or(at)].map(|line| format!("framework.toml:{}: ", line + 1));
        for told in [&check.err, &serve.err] {
            let told = told.lines().find(|told| told.contains(says));
            let is_there = told.is_some_and(|told| places.iter().any(|place| told.contains(place)));
            assert!(is_there, "“{says}” at {places:?}: {told:?}");
        }
    }
    assert!(!place.var().exists());
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
fn by_how_many_people_an_outcome_is_decided_is_shown() {
    let place = Place::new();
    let folder = place.path("content/frameworks/cpq/2021-06");
    std::fs::create_dir_all(&folder).unwrap();
    let text = std::fs::read_to_string(format!("{}/framework.toml", cpq())).unwrap();
    let text = text.replacen("examples = 1\n", "examples = 2\ndistinct_signers = 2\n", 1);
    std::fs::write(folder.join("framework.toml"), text).unwrap();
    let shown = place.run(&["framework", "show", &folder.display().to_string()]).must_succeed();
    assert!(shown.out.contains("2 examples of it, decided by at least 2 different people"), "{}", shown.out);
}

#[test]
fn an_unknown_id_in_a_facts_file_is_named_with_the_nearest_known_one() {
    let place = Place::new();
    let facts = place.path("facts.toml");
    let text = "trainee = \"a\"\n\n[[results]]\nid = \"r1\"\nelement = \"F10\"\noutcome = \"pass\"\nsat_on = 2025-03-01\nconfirmed_on = 2025-03-20\n";
    std::fs::write(&facts, text).unwrap();
    let facts = facts.display().to_string();
    let ran = place.run(&["standing", "--framework", &cpq(), "--facts", &facts, "--on", "2026-03-27"]);
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
        let ran = place.run(&["standing", "--framework", &cpq(), "--facts", &file, "--on", "2026-03-27"]);
        assert_eq!(ran.status, Some(2), "{name}: {ran:?}");
        assert!(ran.err.contains(name) && !ran.err.contains("panicked"), "{name}: {}", ran.err);
    }
    let facts = place.path("empty.toml").display().to_string();
    for on in ["2026-02-30", "", "yesterday", "2026-3-27", " 2026-03-27", "+2026-03-27", "0000-01-01"] {
        place.run(&["standing", "--framework", &cpq(), "--facts", &facts, "--on", on]).must_refuse(1, "2026-03-27");
    }
    place.run(&["framework", "check", "nowhere"]).must_refuse(1, "nowhere");
}

/// Everything in one round, each line with the path from where one stands.
#[test]
fn framework_folder_papers_and_examples_are_told_together() {
    let place = Place::new();
    let folder = place.path("frameworks/cqp/2021-07");
    std::fs::create_dir_all(folder.join("examples")).unwrap();
    let text = std::fs::read_to_string(format!("{}/framework.toml", cpq())).unwrap();
    let text = text.replacen("hours_per_week = 20", "hours_per_wek = 20", 1);
    std::fs::write(folder.join("framework.toml"), text).unwrap();
    let example = "description = \"x\"\non = 2022-01-01\n[expect]\nF00 = \"met\"\n[facts]\ntrainee = \"\"\n";
    std::fs::write(folder.join("examples/One.TOML"), example).unwrap();
    let folder = folder.display().to_string();
    let check = place.run(&["framework", "check", &folder]).must_refuse(8, ": 7 problems.");
    for says in [
        "framework.toml:6: the slug is cpq",
        "framework.toml:7: the version is 2021-06",
        "has no key `hours_per_wek`",
        "rules.md:1: the file is not there",
        "sources.md:1: the file is not there",
        "examples/One.TOML:6: `trainee` is empty",
        "examples/One.TOML:4: `F00` is no node",
    ] {
        let told = check.err.lines().find(|told| told.contains(says));
        assert!(told.is_some_and(|told| told.starts_with(&folder)), "{says}: {}", check.err);
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_text_file_is_refused_and_never_waited_for() {
    let mut place = Place::new();
    let folder = place.path("content/frameworks/cpq/2021-06");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("framework.toml");
    place.set("GRADUS_CONTENT", place.path("content").display().to_string());
    let folder = folder.display().to_string();
    let made = std::process::Command::new("mkfifo").arg(&file).status().unwrap();
    assert!(made.success());
    for (says, make) in [
        ("this is a pipe, a socket or a device, not a file", None),
        ("this is a pipe, a socket or a device, not a file", Some("/dev/zero")),
        ("this is a folder, not a file", Some("/")),
    ] {
        if let Some(target) = make {
            std::fs::remove_file(&file).unwrap();
            std::os::unix::fs::symlink(target, &file).unwrap();
        }
        for ran in [
            place.run(&["framework", "show", &folder]),
            place.run(&["framework", "check", &folder]),
            place.run(&["serve"]),
        ] {
            assert!(ran.status == Some(2) && ran.err.contains(says), "{ran:?}");
        }
    }
    std::fs::remove_file(&file).unwrap();
    for (bytes, says) in [
        (b"slug = \"a\"\ntitle = \"\xff\"\n".to_vec(), "framework.toml:2: this is not text in UTF-8"),
        (b"\xff\xfes\0l\0".to_vec(), "framework.toml:1: the text is in UTF-16"),
        (vec![b' '; (16 << 20) + 1], "framework.toml:1: the file is larger than 16 MB"),
    ] {
        std::fs::write(&file, bytes).unwrap();
        let ran = place.run(&["framework", "show", &folder]);
        assert!(ran.status == Some(2) && ran.err.contains(says), "{says}: {ran:?}");
    }
    let facts = place.run(&["standing", "--framework", &cpq(), "--facts", "/dev/zero", "--on", "2026-03-27"]);
    assert!(facts.status == Some(2) && facts.err.contains("a device"), "{facts:?}");
}

/// A past day is read as it was known then, or as it is known on another day (M17: before the version is in force, too).
#[test]
fn a_past_day_is_read_by_what_was_known_then_or_later() {
    let place = Place::new();
    let facts = place.path("facts.toml");
    let text = "trainee = \"a\"\nresults = [{ id = \"r1\", element = \"F01\", outcome = \"pass\", sat_on = 2025-03-01, confirmed_on = 2025-03-20, confirmed_by = \"b\", voided_on = 2025-06-01 }]\n";
    std::fs::write(&facts, text).unwrap();
    let facts = facts.display().to_string();
    let ask = |days: &[&str]| {
        let mut command = vec!["standing", "--framework", "", "--facts", &facts];
        let framework = cpq();
        command[2] = &framework;
        command.extend(days);
        place.run(&command)
    };
    let met = |out: &str| out.contains("[F01]: met");
    let then = ask(&["--on", "2025-04-01"]).must_succeed().out;
    assert!(met(&then) && !then.contains("by what was known"), "{then}");
    assert!(met(&ask(&["--on", "2025-04-01", "--known", "2025-05-31"]).must_succeed().out));
    let now = ask(&["--on", "2025-04-01", "--known", "2025-06-01"]).must_succeed().out;
    assert!(!met(&now) && now.contains("by what was known on 2025-06-01"), "{now}");
    ask(&["--on", "2025-04-01", "--known", "today"]).must_refuse(1, "2026-03-27");
    let early = "not yet in force on this day; it is from 2021-06-01";
    assert!(ask(&["--on", "2021-05-31"]).must_succeed().out.contains(early));
    assert!(!ask(&["--on", "2021-06-01"]).must_succeed().out.contains(early));
}

#[test]
fn a_paper_that_is_no_text_is_told_as_what_it_is() {
    let place = Place::new();
    let folder = place.path("content/frameworks/cpq/2021-06");
    std::fs::create_dir_all(folder.join("examples")).unwrap();
    for file in ["framework.toml", "examples/cilex_lawyer_in_family_with_advocacy.toml"] {
        std::fs::copy(format!("{}/{file}", cpq()), folder.join(file)).unwrap();
    }
    let check =
        || place.run(&["framework", "check", &folder.display().to_string()]).must_refuse(3, ": 2 problems.").err;
    let rules = "rules.md:1: the file is not there. Write it: what the rules ask, for each role.";
    let sources = "sources.md:1: the file is not there. Write it: where each fact of the framework comes from.";
    let told = check();
    assert!(told.contains(rules) && told.contains(sources), "{told}");
    std::fs::create_dir(folder.join("rules.md")).unwrap();
    std::fs::write(folder.join("sources.md"), b"").unwrap();
    let told = check();
    assert!(told.contains("rules.md:1: this is a folder, not a file. Put a text file in its place."), "{told}");
    assert!(told.contains("sources.md:1: the file is empty. Write it: where each fact"), "{told}");
    std::fs::remove_dir(folder.join("rules.md")).unwrap();
    std::fs::write(folder.join("rules.md"), b"# Rules\n\n\xff\n").unwrap();
    std::fs::write(folder.join("sources.md"), b"# Sources\n\x1b[2J\n").unwrap();
    let told = check();
    assert!(
        told.contains("rules.md:3: this is not text in UTF-8, and seems to be in Windows-1252 (Latin-1). Open it"),
        "{told}"
    );
    assert!(told.contains("sources.md:2: `the line` has the character U+001B"), "{told}");
}

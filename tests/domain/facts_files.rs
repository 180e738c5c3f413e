//! Facts files: what is wrong is named, with its line and the nearest known id.

use domain::framework::SourceFile;
use domain::standing::{Dated, Facts, FactsFile, read_facts, report, standing};

use crate::support::{BASE, bound, claim, d, loaded, nobody, pass, verification};

fn told(name: &str, text: &str) -> Vec<String> {
    let framework = loaded(BASE);
    let (facts, problems) = read_facts(&framework, &SourceFile::new(name, text));
    assert_eq!(facts.is_some(), problems.is_empty());
    problems.iter().map(ToString::to_string).collect()
}

#[test]
fn unknown_ids_are_named_with_their_lines_and_the_nearest_known_one() {
    let toml = r#"
trainee = "t"
specialism = "xx"
[[results]]
id = "r1"
element = "aa"
outcome = "pass"
sat_on = 2022-01-15
[[results]]
id = "r1"
element = "v"
outcome = "pass"
sat_on = "2022-01-15"
[[claims]]
id = "c1"
outcomes = ["o1", "o3"]
happened_from = 2022-01-01
happened_until = 2022-01-01
submitted_on = 2022-01-02
[[experience]]
id = "e1"
kind = "wrok"
from = 2022-01-01
until = 2022-02-01
organisation = "Firm"
"#;
    assert_eq!(
        told("facts.toml", toml),
        [
            "facts.toml:3: `xx` is no specialism. Did you mean `x`?",
            "facts.toml:6: in `r1`, `aa` is no assessment or course. Did you mean `a`?",
            "facts.toml:10: two facts have the id `r1`. Give one of them another id.",
            "facts.toml:11: in `r1`, `v` is of kind employer verification, where one of kind assessment or course is wanted. Name one that the framework has.",
            "facts.toml:16: in `c1`, `o3` is no outcome. Did you mean `o1` or `o2`?",
            "facts.toml:22: in `e1`, `wrok` is no kind of experience. Did you mean `work`?",
        ]
    );
}

#[test]
fn the_same_file_as_json() {
    let json = "{\n  \"trainee\": \"t\",\n  \"verifications\": [\n    {\"id\": \"v1\", \"element\": \"vv\", \"on\": \"2022-01-01\", \"by\": \"b\"}\n  ]\n}";
    assert_eq!(
        told("facts.json", json),
        ["facts.json:4: in `v1`, `vv` is no employer verification. Did you mean `v`?"]
    );
}

#[test]
fn nothing_is_no_facts_file_and_no_fact() {
    for text in ["null", "[]", "1"] {
        let found = told("facts.json", text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert!(found[0].starts_with("facts.json:1: the file should be an object."), "{found:?}");
    }
    let found = told("facts.json", "{\"trainee\": \"t\",\n\"results\": [null]}");
    assert_eq!(found, ["facts.json:2: an entry of this list is null. Take it out, or write what it is."]);
    assert!(told("facts.json", "{\"trainee\": \"t\", \"enrolled_on\": null}").is_empty(), "as if it were not there");
}

#[test]
fn what_can_not_have_been_is_named_with_the_line_of_its_fact() {
    let toml = r#"
trainee = "t"
[[results]]
id = "r1"
element = "a"
outcome = "pass"
sat_on = 2022-01-20
confirmed_on = 2022-01-19
voided_on = 2022-01-20
[[claims]]
id = "c1"
outcomes = ["o1"]
happened_from = 2022-01-02
happened_until = 2022-01-01
submitted_on = 2022-01-03
withdrawn_on = 2022-01-02
[claims.decision]
outcome = "met"
on = 2022-01-02
by = "boss"
[[experience]]
id = "e1"
kind = "work"
from = 2022-02-01
until = 2022-02-01
minutes = 1
full_time_percent = 50
organisation = "Firm"
[[verifications]]
id = "v1"
element = "v"
on = 2022-03-02
by = "boss"
withdrawn_on = 2022-03-01
[[awards]]
id = "w1"
status = "st"
conferred_on = 2022-04-01
expires_on = 2022-04-01
"#;
    assert_eq!(
        told("facts.toml", toml),
        [
            "facts.toml:8: in `r1`, it was confirmed on 2022-01-19, before it was sat on 2022-01-20. Correct one of the two days.",
            "facts.toml:14: in `c1`, it was over on 2022-01-01, before the work began on 2022-01-02. Correct one of the two days.",
            "facts.toml:16: in `c1`, it was withdrawn on 2022-01-02, before it was sent on 2022-01-03. Correct one of the two days.",
            "facts.toml:19: in `c1`, it was decided on 2022-01-02, before it was sent on 2022-01-03. Correct one of the two days.",
            "facts.toml:25: in `e1`, the first day after the spell is not after its first day. Correct one of the two days.",
            "facts.toml:34: in `v1`, it was withdrawn on 2022-03-01, before it was given on 2022-03-02. Correct one of the two days.",
            "facts.toml:39: in `w1`, it expires on the day it was conferred, and would never be held. Write the first day on which it is no longer held.",
        ]
    );
}

#[test]
fn more_hours_than_there_were_are_no_experience() {
    let spell = |until: &str, minutes: i64| {
        let toml = format!(
            "trainee = \"t\"\n[[experience]]\nid = \"e1\"\nkind = \"work\"\nfrom = 2022-01-01\nuntil = {until}\nminutes = {minutes}\norganisation = \"Firm\"\n"
        );
        told("facts.toml", &toml)
    };
    assert!(spell("2022-01-02", 24 * 60).is_empty());
    let too_many = "facts.toml:7: in `e1`, 2,300 h were worked in 48 h. Correct the minutes, or one of the two days.";
    assert_eq!(spell("2022-01-03", 2_300 * 60), [too_many]);
    assert_eq!(spell("2022-01-03", i64::MAX).len(), 1);
}

#[test]
fn of_a_name_that_is_none_the_nearest_one_is_asked() {
    assert_eq!(
        told("facts.toml", "trainee = \"t\"\njoind_on = 2022-01-01\n"),
        ["facts.toml:2: `joind_on` is no field of a facts file. Did you mean `joined_on`?"]
    );
    let json = "{\"trainee\": \"t\", \"results\": [\n{\"id\": \"r\", \"element\": \"a\", \"outcome\": \"passd\", \"sat_on\": \"2022-01-01\"}]}";
    assert_eq!(told("facts.json", json), ["facts.json:2: in `r`, `passd` is no `outcome`. Did you mean `pass`?"]);
}

#[test]
fn what_cannot_be_read_says_where() {
    let found = told("facts.toml", "trainee = \"t\"\n[[results]]\nid = \"r\"\nelement = \"a\"\noutcome = \"pas\"\n");
    assert!(found.len() == 2 && found[1].starts_with("facts.toml:5:") && found[1].contains("pas"), "{found:?}");
    let found = told("facts.json", "{\n\"trainee\": \"t\",\n\"resultz\": []\n}");
    assert!(found[0].starts_with("facts.json:3:") && found[0].contains("resultz"), "{found:?}");
    let found = told("facts.json", "{\"trainee\": \"t\", \"enrolled_on\": \"31 May\"}");
    assert!(found[0].contains("31 May"), "{found:?}");
}

#[test]
fn facts_go_through_json_unchanged() {
    let mut facts = nobody();
    facts.joined_on = Dated::Always(d("2021-05-31"));
    facts.results.push(pass("r", "a", "2022-01-15"));
    facts.claims.push(claim("c", &["o1"], "2022-01-01", "2022-02-01", "boss"));
    let text = serde_json::to_string(&facts).unwrap();
    assert_eq!(serde_json::from_str::<FactsFile>(&text).unwrap(), facts);
}

#[test]
fn the_report_names_every_node_with_its_reasons_and_facts() {
    let framework = loaded(BASE);
    let mut facts = nobody();
    facts.people.insert("boss".into(), "Sam Reed".into());
    facts.results.push(pass("r", "a", "2022-01-15"));
    facts.verifications.push(verification("vf", "v", "2022-05-01", "boss"));
    let facts = bound(&framework, &facts);
    let found = report(&framework, &standing(&framework, &facts, d("2022-06-01"), d("2022-06-01")));
    assert_eq!(found.nodes.len(), framework.len());
    let node = |id: &str| found.nodes.iter().find(|node| node.id == id).unwrap();
    assert_eq!(node("a").counted, ["r"]);
    assert_eq!(node("v").reasons[0].sentence, "Verified on 1 May 2022 by Sam Reed");
    assert_eq!(found.current_stage.as_deref(), Some("s"));
    assert!(found.nodes.iter().all(|node| !node.reasons.is_empty()), "every node has a reason");
    let sentences = found.nodes.iter().flat_map(|node| &node.reasons).flat_map(|reason| reason.walk());
    for reason in sentences {
        assert!(!reason.sentence.ends_with('.') && !reason.sentence.is_empty(), "{reason:?}");
    }
}

/// The schema that is published is the one of the types.
#[test]
fn the_published_schema_is_that_of_the_report() {
    let made = domain::standing::report_schema();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/standing.schema.json");
    let published = std::fs::read_to_string(path).unwrap_or_default();
    if published != made {
        if std::env::var_os("GRADUS_WRITE").is_some() {
            std::fs::write(path, &made).unwrap();
        }
        panic!("docs/standing.schema.json is not that of StandingReport; run the tests once with GRADUS_WRITE=1");
    }
}

#[test]
fn facts_bind_to_the_framework_they_were_written_for() {
    let framework = loaded(BASE);
    let mut facts = nobody();
    facts.results.push(pass("r", "nothing", "2022-01-15"));
    let unknown = Facts::bind(&framework, facts.clone()).unwrap_err();
    assert_eq!(unknown[0].to_string(), "the framework has no assessment or course `nothing`");
}

#[test]
fn every_fault_of_the_format_is_told_at_once_with_its_fact_and_field() {
    let toml = r#"
trainee = 7
joined_on = "31 May"
[[results]]
id = "r1"
element = "a"
outcome = "passd"
sat_on = 2022-01-15T10:00:00
confirmd_on = 2022-01-16
[[claims]]
id = "c1"
outcomes = "o1"
happened_from = 2022-01-01
submitted_on = 2022-01-03
decision = { outcome = "met", on = 2022-01-04 }
[[experience]]
id = "e1"
kind = "work"
from = 2022-01-01
until = 2022-02-01
minutes = "many"
full_time_percent = 300
organisation = "Firm"
[[experience]]
id = "e2"
kind = "work"
from = 2022-01-01
until = 2022-02-01
minutes = -1
full_time_percent = 0
organisation = "Firm"
"#;
    let expected = [
        "2: `trainee` should be text, and is a whole number. Put one text in quotation marks.",
        "3: `joined_on` is `31 May`, which is no date. Write it as 2026-01-31.",
        "7: in `r1`, `passd` is no `outcome`. Did you mean `pass`?",
        "8: in `r1`, `sat_on` is `2022-01-15T10:00:00`, which is no date. Write it as 2026-01-31.",
        "9: in `r1`, `confirmd_on` is no field of `results`. Did you mean `confirmed_on`?",
        "10: in `c1`, `happened_until` is not there. Add `happened_until` to `claims`.",
        "12: in `c1`, `outcomes` should be a list, and is text. Put it in square brackets.",
        "15: in `c1`, `by` is not there. Add `by` to `decision`.",
        "21: in `e1`, `minutes` should be a whole number, and is text. Write it in digits alone.",
        "22: in `e1`, `full_time_percent` is 300. Write a whole number from 1 to 100.",
        "29: in `e2`, `minutes` is below zero. Write it from 0 on.",
        "30: in `e2`, `full_time_percent` is 0. Write a whole number from 1 to 100.",
    ];
    assert_eq!(told("facts.toml", toml), expected.map(|told| format!("facts.toml:{told}")));
    // The same in JSON, whose lists may have any lines.
    let json = "{\"trainee\": 7, \"joined_on\": null, \"experience\": [\n{\"id\": \"e1\", \"kind\": \"work\", \"from\": \"2022-01-01\",\n\"until\": \"2022-02-01\", \"minutes\": 1.5, \"organisation\": \"Firm\", \"minuts\": 1}],\n\"trainee\": \"t\"}";
    assert_eq!(
        told("facts.json", json),
        [
            "facts.json:1: `trainee` should be text, and is a whole number. Put one text in quotation marks.",
            "facts.json:3: in `e1`, `minuts` is no field of `experience`. Did you mean `minutes`?",
            "facts.json:3: in `e1`, `minutes` should be a whole number, and is a number with a point. Write it in digits alone.",
            "facts.json:4: `trainee` stands twice in one object. Keep one of them.",
        ]
    );
}

/// M8: a blank name is nobody's, and "ada " is not ada.
#[test]
fn lesson_m08_blank_and_space_edged_names_are_faults_of_the_file() {
    let toml = "trainee = \"ada\"\n[[results]]\nid = \"\"\nelement = \"a\"\noutcome = \"pass\"\nsat_on = 2022-01-15\nconfirmed_on = 2022-01-15\nconfirmed_by = \"ada \"\nrecorded_by = \" \"\n[people]\n\"bo \" = \"Bo\\u202e\"\n";
    assert_eq!(
        told("facts.toml", toml),
        [
            "facts.toml:3: `id` is empty. Write it.",
            "facts.toml:8: `confirmed_by` begins or ends with a space, and would be another name. Take the space out.",
            "facts.toml:9: `recorded_by` is empty. Write it, or take the field out.",
            "facts.toml:11: `bo ` has the character U+202E, which is not shown and changes what is. Take the character out.",
            "facts.toml:11: `bo ` begins or ends with a space, and would be another name. Take the space out.",
        ]
    );
    let own_words = "trainee = \"ada\"\n[[exemptions]]\nid = \"x\"\nelement = \"a\"\ndecided_on = 2022-01-15\nbecause = \"As the board said. \"\n";
    assert!(told("facts.toml", own_words).is_empty());
}

#[test]
fn a_number_is_called_what_it_is_and_a_text_that_has_to_be_there_is_not_taken_out() {
    for (number, is) in [("1e2", "a number with an exponent"), ("1.5", "a number with a point"), ("nan", "no number")] {
        let toml = format!(
            "trainee = \"\"\n[[experience]]\nid = \"e\"\nkind = \"work\"\nfrom = 2022-01-01\nuntil = 2022-02-01\norganisation = \"\"\nminutes = {number}\n"
        );
        let minutes = format!("`minutes` should be a whole number, and is {is}. Write it in digits alone.");
        assert_eq!(
            told("facts.toml", &toml),
            [
                "facts.toml:1: `trainee` is empty. Write it.".to_owned(),
                "facts.toml:7: in `e`, `organisation` is empty. Write it.".to_owned(),
                format!("facts.toml:8: in `e`, {minutes}"),
            ]
        );
    }
    let unseen =
        "facts.toml:1: this is not TOML: a text has the character U+0000, which is not seen. Take the character out.";
    assert_eq!(told("facts.toml", "trainee = \"a\0b\"\n"), [unseen]);
}

#[test]
fn a_file_is_what_the_end_of_its_name_says() {
    let toml = "trainee = \"t\"\n";
    let json = "{\"trainee\": \"t\"}";
    for (name, text) in [
        ("facts.toml", toml.to_owned()),
        ("facts.TOML", toml.to_owned()),
        ("facts.Json", json.to_owned()),
        ("facts.json", format!("\u{feff}{json}")),
        ("facts.toml", format!("\u{feff}{toml}")),
    ] {
        assert!(told(name, &text).is_empty(), "{name}: {:?}", told(name, &text));
    }
    for name in ["facts.yaml", "facts", "facts.json.bak", ".toml"] {
        let wanted = format!(
            "{name}:1: the name of a facts file ends in `.toml` or `.json`, as what it holds. Give it such a name."
        );
        assert_eq!(told(name, json), [wanted]);
    }
    let broken = told("facts.json", "{\"trainee\": \"t\",\n\"results\": [{\"id\": \"r\"}\n");
    assert!(broken.len() == 1 && broken[0].starts_with("facts.json:2: this is not JSON: "), "{broken:?}");
    let deep = told("facts.json", &format!("{{\"trainee\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000)));
    assert_eq!(deep.len(), 1, "{deep:.200?}");
}

/// The id of a fact is no place where the fact names something.
#[test]
fn a_wrong_name_that_is_the_id_of_its_fact_stands_on_its_own_line() {
    let result = |sat: &str| format!("[[results]]\nid = \"q\"\nelement = \"q\"\noutcome = \"pass\"\nsat_on = {sat}\n");
    let toml = format!("trainee = \"q\"\n{}{}", result("2022-01-01"), result("2022-01-02"));
    assert_eq!(
        told("facts.toml", &toml),
        [
            "facts.toml:4: in `q`, `q` is no assessment or course. Name one that the framework has.",
            "facts.toml:8: two facts have the id `q`. Give one of them another id.",
            "facts.toml:9: in `q`, `q` is no assessment or course. Name one that the framework has.",
        ]
    );
}

/// What is corrected may stand where a file can't be read, however it begins.
#[test]
fn of_a_result_that_may_stand_in_what_is_not_read_it_is_not_said_that_it_is_not_there() {
    let toml = "# A comment.\n\ntrainee = \"t\"\n\n[[outcomes]]\nid = \"r1\"\n\n[[results]]\nid = \"r2\"\nelement = \"a\"\n\
                outcome = \"fail\"\nsat_on = 2022-01-15\ncorrects = \"r1\"\n";
    let json = "\n  { \"trainee\": \"t\", \"outcomes\": [{ \"id\": \"r1\" }], \"results\": [{ \"id\": \"r2\", \"element\": \"a\",\n\
                \"outcome\": \"fail\", \"sat_on\": \"2022-01-15\", \"corrects\": \"r1\" }] }\n";
    for (name, text) in [("facts.toml", toml), ("facts.json", json)] {
        let (_, problems) = read_facts(&loaded(BASE), &SourceFile::new(name, text));
        let told: Vec<&str> = problems.iter().map(|one| one.what.as_str()).collect();
        assert_eq!(told, ["`outcomes` is no field of a facts file"], "{name}");
    }
}

/// Whatever does not fit elsewhere in the file.
#[test]
fn a_correction_of_no_result_is_told_beside_other_faults() {
    let corrects =
        "[[results]]\nid = \"r1\"\nelement = \"a\"\noutcome = \"pass\"\nsat_on = 2022-01-15\ncorrects = \"nope\"\n";
    let other = "[[results]]\nid = \"r2\"\nelement = \"a\"\noutcome = \"passed\"\nsat_on = 2022-01-15\n";
    let spell =
        "[[experience]]\nid = \"e\"\nkind = \"work\"\nfrom = 2022-01-01\nuntil = 2022-02-01\nfull_time_percent = 101\n";
    for (text, line) in [
        (format!("trainee = \"t\"\n{corrects}{other}"), 7),
        (format!("trainee = \"t\"\n{corrects}{spell}"), 7),
        (format!("trainee = 5\n{corrects}"), 7),
        (format!("{corrects}{other}{spell}"), 6),
    ] {
        let found = told("facts.toml", &text);
        let nope = format!("facts.toml:{line}: in `r1`, it corrects `nope`, and there is no result of that id");
        assert!(found.len() > 1 && found.iter().any(|one| one.starts_with(&nope)), "{found:#?}");
    }
}

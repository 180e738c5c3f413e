//! Facts files: what is wrong is named, with its line and the nearest known id.

use domain::framework::SourceFile;
use domain::standing::{Facts, FactsFile, read_facts, report, standing};

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
            "facts.toml:3: the framework has no specialism `xx`. Write `x`.",
            "facts.toml:6: in `r1`, the framework has no assessment or course `aa`. Write `a`.",
            "facts.toml:10: two facts have the id `r1`. Give one of them another id.",
            "facts.toml:11: in `r1`, `v` is of kind employer verification, where one of kind assessment or course is wanted. Name one of kind assessment or course that the framework has.",
            "facts.toml:16: in `c1`, the framework has no outcome `o3`. Write `o1`.",
            "facts.toml:22: in `e1`, the framework has no kind of experience `wrok`. Write `work`.",
        ]
    );
}

#[test]
fn the_same_file_as_json() {
    let json = "{\n  \"trainee\": \"t\",\n  \"verifications\": [\n    {\"id\": \"v1\", \"element\": \"vv\", \"on\": \"2022-01-01\", \"by\": \"b\"}\n  ]\n}";
    assert_eq!(
        told("facts.json", json),
        ["facts.json:4: in `v1`, the framework has no employer verification `vv`. Write `v`."]
    );
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
minutes = -1
full_time_percent = 101
organisation = "Firm"
[[verifications]]
id = "v1"
element = "v"
on = 2022-03-02
by = "boss"
withdrawn_on = 2022-03-01
"#;
    assert_eq!(
        told("facts.toml", toml),
        [
            "facts.toml:4: `r1` was confirmed on 2022-01-19, before it was sat on 2022-01-20. Mend one of the two days.",
            "facts.toml:11: `c1` was over on 2022-01-01, before the work began on 2022-01-02. Mend one of the two days.",
            "facts.toml:11: `c1` was decided on 2022-01-02, before it was sent on 2022-01-03. Mend one of the two days.",
            "facts.toml:11: `c1` was withdrawn on 2022-01-02, before it was sent on 2022-01-03. Mend one of the two days.",
            "facts.toml:22: in `e1`, the first day after the spell is not after its first day. Mend one of the two days.",
            "facts.toml:22: in `e1`, fewer than no minutes were worked. Write the whole minutes that were worked.",
            "facts.toml:22: in `e1`, the share of full time is not between 1 and 100. Write the percentage of full time.",
            "facts.toml:30: `v1` was withdrawn on 2022-03-01, before it was given on 2022-03-02. Mend one of the two days.",
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
    let too_many = "facts.toml:3: in `e1`, 2,300 h were worked in 48 h. Mend the minutes, or one of the two days.";
    assert_eq!(spell("2022-01-03", 2_300 * 60), [too_many]);
    assert_eq!(spell("2022-01-03", i64::MAX).len(), 1);
}

#[test]
fn a_name_that_is_none_is_mended_by_the_nearest_one() {
    assert_eq!(
        told("facts.toml", "trainee = \"t\"\njoind_on = 2022-01-01\n"),
        ["facts.toml:2: unknown field `joind_on`. Write `joined_on`."]
    );
    let json = "{\"trainee\": \"t\", \"results\": [\n{\"id\": \"r\", \"element\": \"a\", \"outcome\": \"passd\", \"sat_on\": \"2022-01-01\"}]}";
    assert_eq!(
        told("facts.json", json),
        ["facts.json:2: unknown variant `passd`. Write `pass`."]
    );
}

#[test]
fn what_cannot_be_read_says_where() {
    let found = told(
        "facts.toml",
        "trainee = \"t\"\n[[results]]\nid = \"r\"\nelement = \"a\"\noutcome = \"pas\"\n",
    );
    assert!(
        found[0].starts_with("facts.toml:") && found[0].contains("pas"),
        "{found:?}"
    );
    let found = told("facts.json", "{\n\"trainee\": \"t\",\n\"resultz\": []\n}");
    assert!(
        found[0].starts_with("facts.json:3:") && found[0].contains("resultz"),
        "{found:?}"
    );
    let found = told("facts.json", "{\"trainee\": \"t\", \"enrolled_on\": \"31 May\"}");
    assert!(found[0].contains("31 May"), "{found:?}");
}

#[test]
fn facts_go_through_json_unchanged() {
    let mut facts = nobody();
    facts.joined_on = Some(d("2021-05-31"));
    facts.results.push(pass("r", "a", "2022-01-15"));
    facts
        .claims
        .push(claim("c", &["o1"], "2022-01-01", "2022-02-01", "boss"));
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
    let found = report(
        &framework,
        &standing(&framework, &facts, d("2022-06-01"), d("2022-06-01")),
    );
    assert_eq!(found.nodes.len(), framework.len());
    let node = |id: &str| found.nodes.iter().find(|node| node.id == id).unwrap();
    assert_eq!(node("a").counted, ["r"]);
    assert_eq!(node("v").reasons[0].sentence, "Verified on 1 May 2022 by Sam Reed");
    assert_eq!(found.current_stage.as_deref(), Some("s"));
    assert!(
        found.nodes.iter().all(|node| !node.reasons.is_empty()),
        "every node has a reason"
    );
    let sentences = found
        .nodes
        .iter()
        .flat_map(|node| &node.reasons)
        .flat_map(|reason| reason.walk());
    for reason in sentences {
        assert!(
            !reason.sentence.ends_with('.') && !reason.sentence.is_empty(),
            "{reason:?}"
        );
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
    assert_eq!(
        unknown[0].to_string(),
        "the framework has no assessment or course `nothing`"
    );
}

//! What the loader finds: every problem at once, each with its line and the way to mend it.

use domain::framework::{Problem, SourceFile, load};

use crate::support::{BASE, loaded, probe};

pub fn problems(text: &str) -> Vec<Problem> {
    let (framework, problems) = load(&SourceFile::new("framework.toml", text));
    assert_eq!(framework.is_some(), problems.is_empty(), "a framework comes only without a problem");
    problems
}

/// The line on which a text stands.
fn line_of(text: &str, what: &str) -> usize {
    text.lines().position(|line| line.contains(what)).unwrap() + 1
}

/// Changes one place of the base, and expects exactly one problem that says so, on the line of `at`.
pub fn one_fault(change: &str, into: &str, at: &str, says: &str) {
    assert!(BASE.contains(change), "the base has no {change}");
    let text = BASE.replacen(change, into, 1);
    let found = problems(&text);
    let told: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), 1, "{into}: {told:#?}");
    assert!(told[0].contains(says), "{told:?} does not say {says}");
    if at != "none" {
        assert_eq!(found[0].line, line_of(&text, at), "{told:?}");
    }
    assert!(!found[0].fix.is_empty() && !found[0].fix.ends_with('.') && !found[0].what.ends_with('.'), "{told:?}");
}

#[test]
fn ten_faults_give_ten_messages_each_with_its_line() {
    let mut text = BASE.to_owned();
    for (change, into) in [
        ("results = { all = [\"a\", \"b\", \"c\"] }", "results = { all = [\"a\", \"b\", \"cc\"] }"),
        ("effective_from = 2020-01-01", "effective_from = \"2020-13-01\""),
        ("hours_per_week = 20", "hours_per_wek = 20"),
        ("credits = 10", "credits = \"ten\""),
        ("kind = \"course\"", "kind = \"lecture\""),
        ("max_age = \"2 years\"", "max_age = \"2 yrs ago\""),
        ("examples = 1\n", "examples = 0\n"),
        ("status = \"st\"\n", "status = \"stt\"\n"),
        ("id = \"v\"\n", "id = \"b\"\n"),
        ("[[specialism]]\nid = \"y\"", "[[specialism]]\nid = \"x\""),
    ] {
        assert!(text.contains(change), "{change}");
        text = text.replacen(change, into, 1);
    }
    let found = problems(&text);
    let expected = [
        ("effective_from = \"2020-13-01\"", "`effective_from` is `2020-13-01`, which is no day of the calendar"),
        ("hours_per_wek", "has no key `hours_per_wek`"),
        ("[[specialism]]\nid = \"x\"", "the id `x` is used twice"),
        ("\"cc\"", "`cc` is no stage, element, competency or status. Did you mean `c`?"),
        ("credits = \"ten\"", "`credits` should be a whole number, and is text"),
        ("lecture", "`lecture` is no kind of element"),
        ("2 yrs ago", "`max_age` is `2 yrs ago`, which is no length of time"),
        ("examples = 0", "`examples` is 0, which is out of range"),
        ("stt", "`stt` is no status. Did you mean `st`?"),
        ("id = \"b\"", "the id `b` is used twice"),
    ];
    let told = found.iter().map(|p| p.to_string() + "\n").collect::<String>();
    for (at, says) in expected {
        let one = found.iter().find(|problem| problem.to_string().contains(says));
        let one = one.unwrap_or_else(|| panic!("nothing says {says}:\n{told}"));
        let near = (one.line.saturating_sub(1)..=one.line + 1).collect::<Vec<_>>();
        let at = at.lines().last().unwrap();
        let lines: Vec<usize> = text.lines().enumerate().filter(|(_, l)| l.contains(at)).map(|(n, _)| n + 1).collect();
        assert!(
            lines.iter().any(|line| near.contains(line) || in_table_of(&text, one.line, *line)),
            "{one} is not at {lines:?}"
        );
        assert!(one.to_string().starts_with(&format!("framework.toml:{}: ", one.line)));
    }
    // The id `v` is gone, and the employer's key still asks for it: that follows from the id that is used twice.
    assert_eq!(found.len(), 10, "{told}");
}

/// Whether a line belongs to the table that begins on another.
fn in_table_of(text: &str, begins: usize, line: usize) -> bool {
    let next =
        text.lines().enumerate().skip(begins).find(|(_, l)| l.starts_with("[[")).map_or(usize::MAX, |(n, _)| n + 1);
    (begins..next).contains(&line)
}

#[test]
fn each_fault_has_its_message_and_its_line() {
    let keys = "results = { all = [\"a\", \"b\", \"c\"] }";
    for (change, into, at, says) in [
        // Ids.
        (
            "\"a\", \"b\"",
            "\"aa\", \"a\", \"b\"",
            "\"aa\"",
            "`aa` is no stage, element, competency or status. Did you mean `a`?",
        ),
        ("id = \"y\"", "id = \"y z\"", "none", "`y z` cannot be an id"),
        ("id = \"y\"", "id = \"x\"", "none", "the id `x` is used twice"),
        // Keys of the file.
        (
            "requires = { hours = 1, kind = \"work\" }",
            "requires = { period = \"1 year\", kind = \"work\", window = \"2 years\" }",
            "window",
            "has `period`, `kind`, `full_time_equivalent`, `max_organisations` and `while`",
        ),
        ("slug = \"mini\"", "slugg = \"mini\"\nslug = \"mini\"", "slugg", "has no key `slugg`. Did you mean `slug`?"),
        (
            "zone = \"Europe/London\"",
            "zone = \"Europe/Londn\"",
            "Europe/Londn",
            "`Europe/Londn` is no time zone. Did you mean `Europe/London`?",
        ),
        ("title = \"A\"\n", "", "none", "`a` has no `title`"),
        ("title = \"A\"\n", "title = \"\"\n", "title = \"\"", "`title` is empty"),
        ("title = \"A\"\n", "title = \"A\"\nunpublished = true\n", "none", "without a word on what is not known"),
        ("title = \"A\"\n", "title = \"A\"\nnote = \"so\"\n", "none", "not marked unpublished"),
        // Keys of a stage.
        ("employer = { all = [\"p\", \"v\"] }\n", "", "none", "lacks the key `employer` and does not say why"),
        (keys, &format!("{keys}\nno_results_key = \"why\""), "none", "and says why it has none"),
        (keys, "results = { all = [\"a\", \"b\", \"c\", \"v\"] }", "none", "which is of kind employer verification"),
        (keys, "results = { all = [\"a\", \"b\", \"c\"], any = [] }", "any = []", "has `all` and `any` at once"),
        // Rules that can never hold.
        (keys, "results = { at_least = 4, of = [\"a\", \"b\", \"c\"] }", "at_least", "more than there are"),
        (
            keys,
            "results = { all = [\"a\", \"b\", \"c\", { any = [] }] }",
            "any = []",
            "can never hold: `any` of nothing",
        ),
        (keys, "results = { credits = 61, of = [\"a\", \"b\", \"c\"] }", "credits = 61", "61 credits of 60"),
        (
            keys,
            "results = { all = [\"a\", \"b\", \"c\", { matches = \"x\" }, { matches = \"y\" }] }",
            "none",
            "two specialisms at once",
        ),
        (
            "requires = \"s\"",
            "requires = { all = [\"s\", { joined_before = 2021-01-01 }, { joined_from = 2021-01-01 }] }",
            "none",
            "joined before 2021-01-01",
        ),
        // Rules that cannot be read.
        (keys, "results = { at_least = 1, of = [\"a\", \"b\", \"c\", \"a\"] }", "at_least", "`a` stands twice in `of`"),
        (
            "requires = \"s\"",
            "requires = { all = [\"s\", { hours = 5, kind = \"wrk\" }] }",
            "wrk",
            "`wrk` is no kind of experience. Did you mean `work`?",
        ),
        ("requires = \"s\"", "requires = { all = [\"s\", { matches = \"z\" }] }", "matches", "`z` is no specialism"),
        (
            "requires = \"s\"",
            "requires = { all = [\"s\", { examples = 1, of = \"a\" }] }",
            "examples = 1, of",
            "`a` is an assessment, not an outcome",
        ),
        (
            "requires = \"s\"",
            "requires = { all = [\"s\", { holds = \"a\" }] }",
            "holds",
            "`a` is an assessment, not a status",
        ),
        ("requires = \"s\"", "requires = { all = [\"s\", 5] }", "5]", "this is no rule"),
        ("requires = \"s\"", "requires = { all = [\"s\", { alll = [] }] }", "alll", "Did you mean `all`?"),
        // Reach.
        ("outcomes_of = [\"area\"]", "outcomes_of = [\"o1\"]", "none", "nobody can evidence `o2`"),
        ("status = \"st\"\n", "", "none", "`off` leads to no status"),
        ("requires = \"s\"", "", "none", "`off` asks for nothing"),
        ("outcomes_of = [\"area\"]", "", "none", "nothing can complete `p`"),
        (
            "outcomes_of = [\"area\"]",
            "outcomes_of = [\"area\"]\nattempts = { max = 3 }",
            "none",
            "is no assessment or course, and has `attempts`",
        ),
        (
            "title = \"A\"\n",
            "title = \"A\"\nattempts = { within = \"1 year\" }\n",
            "attempts",
            "`attempts` has no `max`",
        ),
        (
            "title = \"Status\"\n",
            "title = \"Status\"\nvalid_from = 2022-01-01\nvalid_until = 2022-01-01\n",
            "none",
            "ends before it begins",
        ),
        (
            "counts_as = \"work\"\nhours_flat = 100",
            "counts_as = \"old\"\nhours_flat = 100",
            "none",
            "the kind of experience `course` counts as one that itself counts as another",
        ),
    ] {
        one_fault(change, into, at, says);
    }
}

#[test]
fn a_fault_of_a_kind_of_experience_stands_on_its_line_and_only_a_stage_is_named_for_a_stage() {
    let kind = BASE.replacen("counts_as = \"work\"\nhours_flat", "counts_as = \"old\"\nhours_flat", 1);
    assert_eq!(problems(&kind)[0].line, line_of(&kind, "counts_as = \"old\""));
    // The element `a` is near, and is no stage.
    let stage = BASE.replacen("stage = \"s\"", "stage = \"a1\"", 1);
    let told: Vec<String> = problems(&stage).iter().map(ToString::to_string).collect();
    let wanted = "`a1` is no stage. Name one that is in this file";
    assert!(told.iter().any(|told| told.contains(wanted)), "{told:#?}");
}

#[test]
fn what_is_needed_comes_before_what_needs_it() {
    let framework = loaded(&probe(r#"{ holds = "st" }"#));
    for (ix, node) in framework.nodes() {
        for need in framework.needs(ix) {
            assert!(*need < ix, "{} comes after {}", framework.node(*need).id, node.id);
            assert!(framework.unlocks(*need).contains(&ix));
        }
        assert_eq!(framework.find(&node.id), Some(ix));
    }
    assert_eq!(
        framework.graph().edge_count(),
        framework.nodes().map(|(ix, _)| framework.needs(ix).len()).sum::<usize>()
    );
    let stage = framework.find("s").unwrap();
    let children: Vec<&str> = framework.children(stage).iter().map(|ix| framework.node(*ix).id.as_str()).collect();
    assert_eq!(children, ["a", "b", "c", "p", "v"], "in the order of the file");
}

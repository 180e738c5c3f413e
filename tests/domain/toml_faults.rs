//! Files that are no TOML: each fault once, with its line, and what else is wrong in the rest.

use domain::framework::{SourceFile, load};
use domain::standing::read_facts;

use crate::support::{BASE, loaded};

fn told(text: &str) -> Vec<String> {
    let (_, problems) = load(&SourceFile::new("framework.toml", text));
    problems.iter().map(ToString::to_string).collect()
}

fn line(text: &str, what: &str) -> usize {
    text[..text.find(what).unwrap()].lines().count() + 1
}

#[test]
fn one_missing_bracket_is_one_problem_on_its_line() {
    for (change, into) in [
        ("results = { all = [\"a\", \"b\", \"c\"] }", "results = { all = \"a\", \"b\", \"c\"] }"),
        ("results = { all = [\"a\", \"b\", \"c\"] }", "results = { all = [\"a\", \"b\", \"c\" }"),
        ("results = { all = [\"a\", \"b\", \"c\"] }", "results = { all = [\"a\", \"b\", \"c\"]"),
        ("outcomes_of = [\"area\"]", "outcomes_of = [\"area\""),
        ("outcomes_of = [\"area\"]", "outcomes_of = [\n    \"area\",\n"),
        ("[[stage]]", "[[stage]"),
        ("[[stage]]", "[stage]]"),
        ("title = \"S\"", "title = \"S"),
        ("title = \"S\"", "title = 'S"),
        ("credits = 10", "credits = = 10"),
        ("credits = 10", "credits 10"),
        ("short_title", "short_title"),
    ] {
        let text = BASE.replacen(change, into, 1);
        let told = told(&text);
        if change == into {
            assert!(told.is_empty(), "{told:#?}");
            continue;
        }
        assert_eq!(told.len(), 1, "{into}: {told:#?}");
        let at = line(&text, into);
        let lines = at..=at + into.lines().count();
        let is_there =
            lines.clone().any(|line| told[0].starts_with(&format!("framework.toml:{line}: this is not TOML: ")));
        assert!(is_there, "not on {lines:?}: {told:#?}");
    }
}

/// A value that is no TOML hides no name: the table that it is in has its id.
#[test]
fn a_name_that_is_not_known_is_told_beside_a_value_that_is_no_toml() {
    for (right, wrong) in [
        ("title = \"S\"", "title = \"S"),
        ("title = \"S\"", "title = S"),
        ("zone = \"Europe/London\"", "zone = = \"Europe/London\""),
    ] {
        let text = BASE.replacen(right, wrong, 1).replacen("requires = \"s\"", "requires = \"q\"", 1);
        let told = told(&text);
        let says = |what: &str| told.iter().any(|problem| problem.contains(what));
        assert!(told.len() == 2 && says("not TOML") && says("`q` is no stage"), "{wrong}: {told:#?}");
    }
    // Where the id can't be read, the name may be that of its table, if it is like it.
    let of = |id: &str| BASE.replacen("id = \"worked\"", id, 1).replacen("requires = \"s\"", "requires = \"workd\"", 1);
    assert_eq!(told(&of("id = \"worked")).len(), 1, "{:#?}", told(&of("id = \"worked")));
    assert_eq!(told(&of("id = \"trained")).len(), 2, "{:#?}", told(&of("id = \"trained")));
}

#[test]
fn each_of_several_faults_is_told_and_what_else_is_wrong_elsewhere() {
    let text = BASE
        .replacen("version = \"1\"", "version = \"1", 1)
        .replacen("zone = \"Europe/London\"", "zone = = \"Europe/London\"", 1)
        .replacen("results = { all = [\"a\"", "results = { all = \"a\"", 1)
        .replacen("outcomes_of = [\"area\"]", "outcomes_of = [\"area\"", 1)
        .replacen("examples = 2", "examples = 0", 1);
    let told = told(&text);
    assert_eq!(told.len(), 5, "{told:#?}");
    for (at, says) in [
        ("version = ", "not TOML"),
        ("zone = ", "not TOML"),
        ("results = ", "not TOML"),
        ("outcomes_of = ", "not TOML"),
        ("examples = 0", "`examples` is 0, which is out of range"),
    ] {
        let begins = format!("framework.toml:{}: ", line(&text, at));
        assert!(told.iter().any(|told| told.starts_with(&begins) && told.contains(says)), "{at}: {told:#?}");
    }
}

#[test]
fn what_stands_twice_is_named() {
    let text = BASE.replacen("title = \"S\"\n", "title = \"S\"\nsources = [\"other\"]\ntitle = \"T\"\n", 1);
    let wanted = format!(
        "framework.toml:{}: `title` stands twice in one table, first on line {}. Keep one of them. \
         What follows of it is not looked at before that is done.",
        line(&text, "title = \"T\""),
        line(&text, "title = \"S\"")
    );
    assert!(told(&text).contains(&wanted), "{:#?}", told(&text));
    // A list of tables of which one is written as a single table.
    let text = BASE.replacen("[[element]]\nid = \"b\"", "[element]\nid = \"b\"", 1);
    let told = told(&text);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(
        told[0].contains("the header of element stands in two brackets on each side. Write [[element]]."),
        "{told:#?}"
    );
}

/// Ends, and names a fault, whatever is cut out of the file.
#[test]
fn a_file_that_ends_anywhere_is_read_without_a_flood() {
    for end in (0..BASE.len()).step_by(7).filter(|end| BASE.is_char_boundary(*end)) {
        let told = told(&BASE[..end]);
        assert!(!told.is_empty(), "{end}");
        let no_toml = told.iter().filter(|told| told.contains("not TOML")).count();
        assert!(no_toml <= 1, "{end}: {told:#?}");
    }
}

#[test]
fn what_is_no_toml_is_a_problem_with_its_line() {
    let text = BASE.replacen("title = \"A\"", "title = \"A", 1).replacen("credits = 20", "credits = = 20", 1);
    let (_, found) = load(&SourceFile::new("framework.toml", text.as_str()));
    for at in ["title = \"A\n", "credits = = 20"] {
        let line = text[..text.find(at).unwrap()].lines().count() + 1;
        assert!(
            found.iter().any(|problem| problem.line == line && problem.what.starts_with("this is not TOML")),
            "nothing on line {line}: {found:#?}"
        );
    }
    assert_eq!(
        load(&SourceFile::new("framework.toml", "slug = \"mini\""))
            .1
            .iter()
            .filter(|problem| problem.what.contains("the framework has no stage"))
            .count(),
        1
    );
}

/// A list that is written over several lines, with one slip on one of them, or with another on the last.
#[test]
fn a_slip_in_a_list_over_several_lines_is_one_problem_on_its_line() {
    let framework = loaded(BASE);
    let told = |lines: &[String], open: &str, close: &str| -> Vec<String> {
        let text = format!("trainee = \"me\"\nresults = {open}\n{}{close}enrolled_on = 2025-01-01\n", lines.concat());
        let (_, problems) = read_facts(&framework, &SourceFile::new("f.toml", text));
        problems.iter().map(ToString::to_string).collect()
    };
    let good: Vec<String> = (1..5)
        .map(|n| format!("    {{ id = \"r{n}\", element = \"a\", outcome = \"pass\", sat_on = 2025-01-1{n} }},\n"))
        .collect();
    assert!(told(&good, "[", "]\n").is_empty());
    for (right, wrong, says) in [
        ("2025-01", "2025-1", "is no day as one is written here. Write a day as 2026-01-31."),
        ("},\n", "}\n", "missing comma"),
        ("\"a\", ", "\"a\" ", "missing comma"),
        ("\"pass\"", "pass", "Put it in quotation marks"),
        ("\"pass\"", "\"pass", "not TOML"),
        ("element = \"a\"", "element = \"a\", element = \"a\"", "`element` stands twice in one table. Keep one"),
        ("element =", "element = =", "not TOML"),
        (" },", ",", "not TOML"),
        ("{ ", " ", "not TOML"),
    ] {
        for at in 0..4 {
            // After the last part no comma is needed.
            if wrong == "}\n" && at == 3 {
                continue;
            }
            let mut lines = good.clone();
            lines[at] = lines[at].replacen(right, wrong, 1);
            let one = told(&lines, "[", "]\n");
            assert_eq!(one.len(), 1, "{wrong} {at}: {one:#?}");
            let on = format!("f.toml:{}: ", at + 3);
            assert!(one[0].starts_with(&on) && one[0].contains(says), "{wrong} {at}: {one:#?}");
            if at < 3 {
                lines[3] = lines[3].replacen("2025-01", "2025-1", 1);
                let two = told(&lines, "[", "]\n");
                assert!(two.len() == 2 && two[0] == one[0] && two[1].contains("no day"), "{wrong} {at}: {two:#?}");
            }
        }
    }
    assert_eq!(told(&good, "[", "").len(), 1, "it is not closed");
    assert_eq!(told(&good, "", "]\n").len(), 1, "it is not opened");
}

/// What is no TOML hides nothing else of its table, but that its own key is missing.
#[test]
fn beside_what_is_no_toml_the_rest_of_its_table_is_told() {
    let wrong = BASE.replacen(
        "title = \"A\"\nstage = \"s\"\ncredits = 10\n",
        "title = 5\nstage = \"sss\"\nsummary = words\nexpires = \"2 yeers\"\n",
        1,
    );
    let found = told(&wrong);
    for (at, says) in [
        ("title = 5", "`title`"),
        ("stage = \"sss\"", "`sss`"),
        ("summary = words", "not TOML"),
        ("expires = \"2 yeers\"", "`2 yeers`"),
    ] {
        let begins = format!("framework.toml:{}: ", line(&wrong, at));
        assert!(found.iter().any(|one| one.starts_with(&begins) && one.contains(says)), "{at}: {found:#?}");
    }
    assert_eq!(found.len(), 4, "{found:#?}");
    // A key that is lost is not said to be missing.
    let lost = told(&BASE.replacen("title = \"A\"", "title = A", 1));
    assert_eq!(lost.len(), 1, "{lost:#?}");
    let facts = "trainee = \"t\"\nresults = [\n\
        { id = \"r1\", element = \"a\", outcome = \"pass\", sat_on = 2022-01-01, confirmed_by = reg },\n\
        { id = \"r2\", element = \"q\", outcome = \"pass\", sat_on = 2022-01-01 },\n]\n\
        claims = [{ id = \"c\", outcomes = [\"o9\"], happened_from = 2022-01-01, happened_until = 2022-01-01, submitted_on = 2022-01-02 }]\n";
    let (_, problems) = read_facts(&loaded(BASE), &SourceFile::new("facts.toml", facts));
    let lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [3, 3, 4, 6], "{problems:#?}");
}

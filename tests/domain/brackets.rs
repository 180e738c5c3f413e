//! A bracket of the wrong kind is one slip, and told once.

use domain::framework::{SourceFile, load};
use domain::standing::read_facts;

use crate::support::{BASE, loaded};

#[test]
fn a_bracket_of_the_wrong_kind_is_one_problem_on_its_line() {
    let key = "results = { all = [\"a\", \"b\", \"c\"] }";
    let outcomes = "outcomes_of = [\"area\"]";
    for (right, wrong, after, says) in [
        (key, "results = { all = [\"a\", \"b\", \"c\"} }", 0, "`}` closes what `[` opens on line 43. Write `]`."),
        (key, "results = { all = [\"a\", \"b\", \"c\") }", 0, "`)` closes what `[` opens on line 43. Write `]`."),
        (key, "results = { all = [\"a\", \"b\", \"c\"] ]", 0, "`]` closes what `{` opens on line 43. Write `}`."),
        (key, "results = { all = (\"a\", \"b\", \"c\"] }", 0, "`(` is closed by `]` on line 43. Write `[`."),
        (key, "results = [ all = [\"a\", \"b\", \"c\"] }", 0, "`[` is closed by `}` on line 43. Write `{`."),
        (key, "results = { all = [\n\"a\",\n\"b\",\n\"c\"\n} }", 4, "`}` closes what `[` opens on line 43. Write `]`."),
        (outcomes, "outcomes_of = [\n\"area\",\n}", 2, "`}` closes what `[` opens on line 76. Write `]`."),
        (outcomes, "outcomes_of = {\"area\"]", 0, "`{` is closed by `]` on line 76. Write `[`."),
        ("[[stage]]", "[[stage}]", 0, "`}` closes what `[` opens on line 39. Write `]`."),
        ("[[stage]]", "[{stage]]", 0, "`{` is closed by `]` on line 39. Write `[`."),
    ] {
        let text = BASE.replacen(right, wrong, 1);
        let (_, problems) = load(&SourceFile::new("framework.toml", text.as_str()));
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let line = text[..text.find(wrong).unwrap()].lines().count() + 1 + after;
        assert_eq!(told, [format!("framework.toml:{line}: this is not TOML: {says}")], "{wrong}");
    }
}

#[test]
fn a_list_of_facts_that_is_closed_by_the_wrong_bracket_is_told_once_with_what_else_is_wrong() {
    let framework = loaded(BASE);
    let fact =
        |n: usize| format!("    {{ id = \"r{n}\", element = \"a\", outcome = \"pass\", sat_on = 2025-01-1{n} }}");
    let facts: Vec<String> = (1..4).map(fact).collect();
    for (open, close, says) in [
        ("[", "}", "f.toml:6: this is not TOML: `}` closes what `[` opens on line 2. Write `]`."),
        ("[", ")", "f.toml:6: this is not TOML: `)` closes what `[` opens on line 2. Write `]`."),
        ("{", "]", "f.toml:2: this is not TOML: `{` is closed by `]` on line 6. Write `[`."),
    ] {
        for comma in ["", ","] {
            for (rest, more) in [("", 0), ("enrolled_on = 2025-01-01\n", 0), ("specialism = \"none\"\n", 1)] {
                let list = facts.join(",\n");
                let text = format!("trainee = \"me\"\nresults = {open}\n{list}{comma}\n{close}\n{rest}");
                let (_, problems) = read_facts(&framework, &SourceFile::new("f.toml", text));
                let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
                assert_eq!((told.len(), told[0].as_str()), (1 + more, says), "{told:#?}");
            }
        }
    }
}

#[test]
fn a_bracket_that_is_missing_or_too_many_is_called_one() {
    for wrong in [
        r#"{ all = ["a", "b", "c" }"#,
        r#"{ all = ["a", "b", "c"]"#,
        r#"{ all = "a", "b", "c"] }"#,
        r#"all = ["a", "b", "c"] }"#,
        r#"["a", "b", "c""#,
        r#""a", "b", "c"]"#,
        r#"{ all = ["a", { any = ["b", "c"] ] }"#,
        r#"{ all = ["a", any = ["b", "c"] } ] }"#,
        r#"{ all = ["a", "b", "c"] } }"#,
        r#"{ all = ["a", "b", "c"]] }"#,
    ] {
        let text = BASE.replacen(r#"{ all = ["a", "b", "c"] }"#, wrong, 1);
        let (_, problems) = load(&SourceFile::new("framework.toml", text));
        let [problem] = &problems[..] else { panic!("{wrong}: {problems:?}") };
        assert!(problem.line == 43 && problem.fix.starts_with("See that each bracket is closed"), "{wrong}: {problem}");
    }
}

/// Whether what is in it is further in than the key or not.
#[test]
fn a_bracket_of_several_lines_that_is_not_closed_is_one_problem_where_it_should_be() {
    let framework = loaded(BASE);
    let facts = |count: usize, indent: &str| {
        let fact = |n: usize| {
            let keys = [format!("id = \"r{n}\""), "element = \"a\"".into(), "outcome = \"pass\"".into()];
            let keys: String = keys.iter().map(|key| format!("{indent}{indent}{key},\n")).collect();
            format!("{indent}{{\n{keys}{indent}{indent}sat_on = 2025-01-11,\n{indent}}},\n")
        };
        (0..count).map(fact).collect::<String>()
    };
    let award = "id = \"w\", status = \"st\", conferred_on = 2025-02-01";
    for rest in [
        String::new(),
        "enrolled_on = 2025-01-01\n".into(),
        format!("awards = [{{ {award} }}]\n"),
        format!("awards = [\n{{ {award} }},\n]\n"),
        format!("\n[[awards]]\n{}\n", award.replace(", ", "\n")),
    ] {
        for (count, indent) in [(1, ""), (2, ""), (40, ""), (40, "  ")] {
            let text = |close: &str| format!("trainee = \"me\"\nresults = [\n{}{close}{rest}", facts(count, indent));
            let told = |text: String| read_facts(&framework, &SourceFile::new("f.toml", text)).1;
            assert_eq!(told(text("]\n")), Vec::new());
            let found = told(text(""));
            let is_told =
                found.len() == 1 && found[0].line == 2 + 6 * count && found[0].what.contains("unclosed array");
            assert!(is_told, "{count} {indent:?} {rest}: {found:#?}");
        }
    }
    // What else is wrong in such a list is told, and nothing that follows.
    let text = format!("trainee = \"me\"\nresults = [\n{}enrolled_on = 2025-01-01\n", facts(40, ""));
    let (_, problems) = read_facts(&framework, &SourceFile::new("f.toml", text.replacen("\"pass\"", "pass", 1)));
    assert!(problems.len() == 2 && problems[0].fix == "Put it in quotation marks", "{problems:#?}");
    for (right, wrong, line) in [
        ("results = { all = [\"a\", \"b\", \"c\"] }", "results = {\nall = [\n\"a\",\n\"b\",\n\"c\"\n],", 49),
        ("results = { all = [\"a\", \"b\", \"c\"] }", "results = {\nall = [\n\"a\",\n\"b\",\n\"c\"", 47),
        ("outcomes_of = [\"area\"]", "outcomes_of = [\n\"area\"", 77),
        ("sources = [\"test\"]\nresults", "sources = [\n\"test\"\nresults", 43),
    ] {
        let (_, problems) = load(&SourceFile::new("framework.toml", BASE.replacen(right, wrong, 1)));
        let is_told = problems.len() == 1 && problems[0].fix.starts_with("See that each bracket is closed");
        assert!(is_told && problems[0].line == line, "{wrong}: {problems:#?}");
    }
}

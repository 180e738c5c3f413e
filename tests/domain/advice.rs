//! What a fault says to do, done word for word, makes a file that loads.

use domain::framework::{Problem, SourceFile, load};
use domain::standing::read_facts;

use crate::one_slip::{FACTS, MORE};
use crate::support::{BASE, loaded};

/// Of each: what stands in the good file, what is written there, what the only fault says to do, and what stands there once that is
/// done.
pub(crate) type Case<'c> = (&'c str, &'c str, &'c str, &'c str);

pub(crate) fn each(good: &str, cases: &[Case<'_>], problems: impl Fn(&str) -> Vec<Problem>) {
    let mut odd = Vec::new();
    for (right, wrong, advice, done) in cases {
        assert!(good.contains(right), "{right}");
        let found = problems(&good.replacen(right, wrong, 1));
        let line = good[..good.find(right).unwrap()].lines().count().max(1);
        let lines = line..=line + wrong.lines().count() + 1;
        let is_told = found.len() == 1 && found[0].fix == *advice && lines.contains(&found[0].line);
        let left = problems(&good.replacen(right, done, 1));
        if !is_told || !left.is_empty() {
            odd.push(format!("{wrong}: {found:#?}; and once that is done, {left:#?}"));
        }
    }
    assert!(odd.is_empty(), "{}", odd.join("\n"));
}

const OUT: &str = "Take it out, or write # before it";
const DIGITS: &str = "Write it in digits alone";
const FLAG: &str = "Write true or false";
const QUOTE: &str = "Put it in quotation marks";
const CURLY: &str = "Write \" in the place of “ and ”";

const TITLE: &str = "title = \"A\"";
const CREDITS: &str = "credits = 10\n";
const EXTENDS: &str = "extends = true";
const OUTCOMES: &str = "outcomes_of = [\"area\"]";

#[test]
fn what_a_value_that_is_no_toml_says_to_do_makes_it_one() {
    let good = format!("{BASE}{MORE}");
    let told = |text: &str| load(&SourceFile::new("framework.toml", text)).1;
    assert_eq!(told(&good), Vec::new());
    let cases: &[Case<'_>] = &[
        (EXTENDS, "extends = True", FLAG, EXTENDS),
        (EXTENDS, "extends = yes", FLAG, EXTENDS),
        (EXTENDS, "extends = on # always", FLAG, EXTENDS),
        (
            "\"6 months\", kind",
            "\"6 months\", full_time_equivalent = True, kind",
            FLAG,
            "\"6 months\", full_time_equivalent = true, kind",
        ),
        (CREDITS, "credits = ten\n", DIGITS, CREDITS),
        (CREDITS, "credits = 10h\n", DIGITS, CREDITS),
        (CREDITS, "credits = １０\n", DIGITS, CREDITS),
        (CREDITS, "credits = 010\n", "Write a number in digits alone, and a text in quotation marks", CREDITS),
        (CREDITS, "credits = 1,000\n", "Write 1000", "credits = 1000\n"),
        ("examples = 2\n", "examples = two\n", DIGITS, "examples = 2\n"),
        ("max = 3,", "max = three,", DIGITS, "max = 3,"),
        ("{ credits = 20, of", "{ at_least = two, of", DIGITS, "{ at_least = 2, of"),
        ("hours = 20,", "hours = twenty,", DIGITS, "hours = 20,"),
        ("\"2 years\"\n", "2 years\n", QUOTE, "\"2 years\"\n"),
        ("\"2 years\"\n", "two\n", "Write it as \"2 years\", \"18 months\" or \"30 days\"", "\"2 years\"\n"),
        ("2020-01-01\n", "soon\n", "Write it as 2026-01-31", "2026-01-31\n"),
        ("\"6 years\" }", "6 years }", QUOTE, "\"6 years\" }"),
        (TITLE, "title = A", QUOTE, TITLE),
        (TITLE, "title = “A”", CURLY, TITLE),
        (TITLE, "title = “A’s, # [B]”", CURLY, "title = \"A’s, # [B]\""),
        (TITLE, "title = „A“", "Write \" in the place of „ and “", TITLE),
        (TITLE, "title = ‘A’", "Write \" in the place of ‘ and ’", TITLE),
        (TITLE, "title = “A\"", "Write \" in the place of “", TITLE),
        (TITLE, "title = \"A”", "Write \" in the place of ”", TITLE),
        (TITLE, "title = 'A’", "Write ' in the place of ’", "title = 'A'"),
        (TITLE, "title = \"A'", "Write \" in the place of '", TITLE),
        ("[\"a\", \"b\", \"c\"] }", "[\"a”, \"b\", \"c\"] }", "Write \" in the place of ”", "[\"a\", \"b\", \"c\"] }"),
        ("[\"a\", \"b\", \"c\"] }", "[\"a\", \"b“, \"c\"] }", "Write \" in the place of “", "[\"a\", \"b\", \"c\"] }"),
        ("[\"a\", \"b\", \"c\"] }", "[\"a”, \"b”, \"c”] }", "Write \" in the place of ”", "[\"a\", \"b\", \"c\"] }"),
        (TITLE, "title = “A", QUOTE, "title = \"“A\""),
        (TITLE, "title = A”", QUOTE, "title = \"A”\""),
        ("\"a\", \"b\", \"c\"] }", "“a”, “b”, \"c\"] }", CURLY, "\"a\", \"b\", \"c\"] }"),
        (TITLE, "title: \"A\"", "Write = in the place of :", TITLE),
        (CREDITS, "credits = 10:30\n", DIGITS, CREDITS),
        (TITLE, "title : \"A\"", "Write = in the place of :", TITLE),
        (TITLE, "title := \"A\"", "Write = in the place of :=", TITLE),
        (TITLE, "title => \"A\"", "Write = in the place of =>", TITLE),
        (OUTCOMES, "outcomes_of: [\n\"area\",\n]", "Write = in the place of :", "outcomes_of = [\n\"area\",\n]"),
        (OUTCOMES, "outcomes_of : [\n\"area\",\n]", "Write = in the place of :", "outcomes_of = [\n\"area\",\n]"),
        (OUTCOMES, "outcomes_of [\n\"area\",\n]", "Write = between the key and its value", OUTCOMES),
        (
            OUTCOMES,
            "outcomes_of =\n[\n\"area\",\n]",
            "Begin it on the line of its key",
            "outcomes_of = [\n\"area\",\n]",
        ),
        (OUTCOMES, "outcomes_of = [:\n\"area\",\n]", "Take : out", "outcomes_of = [\n\"area\",\n]"),
        (TITLE, "title \"A\"", "Write = between the key and its value", TITLE),
        (TITLE, "the title = \"A\"", "Write one word before the `=`, or # before a line that is a note", TITLE),
    ];
    each(&good, cases, told);
}

/// The example is of the kind that the value was.
#[test]
fn a_key_without_a_value_is_told_once_with_what_one_looks_like() {
    let framework = format!("{BASE}{MORE}");
    let told = |name: &str, text: &str| match name {
        "framework.toml" => load(&SourceFile::new(name, text)).1,
        _ => read_facts(&loaded(BASE), &SourceFile::new(name, text)).1,
    };
    let looks = |value: &str| {
        let first = value.chars().next().map(|c| if c.is_ascii_digit() { '0' } else { c });
        (first, value.contains("-0"), value.ends_with("years\""))
    };
    let mut odd = Vec::new();
    for (name, good) in [("framework.toml", &*framework), ("facts.toml", FACTS)] {
        for (at, line) in good.lines().enumerate() {
            let Some((key, value)) = line.split_once(" = ") else { continue };
            for empty in [format!("{key} ="), format!("{key} = # to be written")] {
                let lines = good.lines().enumerate().map(|(other, line)| if other == at { &*empty } else { line });
                let found = told(name, &(lines.collect::<Vec<_>>().join("\n") + "\n"));
                let begins = format!("Write it behind the sign, such as {key} = ");
                let example = found.first().and_then(|one| one.fix.strip_prefix(&*begins)?.split_once(", or take"));
                // A rule may be an id too, and a set lapses together.
                let is_rule = value.starts_with('{') && example.is_some_and(|(example, _)| example.starts_with('"'));
                let is_example = example.is_some_and(|(example, _)| looks(example) == looks(value) || is_rule);
                let is_told = found.len() == 1 && found[0].line == at + 1 && found[0].what.ends_with("has no value");
                if !is_told || !is_example {
                    odd.push(format!("{line}: {found:#?}"));
                }
            }
        }
    }
    assert!(odd.is_empty(), "{}", odd.join("\n"));
    // Also within a table.
    for (right, wrong) in [("max = 3,", "max = ,"), ("within = \"6 years\" }", "within = }")] {
        let found = told("framework.toml", &framework.replacen(right, wrong, 1));
        assert!(found.len() == 1 && found[0].what.ends_with("has no value"), "{wrong}: {found:#?}");
    }
}

#[test]
fn a_stray_line_says_to_take_it_out() {
    let good = format!("{BASE}{MORE}");
    let told = |text: &str| load(&SourceFile::new("framework.toml", text)).1;
    let mut odd = Vec::new();
    for stray in [
        "stray",
        "some words here",
        "some words, and more.",
        "---",
        "- a",
        "* item",
        "1. first",
        "// a comment",
        "/* a */",
        "; note",
        "<!-- x -->",
        "A sentence: with \"quotes\" in it",
        "it’s",
        "don't",
        "[see below]",
        "(see below)",
        "\"text\"",
    ] {
        // Between two tables, and within one.
        for (before, after) in [("", "\n\n[[element]]\nid = \"b\"\n"), ("[[element]]\nid = \"b\"\n", "\n")] {
            let right = "[[element]]\nid = \"b\"\n";
            let found = told(&good.replacen(right, &format!("{before}{stray}{after}"), 1));
            let is_told =
                found.len() == 1 && found[0].fix == OUT && found[0].what == "this is not TOML: the line sets no key";
            let done = good.replacen(right, &format!("{before}# {stray}{after}"), 1);
            if !is_told || !told(&done).is_empty() {
                odd.push(format!("{before}{stray}: {found:#?}"));
            }
        }
    }
    assert!(odd.is_empty(), "{}", odd.join("\n"));
}

pub(crate) const JSON: &str = "{\n  \"trainee\": \"t\",\n  \"joined_on\": \"2020-01-01\",\n  \"results\": [\n    \
    { \"id\": \"r1\", \"element\": \"a\", \"outcome\": \"pass\", \"sat_on\": \"2022-01-15\" },\n    \
    { \"id\": \"r2\", \"element\": \"b\", \"outcome\": \"pass\", \"sat_on\": \"2022-01-16\" }\n  ],\n  \"awards\": [\n    \
    { \"id\": \"a1\", \"status\": \"st\", \"conferred_on\": \"2022-04-01\" }\n  ]\n}\n";

#[test]
fn what_a_fault_of_json_says_to_do_makes_it_json() {
    let framework = loaded(BASE);
    let told = |text: &str| read_facts(&framework, &SourceFile::new("f.json", text)).1;
    assert_eq!(told(JSON), Vec::new());
    let close = "See that each bracket is closed, [ by ] and { by }, with a comma between parts";
    let single = "Write \" in the place of '";
    let alone = "Write \" before the text and behind it, in the place of '";
    let within = "Write \" in the place of ', and \\\" in the place of \" within it";
    let (trainee, day) = ("\"trainee\": \"t\",", "\"2020-01-01\"");
    let cases: &[Case<'_>] = &[
        (trainee, "'trainee': 't',", single, trainee),
        ("\"t\"", "'t'", single, "\"t\""),
        ("\"element\": \"a\"", "'element': 'a'", single, "\"element\": \"a\""),
        (trainee, "“trainee”: “t”,", CURLY, trainee),
        ("\"t\"", "\"t”", "Write \" in the place of ”", "\"t\""),
        ("\"id\": \"r1\", ", "\"id”: \"r1\", ", "Write \" in the place of ”", "\"id\": \"r1\", "),
        ("\"id\": \"r1\", ", "\"id\": \"r1”, ", "Write \" in the place of ”", "\"id\": \"r1\", "),
        // A single mark on one side alone, and others between two.
        ("\"t\"", "'t", alone, "\"t\""),
        ("\"t\"", "t'", alone, "\"t\""),
        (trainee, "'trainee: \"t\",", alone, trainee),
        (trainee, "trainee': \"t\",", alone, trainee),
        ("\"outcome\": \"pass\"", "\"outcome\": 'pass", alone, "\"outcome\": \"pass\""),
        ("\"t\"", "'t\"s'", within, "\"t\\\"s\""),
        ("\"t\"", "'\"t\"'", within, "\"\\\"t\\\"\""),
        (trainee, "// me\n\"trainee\": \"t\",", "Take // me out", trainee),
        (trainee, "/* me */ \"trainee\": \"t\",", "Take /* me */ out", trainee),
        (trainee, "some words\n\"trainee\": \"t\",", "Take some words out", trainee),
        (day, "True", "Write it as 2026-01-31", "\"2026-01-31\""),
        (day, "2020-01-01", QUOTE, day),
        // A bracket that is missing is told once.
        (" },\n", " ,\n", close, " },\n"),
        ("  ],\n", "  ,\n", close, "  ],\n"),
        ("  ],\n", "  \n", close, "  ],\n"),
        ("  ],\n", "", close, "  ],\n"),
        (" }\n  ],\n", "\n", close, " }\n  ],\n"),
        ("  ]\n}", "\n}", close, "  ]\n}"),
        ("    { \"id\": \"r1\"", "    \"id\": \"r1\"", close, "    { \"id\": \"r1\""),
        ("\"results\": [", "\"results\": ", close, "\"results\": ["),
        ("  ]\n}\n", "  ]\n}}\n", "Take out what stands behind the end", "  ]\n}\n"),
    ];
    each(JSON, cases, told);
    // All of them, in a file that was printed by a program of another language: once a line.
    let other = told(&JSON.replace('"', "'"));
    assert!(other.len() == 7 && other.iter().all(|one| one.fix == single), "{other:#?}");
}

#[test]
fn what_a_merge_left_in_json_hides_nothing() {
    let framework = loaded(BASE);
    let merged = JSON
        .replacen("  \"joined_on\": \"2020-01-01\",\n", "<<<<<<< HEAD\n  \"joined_on\": \"2020-01-01\",\n=======\n  \"joined_on\": \"2020-02-01\",\n>>>>>>> other\n", 1)
        .replacen("\"st\"", "\"zz\"", 1);
    let found = read_facts(&framework, &SourceFile::new("f.json", merged)).1;
    let lines: Vec<usize> = found.iter().map(|one| one.line).collect();
    assert_eq!(lines, [3, 5, 7, 13], "{found:#?}");
    assert!(found[..3].iter().all(|one| one.what.contains("left here by a merge")), "{found:#?}");
}

//! Several slips of writing in one table, one list or one file: each is told, on its line, with a mend that fits.

use domain::framework::{SourceFile, load};
use domain::standing::read_facts;

use crate::support::{BASE, loaded};

/// What is told of BASE with these changes.
fn told(changes: &[(&str, &str)]) -> Vec<String> {
    let text = changes.iter().fold(BASE.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    });
    load(&SourceFile::new("f", text)).1.iter().map(ToString::to_string).collect()
}

/// Whether each is told on a line and says so, and nothing else is told.
fn are(told: &[String], wanted: &[(usize, &str)]) {
    let fits = |(told, (line, says)): (&String, &(usize, &str))| {
        told.split_once(": ").is_some_and(|(at, what)| at.ends_with(&format!(":{line}")) && what.contains(says))
    };
    assert!(told.len() == wanted.len() && told.iter().zip(wanted).all(fits), "{told:#?}, and not {wanted:#?}");
}

const A: &str = "id = \"a\"\nkind = \"assessment\"\ntitle = \"A\"\nstage = \"s\"\ncredits = 10\nsources = [\"test\"]\n";

#[test]
fn three_slips_in_one_table_are_told_each_on_its_line() {
    let with = |table: &str| told(&[(A, table), ("title = \"C\"", "title = 5")]);
    let (sign, mark, word) = ("expected `=`", "Close the text with the quotation mark", "Write it in digits alone");
    are(
        &with("id = \"a\"\nkind \"assessment\"\ntitle = \"A\nstage = \"s\"\ncredits = ten\nsources = [\"test\"]\n"),
        &[(48, sign), (49, mark), (51, word), (65, "`title` should be text")],
    );
    are(
        &with("id = \"a\"\nkind = \"assessment\"\ntitle \"A\"\nstage = \"s\ncredits 10\nsources = [\"test\"\n"),
        &[(49, sign), (50, mark), (51, sign), (52, "unclosed array"), (65, "`title` should be text")],
    );
    // What is not known there is told too.
    are(
        &with("id = \"a\"\nkind \"assessment\"\ntitle = \"A\nstage = \"sss\"\ncredits = 10\nsources = [\"test\"]\n"),
        &[(48, sign), (49, mark), (50, "`sss` is no stage"), (65, "`title` should be text")],
    );
}

#[test]
fn what_a_merge_left_is_told_as_that_and_hides_nothing() {
    let found = told(&[
        ("credits = 20\n", "<<<<<<< HEAD\ncredits = 20\n=======\ncredits = 25\n>>>>>>> branch\n"),
        ("title = \"C\"", "title = 5"),
    ]);
    let fix = "left here by a merge of two versions. Keep one of the two sides";
    are(&found, &[(59, fix), (61, fix), (63, fix), (69, "`title` should be text")]);
    let all = "[\"a\",\n<<<<<<< HEAD\n\"b\",\n||||||| base\n\"bb\",\n=======\n\"bc\",\n>>>>>>> branch\n\"cc\"]";
    let found = told(&[("[\"a\", \"b\", \"c\"]", all)]);
    are(&found, &[(44, fix), (46, fix), (48, fix), (50, fix), (51, "`cc` is no stage")]);
    // Equal signs alone are a line of somebody's text.
    are(&told(&[("title = \"A\"", "summary = \"\"\"\nA\n=======\nB\"\"\"\ntitle = \"A\"")]), &[]);
}

#[test]
fn a_wrong_bracket_at_the_end_of_several_lines_is_told_once() {
    for list in ["requires = [\n \"a\",\n \"b\"\n}\nresults", "sources = [\n \"a\",\n \"b\"\n}\nresults"] {
        let from = if list.starts_with("sources") { "sources = [\"test\"]\nresults" } else { "results" };
        let line = if list.starts_with("sources") { 45 } else { 46 };
        are(&told(&[(from, list)]), &[(line, "Write `]`")]);
    }
}

#[test]
fn a_header_that_is_no_toml_is_told_once_with_the_right_one() {
    let with =
        |header: &str| told(&[("[[element]]\nid = \"b\"", &format!("{header}\nid = \"b\"")), ("= \"C\"", "= 5")]);
    for header in ["[[\"element\"]]", "[['element']]", "[[ element ]]"] {
        are(&with(header), &[(65, "`title` should be text")]);
    }
    for header in [
        "[{element}]",
        "[[ele ment]]",
        "[ [element]]",
        "[[element] ]",
        "[(element)]",
        "{{element}}",
        "<<element>>",
        "element",
        "[[]]",
        "[[element,]]",
        "[[\"element]]",
        "[[element]] junk",
        "[[element]] [[element]]",
        "[[ele}ment]]",
        "[[element]];",
        "[[\"ele ment\"]]",
    ] {
        are(&with(header), &[(54, "Write [[element]]"), (65, "`title` should be text")]);
    }
}

#[test]
fn a_text_in_three_marks_that_is_not_closed_is_told_where_it_is_opened() {
    for mark in ["\"\"\"", "'''"] {
        let opens = format!("the text that {mark} opens here is not closed");
        are(&told(&[("title = \"S\"", &format!("title = {mark}S"))]), &[(41, &opens)]);
        // Another one further on is closed.
        let found = told(&[
            ("title = \"S\"", &format!("title = {mark}S")),
            ("title = \"A\"", &format!("title = \"A\"\nsummary = {mark}A\nB{mark}")),
            ("title = \"C\"", "title = 5"),
        ]);
        are(&found, &[(41, &opens), (67, "`title` should be text")]);
    }
    are(
        &told(&[("title = \"A\"", "title = \"A\nmore\nof it\"")]),
        &[(49, "Close the text with the quotation mark that opens it; a text of several lines stands in three")],
    );
    are(&told(&[("title = \"A\"", "title = \"A\\")]), &[(49, "Close the text")]);
}

#[test]
fn a_slip_within_a_value_hides_nothing_else_of_it() {
    let results = |value: &str| told(&[("{ all = [\"a\", \"b\", \"c\"] }", value)]);
    let word = "Put it in quotation marks";
    are(&results("{ all = [\"a\", b, \"cc\"] }"), &[(43, word), (43, "`cc` is no stage")]);
    are(&results("{ all = [\"a\" \"b\", \"cc\"] }"), &[(43, "Write a comma"), (43, "`cc` is no stage")]);
    are(&results("{ all = [\"a\",, \"b\", \"cc\"] }"), &[(43, "Take the comma out"), (43, "`cc` is no stage")]);
    are(
        &results("{ all = [\n\"a\",\nb,\n\"cc\",\n\"c\n] }"),
        &[(45, word), (46, "`cc` is no stage"), (47, "the rest of the line is read when that is done")],
    );
}

#[test]
fn what_is_written_as_elsewhere_is_mended_as_it_is_written_here() {
    let title = |value: &str| told(&[("title = \"A\"", &format!("title = {value}"))]);
    are(&title("\"A\\q\""), &[(49, "in a text `\\q` stands for nothing. Write \\\\ for a backslash")]);
    are(&title("\"A\\u12\""), &[(49, "in a text `\\u` stands for nothing")]);
    are(&title("\"A\tB\""), &[(49, "`title` has a tab")]);
    are(&title("\"A\u{1}B\""), &[(49, "the character U+0001, which is not seen. Take the character out")]);
    are(&title("“A”"), &[(49, "Write \" in the place of “ and ”")]);
    are(&title("\"A\";"), &[(49, "Take out what stands behind the value; a note begins with #")]);
    are(&title("\"A \"b\" c\""), &[(49, "Write a quotation mark within a text as \\\"")]);
    are(&told(&[("title = \"A\"", "title: \"A\"")]), &[(49, "Write = in the place of :")]);
    are(&told(&[("title = \"A\"\nstage", "title = \"A\" stage")]), &[(49, "Write each key on a line of its own")]);
    for day in ["1.1.2020", "01/01/2020", "2020.1.1", "2020-1-1", "01-01-2020", "1 January 2020", "2020-01-01T10"] {
        let found = told(&[("effective_from = 2020-01-01", &format!("effective_from = {day}"))]);
        are(&found, &[(7, &format!("`{day}` is no day as one is written here. Write a day as 2026-01-31"))]);
    }
}

#[test]
fn what_lies_too_deep_is_told_on_its_line() {
    let deep = format!("{}b = 1", "a.".repeat(200));
    are(&told(&[("title = \"S\"", &format!("title = \"S\"\n{deep}"))]), &[(42, "nested too deeply")]);
    let lists = format!("title = \"S\"\nrequires = {}{}", "[".repeat(200), "]".repeat(200));
    are(&told(&[("title = \"S\"", &lists)]), &[(42, "nested too deeply")]);
}

/// As it is written in YAML.
#[test]
fn a_key_with_another_sign_and_no_value_beside_it_is_told_once() {
    let (colon, begin) =
        ("Write = in the place of :, and begin it on the line of its key", "Begin it on the line of its key");
    for (line, right) in [
        (7, "effective_from = 2020-01-01"),
        (41, "title = \"S\""),
        (43, "results = { all = [\"a\", \"b\", \"c\"] }"),
        (52, "sources = [\"test\"]\n\n[[element]]\nid = \"b\""),
        (51, "credits = 10"),
        (76, "outcomes_of = [\"area\"]"),
    ] {
        let (key, value) = right.split_once(" = ").unwrap();
        for (sign, fix) in [(":", colon), (" :", colon), (": # it", colon), (" =", begin), (" = # it", begin)] {
            for indent in ["", "  "] {
                are(&told(&[(right, &format!("{key}{sign}\n{indent}{value}"))]), &[(line, fix)]);
            }
        }
    }
    let list = "results = { all = [\"a\", \"b\", \"c\"] }";
    are(&told(&[(list, "results:\n{\nall = [\n\"a\",\n\"b\", \"c\"\n]\n}")]), &[(43, colon)]);
    are(&told(&[("outcomes_of = [\"area\"]", "outcomes_of:\n  [\n    \"area\",\n  ]")]), &[(76, colon)]);
    // What is in it is read.
    are(&told(&[(list, "results:\n  { all = [\"a\", \"b\", \"cc\"] }")]), &[(43, colon), (44, "`cc` is no stage")]);
    are(&told(&[("title = \"S\"", "title:")]), &[(41, "`title` has no value. Write title = \"…\" in its place")]);
    are(&told(&[("credits = 10", "credits:")]), &[(51, "`credits` has no value. Write credits = 10 in its place")]);
    for items in ["  - test\n  - more", "- test\n- more"] {
        let found = told(&[("sources = [\"test\"]\nresults", &format!("sources:\n{items}\nresults"))]);
        are(&found, &[(42, "the value of `sources` is no list of TOML. Write it as sources = [\"…\", \"…\"]")]);
    }
}

const JSON: &str = "{\n  \"trainee\": \"t\",\n  \"joined_on\": \"2020-01-01\",\n  \"results\": [\n    \
    { \"id\": \"r1\", \"element\": \"a\", \"outcome\": \"pass\", \"sat_on\": \"2022-01-15\" },\n    \
    { \"id\": \"r2\", \"element\": \"q\", \"outcome\": \"pass\", \"sat_on\": \"2022-01-16\" }\n  ],\n  \"awards\": [\n    \
    { \"id\": \"a1\", \"status\": \"zz\", \"conferred_on\": \"2022-04-01\" }\n  ]\n}\n";

#[test]
fn one_slip_of_json_hides_nothing_of_the_rest() {
    let framework = loaded(BASE);
    let q = "`q` is no assessment";
    let zz = "`zz` is no status";
    for (from, to, line, says) in [
        ("\"t\",", "\"t\"", 2, "Write a comma between"),
        ("\"t\",", "t,", 2, "Put it in quotation marks"),
        ("\"t\",", "\"t,", 2, "not JSON"),
        ("\"t\",", "\"t\t\",", 2, "a tab as \\t"),
        ("\"t\",", "\"t\"; ", 2, "Write , in the place of ;"),
        ("\"t\",", "\"t\", // me", 2, "not JSON"),
        ("\"joined_on\":", "joined_on:", 3, "Put it in quotation marks"),
        ("\"joined_on\":", "\"joined_on\" =", 3, "Write : in the place of ="),
        ("\"joined_on\":", "\"joined_on\"", 3, "Write : between"),
        ("\"2020-01-01\"", "2020-01-01", 3, "Put it in quotation marks"),
        ("\"results\": [", "\"results\": ", 4, "See that each bracket is closed"),
        ("\"2022-01-15\" },", "\"2022-01-15\", },", 5, "Take the comma out"),
        ("  ],", "  },", 7, "See that each bracket is closed"),
        ("  ]\n}\n", "  ]\n", 10, "See that each bracket is closed"),
    ] {
        assert!(JSON.contains(from), "{from}");
        let (_, problems) = read_facts(&framework, &SourceFile::new("f.json", JSON.replacen(from, to, 1)));
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let mut wanted = vec![(6, q), (9, zz), (line, says)];
        // What is said of a line whose bracket was guessed may follow from that.
        wanted.retain(|(at, what)| *at != line || *what == says);
        wanted.sort_by_key(|(line, _)| *line);
        are(&told, &wanted);
    }
    // Where nobody can say what is meant, it is said that nothing more is looked at.
    let (_, problems) = read_facts(&framework, &SourceFile::new("f.json", JSON.replacen("\"r1\"", "\"r1\" ) ( %", 1)));
    let last = problems.last().unwrap();
    assert!(
        last.fix.ends_with("What follows is not looked at before that is done") || problems.len() > 2,
        "{problems:#?}"
    );
}

/// A wide space before a word is no part of it, whatever comes after.
#[test]
fn a_wide_space_where_the_reader_stops_is_no_crash() {
    for space in ['\u{3000}', '\u{a0}', '\u{1680}', '\u{85}', '\u{2028}'] {
        for text in [
            format!("{space}Ë໙j/:w"),
            format!("{{\"a\": {space}໙}}"),
            format!("{{ \"a\"{space}: 1 }}"),
            format!("a = {space}໙\n"),
        ] {
            for name in ["facts.json", "facts.toml"] {
                let (file, problems) = read_facts(&loaded(BASE), &SourceFile::new(name, text.clone()));
                assert!(file.is_none() && !problems.is_empty(), "{name} {text:?}");
            }
        }
    }
}

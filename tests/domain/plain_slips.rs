//! Slips of people who write other languages, or who left something out: each is told once, and what it says to do makes a file
//! that loads.

use domain::framework::{Problem, SourceFile, load};
use domain::standing::{check_example, read_facts};

use crate::advice::{Case, JSON, each};
use crate::one_slip::{FACTS, MORE};
use crate::support::{BASE, loaded};

fn good() -> String {
    format!("{BASE}{MORE}")
}

fn told(text: &str) -> Vec<Problem> {
    load(&SourceFile::new("framework.toml", text)).1
}

fn told_of(name: &str, text: &str) -> Vec<Problem> {
    read_facts(&loaded(BASE), &SourceFile::new(name, text)).1
}

#[test]
fn a_value_that_is_missing_in_json_is_told_once() {
    let (day, outcome) = ("\"sat_on\": \"2022-01-15\" }", "\"outcome\": \"pass\", \"sat_on\": \"2022-01-16\"");
    let fix = "Write it behind the sign, or take the key out";
    let awards = "\"awards\": [\n    { \"id\": \"a1\", \"status\": \"st\", \"conferred_on\": \"2022-04-01\" }\n  ]\n";
    let cases: &[Case<'_>] = &[
        ("\"trainee\": \"t\",", "\"trainee\": ,", fix, "\"trainee\": \"t\","),
        ("\"trainee\": \"t\",", "\"trainee\":", fix, "\"trainee\": \"t\","),
        (day, "\"sat_on\": }", fix, day),
        (day, "\"sat_on\":\n}", fix, day),
        (outcome, "\"outcome\": , \"sat_on\": \"2022-01-16\"", fix, outcome),
        ("\"id\": \"r1\",", "\"id\":,", fix, "\"id\": \"r1\","),
        (awards, "\"awards\":\n", fix, awards),
    ];
    each(JSON, cases, |text| told_of("f.json", text));
    // Nothing beside it is hidden.
    let two = JSON.replace("\"pass\"", "").replacen("\"st\"", "\"zz\"", 1);
    let found = told_of("f.json", &two);
    let lines: Vec<usize> = found.iter().map(|one| one.line).collect();
    assert_eq!(lines, [5, 6, 9], "{found:#?}");
}

#[test]
fn what_is_not_looked_at_is_said() {
    let circle = |text: &str| text.replacen("[\"a\", \"b\"]\nattempts", "[\"a\", \"d\"]\nattempts", 1);
    let words = ". Whether needs make a circle is not looked at before that is done";
    for (right, wrong) in [("title = \"Court\"", "title = \"Court"), ("id = \"other\"", "id = \"other")] {
        let open = good().replacen(right, wrong, 1);
        let (alone, both) = (told(&open), told(&circle(&open)));
        assert!(alone.len() == 1 && !alone[0].fix.ends_with(words), "{alone:#?}");
        assert!(both.len() == 1 && both[0].fix.ends_with(words) && both[0].line == alone[0].line, "{both:#?}");
    }
    let words = ". What `corrects` names is not looked at before that is done";
    for (right, wrong) in [("id = \"r2\"", "id = \"r1\""), ("id = \"r1\"\n", "")] {
        let found =
            told_of("f.toml", &FACTS.replacen(right, wrong, 1).replacen("corrects = \"r1\"", "corrects = \"r9\"", 1));
        assert!(found.len() == 1 && found[0].fix.ends_with(words), "{wrong}: {found:#?}");
    }
}

#[test]
fn a_header_of_another_list_is_told_once_and_nothing_is_lost() {
    let write = "Write [[experience_kind]]";
    let [office, court, course, x] = ["office", "court", "course", "x"].map(|id| {
        let list = if id == "x" { "specialism" } else { "experience_kind" };
        format!("[[{list}]]\nid = \"{id}\"")
    });
    let other = |right: &str| right.replacen("experience_kind", "specialism", 1);
    let (step_off, two) = ("[[step_off]]\nid = \"first\"", x.replacen('\n', "\n[[experience_kind]]\n", 1));
    let cases: &[Case<'_>] = &[
        // By what it is named as, by its keys, and by one of these.
        (&office, &other(&office), write, &office),
        (&course, &other(&course), write, &course),
        (&court, &other(&court), "Write [[experience_kind]], or take `counts_as` out", &court),
        (&x, &x.replacen("specialism", "experience_kind", 1), "Write [[specialism]]", &x),
        (&x, &two, "Take [[experience_kind]] out", &x),
        (step_off, "[[route]]\nid = \"first\"", "Write [[step_off]], or take `status` out", step_off),
    ];
    each(&good(), cases, told);
    // One that has the id of another table is of its own list all the same.
    let same = "[[specialism]]\nid = \"office\"\ntitle = \"O\"\nsources = [\"test\"]\n";
    assert_eq!(told(&format!("{}\n{same}", good())), Vec::new());
}

#[test]
fn a_comma_that_is_missing_behind_a_number_a_day_or_a_flag_is_told_as_that() {
    let comma = "Write a comma between the two parts";
    let cases: &[Case<'_>] = &[
        ("hours = 20, kind", "hours = 20 kind", comma, "hours = 20, kind"),
        ("max = 3, within", "max = 3  within", comma, "max = 3, within"),
        ("credits = 20, of", "credits = 20 of", comma, "credits = 20, of"),
        (
            "letters = \"P\", until = 2001-01-01 }",
            "until = 2001-01-01 letters = \"P\" }",
            comma,
            "until = 2001-01-01, letters = \"P\" }",
        ),
        (
            "\"6 months\", kind",
            "\"6 months\", full_time_equivalent = true kind",
            comma,
            "\"6 months\", full_time_equivalent = true, kind",
        ),
    ];
    each(&good(), cases, told);
    let day = "on = 2022-01-04, by";
    each(FACTS, &[(day, "on = 2022-01-04 by", comma, day)], |text| told_of("f.toml", text));
}

#[test]
fn a_comma_within_a_number_is_told_as_that() {
    let (whole, rest) = ("Write a whole number in digits alone", "; the rest of the line is read when that is done");
    let rest = format!("{whole}{rest}");
    let cases: &[Case<'_>] = &[
        ("hours = 20,", "hours = 1,500,", "Write 1500", "hours = 1500,"),
        ("max = 3, within = \"6 years\" }", "max = 2,5 }", &rest, "max = 2 }"),
        ("hours_flat = 100\n", "hours_flat = 1,500,000\n", "Write 1500000", "hours_flat = 1500000\n"),
        ("credits = 10\n", "credits = 2,5 # half\n", whole, "credits = 2 # half\n"),
        ("credits = 10\n", "credits = 1.500,00\n", whole, "credits = 1500\n"),
    ];
    each(&good(), cases, told);
    let minutes = "minutes = 600";
    each(FACTS, &[(minutes, "minutes = 1,500", "Write 1500", "minutes = 1500")], |text| told_of("f.toml", text));
    let results = "\"results\": [";
    let with = |minutes: &str| {
        format!(
            "\"experience\": [{{\"id\": \"e\", \"kind\": \"work\", \"from\": \"2022-01-01\", \"until\": \"2022-02-01\", \
             \"organisation\": \"Firm\", \"minutes\": {minutes}}}],\n\"results\": ["
        )
    };
    each(JSON, &[(results, &with("1,500"), "Write 1500", &with("1500"))], |text| told_of("f.json", text));
}

#[test]
fn a_list_whose_brackets_or_marks_are_wrong_is_told_as_that() {
    let (square, curly) = ("Write [ and ] in the place of ( and )", "Write { and } in the place of ( and )");
    let (before, mark) = ("Write [ before it and ] behind it", "Write the quotation mark that is missing");
    let (after, of) = ("sat_after = [\"a\", \"b\"]", "of = [\"d\", \"e\"] }");
    let attempts = "{ max = 3, within = \"6 years\" }";
    let cases: &[Case<'_>] = &[
        (after, "sat_after = (\"a\", \"b\")", square, after),
        (after, "sat_after = (\n\"a\",\n\"b\",\n)", square, after),
        (after, "sat_after = {\"a\", \"b\"}", "Write [ and ] in the place of { and }", after),
        (after, "sat_after = \"a\", \"b\"", before, after),
        (after, "sat_after = [\"a, \"b\"]", mark, after),
        (after, "sat_after = [\"a\", \"b]", mark, after),
        (after, "sat_after = [a\", b\"]", mark, after),
        (of, "of = (\"d\", \"e\") }", square, of),
        (of, "of = \"d\", \"e\" }", before, of),
        (of, "of = [\"d, \"e\"] }", mark, of),
        (attempts, "( max = 3, within = \"6 years\" )", curly, attempts),
    ];
    each(&good(), cases, told);
    let outcomes = "[\"o1\", \"o2\"]";
    let cases: &[Case<'_>] = &[
        (outcomes, "(\"o1\", \"o2\")", square, outcomes),
        (outcomes, "\"o1\", \"o2\"", before, outcomes),
        (outcomes, "[\"o1, \"o2\"]", mark, outcomes),
    ];
    each(FACTS, cases, |text| told_of("f.toml", text));
    let awards = "[\n    { \"id\": \"a1\", \"status\": \"st\", \"conferred_on\": \"2022-04-01\" }\n  ]";
    let round = awards.replace('[', "(").replace(']', ")");
    each(JSON, &[(awards, &round, square, awards)], |text| told_of("f.json", text));
    // A text may hold any of these signs.
    for text in ["(a), \\\"b", "{ \\\"x\\\", (", "[\\\"a, b\\\"]"] {
        assert_eq!(told(&good().replacen("title = \"W\"", &format!("title = \"{text}\""), 1)), Vec::new());
    }
}

#[test]
fn a_key_alone_on_its_line_has_no_value() {
    let (credits, title, extends) = ("credits = 10\n", "title = \"A\"\n", "extends = true\n");
    let cases: &[Case<'_>] = &[
        (credits, "credits\n", "Write credits = 10, or take the line out", credits),
        (title, "title\n", "Write title = \"…\", or take the line out", title),
        (extends, "extends\n", "Write extends = true, or take the line out", extends),
    ];
    each(&good(), cases, told);
    let minutes = "minutes = 600";
    each(FACTS, &[(minutes, "minutes", "Write minutes = 10, or take the line out", minutes)], |text| {
        told_of("f.toml", text)
    });
}

#[test]
fn a_file_in_another_language_is_one_problem() {
    let toml = "Give it a name that ends in .toml";
    let json = "Give it a name that ends in .json";
    let noted = format!("# notes\n\n{FACTS}");
    for (name, text, fix) in [
        ("f.json", FACTS, toml),
        ("f.json", &*noted, toml),
        ("f.json", "\n[[results]]\n", toml),
        ("f.toml", JSON, json),
        ("f.toml", "{}", json),
        ("f.toml", "[\n{\"id\": 1}\n]", json),
    ] {
        let found = told_of(name, text);
        assert!(found.len() == 1 && found[0].fix == fix && found[0].line <= 2, "{text}: {found:#?}");
    }
    let found = told(JSON);
    assert!(found.len() == 1 && found[0].what == "this is JSON, and should be TOML", "{found:#?}");
}

#[test]
fn a_header_or_a_key_that_is_like_none_is_one_problem() {
    for header in ["[who knows]", "[[who knows]]", "[see below]"] {
        let table = format!("{header}\nid = \"q\"\ntitle = \"Q\"\n\n[[element]]\nid = \"b\"");
        let found = told(&good().replacen("[[element]]\nid = \"b\"", &table, 1));
        assert!(found.len() == 1 && found[0].line == 54, "{header}: {found:#?}");
        let table = format!("{header}\nid = \"q\"\n\n[[results]]\nid = \"r2\"");
        let found = told_of("f.toml", &FACTS.replacen("[[results]]\nid = \"r2\"", &table, 1));
        assert!(found.len() == 1 && found[0].line == 15, "{header}: {found:#?}");
    }
    let found = told(&good().replacen("sources = ", "qwertyuiop = ", 1));
    let fix = "Write `sources`, which is not there, or take it out and add that";
    assert!(found.len() == 1 && found[0].fix == fix && found[0].line == 12, "{found:#?}");
}

#[test]
fn an_empty_file_is_one_problem() {
    let whats = |problems: Vec<Problem>| problems.into_iter().map(|one| one.what).collect::<Vec<_>>();
    for text in ["", " \n\t\n", "\u{feff}\n"] {
        let all = [told(text), told_of("f.json", text), told_of("f.toml", text)];
        let example = check_example(None, &SourceFile::new("e.toml", text));
        for problems in all.into_iter().chain([example]) {
            assert_eq!(whats(problems), ["the file is empty"], "{text:?}");
        }
    }
}

/// A file of one line is read as quickly as one of many: character by character it would take minutes.
#[test]
fn a_long_line_is_read_in_one_go() {
    let spell = r#"{"id":"ID","kind":"work","from":"2024-01-01","until":"2024-01-02","minutes":5,"organisation":"O"}"#;
    let spells: Vec<String> = (0..20_000).map(|at| spell.replace("ID", &format!("e{at}"))).collect();
    let text = |end: &str| format!(r#"{{"trainee":"ada","experience":[{}{end}"#, spells.join(","));
    assert_eq!(told_of("f.json", &text("]}")), []);
    assert_eq!(told_of("f.json", &text("]")).len(), 1);
}

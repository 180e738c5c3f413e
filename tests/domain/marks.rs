//! How marks are written: what a framework may say, what is taken for a mark, and what is not.

use crate::support::{BASE, loaded, nobody, pass};
use domain::framework::{MarkScheme, NoMark, SourceFile, load, mark};
use domain::standing::{ResultFact, read_facts};

#[test]
fn without_a_scheme_a_mark_is_a_number_from_nought_on_or_a_grade_in_letters() {
    for typed in [
        "62",
        "62.5",
        "62,5",
        "0",
        "62%",
        "62 %",
        "31/50",
        "31 / 50",
        "100",
        "170/200",
        "312.5/500",
        "2:1",
        "B+",
        "A-",
        "A*",
        "100%",
        "Merit",
        "1st",
        "très bien",
        "B/C",
        "P",
        "F",
        "Elite",
        "Excellent",
        "A1",
    ] {
        assert_eq!(mark(None, typed), Ok(typed.to_owned()), "{typed}");
    }
    for typed in [
        // What no mark is written with.
        "-5",
        "+",
        "-",
        "..",
        "31/",
        "/50",
        "%",
        "1/2/3",
        "-A",
        "62%%",
        "<b>",
        "Pass (capped)",
        "B,C",
        "",
        // More than a hundred, of nobody says what.
        "101",
        "100.5",
        "170",
        // Numbers that are too long, or more than what they are of; a grade that is too long.
        "12,,3",
        "1.234",
        "12345678",
        "101%",
        "45/30",
        "31/0",
        "AAAAAAAAAAAAAAAAAAAAA",
        // Numbers as machines write them, and digits of other scripts.
        "NaN",
        "nan",
        "inf",
        "Infinity",
        "1e3",
        "1E+9",
        "2e-1",
        "0x1F",
        "0b11",
        "\u{666}\u{662}",
        "\u{ff16}\u{ff12}",
        "\u{bd}",
        "B\u{ff16}",
        // Pictures, and what is not seen.
        "😀",
        "62😀",
        "B\u{200b}+",
        "6\u{7}2",
        "B\u{202e}",
        "\u{1b}[1mA",
        "A\u{0}",
        "A\nB",
        "A\tB",
        "\u{2800}A",
    ] {
        assert!(matches!(mark(None, typed), Err(NoMark::Wanted(_))), "{typed:?}");
    }
    for typed in
        ["pass", "Pass", " PASSED ", "Fail", "not  passed", "absent", "Did not sit", "completed", "n/a", "exempt"]
    {
        assert_eq!(mark(None, typed), Err(NoMark::Outcome), "{typed}");
    }
}

#[test]
fn each_scheme_takes_its_marks_in_one_spelling() {
    let percent = MarkScheme::Percent;
    let points = MarkScheme::Points(500);
    let grades = MarkScheme::Grades(vec![String::from("Distinction"), String::from("Pass")]);
    for (scheme, typed, kept) in [
        (&percent, "62", Some("62%")),
        (&percent, "62.50 %", Some("62.5%")),
        (&percent, "0", Some("0%")),
        (&percent, "100.00", Some("100%")),
        (&percent, "100.01", None),
        (&percent, "101", None),
        (&percent, "-1", None),
        (&percent, "abc", None),
        (&percent, "", None),
        (&points, "500", Some("500")),
        (&points, "500.5", None),
        (&points, "499,25", Some("499.25")),
        (&points, "501", None),
        (&points, "300%", None),
        (&grades, "distinction", Some("Distinction")),
        (&grades, " PASS ", Some("Pass")),
        (&grades, "Fail", None),
        (&grades, "62", None),
    ] {
        let read = mark(Some(scheme), typed);
        assert_eq!(read.as_deref().ok(), kept, "{scheme:?} {typed}: {read:?}");
        if let Some(kept) = kept {
            assert_eq!(mark(Some(scheme), kept).as_deref(), Ok(kept), "what is kept is read as it is");
        }
    }
}

/// The framework with this in the table of A, and at the top of the file.
fn with(element: &str, top: &str) -> String {
    let of_a = BASE.replacen("title = \"A\"\n", &format!("title = \"A\"\n{element}\n"), 1);
    of_a.replacen("title = \"Mini\"\n", &format!("title = \"Mini\"\n{top}\n"), 1)
}

#[test]
fn what_one_element_says_goes_before_what_the_file_says_and_only_results_have_marks() {
    let framework = loaded(&with("marks = { kind = \"points\", most = 60 }", "marks = { kind = \"percent\" }"));
    let of = |id: &str| framework.node(framework.find(id).unwrap()).marks.clone();
    assert_eq!(of("a"), Some(MarkScheme::Points(60)));
    assert_eq!((of("b"), of("c")), (Some(MarkScheme::Percent), Some(MarkScheme::Percent)));
    assert_eq!((of("p"), of("s")), (None, None));
    let none = loaded(BASE);
    assert_eq!(none.node(none.find("a").unwrap()).marks, None);
}

#[test]
fn each_fault_of_marks_is_one_problem() {
    for (marks, told) in [
        ("marks = { kind = \"percents\" }", "`percents` is no kind of marks"),
        ("marks = { kind = \"stars\" }", "`stars` is no kind of marks"),
        ("marks = \"percent\"", "`marks` should be a table, and is text"),
        ("marks = { most = 5 }", "`marks` has no `kind`"),
        ("marks = { kind = \"points\" }", "marks of kind points has no `most`"),
        ("marks = { kind = \"points\", most = 0 }", "`most` is 0, which is out of range"),
        ("marks = { kind = \"percent\", most = 50 }", "marks of kind percent have `most`"),
        ("marks = { kind = \"grades\" }", "marks of kind grades has no `grades`"),
        ("marks = { kind = \"grades\", grades = [] }", "`grades` is empty"),
        ("marks = { kind = \"grades\", grades = [\"A\", \"A\"] }", "`A` stands twice in `grades`"),
        ("marks = { kind = \"percent\", moist = 1 }", "`marks` has no key `moist`"),
    ] {
        for text in [with(marks, ""), with("", marks)] {
            let (framework, problems) = load(&SourceFile::new("framework.toml", text));
            assert!(framework.is_none(), "{marks}");
            let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
            assert!(all.iter().any(|problem| problem.contains(told)), "{marks}: {all:?}");
            assert!(all.len() <= 2, "{marks}: {all:?}");
        }
    }
    let text = BASE.replacen("title = \"P\"\n", "title = \"P\"\nmarks = { kind = \"percent\" }\n", 1);
    let (_, problems) = load(&SourceFile::new("framework.toml", text));
    assert!(problems[0].to_string().contains("is no assessment or course, and has `marks`"), "{problems:?}");
}

#[test]
fn a_file_of_facts_has_no_mark_that_is_none() {
    let (percent, without) = (loaded(&with("", "marks = { kind = \"percent\" }")), loaded(BASE));
    let mut facts = nobody();
    for (framework, typed, fits) in [
        (&percent, "62", true),
        (&percent, "62%", true),
        (&percent, "abc", false),
        (&percent, "-5", false),
        (&percent, "NaN", false),
        (&percent, "pass", false),
        (&without, "62", true),
        (&without, "B+", true),
        (&without, "1e3", false),
        (&without, "inf", false),
        (&without, "absent", false),
        (&without, "😀", false),
    ] {
        facts.results = vec![ResultFact { mark: Some(typed.to_owned()), ..pass("1", "a", "2024-01-01") }];
        let text = serde_json::to_string(&facts).unwrap();
        let (read, problems) = read_facts(framework, &SourceFile::new("facts.json", text));
        assert_eq!(read.is_some(), fits, "{typed}: {problems:?}");
        assert!(fits || problems[0].to_string().contains("the mark is"), "{problems:?}");
    }
}

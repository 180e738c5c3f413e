//! What a file says in vain, twice or in no way that can be read; and what was called a fault and is none.

use domain::framework::{Problem, SourceFile, check_prose, day};
use domain::standing::{FactsFile, State, check_example, read_facts};

use crate::lessons::{base, gathering, read, says};
use crate::loading::{one_fault, problems};
use crate::support::{BASE, claim, d, loaded, nobody, spell, state};

fn faults(name: &str, text: &str) -> Vec<Problem> {
    read_facts(&loaded(BASE), &SourceFile::new(name, text)).1
}

const KEYS: &str = "results = { all = [\"a\", \"b\", \"c\"] }";

#[test]
fn a_list_with_nothing_in_it_is_told_on_its_line() {
    let element = |more: &str| format!("title = \"A\"\n{more}\n");
    let key = |part: &str| format!("results = {{ all = [\"a\", \"b\", \"c\", {part}] }}");
    for (change, into, at, says) in [
        (
            "outcomes_of = [\"area\"]",
            "outcomes_of = []".to_owned(),
            "outcomes_of",
            "`outcomes_of` is empty. Name at least one",
        ),
        ("title = \"A\"\n", element("sat_after = []"), "sat_after", "`sat_after` is empty. Name at least one"),
        ("title = \"X\"\n", "title = \"X\"\npairs = []\n".to_owned(), "pairs", "`pairs` is empty"),
        ("title = \"Work\"\n", "title = \"Work\"\nconfirms = []\n".to_owned(), "confirms", "`confirms` is empty"),
        ("title = \"Area\"\n", "title = \"Area\"\nsources = []\n".to_owned(), "sources = []", "`sources` is empty"),
        (KEYS, key("{ credits = 10, of = [] }"), "credits = 10, of", "`of` is empty. Name at least one"),
        (KEYS, key("{ credits = 10 }"), "credits = 10 }", "a rule with `credits` has no `of`"),
        (KEYS, key("{ at_least = 1, of = [] }"), "at_least", "a rule that can never hold: `at_least` of nothing"),
        (KEYS, key("{ any = [] }"), "any = []", "a rule that can never hold: `any` of nothing"),
        (KEYS, key("{ exempt = [] }"), "exempt", "`exempt` is empty. Name at least one"),
        (
            "outcomes_of = [\"area\"]",
            "gather = { all = [{ all = [] }] }".to_owned(),
            "gather",
            "`p` is complete with nothing gathered",
        ),
    ] {
        let found = problems(&BASE.replacen(change, &into, 1));
        // What a portfolio does not gather nobody can evidence.
        if !into.starts_with("gather") {
            assert_eq!(found.len(), 1, "{into}: {found:#?}");
            one_fault(change, &into, at, says);
        }
        assert!(found.iter().any(|one| one.to_string().contains(says)), "{into}: {found:#?}");
    }
}

#[test]
fn a_day_of_toml_is_the_same_with_quotation_marks() {
    let (bare, quoted) = ("2022-01-15", "\"2022-01-15\"");
    let facts = |day: &str| {
        let text = format!(
            "trainee = \"t\"\njoined_on = {day}\nresults = [{{ id = \"r\", element = \"a\", outcome = \"pass\", sat_on = {day} }}]\n"
        );
        read_facts(&loaded(BASE), &SourceFile::new("f.toml", text))
    };
    assert!(facts(bare).0.is_some());
    assert_eq!(facts(quoted), facts(bare));
    let told = facts("\"2022-02-30\"").1;
    let is_none = |one: &Problem| one.what.ends_with("which is no day of the calendar");
    assert!(told.len() == 2 && told.iter().all(is_none), "{told:#?}");
    let from = |day: &str| loaded(&BASE.replacen("2020-01-01", day, 1)).effective_from();
    assert_eq!(from(quoted), from(bare));
}

/// Hours of different spells are added up, and there may be flat ones; claims may be more than are asked for.
#[test]
fn a_rule_that_can_hold_is_not_refused() {
    let framework = gathering(r#"{ hours = 300, kind = "work", window = "1 week" }"#);
    let week = |id: &str| spell(id, "work", "2022-01-03", "2022-01-10", 160);
    let facts = FactsFile { experience: ["e1", "e2", "e3"].map(week).to_vec(), ..nobody() };
    assert_eq!(state(&framework, &facts, "e", "2022-01-10"), State::Met);
    let framework = base(&[("examples = 1\n", "examples = 1\ndistinct_signers = 2\n")], "");
    let two = |by: &str| {
        vec![
            claim("c1", &["o2"], "2021-01-01", "2021-02-01", "x"),
            claim("c2", &["o2"], "2021-01-01", "2021-02-01", by),
        ]
    };
    for (by, expected) in [("x", State::InProgress), ("y", State::Met)] {
        assert_eq!(state(&framework, &FactsFile { claims: two(by), ..nobody() }, "o2", "2022-01-01"), expected);
    }
}

#[test]
fn a_fault_is_told_once_and_on_its_own_line() {
    let kind = "counts_as = \"work\"\nhours_per_week = 20";
    for (change, into, at, says) in [
        (
            "title = \"Work\"\n",
            "title = \"Work\"\ncounts_as = \"work\"\n",
            "counts_as = \"work\"",
            "`work` counts as itself. Take `counts_as` out",
        ),
        (
            kind,
            "counts_as = \"work\"\nhours_per_week = 200",
            "hours_per_week",
            "`hours_per_week` is 200, and a week has 168",
        ),
        (
            kind,
            "counts_as = \"work\"\nhours_per_week = 20\nhours_flat = 5",
            "hours_flat = 5",
            "by the week and at a flat rate",
        ),
        (
            "sources = [\"test\"]\nresults",
            "sources = \"test\"\nresults",
            "sources = \"test\"",
            "`sources` should be a list",
        ),
        (KEYS, "results = { all = [\"a\", \"b\", \"c\", \"v\"] }", "results =", "asks for `v`"),
        (
            "title = \"A\"\n",
            "title = \"A\"\nrequires = { not = \"b\" }\n",
            "requires = { not",
            "counts while something does not hold",
        ),
        ("title = \"A\"\n", "title = \"A\"\nnote = \"so\"\n", "note", "is not marked unpublished"),
        ("title = \"A\"\n", "title = \"A\"\nvalid_for = \"1 year\"\n", "valid_for", "and has `valid_for`"),
        (
            "requires = \"s\"",
            "requires = { all = [\"s\", { matches = \"x\" }, { matches = \"y\" }] }",
            "requires = { all",
            "two specialisms at once",
        ),
        (
            "requires = \"s\"",
            "requires = { all = [\"s\", { all = [{ matches = \"x\" }, { not = \"s\" }] }] }",
            "requires = { all",
            "asks that something is so and that it is not",
        ),
        (
            "requires = \"s\"",
            "requires = { all = [\"s\",\n{ joined_before = 2021-01-01, at = \"then\" }] }",
            "at = \"then\"",
            "there is no moment `then`",
        ),
        (
            "requires = \"s\"",
            "requires = { all = [\"s\", { hours = 101, kind = \"course\" }] }",
            "requires = { all",
            "a rule that can never hold: 101 hours of what counts 100 once",
        ),
        // What it is can't be read: nothing is said of what it would have to be.
        ("kind = \"portfolio\"", "kind = \"portfolo\"", "portfolo", "Did you mean `portfolio`?"),
        ("kind = \"verification\"", "kind = 5", "kind = 5", "`kind` should be text"),
        (
            "parent = \"area\"\nstage = \"s\"\ntitle = \"O2\"",
            "parent = 5\nstage = \"s\"\ntitle = \"O2\"",
            "parent = 5",
            "`parent` should be text",
        ),
        (
            "parent = \"area\"\nstage = \"s\"\ntitle = \"O2\"",
            "parent = \"area\"\nstage = []\ntitle = \"O2\"",
            "stage = []",
            "`stage` should be text",
        ),
        (
            "title = \"Status\"\n",
            "title = \"Status\"\nexpires = 5\nextends = true\n",
            "expires = 5",
            "`expires` should be a length of time, and is a whole number. Write expires = \"5 years\"",
        ),
        ("id = \"y\"\n", "id = \"y z\"\n", "id = \"y z\"", "cannot be an id"),
        ("title = \"Status\"\n", "title = \"Status\"\nextends = true\n", "extends", "no award of it ends"),
    ] {
        one_fault(change, into, at, says);
    }
    assert_eq!(loaded(&format!("# A framework.{BASE}")).lines_of_name(), (2, 3));
    // An example that says nothing of a node.
    let example =
        "description = \"x\"\non = 2024-01-01\n[[says]]\nnod = \"a\"\ntext = \"x\"\n[facts]\ntrainee = \"t\"\n";
    let found = check_example(Some(&loaded(BASE)), &SourceFile::new("e.toml", example));
    let told: Vec<&str> = found.iter().map(|one| one.what.as_str()).collect();
    assert_eq!(told, ["`nod` is no field of `says`"]);
}

#[test]
fn what_can_not_be_read_is_told_as_what_it_is() {
    let deep = format!("trainee = \"t\"\n{}x = 1\n", "a.".repeat(50_000));
    let found = faults("f.toml", &deep);
    assert!(
        found[0].to_string().contains("Nest less deeply: rules of a framework may be 24 deep, all else a few"),
        "{found:?}"
    );
    for (text, fix) in [
        (r#"{"trainee": "\ud800"}"#, "Write the character itself"),
        (r#"{"trainee": "\q"}"#, "Write the character itself"),
        ("{\"trainee\": \"a\nb\"}", "Write a line end in a text as"),
        (r#"{"trainee": "t"#, "Close the text with the quotation mark"),
        (r#"{"trainee": 01}"#, "Write a number in digits"),
        (r#"{"trainee": "t""#, "See that each bracket is closed"),
    ] {
        let found = faults("f.json", text);
        assert!(found.len() == 1 && found[0].fix.starts_with(fix), "{text}: {found:?}");
    }
}

#[test]
fn a_day_has_one_form() {
    assert_eq!(day("2024-02-29"), Some(d("2024-02-29")));
    assert!(day("9999-12-31").is_some() && day("0001-01-01").is_some());
    for text in [
        "2024-1-1",
        " 2024-01-01",
        "2024-01-01 ",
        "+2024-01-01",
        "-0001-01-01",
        "0000-01-01",
        "20240-01-01",
        "2024-02-30",
        "2024/01/01",
        "２024-01-01",
    ] {
        assert_eq!(day(text), None, "{text}");
        for (name, file) in [
            ("f.json", format!("{{\"trainee\": \"t\", \"enrolled_on\": \"{text}\"}}")),
            ("f.toml", format!("trainee = \"t\"\nenrolled_on = \"{text}\"\n")),
        ] {
            let found = faults(name, &file);
            assert!(found.len() == 1 && found[0].what.starts_with("`enrolled_on` is `"), "{text}: {found:?}");
        }
    }
    one_fault(
        "effective_from = 2020-01-01",
        "effective_from = \"2020-1-1\"",
        "effective_from",
        "Write it as 2026-01-31",
    );
}

/// On Samoa there was no 30 December 2011.
#[test]
fn a_day_that_was_skipped_has_no_hours() {
    let framework = loaded(&BASE.replacen("Europe/London", "Pacific/Apia", 1));
    let told = |from: &str, until: &str, minutes: i64| {
        let text = format!(
            "trainee = \"t\"\nexperience = [{{ id = \"e\", kind = \"work\", from = {from}, until = {until}, minutes = {minutes}, organisation = \"F\" }}]\n"
        );
        read_facts(&framework, &SourceFile::new("f.toml", text)).1.len()
    };
    assert_eq!([told("2011-12-29", "2011-12-30", 1440), told("2011-12-29", "2011-12-30", 1441)], [0, 1]);
    assert_eq!([told("2011-12-30", "2011-12-31", 0), told("2011-12-30", "2011-12-31", 1)], [0, 1]);
    assert_eq!([told("2011-12-29", "2012-01-01", 2880), told("2011-12-29", "2012-01-01", 2881)], [0, 1]);
}

#[test]
fn of_very_many_faults_a_thousand_are_told_and_the_others_counted() {
    let many = |n: usize| {
        format!("{{\"trainee\": \"t\", \"results\": [{}{{\"mark\": \"7\"}}]}}", "{\"mark\": \"7\"},".repeat(n - 1))
    };
    // Of each result four fields are missing.
    let told = faults("f.json", &many(250));
    assert_eq!(told.len(), 1_000);
    let told = faults("f.json", &many(30_000));
    assert_eq!((told.len(), told[1_000].what.as_str()), (1_001, "and at least 119,000 more"));
    assert_eq!(told[1_000].to_string(), "f.json:1: and at least 119,000 more. Put these right first.");
}

/// A title is a name, and stays as it is written.
#[test]
fn a_title_is_written_as_it_is_in_the_middle_of_a_sentence() {
    let employer = ("[\"p\", \"v\"]", "[\"p\", \"v\", \"e\", \"f\"]");
    let gather = |id: &str, rule: &str| crate::lessons::element(id, "experience", &format!("gather = {rule}"));
    let e = gather("e", r#"{ any = ["b", { hours = 10, kind = "work" }, "c"] }"#);
    let f = gather("f", r#"{ period = "14 days", kind = "work" }"#);
    for (kind, title) in [("English", "JavaScript"), ("McKenzie work", "A level"), ("I am", "The Bar course")] {
        let framework = base(
            &[
                employer,
                ("title = \"Work\"", &format!("title = \"{kind}\"")),
                ("title = \"C\"", &format!("title = \"{title}\"")),
            ],
            &[e.as_str(), f.as_str()].concat(),
        );
        let found = read(&framework, &nobody(), "2022-01-01");
        assert!(says(&framework, &found, "e", &format!("0 h of 10 h of {kind}")));
        assert!(says(&framework, &found, "f", &format!("0 of 14 days of {kind}")));
        let title = title.replace("The", "the");
        assert!(says(&framework, &found, "e", &format!("Or: {title} is still to be done")), "{title}");
    }
}

#[test]
fn a_paper_is_text() {
    let told = |text: &str| {
        let found = check_prose(&SourceFile::new("rules.md", text));
        found.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(told("\u{feff}# Rules\r\n\r\n\tOne é 規則\n"), Vec::<String>::new());
    for empty in ["", " \n\u{200b}\n"] {
        assert_eq!(told(empty)[0], "rules.md:1: the file is empty. Write it, as docs/standing.md says.");
    }
    let hidden = "is not shown and changes what is. Take the character out.";
    assert_eq!(
        told("a\nb\0\nc\u{1b}[1m\n\u{202e}d\n"),
        [(2, "0000"), (3, "001B"), (4, "202E")]
            .map(|(line, code)| format!("rules.md:{line}: `the line` has the character U+{code}, which {hidden}"))
    );
}

#[test]
fn what_is_too_long_for_where_it_is_shown_is_told() {
    let long = |n: usize| "x".repeat(n);
    for (title, short, told) in
        [(60, None, 0), (61, None, 1), (61, Some(60), 0), (61, Some(61), 1), (200, Some(1), 0), (201, Some(1), 1)]
    {
        let short = short.map(|n| format!("short_title = \"{}\"\n", long(n))).unwrap_or_default();
        let text = BASE.replacen("title = \"Mini\"", &format!("title = \"{}\"\n{short}", long(title)), 1);
        let found = domain::framework::load(&SourceFile::new("f.toml", text)).1;
        assert_eq!(found.len(), told, "{title}: {found:?}");
    }
    let element = BASE.replacen("title = \"A\"", &format!("title = \"{}\"", long(5_000)), 1);
    let found = domain::framework::load(&SourceFile::new("f.toml", element)).1;
    assert_eq!(found.iter().map(|one| one.what.as_str()).collect::<Vec<_>>(), ["`title` has 5,000 characters"]);
}

#[test]
fn grades_that_are_read_alike_are_told() {
    for (grades, told) in [(r#"["A", "B", "b"]"#, 1), (r#"["A", "B", "C"]"#, 0)] {
        let marks = format!("marks = {{ kind = \"grades\", grades = {grades} }}\n");
        let found = domain::framework::load(&SourceFile::new("f.toml", format!("{marks}{BASE}"))).1;
        assert_eq!(found.len(), told, "{grades}: {found:?}");
    }
}

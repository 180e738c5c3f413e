//! Rows of a file: which column says what, which day a cell is, whose a row is, and what becomes of it.

use crate::support::d;
use domain::framework::MarkScheme;
use domain::imports::results::{OfSitting, Stands, WANTED, judged, outcome, read};
use domain::imports::{
    Candidate, Cell, CellKind, Clue, Columns, DayOrder, Found, Line, NoDay, Orders, Verdict, day_of, identify, orders,
    place, quoted, serial_day, suggest, twice,
};
use domain::standing::Outcome;

fn headings(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn headings_suggest_what_their_columns_say() {
    let suggested = |names: &[&str], before: Option<&Columns>| {
        let found = suggest(&headings(names), &WANTED, before);
        WANTED.iter().map(|one| found.get(one.code).map(|at| names[*at].to_owned())).collect::<Vec<_>>()
    };
    let said = |names: [&str; 6]| names.map(|name| (!name.is_empty()).then(|| name.to_owned())).to_vec();
    for (names, wanted) in [
        (
            &["Membership number", "Email address", "Name", "Result", "Mark", "Date of the sitting"][..],
            ["Membership number", "Email address", "Name", "Result", "Mark", "Date of the sitting"],
        ),
        (&["E-Mail", "OUTCOME", "Score (%)"], ["", "E-Mail", "", "OUTCOME", "Score (%)", ""]),
        (
            &["Student No.", "Full name", "Pass/Fail", "Exam date"],
            ["Student No.", "", "Full name", "Pass/Fail", "", "Exam date"],
        ),
        // One letter wrong, and columns that say nothing wanted.
        (&["Remarks", "Emial", "Reslut", "Room"], ["", "Emial", "", "Reslut", "", ""]),
        (&["Foo", "", "Bar"], ["", "", "", "", "", ""]),
    ] {
        assert_eq!(suggested(names, None), said(wanted), "{names:?}");
    }
    // What was matched before comes first, whatever it is called.
    let before = Columns {
        headings: [("result", "Foo"), ("number", "Kennung")]
            .map(|(code, name)| (code.to_owned(), name.to_owned()))
            .into(),
        ..Columns::default()
    };
    assert_eq!(suggested(&["kennung", "Result", "foo"], Some(&before)), said(["kennung", "", "", "foo", "", ""]));
}

fn cell(text: &str) -> Cell {
    Cell(text.to_owned(), CellKind::Text)
}

#[test]
fn a_day_is_read_as_it_was_meant_or_not_at_all() {
    let (day_first, month_first) = (Some(DayOrder::DayFirst), Some(DayOrder::MonthFirst));
    for (text, order, wanted) in [
        ("2026-05-14", None, "2026-05-14"),
        ("2026-05-14 09:30:00", None, "2026-05-14"),
        ("14/05/2026", None, "2026-05-14"),
        ("5/14/2026", None, "2026-05-14"),
        ("14.5.2026", None, "2026-05-14"),
        ("5/5/2026", None, "2026-05-05"),
        ("3/4/2026", day_first, "2026-04-03"),
        ("3/4/2026", month_first, "2026-03-04"),
        ("14 May 2026", None, "2026-05-14"),
        ("May 14th, 2026", None, "2026-05-14"),
        ("14-Sept-2026", None, "2026-09-14"),
        ("2026/5/14", None, "2026-05-14"),
        // As a spreadsheet keeps it.
        ("46156", None, "2026-05-14"),
    ] {
        assert_eq!(day_of(&cell(text), order), Ok(d(wanted)), "{text}");
    }
    for text in [
        "3/4/2026",
        "31/02/2026",
        "32 May 2026",
        "yesterday",
        "2026-13-01",
        "1/2/3/2026",
        "0/0/2026",
        "123",
        "",
        "é/é/é",
        "12/2026",
    ] {
        assert_eq!(day_of(&cell(text), None), Err(NoDay::NoDate(text.to_owned())), "{text}");
    }
    // An order that is said is kept to.
    assert!(day_of(&cell("14/05/2026"), month_first).is_err());
    assert_eq!(day_of(&cell("14/05/26"), day_first), Err(NoDay::ShortYear(String::from("14/05/26"))));
    let ends = [(20_089, None), (20_090, Some("1955-01-01")), (80_000, Some("2119-01-11")), (80_001, None)];
    for (serial, day) in ends {
        assert_eq!(serial_day(serial), day.map(d), "{serial}");
    }
}

#[test]
fn it_is_asked_in_which_order_days_are_written_only_where_it_makes_a_difference() {
    let of = |cells: &[&str]| orders(cells.iter().map(|text| cell(text)).collect::<Vec<_>>().iter());
    assert_eq!(of(&["2026-05-14", "14 May 2026", "46156", "", "none"]), Orders::Any);
    assert_eq!(of(&["3/3/2026", "4/4/2026"]), Orders::Any);
    assert_eq!(of(&["3/3/2026", "3/4/2026"]), Orders::Ambiguous(1));
    assert_eq!(of(&["3/4/2026", "14/5/2026"]), Orders::Only(DayOrder::DayFirst));
    assert_eq!(of(&["3/4/2026", "5/14/2026"]), Orders::Only(DayOrder::MonthFirst));
    assert_eq!(of(&["14/5/2026", "5/14/2026"]), Orders::Any);
    assert_eq!(of(&["14/5/2026", "5/14/2026", "3/4/2026"]), Orders::Ambiguous(2));
    let day = Cell(String::from("2026-04-03"), CellKind::Day);
    assert_eq!(orders([day].iter()), Orders::Any);
}

fn candidates() -> Vec<Candidate> {
    let one = |number: Option<&str>, email: &str, name: &str| Candidate {
        number: number.map(str::to_owned),
        email: email.to_owned(),
        name: name.to_owned(),
        look: name.to_lowercase(),
    };
    vec![
        one(Some("00123"), "ada@example.org", "Ada Okafor"),
        one(Some("124"), "jonas@example.org", "Jonas Brandt"),
        one(None, "zoe@example.org", "Zoë Müller"),
        one(Some("00777"), "li@example.org", "Li Wei"),
        one(Some("0777"), "li.wei@example.org", "Li Wei"),
    ]
}

fn clue(number: &str, email: &str, name: &str) -> Clue {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Clue { number: some(number), email: some(email), name: some(name), look: some(&name.to_lowercase()) }
}

/// A number that is of one is what a spreadsheet leaves of the numbers of others.
#[test]
fn a_number_that_may_have_lost_its_zeros_is_asked_about_though_somebody_has_it_as_it_is() {
    let mut all = candidates();
    all[1].number = Some(String::from("777"));
    let why = String::from("The number 777 may have lost zeros before it");
    for clue in [clue("777", "", ""), clue("777", "", "Li Wei")] {
        assert_eq!(identify(&clue, &all), Found::Ask(vec![1, 3, 4], why.clone()));
    }
    for clue in [clue("777", "jonas@example.org", ""), clue("777", "", "Jonas Brandt")] {
        assert_eq!(identify(&clue, &all), Found::One(1, None));
    }
}

#[test]
fn a_row_is_nobodys_unless_it_is_clear_whose_it_is() {
    let all = candidates();
    let one = |at| Found::One(at, None);
    let lost = "The zeros before the number were lost: 123 is 00123";
    let ask = |at: &[usize], why: &str| Found::Ask(at.to_vec(), why.to_owned());
    let nobody = |why: &str| Found::Nobody(why.to_owned());
    for (number, email, name, wanted) in [
        ("00123", "", "", one(0)),
        ("00123", "ada@example.org", "ada okafor", one(0)),
        ("", "zoe@example.org", "", one(2)),
        ("124", "nobody@example.org", "", one(1)),
        ("123", "", "Ada Okafor", Found::One(0, Some(lost.to_owned()))),
        ("123", "ada@example.org", "", Found::One(0, Some(lost.to_owned()))),
        ("123", "", "", ask(&[0], lost)),
        ("123", "", "Jonas Brandt", ask(&[0], lost)),
        ("777", "", "", ask(&[3, 4], "The number 777 may have lost zeros before it")),
        ("", "", "Ada Okafor", ask(&[0], "Only the name is given")),
        ("", "", "Li Wei", ask(&[3, 4], "2 candidates have this name")),
        (
            "00123",
            "",
            "Jonas Brandt",
            ask(&[0, 1], "The number 00123 is of Ada Okafor, and the file says Jonas Brandt"),
        ),
        (
            "00123",
            "jonas@example.org",
            "",
            ask(&[0, 1], "The number 00123 is of Ada Okafor, the email address of Jonas Brandt"),
        ),
        (
            "",
            "ada@example.org",
            "Ada Smith",
            ask(&[0], "The email address ada@example.org is of Ada Okafor, and the file says Ada Smith"),
        ),
        (
            "999",
            "zoe@example.org",
            "",
            ask(&[2], "No candidate has the number 999; the email address is of Zoë Müller"),
        ),
        ("999", "", "Zoë Müller", ask(&[2], "No candidate has the number 999; the name is known")),
        (
            "",
            "who@example.org",
            "Zoë Müller",
            ask(&[2], "No candidate has the email address who@example.org; the name is known"),
        ),
        ("999", "", "", nobody("No candidate of this sitting has the number 999")),
        ("", "who@example.org", "Who", nobody("No candidate of this sitting has the email address who@example.org")),
        ("", "", "Who", nobody("No candidate of this sitting is called Who")),
        ("", "", "", nobody("Add the number, the email address or the name")),
    ] {
        assert_eq!(identify(&clue(number, email, name), &all), wanted, "{number} {email} {name}");
    }
}

/// Who has left is known by the number of then.
#[test]
fn a_number_that_was_of_one_and_is_of_another_is_asked_about() {
    let mut all = candidates();
    all[1].number = all[0].number.clone();
    let number = all[0].number.clone().unwrap();
    let said = |email: &str, name: &str| identify(&clue(&number, email, name), &all);
    let several = format!("The number {number} was of several candidates, one after the other");
    assert_eq!(said("", ""), Found::Ask(vec![0, 1], several.clone()));
    assert_eq!(said("who@example.org", "Who"), Found::Ask(vec![0, 1], several));
    assert_eq!(said(&all[1].email, ""), Found::One(1, None));
    assert_eq!(said("", &all[0].name), Found::One(0, None));
}

fn line(cells: &[&str]) -> Line {
    Line { number: 2, cells: cells.iter().map(|text| cell(text)).collect() }
}

fn columns() -> Columns {
    let of = WANTED.iter().enumerate().map(|(at, one)| (one.code.to_owned(), at)).collect();
    Columns { of, ..Columns::default() }
}

#[test]
fn a_row_of_results_is_read_or_all_that_is_wrong_with_it_is_told() {
    let of = OfSitting { held_on: d("2026-05-14"), marks: Some(&MarkScheme::Percent), is_course: false };
    let good = read(&line(&["00123", "", "Ada", "passed", "62.50", "14/5/2026"]), &columns(), &of).unwrap();
    assert_eq!((good.outcome, good.mark.as_deref()), (Some(Outcome::Pass), Some("62.5%")));
    assert_eq!(good.clue.number.as_deref(), Some("00123"));
    let short = read(&line(&["00123"]), &columns(), &of).unwrap();
    assert_eq!((short.outcome, short.mark), (None, None));
    let wrong = read(&line(&["1.23E+11", "", "", "merit", "101", "15 May 2026"]), &columns(), &of).unwrap_err();
    assert_eq!(
        wrong,
        [
            "Cell A2: a spreadsheet has changed the number to “1.23E+11”: format the column as text and enter it again",
            "Cell D2: “merit” is no result: write Passed or Not passed, or leave it empty",
            "Cell E2: “101” is no mark: write a number from 0 to 100, such as 62 or 62.5, or leave it empty",
            "Cell F2: the date is 15 May 2026, and this sitting was held on 14 May 2026",
        ]
    );
    let only_mark = read(&line(&["1", "", "", "", "62", "someday"]), &columns(), &of).unwrap_err();
    assert_eq!(only_mark[0], "There is a mark and no result: write the result, or take the mark out");
    // What a spreadsheet shows as 62 %, it keeps as a part of one.
    let part = |kind| {
        let mut line = line(&["1", "", "", "Pass", "0.62"]);
        line.cells[4].1 = kind;
        read(&line, &columns(), &of).map(|row| row.mark)
    };
    assert_eq!(part(CellKind::Text), Ok(Some(String::from("0.62%"))));
    assert!(part(CellKind::Number).unwrap_err()[0].starts_with("Cell E2: the mark “0.62” may be a percentage"));
}

/// What nobody can read is told with its place and what stands there, and nothing else is told of it.
#[test]
fn a_cell_that_says_nothing_is_named_with_what_stands_there() {
    let of = OfSitting { held_on: d("2026-05-14"), marks: None, is_course: false };
    let row = ["00123", "ada@example.org", "Ada", "Passed", "62", "14/5/2026"];
    let formula =
        "is a formula without its value: let the spreadsheet work it out and save again, or write the value itself";
    let error = "is an error of the spreadsheet: put right what it refers to, or write the value itself";
    let letters = "has a character that can’t be read: enter it again";
    let date = "is a date, where the mark belongs: format the cell as text and enter it again";
    for (column, text, told) in [
        (0, "=B2&C2", format!("Cell A2: “=B2&C2” {formula}")),
        (1, "#N/A", format!("Cell B2: “#N/A” {error}")),
        (2, "Z\u{fffd}e", format!("Cell C2: “Z\u{fffd}e” {letters}")),
        (3, "#REF!", format!("Cell D2: “#REF!” {error}")),
        (3, "=IF(E2>50,\"Passed\",\"Not passed\")+12345678901234567890", {
            format!("Cell D2: “=IF(E2>50,\"Passed\",\"Not passed\")+1234567…” {formula}")
        }),
        (4, "14/05/2026", format!("Cell E2: “14/05/2026” {date}")),
        (5, "#VALUE!", format!("Cell F2: “#VALUE!” {error}")),
    ] {
        let mut cells = row;
        cells[column] = text;
        assert_eq!(read(&line(&cells), &columns(), &of).unwrap_err(), [told], "{text}");
    }
    // A spreadsheet knows of a date whatever is asked for.
    for (column, told) in [
        (0, "Cell A2: “2026-05-14” is a date, where the membership number belongs"),
        (3, "Cell D2: “2026-05-14” is a date, where the result belongs"),
        (4, "Cell E2: “2026-05-14” is a date, where the mark belongs"),
    ] {
        let mut line = line(&row);
        line.cells[column] = Cell(String::from("2026-05-14"), CellKind::Day);
        let wrong = read(&line, &columns(), &of).unwrap_err();
        assert!(wrong.len() == 1 && wrong[0].starts_with(told), "{wrong:?}");
    }
    // What is not asked for may say what it likes.
    let few =
        Columns { of: [("number", 0), ("result", 3)].map(|(code, at)| (code.to_owned(), at)).into(), ..columns() };
    assert!(read(&line(&["00123", "#REF!", "=x", "Passed", "14/05/2026"]), &few, &of).is_ok());
    for mark in ["62", "62.5", "B+", "461/500", "12/20", "1.5"] {
        assert!(read(&line(&["00123", "", "", "Passed", mark]), &columns(), &of).is_ok(), "{mark}");
    }
}

#[test]
fn what_stands_in_a_cell_is_shown_without_harm() {
    assert_eq!(quoted("a\u{202e}b\u{7}\u{200b}"), "“a\u{fffd}b\u{fffd}\u{fffd}”");
    assert_eq!(quoted(&"é".repeat(40)), format!("“{}”", "é".repeat(40)));
    assert_eq!(quoted(&"é".repeat(41)), format!("“{}…”", "é".repeat(40)));
    let places = [(0, "A7"), (25, "Z7"), (26, "AA7"), (99, "CV7")];
    assert_eq!(places.map(|(column, _)| place(column, 7)), places.map(|(_, name)| name));
}

#[test]
fn results_are_told_in_the_words_of_providers() {
    for word in ["Passed", "PASS", " p ", "Completed", "yes", "Pass."] {
        assert_eq!(outcome(word), Ok(Some(Outcome::Pass)), "{word}");
    }
    for word in ["Not  passed", "Failed", "fail", "F", "Referred", "Not yet competent"] {
        assert_eq!(outcome(word), Ok(Some(Outcome::Fail)), "{word}");
    }
    for word in ["", " ", "-", "Absent", "did not sit", "n/a"] {
        assert_eq!(outcome(word), Ok(None), "{word}");
    }
    assert_eq!(outcome(" Merit "), Err(String::from("Merit")));
}

#[test]
fn what_is_recorded_already_has_no_second_effect() {
    let mark = String::from("62%");
    let there = |outcome, mark: Option<&str>| Stands {
        outcome,
        mark: mark.map(str::to_owned),
        by: String::from("Dana"),
        said: String::from("Passed, 62%"),
        is_replaced: false,
    };
    let pass = (Some(Outcome::Pass), Some(&mark));
    let verdict = |says, is_own, stands: Option<&Stands>| judged(says, is_own, (stands, None), None).verdict;
    assert_eq!(verdict(pass, false, None), Verdict::Ready);
    assert_eq!(verdict(pass, true, None), Verdict::Wrong);
    assert_eq!(verdict(pass, false, Some(&there(Outcome::Pass, Some("62%")))), Verdict::Known);
    assert_eq!(verdict(pass, false, Some(&there(Outcome::Pass, None))), Verdict::Wrong);
    assert_eq!(verdict(pass, false, Some(&there(Outcome::Fail, Some("62%")))), Verdict::Wrong);
    assert_eq!(verdict((Some(Outcome::Pass), None), false, Some(&there(Outcome::Pass, Some("62%")))), Verdict::Known);
    assert_eq!(verdict((None, None), true, None), Verdict::Nothing);
    let later = |stands| judged(pass, false, (stands, Some(String::from("they came later"))), None);
    assert_eq!(later(None).why, "No result can be recorded: they came later");
    // What is recorded is said to be so, whatever came after it.
    assert_eq!(later(Some(&there(Outcome::Pass, Some("62%")))).verdict, Verdict::Known);
}

#[test]
fn of_rows_of_one_person_the_first_counts_where_they_agree_and_none_where_they_do_not() {
    let rows = [
        (2, "ada", "pass"),
        (3, "bo", "pass"),
        (4, "ada", "pass"),
        (5, "cy", "pass"),
        (6, "cy", "fail"),
        (9, "cy", "pass"),
    ];
    let found: Vec<_> = twice(&rows).into_iter().map(|(row, one)| (row, one.verdict, one.why)).collect();
    let wrong = |row, others: &str| {
        (row, Verdict::Wrong, format!("Rows {others} are of the same person and say something else"))
    };
    assert_eq!(
        found,
        [(4, Verdict::Known, String::from("The same as row 2")), wrong(5, "6, 9"), wrong(6, "5, 9"), wrong(9, "5, 6")]
    );
    let two: Vec<_> = twice(&[(2, "ada", 1), (3, "ada", 2)]).into_iter().map(|(_, one)| one.why).collect();
    assert_eq!(two[0], "Row 3 is of the same person and says something else");
}

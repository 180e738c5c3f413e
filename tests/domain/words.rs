//! Words as authors write them: lengths of time, and the nearest word to one that is mistyped.

use domain::framework::{Length, nearest};

#[test]
fn the_nearest_words_are_close_or_none() {
    let known = ["foundation", "advanced", "F01", "F02", "F13", "F14", "F15", "G24", "G25", "G26", "G27"];
    for (typed, expected) in [
        ("foundatoin", Some("`foundation`")),
        ("Foundation", Some("`foundation`")),
        ("advance", Some("`advanced`")),
        // Of several that are as near none is picked; of more than three nothing is said.
        ("F0l", Some("`F01` or `F02`")),
        ("F16", Some("`F13`, `F14` or `F15`")),
        ("G28", None),
        ("zebra", None),
        ("", None),
    ] {
        assert_eq!(nearest(typed, known).in_words().as_deref(), expected, "{typed}");
    }
}

#[test]
fn lengths_of_time_read_as_they_are_written() {
    for (text, months, days) in
        [("6 years", 72, 0), ("1 month", 1, 0), ("2 weeks", 0, 14), ("1 year and 6 months", 18, 0)]
    {
        let length = Length::parse(text).unwrap();
        assert_eq!((length.months, length.days), (months, days), "{text}");
    }
    for text in ["", "6", "years", "six years", "-1 year", "0 days", "1 fortnight", "99999999999 years"] {
        assert_eq!(Length::parse(text), None, "{text}");
    }
}

#[test]
fn what_somebody_wrote_into_a_cell_stays_on_its_line() {
    let cell = "2021\u{1b}[2J\r\nAll well: \u{202e}\u{200b}Zoë";
    let shown = domain::text::on_one_line(cell);
    assert_eq!(shown, "2021\\u{1b}[2J\\u{d}\\u{a}All well: \\u{202e}\\u{200b}Zoë");
}

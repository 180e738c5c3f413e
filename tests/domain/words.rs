//! Words as authors write them: lengths of time, and the nearest word to one that is mistyped.

use domain::framework::{Length, nearest};

#[test]
fn the_nearest_word_is_close_or_none() {
    let known = ["foundation", "advanced", "F01", "F02"];
    for (typed, expected) in [
        ("foundatoin", Some("foundation")),
        ("Foundation", Some("foundation")),
        ("advance", Some("advanced")),
        ("F0l", Some("F01")),
        ("zebra", None),
        ("", None),
    ] {
        assert_eq!(nearest(typed, known), expected, "{typed}");
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

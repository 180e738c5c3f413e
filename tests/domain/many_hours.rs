//! Hours of which it is asked whether they are meant.

use chrono::{Days, NaiveDate};
use domain::experience::{Hours, many_in_words};

#[test]
fn hours_of_a_week_are_asked_about_from_sixty_on() {
    let from: NaiveDate = "2026-11-02".parse().unwrap();
    let asked = |of, hours: i64, days: u64| many_in_words(of, hours * 60, (from, from + Days::new(days)));
    let told = |week: &str| Some(format!("That is {week} a week: is this right?"));
    for (of, hours, days, says) in [
        (Hours::EachWeek, 60, 30, None),
        (Hours::EachWeek, 61, 30, told("61 h")),
        (Hours::InAll, 60, 7, None),
        (Hours::InAll, 61, 7, told("61 h")),
        (Hours::InAll, 120, 14, None),
        (Hours::InAll, 126, 14, told("63 h")),
        // Days that are no whole week are working days of one.
        (Hours::InAll, 12, 1, None),
        (Hours::InAll, 13, 1, told("65 h")),
        (Hours::InAll, 60, 6, None),
        (Hours::InAll, 24, 0, None),
    ] {
        assert_eq!(asked(of, hours, days), says, "{of:?} {hours} {days}");
    }
}

//! How dates, counts and sizes are written.

use crate::design::progress::grouped;
use crate::web::names::{MOST_LETTERS, searchable};
use crate::web::pages::COUNTED;
use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;
use leptos::prelude::*;

/// 27 March 2026.
pub fn date(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// The last day of an interval, which is half-open: `until` is the first day after it.
pub fn last_day(until: NaiveDate) -> String {
    date(until.pred_opt().unwrap_or(until))
}

/// A date in a cell of a table: it is read by machines and stays on one line.
pub fn day(on: NaiveDate) -> AnyView {
    view! { <time class="day" datetime=on.to_string()>{date(on)}</time> }.into_any()
}

/// 27 March 2026, 14:05, in a zone; with the zone's name of the time where the clocks show that hour twice.
pub fn instant(at: DateTime<Utc>, zone: Tz) -> String {
    let there = at.with_timezone(&zone);
    let comes_twice = zone.from_local_datetime(&there.naive_local()).single().is_none();
    there.format(if comes_twice { "%-d %B %Y, %H:%M %Z" } else { "%-d %B %Y, %H:%M" }).to_string()
}

/// "today", "yesterday", "9 days ago", "in 3 days".
pub fn days_from(date: NaiveDate, today: NaiveDate) -> String {
    match (today - date).num_days() {
        0 => String::from("today"),
        1 => String::from("yesterday"),
        -1 => String::from("tomorrow"),
        n if n > 1 => format!("{n} days ago"),
        n => format!("in {} days", -n),
    }
}

/// "1 claim", "2,000 claims".
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(n), if n == 1 { one } else { many })
}

/// "second", "11th".
pub fn ordinal(n: usize) -> String {
    const SAID: [&str; 10] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    let end = match (n % 10, n % 100) {
        (1, rest) if rest != 11 => "st",
        (2, rest) if rest != 12 => "nd",
        (3, rest) if rest != 13 => "rd",
        _ => "th",
    };
    let said = n.checked_sub(1).and_then(|place| SAID.get(place));
    said.map_or_else(|| format!("{n}{end}"), |said| (*said).to_owned())
}

/// The same of what was counted as far as lists are: "More than 1,000 claims".
pub fn counted(n: usize, one: &str, many: &str) -> String {
    if n > COUNTED { format!("More than 1,000 {many}") } else { count(n, one, many) }
}

/// 84 kB, 1.2 MB: in the units of the limits on files, of which the next holds 1,024.
pub fn bytes(size: i64) -> String {
    const KB: i64 = 1024;
    const MB: i64 = 1024 * KB;
    match size {
        ..KB => format!("{size} bytes"),
        KB..MB => format!("{} kB", (size + KB / 2) / KB),
        _ => format!("{}.{} MB", size / MB, size % MB * 10 / MB),
    }
}

/// Whether a row with this text belongs to a search; an empty search finds everything.
pub fn is_found(text: &str, search: &str) -> bool {
    let search: String = search.trim().chars().take(MOST_LETTERS).collect();
    let sought = searchable(&search);
    searchable(text).contains(&sought) && (search.is_empty() || !sought.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{instant, is_found};
    use chrono::DateTime;
    use chrono_tz::Europe::London;

    #[test]
    fn a_time_in_the_hour_that_comes_twice_says_which_it_is() {
        for (at, said) in [
            ("2026-10-24T23:50:00Z", "25 October 2026, 00:50"),
            ("2026-10-25T00:50:00Z", "25 October 2026, 01:50 BST"),
            ("2026-10-25T01:10:00Z", "25 October 2026, 01:10 GMT"),
            ("2026-10-25T02:00:00Z", "25 October 2026, 02:00"),
            ("2026-03-29T01:30:00Z", "29 March 2026, 02:30"),
        ] {
            let at: DateTime<chrono::Utc> = at.parse().expect("a time");
            assert_eq!(instant(at, London), said);
        }
    }

    #[test]
    fn a_search_of_which_nothing_is_left_finds_nothing() {
        assert!(is_found("Wills", "") && is_found("Wills", " wi"));
        assert!(!is_found("Wills", "%") && !is_found("Wills", "\u{301}"));
    }
}

//! Parsing of what people type. Every message is an instruction.

use chrono::{Datelike, NaiveDate};
use domain::text::{cleaned, is_blank, one_line, thousands};
use std::ops::RangeInclusive;

/// Text that must be there, at most `most` characters; kept as [`cleaned`].
///
/// # Errors
/// The instruction for the person.
pub fn text(value: &str, what: &str, most: usize) -> Result<String, String> {
    kept(cleaned(value), what, most)
}

/// A name or a title: text in one line.
///
/// # Errors
/// The instruction for the person.
pub fn line(value: &str, what: &str, most: usize) -> Result<String, String> {
    kept(one_line(value), what, most)
}

fn kept(value: String, what: &str, most: usize) -> Result<String, String> {
    match value.chars().count() {
        _ if is_blank(&value) => Err(format!("Enter {what}")),
        n if n > most => Err(format!(
            "Shorten {what} to {} characters or fewer. It has {}",
            thousands(most),
            thousands(n)
        )),
        _ => Ok(value),
    }
}

/// Text that may be left out.
///
/// # Errors
/// The instruction for the person.
pub fn optional_text(value: &str, what: &str, most: usize) -> Result<Option<String>, String> {
    if is_blank(value) {
        Ok(None)
    } else {
        text(value, what, most).map(Some)
    }
}

/// A civil date: as a date field sends it (2026-03-27) or as people write it (27/3/2026, 27 March 2026).
///
/// # Errors
/// The instruction for the person.
pub fn date(value: &str, what: &str) -> Result<NaiveDate, String> {
    let value = value.trim();
    if value.is_empty() {
        return Err(format!("Enter {what}"));
    }
    let date = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"]
        .iter()
        .find_map(|format| NaiveDate::parse_from_str(value, format).ok())
        .ok_or_else(|| format!("Enter {what} as a real date, like 27 March 2026"))?;
    if YEARS.contains(&date.year()) {
        Ok(date)
    } else {
        Err(format!(
            "Enter {what} with a year from {} to {}",
            YEARS.start(),
            YEARS.end()
        ))
    }
}

/// Years in which anything of a record can lie.
const YEARS: RangeInclusive<i32> = 1900..=2200;

/// Bytes of the longest e-mail address that mail can carry.
pub const LONGEST_EMAIL: usize = 254;

/// An e-mail address, in lower case. Checked for shape only: the invitation proves it.
///
/// # Errors
/// The instruction for the person.
pub fn email(value: &str) -> Result<String, String> {
    let value = value.trim().to_lowercase();
    let shaped = value.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    });
    if value.is_empty() {
        Err(String::from("Enter an email address"))
    } else if !shaped || value.contains(unseen) || value.len() > LONGEST_EMAIL || value.matches('@').count() != 1 {
        Err(String::from(
            "Enter an email address in the correct form, like name@example.com",
        ))
    } else {
        Ok(value)
    }
}

/// A web address that a link may point to.
///
/// # Errors
/// The instruction for the person.
pub fn web_address(value: &str) -> Result<String, String> {
    let value = value.trim();
    let rest = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
    match rest {
        _ if value.is_empty() => Err(String::from("Enter the address of the page")),
        Some(rest)
            if rest.contains('.')
                && !value.contains(unseen)
                // Before an @ stands a name to sign in with, which looks like the site that is not led to.
                && !rest.split(['/', '?', '#']).next().unwrap_or_default().contains('@')
                && !value.contains(['"', '<', '>', '\\'])
                && value.len() <= 2000 =>
        {
            Ok(value.to_owned())
        }
        _ => Err(String::from("Enter a web address that begins with https://")),
    }
}

/// What has no place in an address, and would not be seen there.
fn unseen(c: char) -> bool {
    is_blank(c.encode_utf8(&mut [0; 4]))
}

/// A new password. Length is what counts (NIST SP 800-63B-4: fifteen where it is the only factor).
///
/// # Errors
/// The instruction for the person.
pub fn new_password(value: &str, person: &[&str]) -> Result<String, String> {
    let lower = value.to_lowercase();
    let letters: std::collections::BTreeSet<char> = lower.chars().collect();
    if value.chars().count() < 15 {
        Err(String::from(
            "Choose a password of 15 characters or more. Four or five words are good",
        ))
    } else if value.len() > 1024 {
        Err(String::from("Choose a password of at most 1,024 bytes"))
    } else if letters.len() < 5 {
        Err(String::from("Choose a password with more different characters"))
    } else if person
        .iter()
        .any(|word| word.len() > 3 && lower.replace(&word.to_lowercase(), "").len() < 8)
    {
        Err(String::from(
            "Choose a password that is more than your name or email address",
        ))
    } else {
        Ok(value.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn a_day_is_real_and_of_a_year_that_a_record_can_hold() {
        for (typed, told) in [
            ("2026-03-27", None),
            (" 27/3/2026 ", None),
            ("27 March 2026", None),
            ("1900-01-01", None),
            ("2200-12-31", None),
            ("", Some("Enter the day")),
            ("2026-02-29", Some("Enter the day as a real date, like 27 March 2026")),
            ("soon", Some("Enter the day as a real date, like 27 March 2026")),
            ("1899-12-31", Some("Enter the day with a year from 1900 to 2200")),
            ("2201-01-01", Some("Enter the day with a year from 1900 to 2200")),
        ] {
            assert_eq!(date(typed, "the day").err().as_deref(), told, "{typed}");
        }
    }
}

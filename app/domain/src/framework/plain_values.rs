//! Numbers, days, true and false, which stand in no quotation marks: a comma within a number, and one that is missing behind any.

use super::header_lines::key_of;
use super::outside::{JSON, Openers, language, outside};
use super::reader::{REST_OF_LINE, Reader, shorten};

const SPACES: [char; 2] = [' ', '\t'];

/// So far back it is looked whether a value stands in a table of one line, in bytes.
const LONG: usize = 1 << 12;

/// Reports each such comma, and gives the text as it is meant. All that stands behind stays in its place.
pub(super) fn put_right(reader: &mut Reader<'_>, text: &str, openers: Openers) -> Option<String> {
    let sign = if openers == JSON { ':' } else { '=' };
    let (mut right, mut faults) = (text.to_owned(), Vec::new());
    for at in outside(text, 0, openers, |c| c == sign) {
        let before = &text[text.floor_char_boundary(at.saturating_sub(LONG))..at];
        let before = &before[before.rfind('\n').map_or(0, |newline| newline + 1)..];
        let is_in_table = before.rfind('{') > before.rfind('}');
        let start = text.len() - text[at + 1..].trim_start_matches(SPACES).len();
        let (number, line) = (with_comma(&text[start..]), reader.line(at));
        let mut fault = |what: String, fix: String| {
            faults.push((line, format!("this is not {}: {what}", language(openers)), fix));
        };
        if let Some(number) = number {
            let whole = whole(number);
            let rest = if whole.is_none() && is_in_table { REST_OF_LINE } else { "" };
            let meant = whole.as_ref().map_or(String::from("a whole number in digits alone"), Clone::clone);
            fault(format!("a comma stands within the number `{}`", shorten(number)), format!("Write {meant}{rest}"));
            if whole.is_none() {
                reader.unreadable.push(line..=line);
            }
            let digits = whole.unwrap_or_else(|| number.split([',', '.']).next().unwrap_or_default().to_owned());
            right.replace_range(start..start + number.len(), &format!("{digits:<0$}", number.len()));
        }
        let value = number.map_or_else(|| plain(&text[start..]), Some).filter(|_| is_in_table && openers != JSON);
        let end = start + value.map_or(0, str::len);
        if let Some(value) = value
            && text[end..].starts_with(SPACES)
            && key_of(text[end..].trim_start_matches(SPACES)).is_some()
        {
            let fix = String::from("Write a comma between the two parts");
            fault(format!("a comma is missing behind `{}`", shorten(value)), fix);
            right.replace_range(end..=end, ",");
        }
    }
    let is_changed = !faults.is_empty();
    reader.each_of(faults);
    is_changed.then_some(right)
}

/// The number that a text begins with, if a comma stands within it.
fn with_comma(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(text.len());
    let number = text[..end].trim_end_matches([',', '.']);
    let behind = text[number.len()..].trim_start_matches(SPACES);
    let is_end = behind.is_empty() || behind.starts_with([',', '}', ']', '#', '\n', '\r']) || key_of(behind).is_some();
    (number.contains(',') && number.starts_with(|c: char| c.is_ascii_digit()) && is_end).then_some(number)
}

/// The digits of a number whose commas part its thousands.
fn whole(number: &str) -> Option<String> {
    let (first, groups) = number.split_once(',')?;
    let is_group = |group: &str| group.len() == 3 && !group.contains('.');
    let is_whole = first.len() <= 3 && !first.contains('.') && first != "0" && groups.split(',').all(is_group);
    is_whole.then(|| number.replace(',', ""))
}

/// The number, day, true or false that a text begins with.
fn plain(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && !"-:.+_".contains(c)).unwrap_or(text.len());
    let value = &text[..end];
    let is_number = value.starts_with(|c: char| c.is_ascii_digit())
        && value.bytes().all(|b| b.is_ascii_digit() || b"-:.+_TZ".contains(&b));
    (is_number || matches!(value, "true" | "false")).then_some(value)
}

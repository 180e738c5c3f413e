use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::colour::{GROUNDS, LEAST};
use super::{Accent, Body, Closed, Colour, Look, Policies, Published, Register, Service, ServiceTime, contrast};
use crate::framework::{
    Kinds, Problem, Reader, SourceFile, Table, check_id, did_you_mean, list, readable_toml, shorten,
};
use crate::proposals::Proposable;

const TOP: &str = "slug name zone look contact help privacy service_time holiday policies";

/// The longest mark, in characters: more is a picture, and stands on every page.
const MARK: usize = 600;

/// Reads a body's file and checks it whole.
///
/// Gives the body only when there is no problem; otherwise every problem found, in the order of the lines. Never panics,
/// whatever the text.
pub fn load(file: &SourceFile) -> (Option<Body>, Vec<Problem>) {
    let mut reader = Reader::new(file);
    let text = readable_toml(&mut reader, &file.text, &Kinds::default());
    let (document, _) = DeTable::parse_recoverable(&text);
    let body = read(&mut reader, document.get_ref());
    let problems = reader.into_problems();
    (body.filter(|_| problems.is_empty()), problems)
}

/// Everything is read before anything that is missing ends it, so that every problem is found.
fn read(reader: &mut Reader<'_>, entries: &DeTable<'_>) -> Option<Body> {
    let top = reader.table_of(entries, 1, "the file", TOP);
    let slug = reader.required_text(top, "slug", "the file");
    if let (Some(slug), Some(value)) = (&slug, top.get("slug")) {
        let line = reader.line_of(value);
        check_id(reader, slug, line);
    }
    let name = reader.required_text(top, "name", "the file");
    let zone = required(reader, top, "zone", "zone = \"Europe/London\"").and_then(|_| reader.zone(top));
    let look = required(reader, top, "look", "a table [look]").and_then(|value| look(reader, value));
    let [contact, help, privacy] = ["contact", "help", "privacy"].map(|key| published(reader, top, key));
    let service_times = reader.list_of(top, "service_time").into_iter();
    let service_times = service_times.filter_map(|value| service_time(reader, value)).collect();
    let holidays = holidays(reader, top);
    let policies = required(reader, top, "policies", "a table [policies]").and_then(|value| policies(reader, value));
    Some(Body {
        slug: slug?,
        name: name?,
        zone: zone?,
        look: look?,
        contact,
        help,
        privacy,
        service_times,
        holidays,
        policies: policies?,
    })
}

fn required<'t, 'i>(
    reader: &mut Reader<'_>,
    top: Table<'t, 'i>,
    key: &str,
    fix: &str,
) -> Option<&'t Spanned<DeValue<'i>>> {
    let value = top.get(key);
    if value.is_none() {
        reader.problem(1, format!("the file has no `{key}`"), format!("Add {fix}"));
    }
    value
}

fn look(reader: &mut Reader<'_>, value: &Spanned<DeValue<'_>>) -> Option<Look> {
    let table = reader.table(value, "look", "short_name colour mark")?;
    let short_name = reader.required_text(table, "short_name", "the look");
    let mark = reader.required_text(table, "mark", "the look");
    if let (Some(mark), Some(value)) = (&mark, table.get("mark"))
        && (mark.len() > MARK || !mark.bytes().all(|b| b.is_ascii_digit() || b"MmLlHhVvCcSsQqTtAaZz ,.-".contains(&b)))
    {
        let line = reader.line_of(value);
        let fix = format!("Write the d of a path on a grid of 24 by 24, at most {MARK} characters");
        reader.problem(line, "the `mark` is no path of SVG", fix);
    }
    if table.get("colour").is_none() {
        let fix = "Add colour = { light = \"#1b4d9f\", dark = \"#94bbff\" }";
        reader.problem(table.line, "the look has no `colour`", fix);
    }
    let colour = reader.table(table.get("colour")?, "the colour", "light dark")?;
    let [light, dark] = [("light", 0), ("dark", 1)].map(|(key, scheme)| shade(reader, colour, key, scheme));
    Some(Look { short_name: short_name?, accent: Accent { light: light?, dark: dark? }, mark: mark? })
}

/// One shade of the colour, as far as it can be read on every ground of its scheme.
fn shade(reader: &mut Reader<'_>, table: Table<'_, '_>, key: &str, scheme: usize) -> Option<Colour> {
    let text = reader.required_text(table, key, "the colour")?;
    let line = reader.line_of(table.get(key)?);
    let Some(colour) = Colour::parse(&text) else {
        let what = format!("`{key}` is `{}`, which is no colour", shorten(&text));
        reader.problem(line, what, "Write it as \"#1b4d9f\"");
        return None;
    };
    for (ground, shades) in GROUNDS {
        let shade = shades[scheme];
        let found = contrast(colour, shade);
        if found < LEAST {
            let what = format!("{colour} on {shade} ({ground}, {key}) has a contrast of {found:.2}, less than {LEAST}");
            let fix = if scheme == 0 { "Take a darker one" } else { "Take a lighter one" };
            reader.problem(line, what, fix);
            break;
        }
    }
    Some(colour)
}

fn published(reader: &mut Reader<'_>, top: Table<'_, '_>, key: &str) -> Option<Published> {
    let table = reader.table(top.get(key)?, key, "text address sources")?;
    let text = reader.one_line(table, "text");
    let address = reader.one_line(table, "address");
    if let (Some(address), Some(value)) = (&address, table.get("address")) {
        let rest = address.strip_prefix("https://").unwrap_or_default();
        if rest.is_empty() || !address.bytes().all(|b| b.is_ascii_graphic()) {
            let line = reader.line_of(value);
            let what = format!("`{}` is no address of a page", shorten(address));
            reader.problem(line, what, "Write it with https://, without spaces");
        }
    }
    if table.get("text").is_none() && table.get("address").is_none() {
        let what = format!("`{key}` has neither `text` nor `address`");
        reader.problem(table.line, what, "Add one of them, or take the table out: then it is shown as not published");
    }
    Some(Published { text, address, sources: sources(reader, table) })
}

fn service_time(reader: &mut Reader<'_>, value: &Spanned<DeValue<'_>>) -> Option<ServiceTime> {
    let table = reader.table(value, "service_time", "what within for sources")?;
    let [what, within] = ["what", "within"].map(|key| reader.required_text(table, key, "this service_time"));
    let due = due(reader, table, within.as_deref());
    Some(ServiceTime { what: what?, within: within?, due, sources: sources(reader, table) })
}

/// What of ours it is about, with its days: then the time is one that can be counted.
fn due(reader: &mut Reader<'_>, table: Table<'_, '_>, within: Option<&str>) -> Option<(Service, u32)> {
    let word = reader.one_line(table, "for")?;
    let line = reader.line_at(table, "for");
    let service = known(reader, (&word, line), "for", &Service::ALL.map(|one| (one.code(), one)))?;
    let within = within?;
    let days = within.strip_suffix(" working days").and_then(|number| number.parse().ok());
    // A calendar has no more; nobody waits for so long.
    let days = days.filter(|days| (1..=1_000).contains(days));
    if days.is_none() {
        let line = reader.line_at(table, "within");
        let what = format!("`within` is `{}`, which can't be counted", shorten(within));
        reader.problem(line, what, "Write it as \"14 working days\", or take `for` out");
    }
    Some((service, days?))
}

fn sources(reader: &mut Reader<'_>, table: Table<'_, '_>) -> Vec<String> {
    let names = reader.names(table, "sources").into_iter();
    names.map(|(name, _)| name).collect()
}

fn holidays(reader: &mut Reader<'_>, top: Table<'_, '_>) -> Vec<Closed> {
    let mut days: Vec<Closed> = Vec::new();
    for value in reader.list_of(top, "holiday") {
        let Some(table) = reader.table(value, "holiday", "on title") else {
            continue;
        };
        if table.get("on").is_none() {
            reader.problem(table.line, "this holiday has no `on`", "Add on = 2026-12-25");
        }
        let (on, title) = (reader.date(table, "on"), reader.required_text(table, "title", "this holiday"));
        let (Some(on), Some(title)) = (on, title) else { continue };
        if days.iter().any(|day| day.on == on) {
            let what = format!("{on} is a holiday twice");
            reader.problem(table.line, what, "Take one of them out");
        }
        days.push(Closed { on, title });
    }
    days.sort_by_key(|day| day.on);
    days
}

fn policies(reader: &mut Reader<'_>, value: &Spanned<DeValue<'_>>) -> Option<Policies> {
    let table = reader.table(value, "policies", "register two_people")?;
    let register = reader.required_text(table, "register", "the policies").and_then(|word| {
        let line = reader.line_of(table.get("register")?);
        known(reader, (&word, line), "register", &Register::ALL.map(|one| (one.code(), one)))
    });
    let of_choice: Vec<(&str, Proposable)> = Proposable::OF_CHOICE.iter().map(|act| (act.code(), *act)).collect();
    Some(Policies { two_people: all_known(reader, table, "two_people", &of_choice), register: register? })
}

fn all_known<T: Copy>(reader: &mut Reader<'_>, table: Table<'_, '_>, key: &str, words: &[(&str, T)]) -> Vec<T> {
    let typed = reader.names(table, key).into_iter();
    typed.filter_map(|(word, line)| known(reader, (&word, line), key, words)).collect()
}

/// What one of a few words stands for.
fn known<T: Copy>(reader: &mut Reader<'_>, (word, line): (&str, usize), key: &str, words: &[(&str, T)]) -> Option<T> {
    let found = words.iter().find(|(known, _)| *known == word);
    if found.is_none() {
        let all: Vec<&str> = words.iter().map(|(known, _)| *known).collect();
        let near = reader.near(word, all.iter().copied());
        let fix = did_you_mean(&near, || format!("Write one of {}", list(&all)));
        reader.problem(line, format!("`{key}` knows no `{}`", shorten(word)), fix);
    }
    found.map(|(_, value)| *value)
}

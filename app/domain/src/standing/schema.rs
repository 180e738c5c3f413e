//! Everything in a file that does not fit the schema of its type, each with the fact and the field it stands in.
//!
//! The schema is the one that the type itself gives (`schemars`), so that a new field needs no second list of fields here.

use std::borrow::Cow;
use std::cell::OnceCell;

use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::framework::{Reader, did_you_mean, list, shorten, within};
use crate::text;

/// Fields whose text is somebody's own words; all others hold ids and names.
const OWN_WORDS: [&str; 5] = ["because", "missing", "mark", "description", "text"];

/// Reports what in the file does not fit `schema`; `kind` is what the file is, such as "a facts file". A field that was
/// misspelt gets the name that was meant, so that one slip is one problem.
pub(super) fn check(reader: &mut Reader<'_>, schema: &Value, kind: &str, file: &mut Spanned<DeTable<'_>>) {
    Check { reader, schema, is_required: false }.table(kind, schema, file.get_mut(), 1);
}

/// Fields whose text is a name, as people write it.
const NAMES: [&str; 2] = ["organisation", "employer"];

struct Check<'r, 'f, 's> {
    reader: &'r mut Reader<'f>,
    schema: &'s Value,
    /// Whether the field that is looked at has to be there.
    is_required: bool,
}

impl<'s> Check<'_, '_, 's> {
    /// `whose` are the fields.
    fn table(&mut self, whose: &str, schema: &'s Value, entries: &mut DeTable<'_>, line: usize) {
        let others = schema["additionalProperties"].as_object().map(|_| &schema["additionalProperties"]);
        let fields = schema["properties"].as_object();
        if let (Some(fields), None) = (fields, others) {
            self.unknown_fields(whose, fields, entries, line);
        }
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for (key, value) in entries.iter_mut() {
            let name: &str = key.get_ref();
            // Where any field may stand, the key is somebody's name.
            if let Some(field) = fields.and_then(|fields| fields.get(name)).or(others) {
                self.is_required = required.contains(&name);
                self.value(whose, name, field, value);
            }
            if others.is_some() {
                let line = self.reader.line_of(key);
                self.is_required = false;
                self.name(name, name, line);
                self.id(name, name, line);
            }
        }
        for name in required.into_iter().filter(|name| !entries.contains_key(*name)) {
            self.reader.missing(line, name, format!("`{name}` is not there"), format!("Add `{name}` to {whose}"));
        }
    }

    fn unknown_fields(&mut self, whose: &str, fields: &Map<String, Value>, entries: &mut DeTable<'_>, table: usize) {
        let unknown = entries.keys().filter(|key| !fields.contains_key(&**key.get_ref()));
        let mut unknown: Vec<_> = unknown.cloned().collect();
        // What follows an id belongs to a fact.
        let of_fact = unknown.iter().find(|key| &**key.get_ref() == "id").map(|key| key.span().start);
        if let Some(start) = of_fact {
            let lists =
                fields.iter().filter(|(_, field)| type_of(field) == "array").map(|(name, _)| format!("[[{name}]]"));
            let fix = format!("Write the header above it that is missing: {}", lists.collect::<Vec<_>>().join(", "));
            let line = self.reader.line(start);
            self.reader.problem(line, format!("`id` is no field of {whose}"), fix);
            unknown.retain(|key| key.span().start < start);
        }
        let all = OnceCell::new();
        for key in unknown {
            let name: &str = key.get_ref();
            let near = self.reader.near(name, fields.keys().map(String::as_str));
            let near = near.rather_not(|field| entries.contains_key(field));
            let all = || all.get_or_init(|| list(&fields.keys().collect::<Vec<_>>())).clone();
            let fix = did_you_mean(&near, || format!("Take it out; the fields are {}", all()));
            let meant = near.one().filter(|near| !entries.contains_key(*near));
            let what = format!("`{}` is no field of {whose}", shorten(name));
            self.reader.unknown_key(table, self.reader.line_of(&key), what, fix, meant.is_some());
            if let Some(near) = meant
                && let Some(value) = entries.remove(name)
            {
                entries.insert(Spanned::new(key.span(), Cow::Owned(near.to_owned())), value);
            }
        }
    }

    fn value(&mut self, whose: &str, key: &str, schema: &'s Value, value: &mut Spanned<DeValue<'_>>) {
        let schema = resolved(self.schema, schema, value.get_ref());
        if let Some(words) = words(schema) {
            return self.word(whose, key, &words, value);
        }
        let line = self.reader.line_of(value);
        match (type_of(schema), value.get_mut()) {
            ("object", DeValue::Table(entries)) => return self.table(&format!("`{key}`"), schema, entries, line),
            ("array", DeValue::Array(items)) => {
                return items.iter_mut().for_each(|item| self.item(whose, key, schema, item));
            }
            _ => {}
        }
        match (type_of(schema), value.get_ref()) {
            ("string", _) if schema["format"] == "date" => {
                self.reader.date_of(value, key);
            }
            ("string", DeValue::String(text)) => {
                self.name(key, text, line);
                if whose != "`people`" && !NAMES.contains(&key) && !OWN_WORDS.contains(&key) {
                    self.id(key, text, line);
                    without_hidden(value);
                }
            }
            ("integer", DeValue::Integer(number)) => {
                let is_below = number.as_str().starts_with('-');
                let number = i64::from_str_radix(number.as_str(), number.radix()).ok();
                self.number(key, schema, (number, is_below), line);
            }
            ("boolean", DeValue::Boolean(_)) => {}
            (wanted, _) => {
                let (wanted, fix) = match wanted {
                    "object" => ("a table", "Write it as a table of fields"),
                    "array" => ("a list", "Put it in square brackets"),
                    "integer" => ("a whole number", "Write it in digits alone"),
                    "boolean" => ("true or false", "Write true or false"),
                    _ => ("text", "Put one text in quotation marks"),
                };
                self.reader.wrong::<()>(value, key, wanted, fix);
            }
        }
    }

    /// One of a list; a table of it is a fact, called by its id.
    fn item(&mut self, whose: &str, key: &str, list: &'s Value, item: &mut Spanned<DeValue<'_>>) {
        let id = item.get_ref().as_table().and_then(|fact| fact.get("id")).and_then(|id| id.get_ref().as_str());
        let outer = self.reader.within.clone();
        if let Some(id) = id {
            self.reader.within = within(id);
        }
        self.is_required = false;
        if !self.reader.is_empty_table(item, key) {
            self.value(whose, key, &list["items"], item);
        }
        self.reader.within = outer;
    }

    fn word(&mut self, whose: &str, key: &str, words: &[&str], value: &Spanned<DeValue<'_>>) {
        let fix = || format!("Write one of {}", list(words));
        match value.get_ref().as_str() {
            Some(word) if words.contains(&word) => {}
            Some(word) => {
                let near = self.reader.near(word, words.iter().copied());
                let what = match whose {
                    "`expect`" => format!("`{}` is no state", shorten(word)),
                    _ => format!("`{}` is no `{key}`", shorten(word)),
                };
                let line = self.reader.line_of(value);
                self.reader.problem(line, what, did_you_mean(&near, fix));
            }
            None => {
                self.reader.wrong::<()>(value, key, "a word", &fix());
            }
        }
    }

    fn number(&mut self, key: &str, schema: &Value, (number, is_below): (Option<i64>, bool), line: usize) {
        let least = schema["minimum"].as_i64().unwrap_or(i64::MIN);
        let most = schema["maximum"].as_i64().unwrap_or(i64::MAX);
        let (what, fix) = match number {
            Some(number) if (least..=most).contains(&number) => return,
            Some(number) if number < 0 && least == 0 => {
                (format!("`{key}` is below zero"), "Write it from 0 on".to_owned())
            }
            _ if most < i64::MAX => {
                let is = number.map_or_else(|| "out of range".to_owned(), |number| number.to_string());
                (format!("`{key}` is {is}"), format!("Write a whole number from {least} to {most}"))
            }
            None if is_below => (format!("`{key}` is out of range"), format!("Write it from {least} on")),
            _ => (format!("`{key}` is out of range"), "Write a smaller number".to_owned()),
        };
        self.reader.problem(line, what, fix);
    }

    /// An id: with a character that is not seen it would be another one that looks the same.
    fn id(&mut self, key: &str, text: &str, line: usize) {
        let hidden = |c: &char| text::shows_nothing(*c) && !text::misleads(*c);
        if let Some(character) = text.chars().find(hidden).filter(|_| !text::is_blank(text)) {
            let what =
                format!("`{}` has the character U+{:04X}, which is not seen", shorten(key), u32::from(character));
            self.reader.problem(line, what, "Take the character out");
        }
    }

    /// An id or a name, or somebody's own words.
    fn name(&mut self, key: &str, text: &str, line: usize) {
        let key = shorten(key);
        let is_name = !OWN_WORDS.contains(&key.as_str());
        let wrong = if text::is_blank(text) {
            let what = if key.is_empty() { "a name is empty".to_owned() } else { format!("`{key}` is empty") };
            Some((what, if self.is_required { "Write it" } else { "Write it, or take the field out" }))
        } else if is_name && text.trim() != text {
            Some((format!("`{key}` begins or ends with a space, and would be another name"), "Take the space out"))
        } else if is_name && text.contains(text::breaks_line) {
            Some((format!("`{key}` has more than one line"), "Write it in one line, without tabs"))
        } else {
            None
        };
        wrong.into_iter().for_each(|(what, fix)| self.reader.problem(line, what, fix));
        self.reader.unseen(text, &key, line);
    }
}

/// Takes the characters out that are not seen, once they were told: so it is the name that was meant.
fn without_hidden(value: &mut Spanned<DeValue<'_>>) {
    if let DeValue::String(text) = value.get_mut()
        && text.contains(text::shows_nothing)
    {
        *text = Cow::Owned(text.replace(text::shows_nothing, ""));
    }
}

/// A schema without what stands around it: a reference, "or nothing", or another way to write the value.
pub(super) fn resolved<'s>(root: &'s Value, mut schema: &'s Value, value: &DeValue<'_>) -> &'s Value {
    loop {
        if let Some(name) = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
            schema = &root["$defs"][name];
        } else if let Some(ways) = schema["anyOf"].as_array() {
            let is_list = |way: &&Value| way["type"] == "array";
            let way = ways.iter().find(|way| value.is_array() && is_list(way));
            let Some(way) = way.or(ways.iter().find(|way| way["type"] != "null")) else {
                return schema;
            };
            schema = way;
        } else {
            return schema;
        }
    }
}

/// The words of an enum.
pub(super) fn words(schema: &Value) -> Option<Vec<&str>> {
    if let Some(of) = schema["oneOf"].as_array() {
        return Some(of.iter().filter_map(|one| one["const"].as_str()).collect());
    }
    let of = schema["enum"].as_array()?;
    Some(of.iter().filter_map(Value::as_str).collect())
}

/// The type of a value; of one that may be left out, the type it has if it is there.
pub(super) fn type_of(schema: &Value) -> &str {
    let several = schema["type"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let one = schema["type"].as_str();
    one.or_else(|| several.into_iter().find(|name| *name != "null")).unwrap_or_default()
}

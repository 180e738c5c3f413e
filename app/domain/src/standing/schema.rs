//! Everything in a file that does not fit the schema of its type, each with the fact and the field it stands in.
//!
//! The schema is the one that the type itself gives (`schemars`), so that a new field needs no second list of fields here.

use std::borrow::Cow;
use std::cell::OnceCell;

use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::framework::{Kind, Kinds, Reader, did_you_mean, list, shorten, with_unseen, within};
use crate::text;

/// Fields whose text is somebody's own words; all others hold ids and names.
const OWN_WORDS: [&str; 5] = ["because", "missing", "mark", "description", "text"];
/// Those of them that are sentences, in which a character that is not seen makes nothing else of them.
const PROSE: [&str; 4] = ["because", "missing", "description", "text"];

/// Reports what in the file does not fit `schema`; `kind` is what the file is, such as "a facts file". A field that was
/// misspelt gets the name that was meant, so that one slip is one problem.
pub(super) fn check(reader: &mut Reader<'_>, schema: &Value, kind: &str, file: &mut Spanned<DeTable<'_>>) {
    let lists = kinds(schema).tables;
    Check { reader, schema, lists, is_required: false }.table(kind, schema, file.get_mut(), 1);
}

/// Fields whose text is a name, as people write it.
const NAMES: [&str; 2] = ["organisation", "employer"];

struct Check<'r, 'f, 's> {
    reader: &'r mut Reader<'f>,
    schema: &'s Value,
    /// The tables that there are.
    lists: Vec<Kind>,
    /// Whether the field that is looked at has to be there.
    is_required: bool,
}

impl<'s> Check<'_, '_, 's> {
    /// `whose` are the fields.
    fn table(&mut self, whose: &str, schema: &'s Value, entries: &mut DeTable<'_>, line: usize) {
        let others = schema["additionalProperties"].as_object().map(|_| &schema["additionalProperties"]);
        let fields = schema["properties"].as_object();
        let table = self.reader.next_table();
        if let (Some(fields), None) = (fields, others) {
            self.unknown_fields(whose, fields, entries, table);
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
                self.text((name, true), name, line);
            }
        }
        // A name is looked for as it is meant.
        let hidden = |key: &&Spanned<Cow<'_, str>>| others.is_some() && key.get_ref().contains(text::shows_nothing);
        for key in entries.keys().filter(hidden).cloned().collect::<Vec<_>>() {
            let meant = key.get_ref().replace(text::shows_nothing, "");
            if !entries.contains_key(meant.as_str())
                && let Some(value) = entries.remove(&**key.get_ref())
            {
                entries.insert(Spanned::new(key.span(), Cow::Owned(meant)), value);
            }
        }
        for name in required.into_iter().filter(|name| !entries.contains_key(*name)) {
            self.reader.missing(
                (table, line),
                name,
                format!("`{name}` is not there"),
                format!("Add `{name}` to {whose}"),
            );
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
            let seen = text::without_unseen(name);
            let near = self.reader.near(&seen, fields.keys().map(String::as_str));
            let near = near.rather_not(|field| entries.contains_key(field));
            let all = || all.get_or_init(|| list(&fields.keys().collect::<Vec<_>>())).clone();
            let fix = did_you_mean(&near, || format!("Take it out; the fields are {}", all()));
            let meant = near.one().filter(|near| !entries.contains_key(*near));
            let line = self.reader.line_of(&key);
            if meant == Some(&*seen) {
                self.reader.name_as_seen(name, &seen, line);
            } else {
                let what = format!("`{}` is no field of {whose}{}", shorten(&seen), with_unseen(name));
                let lines = entries.get(name).map(|value| self.reader.lines_of(&key, value));
                for line in lines.unwrap_or_default() {
                    self.reader.unknown_key(table, line, what.clone(), fix.clone(), meant.is_some());
                }
            }
            if let Some(near) = meant
                && let Some(value) = entries.remove(name)
            {
                entries.insert(Spanned::new(key.span(), Cow::Owned(near.to_owned())), value);
            }
        }
    }

    fn value(&mut self, whose: &str, key: &str, schema: &'s Value, value: &mut Spanned<DeValue<'_>>) {
        let schema = resolved(self.schema, schema, value.get_ref());
        let line = self.reader.line_of(value);
        if let Some(words) = words(schema) {
            self.word(whose, key, &words, value);
            return without_hidden(value, true);
        }
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
                without_hidden(value, true);
            }
            ("string", DeValue::String(text)) => {
                let is_id = whose != "`people`" && !NAMES.contains(&key);
                self.text((key, is_id), text, line);
                if !PROSE.contains(&key) {
                    without_hidden(value, is_id);
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
        if let Some(other) = self.other_list(key, item) {
            let what = format!("what stands here in `{key}` has the fields of `{other}`");
            let line = self.reader.line_of(item);
            self.reader.problem(line, what, format!("Move it to `{other}`, or write that in the place of `{key}`"));
        } else if !self.reader.is_empty_table(item, key) {
            self.value(whose, key, &list["items"], item);
        }
        self.reader.within = outer;
    }

    /// The list that a fact of a list belongs to, where that is another one.
    fn other_list(&self, key: &str, item: &Spanned<DeValue<'_>>) -> Option<String> {
        let keys: Vec<(&str, &str)> = item.get_ref().as_table()?.keys().map(|key| (&**key.get_ref(), "")).collect();
        let is_own = |kind: &&Kind| kind.name.rsplit('.').next() == Some(key);
        let own = self.lists.iter().find(is_own)?;
        let is_odd = keys.iter().filter(|key| !own.has(**key)).count() > 1;
        let other = self.lists.iter().find(|kind| is_odd && kind.is_list && kind.misfits(&keys) == 0)?;
        other.name.rsplit('.').next().map(str::to_owned)
    }

    fn word(&mut self, whose: &str, key: &str, words: &[&str], value: &Spanned<DeValue<'_>>) {
        let fix = || format!("Write one of {}", list(words));
        match value.get_ref().as_str() {
            Some(word) if words.contains(&word) => {}
            Some(word) if words.contains(&text::without_unseen(word).as_str()) => {
                let line = self.reader.line_of(value);
                self.reader.name_as_seen(word, key, line);
            }
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

    /// An id or a name, or somebody's own words: with a character that is not seen it would be another that looks the same.
    fn text(&mut self, (key, is_id): (&str, bool), text: &str, line: usize) {
        let is_name = !OWN_WORDS.contains(&key);
        let wrong = if text::is_blank(text) {
            let key = shorten(key);
            let what = if key.is_empty() { "a name is empty".to_owned() } else { format!("`{key}` is empty") };
            Some((what, if self.is_required { "Write it" } else { "Write it, or take the field out" }))
        } else if is_name && text.trim() != text {
            let what = format!("`{}` begins or ends with a space, and would be another name", shorten(key));
            Some((what, "Take the space out"))
        } else {
            let breaks = text::breaks(text).filter(|_| is_name);
            breaks.map(|what| (format!("`{}` has {what}", shorten(key)), "Write it in one line, without tabs"))
        };
        let is_blank = text::is_blank(text);
        wrong.into_iter().for_each(|(what, fix)| self.reader.problem(line, what, fix));
        if PROSE.contains(&key) || is_blank {
            return self.reader.unseen(text, key, line);
        }
        // Ids are no words: nothing in them needs what shapes the letters of a name.
        let strict = is_id && is_name;
        let mut unseen = text::unseen(text);
        unseen.extend(text.chars().filter(|c| strict && text::shows_nothing(*c)));
        unseen.sort_unstable();
        unseen.dedup();
        self.reader.are_unseen(&unseen, key, line);
    }
}

/// The tables that a file of a schema may have, also those in its tables.
pub(super) fn kinds(schema: &Value) -> Kinds {
    let mut kinds = Kinds { top: keys(schema), tables: Vec::new(), is_json_too: true };
    add_kinds(schema, schema, "", &mut kinds);
    kinds
}

fn keys(schema: &Value) -> Vec<String> {
    schema["properties"].as_object().into_iter().flat_map(Map::keys).cloned().collect()
}

fn add_kinds(root: &Value, table: &Value, within: &str, kinds: &mut Kinds) {
    for (field, schema) in table["properties"].as_object().into_iter().flatten() {
        let schema = resolved(root, schema, &DeValue::Boolean(true));
        let is_list = type_of(schema) == "array";
        let own = if is_list { resolved(root, &schema["items"], &DeValue::Boolean(true)) } else { schema };
        if own["properties"].is_object() {
            let needed = own["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let (name, needed) = (format!("{within}{field}"), needed.map(str::to_owned).collect());
            if !is_list {
                add_kinds(root, own, &format!("{name}."), kinds);
            }
            kinds.tables.push(Kind { name, is_list, keys: keys(own), needed, named_by: Vec::new(), holds: None });
        }
    }
}

/// Takes the characters out that are not seen, once they were told: so it is the name that was meant.
fn without_hidden(value: &mut Spanned<DeValue<'_>>, is_id: bool) {
    if let DeValue::String(text) = value.get_mut()
        && text.contains(|c| text::shows_nothing(c) || text::misleads(c))
    {
        let seen = text::without_unseen(text);
        *text = Cow::Owned(if is_id { seen.replace(text::shows_nothing, "") } else { seen });
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

//! JSON as the same tree that TOML is read into, so that what is wrong in either is found by the same code.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::lists;
use super::mended;
use super::merged;
use super::no_value;
use super::other_language;
use super::outside::JSON;
use super::plain_values;
use super::quotation;
use super::reader::{Reader, shorten};
use super::syntax::{CLOSE, line_at};

/// How deep lists and objects may lie in each other; no format here needs more than five.
const DEEPEST: usize = 16;

/// How many faults are looked for.
const FAULTS: usize = 20;

/// Reports what is no JSON, and gives the text as it may have been meant, as far as that can be told.
pub(crate) fn readable<'t>(reader: &mut Reader<'_>, text: &'t str) -> Cow<'t, str> {
    if other_language::reported(reader, text, JSON, "Give it a name that ends in .toml") {
        return Cow::Borrowed(text);
    }
    if serde_json::from_str::<&RawValue>(text).is_ok() {
        return Cow::Borrowed(text);
    }
    let mut right = Cow::Borrowed(text);
    right = merged::first_sides(reader, &right).map_or(right, Cow::Owned);
    right = quotation::put_right(reader, &right, JSON).map_or(right, Cow::Owned);
    right = lists::put_right(reader, &right, JSON).map_or(right, Cow::Owned);
    right = plain_values::put_right(reader, &right, JSON).map_or(right, Cow::Owned);
    for told in 0..=FAULTS {
        let Err(error) = serde_json::from_str::<&RawValue>(&right) else { return right };
        let at = place(&error, &right);
        // What is missing is missing behind what stands before.
        let is_missing = error.is_eof() || !right[at..].starts_with(['[', ']', '{', '}']);
        let before = right[..at].trim_end().len().saturating_sub(1);
        let is_behind = is_missing && (error.is_eof() || error.to_string().starts_with("expected `,`"));
        let line = reader.line(if is_behind { before } else { at });
        if told == FAULTS {
            reader.looks_no_further(line, &right[at..]);
            break;
        }
        if let Some((at, null)) = no_value::in_json(reader, &right, at) {
            reader.replaced(at..at, null.len());
            right.to_mut().insert_str(at, null);
            continue;
        }
        not_json(reader, line, (&error, &right));
        let next = |text: &str| serde_json::from_str::<&RawValue>(text).err().map(|error| (1, place(&error, text)));
        let Some((_, mend)) = mended::best(&right, (1, at), ':', next) else {
            reader.looks_no_further(line, &right[at..]);
            return right;
        };
        let line = line.min(reader.line(mend.at.start));
        mend.advise(&right, line, reader.problems.last_mut());
        let told = reader.problems.len().saturating_sub(1);
        mend.bare_word(line, told).into_iter().for_each(|bare| reader.read_bare(bare));
        if !mend.is_certain {
            reader.unreadable.push(line..=line);
            reader.hide(&right[line_at(&right, mend.at.start)]);
        }
        reader.replaced(mend.at.clone(), mend.with.len());
        right.to_mut().replace_range(mend.at, &mend.with);
    }
    right
}

/// Where the reader stopped.
fn place(error: &serde_json::Error, text: &str) -> usize {
    let before: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    text.floor_char_boundary((before + error.column().saturating_sub(1)).min(text.len()))
}

/// Reads a text that must be one JSON object. Gives nothing where it is none, which is then reported; what stands in it
/// twice is reported too.
pub(crate) fn document<'t>(reader: &mut Reader<'_>, text: &'t str) -> Option<Spanned<DeTable<'t>>> {
    let root: &RawValue = match serde_json::from_str(text) {
        Ok(root) => root,
        Err(error) => {
            // Otherwise it was told.
            if reader.unreadable.is_empty() {
                not_json(reader, error.line(), (&error, text));
            }
            return None;
        }
    };
    let mut tree = Tree { reader, text, is_whole: true };
    let value = tree.value(root, 0);
    if !tree.is_whole {
        reader.say_of_last(". Nothing else of the file is looked at before that is done");
        return None;
    }
    match value.map(|value| (value.span(), value.into_inner())) {
        Some((span, DeValue::Table(entries))) => Some(Spanned::new(span, entries)),
        _ => {
            reader.problem(1, "the file should be an object", "Write { \"trainee\": \"…\" }");
            None
        }
    }
}

fn not_json(reader: &mut Reader<'_>, line: usize, (error, text): (&serde_json::Error, &str)) {
    let message = error.to_string();
    let what = message.split(" at line ").next().unwrap_or_default();
    let has = |words: &[&str]| words.iter().any(|word| what.contains(word));
    let fix = if has(&["surrogate", "escape", "unicode"]) {
        "Write the character itself; what follows \\u is four hexadecimal digits, or two such pairs that belong together"
    } else if has(&["control character"]) {
        "Write a line end in a text as \\n, and a tab as \\t"
    } else if has(&["parsing a string"]) {
        "Close the text with the quotation mark that opens it"
    } else if has(&["trailing"]) && text.trim_start().starts_with('{') {
        "Take out what stands behind the end"
    } else if has(&["number"]) {
        "Write a number in digits, and text in quotation marks"
    } else {
        CLOSE
    };
    reader.problem(line.max(1), format!("this is not JSON: {what}"), fix);
}

struct Tree<'r, 'f, 't> {
    reader: &'r mut Reader<'f>,
    text: &'t str,
    /// Whether every part could be read.
    is_whole: bool,
}

impl<'t> Tree<'_, '_, 't> {
    /// Where a part of the text begins in it.
    fn offset(&self, part: &str) -> usize {
        (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize)
    }

    /// A value; nothing for `null`, which says no more than that the key is not there.
    fn value(&mut self, raw: &'t RawValue, depth: usize) -> Option<Spanned<DeValue<'t>>> {
        let (text, start) = (raw.get(), self.offset(raw.get()));
        if depth > DEEPEST {
            let line = self.reader.line(start);
            let what = "lists and objects are nested too deeply";
            self.reader.problem(line, what, "docs/standing.md lists what the file holds");
            self.is_whole = false;
            return None;
        }
        let value = match text.as_bytes().first() {
            Some(b'{') => {
                let Entries(entries) = self.parsed(text, start)?;
                DeValue::Table(self.table(entries, depth))
            }
            Some(b'[') => {
                let items: Vec<&'t RawValue> = self.parsed(text, start)?;
                let mut list = DeArray::new();
                for item in items {
                    if item.get() == "null" {
                        let line = self.reader.line(self.offset(item.get()));
                        self.reader.problem(line, "an entry of this list is null", "Take it out, or write what it is");
                    }
                    if let Some(value) = self.value(item, depth + 1) {
                        list.push(value);
                    }
                }
                DeValue::Array(list)
            }
            Some(b'"') => DeValue::String(Cow::Owned(self.parsed(text, start)?)),
            Some(b't') => DeValue::Boolean(true),
            Some(b'f') => DeValue::Boolean(false),
            Some(b'n') => return None,
            // What TOML has no number for is no whole number either.
            _ => DeValue::parse(text).map_or(DeValue::Float(Default::default()), Spanned::into_inner),
        };
        Some(Spanned::new(start..start + text.len(), value))
    }

    fn table(&mut self, entries: Vec<(Cow<'t, str>, &'t RawValue)>, depth: usize) -> DeTable<'t> {
        let mut table = DeTable::new();
        for (key, raw) in entries {
            let start = self.offset(raw.get());
            if table.contains_key(&*key) {
                let line = self.reader.line(start);
                let what = format!("`{}` stands twice in one object", shorten(&key));
                self.reader.problem(line, what, "Keep one of them");
            } else if let Some(value) = self.value(raw, depth + 1) {
                table.insert(Spanned::new(start..start, key), value);
            }
        }
        table
    }

    /// A part of the text, which was found well-formed already but for what is in its strings.
    fn parsed<T: Deserialize<'t>>(&mut self, text: &'t str, start: usize) -> Option<T> {
        match serde_json::from_str(text) {
            Ok(parsed) => Some(parsed),
            Err(error) => {
                let line = self.reader.line(start) + error.line().saturating_sub(1);
                not_json(self.reader, line, (&error, text));
                self.is_whole = false;
                None
            }
        }
    }
}

/// Every entry of an object, in its order, those of one name too.
struct Entries<'t>(Vec<(Cow<'t, str>, &'t RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Entries<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some((key, value)) = map.next_entry::<String, &'de RawValue>()? {
                    entries.push((Cow::Owned(key), value));
                }
                Ok(Entries(entries))
            }
        }
        from.deserialize_map(InOrder)
    }
}

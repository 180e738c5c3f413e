//! A document as far as it fits the schema of its type, so that what its other parts mean can be looked at in the same round.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::schema::{resolved, type_of, words};
use crate::dates::day;

/// Where the tables begin in which something did not fit.
#[derive(Default)]
pub(super) struct Misfits {
    /// Those in which anything did not, however deep: what they say of days is not believed.
    pub tables: BTreeSet<usize>,
    /// Those of which a list is left out, or a field that may be one.
    pub lacking: BTreeSet<usize>,
}

/// Takes out of a document what does not fit, and puts something that fits in the place of what has to be there.
pub(super) fn fit(schema: &Value, document: &mut Spanned<DeTable<'_>>) -> Misfits {
    let mut fitting = Fitting { schema, misfits: Misfits::default() };
    let span = document.span();
    fitting.table(schema, span, document.get_mut());
    fitting.misfits
}

#[derive(PartialEq)]
enum Fit {
    Whole,
    InPart,
    NotAtAll,
}

struct Fitting<'s> {
    schema: &'s Value,
    misfits: Misfits,
}

impl<'s> Fitting<'s> {
    fn table(&mut self, schema: &'s Value, span: Range<usize>, entries: &mut DeTable<'_>) -> Fit {
        let fields = schema["properties"].as_object();
        let others = schema["additionalProperties"].as_object().map(|_| &schema["additionalProperties"]);
        let field = |name: &str| fields.and_then(|fields| fields.get(name)).or(others);
        let before = entries.len();
        let mut fit = Fit::Whole;
        let mut misfits = Vec::new();
        for (key, value) in entries.iter_mut() {
            let found = field(key.get_ref()).map_or(Fit::NotAtAll, |schema| self.value(schema, value));
            if found != Fit::Whole {
                fit = Fit::InPart;
            }
            if found == Fit::NotAtAll {
                misfits.push(key.get_ref().clone().into_owned());
            }
        }
        let may_be_list = |key: &String| field(key).is_none_or(|schema| type_of(schema) == "array");
        if misfits.iter().any(may_be_list) {
            self.misfits.lacking.insert(span.start);
        }
        misfits.iter().for_each(|key| {
            entries.remove(key.as_str());
        });
        let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let absent: Vec<&str> = required.filter(|name| !entries.contains_key(*name)).collect();
        for name in absent {
            let Some(value) = field(name).and_then(|schema| self.anything(schema, &span)) else {
                return Fit::NotAtAll;
            };
            entries.insert(Spanned::new(span.clone(), Cow::Owned(name.to_owned())), Spanned::new(span.clone(), value));
            fit = Fit::InPart;
        }
        if fit == Fit::InPart || entries.len() != before {
            self.misfits.tables.insert(span.start);
        }
        fit
    }

    fn value(&mut self, schema: &'s Value, value: &mut Spanned<DeValue<'_>>) -> Fit {
        let schema = resolved(self.schema, schema, value.get_ref());
        let fits = |fits: bool| if fits { Fit::Whole } else { Fit::NotAtAll };
        if let Some(words) = words(schema) {
            return fits(value.get_ref().as_str().is_some_and(|word| words.contains(&word)));
        }
        let span = value.span();
        let is_day = |text: &str| day(text).is_some();
        match (type_of(schema), value.get_mut()) {
            ("object", DeValue::Table(entries)) => self.table(schema, span, entries),
            ("array", DeValue::Array(items)) => self.list(&schema["items"], items),
            ("string", DeValue::Datetime(day)) => fits(schema["format"] == "date" && is_day(&day.to_string())),
            ("string", DeValue::String(text)) => fits(schema["format"] != "date" || is_day(text)),
            ("boolean", DeValue::Boolean(_)) => Fit::Whole,
            ("integer", DeValue::Integer(number)) => {
                let least = schema["minimum"].as_i64().unwrap_or(i64::MIN);
                let most = schema["maximum"].as_i64().unwrap_or(i64::MAX);
                let number = i64::from_str_radix(number.as_str(), number.radix());
                fits(number.is_ok_and(|number| (least..=most).contains(&number)))
            }
            (_, _) => Fit::NotAtAll,
        }
    }

    fn list(&mut self, schema: &'s Value, items: &mut DeArray<'_>) -> Fit {
        let mut fit = Fit::Whole;
        for item in items.iter_mut() {
            let (found, span) = (self.value(schema, item), item.span());
            if found != Fit::Whole {
                fit = Fit::InPart;
            }
            if found == Fit::NotAtAll {
                // Its place is kept, so that the others stay in theirs.
                let Some(value) = self.anything(schema, &span) else { return Fit::NotAtAll };
                *item.get_mut() = value;
                self.misfits.tables.insert(span.start);
            }
        }
        fit
    }

    /// Something that fits, and means nothing.
    fn anything<'v>(&mut self, schema: &'s Value, span: &Range<usize>) -> Option<DeValue<'v>> {
        let schema = resolved(self.schema, schema, &DeValue::Boolean(true));
        if let Some(first) = words(schema).and_then(|words| words.first().map(|word| (*word).to_owned())) {
            return Some(DeValue::String(Cow::Owned(first)));
        }
        Some(match type_of(schema) {
            "string" if schema["format"] == "date" => DeValue::String(Cow::Borrowed("2000-01-01")),
            "string" => DeValue::String(Cow::Borrowed("")),
            "array" => DeValue::Array(DeArray::new()),
            "object" => {
                let mut entries = DeTable::new();
                self.table(schema, span.clone(), &mut entries);
                DeValue::Table(entries)
            }
            _ => return None,
        })
    }
}

//! What a file of a kind may hold: its tables, and the keys of each.

/// The tables that a file may have.
#[derive(Default)]
pub(crate) struct Kinds {
    /// The keys that may stand above the first header.
    pub top: Vec<String>,
    pub tables: Vec<Kind>,
    /// Whether such a file may be written in JSON too.
    pub is_json_too: bool,
}

/// What a value looks like.
pub(crate) type Looks = fn(&str) -> bool;

/// A kind of table.
pub(crate) struct Kind {
    /// What stands in its header.
    pub name: String,
    /// Whether there may be several.
    pub is_list: bool,
    pub keys: Vec<String>,
    /// The keys that each has; of some that stand with strokes between them, one.
    pub needed: Vec<String>,
    /// The keys of other tables that name one of these by its id.
    pub named_by: Vec<String>,
    /// Of a table whose keys are anybody's: what its values look like.
    pub holds: Option<Looks>,
}

impl Kind {
    /// A table that stands alone, whose keys are anybody's.
    pub fn of_names(name: &str, holds: Looks) -> Self {
        let none = Vec::new;
        Kind {
            name: name.to_owned(),
            is_list: false,
            keys: none(),
            needed: none(),
            named_by: none(),
            holds: Some(holds),
        }
    }

    /// Its header.
    pub fn header(&self) -> String {
        if self.is_list { format!("[[{}]]", self.name) } else { format!("[{}]", self.name) }
    }

    /// Whether it may have a key, with a value.
    pub fn has(&self, (key, value): (&str, &str)) -> bool {
        self.holds.map_or_else(
            || self.keys.iter().any(|own| own == key),
            |holds| holds(value.split('#').next().unwrap_or_default().trim()),
        )
    }

    /// Whether each of it has a key.
    pub fn needs(&self, key: &str) -> bool {
        self.needed.iter().any(|needed| needed == key)
    }

    /// How many keys, each with its value, are not of this kind, and how many of its own are not there.
    pub fn misfits(&self, keys: &[(&str, &str)]) -> usize {
        let is_there = |needed: &&String| needed.split('|').any(|one| keys.iter().any(|(key, _)| *key == one));
        keys.iter().filter(|key| !self.has(**key)).count() + self.needed.iter().filter(|one| !is_there(one)).count()
    }
}

//! A table of a file, with its line.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One table of the file.
#[derive(Clone, Copy)]
pub(crate) struct Table<'t, 'i> {
    pub entries: &'t DeTable<'i>,
    pub line: usize,
}

impl<'t, 'i> Table<'t, 'i> {
    pub fn get(self, key: &str) -> Option<&'t Spanned<DeValue<'i>>> {
        self.entries.get(key)
    }
}

//! What of a file could not be read, and what is not said because of that: one slip is one problem, and not a dozen that
//! follow from it.

use toml::Spanned;
use toml::de::DeValue;

use super::NodeIx;
use super::kinds::Fits;
use super::reader::Reader;
use super::table::Table;

/// The gap of which nobody knows what stands in it.
const ANYTHING: &str = "";

impl Reader<'_> {
    /// Reads what a key says. Where that finds a problem, nothing is said of the whole for which the key is looked at.
    pub fn reading<T>(&mut self, key: &'static str, read: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.found();
        let value = read(self);
        if self.found() > before {
            self.gaps.insert(key);
        }
        value
    }

    /// Something could not be read, and nobody knows what it would have been.
    pub fn lose_anything(&mut self) {
        self.gaps.insert(ANYTHING);
    }

    /// The same of a value, in which a name may be given.
    pub fn lose_value(&mut self, value: &Spanned<DeValue<'_>>) {
        self.lose_anything();
        self.hide_value(value.get_ref());
    }

    /// Whether a table has something of which the key can't be read: it may be any that is not there.
    pub fn may_lack_keys(&self, table: Table<'_, '_>) -> bool {
        self.unreadable.iter().any(|lines| lines.contains(&table.line))
    }

    /// Whether a value can't be read in the table that stands on a line.
    pub fn has_lost_value(&self, line: usize) -> bool {
        self.lost.iter().any(|(lines, _)| lines.contains(&line))
    }

    /// Whether any part of the file could be of any kind.
    pub fn is_partial(&self) -> bool {
        !self.unreadable.is_empty() || !self.lost.is_empty() || self.gaps.contains(ANYTHING)
    }

    /// Whether all that these keys say could be read, wherever they stand.
    pub fn has_read(&self, keys: &[&str]) -> bool {
        !self.is_partial() && !keys.iter().any(|key| self.gaps.contains(key))
    }

    /// Whether all that these keys say is known, and no table without an id, of which nothing is made, has one of them.
    pub fn has_all(&self, keys: &[&str]) -> bool {
        self.has_read(keys) && !keys.iter().any(|key| self.nameless.contains(key))
    }
}

/// Checks of a file that was read: the only way from there to a problem, so that each check says what it looks at.
pub(super) struct Checks<'r, 'f>(&'r mut Reader<'f>);

impl<'r, 'f> Checks<'r, 'f> {
    pub fn of(reader: &'r mut Reader<'f>) -> Self {
        Checks(reader)
    }

    /// What a key of one table says is wrong by itself. What would follow from it is not said.
    pub fn own(&mut self, key: &'static str, line: usize, what: impl Into<String>, fix: impl Into<String>) {
        self.0.reading(key, |reader| reader.problem(line, what, fix));
    }

    /// What a key says of an element does not fit its kind.
    pub fn misfit(&mut self, key: &'static str, of: (NodeIx, Fits), line: usize, what: String, fix: &str) {
        self.0.reading(key, |reader| reader.misfit(of, line, what, fix));
    }

    /// What is said of an element fits its kind.
    pub fn fits_kind(&mut self, ix: NodeIx, fits: Fits) {
        self.0.fits_kind(ix, fits);
    }

    /// The same of days, which may be none of the calendar.
    pub fn own_days(&mut self, key: &'static str, line: usize, what: impl Into<String>, fix: impl Into<String>) {
        self.0.reading(key, |reader| reader.problem_of_days(line, what, fix));
    }

    /// See [`Reader::has_read`].
    pub fn has_read(&self, keys: &[&str]) -> bool {
        self.0.has_read(keys)
    }

    /// See [`Reader::has_all`].
    pub fn has_all(&self, keys: &[&str]) -> bool {
        self.0.has_all(keys)
    }

    /// What these keys say, wherever they stand, can't be so. It is said only where all of them could be read.
    pub fn whole(&mut self, looks_at: &[&str], line: usize, what: impl Into<String>, fix: impl Into<String>) {
        if self.0.has_read(looks_at) {
            self.0.problem(line, what, fix);
        }
    }

    /// A circle, by all that could be read, and still one by more. Where a part of the file could be anything, it is said that no
    /// circles are looked for.
    pub fn circle(&mut self, line: usize, what: impl Into<String>, fix: impl Into<String>) {
        if self.0.is_partial() {
            self.0.hold_back(None, ". Whether needs make a circle is not looked at before that is done");
        } else {
            self.0.problem(line, what, fix);
        }
    }

    /// Nothing in the file does what is needed, as far as these keys tell. It is said only where nothing is left out of
    /// which it could be said.
    pub fn missing(&mut self, looks_at: &[&str], line: usize, what: impl Into<String>, fix: impl Into<String>) {
        if self.0.has_all(looks_at) {
            self.0.problem(line, what, fix);
        }
    }
}

use std::fmt;

use super::reader::Fault;

/// A file as the author knows it: its name in messages, and its text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The name shown to the author: a path from where they stand.
    pub name: String,
    /// The whole text, without a byte order mark.
    pub text: String,
    /// What is wrong with how it was written in bytes.
    pub(super) faults: Vec<Fault>,
}

impl SourceFile {
    /// A file with this name and text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let mut text = text.into();
        // Some editors write one; it is no part of the text.
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        SourceFile { name: name.into(), text, faults: Vec::new() }
    }
}

/// Something wrong in a file, where, and how to put it right. Prints as `framework.toml:12: what. fix.`
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file's name as its author knows it.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong: a sentence without its full stop.
    pub what: String,
    /// How to put it right: a sentence without its full stop, or a question.
    pub fix: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stop = if self.fix.ends_with('?') { "" } else { "." };
        write!(f, "{}:{}: {}. {}{stop}", self.file, self.line, self.what, self.fix)
    }
}

use std::fmt;

/// A file as the author knows it: its name in messages, and its text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The name shown to the author, such as `framework.toml`.
    pub name: String,
    /// The whole text.
    pub text: String,
}

impl SourceFile {
    /// A file with this name and text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        SourceFile {
            name: name.into(),
            text: text.into(),
        }
    }

    /// The line, counted from 1, on which the byte at `offset` stands.
    pub(crate) fn line_at(&self, offset: usize) -> usize {
        let before = &self.text.as_bytes()[..offset.min(self.text.len())];
        1 + before.iter().filter(|byte| **byte == b'\n').count()
    }
}

/// Something wrong in a file, where, and how to mend it. Prints as `framework.toml:12: what. mend.`
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file's name as its author knows it.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong: a sentence without its full stop.
    pub what: String,
    /// How to mend it: a sentence without its full stop.
    pub mend: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}. {}.", self.file, self.line, self.what, self.mend)
    }
}

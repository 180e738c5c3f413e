//! The papers of a framework: text for people, which nothing here reads, and which has to be one all the same.

use super::{Problem, Reader, SourceFile};

/// What is wrong in a paper: that there is nothing in it, or characters that are not shown and change what is.
pub fn check_prose(file: &SourceFile) -> Vec<Problem> {
    let mut reader = Reader::new(file);
    reader.is_empty();
    for (line, text) in (1..).zip(file.text.lines()) {
        reader.unseen(text, "the line", line);
    }
    reader.into_problems()
}

//! The text of a file, as it was written in bytes: in UTF-8, as it should be, or in another encoding, which is told.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::SourceFile;
use super::reader::Fault;

impl SourceFile {
    /// A file with this name and content. What is not in UTF-8 is told with what it seems to be in, and read as that.
    pub fn of_bytes(name: impl Into<String>, bytes: &[u8]) -> Self {
        let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding).filter(|encoding| *encoding != UTF_8);
        if let Some(encoding) = marked.or_else(|| by_zeros(bytes)) {
            let (text, _) = encoding.decode_with_bom_removal(bytes);
            let fault = (1, format!("the text is in {}", encoding.name()), String::from("Save it in UTF-8"));
            return SourceFile { faults: vec![fault], ..Self::new(name, text) };
        }
        let (mut text, mut letters, mut line) = (String::with_capacity(bytes.len()), 0, 1);
        let mut faults: Vec<Fault> = Vec::new();
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
            line += chunk.valid().matches('\n').count();
            let (other, _) = WINDOWS_1252.decode_without_bom_handling(chunk.invalid());
            if !other.is_empty() {
                let what = format!("a character is not in UTF-8, and seems to be {other} in Windows-1252 (Latin-1)");
                faults.push((line, what, String::from("Write it again, and save the file in UTF-8")));
            }
            text.push_str(&other);
        }
        // More letters beyond ASCII are in UTF-8 than not, which by chance none is: the others are slips.
        if letters <= faults.len() {
            faults.truncate(1);
            faults.iter_mut().for_each(|(_, what, fix)| {
                *what = String::from("this is not text in UTF-8, and seems to be in Windows-1252 (Latin-1)");
                *fix = String::from("Open it in that encoding, and save it in UTF-8");
            });
        }
        faults.dedup();
        SourceFile { faults, ..Self::new(name, text) }
    }
}

/// UTF-16, where nothing marks it: of most characters one of two bytes is zero.
fn by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |from: usize| bytes.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let is_most = |zeros: usize, others: usize| zeros > bytes.len() / 4 && zeros > others;
    let found = [(UTF_16BE, is_most(first, second)), (UTF_16LE, is_most(second, first))];
    found.into_iter().find(|(_, is)| *is).map(|(encoding, _)| encoding)
}

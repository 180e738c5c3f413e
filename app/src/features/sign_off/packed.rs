//! Word and Excel documents are zips: which of them one is, by the names of all it holds, in whatever order and size those
//! come. The list of the names is at a zip's end; nothing is unpacked.

use super::kinds::{CHOOSE, EXCEL, WORD};
use rawzip::{RECOMMENDED_BUFFER_SIZE, ReaderAt, ZipLocator};
use std::io;

/// How much of a file's end is kept to read the list in it, bytes: that of some five thousand parts.
const KEPT: usize = 512 * 1024;
/// What a document may come to when it is unpacked, bytes.
const MOST_UNPACKED: u64 = 500 * 1024 * 1024;

const DAMAGED: &str = "Save the document again and choose that: this file is damaged or has too many parts";
const FAR_LARGER: &str = "Choose a smaller document: unpacked, this one comes to more than 500 MB";
const MACROS: &str = "Save the document without macros and choose that: this one holds a program";

/// The last bytes of a file that streams by.
#[derive(Default)]
pub(super) struct Tail {
    bytes: Vec<u8>,
    /// How many were before them.
    gone: usize,
}

impl Tail {
    /// Takes the next bytes.
    pub fn take(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        // Seldom, because what stays is moved.
        if self.bytes.len() > 2 * KEPT {
            let gone = self.bytes.len() - KEPT;
            self.bytes.drain(..gone);
            self.gone += gone;
        }
    }
}

impl ReaderAt for &Tail {
    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<usize> {
        let at = usize::try_from(offset).ok().and_then(|offset| offset.checked_sub(self.gone));
        let found = at.and_then(|at| self.bytes.get(at..)).ok_or(io::ErrorKind::UnexpectedEof)?;
        let length = found.len().min(into.len());
        into[..length].copy_from_slice(&found[..length]);
        Ok(length)
    }
}

/// Whether a file begins as a zip does.
pub(super) fn is_packed(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04")
}

/// Which kind of document a zip is.
///
/// # Errors
/// What to do, when it is none, or one that harms whoever opens it.
pub(super) fn media_type(tail: &Tail) -> Result<&'static str, &'static str> {
    let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
    let length = (tail.gone + tail.bytes.len()) as u64;
    let archive = ZipLocator::new().locate_in_reader(tail, &mut buffer, length).map_err(|_| DAMAGED)?;
    let mut entries = archive.entries(&mut buffer);
    let (mut has_types, mut has_word, mut has_excel, mut has_macros, mut unpacked) =
        (false, false, false, false, 0_u64);
    while let Some(entry) = entries.next_entry().map_err(|_| DAMAGED)? {
        unpacked = unpacked.saturating_add(entry.uncompressed_size_hint());
        let path = entry.file_path();
        // The names of parts are the same in capitals (ECMA-376, part 2).
        let name = path.as_bytes().to_ascii_lowercase();
        has_types |= name == b"[content_types].xml";
        has_word |= name.starts_with(b"word/");
        has_excel |= name.starts_with(b"xl/");
        has_macros |= name.ends_with(b"/vbaproject.bin");
    }
    match (has_types, has_word, has_excel) {
        (true, true, false) | (true, false, true) if unpacked > MOST_UNPACKED => Err(FAR_LARGER),
        (true, true, false) | (true, false, true) if has_macros => Err(MACROS),
        (true, true, false) => Ok(WORD),
        (true, false, true) => Ok(EXCEL),
        _ => Err(CHOOSE),
    }
}

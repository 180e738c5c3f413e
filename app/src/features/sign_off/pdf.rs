//! What a PDF does besides being read: whether it holds a program, starts one or holds another file (ISO 32000-2, sections 7.11 and
//! 12.6). It is a text of objects whose names say so; newer ones pack objects into streams, which are unpacked here. What is drawn on
//! pages is not looked at.

use flate2::read::ZlibDecoder;
use std::io::Read;

/// What packed objects may come to, bytes.
const MOST_UNPACKED: u64 = 64 * 1024 * 1024;

const PROGRAM: &str = "Print it to a new PDF and choose that: this one holds a program, starts one, or names one in a link or its description";
const HOLDS: &str = "Print it to a new PDF and choose that: this one holds another file, or names one in a link or its description. Add that file by itself";
const PROTECTED: &str = "Save it without protection, or print it to a new PDF, and choose that: what this one holds can’t be looked through";
const DAMAGED: &str = "Save it again, or print it to a new PDF, and choose that: this one is damaged or packed in a way that can’t be looked through";

/// Names of what harms, with what is then said.
const HARMFUL: [(&[u8], &str); 10] = [
    (b"JavaScript", PROGRAM),
    (b"JS", PROGRAM),
    (b"Launch", PROGRAM),
    (b"OnInstantiate", PROGRAM),
    (b"ImportData", PROGRAM),
    (b"RichMedia", PROGRAM),
    (b"EF", HOLDS),
    (b"EmbeddedFile", HOLDS),
    (b"EmbeddedFiles", HOLDS),
    (b"FileAttachment", HOLDS),
];

/// Whether a PDF only shows pages.
///
/// # Errors
/// What to do, where it harms whoever opens it, or can't be looked through.
pub(super) fn is_harmless(bytes: &[u8]) -> Result<(), &'static str> {
    names(bytes).try_for_each(|name| harmless(&name))?;
    let is_protected = names(bytes).any(|name| name == b"Encrypt");
    let (mut left, mut from) = (MOST_UNPACKED, 0);
    // An object is a number, `obj`, what it says of itself, and perhaps `stream` with what is in it.
    while let Some(at) = find(bytes, b"stream", from) {
        let (about, body) = (&bytes[from..at], &bytes[at + b"stream".len()..]);
        from = at + b"stream".len();
        if about.ends_with(b"end") {
            continue;
        }
        let about = about.windows(3).rposition(|three| three == b"obj").map_or(about, |obj| &about[obj..]);
        let about: Vec<Vec<u8>> = names(about).collect();
        let says = |name: &[u8]| about.iter().any(|one| one == name);
        let holds_objects = says(b"ObjStm") || (says(b"First") && says(b"N"));
        if !holds_objects {
            continue;
        }
        if is_protected {
            return Err(PROTECTED);
        }
        let body = inside(body).ok_or(DAMAGED)?;
        // A filter is called `Filter`, or `F`, which is a file elsewhere.
        let filters = about.iter().filter(|name| name.ends_with(b"Decode") || *name == b"Fl" || *name == b"Crypt");
        let filters = filters.count();
        if !says(b"Filter") && filters == 0 {
            // What is not packed begins with the number of an object, and was looked at with the rest.
            if body.first().is_some_and(u8::is_ascii_digit) {
                continue;
            }
            return Err(DAMAGED);
        }
        if !says(b"FlateDecode") || filters != 1 || says(b"Predictor") {
            return Err(DAMAGED);
        }
        let objects = unpacked(body, &mut left)?;
        names(&objects).try_for_each(|name| harmless(&name))?;
    }
    Ok(())
}

fn harmless(name: &[u8]) -> Result<(), &'static str> {
    let found = HARMFUL.iter().find(|(harmful, _)| *harmful == name);
    found.map_or(Ok(()), |(_, why)| Err(*why))
}

/// What is in a stream: it begins after the line of the keyword, on which nothing else may stand.
fn inside(body: &[u8]) -> Option<&[u8]> {
    let line = body.iter().position(|one| !b" \t\x0c\0".contains(one))?;
    matches!(body[line], b'\r' | b'\n').then(|| body[line..].trim_ascii_start())
}

/// What is packed in a stream, of which no more than is left is read.
fn unpacked(body: &[u8], left: &mut u64) -> Result<Vec<u8>, &'static str> {
    let mut objects = Vec::new();
    let read = ZlibDecoder::new(body).take(*left).read_to_end(&mut objects);
    *left = left.saturating_sub(read.map_err(|_| DAMAGED)? as u64);
    if *left == 0 { Err(DAMAGED) } else { Ok(objects) }
}

fn find(bytes: &[u8], word: &[u8], from: usize) -> Option<usize> {
    let first = word[0];
    let mut at = from;
    while let Some(next) = bytes.get(at..)?.iter().position(|one| *one == first) {
        at += next;
        if bytes[at..].starts_with(word) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// The longest name that is read, bytes: what harms is shorter, however it is written.
const LONGEST: usize = 48;

/// Every name: what follows a slash until a space or a sign, with signs that are written in digits (`#53` for S).
fn names(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let slashes = bytes.iter().enumerate().filter(|(_, one)| **one == b'/').map(|(at, _)| at + 1);
    slashes.map(|from| {
        let is_of_name = |one: &u8| one.is_ascii_graphic() && !b"()<>[]{}/%".contains(one) || *one >= 0x80;
        let rest = &bytes[from..bytes.len().min(from + LONGEST)];
        let name: &[u8] = &rest[..rest.iter().position(|one| !is_of_name(one)).unwrap_or(rest.len())];
        let (mut read, mut at) = (Vec::new(), 0);
        while let Some(one) = name.get(at) {
            let digits = (*one == b'#').then(|| name.get(at + 1..at + 3)).flatten();
            let sign = digits.and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
            read.push(sign.unwrap_or(*one));
            at += if sign.is_some() { 3 } else { 1 };
        }
        read
    })
}

//! Word and Excel documents are zips of parts. One of them says of which kind each is, and others what each needs from elsewhere: by
//! those it is judged what a document is and whether it harms whoever opens it (ECMA-376, part 2), whatever its maker called the parts.

use super::fetching::takes_in_nothing;
use super::kinds::{CHOOSE, EXCEL, WORD};
use encoding_rs::{Encoding, UTF_8};
use flate2::read::DeflateDecoder;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use rawzip::extra_fields::ExtraFieldId;
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipSliceArchive};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

/// The parts that a document may have.
const MOST_PARTS: usize = 5_000;
/// What all of them may come to, bytes.
const MOST_UNPACKED: u64 = 500 * 1024 * 1024;
/// What those may come to that are read, bytes.
const MOST_READ: u64 = 64 * 1024 * 1024;

pub(super) const DAMAGED: &str = "Save the document again and choose that: this file is damaged or has too many parts";
const FAR_LARGER: &str = "Choose a smaller document: unpacked, this one comes to more than 500 MB";
const LONG: &str =
    "Choose a smaller document, or save it as PDF and choose that: this one has more text than is looked through here";
const MACROS: &str = "Save the document without macros and choose that: this one holds a program";
const HOLDS: &str = "Save the document as PDF and choose that: this one holds a file or a control of another program";
const FETCHES: &str =
    "Save the document as PDF and choose that: this one fetches something from elsewhere when it is opened";

/// The part that says of which kind each is.
const TYPES: &str = "[content_types].xml";
/// What the first part of a document is.
const MAIN: [(&str, &str); 2] = [
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", WORD),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", EXCEL),
];
/// How the names of parts end that Word and Excel make of what people write, draw and paste.
const ENDINGS: [&str; 18] = [
    "xml", "rels", "png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf", "svg", "webp", "wdp", "vml",
    "odttf", "docx", "xlsx",
];
/// What kinds of parts and of relations are called that harm, with what is then said.
const HARMFUL: [(&str, &str); 9] = [
    ("macro", MACROS),
    ("vba", MACROS),
    ("activex", HOLDS),
    ("oleobject", HOLDS),
    ("attachedtoolbars", HOLDS),
    ("webextension", HOLDS),
    ("afchunk", HOLDS),
    ("externallink", FETCHES),
    ("connections", FETCHES),
];

/// Which kind of document a zip is.
///
/// # Errors
/// What to do, when it is none, or one that harms whoever opens it.
pub(super) fn media_type(bytes: &[u8]) -> Result<&'static str, &'static str> {
    let mut document = Document::of(bytes)?;
    let found = document.main()?;
    document.is_harmless()?;
    for name in document.names(&[".docx", ".xlsx"]) {
        // What was pasted in is a document like this one, with nothing pasted into that.
        let pasted = document.read(&name)?;
        let mut pasted = Document::of(&pasted)?;
        // However many there are, no more is read of all of them together.
        pasted.left = document.left;
        pasted.main()?;
        pasted.is_harmless()?;
        if !pasted.names(&[".docx", ".xlsx"]).is_empty() {
            return Err(HOLDS);
        }
        document.left = pasted.left;
    }
    Ok(found)
}

struct Document<'a> {
    archive: ZipSliceArchive<&'a [u8]>,
    /// Where each is, by its name: names of parts are the same in capitals.
    parts: BTreeMap<String, (ZipArchiveEntryWayfinder, CompressionMethod)>,
    /// What may still be read, bytes.
    left: u64,
}

impl<'a> Document<'a> {
    fn of(bytes: &'a [u8]) -> Result<Self, &'static str> {
        let archive = ZipArchive::from_slice(bytes).map_err(|_| DAMAGED)?;
        let (mut parts, mut unpacked) = (BTreeMap::new(), 0_u64);
        let mut entries = archive.entries();
        while let Some(entry) = entries.next_entry().map_err(|_| DAMAGED)? {
            unpacked = unpacked.saturating_add(entry.uncompressed_size_hint());
            let name = std::str::from_utf8(entry.file_path().as_ref()).map_err(|_| DAMAGED)?.to_lowercase();
            // Another name for the same part, or one that others read only in part.
            let is_two = entry.extra_fields().any(|(id, _)| id == ExtraFieldId::INFO_ZIP_UNICODE_PATH)
                || name.contains(char::is_control);
            if is_two || entry.flags().is_encrypted() {
                return Err(DAMAGED);
            }
            let is_second = parts.insert(name, (entry.wayfinder(), entry.compression_method())).is_some();
            if is_second || parts.len() > MOST_PARTS {
                return Err(DAMAGED);
            }
        }
        if unpacked > MOST_UNPACKED {
            return Err(FAR_LARGER);
        }
        Ok(Self { archive, parts, left: MOST_READ })
    }

    /// Names that end so.
    fn names(&self, endings: &[&str]) -> Vec<String> {
        self.parts.keys().filter(|name| endings.iter().any(|ending| name.ends_with(ending))).cloned().collect()
    }

    fn read(&mut self, name: &str) -> Result<Vec<u8>, &'static str> {
        let (at, method) = self.parts.get(name).ok_or(CHOOSE)?;
        let packed = self.archive.get_entry(*at).map_err(|_| DAMAGED)?.data();
        let mut bytes = Vec::new();
        let read = match *method {
            CompressionMethod::STORE => packed.take(self.left).read_to_end(&mut bytes),
            CompressionMethod::DEFLATE => DeflateDecoder::new(packed).take(self.left).read_to_end(&mut bytes),
            _ => return Err(DAMAGED),
        };
        self.left = self.left.saturating_sub(read.map_err(|_| DAMAGED)? as u64);
        if self.left == 0 { Err(LONG) } else { Ok(bytes) }
    }

    /// What the document is, by the kind of its first part, where no part is of a kind that harms.
    fn main(&mut self) -> Result<&'static str, &'static str> {
        let mut found = Vec::new();
        let types = elements(&self.read(TYPES)?, "types")?;
        let endings: BTreeSet<&str> = self.parts.keys().map(|name| ending(name)).collect();
        for one in &types {
            let Some(kind) = one.get("contenttype") else { continue };
            // A kind by an ending, of which there is no part, is of nothing.
            if one.get("extension").is_none_or(|ending| endings.contains(ending.as_str())) {
                harmless(kind)?;
                found.extend(MAIN.iter().filter(|(main, _)| main == kind).map(|(_, of)| *of));
            }
        }
        match found[..] {
            [one] => Ok(one),
            _ => Err(CHOOSE),
        }
    }

    /// Whether every part is such as Word and Excel make, and none fetches anything but what somebody clicks on.
    fn is_harmless(&mut self) -> Result<(), &'static str> {
        for name in self.parts.keys() {
            let ending = ending(name);
            let is_of_printer = ending == "bin" && name.contains("/printersettings/");
            if !ENDINGS.contains(&ending) && !is_of_printer && !name.ends_with('/') {
                return Err(HOLDS);
            }
        }
        for name in self.names(&[".rels"]) {
            for one in elements(&self.read(&name)?, "relationships")? {
                let of = |key: &str| one.get(key).map_or("", String::as_str);
                let (kind, to) = (of("type").rsplit('/').next().unwrap_or_default(), of("target"));
                harmless(kind)?;
                match (of("targetmode"), kind) {
                    (_, "control") => return Err(HOLDS),
                    // In the settings of a document nobody clicks on a link, nor on the picture of a cell.
                    ("external", "hyperlink") if !name.contains("settings") && !name.contains("richdata") => {}
                    // Word notes the template on the writer's own disk, and does without it on another.
                    ("external", "attachedtemplate") if is_on_disk(to) => {}
                    ("external", _) => return Err(FETCHES),
                    _ => {}
                }
            }
        }
        self.names(&[".xml", ".vml"]).iter().try_for_each(|name| takes_in_nothing(&self.read(name)?))
    }
}

/// How the name of a part ends.
fn ending(name: &str) -> &str {
    name.rsplit('/').next().and_then(|last| last.rsplit_once('.')).map_or("", |(_, ending)| ending)
}

/// Whether an address is of a file on a disk of the same computer, and not of another one.
fn is_on_disk(address: &str) -> bool {
    let path = address.strip_prefix("file:///").unwrap_or_default().as_bytes();
    path.first().is_some_and(u8::is_ascii_alphabetic) && path.get(1) == Some(&b':')
}

fn harmless(kind: &str) -> Result<(), &'static str> {
    let found = HARMFUL.iter().find(|(word, _)| kind.contains(word));
    found.map_or(Ok(()), |(_, why)| Err(*why))
}

/// The elements within the outermost one, which has this name: the attributes of each, all in small letters.
fn elements(xml: &[u8], outermost: &str) -> Result<Vec<BTreeMap<String, String>>, &'static str> {
    let xml = read_as(xml)?;
    let mut reader = Reader::from_reader(xml.as_ref());
    let (mut found, mut depth, mut is_begun) = (Vec::new(), 0_usize, false);
    loop {
        let event = reader.read_event().map_err(|_| DAMAGED)?;
        match &event {
            Event::Start(one) | Event::Empty(one) => {
                if depth == 0 && one.local_name().into_inner().to_lowercase() != outermost {
                    return Err(DAMAGED);
                }
                if depth > 0 {
                    found.push(attributes(one)?);
                }
                is_begun = true;
                depth += usize::from(matches!(event, Event::Start(_)));
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::DocType(_) => return Err(DAMAGED),
            Event::Eof => return if is_begun { Ok(found) } else { Err(DAMAGED) },
            _ => {}
        }
    }
}

/// A part in UTF-8: it is in that or, where its mark says so, in UTF-16 (ECMA-376, part 2, section 8.1.5.2).
///
/// # Errors
/// [`DAMAGED`], where it says that it is in something else: others would read it as that.
pub(super) fn read_as(xml: &[u8]) -> Result<Cow<'_, [u8]>, &'static str> {
    let of = Encoding::for_bom(xml).map_or(UTF_8, |(encoding, _)| encoding);
    let text = match of {
        of if of == UTF_8 => Cow::Borrowed(xml),
        of => match of.decode_with_bom_removal(xml) {
            (text, false) => Cow::Owned(text.into_owned().into_bytes()),
            (_, true) => return Err(DAMAGED),
        },
    };
    let said = Reader::from_reader(text.as_ref()).read_event();
    let Ok(Event::Decl(said)) = said else { return Ok(text) };
    let is_of = |said: &str| of.name().to_lowercase().starts_with(&said.to_lowercase());
    match said.encoding() {
        None => Ok(text),
        Some(Ok(said)) if is_of(&said) => Ok(text),
        Some(_) => Err(DAMAGED),
    }
}

/// The attributes of an element by their names, all in small letters.
pub(super) fn attributes(of: &BytesStart<'_>) -> Result<BTreeMap<String, String>, &'static str> {
    let mut found = BTreeMap::new();
    for one in of.attributes() {
        let one = one.map_err(|_| DAMAGED)?;
        let name = one.key.local_name().into_inner().to_lowercase();
        found.insert(name, one.normalized_value(XmlVersion::Implicit1_0).map_err(|_| DAMAGED)?.trim().to_lowercase());
    }
    Ok(found)
}

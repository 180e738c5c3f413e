//! What kind a file of evidence is: judged by what it holds and never by its name.

use encoding_rs::{DecoderResult, Encoding, UTF_8, WINDOWS_1252};

/// A kind of file that is accepted.
struct Kind {
    media_type: &'static str,
    words: &'static str,
    /// How its names end; the first is given to a name that ends in another way.
    endings: &'static [&'static str],
}

/// A PDF.
pub(super) const PDF: &str = "application/pdf";
/// A Word document.
pub(super) const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/// An Excel sheet.
pub(super) const EXCEL: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// What is accepted, as a person is told it.
pub(super) const CHOOSE: &str = "Choose a PDF, a picture (JPEG, PNG, HEIC), a Word or Excel document or a plain text";

/// How the files of Word and Excel of before 2007 begin, and others of their time: messages of Outlook still do.
const OLD: [u8; 4] = [0xd0, 0xcf, 0x11, 0xe0];
const SAVE_ANEW: &str =
    "This is a file of an old kind, such as .doc, .xls or an Outlook message (.msg). Save it as .docx, .xlsx or PDF";

const KINDS: [Kind; 6] = [
    Kind { media_type: PDF, words: "PDF", endings: &["pdf"] },
    Kind { media_type: "image/jpeg", words: "JPEG picture", endings: &["jpg", "jpeg"] },
    Kind { media_type: "image/png", words: "PNG picture", endings: &["png"] },
    Kind { media_type: "image/heif", words: "HEIC picture", endings: &["heic", "heif"] },
    Kind { media_type: WORD, words: "Word document", endings: &["docx"] },
    Kind { media_type: EXCEL, words: "Excel sheet", endings: &["xlsx"] },
];
/// Text, whatever its letters are written in.
const TEXT: Kind = Kind { media_type: "text/plain", words: "text file", endings: &["txt"] };

fn of(media_type: &str) -> &'static Kind {
    KINDS.iter().find(|kind| kind.media_type == media_type).unwrap_or(&TEXT)
}

/// A type in words.
pub fn kind_words(media_type: &str) -> &'static str {
    of(media_type).words
}

/// How names of files of a type end.
pub(super) fn endings(media_type: &str) -> &'static [&'static str] {
    of(media_type).endings
}

/// Whether a file begins as a zip does, and is judged by all of it ([`super::office`]).
pub(super) fn is_packed(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04")
}

/// The type of any other file, by its first bytes.
///
/// # Errors
/// What to do, when it is none of those accepted.
pub(super) fn media_type(head: &[u8]) -> Result<String, &'static str> {
    if head.starts_with(&OLD) {
        return Err(SAVE_ANEW);
    }
    match infer::get(head) {
        Some(found) => {
            KINDS.iter().find(|kind| kind.media_type == found.mime_type()).map(|kind| kind.media_type.into())
        }
        None => text(head),
    }
    .ok_or(CHOOSE)
}

/// The type of a text, with what its letters are written in: what its mark says, else UTF-8, else what Windows wrote before.
fn text(head: &[u8]) -> Option<String> {
    let said = Encoding::for_bom(head).map(|(encoding, _)| encoding);
    let written_in = said.into_iter().chain([UTF_8, WINDOWS_1252].into_iter().filter(|_| said.is_none()));
    let encoding = written_in.into_iter().find(|encoding| read(head, encoding).is_some_and(|text| is_text(&text)))?;
    Some(format!("{}; charset={}", TEXT.media_type, encoding.name().to_lowercase()))
}

/// The head of a text, which may end in the middle of a character; none where it is written in something else.
fn read(head: &[u8], encoding: &'static Encoding) -> Option<String> {
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length_without_replacement(head.len())?);
    let (result, _) = decoder.decode_to_string_without_replacement(head, &mut text, false);
    (result == DecoderResult::InputEmpty).then_some(text)
}

/// Text has no control characters but those that end a line or a page, and does not begin like a document that a browser or a
/// shell would run. An address between angle brackets is text.
fn is_text(text: &str) -> bool {
    let start = text.trim_start().to_lowercase();
    let runs = match start.strip_prefix('<') {
        Some(tag) if ["http://", "https://", "mailto:"].iter().any(|address| tag.starts_with(address)) => false,
        Some(tag) => tag.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?' | '/' | '%')),
        None => start.starts_with("#!"),
    };
    let is_seen = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}');
    !start.is_empty() && !runs && text.chars().all(is_seen)
}

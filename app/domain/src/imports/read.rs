use super::cell::{place, quoted};
use super::table::{Cell, Line, Table, UNREADABLE};
use super::{MOST_COLUMNS, MOST_ROWS};
use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// How a text was written in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Unicode, as most programs write it.
    Utf8,
    /// Unicode, as Excel writes it where one asks for Unicode.
    Utf16,
    /// What programs of Windows write where they do not write Unicode. Nothing in the bytes says so.
    Windows1252,
}

/// Why a file is no table that can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each says what it is to whoever reads it")]
pub enum Unread {
    #[error("Choose a file that is not empty")]
    Empty,
    #[error("Choose a file with headings in the first row and at least one row below it: this one has only headings")]
    OnlyHeadings,
    #[error("Add a first row that names the columns, such as Number, Name and Result: this file begins with values")]
    NoHeadings,
    #[error("Choose a table: this file has one column. Separate its columns by commas, semicolons or tabs")]
    OneColumn,
    #[error("Divide the file: it has more than 10,000 rows")]
    TooManyRows,
    #[error("Take columns out that are not needed: the file has more than 100")]
    TooManyColumns,
    #[error(
        "Shorten cell {0}, which begins with {1}: it has more than 1,000 characters, which may come from a quotation mark that is not closed"
    )]
    LongCell(String, String),
    #[error(
        "Look at cell {0}, {1}: it goes on over the rows below. Close its quotation mark, or take the line breaks out of the cell"
    )]
    Spills(String, String),
    #[error(
        "Enter cell {0} again, {1}: it has bytes that are no letters. Then save the file as “CSV UTF-8”, or as .xlsx"
    )]
    NoLetters(String, String),
    #[error("Write the value of cell {0} itself, {1}, and save the workbook again: it can’t be read")]
    NoValue(String, String),
    #[error("Save the workbook again as .xlsx, or its sheet as CSV: what comes after cell {0}, {1}, can’t be read")]
    BrokenAfter(String, String),
    #[error(
        "Choose a CSV or Excel file (.xlsx): this one is neither. An older Excel file (.xls) or one of another program can be saved as .xlsx or CSV"
    )]
    NoTable,
    #[error("Take the password off the workbook and save it again: it can’t be read")]
    Locked,
    #[error("Save the workbook again as .xlsx, or its sheet as CSV: it can’t be read")]
    Broken,
    #[error("Choose a smaller workbook: unpacked it is larger than 20 MB")]
    TooLarge,
}

/// How files begin that can be read as text and are no table: documents and pages.
const DOCUMENTS: [&str; 3] = ["%PDF", "{\\rtf", "<"];

/// Reads a file of text: its encoding and what separates its cells are recognised.
///
/// # Errors
/// Why it is no table.
pub fn read(bytes: &[u8]) -> Result<(Table, Encoding), Unread> {
    let (text, encoding, is_broken) = text(bytes)?;
    if DOCUMENTS.iter().any(|beginning| text.trim_start().starts_with(beginning)) {
        return Err(Unread::NoTable);
    }
    // Whatever ends a line, also within a cell, ends it in one way.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let separator = separator_said(&text).unwrap_or_else(|| separator(&text));
    let lines = lines(&text, separator)?;
    if is_broken {
        return Err(lines.iter().find_map(no_letters).unwrap_or(Unread::NoTable));
    }
    Ok((Table::of(lines)?, encoding))
}

/// The first cell of a row that has bytes which are no letters.
fn no_letters(line: &Line) -> Option<Unread> {
    let at = line.cells.iter().position(|cell| cell.0.contains(UNREADABLE))?;
    Some(Unread::NoLetters(place(at, line.number), quoted(&line.cells[at].0)))
}

/// The text of some bytes, and whether some of them are no letters. Without a mark they are Unicode where they can be or nearly are,
/// else as Windows writes.
fn text(bytes: &[u8]) -> Result<(Cow<'_, str>, Encoding, bool), Unread> {
    let marked = [(UTF_8, Encoding::Utf8), (UTF_16LE, Encoding::Utf16), (UTF_16BE, Encoding::Utf16)];
    let mark = encoding_rs::Encoding::for_bom(bytes);
    let marked = mark.and_then(|(found, length)| {
        let (_, encoding) = marked.into_iter().find(|(one, _)| *one == found)?;
        Some((found, encoding, &bytes[length..]))
    });
    let (decoder, encoding, bytes) = match marked {
        Some(marked) => marked,
        None if is_nearly_unicode(bytes) => (UTF_8, Encoding::Utf8, bytes),
        None => (WINDOWS_1252, Encoding::Windows1252, bytes),
    };
    let (text, is_broken) = decoder.decode_without_bom_handling(bytes);
    // No text has these: it is a picture, a program, or text of an encoding that nobody marked.
    let is_no_text = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}');
    let odd = text.chars().filter(|c| is_no_text(*c)).count();
    let broken = if is_broken { text.matches(UNREADABLE).count() } else { 0 };
    if text.contains('\0') || odd * 50 > text.chars().count() || broken * 10 > text.chars().count() {
        return Err(Unread::NoTable);
    }
    Ok((text, encoding, is_broken))
}

/// Whether some bytes are Unicode but for a few: more letters beyond ASCII are written so than not, which by chance none is.
fn is_nearly_unicode(bytes: &[u8]) -> bool {
    let (mut letters, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken == 0 || letters > broken
}

/// The separator that the first line names, as Excel reads it: `sep=;`. The line has one cell, and is no heading.
fn separator_said(text: &str) -> Option<u8> {
    let first = text.lines().next()?.trim_matches('"');
    match first.strip_prefix("sep=").or_else(|| first.strip_prefix("SEP="))?.as_bytes() {
        [separator] if separator.is_ascii() => Some(*separator),
        _ => None,
    }
}

/// What may separate cells, the likeliest first.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Rows by which the separator is told.
const LOOKED_AT: usize = 50;

/// What separates the cells of a text: that by which most of the first rows have as many cells as most others, and more than one.
fn separator(text: &str) -> u8 {
    let score = |separator: u8| {
        let records = reader(text, separator).into_records();
        let mut widths: Vec<usize> = records.take(LOOKED_AT).flatten().map(|one| one.len()).collect();
        widths.sort_unstable();
        let middle = widths.get(widths.len() / 2).copied().unwrap_or_default();
        let alike = widths.iter().filter(|width| **width == middle).count();
        if middle > 1 { (alike, middle) } else { (0, 0) }
    };
    // Of several that fit as well, the first.
    SEPARATORS.into_iter().rev().max_by_key(|one| score(*one)).unwrap_or(b',')
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(separator);
    builder.from_reader(text.as_bytes())
}

/// The rows of a text, numbered as a spreadsheet numbers them: a line break within a cell begins no row there.
fn lines(text: &str, separator: u8) -> Result<Vec<Line>, Unread> {
    let (mut lines, mut reader, mut record) = (Vec::new(), reader(text, separator), StringRecord::new());
    let (mut rest, mut row) = (text, 0_u32);
    while reader.read_record(&mut record).map_err(|_| Unread::NoTable)? {
        // Empty lines before it were skipped; they are rows.
        let begins = rest.trim_start_matches('\n');
        row = row.saturating_add(u32::try_from(rest.len() - begins.len()).unwrap_or(u32::MAX)).saturating_add(1);
        let until = usize::try_from(reader.position().byte()).unwrap_or(text.len());
        rest = text.get(until..).unwrap_or_default();
        let number = row;
        let last = (0..record.len()).rfind(|at| !record[*at].trim().is_empty()).map_or(0, |at| at + 1);
        if last > MOST_COLUMNS {
            return Err(Unread::TooManyColumns);
        }
        // Rows that a quotation mark swallows would be missed by nobody.
        let spills = |cell: &str| cell.split_once('\n').is_some_and(|(_, below)| below.as_bytes().contains(&separator));
        if let Some(at) = record.iter().position(spills) {
            return Err(Unread::Spills(place(at, number), quoted(record.get(at).unwrap_or_default())));
        }
        lines.push(Line { number, cells: record.iter().take(last).map(Cell::text).collect() });
        // With a title and the headings, and blank rows at the end that spreadsheets leave.
        if lines.len() > 2 * MOST_ROWS {
            return Err(Unread::TooManyRows);
        }
    }
    Ok(lines)
}

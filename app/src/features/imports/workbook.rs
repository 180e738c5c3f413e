//! The table that a workbook of Excel has on its first sheet.

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError, XlsxFormulaMetadata};
use chrono::NaiveDate;
use domain::imports::{Cell, CellKind, Line, MOST_COLUMNS, MOST_ROWS, Table, Unread, place, quoted};
use flate2::bufread::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive};
use std::io::{Cursor, Read, copy, sink};

/// What a workbook may come to when it is unpacked, bytes: in memory it is some times that.
const MOST_UNPACKED: u64 = 20 * 1024 * 1024;

/// Reads the first sheet that is seen.
pub fn read(bytes: &[u8]) -> Result<Table, Unread> {
    is_small(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Unread::Broken)?;
    let sheets = book.sheets_metadata().iter();
    let mut seen = sheets.filter(|sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet);
    let name = seen.next().map(|sheet| sheet.name.clone()).ok_or(Unread::Empty)?;
    let mut cells = book.worksheet_cells_reader(&name).map_err(|_| Unread::Broken)?;
    let mut lines: Vec<Line> = Vec::new();
    // One cell after the other: a sheet that says it is larger than it is costs nothing.
    loop {
        let found = match cells.next_cell_with_formula_metadata() {
            Ok(Some(found)) => found,
            Ok(None) => break,
            Err(why) => return Err(broken(bytes, &why, lines.last())),
        };
        let (row, column) = found.pos;
        let cell = match (&found.value, &found.formula) {
            (DataRef::Empty, Some(formula)) => Cell::text(&not_worked_out(formula)),
            (value, _) => cell(value),
        };
        if cell.0.is_empty() {
            continue;
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= MOST_COLUMNS {
            return Err(Unread::TooManyColumns);
        }
        let number = row.saturating_add(1);
        if lines.last().is_none_or(|line| line.number != number) {
            // Rows that stand twice, or in no order, are no sheet that a spreadsheet wrote.
            if lines.last().is_some_and(|line| line.number > number) {
                return Err(Unread::Broken);
            }
            if lines.len() > MOST_ROWS + 100 {
                return Err(Unread::TooManyRows);
            }
            lines.push(Line { number, cells: Vec::new() });
        }
        if let Some(line) = lines.last_mut() {
            line.cells.resize(line.cells.len().max(column + 1), Cell::default());
            line.cells[column] = cell;
        }
    }
    Table::of(lines)
}

/// Whether a workbook is as small when it is unpacked as it may be. It is tried, because what it says of itself may be wrong.
fn is_small(bytes: &[u8]) -> Result<(), Unread> {
    let archive = ZipArchive::from_slice(bytes).map_err(|_| Unread::Broken)?;
    let (mut entries, mut unpacked) = (archive.entries(), 0);
    while let Some(entry) = entries.next_entry().map_err(|_| Unread::Broken)? {
        let packed = archive.get_entry(entry.wayfinder()).map_err(|_| Unread::Broken)?;
        unpacked += match entry.compression_method() {
            CompressionMethod::DEFLATE => {
                let left = MOST_UNPACKED.saturating_sub(unpacked) + 1;
                copy(&mut DeflateDecoder::new(packed.data()).take(left), &mut sink()).map_err(|_| Unread::Broken)?
            }
            _ => packed.data().len() as u64,
        };
        if unpacked > MOST_UNPACKED {
            return Err(Unread::TooLarge);
        }
    }
    Ok(())
}

/// A formula of which the workbook has no value.
fn not_worked_out(formula: &XlsxFormulaMetadata) -> String {
    const KEPT: usize = 100;
    match formula {
        XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => {
            format!("={}", formula.chars().take(KEPT).collect::<String>())
        }
        _ => String::from("=…"),
    }
}

/// Why a sheet can't be read, `last` being the last row of it that can.
fn broken(bytes: &[u8], why: &XlsxError, last: Option<&Line>) -> Unread {
    if let XlsxError::CellError(says) = why
        && let Some(at) = place_of(bytes, says)
    {
        return Unread::NoValue(at, quoted(says));
    }
    let last = last.and_then(|line| Some((line.number, line.cells.len().checked_sub(1)?, line.cells.last()?)));
    last.map_or(Unread::Broken, |(row, column, cell)| Unread::BrokenAfter(place(column, row), quoted(&cell.0)))
}

/// The first cell of a workbook in which a value stands as it is written.
fn place_of(bytes: &[u8], says: &str) -> Option<String> {
    let archive = ZipArchive::from_slice(bytes).ok()?;
    let (mut entries, value) = (archive.entries(), format!("<v>{says}</v>"));
    while let Some(entry) = entries.next_entry().ok()? {
        let path = entry.file_path();
        if !path.as_bytes().starts_with(b"xl/worksheets/") {
            continue;
        }
        let packed = archive.get_entry(entry.wayfinder()).ok()?;
        let mut sheet = Vec::new();
        match entry.compression_method() {
            CompressionMethod::DEFLATE => {
                DeflateDecoder::new(packed.data()).take(MOST_UNPACKED).read_to_end(&mut sheet).ok()?;
            }
            _ => sheet.extend_from_slice(packed.data()),
        }
        let sheet = String::from_utf8_lossy(&sheet);
        let cell = sheet.find(&value).and_then(|at| sheet[..at].rfind("<c ").map(|from| &sheet[from..at]));
        let name = cell.and_then(|cell| cell.split_once(" r=\"")?.1.split_once('"')).map(|(name, _)| name.to_owned());
        if name.is_some() {
            return name;
        }
    }
    None
}

fn cell(value: &DataRef<'_>) -> Cell {
    let number = |text: String| Cell(text, CellKind::Number);
    match value {
        DataRef::Int(whole) => number(whole.to_string()),
        DataRef::Float(float) => number(digits(*float)),
        DataRef::String(text) => Cell::text(text),
        DataRef::SharedString(text) => Cell::text(text),
        DataRef::Bool(is) => Cell::text(if *is { "Yes" } else { "No" }),
        DataRef::DateTime(instant) => day(instant),
        DataRef::DateTimeIso(text) => Cell(text.chars().take(10).collect(), CellKind::Day),
        DataRef::DurationIso(text) => Cell::text(text),
        DataRef::Error(error) => Cell::text(&error.to_string()),
        DataRef::Empty => Cell::default(),
    }
}

/// A number as a person would write it: without the digits that only come of reckoning in powers of two.
fn digits(number: f64) -> String {
    let text = format!("{number:.9}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    text.to_owned()
}

fn day(instant: &ExcelDateTime) -> Cell {
    let (year, month, day, ..) = instant.to_ymd_hms_milli();
    let day = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into()).filter(|_| instant.is_datetime());
    match day {
        Some(day) => Cell(day.to_string(), CellKind::Day),
        None => Cell(digits(instant.as_f64()), CellKind::Number),
    }
}

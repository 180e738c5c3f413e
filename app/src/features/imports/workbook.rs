//! The table that a workbook of Excel has on its first sheet.

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};
use chrono::NaiveDate;
use domain::imports::{Cell, CellKind, Line, MOST_COLUMNS, MOST_ROWS, Table, Unread};
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
    while let Some(found) = cells.next_cell().map_err(|_| Unread::Broken)? {
        let (row, column) = found.get_position();
        let cell = cell(found.get_value());
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

use super::table::{Cell, CellKind, UNREADABLE};

/// A cell as a spreadsheet calls it: C5. Columns are counted from 0, rows from 1.
pub fn place(column: usize, row: u32) -> String {
    format!("{}{row}", letters(column))
}

/// A, B, …, Z, AA: as a spreadsheet calls its columns.
pub(super) fn letters(mut column: usize) -> String {
    let mut name = String::new();
    loop {
        let letter = u8::try_from(column % 26).unwrap_or_default();
        name.insert(0, char::from(b'A' + letter));
        if column < 26 {
            return name;
        }
        column = column / 26 - 1;
    }
}

/// Characters of a cell that are shown where something is said of it.
const SHOWN: usize = 40;

/// What stands in a cell, as it is said to somebody: its beginning, and nothing in it that is not seen or turns what stands beside it.
pub fn quoted(text: &str) -> String {
    let is_unseen = |c: char| {
        c.is_control()
            || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
            || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
    };
    let text = text.replace(is_unseen, UNREADABLE);
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("“{}…”", &text[..at]),
        None => format!("“{text}”"),
    }
}

/// What spreadsheets write where they can't reckon.
const ERRORS: [&str; 16] = [
    "#REF!",
    "#N/A",
    "#VALUE!",
    "#DIV/0!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
    "#CONNECT!",
    "#UNKNOWN!",
    "#BUSY!",
    "#GETTING_DATA",
    "#DATA!",
];

/// Why a cell says nothing, whatever it is asked for: an instruction without a full stop.
pub fn unreadable(cell: &Cell) -> Option<&'static str> {
    let text = cell.0.trim();
    if text.contains(UNREADABLE) {
        Some("has a character that can’t be read: enter it again")
    } else if ERRORS.iter().any(|error| text.eq_ignore_ascii_case(error)) {
        Some("is an error of the spreadsheet: put right what it refers to, or write the value itself")
    } else if text.len() > 1 && text.starts_with('=') && cell.1 == CellKind::Text {
        Some(
            "is a formula without its value: let the spreadsheet work it out and save again, or write the value itself",
        )
    } else {
        None
    }
}

//! The table that a file is.

use super::workbook;
use domain::imports::{self, Encoding, Table, Unread};

/// How a workbook of Excel begins, as every zip.
const PACKED: &[u8] = b"PK\x03\x04";
/// How files of Office of before 2007 begin, and workbooks with a password.
const COMPOUND: [u8; 4] = [0xd0, 0xcf, 0x11, 0xe0];

/// Reads a file, whatever its name says it is.
///
/// # Errors
/// Why it is no table, and what to do.
pub fn read(bytes: &[u8]) -> Result<(Table, Option<Encoding>), Unread> {
    if bytes.starts_with(PACKED) {
        return workbook::read(bytes).map(|table| (table, None));
    }
    if bytes.starts_with(&COMPOUND) {
        // The name of the stream that holds a workbook with a password.
        let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let is_locked = bytes.windows(encrypted.len()).any(|some| some == encrypted);
        return Err(if is_locked { Unread::Locked } else { Unread::NoTable });
    }
    imports::read(bytes).map(|(table, encoding)| (table, Some(encoding)))
}

//! Workbooks of Excel, as other programs write them (`tests/files/imports`: openpyxl 3.1, XlsxWriter 3.2).

use app::features::imports::read::read;
use domain::imports::{CellKind, Unread};
use std::io::Write;

fn rows(bytes: &[u8]) -> Vec<(u32, Vec<(String, CellKind)>)> {
    let (table, encoding) = read(bytes).unwrap();
    assert_eq!(encoding, None);
    let lines = table.lines.into_iter();
    lines.map(|line| (line.number, line.cells.into_iter().map(|cell| (cell.0, cell.1)).collect())).collect()
}

fn cell(text: &str, kind: CellKind) -> (String, CellKind) {
    (text.to_owned(), kind)
}

#[test]
fn what_a_spreadsheet_knows_of_its_cells_is_read_with_them() {
    use CellKind::{Day, Number, Text};
    let may = || cell("2026-05-14", Day);
    assert_eq!(
        rows(include_bytes!("../files/imports/openpyxl.xlsx")),
        [
            (4, vec![cell("00123", Text), cell("Ada Okafor", Text), cell("Pass", Text), cell("62.5", Number), may()]),
            (5, vec![cell("123", Number), cell("Jonas Brandt", Text), cell("Fail", Text), cell("0.62", Number), may()]),
            (
                6,
                vec![
                    cell("00125", Text),
                    cell("Zoë Müller", Text),
                    cell("Pass", Text),
                    cell("", Text),
                    cell("46156", Number)
                ]
            ),
        ]
    );
    // Days counted from 1904, a hidden sheet first, an error, and rows between which there are none.
    assert_eq!(
        rows(include_bytes!("../files/imports/xlsxwriter-1904.xlsx")),
        [
            (2, vec![cell("ada@example.org", Text), cell("Yes", Text), may()]),
            (3, vec![cell("=evil", Text), cell("#DIV/0!", Text)]),
            (10, vec![cell("zoe@example.org", Text), cell("Failed", Text)]),
        ]
    );
}

/// A zip whose parts are as small as they say and as large as they can be.
fn bomb(unpacked: usize) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut packed);
    let new = archive.new_file("xl/worksheets/sheet1.xml").compression_method(rawzip::CompressionMethod::DEFLATE);
    let (mut entry, config) = new.start().unwrap();
    let encoder = flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::best());
    let mut writer = config.wrap(encoder);
    let part = vec![b' '; 1024 * 1024];
    for _ in 0..unpacked / part.len() {
        writer.write_all(&part).unwrap();
    }
    let (encoder, descriptor) = writer.finish().unwrap();
    encoder.finish().unwrap();
    entry.finish(descriptor).unwrap();
    archive.finish().unwrap();
    packed
}

#[test]
fn a_workbook_that_is_far_larger_unpacked_is_refused_before_it_is_read() {
    let packed = bomb(30 * 1024 * 1024);
    assert!(packed.len() < 100 * 1024);
    assert_eq!(read(&packed).unwrap_err(), Unread::TooLarge);
    assert_eq!(read(&bomb(1024 * 1024)).unwrap_err(), Unread::Broken);
}

#[test]
fn what_is_no_workbook_is_told_apart() {
    let compound = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0; 500], &name, &[0; 500]].concat()
    };
    assert_eq!(read(&compound("Workbook")).unwrap_err(), Unread::NoTable);
    assert_eq!(read(&compound("EncryptedPackage")).unwrap_err(), Unread::Locked);
    let book = include_bytes!("../files/imports/openpyxl.xlsx");
    // Cut off anywhere, and with any part of it changed, it is read or refused.
    for at in (0..book.len()).step_by(37) {
        assert!(read(&book[..at]).is_err(), "cut at {at}");
        let mut changed = book.to_vec();
        changed[at] ^= 0x55;
        let _ = read(&changed);
    }
}

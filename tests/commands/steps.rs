//! What people do in several tests, each step through the pages.

use tests::{Answer, Visitor};

/// The outcome that Amara has not claimed yet.
const OUTCOME: &str = "segment-4-foundation";

/// A trainee begins a claim; returns its address.
pub async fn begin_claim(trainee: &mut Visitor) -> String {
    let home = trainee.page("/home").await;
    let mut enrolments = home.links().into_iter().filter_map(|(_, to)| {
        let id = to.strip_prefix("/enrolments/")?.split('/').next()?;
        Some(id.to_owned())
    });
    let enrolment = enrolments.next().unwrap();
    let page = trainee
        .page(&format!("/claims/new?enrolment={enrolment}&outcome={OUTCOME}"))
        .await;
    let draft = trainee.submit(page.form("Begin")).await;
    assert_eq!(draft.status, 200);
    draft.path.strip_suffix("/draft").unwrap().to_owned()
}

/// Where the files of a claim are sent.
pub fn files(claim: &str) -> String {
    format!("/api{claim}/files")
}

/// Adds a file to a claim, which is taken.
pub async fn add_file(trainee: &mut Visitor, claim: &str, name: &str, bytes: &[u8]) {
    let answer = trainee.upload(&files(claim), name, bytes).await;
    answer.must_say("The file is added.");
}

/// Downloads a file by its link on the page of a claim's evidence.
pub async fn download(trainee: &mut Visitor, claim: &str, name: &str) -> Answer {
    let link = trainee.page(&format!("{claim}/evidence")).await.link(name);
    trainee.get(&link).await
}

/// A PDF of so many bytes, each such text as unlike itself as a scan is.
pub fn pdf(size: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let noise = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    });
    b"%PDF-1.7\n".iter().copied().chain(noise).take(size).collect()
}

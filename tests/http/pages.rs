//! Every page that a person can reach by following links: it is there, its forms lead somewhere, and no script or style
//! stands in its text.

use crate::csrf::takes_forms;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use tests::people::{ALL, RUTH};
use tests::{Page, TestApp};

/// Pages of one kind that are looked at: enough for every state, few enough for a test.
const OF_A_KIND: usize = 4;

/// The kind of a page: its address without ids.
pub fn kind(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').collect();
    let mut kind = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        let before = place.checked_sub(1).map_or("", |before| parts[before]);
        let is_id = ["nodes", "check", "application", "verification"].contains(&before)
            || part.len() == 36
            || (place == 4 && parts[1] == "frameworks");
        kind.push(if is_id { "…" } else { part });
    }
    kind.join("/")
}

fn check(path: &str, page: &Page) {
    assert!(page.text_in("title").ends_with(" – Gradus"), "{path} has no title");
    // What is escaped twice is read as it is written in the source.
    for said in [page.text_in("title"), page.text()] {
        assert!(!["&amp;", "&lt;", "&gt;"].iter().any(|escape| said.contains(escape)), "{path}: {said}");
    }
    assert_eq!(page.elements().filter(|(name, _)| *name == "h1").count(), 1, "{path} has not one heading");
    let mut ids = BTreeSet::new();
    for (element, attributes) in page.elements() {
        let is_admitted = attributes.iter().any(|(name, value)| name == "nonce" && !value.is_empty());
        assert!(element != "style" || is_admitted, "{path}");
        for (name, value) in attributes {
            assert_ne!(name, "style", "{path}: <{element} style={value}>");
            assert!(!name.starts_with("on"), "{path}: <{element} {name}={value}>");
            assert!(!value.trim_start().to_lowercase().starts_with("javascript:"), "{path}: {value}");
            if name == "id" {
                assert!(ids.insert(value.clone()), "{path} has the id {value} twice");
            }
        }
    }
    for form in page.forms() {
        let is_known = if form.is_post {
            takes_forms(&form.action)
        } else {
            form.action.is_empty() || form.action.starts_with('/')
        };
        assert!(is_known, "{path} has a form for {}", form.action);
    }
}

#[tokio::test]
async fn every_link_that_a_person_is_shown_leads_to_a_page() {
    let app = TestApp::new().await;
    let mut kinds = BTreeSet::new();
    for address in ALL {
        let mut visitor = app.sign_in(address).await;
        let mut waiting = VecDeque::from([String::from("/")]);
        let mut seen = BTreeSet::new();
        let mut looked_at: BTreeMap<String, usize> = BTreeMap::new();
        while let Some(path) = waiting.pop_front() {
            let count = looked_at.entry(kind(&path)).or_default();
            if *count == OF_A_KIND || !seen.insert(path.clone()) {
                continue;
            }
            *count += 1;
            let answer = visitor.get(&path).await;
            assert_eq!(answer.status, 200, "{address} is led to {path}: {}", answer.page.text());
            if !answer.header("content-type").starts_with("text/html") {
                continue;
            }
            check(&path, &answer.page);
            kinds.insert(kind(&path));
            let links = answer.page.links().into_iter().map(|(_, to)| to);
            let ours = links.filter(|to| to.starts_with('/') && !to.starts_with("//"));
            waiting.extend(ours.map(|to| to.split('#').next().unwrap_or_default().to_owned()));
        }
    }
    assert!(kinds.len() > 30, "few kinds of pages were found: {kinds:?}");
}

#[tokio::test]
async fn what_people_write_is_shown_as_they_wrote_it_and_never_runs() {
    use crate::steps;
    use tests::people::{AMARA, RUTH};
    const HOSTILE: &str = "</title><script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;<!--";
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    app.execute("UPDATE person SET name = $1 WHERE email = $2", [HOSTILE.into(), AMARA.into()]).await.unwrap();
    let claim = steps::begin_claim(&mut amara, &enrolment, steps::LAST_OUTCOME).await;
    steps::write_draft(&mut amara, &claim).await;
    let form = amara.page(&format!("{claim}/draft")).await.form("Save and leave");
    amara.submit(form.fill("narrative", HOSTILE)).await.must_say("The draft is saved.");
    let form = amara.page(&format!("{claim}/evidence?add=text")).await.form("Add text");
    amara.submit(form.fill("title", HOSTILE).fill("text", HOSTILE)).await.must_say("The evidence is added.");
    steps::send(&app, &mut amara, &claim, RUTH).await.must_say("Sent to Ruth Hale");
    let request = steps::open_request(&app, &claim).await;
    let mut ruth = app.sign_in(RUTH).await;
    let form = ruth.page(&request).await.form("Sign and send");
    ruth.submit(form.fill("outcome", "partly_met").fill("missing", HOSTILE).fill("comment", HOSTILE))
        .await
        .must_say("Signed as partly met.");
    for path in [
        &claim,
        &format!("{claim}/draft"),
        "/claims",
        "/home",
        &format!("/enrolments/{enrolment}/record"),
        &request,
        "/trainees",
    ] {
        for visitor in [&mut amara, &mut ruth] {
            let answer = visitor.get(path).await;
            let html = answer.page.html();
            assert!(!html.contains("<script>alert"), "{path}");
            assert!(!html.contains("<img src=x"), "{path}");
            let handlers = answer
                .page
                .elements()
                .flat_map(|(_, attributes)| attributes)
                .filter(|(name, _)| name.starts_with("on"));
            assert_eq!(handlers.count(), 0, "{path}");
        }
    }
    let form = amara.page(&format!("{claim}/draft")).await.form("Save and leave");
    assert_eq!(form.value("narrative").unwrap().trim(), HOSTILE);
}

#[tokio::test]
async fn an_error_keeps_the_navigation_of_whoever_asked() {
    let app = TestApp::new().await;
    let mut ruth = app.sign_in(RUTH).await;
    for path in ["/sittings", "/queue/no-such-request", "/enrolments/no-such-enrolment/record.json"] {
        let answer = ruth.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.page.has_link("Trainees") && answer.says("Ruth Hale"), "{path}: {}", answer.page.text());
    }
    let answer = app.visitor().get("/check/..%2f").await;
    assert!(!answer.says("Sign out"), "{}", answer.page.text());
}

//! Names that are read from right to left turn nothing round that stands beside them, on any page.

use std::collections::{BTreeSet, VecDeque};
use tests::TestApp;
use tests::people::{AMARA, DANA, INES, LEO, MINA, OWEN, PRIYA, RUTH};

const NAME: &str = "שרה כהן";

/// Pages that one person is followed to at most.
const MOST: usize = 40;

/// What of a page's text is from right to left and not isolated.
fn turned(html: &str) -> Vec<String> {
    let mut outside = Vec::new();
    let (mut rest, mut isolated) = (html, false);
    while let Some(start) = rest.find('<') {
        let (text, tag) = rest.split_at(start);
        let bare: Vec<&str> =
            text.split('\u{2068}').map(|part| part.split_once('\u{2069}').map_or(part, |(_, rest)| rest)).collect();
        let is_turned = bare.iter().any(|part| part.chars().any(|sign| ('\u{590}'..='\u{8ff}').contains(&sign)));
        if is_turned && !isolated {
            outside.push(text.to_owned());
        }
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        isolated = tag.starts_with("<bdi>") || tag.starts_with("<textarea");
        rest = &tag[end..];
    }
    outside
}

#[tokio::test]
async fn every_page_isolates_the_names_on_it() {
    let app = TestApp::new().await;
    for table in ["person", "record"] {
        app.execute(&format!("UPDATE {table} SET name = $1"), [NAME.into()]).await.unwrap();
    }
    let mut shown = 0;
    for who in [AMARA, LEO, MINA, RUTH, PRIYA, DANA, OWEN, INES] {
        let mut visitor = app.sign_in(who).await;
        let (mut seen, mut left) = (BTreeSet::new(), VecDeque::from([String::from("/")]));
        while let Some(path) = left.pop_front().filter(|_| seen.len() < MOST) {
            let is_page = path.starts_with('/')
                && !["/frameworks", "/bodies", "/accessibility", "/check"].iter().any(|start| path.starts_with(start))
                && !path.ends_with(".json");
            let address = path.split('#').next().unwrap_or_default().to_owned();
            if !is_page || !seen.insert(address.clone()) {
                continue;
            }
            let answer = visitor.get(&address).await;
            if answer.status != 200 || !answer.header("content-type").starts_with("text/html") {
                continue;
            }
            let html = answer.page.html();
            assert_eq!(turned(html), Vec::<String>::new(), "{who} {address}");
            shown += html.matches(&format!("<bdi>{NAME}</bdi>")).count();
            left.extend(answer.page.links().into_iter().map(|(_, to)| to));
        }
    }
    assert!(shown > 300, "{shown} names were shown");
}

#[tokio::test]
async fn a_date_beside_a_name_stays_on_its_side() {
    let app = TestApp::new().await;
    app.execute("UPDATE person SET name = $1", [NAME.into()]).await.unwrap();
    let claims = app.sign_in(AMARA).await.page("/claims").await;
    let claim = claims.links().into_iter().map(|(_, to)| to).find(|to| to.starts_with("/claims/0")).unwrap();
    let page = app.sign_in(AMARA).await.page(&claim).await;
    assert!(page.html().contains(&format!("<bdi>{NAME}</bdi>, ")), "{}", page.html());
    // What an error says is no exception.
    let denied = app.sign_in(AMARA).await.get(&format!("/enrolments/{}", app.enrolment(LEO).await)).await;
    assert_eq!((denied.status, turned(denied.page.html())), (404, Vec::new()));
}

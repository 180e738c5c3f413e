//! The public page of a status, and the page for its code.

use tests::TestApp;

#[tokio::test]
async fn a_code_is_found_however_it_is_typed_and_an_unknown_one_says_what_to_do() {
    let app = TestApp::new().await;
    let code: String = app.one("SELECT code FROM award WHERE holder = 'Leo Fenn'", []).await;
    let mut anyone = app.visitor();
    let form = anyone.page("/check").await.form("Check");
    for typed in [code.clone(), code.to_lowercase(), code.replace('-', " ")] {
        let answer = anyone.submit(form.clone().fill("code", &typed)).await;
        assert_eq!(answer.path, format!("/check/{code}"));
        answer.must_say("Leo Fenn");
    }
    let empty = anyone.submit(form.clone()).await;
    assert_eq!(empty.page.errors(), ["Enter the code"]);
    // Only the form asks; what a link adds of its own is no code.
    let linked = anyone.page("/check?utm_source=letter").await;
    assert!(linked.errors().is_empty(), "{:?}", linked.errors());
    let wrong = anyone.submit(form.fill("code", "not a code <b>")).await;
    assert!(wrong.page.errors()[0].starts_with("Check the code:"));
    for unknown in ["ZZZZ-ZZZZ-ZZZZ", "nonsense", "%3Cscript%3E", "..%2F..%2Fetc"] {
        let answer = anyone.get(&format!("/check/{unknown}")).await;
        assert_eq!(answer.status, 404, "{unknown}");
        answer.must_say("No status has this code");
    }
}

#[tokio::test]
async fn the_public_page_names_nobody_but_the_holder() {
    let app = TestApp::new().await;
    let code: String = app.one("SELECT code FROM award WHERE holder = 'Leo Fenn'", []).await;
    let page = app.visitor().page(&format!("/check/{code}")).await;
    for person in ["Ines", "Piet", "Ruth", "Priya", "Dana", "Owen", "Hale", "@"] {
        assert!(!page.html().contains(person), "{person} stands on the public page");
    }
    assert!(page.says("Leo Fenn") && page.says("ACILEX"));
}

#[tokio::test]
async fn the_page_for_codes_says_whose_register_it_is_and_bears_any_text() {
    let app = TestApp::new().await;
    let mut anyone = app.visitor();
    let page = anyone.page("/check").await;
    let names = app.state.catalogue.bodies().all().map(|body| body.name.clone()).collect::<Vec<_>>();
    assert!(!names.is_empty());
    for name in &names {
        assert!(page.says(name), "{name}: {}", page.text());
    }
    let longest = page.elements().find_map(|(_, all)| all.iter().find(|(name, _)| name == "maxlength").cloned());
    let longest: usize = longest.unwrap().1.parse().unwrap();
    let form = page.form("Check");
    let long = anyone.submit(form.clone().fill("code", &"7".repeat(60_000))).await;
    assert_eq!(long.page.errors(), ["Check the code: it has twelve letters and digits"]);
    assert_eq!(long.page.form("Check").value("code").unwrap().len(), longest);
    // A U is spoken of to those who typed one.
    let with_u = anyone.submit(form.fill("code", "UKQ2-M8FD-3XWA")).await;
    assert_eq!(with_u.page.errors(), ["Check the code: it has twelve letters and digits, and none of them is a U"]);
}

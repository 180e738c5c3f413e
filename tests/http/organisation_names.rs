//! Names of organisations: no two look the same, and who adds one is asked about those that are easily taken for it.

use tests::people::{INES, SOL};
use tests::{Page, TestApp, Visitor};

#[tokio::test]
async fn two_organisations_whose_names_look_the_same_can_not_be_told_apart() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    for name in ["Hale & Partners", "hale & partners", "Hale\u{200b} & Partners", "Ｈａｌｅ & Partners"] {
        let form = ines.page("/organisations").await.form("Add organisation").fill("name", name);
        let page = ines.submit(form.fill("kind", "employer")).await.page;
        assert!(page.errors().iter().any(|error| error.contains("looks the same")), "{name}: {:?}", page.errors());
    }
    let form = ines.page("/organisations").await.form("Add organisation").fill("name", "Hale & Partner");
    ines.submit(form.fill("kind", "employer")).await.must_say("The organisation is added.");
}

/// The form that adds an employer, sent.
async fn add_employer(registrar: &mut Visitor, name: &str) -> Page {
    let form = registrar.page("/organisations").await.form("Add organisation").fill("name", name);
    registrar.submit(form.fill("kind", "employer")).await.page
}

#[tokio::test]
async fn who_adds_an_organisation_is_asked_about_those_whose_names_are_taken_for_it() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    let before = app.contents().await;
    for name in ["Hale and Partners", "HaIe & Partners", "Ha1e&Partners", "Hále, & Partners"] {
        let asked = add_employer(&mut ines, name).await;
        assert_eq!(asked.errors().len(), 1, "{name}: {:?}", asked.errors());
        assert!(asked.errors()[0].starts_with("Hale & Partners is there already"), "{name}: {:?}", asked.errors());
    }
    // Whom a body does not know it is not told of.
    let asked = add_employer(&mut app.sign_in(SOL).await, "Hale and Partners").await;
    assert!(asked.errors()[0].contains("which another professional body added"), "{:?}", asked.errors());
    assert!(!asked.text().contains("Hale & Partners"), "{}", asked.text());
    assert_eq!(app.contents().await, before);

    let asked = add_employer(&mut ines, "Hale and Partners").await;
    let form = asked.form("Add organisation");
    assert_eq!(form.value("name").as_deref(), Some("Hale and Partners"), "what was typed is lost");
    // The box is of one name, and of no other.
    let other = form.clone().tick("another", "Hale and Partners").fill("name", "Mersey-Street Legal");
    let page = ines.submit(other).await.page;
    assert!(page.errors()[0].starts_with("Mersey Street Legal is there already"), "{:?}", page.errors());
    assert_eq!(app.contents().await, before);
    ines.submit(form.tick("another", "Hale and Partners")).await.must_say("The organisation is added.");
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn a_word_of_several_alphabets_is_no_name_of_an_organisation() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    let before = app.contents().await;
    let form = ines.page("/organisations").await.form("Add organisation").fill("name", "Hаrbour Legal");
    let page = ines.submit(form).await.page;
    let told = "Type “Hаrbour” anew with the letters of one alphabet: some look alike in several";
    assert_eq!(page.errors(), [told, "Choose what kind of organisation it is"]);
    assert_eq!(app.contents().await, before);
}

//! Names of organisations: no two look the same, and who adds one is asked about those that are easily taken for it.

use crate::steps;
use tests::people::{AMARA, INES, PRIYA, SOL};
use tests::{Page, TestApp, Visitor, today};

#[tokio::test]
async fn two_organisations_whose_names_look_the_same_can_not_be_told_apart() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    for name in ["Hale & Partners", "hale & partners", "Hale\u{200b} & Partners", "Ｈａｌｅ & Partners"] {
        let form = ines.page("/organisations").await.form("Add organisation").fill("name", name);
        let page = ines.submit(form.fill("kind", "employer")).await.page;
        assert!(page.errors().iter().any(|error| error.contains("looks the same")), "{name}: {:?}", page.errors());
    }
    let form = ines.page("/organisations").await.form("Add organisation").fill("name", "Hall & Partners");
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
    for name in [
        "Hale and Partners",
        "HaIe & Partners",
        "Ha1e&Partners",
        "Hále, & Partners",
        "Hale & Partners LLP",
        "Hale Partners Ltd.",
        "The Hale & Partners 🎓",
        "Hale & Partner",
        "Hales & Partners",
    ] {
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

/// The page of an organisation.
async fn page_of(app: &TestApp, name: &str) -> String {
    format!("/organisations/{}", app.organisation(name).await)
}

#[tokio::test]
async fn a_registrar_corrects_a_name_and_the_earlier_one_finds_it() {
    let app = TestApp::new().await;
    steps::sent_claim(&app, &mut app.sign_in(AMARA).await).await;
    let shown = "SELECT shown FROM signing_request ORDER BY id";
    let before: Vec<String> = app.column(shown, []).await;
    let mut ines = app.sign_in(INES).await;
    let page = page_of(&app, "Hale & Partners").await;
    let way = ines.page(&page).await.link("Correct the name");
    let form = ines.page(&way).await.form("Correct the name");
    assert_eq!(form.value("name").as_deref(), Some("Hale & Partners"));
    let errors = ines.submit(form.clone().anew()).await.page.errors();
    let both = ["Enter another name: the organisation has this one already", "Enter why the name is corrected"];
    assert_eq!(errors, both);
    // Those of others are asked about, and its own name is not.
    let form = form.fill("reason", "It merged.");
    let like = ines.submit(form.clone().anew().fill("name", "Mersey Street Legal Ltd")).await.page;
    assert!(like.errors()[0].starts_with("Mersey Street Legal is there already"), "{:?}", like.errors());
    let taken = ines.submit(form.clone().anew().fill("name", "mersey street legal")).await.page;
    assert!(taken.errors()[0].contains("looks the same"), "{:?}", taken.errors());
    let stale = form.clone().anew().fill("name", "Hale Partners LLP");
    ines.submit(form.fill("name", "Hale & Partners LLP"))
        .await
        .must_say("The organisation is called Hale & Partners LLP");
    let told = ines.submit(stale).await.page;
    assert!(told.errors()[0].contains("the name was changed to Hale & Partners LLP"), "{:?}", told.errors());
    let text = ines.page(&page).await.text_of_id("names");
    assert!(
        text.contains("Hale & Partners") && text.contains("It merged.") && text.contains("by Ines Calder"),
        "{text}"
    );
    let list = ines.page("/organisations").await;
    assert!(list.says("Hale & Partners LLP formerly “Hale & Partners”"), "{}", list.text());
    assert!(text.contains(&app::web::words::date(today())) && !text.contains("Until"), "{text}");
    // What was sent keeps the name of then.
    assert_eq!(app.column::<String>(shown, []).await, before);
    // Nobody takes another for it by its earlier name.
    let asked = add_employer(&mut ines, "The Hale Partners").await;
    assert!(asked.errors()[0].starts_with("Hale & Partners LLP is there already"), "{:?}", asked.errors());
    let named = app::features::people::store::named(app.db().read(), "Hale & Partners").await.unwrap();
    assert_eq!(named, Some(app.organisation("Hale & Partners LLP").await));
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn an_organisation_that_two_bodies_recognise_is_renamed_by_neither() {
    let app = TestApp::new().await;
    let page = page_of(&app, "Hale & Partners").await;
    let name = format!("{page}/name");
    for other in [AMARA, PRIYA, SOL] {
        let mut other = app.sign_in(other).await;
        assert_eq!(other.get(&name).await.status, 404);
        assert_eq!(other.post(&name, &[("name", "Hale"), ("reason", "None")]).await.status, 404);
    }
    let mut ines = app.sign_in(INES).await;
    add_employer(&mut ines, "Ullswater Pier").await;
    let second = "INSERT INTO recognition (body_id, organisation_id, since)
        SELECT id, $1, '2026-01-01' FROM organisation WHERE kind = 'body' AND id NOT IN (SELECT body_id FROM recognition WHERE organisation_id = $1)";
    // Nor is one that has no people yet.
    for known in ["Hale & Partners", "Ullswater Pier"] {
        let page = page_of(&app, known).await;
        app.execute(second, [app.organisation(known).await.into()]).await.unwrap();
        let told = ines.page(&page).await.text_of_id("names");
        assert!(told.contains("knows it by the same name. Ask the people who run this service"), "{known}: {told}");
        assert_eq!(ines.get(&format!("{page}/name")).await.status, 403, "{known}");
    }
    // Nor is a body by its registrar: its name is content.
    let body: String = app.one("SELECT id FROM organisation WHERE slug = 'cilex'", []).await;
    assert_eq!(ines.get(&format!("/organisations/{body}/name")).await.status, 403);
}

#[tokio::test]
async fn a_name_has_two_letters_or_figures() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    let before = app.contents().await;
    for name in ["🎉", "— 🎉 —", "X."] {
        let told = add_employer(&mut ines, name).await.errors();
        assert_eq!(told, ["Enter a name that has two letters or figures, or more"], "{name}");
    }
    assert_eq!(app.contents().await, before);
    assert!(add_employer(&mut ines, "3M").await.says("The organisation is added."));
}

/// Puts another name in the place of the one of an organisation.
async fn rename(registrar: &mut Visitor, page: &str, name: &str) {
    let form = registrar.page(&format!("{page}/name")).await.form("Correct the name").fill("reason", "It merged.");
    registrar.submit(form.fill("name", name)).await.must_say(&format!("The organisation is called {name}"));
}

#[tokio::test]
async fn earlier_names_stand_once_each_without_the_one_of_now() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    let page = page_of(&app, "Hale & Partners").await;
    for name in ["Hale, Larch & Co", "Larch Chambers", "Hale, Larch & Co", "Larch Chambers"] {
        rename(&mut ines, &page, name).await;
    }
    let list = ines.page("/organisations").await;
    let told = "Larch Chambers formerly “Hale, Larch & Co”, “Hale & Partners”";
    assert!(list.says(told), "{}", list.text());
    assert_eq!(list.text().matches("Larch Chambers").count(), 1, "{}", list.text());
}

#[tokio::test]
async fn the_question_whether_it_is_another_one_leads_to_the_one_of_like_name_and_stands_before_the_list() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    let page = page_of(&app, "Hale & Partners").await;
    let box_stands = |asked: &Page| (asked.html().find("name=\"another\""), asked.html().find("<table"));
    let asked = add_employer(&mut ines, "Hale and Partners").await;
    assert!(asked.text_of_id("add").contains("Similar name"), "{}", asked.text());
    let (question, list) = box_stands(&asked);
    assert!(question.is_some() && question < list, "the box stands below the list");
    let ways = asked.links().into_iter().filter(|(label, to)| label == "Hale & Partners" && *to == page);
    assert_eq!(ways.count(), 2, "in the list and at the box");
    // The form that corrects a name leads there too.
    let other = page_of(&app, "Mersey Street Legal").await;
    let form = ines.page(&format!("{page}/name")).await.form("Correct the name").fill("reason", "It merged.");
    let asked = ines.submit(form.fill("name", "Mersey Street Legal Ltd")).await.page;
    assert!(asked.links().contains(&(String::from("Mersey Street Legal"), other)), "{:?}", asked.links());
    let list = ines.page("/organisations").await;
    assert_eq!(box_stands(&list).0, None);
}

//! Finding by a name, in any script; and what a list says when nothing is found.

use crate::steps;
use tests::people::{AMARA, DANA, INES, OWEN, PRIYA};
use tests::{TestApp, today};

/// Enrols someone through the form of the registrar.
async fn enrol(app: &TestApp, name: &str, email: &str) {
    let mut ines = app.sign_in(INES).await;
    let form = ines.page("/enrolments/new").await.form("Enrol");
    let form = form
        .fill("name", name)
        .fill("email", email)
        .fill("framework", "cpq 2021-06")
        .fill("from_on", &today().to_string());
    ines.submit(form).await.must_say("is enrolled.");
}

#[tokio::test]
async fn a_name_is_found_in_capitals_and_small_letters_of_any_script() {
    let app = TestApp::new().await;
    enrol(&app, "Łukasz Étienne-Öztürk", "lukasz@new.example").await;
    enrol(&app, "Дмитрий Иванов", "dmitri@new.example").await;
    let mut ines = app.sign_in(INES).await;
    for (search, name) in [
        ("łukasz", "Łukasz"),
        ("ŁUKASZ", "Łukasz"),
        ("étienne", "Łukasz"),
        ("E\u{301}tienne", "Łukasz"),
        ("ÖZTÜRK", "Łukasz"),
        ("дмитрий", "Дмитрий"),
        ("ИВАНОВ", "Дмитрий"),
        ("AMARA", "Amara"),
    ] {
        let page = ines.page(&format!("/enrolments?{}", tests::encoded(&[("q", search)]))).await;
        assert!(page.says(name), "{search} does not find {name}");
        assert!(page.says("1 person"), "{search}: {}", page.text());
    }
}

/// Whoever lacks the letters of a name finds it, and so does whoever knows the address, for those who may see that.
#[tokio::test]
async fn a_name_is_found_without_its_marks_and_by_the_address_and_the_number() {
    let app = TestApp::new().await;
    enrol(&app, "Zoë Müller-Sørensen", "zo.m@new.example").await;
    app.execute("UPDATE record SET number = '700123' WHERE name = 'Zoë Müller-Sørensen'", [] as [sea_orm::Value; 0])
        .await
        .unwrap();
    let chapters: Vec<String> = app.column("SELECT id FROM enrolment", []).await;
    let chapters: Vec<_> = chapters.iter().map(|id| domain::ids::EnrolmentId::parse(id).unwrap()).collect();
    app::journal::listing::rewrite(app.db().writer(), &app.state.catalogue, &chapters).await.unwrap();
    let mut ines = app.sign_in(INES).await;
    for search in ["zoe", "muller", "Müller", "sorensen", "MULLER sorensen", "zo.m@new.example", "700123"] {
        let page = ines.page(&format!("/enrolments?{}", tests::encoded(&[("q", search)]))).await;
        assert!(page.says("Zoë Müller-Sørensen") && page.says("1 person"), "{search}: {}", page.text());
    }
    // An employer finds its people by name, and is not told of an address by whether it finds somebody.
    let mut priya = app.sign_in(PRIYA).await;
    assert!(priya.page("/trainees?q=amara").await.says("Amara Osei"));
    assert!(!priya.page("/trainees?q=trainee.example").await.says("Amara Osei"));
}

#[tokio::test]
async fn a_holder_is_found_in_capitals_of_any_script() {
    let app = TestApp::new().await;
    app.execute(
        "UPDATE record SET name = $1 WHERE person_id = (SELECT id FROM person WHERE email = $2)",
        ["Ángela Åberg".into(), AMARA.into()],
    )
    .await
    .unwrap();
    steps::hold_status(&app).await;
    let mut ines = app.sign_in(INES).await;
    for search in ["ángela", "ÅBERG"] {
        let page = ines.page(&format!("/awards?{}", tests::encoded(&[("q", search)]))).await;
        assert!(page.says("Ángela Åberg"), "{search}: {}", page.text());
    }
}

#[tokio::test]
async fn a_search_without_a_hit_says_so_and_leads_back_to_the_whole_list() {
    let app = TestApp::new().await;
    let amara = app.enrolment(AMARA).await;
    for (who, list, empty) in [
        (INES, String::from("/enrolments"), "Nobody is enrolled yet"),
        (INES, String::from("/awards"), "No status has been conferred yet"),
        (PRIYA, String::from("/trainees"), "No trainee works with you today"),
        (AMARA, format!("/claims?enrolment={amara}"), "No claim yet"),
        (AMARA, format!("/claims/new?enrolment={amara}"), "has no outcome"),
        (AMARA, format!("/enrolments/{amara}/nodes/foundation-experience"), "Nothing here yet"),
    ] {
        let mut visitor = app.sign_in(who).await;
        let join = if list.contains('?') { '&' } else { '?' };
        let answer = visitor.get(&format!("{list}{join}q=nosuchword")).await;
        if answer.status == 404 {
            panic!("{list} is not there");
        }
        let page = answer.page;
        assert!(page.says("Nothing matches “nosuchword”."), "{list}: {}", page.text());
        assert!(!page.says(empty), "{list}: {}", page.text());
        assert_eq!(page.link("Clear the search"), list);
        assert!(!visitor.page(&list).await.says("Nothing matches"), "{list}");
    }
}

#[tokio::test]
async fn signs_that_are_no_word_find_nobody_and_an_apostrophe_makes_no_difference() {
    let app = TestApp::new().await;
    enrol(&app, "Sinéad O’Brien", "sinead@new.example").await;
    enrol(&app, "Conor O'Brien", "conor@new.example").await;
    let mut ines = app.sign_in(INES).await;
    for search in ["%", "_", "*", "% _", "’"] {
        for list in ["/enrolments", "/awards"] {
            let page = ines.page(&format!("{list}?{}", tests::encoded(&[("q", search)]))).await;
            assert!(page.says(&format!("Nothing matches “{search}”.")), "{list} {search}: {}", page.text());
        }
    }
    assert!(!ines.page("/enrolments?q=+").await.says("Nothing matches"));
    for search in ["OBrien", "O'Brien", "o’brien", "OʼBrien", "brien", "o brien"] {
        let page = ines.page(&format!("/enrolments?{}", tests::encoded(&[("q", search)]))).await;
        assert!(page.says("Sinéad O’Brien") && page.says("Conor O'Brien"), "{search}: {}", page.text());
        assert!(page.says("2 people"), "{search}: {}", page.text());
    }
}

/// One address of 60 kB must stop nobody, whichever list reads it.
#[tokio::test]
async fn every_list_answers_to_an_address_of_a_thousand_words() {
    let app = TestApp::new().await;
    let mut dana = app.sign_in(DANA).await;
    let sitting = steps::add_sitting(&mut dana, steps::LAST_ELEMENT).await;
    let amara = app.enrolment(AMARA).await;
    steps::record(&mut dana, &sitting, &amara, "pass").await.must_say("recorded");
    let words: String = (0..16_000).map(|n| format!("w{n:x}+")).collect();
    let long = &words[..60_000];
    for (who, list) in [
        (INES, "/enrolments"),
        (PRIYA, "/trainees"),
        (DANA, "/candidates"),
        (INES, "/awards"),
        (AMARA, "/claims"),
        (AMARA, "/claims/new"),
        (OWEN, sitting.as_str()),
    ] {
        let mut reader = app.sign_in(who).await;
        for more in ["", "&waiting=yes"] {
            let began = std::time::Instant::now();
            let answer = reader.get(&format!("{list}?q={long}{more}")).await;
            assert_eq!(answer.status, 200, "{list}: {}", answer.page.text());
            assert!(began.elapsed().as_secs() < 5, "{list} takes {:?}", began.elapsed());
        }
    }
    // Of so many words the first are searched, which the page says.
    let nine = "amara+osei+amara1+amara2+amara3+amara4+amara5+amara6+amara7";
    assert!(app.sign_in(INES).await.page(&format!("/enrolments?q={nine}")).await.says("Only the first eight words"));
    assert!(!app.sign_in(INES).await.page("/enrolments?q=amara+osei").await.says("Only the first eight words"));
}

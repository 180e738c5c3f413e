//! Who supervises a trainee: each employer for its own people, for days that don't overlap.

use crate::ties::grant;
use sea_orm::Value;
use tests::people::{AMARA, INES, JONAS, KARIM, LEO, PRIYA, RUTH};
use tests::{TestApp, today};

/// Amara works for Karim's employer too, and he supervises her there.
async fn second_employer(app: &TestApp) {
    let values: [Value; 4] = [
        app.person(AMARA).await.into(),
        today().into(),
        app.state.clock.now().into(),
        "Mersey Street Legal".into(),
    ];
    let text = "INSERT INTO employment (id, person_id, employer_id, job_title, from_on, recorded_at)
         SELECT 'second-employment', $1, id, 'Paralegal', $2, $3 FROM organisation WHERE name = $4";
    app.execute(text, values).await.unwrap();
}

#[tokio::test]
async fn an_administrator_names_and_ends_supervisors_of_their_own_employer_only() {
    let app = TestApp::new().await;
    second_employer(&app).await;
    let enrolment = app.enrolment(AMARA).await;
    let path = format!("/enrolments/{enrolment}/supervision");
    let (ruth, karim_id) = (app.person(RUTH).await, app.person(KARIM).await);
    let (mut priya, mut karim) = (app.sign_in(PRIYA).await, app.sign_in(KARIM).await);

    // Karim sees who supervises, and can end neither them nor the employment at Hale & Partners.
    let page = karim.page(&path).await;
    assert!(page.says("Ruth Hale"), "{}", page.text());
    assert!(page.find_form("End the supervision by Ruth Hale").is_none());
    assert!(!page.says("works for Hale & Partners"));
    let of_ruth: String = app
        .one(
            "SELECT id FROM supervision WHERE supervisor_id = $1 AND enrolment_id = $2",
            [ruth.clone().into(), enrolment.clone().into()],
        )
        .await;
    let before = app.contents().await;
    let fields = [("enrolment", enrolment.as_str()), ("supervision", &of_ruth)];
    let answer = karim.post("/api/end-supervision", &fields).await;
    assert_eq!(answer.status, 403);
    answer.must_say("This supervisor works for another employer");
    let hale: String = app
        .one("SELECT id FROM organisation WHERE name = 'Hale & Partners'", [])
        .await;
    let end = format!("/enrolments/{enrolment}/employments/{hale}/end");
    assert_eq!(karim.get(&end).await.status, 404);

    // Nor name each other's people.
    let form = page.form("Name supervisor");
    assert_eq!(form.value("form[supervisor]"), None);
    let choices: Vec<String> = form
        .fields
        .iter()
        .filter(|field| field.name == "form[supervisor]")
        .map(|field| field.value.clone())
        .collect();
    assert_eq!(choices, std::slice::from_ref(&karim_id));
    let fields = [
        ("form[enrolment]", enrolment.as_str()),
        ("form[supervisor]", &karim_id),
        ("form[from_on]", "2026-11-23"),
    ];
    let answer = priya.post("/api/name-supervisor", &fields).await;
    assert_eq!(answer.page.errors(), ["Choose who supervises"]);
    assert_eq!(app.contents().await, before);

    // Each for their own, and the registrar for both.
    karim
        .submit(form.fill("form[supervisor]", &karim_id))
        .await
        .must_say("The supervisor is named.");
    assert!(
        priya
            .page(&path)
            .await
            .find_form("End the supervision by Karim Daoud")
            .is_none()
    );
    let end = priya.page(&path).await.form("End the supervision by Ruth Hale");
    priya.submit(end).await.must_say("The supervision has ended.");
    let mut ines = app.sign_in(INES).await;
    let end = ines.page(&path).await.form("End the supervision by Karim Daoud");
    ines.submit(end).await.must_say("The supervision has ended.");
}

#[tokio::test]
async fn a_supervision_to_come_is_shown_so_and_nobody_is_named_twice_for_a_day() {
    let app = TestApp::new().await;
    let path = format!("/enrolments/{}/supervision", app.enrolment(LEO).await);
    let jonas = app.person(JONAS).await;
    let mut priya = app.sign_in(PRIYA).await;
    let form = priya
        .page(&path)
        .await
        .form("Name supervisor")
        .fill("form[supervisor]", &jonas);
    let later = form
        .clone()
        .fill("form[from_on]", "2026-12-01")
        .fill("form[until_on]", "2026-12-31");
    let page = priya.submit(later).await.must_say("The supervisor is named.");
    let row = |page: &tests::Page| page.rows().into_iter().find(|row| row.contains("Jonas")).unwrap();
    assert!(row(&page).contains("From 1 December 2026"), "{}", row(&page));
    assert!(!row(&page).contains("In force"), "{}", row(&page));

    let before = app.contents().await;
    for (from, until) in [("2026-11-23", ""), ("2026-12-31", ""), ("2026-12-10", "2026-12-12")] {
        let overlapping = form.clone().fill("form[from_on]", from).fill("form[until_on]", until);
        let page = priya.submit(overlapping).await.page;
        assert_eq!(
            page.errors(),
            [
                "Jonas Brandt is named already, from 1 December 2026 to 31 December 2026. Choose days outside of that, or end that supervision first"
            ],
            "{from} {until}"
        );
        let kept = page.form("Name supervisor");
        assert_eq!(kept.value("form[from_on]").as_deref(), Some(from));
        assert_eq!(kept.value("form[supervisor]").as_deref(), Some(jonas.as_str()));
    }
    assert_eq!(app.contents().await, before);
    // The day after is free, and so is all of it once it is called off.
    let after = form.clone().fill("form[from_on]", "2027-01-01");
    priya.submit(after).await.must_say("The supervisor is named.");
    for _ in 0..2 {
        let end = priya.page(&path).await.form("End the supervision by Jonas Brandt");
        priya.submit(end).await.must_say("The supervision has ended.");
    }
    let page = priya.page(&path).await;
    assert!(page.find_form("End the supervision by Jonas Brandt").is_none());
    assert!(row(&page).contains("Ended before it began"), "{}", row(&page));
    priya.submit(form).await.must_say("The supervisor is named.");
    let rows = priya.page(&path).await.rows();
    assert!(
        rows.iter().any(|row| row.contains("Jonas") && row.contains("In force")),
        "{rows:?}"
    );
}

#[tokio::test]
async fn an_administrator_of_both_employers_acts_for_both() {
    let app = TestApp::new().await;
    second_employer(&app).await;
    grant(&app, PRIYA, "Mersey Street Legal", "employer_admin").await;
    let path = format!("/enrolments/{}/supervision", app.enrolment(AMARA).await);
    let mut priya = app.sign_in(PRIYA).await;
    let form = priya.page(&path).await.form("Name supervisor");
    let karim = app.person(KARIM).await;
    priya
        .submit(form.fill("form[supervisor]", &karim))
        .await
        .must_say("The supervisor is named.");
    assert!(
        priya
            .page(&path)
            .await
            .find_form("End the supervision by Ruth Hale")
            .is_some()
    );
}

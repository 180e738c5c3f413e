//! Enrolling: from which day on, when they joined the professional body, and a form that is posted twice.

use crate::invitations::shown_link;
use crate::steps::{state_of, state_of_in};
use tests::people::{AMARA, BEA, DANA, INES, LEO, MINA, PASSWORD, PRIYA};
use tests::{Form, TestApp};

/// The form for a trainee whom nobody knows yet.
async fn new_trainee(app: &TestApp) -> Form {
    let form = app.sign_in(INES).await.page("/enrolments/new").await.form("Enrol");
    form.fill("name", "Noor Aziz").fill("email", "noor@home.example").fill("framework", "cpq 2021-06")
}

#[tokio::test]
async fn nobody_is_enrolled_on_a_version_before_it_came_into_force() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    let form = new_trainee(&app).await;
    let early = ines.submit(form.clone().fill("from_on", "2021-05-31")).await;
    assert_eq!(early.page.errors(), ["Choose a first day on or after 1 June 2021, when this version came into force"]);
    let far = ines.submit(form.clone().fill("from_on", "2199-06-01")).await;
    let told = "Choose a first day on or before 23 November 2027: it can’t be noted more than a year ahead";
    assert_eq!(far.page.errors(), [told]);
    ines.submit(form.fill("from_on", "2021-06-01")).await.must_say("Noor Aziz is enrolled.");
}

#[tokio::test]
async fn a_form_posted_twice_enrols_once_and_shows_the_link() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    let form = new_trainee(&app).await.fill("from_on", "2026-11-23");
    let fields = form.clone().sent();
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    // As a double click posts it: the first answer is never followed.
    assert_eq!(ines.send(&form.action, &pairs).await.status, 303);
    let again = ines.submit(form).await.must_say("Noor Aziz is enrolled.");
    let invitation = app.visitor().page(&shown_link(&again)).await;
    assert!(invitation.find_form("Create account and sign in").is_some(), "{}", invitation.text());
    let enrolled: i64 = app
        .one(
            "SELECT COUNT(*) FROM enrolment e JOIN person p ON p.id = e.person_id WHERE p.email = 'noor@home.example'",
            [],
        )
        .await;
    assert_eq!(enrolled, 1);
}

#[tokio::test]
async fn the_day_of_joining_opens_the_routes_that_depend_on_it() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    let enrolment = app.enrolment(AMARA).await;
    assert_eq!(state_of(&app, "route-legacy").await, "blocked");
    let home = ines.page(&format!("/enrolments/{enrolment}")).await;
    let path = home.link("Membership date");
    let before = app.contents().await;
    for (day, told) in [
        ("", "Enter the membership date"),
        ("soon", "Enter the membership date as a real date, like 27 March 2026"),
        ("2026-11-24", "Enter a membership date that is not in the future"),
    ] {
        let form = ines.page(&path).await.form("Save the day").fill("joined_on", day);
        let answer = ines.submit(form).await;
        assert_eq!(answer.page.errors(), [told], "{day}");
        let kept = answer.page.form("Save the day").value("joined_on");
        assert_eq!(kept.as_deref(), Some(day));
    }
    assert_eq!(app.contents().await, before);
    for (day, state) in [("2021-05-31", "available"), ("2021-06-01", "blocked")] {
        let form = ines.page(&path).await.form("Save the day").fill("joined_on", day);
        let form = if state == "blocked" {
            // Another day in the place of the one that is noted changes the past.
            let without = ines.submit(form.clone()).await.page;
            assert_eq!(without.errors(), ["Enter why the day that is noted was wrong"]);
            form.anew().fill("reason", "The register says June.")
        } else {
            form
        };
        ines.submit(form).await.must_say("Amara Osei joined on ");
        assert_eq!(state_of(&app, "route-legacy").await, state, "{day}");
    }
    crate::chapter_file::must_equal_rows(&app).await;
    let record = ines.page(&format!("/enrolments/{enrolment}/record")).await;
    assert!(record.says("Joined the professional body on 31 May 2021"), "{}", record.text());
    let told = "The day of joining the professional body was corrected: 1 June 2021 Reason: The register says June.";
    assert!(record.says(told), "{}", record.text());
    // It is the registrar's to note, and of a trainee whom they enrol too.
    for other in [PRIYA, DANA, AMARA] {
        assert_eq!(app.sign_in(other).await.get(&path).await.status, 404, "{other}");
    }
    let form = new_trainee(&app).await.fill("from_on", "2026-11-23");
    let wrong = ines.submit(form.clone().fill("joined_on", "2026-11-24")).await;
    assert_eq!(wrong.page.errors(), ["Enter a membership date that is not in the future"]);
    ines.submit(form.fill("joined_on", "2020-01-31")).await.must_say("Noor Aziz is enrolled.");
    let noted: i64 = app.one("SELECT COUNT(*) FROM joining WHERE joined_on = '2020-01-31'", []).await;
    assert_eq!(noted, 1);
    app.must_be_as_events_made_it().await;
}

/// Whoever begins on a day to come is on every list and told so; nothing is asked of them before.
#[tokio::test]
async fn whoever_begins_later_is_listed_found_and_told_and_offered_nothing() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    let hale: String = app.one("SELECT id FROM organisation WHERE name = 'Hale & Partners'", []).await;
    let form = new_trainee(&app).await.fill("from_on", "2027-01-04").fill("employer", &hale);
    let enrolled = ines.submit(form.fill("job_title", "Paralegal")).await.must_say("Noor Aziz is enrolled.");
    let link = shown_link(&enrolled);
    for search in ["", "?q=noor"] {
        let list = ines.page(&format!("/enrolments{search}")).await;
        assert!(list.rows().iter().any(|row| row.contains("Noor Aziz") && row.contains("Begins 4 January 2027")));
    }
    let list = ines.page("/enrolments").await;
    let page = ines.page(&list.link("Noor Aziz")).await;
    assert!(page.says("Noor Aziz begins on 4 January 2027"), "{}", page.text());
    let account = ines.page(&page.link("Account")).await;
    assert!(account.find_form("Make a new link").is_some(), "a link that was lost is made anew: {}", account.text());
    let trainees = app.sign_in(PRIYA).await.page("/trainees").await;
    assert!(trainees.rows().iter().any(|row| row.contains("Noor Aziz") && row.contains("Begins 4 January 2027")));
    assert!(!trainees.has_link("Noor Aziz"), "the record is not open to the employer yet");

    let mut noor = app.visitor();
    let form = noor.page(&link).await.form("Create account and sign in");
    let form = form.fill("password", PASSWORD).fill("again", PASSWORD);
    noor.submit(form).await;
    let home = noor.page("/home").await;
    assert!(home.says("You begin on 4 January 2027"), "{}", home.text());
    assert!(!home.says("Foundation stage") && !home.says("Claim "), "{}", home.text());
    assert!(!noor.page("/claims").await.has_link("Claim an outcome"));
    let id: String = app.one("SELECT id FROM enrolment WHERE from_on = '2027-01-04'", []).await;
    let fields = [("enrolment", id.as_str()), ("outcome", "segment-4-foundation")];
    noor.post("/claims/new", &fields).await.must_say("You begin on 4 January 2027: you can claim from that day on.");
    // On the day all of it is there.
    app.pass(chrono::Duration::days(42));
    let mut noor = app.sign_in("noor@home.example").await;
    assert!(noor.page("/home").await.says("You are on the Foundation stage"));
    assert!(app.sign_in(PRIYA).await.page("/trainees").await.has_link("Noor Aziz"));
}

#[tokio::test]
async fn a_specialism_that_is_chosen_already_is_not_chosen_again() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let path = format!("/enrolments/{}/specialism", app.enrolment(AMARA).await);
    let count = "SELECT COUNT(*) FROM specialism s JOIN enrolment e ON e.id = s.enrolment_id WHERE e.person_id = $1";
    let amaras = app.person(AMARA).await;
    let rows = async || app.one::<i64>(count, [amaras.clone().into()]).await;
    let before = rows().await;
    for said in ["Your specialism is Criminal", "was your specialism already. Nothing was changed."] {
        let form = amara.page(&path).await.form("Save specialism");
        amara.submit(form.fill("specialism", "criminal")).await.must_say(said);
        assert_eq!(rows().await, before + 1);
    }
}

#[tokio::test]
async fn a_trainee_of_the_same_name_is_asked_about_before_there_are_two_records() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    let named = |form: Form, name: &str| form.fill("name", name).fill("from_on", "2026-11-23");
    let told = "You have a trainee of this name: Amara Osei (amara@trainee.example). If they are the same person, enter that address. If not, tick the box";
    let mut last = None;
    for name in ["Amara Osei", "amara  OSEI", "Osei, Amara"] {
        let asked = ines.submit(named(new_trainee(&app).await, name)).await;
        assert_eq!(asked.page.errors(), [told], "{name}");
        last = Some(asked.page.form("Enrol"));
    }
    // Who has a part of the name is somebody else, and a box that was ticked for one name is not for another.
    let form = last.unwrap();
    let ticked = form.clone().tick("namesake", "Osei, Amara");
    let again = ines.submit(ticked.clone().fill("name", "Leo Fenn")).await;
    assert!(again.page.errors()[0].contains("Leo Fenn (leo@trainee.example)"), "{:?}", again.page.errors());
    ines.submit(ticked).await.must_say("Osei, Amara is enrolled.");
    let half = named(new_trainee(&app).await, "Amara").fill("email", "half@home.example");
    ines.submit(half).await.must_say("Amara is enrolled.");
    // Trainees of another body are nobody's business.
    let mina = named(new_trainee(&app).await, "Mina Sato").fill("email", "mina2@home.example");
    ines.submit(mina).await.must_say("Mina Sato is enrolled.");
    // Whoever is known by the address is that person.
    let leo = named(new_trainee(&app).await, "Leo Fenn").fill("email", LEO);
    let enrolled = ines.submit(leo).await;
    assert!(!enrolled.page.text().contains("of this name"), "{}", enrolled.page.text());
}

#[tokio::test]
async fn another_specialism_is_offered_in_place_of_the_chosen_one_wherever_it_matters() {
    let app = TestApp::new().await;
    let (mut amara, own) = (app.sign_in(AMARA).await, format!("/enrolments/{}", app.enrolment(AMARA).await));
    let path = format!("{own}/specialism");
    for page in ["/home", &format!("{own}/map")] {
        assert_eq!(amara.page(page).await.link("Your specialism: Family"), path, "{page}");
    }
    let page = amara.page(&path).await;
    for said in
        ["You can take another in its place: it counts from today on", "Chosen so far:", "What you have passed stays"]
    {
        assert!(page.says(said), "{said}: {}", page.text());
    }
    assert!(amara.page(&page.link("See first how the way would change")).await.says("Which status is to be reached?"));
    // Where something asks for another one, that is offered to who may take it; others are told who may.
    let node = format!("{own}/nodes/P-conveyancing");
    assert_eq!(amara.page(&node).await.link("Take another specialism"), path);
    assert!(!amara.page(&format!("{own}/nodes/P-family")).await.has_link("Take another specialism"));
    let told = app.sign_in(INES).await.page(&node).await;
    assert!(
        told.says("Amara Osei can take the specialism that it asks for in place of the chosen one; nobody else can."),
        "{}",
        told.text()
    );
    assert!(!told.has_link("Take another specialism"));
    // From what is supposed one chooses it.
    let supposed = amara.page(&format!("{own}/plan?to=cilex-lawyer&specialism=conveyancing")).await;
    let form = amara.page(&supposed.link("Choose this specialism")).await.form("Save specialism");
    amara.submit(form.fill("specialism", "conveyancing")).await.must_say("Your specialism is Conveyancing");
    assert!(amara.page(&path).await.says("Yours is Conveyancing"));
    assert_eq!(amara.page(&format!("{own}/nodes/P-family")).await.link("Take another specialism"), path);
    app.must_be_as_events_made_it().await;
}

/// What counts with the present specialism alone is told before another one takes its place.
#[tokio::test]
async fn another_specialism_is_saved_once_it_is_told_what_it_takes_away() {
    let app = TestApp::new().await;
    let mut bea = app.sign_in(BEA).await;
    let path = format!("/enrolments/{}/specialism", app.enrolment(BEA).await);
    let count = "SELECT COUNT(*) FROM specialism s JOIN enrolment e ON e.id = s.enrolment_id WHERE e.person_id = $1";
    let chosen = async || -> i64 { app.one(count, [app.person(BEA).await.into()]).await };
    let before = chosen().await;
    let form = bea.page(&path).await.form("Save specialism").fill("specialism", "criminal");
    let page = bea.submit(form).await.must_say("What counts no longer with Criminal");
    assert_eq!(page.errors(), Vec::<String>::new());
    let told = page.text_of_id("loss");
    assert!(told.contains("Professional counts no longer"), "{told}");
    assert!(!told.contains("Foundation") && !told.contains("Advanced counts"), "{told}");
    assert_eq!(chosen().await, before, "nothing is saved before it was read");
    // Another one takes something else away, and is asked about by itself.
    let form = page.form("Save specialism").fill("specialism", "probate");
    let page = bea.submit(form).await.must_say("What counts no longer with ");
    assert_eq!(chosen().await, before);
    assert_eq!(page.form("Save specialism").value("specialism").as_deref(), Some("probate"));
    bea.submit(page.form("Save specialism")).await.must_say("Your specialism is");
    assert_eq!(chosen().await, before + 1);
    let home = bea.page("/home").await;
    assert!(home.says("You have qualified as CILEX Lawyer"), "a status stays: {}", home.text());
    // Back to what it was nothing is lost, and nothing is asked.
    let form = bea.page(&path).await.form("Save specialism").fill("specialism", "family");
    bea.submit(form).await.must_say("Your specialism is Family");
    assert_eq!(state_of_in(&app, BEA, "professional").await, "met");
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn a_specialism_that_was_chosen_elsewhere_meanwhile_is_not_overwritten_unseen() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let path = format!("/enrolments/{}/specialism", app.enrolment(AMARA).await);
    let [first, second] = [amara.page(&path).await, amara.page(&path).await];
    let form = first.form("Save specialism").fill("specialism", "conveyancing");
    amara.submit(form).await.must_say("Your specialism is Conveyancing");
    let count = "SELECT COUNT(*) FROM specialism";
    let before: i64 = app.one(count, []).await;
    let form = second.form("Save specialism").fill("specialism", "criminal");
    let page = amara.submit(form).await.page;
    let errors = page.errors();
    assert!(
        errors.len() == 1 && errors[0].starts_with("Since you opened this page, Conveyancing was chosen."),
        "{errors:?}"
    );
    assert_eq!(app.one::<i64>(count, []).await, before);
    // What was chosen is kept, and sent again by who has read it.
    let form = page.form("Save specialism");
    assert_eq!(form.value("specialism").as_deref(), Some("criminal"));
    amara.submit(form).await.must_say("Your specialism is Criminal");
}

/// The name that another body knows is not told; that the address may have a slip in it is asked all the same.
#[tokio::test]
async fn whom_another_body_alone_knows_is_enrolled_only_after_a_question() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    let form = new_trainee(&app).await.fill("name", "X Y").fill("email", MINA).fill("from_on", "2026-11-23");
    let before = app.contents().await;
    let asked = ines.submit(form).await.page;
    let errors = asked.errors();
    assert!(errors.len() == 1 && errors[0].contains("Make sure that it is the address of X Y"), "{errors:?}");
    assert!(!asked.says("Mina"), "{}", asked.text());
    assert_eq!(app.contents().await, before);
    // A box that was ticked for one address is not for another.
    let form = asked.form("Enrol").tick("account", MINA);
    let ticked = form.clone().fill("email", "tomas@trainee.example");
    assert!(ines.submit(ticked).await.page.errors()[0].contains("tomas@trainee.example is the address of"));
    ines.submit(form.anew()).await.must_say("X Y is enrolled.");
}

//! A body is content: its days, its look, its page, its register.

use crate::employers_and_providers::end_roles;
use crate::invitations::{accept, shown_link};
use crate::steps;
use app::error::AppError;
use app::features::people::store as people;
use app::journal::store::Stamp;
use app::web::tx::Tx;
use chrono::{Duration, NaiveDate};
use domain::access::Role;
use domain::ids::{OrganisationId, PersonId};
use domain::people::OrganisationKind;
use std::path::Path;
use tests::people::{AMARA, DANA, INES, LEO, MINA, OWEN, PRIYA, SOL, TOMAS};
use tests::{TestApp, today};

const SHIPPED: &str = "cilex";

/// A third body, in Hong Kong, with a framework of one assessment.
fn hong_kong(content: &Path) {
    write(
        &content.join("bodies/hkb/body.toml"),
        r##"
slug = "hkb"
name = "Body of Hong Kong"
zone = "Asia/Hong_Kong"
[look]
short_name = "HKB"
colour = { light = "#5b2a86", dark = "#d3b3ff" }
mark = "M4 4h16v16H4z"
[contact]
text = "1 Harbour Road"
[[holiday]]
on = 2027-02-06
title = "New Year"
[policies]
register = "public"
"##,
    );
    write(
        &content.join("frameworks/hk/2025-01/framework.toml"),
        r#"
slug = "hk"
version = "2025-01"
title = "Harbour Law"
body = "hkb"
effective_from = 2025-01-01
[[stage]]
id = "first"
title = "First"
sources = ["test"]
results = { all = ["x"] }
no_employer_key = "nothing is verified"
[[element]]
id = "x"
kind = "assessment"
title = "Harbour paper"
stage = "first"
sources = ["test"]
"#,
    );
}

fn write(file: &Path, text: &str) {
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, text).unwrap();
}

/// The registrar of the body of Hong Kong alone.
const WEI: &str = "wei@hkb.example";

/// The body of Hong Kong is set up, with a registrar of its own.
async fn with_wei(app: &TestApp) -> OrganisationId {
    let stamp = Stamp { by: None, at: app.state.clock.now() };
    let hash = app.one("SELECT password_hash FROM credential LIMIT 1", []).await;
    Tx::outside::<_, AppError>((app.db(), &app.state.catalogue), stamp, async |tx| {
        let body = people::insert_body(&tx.writer(), "Body of Hong Kong", "hkb").await?;
        let wei = people::add_person(&tx.writer(), "Wei Chan", WEI).await?;
        people::set_password(&tx.writer(), wei, hash).await?;
        people::grant(&tx.writer(), wei, body, Role::Registrar, None).await?;
        Ok(body)
    })
    .await
    .unwrap()
}

#[tokio::test]
async fn the_days_of_a_bodys_own_people_are_those_of_the_body() {
    let app = TestApp::with_content(hong_kong).await;
    // 20:00 in London, 04:00 in Hong Kong: a grant of that moment is of tomorrow, and in force at once.
    app.pass(Duration::minutes(10 * 60 + 30));
    let tomorrow = today() + Duration::days(1);
    let body = with_wei(&app).await;
    let grants = "SELECT from_on FROM membership WHERE organisation_id = $1";
    assert_eq!(app.column::<NaiveDate>(grants, [body.to_string().into()]).await, [tomorrow]);
    let mut wei = app.sign_in(WEI).await;
    assert_eq!(wei.get("/proposals").await.status, 200, "the grant is not in force yet");
    // Their lists and forms have the day of the body, and so have its people.
    let people = wei.page(&format!("/organisations/{body}")).await;
    assert!(people.says("24 November 2026") && people.says("In force"), "{}", people.text());
    let form = people.form("Make an invitation link");
    let form = form.fill("name", "Lin Ho").fill("email", "lin@hkb.example").fill("role", "registrar");
    let shown = wei.submit(form).await.must_say("is invited.");
    assert!(shown.text_of_id("invited").contains("8 December 2026"), "{}", shown.text());
    let mut lin = accept(&app, &shown_link(&shown)).await;
    assert_eq!(lin.get("/proposals").await.status, 200);
    let form = wei.page("/organisations").await.form("Add organisation");
    wei.submit(form.fill("name", "Harbour LLP").fill("kind", "employer")).await.must_say("The organisation is added.");
    let since: NaiveDate = app.one("SELECT since FROM recognition WHERE body_id = $1", [body.to_string().into()]).await;
    assert_eq!(since, tomorrow);
    // Every event of the body's chain but its setting-up is of that day.
    let days = "SELECT DISTINCT valid_on FROM event WHERE chain_kind = 'body' AND chain_id = $1 AND seq > 1";
    assert_eq!(app.column::<NaiveDate>(days, [body.to_string().into()]).await, [tomorrow]);
    // Ended on the same day, it is no longer in force.
    end_roles(&app, "lin@hkb.example", body).await;
    assert_eq!(lin.get("/proposals").await.status, 404);
    // A registrar of a body here is still in today.
    assert!(app.sign_in(INES).await.page("/organisations").await.says("Organisations and people"));
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn the_pages_of_a_registrar_have_the_look_of_their_body() {
    let app = TestApp::with_content(hong_kong).await;
    with_wei(&app).await;
    for (who, name, colour) in [(INES, "CILEX", "#0e5c6b"), (SOL, "SRA", "#7d2248"), (WEI, "HKB", "#5b2a86")] {
        for path in ["/enrolments", "/applications", "/organisations", "/bodies/none"] {
            let page = app.sign_in(who).await.get(path).await.page;
            assert!(page.text_in("header").starts_with(name), "{who} {path}: {}", page.text());
            assert!(page.html().contains(colour), "{who} {path}");
        }
    }
}

/// The body of Hong Kong is set up, with Ines as its registrar too.
async fn set_up(app: &TestApp) {
    let ines = PersonId::parse(&app.person(INES).await).unwrap();
    let stamp = Stamp { by: None, at: app.state.clock.now() };
    let providers = people::organisations_of_kind(app.db().read(), OrganisationKind::Provider);
    let provider = providers.await.unwrap().remove(0).id;
    let place = (app.db(), &app.state.catalogue);
    Tx::outside::<_, AppError>(place, stamp, async |tx| {
        let writer = &tx.writer();
        let body = people::insert_body(writer, "Body of Hong Kong", "hkb").await?;
        people::grant(writer, ines, body, Role::Registrar, None).await?;
        people::recognise(writer, body, provider).await
    })
    .await
    .unwrap();
}

/// The registrar enrols Tomas, whose account is set up, on the framework of Hong Kong.
async fn enrolled_in_hong_kong(app: &TestApp) -> String {
    set_up(app).await;
    let mut ines = app.sign_in(INES).await;
    let form = ines.page("/enrolments/new").await.form("Enrol");
    let provider: String = app.one("SELECT id FROM organisation WHERE kind = 'provider'", []).await;
    let form = form
        .fill("name", "Tomas Lind")
        .fill("email", TOMAS)
        .fill("framework", "hk 2025-01")
        .fill("from_on", "2026-11-20")
        .fill("provider", &provider);
    let asked = ines.submit(form).await.page;
    let form = asked.form("Enrol").tick("account", TOMAS);
    ines.submit(form).await.must_say("Tomas Lind is enrolled.");
    app.one("SELECT id FROM enrolment WHERE framework_slug = 'hk'", []).await
}

#[tokio::test]
async fn at_eight_in_the_evening_here_it_is_tomorrow_for_a_body_in_hong_kong() {
    let app = TestApp::with_content(hong_kong).await;
    let enrolment = enrolled_in_hong_kong(&app).await;
    // 20:00 in London, 04:00 in Hong Kong.
    app.pass(Duration::minutes(10 * 60 + 30));
    let tomorrow = today() + Duration::days(1);
    let (mut dana, mut owen) = (app.sign_in(DANA).await, app.sign_in(OWEN).await);
    let form = dana.page("/sittings/new").await.form("Add sitting");
    // Here the day has not come: a sitting of the other body is refused.
    let here = form.clone().fill("element", "cpq 2021-06 F06");
    let refused = dana.submit(here.fill("held_on", &tomorrow.to_string())).await;
    assert_eq!(refused.page.errors(), ["Enter a date that is not in the future"]);
    let there = form.fill("element", "hk 2025-01 x");
    let sitting = dana.submit(there.fill("held_on", &tomorrow.to_string())).await;
    sitting.clone().must_say("The sitting is added.");
    steps::record(&mut dana, &sitting.path, &enrolment, "pass").await.must_say("1 result is recorded.");
    steps::confirm(&mut owen, &sitting.path).await.must_say("1 result is confirmed");
    let confirmed: NaiveDate = app.one("SELECT MAX(confirmed_on) FROM result_confirmation", []).await;
    assert_eq!(confirmed, tomorrow);
    // The event is of that day, the trainee’s page too, and doctor makes the same facts of the rows.
    let valid: NaiveDate = app
        .one("SELECT valid_on FROM event WHERE enrolment_id = $1 ORDER BY seq DESC LIMIT 1", [enrolment.clone().into()])
        .await;
    assert_eq!(valid, tomorrow);
    let record = app.sign_in(TOMAS).await.get(&format!("/enrolments/{enrolment}/record.json")).await;
    let record: serde_json::Value = serde_json::from_slice(&record.bytes).unwrap();
    assert_eq!(record["standing"]["on"], tomorrow.to_string());
    assert_eq!(record["facts"]["results"][0]["confirmed_on"], tomorrow.to_string());
    let page = app.sign_in(TOMAS).await.page(&format!("/enrolments/{enrolment}/record")).await;
    assert!(page.says("24 November 2026, 04:00"), "{}", page.text());
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn a_framework_may_have_a_zone_of_its_own() {
    let app = TestApp::with_content(|content| {
        hong_kong(content);
        let file = content.join("frameworks/hk/2025-01/framework.toml");
        let text = std::fs::read_to_string(&file).unwrap();
        let text = text.replace("body = \"hkb\"", "body = \"hkb\"\nzone = \"America/New_York\"");
        std::fs::write(file, text).unwrap();
    })
    .await;
    let enrolment = enrolled_in_hong_kong(&app).await;
    app.pass(Duration::minutes(10 * 60 + 30));
    let record = app.sign_in(TOMAS).await.get(&format!("/enrolments/{enrolment}/record.json")).await;
    let record: serde_json::Value = serde_json::from_slice(&record.bytes).unwrap();
    assert_eq!(record["standing"]["on"], today().to_string());
}

#[tokio::test]
async fn the_pages_of_a_person_have_the_look_of_their_body() {
    let app = TestApp::with_content(hong_kong).await;
    for (who, name, colour) in [(AMARA, "CILEX", "#0e5c6b"), (MINA, "SRA", "#7d2248")] {
        let mut person = app.sign_in(who).await;
        // An error has it too.
        for path in ["/", "/bodies/none"] {
            let answer = person.get(path).await;
            let policy = answer.header("content-security-policy").to_owned();
            let html = answer.page.html();
            assert!(answer.page.text_in("header").starts_with(name), "{who} {path}: {html}");
            let (_, style) = html.split_once("<style nonce=\"").unwrap();
            let (nonce, style) = style.split_once('"').unwrap();
            assert!(policy.contains(&format!("style-src 'self' 'nonce-{nonce}'")), "{policy}");
            assert!(!policy.contains("unsafe-inline"), "{policy}");
            assert!(style.starts_with(&format!(">:root{{--link:light-dark({colour},")), "{style}");
            let slug = name.to_lowercase();
            for (part, label) in [("help", "Help"), ("contact", "Contact"), ("privacy", "Privacy")] {
                assert_eq!(answer.page.link(label), format!("/bodies/{slug}#{part}"));
            }
        }
    }
    // Who belongs to no body, and who is signed out, has ours.
    for mut visitor in [app.visitor(), app.sign_in(PRIYA).await] {
        let page = visitor.page("/frameworks").await;
        assert!(page.text_in("header").starts_with("Gradus"), "{}", page.text());
        assert!(!page.html().contains("<style"));
        assert!(!page.has_link("Privacy"));
    }
}

#[tokio::test]
async fn where_there_is_one_body_everybody_sees_its_look_and_no_list() {
    let several = TestApp::new().await.visitor().page("/").await;
    let bodies = several.text_of_id("bodies");
    assert!(bodies.contains("(CILEX)") && bodies.contains("(SRA)"), "{bodies}");
    let app = TestApp::with_content(|content| {
        std::fs::remove_dir_all(content.join("bodies/sra")).unwrap();
        std::fs::remove_dir_all(content.join("frameworks/sqe")).unwrap();
    })
    .await;
    let page = app.visitor().page("/").await;
    assert!(page.text_in("header").starts_with("CILEX"), "{}", page.text());
    assert!(!page.says("Professional bodies"));
}

#[tokio::test]
async fn a_body_says_who_it_is_and_what_it_has_not_published() {
    let app = TestApp::with_content(hong_kong).await;
    let mut anyone = app.visitor();
    let page = anyone.page(&format!("/bodies/{SHIPPED}")).await;
    assert!(page.text_of_id("contact").contains("Kempston Manor"));
    assert!(page.text_of_id("service-times").contains("14 working days"));
    assert!(page.text_of_id("holidays").contains("Not published"));
    assert!(page.has_link("CILEX Professional Qualification, version 2021-06"));
    let page = anyone.page("/bodies/hkb").await;
    assert!(page.text_of_id("contact").contains("1 Harbour Road"));
    for part in ["help", "privacy", "service-times"] {
        assert!(page.text_of_id(part).contains("Not published"), "{part}");
    }
    let holidays = page.text_of_id("holidays");
    assert!(holidays.contains("6 February 2027") && holidays.contains("New Year"), "{holidays}");
    assert_eq!(anyone.get("/bodies/none").await.status, 404);
}

#[tokio::test]
async fn a_register_that_is_not_public_shows_a_status_to_the_registrar_alone() {
    let app = TestApp::with_changed_body((SHIPPED, "register = \"public\"", "register = \"closed\"")).await;
    let code: String = app.one("SELECT code FROM award WHERE holder = 'Leo Fenn'", []).await;
    let path = format!("/check/{code}");
    let unknown = app.visitor().get("/check/0000-0000-0000").await;
    assert_eq!(unknown.status, 404);
    for mut visitor in [app.visitor(), app.sign_in(PRIYA).await, app.sign_in(LEO).await] {
        let answer = visitor.get(&path).await;
        assert_eq!(answer.status, 404);
        assert!(answer.page.says("No status has this code"));
        assert!(!answer.page.says("CILEX Paralegal"), "{}", answer.page.text());
        assert_eq!(answer.header("x-robots-tag"), unknown.header("x-robots-tag"));
    }
    // For anyone it is the page of an unknown code, word for word.
    let hidden = app.visitor().get(&path).await;
    assert_eq!(hidden.page.text(), unknown.page.text());
    let shown = app.sign_in(INES).await.page(&path).await;
    assert!(shown.says("Leo Fenn") && shown.says("CILEX Paralegal"), "{}", shown.text());
    // Its holder is not told to share what nobody else can open.
    let mut leo = app.sign_in(LEO).await;
    for page in ["/home".to_owned(), format!("/enrolments/{}/record", app.enrolment(LEO).await)] {
        let page = leo.page(&page).await;
        assert!(page.says(&code), "{}", page.text());
        assert!(!page.says("Share this link"), "{}", page.text());
    }
}

#[tokio::test]
async fn what_a_body_says_of_its_statuses_holds_without_their_framework() {
    let closed = "register = \"closed\"\ntwo_people = [\"withdraw award\"]";
    let app = TestApp::with_content(|content| {
        let file = content.join("bodies/cilex/body.toml");
        let text = std::fs::read_to_string(&file).unwrap().replace("register = \"public\"", closed);
        std::fs::write(file, text).unwrap();
        std::fs::remove_dir_all(content.join("frameworks/cpq")).unwrap();
    })
    .await;
    let of =
        async |what: &str| app.one::<String>(&format!("SELECT {what} FROM award WHERE holder = 'Leo Fenn'"), []).await;
    let (code, id) = (of("code").await, of("id").await);
    assert_eq!(app.visitor().get(&format!("/check/{code}")).await.status, 404);
    let mut ines = app.sign_in(INES).await;
    let page = ines.page(&format!("/awards/{id}/withdrawal")).await;
    let form = page.form("Ask a second registrar").fill("reason", "By mistake");
    ines.submit(form).await.must_say("Until then the person still holds the status.");
    assert!(app.events("withdrew_status").await.is_empty());
}

#[tokio::test]
async fn a_register_that_is_public_shows_a_status_to_anyone() {
    let app = TestApp::new().await;
    let code: String = app.one("SELECT code FROM award WHERE holder = 'Leo Fenn'", []).await;
    let page = app.visitor().page(&format!("/check/{code}")).await;
    assert!(page.says("Leo Fenn") && page.says("Chartered Institute of Legal Executives"), "{}", page.text());
}

#[tokio::test]
async fn links_that_are_sent_have_the_configured_address() {
    let app = TestApp::new().await.at_base("https://gradus.example");
    let mut priya = app.sign_in(PRIYA).await;
    let organisation = priya.page("/organisations").await.link("Hale & Partners");
    let form = priya.page(&organisation).await.form("Make an invitation link");
    let form = form.fill("name", "Noor Aziz").fill("email", "noor@hale.example").fill("role", "supervisor");
    let page = priya.submit(form).await.must_say("is invited.");
    let address = format!("https://gradus.example{}", shown_link(&page));
    assert!(page.html().contains(&address), "{}", page.html());
}

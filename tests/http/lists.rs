//! Lists of people: read page by page in the order of names, searched by beginnings of words, and each person where they
//! belong on the day.

use crate::steps::{self, LAST_ELEMENT};
use app::journal::{self, listing};
use app::web::db::sql;
use chrono::Duration;
use domain::ids::{EnrolmentId, RecordId};
use domain::journal::Chain;
use sea_orm::ConnectionTrait;
use tests::given::Trainees;
use tests::people::{AMARA, DANA, ESI, HUGO, INES, KOFI, LEO, OWEN, PRIYA, RUTH, SOL};
use tests::{Page, TestApp, Visitor, encoded};

async fn at_provider(app: &TestApp) -> Trainees {
    Trainees { provider: Some(app.organisation("Northgate Law School").await), ..Trainees::default() }
}

async fn at_employer(app: &TestApp) -> Trainees {
    Trainees { employer: Some(app.organisation("Hale & Partners").await), ..Trainees::default() }
}

/// The names on a page of a list.
fn names(page: &Page) -> Vec<String> {
    let links = page.links().into_iter();
    let of_a_person = |to: &str| to.strip_prefix("/enrolments/").is_some_and(|id| EnrolmentId::parse(id).is_some());
    links.filter(|(_, to)| of_a_person(to)).map(|(name, _)| name).collect()
}

async fn found(visitor: &mut Visitor, list: &str, search: &str) -> Vec<String> {
    names(&visitor.page(&format!("{list}?{}", encoded(&[("q", search)]))).await)
}

#[tokio::test]
async fn a_list_is_read_to_its_end_in_the_order_of_names() {
    let app = TestApp::new().await;
    let many: Vec<String> = (0..117).map(|i| format!("Åke Many {i:03}")).collect();
    let mut all: Vec<&str> = many.iter().map(String::as_str).collect();
    all.extend(["Zeno Last", "Łukasz Middle", "abel first", "Ábel First"]);
    at_provider(&app).await.named(&app, &all).await;
    let mut dana = app.sign_in(DANA).await;
    let mut page = dana.page("/candidates").await;
    assert!(!page.has_link("First page"));
    let (mut read, mut pages) = (Vec::new(), 1);
    loop {
        read.extend(names(&page));
        if !page.has_link("Next page") {
            break;
        }
        assert_eq!(names(&page).len(), 50);
        page = dana.page(&page.link("Next page")).await;
        pages += 1;
        assert_eq!(page.link("First page"), "/candidates?q=");
    }
    assert_eq!(pages, 3);
    assert!(page.says(&format!("{} people", read.len())), "{}", page.text());
    let mut sorted = read.clone();
    sorted.sort_by(|one, other| app::web::names::in_order(one, other));
    assert_eq!(read, sorted);
    sorted.dedup();
    assert_eq!(read.len(), sorted.len(), "somebody is on two pages");
    assert!(all.iter().all(|name| read.iter().any(|one| one == name)));
    assert_eq!(read[..2], ["abel first", "Ábel First"]);
}

#[tokio::test]
async fn a_search_finds_each_person_once_by_beginnings_of_words() {
    let app = TestApp::new().await;
    let people = ["Noor van der Aziz", "Noor Noorani", "Anne-Marie O’Brien", "Bo Aziz"];
    at_provider(&app).await.named(&app, &people).await;
    let mut dana = app.sign_in(DANA).await;
    for (search, who) in [
        ("noor", &["Noor Noorani", "Noor van der Aziz"][..]),
        ("NOOR az", &["Noor van der Aziz"]),
        ("az", &["Bo Aziz", "Noor van der Aziz"]),
        ("marie", &["Anne-Marie O’Brien"]),
        ("o'brien", &["Anne-Marie O’Brien"]),
        ("oor", &[]),
        ("%", &[]),
    ] {
        let found = if search == "%" { Vec::new() } else { found(&mut dana, "/candidates", search).await };
        assert_eq!(found, who, "{search}");
    }
    let page = dana.page("/candidates?q=noor").await;
    assert!(page.says("2 people"), "{}", page.text());
}

#[tokio::test]
async fn who_is_renamed_or_leaves_is_found_where_they_are() {
    let app = TestApp::new().await;
    let (mut priya, mut ruth, mut ines) = (app.sign_in(PRIYA).await, app.sign_in(RUTH).await, app.sign_in(INES).await);
    let ids = at_employer(&app).await.named(&app, &["Vera Old"]).await;
    assert_eq!(found(&mut priya, "/trainees", "vera").await, ["Vera Old"]);
    assert_eq!(found(&mut ruth, "/trainees", "vera").await, [""; 0], "she is not supervised by Ruth");
    // Tomorrow the employment is over: nothing is written on that day, and she is in the list no more.
    let end = ines.page(&format!("/enrolments/{}/employers-and-providers", ids[0])).await;
    let question = ines.page(&end.link("End")).await;
    ines.submit(question.form("End the employment")).await.must_say("The employment is ended");
    assert_eq!(found(&mut priya, "/trainees", "vera").await, [""; 0]);
    assert_eq!(found(&mut ines, "/enrolments", "vera").await, ["Vera Old"]);
    app.pass(Duration::days(1));
    let mut ines = app.sign_in(INES).await;
    assert_eq!(found(&mut ines, "/enrolments", "old").await, ["Vera Old"]);
}

#[tokio::test]
async fn who_left_the_list_meanwhile_is_no_place_to_go_on_from() {
    let app = TestApp::new().await;
    at_provider(&app).await.named(&app, &["Ada One", "Zoe Two"]).await;
    let other = at_employer(&app).await.named(&app, &["Mia Elsewhere"]).await;
    let mut dana = app.sign_in(DANA).await;
    let first = names(&dana.page("/candidates").await);
    // Where someone of another list would stand in this one is not told.
    let page = dana.page(&format!("/candidates?after={}", other[0])).await;
    assert_eq!(names(&page), first);
}

#[tokio::test]
async fn listings_that_are_not_what_the_rows_make_are_named() {
    let app = TestApp::new().await;
    let ids = at_provider(&app).await.named(&app, &["Ada One", "Zoe Two"]).await;
    let differing = async || {
        listing::differing(app.db().read(), &app.state.catalogue, &ids).await.unwrap().into_iter().collect::<Vec<_>>()
    };
    assert_eq!(differing().await, []);
    app.execute("DELETE FROM listing WHERE enrolment_id = $1 AND word = 'zoe'", [ids[1].to_string().into()])
        .await
        .unwrap();
    assert_eq!(differing().await, [ids[1]]);
    listing::rewrite(app.db().writer(), &app.state.catalogue, &ids).await.unwrap();
    assert_eq!(differing().await, []);
}

#[tokio::test]
async fn a_name_that_is_corrected_while_listings_are_mended_is_the_one_that_is_listed() {
    let app = TestApp::new().await;
    let ids = at_provider(&app).await.named(&app, &["Ada One"]).await;
    let of: [sea_orm::Value; 1] = [ids[0].to_string().into()];
    let record: String = app.one("SELECT record_id FROM enrolment WHERE id = $1", of).await;
    // Whoever corrects the name holds the record, and has not committed yet.
    let tx = app.db().begin().await.unwrap();
    journal::lock(&tx, Chain::Record(RecordId::parse(&record).unwrap())).await.unwrap();
    let renamed = "UPDATE record SET name = 'Zora Two', name_key = $1 WHERE id = $2";
    let key = app::web::names::sort_key("Zora Two");
    tx.execute_raw(sql(&tx, renamed, [key.into(), record.clone().into()])).await.unwrap();
    listing::rewrite(&tx, &app.state.catalogue, &ids).await.unwrap();
    let (rebuilt, ()) = tokio::join!(listing::rebuild(app.db(), &app.state.catalogue, &ids), async {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        tx.commit().await.unwrap();
    });
    rebuilt.unwrap();
    assert_eq!(
        listing::differing(app.db().read(), &app.state.catalogue, &ids).await.unwrap().into_iter().collect::<Vec<_>>(),
        []
    );
}

#[tokio::test]
async fn those_for_whom_something_waits_are_listed_alone_but_for_a_provider() {
    let app = TestApp::new().await;
    let both = Trainees { provider: at_provider(&app).await.provider, ..at_employer(&app).await };
    let ids = both.named(&app, &["Vera Waits", "Vera Idle"]).await;
    let (mut priya, mut ines) = (app.sign_in(PRIYA).await, app.sign_in(INES).await);
    let (mut dana, mut owen) = (app.sign_in(DANA).await, app.sign_in(OWEN).await);
    let sitting = steps::add_sitting(&mut dana, LAST_ELEMENT).await;
    let mut must_find = async |who: &[&str]| {
        for (visitor, list) in [(&mut priya, "/trainees"), (&mut ines, "/enrolments")] {
            let found = visitor.page(&format!("{list}?q=vera&waiting=yes")).await;
            assert_eq!(names(&found), who, "{list}");
            // The button does what the box asks, too, and says so.
            let form = found.form("Search and filter");
            assert_eq!(form.value("waiting").as_deref(), Some("yes"));
            assert!(found.says("Only people for whom something is waiting"), "{}", found.text());
            let everyone = names(&visitor.page(&format!("{list}?waiting=yes")).await);
            let waits = everyone.iter().filter(|name| name.starts_with("Vera")).count();
            assert_eq!(waits, who.len(), "{list}: {everyone:?}");
            let all = visitor.page(&format!("{list}?q=vera")).await;
            assert_eq!((names(&all).len(), all.says("Since ")), (2, !who.is_empty()), "{list}: {}", all.text());
            if who.is_empty() {
                assert!(found.says("Nothing matches “vera”."), "{}", found.text());
            }
        }
        assert!(listing::differing(app.db().read(), &app.state.catalogue, &ids).await.unwrap().is_empty());
    };
    must_find(&[]).await;
    steps::record(&mut dana, &sitting, &ids[0].to_string(), "pass").await.must_say("recorded");
    must_find(&["Vera Waits"]).await;
    // A provider’s list would tell of claims: it has no such choice, and takes none.
    let candidates = dana.page("/candidates?q=vera&waiting=yes").await;
    assert_eq!(names(&candidates), ["Vera Idle", "Vera Waits"]);
    assert!(!candidates.says("something is waiting"), "{}", candidates.text());
    assert!(candidates.find_form("Search and filter").is_none());
    steps::confirm(&mut owen, &sitting).await.must_say("confirmed");
    must_find(&[]).await;
}

/// A chapter file of another form is never read as one in which nothing waits.
#[tokio::test]
async fn who_is_renamed_while_the_chapter_file_is_old_is_still_among_those_for_whom_something_waits() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    let waiting = names(&ines.page("/enrolments?waiting=yes").await);
    assert!(waiting.contains(&String::from("Leo Fenn")), "{waiting:?}");
    app.execute("UPDATE chapter_file SET format = 0", []).await.unwrap();
    let path = format!("/enrolments/{}/name", app.enrolment(LEO).await);
    let form = ines.page(&path).await.form("Correct the name").fill("name", "Leo Fenn-Okafor");
    ines.submit(form).await.must_say("The record has the name Leo Fenn-Okafor");
    let waiting = names(&ines.page("/enrolments?waiting=yes").await);
    assert!(waiting.contains(&String::from("Leo Fenn-Okafor")), "{waiting:?}");
}

#[tokio::test]
async fn two_of_one_name_are_told_apart_in_every_list_of_people() {
    let app = TestApp::new().await;
    let same = "UPDATE record SET name = 'Amara Osei', name_key = (SELECT r.name_key FROM record r JOIN person p ON p.id = r.person_id WHERE p.email = $1) WHERE person_id = $2";
    app.execute(same, [AMARA.into(), app.person(LEO).await.into()]).await.unwrap();
    let mut priya = app.sign_in(PRIYA).await;
    let trainees = priya.page("/trainees").await;
    for address in [AMARA, LEO] {
        assert!(trainees.says(&format!("Amara Osei ({address})")), "{}", trainees.text());
    }
    let ines = app.sign_in(INES).await.page("/enrolments").await;
    assert!(ines.says(&format!("Amara Osei ({LEO})")), "{}", ines.text());
    assert!(!ines.says("Tomas Lind ("), "{}", ines.text());
}

/// Who works for nobody can have nothing signed: the body finds them.
#[tokio::test]
async fn a_body_finds_its_trainees_without_an_employer() {
    let app = TestApp::new().await;
    let trainees = Trainees { employer: Some(app.organisation("Hale & Partners").await), ..Trainees::default() };
    trainees.named(&app, &["Vera Works"]).await;
    let ids = Trainees::default().named(&app, &["Vera Nowhere"]).await;
    let (mut ines, mut priya) = (app.sign_in(INES).await, app.sign_in(PRIYA).await);
    let list = "/enrolments?no_employer=yes";
    assert_eq!(names(&ines.page(list).await), ["Vera Nowhere"]);
    assert_eq!(names(&ines.page(&format!("{list}&q=vera")).await), ["Vera Nowhere"]);
    let both = ines.page(&format!("{list}&waiting=yes")).await;
    assert!(both.says("Nobody in this list matches both choices."), "{}", both.text());
    let page = ines.page(&format!("/enrolments/{}", ids[0])).await;
    assert!(page.says("No employer is on record for Vera Nowhere"), "{}", page.text());
    let people = page.link("Add an employer");
    let hale = app.organisation("Hale & Partners").await.to_string();
    let form = ines.page(&people).await.form("Add employer").fill("employer", &hale).fill("job_title", "Paralegal");
    ines.submit(form.fill("employed_from", &tests::today().to_string())).await.must_say("works for Hale & Partners");
    assert!(ines.page(list).await.says("An employer is on record for everybody."));
    assert!(!ines.page(&format!("/enrolments/{}", ids[0])).await.says("No employer is on record"));
    // It is the body's list alone.
    assert!(priya.page("/trainees?no_employer=yes").await.says("Vera Nowhere"));
    let end = priya.page(&format!("/enrolments/{}/supervision", ids[0])).await.link("End this employment");
    let form = priya.page(&end).await.form("End the employment");
    priya.submit(form).await.must_say("The employment is ended.");
    assert_eq!(names(&ines.page(list).await), ["Vera Nowhere"]);
    assert!(listing::differing(app.db().read(), &app.state.catalogue, &ids).await.unwrap().is_empty());
}

/// Whoever has come to the last status is on no stage any more, though one is open to them; and what is held stands beside a stage.
#[tokio::test]
async fn whoever_holds_the_last_status_has_qualified_wherever_it_is_said_where_they_are() {
    let app = TestApp::new().await;
    const STATUS: &str = "Solicitor of England and Wales";
    let kofi = format!("/enrolments/{}", app.enrolment(KOFI).await);
    let own = app.sign_in(KOFI).await.page("/home").await;
    assert!(own.says(&format!("You have qualified as {STATUS}")), "{}", own.text());
    for (reader, list) in [(SOL, "/enrolments"), (ESI, "/trainees"), (HUGO, "/trainees"), (DANA, "/candidates")] {
        let mut reader = app.sign_in(reader).await;
        let home = reader.page(&kofi).await;
        assert!(home.says(&format!("Kofi Aidoo has qualified as {STATUS}")), "{list}: {}", home.text());
        assert!(home.says("The status is held since") && !home.says("is on the Competence record stage"));
        let row = row_of(&reader.page(list).await, "Kofi Aidoo");
        assert!(row.contains(&format!("Qualified {STATUS}")) && !row.contains("Competence record"), "{list}: {row}");
    }
    let mut ines = app.sign_in(INES).await;
    let page = ines.page("/enrolments").await;
    assert!(row_of(&page, "Bea Holloway").contains("Qualified CILEX Lawyer"), "{}", page.text());
    assert!(row_of(&page, "Leo Fenn").contains("Advanced Holds CILEX Paralegal"), "{}", page.text());
    assert!(!row_of(&page, "Amara Osei").contains("Holds"), "{}", page.text());
    // The body’s list of statuses has it.
    assert!(app.sign_in(SOL).await.page("/awards").await.says("Kofi Aidoo"));
}

fn row_of(page: &Page, name: &str) -> String {
    page.rows().into_iter().find(|row| row.contains(name)).unwrap_or_else(|| panic!("{name}: {}", page.text()))
}

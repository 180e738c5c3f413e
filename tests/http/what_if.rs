//! What if: the way to a status as somebody supposes to stand, of which nothing is recorded.

use tests::people::{AMARA, DANA};
use tests::{Page, TestApp};

async fn plan(app: &TestApp, who: &str, query: &str) -> Page {
    let path = format!("/enrolments/{}/plan?to={query}", app.enrolment(AMARA).await);
    app.sign_in(who).await.page(&path).await
}

#[tokio::test]
async fn a_way_is_compared_with_what_is_supposed_and_nothing_is_recorded() {
    let app = TestApp::new().await;
    let before = app.contents().await;
    let page = plan(&app, AMARA, "cilex-paralegal").await;
    assert!(page.says("4 steps, in an order that works."), "{}", page.text());
    let form = page.form("Show the way then").tick("passed", "F06");
    let supposed = app.sign_in(AMARA).await.submit(form).await.page;
    for said in [
        "3 steps, in an order that works.",
        "a pass of F06",
        "Nothing of it is recorded. 1 step fewer than without it.",
    ] {
        assert!(supposed.says(said), "{said}: {}", supposed.text());
    }
    // It stands in the form, and one leads back to the way without it.
    assert!(supposed.form("Show the way then").sent().contains(&(String::from("passed"), String::from("F06"))));
    let back = app.sign_in(AMARA).await.page(&supposed.link("The way without it")).await;
    assert!(back.says("4 steps, in an order that works."), "{}", back.text());
    assert_eq!(app.contents().await.len(), before.len(), "something was recorded");
}

#[tokio::test]
async fn what_can_not_be_supposed_supposes_nothing() {
    let app = TestApp::new().await;
    for query in [
        "cilex-paralegal&passed=F01",
        "cilex-paralegal&passed=none&specialism=none&exempt=foundation",
        "cilex-paralegal&specialism=family",
    ] {
        let page = plan(&app, AMARA, query).await;
        assert!(
            page.says("4 steps, in an order that works.") && !page.says("Supposed from today"),
            "{query}: {}",
            page.text()
        );
    }
}

#[tokio::test]
async fn what_an_address_names_and_is_not_there_is_said_above_the_way() {
    let app = TestApp::new().await;
    for (query, said) in [
        ("cilex-lawyer&specialism=nonsense", "There is no specialism called “nonsense”"),
        ("cilex-paralegal&passed=F99", "There is no assessment or course called “F99”"),
        ("cilex-paralegal&exempt=foundation", "There is no assessment or course called “foundation”"),
        ("cilex-paralegal&exempt=F01", "counts already, so nothing has to be supposed of it"),
        (
            "cilex-paralegal&passed=12345678901234567890123456789012345678901234",
            "called “1234567890123456789012345678901234567890…”",
        ),
    ] {
        let page = plan(&app, AMARA, query).await;
        assert!(page.errors().iter().any(|error| error.contains(said)), "{query}: {:?}", page.errors());
        assert!(page.says("in an order that works") || page.says("Whether they lead there"), "{}", page.text());
    }
    // Each is said, and what there is is supposed all the same.
    let page = plan(&app, AMARA, "cilex-paralegal&passed=F06&passed=F98&exempt=F99").await;
    assert_eq!(page.errors().len(), 2, "{:?}", page.errors());
    assert!(page.says("a pass of F06"), "{}", page.text());
    // The form as it is sent names nothing that is not there.
    let form = plan(&app, AMARA, "cilex-lawyer").await.form("Show the way then");
    assert_eq!(app.sign_in(AMARA).await.submit(form).await.page.errors(), Vec::<String>::new());
}

#[tokio::test]
async fn a_plan_to_nowhere_asks_where_to() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let path = format!("/enrolments/{}/plan", app.enrolment(AMARA).await);
    let page = amara.page(&path).await;
    assert_eq!(page.errors(), Vec::<String>::new());
    let form = page.form("Show the way").fill("to", "cilex-paralegal");
    let way = amara.submit(form).await.page;
    assert!(way.says("4 steps, in an order that works."), "{}", way.text());
    let unknown = amara.page(&format!("{path}?to=nonsense")).await;
    assert_eq!(unknown.errors(), ["There is no status called “nonsense”: choose one"]);
    assert!(unknown.find_form("Show the way").is_some());
    // Whoever chooses nothing is asked again.
    let empty = amara.page(&format!("{path}?to=")).await;
    assert!(empty.find_form("Show the way").is_some());
    assert_eq!(app.sign_in(tests::people::SOL).await.get(&path).await.status, 404);
}

#[tokio::test]
async fn a_plan_that_depends_on_more_than_its_steps_does_not_say_that_it_works() {
    let letters = "letters = \"MCILEX\"\n";
    let lasting = format!("{letters}expires = \"6 months\"\n");
    let app = TestApp::with_changed_framework(("cpq/2021-06", letters, &lasting)).await;
    let page = plan(&app, AMARA, "cilex-lawyer").await;
    assert!(page.says("Whether they lead there depends on what stands below them."), "{}", page.text());
    assert!(page.says("It depends on this too: ") && !page.says("in an order that works"), "{}", page.text());
}

#[tokio::test]
async fn every_other_status_can_be_the_target_and_a_specialism_be_supposed() {
    let app = TestApp::new().await;
    let page = plan(&app, AMARA, "cilex-paralegal").await;
    let lawyer = app.sign_in(AMARA).await.page(&page.link("CILEX Lawyer")).await;
    assert!(lawyer.says("The way to CILEX Lawyer"), "{}", lawyer.text());
    let form = lawyer.form("Show the way then").fill("specialism", "conveyancing");
    let supposed = app.sign_in(AMARA).await.submit(form).await.page;
    assert!(supposed.says("the specialism Conveyancing"), "{}", supposed.text());
    // Conveyancing asks for no course in advocacy, and family law does.
    assert!(supposed.says("1 step fewer than without it."), "{}", supposed.text());
    // A provider is told no more of the way than before.
    let provider = plan(&app, DANA, "cilex-paralegal&passed=F06").await;
    assert!(provider.says("left out here") && !provider.says("Impact and communication"), "{}", provider.text());
}

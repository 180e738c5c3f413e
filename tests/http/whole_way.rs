//! Whole qualifications, from where somebody is to the last status: each step through the pages of those who take it.

use crate::experience::records_weeks;
use crate::steps::{self, state_of_in};
use chrono::{Days, Duration, NaiveDate};
use tests::people::{DANA, INES, KARIM, LEO, MINA, OWEN, PRIYA, RUTH, SOL};
use tests::{Page, TestApp};

/// One trainee's way.
struct Way {
    app: TestApp,
    trainee: &'static str,
    enrolment: String,
}

impl Way {
    async fn of(trainee: &'static str) -> Self {
        let app = TestApp::new().await;
        let enrolment = app.enrolment(trainee).await;
        Self { app, trainee, enrolment }
    }

    fn day(&self) -> NaiveDate {
        self.app.state.clock.now().date_naive()
    }

    async fn state(&self, node: &str) -> String {
        state_of_in(&self.app, self.trainee, node).await
    }

    /// One officer records a pass of each at a sitting of today, and another confirms it.
    async fn passes(&self, version: &str, elements: &[&str]) {
        for element in elements {
            let (mut dana, mut owen) = (self.app.sign_in(DANA).await, self.app.sign_in(OWEN).await);
            let form = dana.page("/sittings/new").await.form("Add sitting");
            let form = form.fill("element", &format!("{version} {element}")).fill("held_on", &self.day().to_string());
            let sitting = dana.submit(form).await.path;
            steps::record(&mut dana, &sitting, &self.enrolment, "pass").await.must_say("1 result is recorded.");
            steps::confirm(&mut owen, &sitting).await.must_say("confirmed");
        }
    }

    /// A claim of each is written, sent to the supervisor and found met.
    async fn shows(&self, outcomes: &[&str], supervisor: &str) {
        let (mut trainee, mut signer) = (self.app.sign_in(self.trainee).await, self.app.sign_in(supervisor).await);
        for outcome in outcomes {
            let claim = steps::begin_claim(&mut trainee, &self.enrolment, outcome).await;
            steps::write_draft(&mut trainee, &claim).await;
            steps::add_text(&mut trainee, &claim).await;
            steps::send(&self.app, &mut trainee, &claim, supervisor).await.must_say("Sent to");
            let request = steps::open_request(&self.app, &claim).await;
            steps::find_met(&mut signer, &request).await.must_say("Signed as met.");
        }
    }

    async fn is_verified(&self, element: &str, by: &str) {
        let (mut trainee, mut signer) = (self.app.sign_in(self.trainee).await, self.app.sign_in(by).await);
        let page = trainee.page(&format!("/enrolments/{}/verification/{element}", self.enrolment)).await;
        trainee.submit(page.form("Ask to verify")).await.must_say("is asked to verify.");
        let request = steps::open_verification(&self.app).await;
        steps::verify(&mut signer, &request).await.must_say("is verified.");
    }

    /// Work from one day to another, which the employer confirms.
    async fn works(&self, (from, last): (NaiveDate, NaiveDate), more: &[(&str, &str)], by: &str) {
        let (mut trainee, mut signer) = (self.app.sign_in(self.trainee).await, self.app.sign_in(by).await);
        let new = format!("/enrolments/{}/experience/new", self.enrolment);
        let form =
            trainee.page(&new).await.form("Record the work").fill("work", "Drafting and research for two partners.");
        let form = form.fill("from", &from.to_string()).fill("last_day", &last.to_string());
        let form = more.iter().fold(form, |form, (field, value)| form.fill(field, value));
        let of_weeks = more.contains(&("hours_of", "week"));
        let sent = if of_weeks { records_weeks(&mut trainee, form).await } else { trainee.submit(form).await };
        sent.must_say("is asked to confirm it.");
        let request = crate::experience::open_request(&self.app).await;
        crate::experience::confirm(&mut signer, &request).await;
    }

    /// The trainee steps off, and the body confers; the public page of the status.
    async fn steps_off(&self, step_off: &str, registrar: &str) -> Page {
        let (mut trainee, mut registrar) = (self.app.sign_in(self.trainee).await, self.app.sign_in(registrar).await);
        let page = trainee.page(&format!("/enrolments/{}/application/{step_off}", self.enrolment)).await;
        let application = trainee.submit(page.form("Apply for this status")).await;
        application.clone().must_say("You have applied.");
        let form = registrar.page(&application.path).await.form("Decide");
        registrar.submit(form.fill("decision", "confer")).await.must_say("holds the status from today.");
        let code = trainee.page("/home").await.link("Share this link");
        self.app.visitor().page(&code).await
    }
}

#[tokio::test]
async fn from_the_first_status_to_a_lawyer_in_a_specialism() {
    const CPQ: &str = "cpq 2021-06";
    let way = Way::of(LEO).await;
    // What waits since before is answered: a claim that lies with Ruth, a result that waits for a second person.
    let waiting = "SELECT id FROM signing_request WHERE subject = 'claim' AND is_open AND enrolment_id = $1";
    let request: String = way.app.one(waiting, [way.enrolment.clone().into()]).await;
    let mut ruth = way.app.sign_in(RUTH).await;
    steps::find_met(&mut ruth, &format!("/queue/{request}")).await.must_say("Signed as met.");
    let sitting =
        "SELECT r.sitting_id FROM provisional_result p JOIN result r ON r.id = p.result_id WHERE r.enrolment_id = $1";
    let sitting: String = way.app.one(sitting, [way.enrolment.clone().into()]).await;
    let mut owen = way.app.sign_in(OWEN).await;
    steps::confirm(&mut owen, &format!("/sittings/{sitting}")).await.must_say("confirmed");

    way.passes(CPQ, &["A-skills-environment", "A-skills-research", "A-criminal", "A-family", "ethics-2"]).await;
    let rest = [2, 3, 4, 5, 6, 7, 9].map(|segment| format!("segment-{segment}-advanced"));
    way.shows(&rest.each_ref().map(String::as_str), RUTH).await;
    way.is_verified("advanced-verification", PRIYA).await;
    assert_eq!(way.state("advanced").await, "met");
    way.steps_off("step-off-advanced-paralegal", INES).await;

    let mut leo = way.app.sign_in(LEO).await;
    let choice = leo.page("/home").await.link("Your specialism");
    let form = leo.page(&choice).await.form("Save specialism").fill("specialism", "family");
    leo.submit(form).await.must_say("Your specialism is");
    let since = way.day();
    way.app.pass(Duration::days(370));
    way.passes(CPQ, &["P-mandatory", "P-family"]).await;
    assert_eq!(way.state("year-as-advanced-paralegal").await, "available");
    let year = (since, way.day() - Days::new(1));
    way.works(year, &[("hours", "36"), ("hours_of", "week")], RUTH).await;
    assert_eq!(way.state("year-as-advanced-paralegal").await, "met");
    assert_eq!(way.state("qualifying-experience").await, "met");

    // Twenty outcomes twice and seven once; the first is there once already.
    let twice = [
        "1.2",
        "1.3",
        "1.4",
        "2.1",
        "2.2",
        "2.3",
        "2.4",
        "2.5",
        "3.1",
        "3.2",
        "3.3",
        "3.4",
        "4.1",
        "6.1",
        "6.2",
        "8.1",
        "wbl-unplaced-1",
        "wbl-unplaced-2",
        "wbl-unplaced-3",
    ];
    way.shows(&["1.1", "4.2", "4.3", "5.1", "5.2", "6.3", "7.1", "7.2"], RUTH).await;
    way.shows(&twice, RUTH).await;
    way.shows(&twice, RUTH).await;
    assert_eq!(way.state("work-based-portfolio").await, "met");
    way.is_verified("professional-verification", PRIYA).await;
    assert_eq!(way.state("professional").await, "met");
    // Every stage is met, and the status asks for one thing more in this specialism: whoever looks is told.
    let home = way.app.sign_in(LEO).await.page("/home").await;
    assert!(home.says("You are through every stage") && home.says("Complete Advocacy course"), "{}", home.text());
    let of_trainee = format!("/enrolments/{}", way.enrolment);
    for other in [DANA, INES] {
        let page = way.app.sign_in(other).await.page(&of_trainee).await;
        assert!(page.says("The status CILEX Lawyer asks for it, besides the stages."), "{}", page.text());
    }
    way.passes(CPQ, &["advocacy-course"]).await;
    let public = way.steps_off("step-off-lawyer", INES).await;
    assert!(public.says("Leo Fenn") && public.says("CILEX Lawyer"), "{}", public.text());
    let home = way.app.sign_in(LEO).await.page("/home").await;
    assert!(home.says("You have qualified as CILEX Lawyer"), "{}", home.text());
}

#[tokio::test]
async fn from_nothing_but_an_enrolment_to_admission_as_a_solicitor() {
    let way = Way::of(MINA).await;
    let version: String =
        way.app.one("SELECT framework_version FROM enrolment WHERE id = $1", [way.enrolment.clone().into()]).await;
    let sqe = format!("sqe {version}");
    way.passes(&sqe, &["FLK1", "FLK2", "degree-or-equivalent"]).await;
    assert_eq!(way.state("sqe1").await, "met");
    way.app.pass(Duration::days(200));
    way.passes(&sqe, &["SQE2"]).await;
    // 400 days at this employer before, and as many as are lacking since.
    let began = way.day() - Days::new(600);
    way.app.pass(Duration::days(150));
    way.works((began, way.day() - Days::new(1)), &[], KARIM).await;
    assert_eq!(way.state("qualifying-work-experience").await, "met");
    way.passes(&sqe, &["character-and-suitability"]).await;
    assert_eq!(way.state("admission").await, "met");
    let public = way.steps_off("apply-for-admission", SOL).await;
    assert!(public.says("Mina Sato") && public.says("Solicitor of England and Wales"), "{}", public.text());
}

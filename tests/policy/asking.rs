//! Who asks for what: the demo people, and the ids that stand in every address.

use app::features::imports::check::check;
use app::web::table::Row;
use chrono::Duration;
use http::Method;
use object_store::ObjectStoreExt;
use tests::people::{AMARA, DANA, INES, KARIM, LEO, PIET, PRIYA, RUTH, SOL, TOMAS};
use tests::{Answer, TestApp, Visitor, today};

/// As it stands in the snapshot: the path of what is asked for, and after the method what is sent.
pub(super) fn name(row: &Row) -> String {
    if row.method == Method::GET { row.path.to_owned() } else { format!("{} {}", row.method, row.path) }
}

const INVITATION: &str = "01890000-0000-7000-8000-000000000001";
const PROPOSAL: &str = "01890000-0000-7000-8000-000000000002";
const PRIOR_LEARNING: &str = "01890000-0000-7000-8000-000000000003";
const IMPORT: &str = "01890000-0000-7000-8000-000000000004";

/// The demo people, an open invitation to Amara's employer, what a registrar asked for about Leo's status, a diploma that waits, and a
/// file of a sitting of Amara's with a row that is to be decided.
pub(super) async fn prepared() -> TestApp {
    let app = TestApp::new().await;
    let now = app.state.clock.now();
    let made = "INSERT INTO invitation (id, token_sha256, name, email, organisation_id, role, salt, invited_by, invited_at, expires_at)
        SELECT $1, $2, 'Noor Aziz', 'noor@hale.example', m.organisation_id, m.role, p.salt, m.person_id, $3, $4
        FROM membership m JOIN person p ON p.id = m.person_id WHERE p.email = $5";
    let values = [INVITATION.into(), "0".repeat(64).into(), now.into(), (now + Duration::days(14)).into(), RUTH.into()];
    app.execute(made, values).await.expect("a row of its own can be added");
    let made = "INSERT INTO proposal (id, body_id, act, person_id, award_id, reason, salt, proposed_by, proposed_on, proposed_at)
        SELECT $1, r.body_id, 'withdraw award', a.trainee_id, a.id, 'By mistake', a.salt, p.id, $2, $3
        FROM award a JOIN record r ON r.person_id = a.trainee_id, person p
        WHERE p.email = $4 AND a.trainee_id = (SELECT id FROM person WHERE email = $5)";
    let values = [PROPOSAL.into(), today().into(), now.into(), PIET.into(), LEO.into()];
    app.execute(made, values).await.expect("a row of its own can be added");
    let made = "INSERT INTO prior_learning (id, enrolment_id, body_id, trainee_id, title, awarded_by, awarded_on, elements, file_name, file_key, media_type, size, sha256, salt, sent_on, sent_at, is_open, waits_since, due_on)
        SELECT $1, enrolment_id, body_id, trainee_id, title, awarded_by, awarded_on, elements, 'diploma.txt', 'diploma', 'text/plain', 7, $2, salt, sent_on, sent_at, is_open, waits_since, due_on
        FROM prior_learning WHERE is_open AND prior IS NULL";
    app.execute(made, [PRIOR_LEARNING.into(), "0".repeat(64).into()]).await.expect("a row of its own can be added");
    app.state.evidence.put(&"diploma".into(), "Diploma".into()).await.expect("the folder can be written");
    let enrolment = app.enrolment(AMARA).await;
    let made = "INSERT INTO import (id, provider_id, sitting_id, file_name, file_sha256, salt, began_by, began_at, row_count, columns, checked)
        SELECT $1, s.provider_id, s.id, 'results.csv', $2, p.salt, p.id, $3, 2, '{\"of\":{\"name\":0,\"result\":1},\"days\":null,\"headings\":{}}', 2
        FROM sitting s, person p WHERE p.email = $4 AND s.id = (SELECT MIN(sitting_id) FROM result WHERE enrolment_id = $5)";
    let values = [IMPORT.into(), "0".repeat(64).into(), now.into(), DANA.into(), enrolment.clone().into()];
    app.execute(made, values).await.expect("a row of its own can be added");
    let table = r#"{"headings":["Name","Result"],"lines":[{"number":2,"cells":[["Amara Osei","t"],["Passed","t"]]},{"number":3,"cells":[["Amara","t"],["Passed","t"]]}]}"#;
    let made = "INSERT INTO import_table (import_id, head, content) VALUES ($1, $2, $2)";
    app.execute(made, [IMPORT.into(), table.into(), table.into()]).await.expect("a row of its own can be added");
    let made = "INSERT INTO import_row (import_id, number, verdict, why, outcome, choices) VALUES ($1, 2, 'ask', 'Only the name is given', 'pass', $2)";
    let values = [IMPORT.into(), format!("[\"{enrolment}\"]").into()];
    app.execute(made, values).await.expect("a row of its own can be added");
    let made = "INSERT INTO import_row (import_id, number, verdict, why, outcome, choices) VALUES ($1, 3, 'left out', 'Nobody of those who were asked about', 'pass', $2)";
    let values = [IMPORT.into(), format!("[\"{enrolment}\"]").into()];
    app.execute(made, values).await.expect("a row of its own can be added");
    app
}

/// A file with a row of Amara's at a new sitting, whose rows are checked.
async fn imported(app: &TestApp, element: &str) -> String {
    let mut dana = app.sign_in(DANA).await;
    let form = dana.page("/sittings/new").await.form("Add sitting").fill("held_on", &today().to_string());
    let sitting = dana.submit(form.fill("element", &format!("cpq 2021-06 {element}"))).await.path;
    let file = format!("Email,Result\n{AMARA},Passed\n");
    let columns = dana.upload(&format!("{sitting}/import/file"), "results.csv", file.as_bytes()).await;
    let import = dana.submit(columns.page.form("Check the rows")).await.path;
    let id = import.trim_start_matches("/imports/").to_owned();
    check(&app.state, &id).await.expect("its rows can be checked");
    id
}

/// Ids of Amara's record, her employer and her provider, of which some may know and others not.
pub(super) struct Ids(Vec<(&'static str, String)>);

impl Ids {
    pub(super) async fn of_amara(app: &TestApp) -> Self {
        let enrolment = app.enrolment(AMARA).await;
        let one = async |query: &str| app.one::<String>(query, [enrolment.clone().into()]).await;
        let claim = one("SELECT MIN(id) FROM claim WHERE enrolment_id = $1").await;
        let sitting = one("SELECT MIN(sitting_id) FROM result WHERE enrolment_id = $1").await;
        let result = one("SELECT MIN(id) FROM result WHERE enrolment_id = $1").await;
        let supervision = one("SELECT MIN(id) FROM supervision WHERE enrolment_id = $1").await;
        let of = async |query: &str, id: &str| app.one::<String>(query, [id.into()]).await;
        let evidence = of("SELECT MIN(id) FROM evidence WHERE claim_id = $1", &claim).await;
        let request = of("SELECT MIN(id) FROM signing_request WHERE claim_id = $1", &claim).await;
        let hale = of("SELECT id FROM organisation WHERE name = $1", "Hale & Partners").await;
        let provider = of("SELECT id FROM organisation WHERE name = $1", "Northgate Law School").await;
        let ruth = app.person(RUTH).await;
        let membership = of("SELECT id FROM membership WHERE person_id = $1", &ruth).await;
        // Amara has no status and no work recorded yet, so these are Leo's: of the same employer and provider.
        let experience = app.one("SELECT MIN(id) FROM experience", []).await;
        let application = app.one("SELECT application_id FROM award WHERE holder = 'Leo Fenn'", []).await;
        let award = app.one("SELECT id FROM award WHERE holder = 'Leo Fenn'", []).await;
        let code = app.one("SELECT code FROM award WHERE holder = 'Leo Fenn'", []).await;
        // Of somebody of the same body, who came with a degree.
        let exemption = app.one("SELECT MIN(id) FROM exemption", []).await;
        let words = |text: &str| text.to_owned();
        Self(vec![
            ("enrolment", enrolment),
            ("claim", claim),
            ("evidence", evidence),
            ("experience", experience),
            ("request", request),
            ("prior_learning", words(PRIOR_LEARNING)),
            ("exemption", exemption),
            ("sitting", sitting),
            ("result", result),
            ("supervision", supervision),
            ("organisation", hale.clone()),
            ("employer", hale),
            ("provider", provider),
            ("membership", membership),
            ("invitation", words(INVITATION)),
            ("person", app.person(AMARA).await),
            ("proposal", words(PROPOSAL)),
            ("import", words(IMPORT)),
            ("row", words("3")),
            ("application", application),
            ("award", award),
            ("code", code),
            ("node", words("F01")),
            ("element", words("foundation-verification")),
            ("step_off", words("step-off-paralegal")),
            ("slug", words("cpq")),
            ("body", words("cilex")),
            ("version", words("2021-06")),
            ("token", words("none")),
        ])
    }

    /// Leo's record: a claim lies with Ruth, a stage could be verified, an open link leads to an account.
    pub(super) async fn of_leo(&self, app: &TestApp) -> Self {
        let request = "SELECT id FROM signing_request WHERE is_open = $1 AND trainee_id = $2";
        let leo = app.person(LEO).await;
        let request: String = app.one(request, [true.into(), leo.clone().into()]).await;
        let claim = app.one("SELECT claim_id FROM signing_request WHERE id = $1", [request.clone().into()]).await;
        let mut priya = app.sign_in(PRIYA).await;
        let hale = format!("/organisations/{}", self.get("organisation"));
        let form = priya.page(&hale).await.form("Make an invitation link").fill("name", "Noor Aziz");
        let made = priya.submit(form.fill("email", "noor@new.example").fill("role", "supervisor")).await;
        let html = made.page.html();
        let (_, link) = html.split_once("/invitations/").expect("the link is shown");
        let token = link.split(['"', '<', '&', ' ']).next().unwrap_or_default().to_owned();
        let sitting = app.one("SELECT sitting_id FROM provisional_result", []).await;
        // Somebody of the body's whose account nobody has set up yet.
        let mut ines = app.sign_in(INES).await;
        let form = ines.page("/enrolments/new").await.form("Enrol").fill("name", "Noor Aziz");
        let form = form
            .fill("email", "noor@home.example")
            .fill("framework", "cpq 2021-06")
            .fill("from_on", &today().to_string());
        ines.submit(form).await.must_say("Noor Aziz is enrolled.");
        let person = app.person("noor@home.example").await;
        // A file that was recorded, and waits for a second person.
        let import = imported(app, "F06").await;
        let mut dana = app.sign_in(DANA).await;
        let form = dana.page(&format!("/imports/{import}")).await.form("Record 1 result");
        dana.submit(form).await.must_say("1 result is recorded.");
        self.with([
            ("enrolment", app.enrolment(LEO).await),
            ("claim", claim),
            ("request", request),
            ("person", person),
            ("token", token),
            ("sitting", sitting),
            ("import", import),
        ])
    }

    /// A draft of Amara's with evidence, work of hers that nobody is asked about yet, and a file that can be recorded.
    pub(super) async fn of_a_draft(&self, app: &TestApp) -> Self {
        let mut amara = app.sign_in(AMARA).await;
        let page = format!("/claims/new?enrolment={}&outcome=segment-4-foundation", self.get("enrolment"));
        let form = amara.page(&page).await.form("Begin");
        let begun = amara.submit(form).await.path;
        let claim = begun.trim_start_matches("/claims/").trim_end_matches("/draft").to_owned();
        let day = today().to_string();
        let form = amara.page(&format!("/claims/{claim}/draft")).await.form("Save and go on");
        let form = form.fill("narrative", "What I did.").fill("happened_from", &day).fill("happened_until", &day);
        amara.submit(form).await.must_say("What shows it?");
        let form = amara.page(&format!("/claims/{claim}/evidence?add=text")).await.form("Add text");
        amara.submit(form.fill("title", "Note").fill("text", "What I did.")).await.must_say("The evidence is added.");
        let evidence = app.one("SELECT id FROM evidence WHERE claim_id = $1", [claim.clone().into()]).await;
        let new = format!("/enrolments/{}/experience/new", self.get("enrolment"));
        let form = amara.page(&new).await.form("Record the work").fill("from", &day).fill("last_day", &day);
        let form = form.fill("hours", "7").fill("hours_of", "all").fill("work", "What I did.").fill("ask", "later");
        amara.submit(form).await.must_say("Your work is recorded.");
        let hers = "SELECT x.id FROM experience x JOIN person p ON p.id = x.trainee_id WHERE p.email = $1";
        let experience = app.one(hers, [AMARA.into()]).await;
        let element = String::from("foundation-employer");
        let import = imported(app, "F05").await;
        let draft = [("claim", claim), ("evidence", evidence), ("experience", experience), ("element", element)];
        self.with(draft).with([("import", import)])
    }

    fn with<const N: usize>(&self, others: [(&'static str, String); N]) -> Self {
        let mut all = others.to_vec();
        all.extend(self.0.clone());
        Self(all)
    }

    pub(super) fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map_or_else(|| panic!("{name} is not known: add it to Ids"), |(_, id)| id.as_str())
    }

    /// A route's address for Amara's record.
    pub(super) fn fill(&self, route: &str) -> String {
        let part = |part: &str| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) => self.get(name).to_owned(),
            None => part.to_owned(),
        };
        let path = route.split('/').map(part).collect::<Vec<_>>().join("/");
        match route {
            "/claims/new" => format!("{path}?enrolment={}", self.get("enrolment")),
            "/enrolments/{enrolment}/plan" => format!("{path}?to=cilex-paralegal"),
            _ => path,
        }
    }

    /// What every form is sent with: what it is about, and nothing else that it needs.
    fn fields<'a>(&'a self, route: &str) -> Vec<(&'a str, &'a str)> {
        let about = [
            "enrolment",
            "claim",
            "evidence",
            "sitting",
            "supervision",
            "organisation",
            "employer",
            "provider",
            "membership",
            "invitation",
            "application",
            "award",
            "element",
            "step_off",
        ];
        let mut fields: Vec<(&str, &str)> = about.iter().map(|name| (*name, self.get(name))).collect();
        match route {
            "/claims/new" => fields.push(("outcome", "segment-4-foundation")),
            _ => fields.extend([("request", self.get("request")), ("result", self.get("result"))]),
        }
        fields
    }

    /// Asks for an address as it is asked for: a page by a link, what it does by a form.
    pub(super) async fn ask(&self, visitor: &mut Visitor, row: &Row) -> Answer {
        let path = self.fill(row.path);
        if row.method == Method::GET {
            visitor.ask(Method::GET, &path).await
        } else {
            visitor.send(&path, &self.fields(row.path)).await
        }
    }
}

/// Those who ask, with what they are to Amara.
pub(super) const WHO: [(&str, Option<&str>); 10] = [
    ("signed out", None),
    ("herself", Some(AMARA)),
    ("supervisor", Some(RUTH)),
    ("employer", Some(PRIYA)),
    ("provider", Some(DANA)),
    ("registrar", Some(INES)),
    ("other body", Some(SOL)),
    ("colleague", Some(LEO)),
    ("stranger", Some(TOMAS)),
    ("other emp.", Some(KARIM)),
];

pub(super) async fn everyone(app: &TestApp) -> Vec<Visitor> {
    let mut visitors = Vec::new();
    for (_, address) in WHO {
        visitors.push(match address {
            Some(address) => app.sign_in(address).await,
            None => app.visitor(),
        });
    }
    visitors
}

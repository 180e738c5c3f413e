//! Every address, asked for by everyone: what comes back, as it is committed in `routes.snap`.

use app::routes;
use app::web::forms::Sealed;
use app::web::route::Access;
use app::web::table::Row;
use chrono::Duration;
use http::Method;
use std::collections::BTreeSet;
use tests::people::{AMARA, DANA, INES, KARIM, LEO, OWEN, PIET, PRIYA, RUTH, SOL, TOMAS};
use tests::{Answer, Form, TestApp, Visitor, today};

#[test]
fn every_address_is_served_once() {
    let rows = routes::table().rows;
    let named: BTreeSet<String> = rows.iter().map(name).collect();
    assert_eq!(named.len(), rows.len(), "an address is served twice");
    assert!(rows.len() > 85, "{} addresses", rows.len());
}

/// As it stands in the snapshot: the path of what is asked for, and after the method what is sent.
pub(super) fn name(row: &Row) -> String {
    if row.method == Method::GET { row.path.to_owned() } else { format!("{} {}", row.method, row.path) }
}

const INVITATION: &str = "01890000-0000-7000-8000-000000000001";
const PROPOSAL: &str = "01890000-0000-7000-8000-000000000002";

/// The demo people, an open invitation to Amara's employer, and what a registrar asked for about Leo's status.
async fn prepared() -> TestApp {
    let app = TestApp::new().await;
    let now = app.state.clock.now();
    let made = "INSERT INTO invitation (id, token_sha256, name, email, organisation_id, role, salt, invited_by, invited_at, expires_at)
        SELECT $1, $2, 'Noor Aziz', 'noor@hale.example', m.organisation_id, m.role, p.salt, m.person_id, $3, $4
        FROM membership m JOIN person p ON p.id = m.person_id WHERE p.email = $5";
    let values = [INVITATION.into(), "0".repeat(64).into(), now.into(), (now + Duration::days(14)).into(), RUTH.into()];
    app.execute(made, values).await.expect("a row of its own can be added");
    let made = "INSERT INTO proposal (id, body_id, act, person_id, award_id, reason, salt, proposed_by, proposed_on, proposed_at)
        SELECT $1, r.body_id, 'withdraw award', a.trainee_id, a.id, 'By mistake', a.salt, p.id, $2, $3
        FROM award a JOIN record r ON r.person_id = a.trainee_id, person p WHERE p.email = $4";
    let values = [PROPOSAL.into(), today().into(), now.into(), PIET.into()];
    app.execute(made, values).await.expect("a row of its own can be added");
    app
}

/// Ids of Amara's record, her employer and her provider, of which some may know and others not.
pub(super) struct Ids(Vec<(&'static str, String)>);

impl Ids {
    async fn of_amara(app: &TestApp) -> Self {
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
        // Amara has no status yet, so these are Leo's: of the same employer and provider.
        let application = app.one("SELECT id FROM application", []).await;
        let award = app.one("SELECT id FROM award", []).await;
        let code = app.one("SELECT code FROM award", []).await;
        let words = |text: &str| text.to_owned();
        Self(vec![
            ("enrolment", enrolment),
            ("claim", claim),
            ("evidence", evidence),
            ("request", request),
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
    async fn of_leo(&self, app: &TestApp) -> Self {
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
        self.with([
            ("enrolment", app.enrolment(LEO).await),
            ("claim", claim),
            ("request", request),
            ("person", person),
            ("token", token),
            ("sitting", sitting),
        ])
    }

    /// A draft of Amara's with evidence.
    async fn of_a_draft(&self, app: &TestApp) -> Self {
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
        self.with([("claim", claim), ("evidence", evidence), ("element", String::from("foundation-employer"))])
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
    fn fill(&self, route: &str) -> String {
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
    async fn ask(&self, visitor: &mut Visitor, row: &Row) -> Answer {
        let path = self.fill(row.path);
        if row.method == Method::GET {
            visitor.ask(Method::GET, &path).await
        } else {
            visitor.send(&path, &self.fields(row.path)).await
        }
    }
}

fn in_words(answer: &Answer) -> String {
    let to = answer.header("location");
    match answer.status {
        303 if to.starts_with("/sign-in") => String::from("sign in"),
        303 => String::from("form"),
        status => status.to_string(),
    }
}

/// Those who ask, with what they are to Amara.
const WHO: [(&str, Option<&str>); 10] = [
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

async fn everyone(app: &TestApp) -> Vec<Visitor> {
    let mut visitors = Vec::new();
    for (_, address) in WHO {
        visitors.push(match address {
            Some(address) => app.sign_in(address).await,
            None => app.visitor(),
        });
    }
    visitors
}

fn line(route: &str, cells: &[String]) -> String {
    let cells: String = cells.iter().map(|cell| format!("{cell:<12}")).collect();
    format!("{route:<68}{cells}").trim_end().to_owned() + "\n"
}

#[tokio::test]
async fn what_everyone_is_answered_is_what_was_reviewed() {
    let mut app = prepared().await;
    let ids = Ids::of_amara(&app).await;
    let before = app.contents().await;
    let mut visitors = everyone(&app).await;
    let mut text = String::from(
        "What is answered about Amara's record (the application, the award and the verification are Leo's, her colleague's).\n\
         200: shown; form: sent to a page; sign in: sent to sign-in; 403: knows of it; 404: may not know of it; 400, 409: may, but not so.\n\n",
    );
    text.push_str(&line("", &WHO.map(|(who, _)| who.to_owned())));
    for row in routes::table().rows {
        // Signing in and out is everyone's, and would end the session of who asks next.
        if row.method == Method::POST && ["/sign-in", "/sign-out"].contains(&row.path) {
            continue;
        }
        let mut cells = Vec::new();
        for who in 0..WHO.len() {
            let policy = super::answers::policy(&app, &ids, &row, WHO[who].1).await;
            let answer = ids.ask(&mut visitors[who], &row).await;
            assert!(answer.status < 500, "{}: {}", name(&row), answer.page.text());
            assert!(
                policy.is_of(&answer),
                "{} for {}: {policy:?} by the policy, {}",
                name(&row),
                WHO[who].0,
                answer.status
            );
            cells.push(in_words(&answer));
            // What one of them changed must not decide what the next is answered.
            if row.method == Method::POST && app.contents().await != before {
                app = prepared().await;
                visitors = everyone(&app).await;
            }
        }
        text.push_str(&line(&name(&row), &cells));
    }
    tests::compare_snapshot("policy/routes.snap", &text);
}

#[tokio::test]
async fn who_is_not_signed_in_gets_nothing_but_what_is_public() {
    let app = TestApp::new().await;
    let ids = Ids::of_amara(&app).await;
    let before = app.contents().await;
    for row in routes::table().rows {
        let mut visitor = app.visitor();
        let answer = ids.ask(&mut visitor, &row).await;
        let asked_to_sign_in = answer.status == 303 && answer.header("location").starts_with("/sign-in");
        let is_of_sessions = ["/sign-in", "/sign-out"].contains(&row.path);
        assert_eq!(
            asked_to_sign_in && !is_of_sessions,
            row.access == Access::SignedIn,
            "{}: {}",
            name(&row),
            answer.status
        );
    }
    assert_eq!(app.contents().await, before);
}

/// Each body is as if it were alone: by no address and by no form does the registrar of another one learn of what it has, or
/// change it.
#[tokio::test]
async fn the_registrar_of_another_body_finds_nothing_of_this_one() {
    let app = prepared().await;
    let ids = Ids::of_amara(&app).await;
    let mut sol = app.sign_in(SOL).await;
    let before = app.contents().await;
    let mut asked = 0;
    for row in routes::table().rows {
        if row.access != Access::SignedIn || !row.path.contains('{') {
            continue;
        }
        let answer = ids.ask(&mut sol, &row).await;
        assert_eq!(answer.status, 404, "{}: {}", name(&row), answer.page.text());
        asked += 1;
    }
    assert!(asked >= 60, "{asked} addresses");
    assert_eq!(app.contents().await, before);
}

/// A refusal with a reason tells that a thing is there: only whoever sees the page of what the address begins with is given one.
#[tokio::test]
async fn who_is_told_why_they_may_not_sees_what_it_is_about() {
    let app = prepared().await;
    let of_amara = Ids::of_amara(&app).await;
    let all = [of_amara.of_a_draft(&app).await, of_amara.of_leo(&app).await, of_amara];
    let mut told = 0;
    for ids in &all {
        for (who, address) in WHO {
            let Some(address) = address else { continue };
            let mut visitor = app.sign_in(address).await;
            for row in routes::table().rows.iter().filter(|row| row.path.contains('{')) {
                if ids.ask(&mut visitor.clone(), row).await.status != 403 {
                    continue;
                }
                told += 1;
                let (before, rest) = row.path.split_once('}').unwrap();
                let thing = ids.fill(&format!("{before}}}"));
                assert_eq!(visitor.get(&thing).await.status, 200, "{who}: {} (before {rest})", name(row));
            }
        }
    }
    assert!(told >= 6, "{told} refusals");
}

#[tokio::test]
async fn the_lists_of_each_body_hold_its_own() {
    let app = prepared().await;
    let of_first = ["Amara Osei", "Leo Fenn", "Tomas Lind", "Hale & Partners", "Piet Larsen"];
    let of_second = ["Mina Sato", "Solicitors Regulation Authority (SRA)"];
    let mut seen: Vec<String> = Vec::new();
    for (who, own, others) in [(SOL, &of_second[..], &of_first[..]), (INES, &of_first[..], &of_second[..])] {
        let mut visitor = app.sign_in(who).await;
        let mut shown = String::new();
        for path in ["/enrolments", "/applications", "/awards", "/organisations", "/enrolments/new"] {
            let page = visitor.page(path).await;
            shown.push_str(&page.text());
            for of_others in others {
                assert!(!page.says(of_others), "{who} {path}: {}", page.text());
            }
        }
        let body = visitor.page("/organisations").await;
        let mine = if who == SOL {
            "Solicitors Regulation Authority (SRA)"
        } else {
            "Chartered Institute of Legal Executives (CILEX)"
        };
        shown.push_str(&visitor.page(&body.link(mine)).await.text());
        for one in own {
            assert!(shown.contains(one), "{who} does not see {one}: {shown}");
        }
        seen.push(shown);
    }
    // What both recognise is in the lists of both, and each offers its own frameworks.
    for (shown, framework) in seen.iter().zip(["Solicitors Qualifying Examination", "CILEX Professional Qualification"])
    {
        assert!(shown.contains("Mersey Street Legal") && shown.contains("Northgate Law School"), "{shown}");
        assert!(shown.contains(framework), "{shown}");
    }
    assert!(!seen[0].contains("CILEX Professional Qualification"), "{}", seen[0]);
}

#[tokio::test]
async fn no_detour_leads_past_the_gate() {
    let app = TestApp::new().await;
    let ids = Ids::of_amara(&app).await;
    // Through addresses that are everyone's, and through one that is for whoever is signed in.
    let detours = [
        "/",
        "/./",
        "/%2e/",
        "/check/../",
        "/check/%2e%2e/",
        "/check/.%2E/",
        "/check/%2E./",
        "/check/..\\",
        "/check/x\\..\\..\\",
        "/frameworks/../",
        "/frameworks/x/../../",
        "/frameworks/x/%2e%2E/%2e%2E/",
        "/frameworks/x\\..\\../",
        "/invitations/../",
        "/enrolments/../",
    ];
    let visitors = everyone(&app).await;
    let pages = routes::table().rows.into_iter().filter(|row| row.method == Method::GET && row.path != "/");
    for Row { path: route, .. } in pages {
        let path = ids.fill(route);
        for detour in detours {
            let address = format!("{detour}{}", if detour == "/" { &path } else { &path[1..] });
            for ((who, _), visitor) in WHO.iter().zip(&visitors) {
                let answer = visitor.clone().ask(Method::GET, &address).await;
                assert_eq!(answer.status, 404, "{who} {address}: {}", answer.page.text());
            }
        }
        for tail in ["/", "/.", "/x/..", "/%2e"] {
            let (path, query) = path.split_once('?').unwrap_or((&path, ""));
            let address = format!("{path}{tail}?{query}");
            for ((who, _), visitor) in WHO.iter().zip(&visitors) {
                let answer = visitor.clone().ask(Method::GET, &address).await;
                assert_eq!(answer.status, 404, "{who} {address}: {}", answer.page.text());
            }
        }
    }
}

/// What everybody is told who is led back to a form, on whichever page it stands.
const NOTE: &str = "This is why the form did nothing.";

/// The key and the owner of the sheet of a form.
fn sheet(app: &TestApp, form: &Form, address: &str) -> Option<Sealed> {
    form.value("form").map(|sealed| app.state.seal.read(&sealed, address).expect("it is a sheet of this form"))
}

/// The address of the form that is sent to a path.
fn address_of(path: &str) -> &'static str {
    let fits = |address: &str| {
        address.split('/').count() == path.split('/').count()
            && address.split('/').zip(path.split('/')).all(|(wanted, part)| wanted.starts_with('{') || wanted == part)
    };
    let rows = routes::table().rows.into_iter().filter(|row| row.method == Method::POST && fits(row.path));
    // One that is written out before one that has a placeholder there.
    rows.map(|row| row.path).min_by_key(|path| path.matches('{').count()).expect("a form is sent there")
}

/// No page keeps to itself why a form that stands on it did nothing.
#[tokio::test]
async fn every_page_with_a_form_says_why_the_form_did_nothing() {
    let app = prepared().await;
    let ids = Ids::of_amara(&app).await;
    let (open, draft) = (ids.of_leo(&app).await, ids.of_a_draft(&app).await);
    let mut seen = BTreeSet::new();
    let all = [&ids, &open, &draft];
    let mut paths: BTreeSet<String> = routes::table()
        .rows
        .into_iter()
        .filter(|row| row.method == Method::GET)
        .flat_map(|row| all.map(|ids| ids.fill(row.path)))
        .collect();
    paths.insert(format!("{}&outcome=segment-4-foundation", ids.fill("/claims/new")));
    paths.extend(["file", "link", "text"].map(|kind| format!("{}?add={kind}", draft.fill("/claims/{claim}/evidence"))));
    let mut visitors = everyone(&app).await;
    visitors.extend([app.sign_in(OWEN).await, app.sign_in(PIET).await]);
    for mut visitor in visitors {
        for path in &paths {
            let answer = visitor.ask(Method::GET, path).await;
            for form in answer.page.forms().into_iter().filter(|form| form.is_post) {
                let address = address_of(&form.action);
                let Some(sealed) = sheet(&app, &form, address) else { continue };
                let key = app::web::random::uuid().to_string();
                let kept = "INSERT INTO kept_form (key, person_id, address, typed, errors, note, kept_at) VALUES ($1, $2, $3, '[]', '[]', $4, $5)";
                let person = sealed.person.map(|person| person.to_string());
                let now = app.state.clock.now();
                let values = [key.clone().into(), person.into(), form.action.clone().into(), NOTE.into(), now.into()];
                app.execute(kept, values).await.expect("a row of its own can be added");
                let joined = if path.contains('?') { '&' } else { '?' };
                let again = visitor.ask(Method::GET, &format!("{path}{joined}form={key}")).await;
                assert_eq!(
                    again.page.text().matches(NOTE).count(),
                    1,
                    "{path}, {}: {}",
                    form.action,
                    again.page.text()
                );
                seen.insert(address);
            }
        }
    }
    let rows = routes::table().rows.into_iter().filter(|row| row.method == Method::POST);
    let unseen: Vec<&str> = rows.map(|row| row.path).filter(|path| !seen.contains(path)).collect();
    assert_eq!(unseen, UNSEEN, "forms that stand on no page that was looked at");
}

/// Forms that stand on no page that the demo people see: what is on every page, and what is open only to whoever has met all that
/// comes before.
const UNSEEN: [&str; 5] = [
    "/enrolments/{enrolment}/application/{step_off}",
    "/applications/{application}",
    "/awards/{award}/withdrawal",
    "/sign-out",
    "/enrolments/{enrolment}/verification/{element}",
];

//! Every route and every action, asked for by everyone: what comes back, as it is committed in `routes.snap`.

use app::routes::{ACCESS, Access};
use chrono::Duration;
use http::Method;
use leptos::server_fn::axum::server_fn_paths;
use std::collections::BTreeSet;
use tests::people::{AMARA, DANA, INES, KARIM, LEO, PRIYA, RUTH, TOMAS};
use tests::{Answer, TestApp, Visitor};

/// Whether an access lets one role through.
type Admits = fn(&Access) -> bool;

/// Everything that can be asked for, and whether anyone may.
fn routes() -> Vec<(Method, &'static str, bool)> {
    let declared = ACCESS.iter().map(|(path, access)| {
        let method = if path.starts_with("/api/") {
            Method::POST
        } else {
            Method::GET
        };
        (method, *path, *access == Access::Public)
    });
    let served = app::routes::table().rows.into_iter();
    let served = served.map(|row| (row.method, row.path, row.access == app::web::route::Access::Public));
    declared.chain(served).collect()
}

#[test]
fn every_route_has_a_declared_access_and_nothing_else_has() {
    let mut registered: BTreeSet<String> = server::router::page_paths().into_iter().collect();
    registered.retain(|path| app::routes::table().rows.iter().all(|row| row.path != path));
    registered.extend(server_fn_paths().map(|(path, _)| path.to_owned()));
    let declared: BTreeSet<String> = ACCESS.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(declared.len(), ACCESS.len(), "a route is declared twice");
    let undeclared: Vec<_> = registered.difference(&declared).collect();
    assert!(undeclared.is_empty(), "without a declared access: {undeclared:?}");
    let stale: Vec<_> = declared.difference(&registered).collect();
    assert!(stale.is_empty(), "declared, but not there: {stale:?}");
}

#[test]
fn every_action_takes_post_and_nothing_else() {
    for (path, method) in server_fn_paths() {
        assert_eq!(method, Method::POST, "{path}");
    }
}

const INVITATION: &str = "01890000-0000-7000-8000-000000000001";

/// The demo people, and an open invitation to Amara's employer.
async fn prepared() -> TestApp {
    let app = TestApp::new().await;
    let now = app.state.clock.now();
    let made = "INSERT INTO invitation (id, token_sha256, name, email, organisation_id, role, salt, invited_by, invited_at, expires_at)
        SELECT $1, $2, 'Noor Aziz', 'noor@hale.example', m.organisation_id, m.role, p.salt, m.person_id, $3, $4
        FROM membership m JOIN person p ON p.id = m.person_id WHERE p.email = $5";
    let values = [
        INVITATION.into(),
        "0".repeat(64).into(),
        now.into(),
        (now + Duration::days(14)).into(),
        RUTH.into(),
    ];
    app.execute(made, values).await.expect("a row of its own can be added");
    app
}

/// Ids of Amara's record, her employer and her provider, of which some may know and others not.
struct Ids(Vec<(&'static str, String)>);

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
        let request = of("SELECT MIN(id) FROM claim_request WHERE claim_id = $1", &claim).await;
        let hale = of("SELECT id FROM organisation WHERE name = $1", "Hale & Partners").await;
        let provider = of("SELECT id FROM organisation WHERE name = $1", "Northgate Law School").await;
        let ruth = app.person(RUTH).await;
        let membership = of("SELECT id FROM membership WHERE person_id = $1", &ruth).await;
        // Amara has no status yet, so these are Leo's: of the same employer and provider.
        let verification = app.one("SELECT id FROM verification_request", []).await;
        let application = app.one("SELECT id FROM application", []).await;
        let award = app.one("SELECT id FROM award", []).await;
        let code = app.one("SELECT code FROM award", []).await;
        let words = |text: &str| text.to_owned();
        Self(vec![
            ("enrolment", enrolment),
            ("claim", claim),
            ("evidence", evidence),
            ("request", request),
            ("verification", verification),
            ("sitting", sitting),
            ("result", result),
            ("supervision", supervision),
            ("organisation", hale.clone()),
            ("employer", hale),
            ("provider", provider),
            ("membership", membership),
            ("invitation", words(INVITATION)),
            ("application", application),
            ("award", award),
            ("code", code),
            ("node", words("F01")),
            ("element", words("foundation-verification")),
            ("step_off", words("step-off-paralegal")),
            ("slug", words("cpq")),
            ("version", words("2021-06")),
            ("token", words("none")),
        ])
    }

    fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map_or_else(|| panic!("{name} is not known: add it to Ids"), |(_, id)| id.as_str())
    }

    /// A route's address for Amara's record.
    fn fill(&self, route: &str) -> String {
        let part = |part: &str| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            // The requests of the two queues are of different kinds.
            Some("request") if route.contains("/verifications/") => self.get("verification").to_owned(),
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

    /// What every action is sent: what it is about, and nothing else that it needs.
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
            "/api/verify-stage" => fields.push(("request", self.get("verification"))),
            "/claims/new" => fields.push(("outcome", "segment-4-foundation")),
            "/api/confirm-results" => fields.push(("result[]", self.get("result"))),
            _ => fields.extend([("request", self.get("request")), ("result", self.get("result"))]),
        }
        fields
    }

    /// Asks for a route as it is asked for: a page by its address, an action by a form.
    async fn ask(&self, visitor: &mut Visitor, method: &Method, route: &str) -> Answer {
        let path = self.fill(route);
        if *method == Method::POST {
            visitor.send(&path, &self.fields(route)).await
        } else {
            visitor.ask(Method::GET, &path).await
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
const WHO: [(&str, Option<&str>); 9] = [
    ("signed out", None),
    ("herself", Some(AMARA)),
    ("supervisor", Some(RUTH)),
    ("employer", Some(PRIYA)),
    ("provider", Some(DANA)),
    ("registrar", Some(INES)),
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
    format!("{route:<60}{cells}").trim_end().to_owned() + "\n"
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
    for (method, route, _) in routes() {
        // Signing in and out is everyone's, and would end the session of whoever asks next.
        if ["/sign-in", "/sign-out"].contains(&route) {
            continue;
        }
        let mut cells = Vec::new();
        for who in 0..WHO.len() {
            let answer = ids.ask(&mut visitors[who], &method, route).await;
            assert!(answer.status < 500, "{route}: {}", answer.page.text());
            cells.push(in_words(&answer));
            // What one of them changed must not decide what the next is answered.
            if method == Method::POST && app.contents().await != before {
                app = prepared().await;
                visitors = everyone(&app).await;
            }
        }
        let is_served = method == Method::POST && !route.starts_with("/api/");
        let route = if is_served {
            format!("POST {route}")
        } else {
            route.to_owned()
        };
        text.push_str(&line(&route, &cells));
    }
    tests::compare_snapshot("policy/routes.snap", &text);
}

#[tokio::test]
async fn who_is_not_signed_in_gets_nothing_but_what_is_public() {
    let app = TestApp::new().await;
    let ids = Ids::of_amara(&app).await;
    let before = app.contents().await;
    for (method, route, is_public) in routes() {
        let mut visitor = app.visitor();
        let answer = ids.ask(&mut visitor, &method, route).await;
        let asked_to_sign_in = answer.status == 303 && answer.header("location").starts_with("/sign-in");
        assert_eq!(
            asked_to_sign_in && route != "/sign-out" && route != "/sign-in",
            !is_public,
            "{route}: {}",
            answer.status
        );
    }
    assert_eq!(app.contents().await, before);
}

#[tokio::test]
async fn who_has_not_the_role_is_not_told_that_the_page_exists() {
    let app = TestApp::new().await;
    let ids = Ids::of_amara(&app).await;
    let before = app.contents().await;
    // The roles that each has: what the table of routes asks for.
    let roles: [(&str, Admits); 5] = [
        (AMARA, |access| matches!(access, Access::Trainee)),
        (
            RUTH,
            |access| matches!(access, Access::Roles(roles) if roles.contains(&domain::access::Role::Supervisor)),
        ),
        (
            PRIYA,
            |access| matches!(access, Access::Roles(roles) if roles.contains(&domain::access::Role::EmployerAdmin)),
        ),
        (
            DANA,
            |access| matches!(access, Access::Roles(roles) if roles.contains(&domain::access::Role::Officer)),
        ),
        (
            INES,
            |access| matches!(access, Access::Roles(roles) if roles.contains(&domain::access::Role::Registrar)),
        ),
    ];
    for (address, admits) in roles {
        let visitor = app.sign_in(address).await;
        let closed = ACCESS
            .iter()
            .filter(|(_, access)| !matches!(access, Access::Public | Access::SignedIn) && !admits(access));
        for (route, _) in closed {
            let method = if route.starts_with("/api/") {
                Method::POST
            } else {
                Method::GET
            };
            let answer = ids.ask(&mut visitor.clone(), &method, route).await;
            assert_eq!(answer.status, 404, "{address} {route}");
        }
    }
    assert_eq!(app.contents().await, before);
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
    for route in server::router::page_paths().iter().filter(|route| *route != "/") {
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

//! What no form of ours would send: it never is a fault of the server, and nothing of it comes back in an address.

use crate::csrf::actions;
use axum::body::Body;
use http::{Request, header};
use tests::people::{AMARA, DANA, INES, PRIYA, RUTH};
use tests::{KeptLog, TestApp};

/// Word that must never come back in an address.
const TYPED: &str = "typed-by-someone";

fn bodies() -> Vec<(&'static str, Vec<u8>)> {
    let form = "application/x-www-form-urlencoded";
    let deep = format!("form{}={TYPED}", "[a]".repeat(200));
    let wide: String = (0..2000).map(|n| format!("f{n}={TYPED}&")).collect();
    vec![
        (form, Vec::new()),
        (form, b"%".to_vec()),
        (form, b"%ZZ=%%%&&&==".to_vec()),
        (form, b"claim=%FF%FE&enrolment=%C0%80&name=%ED%A0%80".to_vec()),
        (form, b"\xff\xfe\x00\x01".to_vec()),
        (
            form,
            b"claim=%00&enrolment=%00&email=a%00b@c.example&password=%00&name=%00&token=%00&organisation=%00".to_vec(),
        ),
        (
            form,
            b"request=%00&sitting=%00&result=%00&award=%00&application=%00&outcome=%00&element=%00&kind=%00".to_vec(),
        ),
        (form, format!("claim={TYPED}&claim={TYPED}&sitting={TYPED}&sitting=b&request=a&request=b").into_bytes()),
        (
            form,
            format!("claim[]={TYPED}&enrolment[x]={TYPED}&outcome={TYPED}&outcome[e]=x&result={TYPED}&mark[]=1")
                .into_bytes(),
        ),
        (form, format!("form={TYPED}&form[a]=b&form[a][b]=c&[=x&]=y&a]=z").into_bytes()),
        (form, deep.into_bytes()),
        (form, wide.into_bytes()),
        (form, format!("result[99999999999]={TYPED}&outcome[e]=&mark[e{TYPED}]=1").into_bytes()),
        (form, b"enrolment=01890000-0000-7000-8000-000000000000&claim=01890000-0000-7000-8000-000000000000".to_vec()),
        (form, b"revision=99999999999999999999999&happened_from=0000-00-00&held_on=9999999-01-01".to_vec()),
        ("application/json", br#"{"claim": 1}"#.to_vec()),
        ("multipart/form-data", b"--x".to_vec()),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n".to_vec()),
        ("text/plain", TYPED.as_bytes().to_vec()),
        ("", TYPED.as_bytes().to_vec()),
    ]
}

#[tokio::test]
async fn no_action_breaks_on_any_body_and_nothing_typed_comes_back_in_an_address() {
    let app = TestApp::new().await;
    let before = app.contents().await;
    for address in [AMARA, DANA, INES, PRIYA, RUTH] {
        let visitor = app.sign_in(address).await;
        // Signing out takes any body and ends the session that the others need.
        for path in actions().into_iter().filter(|path| path != "/sign-out") {
            for (kind, body) in bodies() {
                let shown = String::from_utf8_lossy(&body).chars().take(60).collect::<String>();
                let mut request = Request::post(&path)
                    .header("sec-fetch-site", "same-origin")
                    .header("referer", format!("http://gradus.example/claims?{TYPED}"));
                if !kind.is_empty() {
                    request = request.header(header::CONTENT_TYPE, kind);
                }
                let answer = visitor.clone().run(request.body(Body::from(body)).unwrap()).await;
                assert!(answer.status < 500, "{address} {path} {kind} {shown}: {}", answer.status);
                let to = answer.header("location");
                assert!(!to.contains("__err") && !to.contains(TYPED), "{path} {shown} leads to {to}");
                assert!(to.is_empty() || to.starts_with('/'), "{path} {shown} leads to {to}");
                assert_ne!(answer.status, 200, "{path} takes {shown}");
            }
        }
    }
    assert_eq!(app.contents().await, before);
}

#[tokio::test]
async fn what_can_not_be_read_is_a_400_for_browsers_and_programs_and_no_fault_of_ours() {
    let app = TestApp::new().await;
    let amara = app.sign_in(AMARA).await;
    let kinds = [
        "application/x-www-form-urlencoded",
        "Application/X-WWW-Form-URLencoded; charset=utf-8",
        "text/plain",
        "multipart/form-data; boundary=x",
        "",
    ];
    let bodies = ["claim=a&claim=b", "claim=%00", "claim=\0"];
    for accept in ["text/html", "application/json", "*/*", ""] {
        for (kind, body) in kinds.iter().flat_map(|kind| bodies.map(|body| (*kind, body))) {
            let log = KeptLog::begin();
            let mut request = Request::post("/claims/01890000-0000-7000-8000-000000000000/deletion")
                .header("sec-fetch-site", "same-origin")
                .header("referer", "http://gradus.example/claims")
                .header(header::ACCEPT, accept);
            if !kind.is_empty() {
                request = request.header(header::CONTENT_TYPE, kind);
            }
            let answer = amara.clone().run(request.body(Body::from(body)).unwrap()).await;
            assert_eq!(answer.status, 400, "{accept} {kind} {body:?}: {}", answer.page.text());
            assert!(!log.text().contains("ERROR"), "{accept} {kind} {body:?}: {}", log.text());
        }
    }
}

#[tokio::test]
async fn no_page_breaks_on_any_address() {
    let app = TestApp::new().await;
    let long = "a".repeat(3000);
    let garbage = [
        "0",
        "-1",
        "..",
        "%2e%2e%2f",
        "%00",
        "%FF",
        "%F0%9F%A6%80",
        "'%20OR%201=1--",
        "%3Cscript%3E",
        "null",
        "a%2Fb",
        "%25",
        &long,
        "00000000-0000-0000-0000-000000000000",
        "01890000-0000-7000-8000-000000000000",
    ];
    let queries = [
        "?after=0",
        "?after=%00",
        "?after=01890000-0000-7000-8000-000000000000&recorded=x",
        "?waiting=%FF&decided=%00",
        "?q=%00",
        "?q=%FF%25_'",
        "?name=%00",
        "?name=%25%25",
        "?next=%00",
        "?code=%00",
        "?to=%00",
        "?enrolment=%00&outcome=%FF",
        "?&&==&",
        "?decided=1&waiting=4294967296",
    ];
    let rows = app::routes::table().rows.into_iter().filter(|row| row.method == http::Method::GET);
    let paths: Vec<&str> = rows.map(|row| row.path).collect();
    assert!(paths.len() > 40, "{paths:?}");
    for address in [AMARA, DANA, INES, PRIYA] {
        let visitor = app.sign_in(address).await;
        for path in &paths {
            for value in garbage {
                let filled = filled(path, value);
                let answer = visitor.clone().ask(http::Method::GET, &filled).await;
                assert!(answer.status < 500, "{address} {filled}: {}", answer.page.text());
                if !path.contains('{') {
                    break;
                }
            }
            for query in queries {
                let path = format!("{}{query}", filled(path, "01890000-0000-7000-8000-000000000000"));
                let answer = visitor.clone().ask(http::Method::GET, &path).await;
                assert!(answer.status < 500, "{address} {path}: {}", answer.page.text());
            }
        }
        for path in [
            "/claims/%00/evidence/%00",
            "/enrolments/%00/record.json",
            "/enrolments/x/record.json",
            "/pkg/..%2f..%2fhash.txt",
            "/pkg/%00",
        ] {
            let answer = visitor.clone().ask(http::Method::GET, path).await;
            assert!((400..500).contains(&answer.status), "{path}: {}", answer.status);
        }
    }
}

#[tokio::test]
async fn a_nul_in_an_address_is_told_on_a_page() {
    let app = TestApp::new().await;
    for (who, path) in [(None, "/sign-in?next=%00"), (Some(INES), "/enrolments?q=%00"), (Some(INES), "/enrolments/%00")]
    {
        let mut visitor = match who {
            Some(who) => app.sign_in(who).await,
            None => app.visitor(),
        };
        for accept in ["text/html", "*/*", ""] {
            let request = Request::get(path).header(header::ACCEPT, accept).body(Body::empty()).unwrap();
            let answer = visitor.run(request).await;
            assert_eq!(answer.status, 400, "{path} {accept}");
            assert!(answer.page.html().contains("<title>"), "{path} {accept}: {}", answer.page.html());
        }
    }
}

/// A route's address with the same value for every part.
fn filled(path: &str, value: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { value } else { part });
    parts.collect::<Vec<_>>().join("/")
}

//! Every address, asked for by everyone: what comes back, as it is committed in `routes.snap`.

use super::asking::{Ids, WHO, everyone, name, prepared};
use app::routes;
use app::web::route::Access;
use app::web::table::Row;
use http::Method;
use std::collections::BTreeSet;
use tests::people::{INES, SOL};
use tests::{Answer, TestApp};

#[test]
fn every_address_is_served_once() {
    let rows = routes::table().rows;
    let named: BTreeSet<String> = rows.iter().map(name).collect();
    assert_eq!(named.len(), rows.len(), "an address is served twice");
    assert!(rows.len() > 85, "{} addresses", rows.len());
}

fn in_words(answer: &Answer) -> String {
    let to = answer.header("location");
    match answer.status {
        303 if to.starts_with("/sign-in") => String::from("sign in"),
        303 => String::from("form"),
        status => status.to_string(),
    }
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
        "What is answered about Amara's record (the application, the award, the work and the verification are Leo's, her colleague's).\n\
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

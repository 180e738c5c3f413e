//! No page keeps to itself why a form that stands on it did nothing.

use super::asking::{Ids, everyone, prepared};
use app::routes;
use app::web::forms::Sealed;
use http::Method;
use std::collections::BTreeSet;
use tests::people::{NADIA, OWEN, PIET};
use tests::{Form, TestApp};

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
    visitors.extend([app.sign_in(OWEN).await, app.sign_in(PIET).await, app.sign_in(NADIA).await]);
    for mut visitor in visitors {
        for path in &paths {
            let answer = visitor.ask(Method::GET, path).await;
            for form in answer.page.forms().into_iter().filter(|form| form.is_post) {
                let address = address_of(&form.action);
                let Some(sealed) = sheet(&app, &form, &form.action) else { continue };
                let key = app::web::random::uuid().to_string();
                let kept = "INSERT INTO kept_form (key, person_id, address, typed, errors, note, kept_at) VALUES ($1, $2, $3, '[]', '[]', $4, $5)";
                let person = sealed.person.map(|person| person.to_string());
                let now = app.state.clock.now();
                let address_kept = app::web::secret::without(&form.action);
                let values = [key.clone().into(), person.into(), address_kept.into(), NOTE.into(), now.into()];
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
/// comes before, was refused or has left.
const UNSEEN: [&str; 7] = [
    "/enrolments/{enrolment}/application/{step_off}",
    "/applications/{application}",
    "/awards/{award}/withdrawal",
    "/enrolments/{enrolment}/end/taking-back",
    "/prior-learning/{prior_learning}/review",
    "/sign-out",
    "/enrolments/{enrolment}/verification/{element}",
];

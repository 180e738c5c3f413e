//! The first page of each person, and of a visitor.

use super::store;
use crate::design::empty::Empty;
use crate::prelude::pages::*;
use crate::web::navigation::first_page;

/// Leads each person to their own first page; tells a visitor what this is.
pub async fn page(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    let Some(person) = cx.person.as_deref() else {
        return Ok(welcome(&cx));
    };
    match first_page(person) {
        Some(first) => Ok(Page::elsewhere(first)),
        None => Ok(nothing_yet(&person.name, store::last_membership(&cx, person.actor.person).await?)),
    }
}

fn welcome(cx: &RequestCx) -> Page {
    let title = "Every step of a qualification, in one record";
    let intro = "A qualification is a stair: each stage needs formal results and competence verified at work. Gradus shows where you stand on it, what counts, what is missing and why.";
    let bodies: Vec<_> = cx.app.catalogue.bodies().all().cloned().collect();
    let bodies = move || {
        (bodies.len() > 1).then(|| {
            let links = bodies
                .into_iter()
                .map(|body| view! { <li><a href=paths::BODY.to(body.slug.clone())>{body.name.clone()}</a></li> })
                .collect_view();
            view! { <Section id="bodies" title="Professional bodies"><ul class="plain">{links}</ul></Section> }
        })
    };
    let draw = move || {
        view! {
            <Heading title=title intro=intro/>
            <p><a class="button" href=paths::SIGN_IN.path>"Sign in"</a></p>
            <ul>
                <li><a href=paths::CHECK.path>"Check a status by its code"</a></li>
                <li><a href=paths::FRAMEWORKS.path>"Look at the published frameworks"</a></li>
            </ul>
            {bodies()}
        }
    };
    Page::new(title, draw).reading()
}

fn nothing_yet(name: &str, left: Option<(String, NaiveDate)>) -> Page {
    let title = format!("Welcome, {name}");
    let (said, then) = match left {
        Some((organisation, until)) => (
            format!("Your membership of {organisation} ended on {}", words::date(until)),
            "What you signed stays valid. If you should still have a role there, ask its administrator.",
        ),
        None => (
            String::from("You are not enrolled yet, and you have no role"),
            "Your professional body enrols trainees. Employers and training providers invite the people who work for them. Ask the person who told you about this service.",
        ),
    };
    let draw = {
        let title = title.clone();
        move || {
            view! {
                <Heading title=title/>
                <Empty title=said text=then/>
            }
        }
    };
    Page::new(title, draw).reading()
}

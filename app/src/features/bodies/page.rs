//! One body, for anyone: who it is, whom to ask, how long things take, and what it has not published.

use crate::prelude::pages::*;
use domain::bodies::{Body, Published, Register};

/// What the body says of itself.
pub async fn page(cx: RequestCx, slug: String) -> Result<Page, AppError> {
    let body = cx.app.catalogue.bodies().get(&slug).ok_or(AppError::NotFound)?;
    let frameworks: Vec<(String, String)> = cx
        .app
        .catalogue
        .all()
        .filter(|framework| framework.body() == slug)
        .map(|framework| {
            let title = format!("{}, version {}", framework.title(), framework.version());
            (paths::FRAMEWORK.to((framework.slug().to_owned(), framework.version().to_owned())), title)
        })
        .collect();
    Ok(Page::new(body.name.clone(), move || draw(&body, frameworks)).reading())
}

fn draw(body: &Body, frameworks: Vec<(String, String)>) -> AnyView {
    let frameworks =
        frameworks.into_iter().map(|(href, title)| view! { <li><a href=href>{title}</a></li> }).collect_view();
    let register = match body.policies.register {
        Register::Public => "Anyone can check a status by its code.",
        Register::Closed => "The register of statuses is not public: only the body can look up a code.",
    };
    let rows = vec![
        row("Time zone", body.zone.name().replace('_', " ").into_any()),
        row("Register", register.into_any()),
        row("Frameworks", view! { <ul class="plain">{frameworks}</ul> }.into_any()),
    ];
    let parts = [
        ("contact", "Contact", body.contact.as_ref()),
        ("help", "Help", body.help.as_ref()),
        ("privacy", "Privacy", body.privacy.as_ref()),
    ];
    let parts = parts.map(|(id, title, found)| published(id, title, found));
    let (service_times, holidays) = (service_times(body), holidays(body));
    view! {
        <Heading title=body.name.clone()/>
        <SummaryList rows=rows/>
        {parts}
        <Section id="service-times" title="How long things take">{service_times}</Section>
        <Section id="holidays" title="Days on which it is closed">{holidays}</Section>
    }
    .into_any()
}

fn row(key: &str, value: AnyView) -> SummaryRow {
    SummaryRow { key: key.to_owned(), value, action: None }
}

fn not_published() -> AnyView {
    view! { <p><Tag tone=Tone::Unpublished label="Not published"/></p> }.into_any()
}

fn published(id: &'static str, title: &'static str, found: Option<&Published>) -> AnyView {
    let content = found.map_or_else(not_published, |found| {
        let text = found.text.clone().map(|text| view! { <p>{text}</p> });
        let address =
            found.address.clone().map(|address| view! { <p><a href=address.clone()>{address.clone()}</a></p> });
        view! { {text}{address} }.into_any()
    });
    view! { <Section id=id title=title>{content}</Section> }.into_any()
}

fn service_times(body: &Body) -> AnyView {
    if body.service_times.is_empty() {
        return not_published();
    }
    let rows = body.service_times.iter();
    let rows = rows.map(|time| vec![time.what.clone().into_any(), time.within.clone().into_any()]).collect::<Vec<_>>();
    view! { <DataTable named_by="service-times-title" head=["What", "Within"].map(String::from).to_vec() rows=rows/> }
        .into_any()
}

fn holidays(body: &Body) -> AnyView {
    if body.holidays.is_empty() {
        return not_published();
    }
    let rows = body.holidays.iter();
    let rows = rows.map(|day| vec![words::day(day.on), day.title.clone().into_any()]).collect::<Vec<_>>();
    view! { <DataTable named_by="holidays-title" head=["Day", "Holiday"].map(String::from).to_vec() rows=rows/> }
        .into_any()
}

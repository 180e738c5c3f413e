//! The page around every page.

use leptos::prelude::*;

use super::tag::{Mark, Tone};

/// One entry of the main navigation.
#[derive(Clone, Debug)]
pub struct NavItem {
    pub href: String,
    pub label: String,
    /// The page, or the part of the site, that is open.
    pub current: bool,
}

/// How wide the content may get: the whole page, or a measure that reads well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    /// The whole page.
    #[default]
    Wide,
    /// A measure that reads well.
    Reading,
}

/// Whose look the pages have.
#[derive(Clone, Debug)]
pub struct Brand {
    /// The name that stands in the heading.
    pub name: String,
    /// Its mark: a path on a 24 by 24 grid.
    pub mark: String,
    /// The page on which it says who it is.
    pub href: String,
}

/// What came of the last thing done, said once at the top of the next page.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Done, or a warning.
    pub tone: Tone,
    /// What came of it.
    pub text: String,
}

/// What stands in a document's body: skip link, header, notice, content, footer.
#[component]
pub fn Layout(
    /// Whose look it has; none for the neutral one.
    brand: Option<Brand>,
    /// The main navigation.
    nav: Vec<NavItem>,
    /// The way to each record, where whoever is signed in has several.
    records: Vec<NavItem>,
    /// The name of whoever is signed in.
    who: Option<String>,
    /// How wide the content may get.
    width: Width,
    /// What came of the last thing done.
    notice: Option<Notice>,
    /// The content.
    children: Children,
) -> impl IntoView {
    let main_class = match width {
        Width::Wide => "main",
        Width::Reading => "main reading",
    };
    view! {
        <Bar brand=brand.clone() nav records who/>
        <main id="main" tabindex="-1" class=main_class>
            {notice.map(|notice| view! { <Banner notice/> })}
            {children()}
        </main>
        <Footer brand/>
    }
    .into_any()
}

/// What stands above the content of every page: the way past it, the name, the navigation, who is signed in.
#[component]
pub fn Bar(
    /// Whose look it has; none for the neutral one.
    brand: Option<Brand>,
    /// The main navigation.
    nav: Vec<NavItem>,
    /// The way to each record, where whoever is signed in has several.
    records: Vec<NavItem>,
    /// The name of whoever is signed in.
    who: Option<String>,
) -> impl IntoView {
    let (name, mark) = brand.map_or_else(|| (String::from("Gradus"), BRAND.to_owned()), |one| (one.name, one.mark));
    view! {
        <a class="skip" href="#main">"Skip to content"</a>
        <header class="bar">
            <a class="brand" href="/"><BrandMark mark/>{name}</a>
            {(!nav.is_empty()).then(|| view! { <Nav label="Main" class="nav" items=nav/> })}
            <Account who/>
            {(!records.is_empty()).then(|| view! { <Nav label="Your records" class="nav records" items=records/> })}
        </header>
    }
}

/// The stair of the name, as a path on a 24 by 24 grid.
const BRAND: &str = "M2 21h7v-6h6V9h6V2";

#[component]
fn BrandMark(mark: String) -> impl IntoView {
    view! {
        <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=mark></path>
        </svg>
    }
}

#[component]
fn Nav(label: &'static str, class: &'static str, items: Vec<NavItem>) -> impl IntoView {
    let items = items
        .into_iter()
        .map(|item| {
            let current = item.current.then_some("page");
            view! { <li><a href=item.href aria-current=current>{item.label}</a></li> }
        })
        .collect_view();
    view! { <nav class=class aria-label=label><ul>{items}</ul></nav> }
}

/// Who is signed in and the way out, or the way in.
#[component]
fn Account(who: Option<String>) -> impl IntoView {
    match who {
        Some(name) => view! {
            <div class="account">
                <a class="who" href="/account"><span class="unseen">"Your account: "</span>{name}</a>
                <form method="post" action="/sign-out"><button class="link">"Sign out"</button></form>
            </div>
        }
        .into_any(),
        None => view! { <div class="account"><a href="/sign-in">"Sign in"</a></div> }.into_any(),
    }
}

#[component]
fn Banner(notice: Notice) -> impl IntoView {
    view! {
        <div class=format!("notice {}", notice.tone.class()) role="status">
            <Mark tone=notice.tone/>
            <p>{notice.text}</p>
        </div>
    }
}

/// What stands at the foot of every page: address and label.
const FOOT: [(&str, &str); 3] =
    [("/check", "Check a status"), ("/frameworks", "Frameworks"), ("/accessibility", "Accessibility")];

/// The parts of a body's page that are led to from every page.
const OF_BODY: [(&str, &str); 3] = [("help", "Help"), ("contact", "Contact"), ("privacy", "Privacy")];

/// What stands below the content of every page.
#[component]
pub fn Footer(
    /// Whose look it has; none for the neutral one.
    brand: Option<Brand>,
) -> impl IntoView {
    let of_body = brand.map(|brand| OF_BODY.map(|(part, label)| (format!("{}#{part}", brand.href), label)));
    let all = FOOT.map(|(href, label)| (href.to_owned(), label));
    let links = of_body.into_iter().flatten().chain(all);
    let links = links.map(|(href, label)| view! { <li><a href=href>{label}</a></li> }).collect_view();
    view! {
        <footer class="foot">
            <nav aria-label="About">
                <ul>{links}</ul>
            </nav>
        </footer>
    }
}

//! What older qualifications are worth by a version of a framework, for anyone.

use super::words::worth_view;
use crate::design::empty::Empty;
use crate::design::field::{Checkboxes, FieldState};
use crate::features::frameworks::map::called;
use crate::features::frameworks::pages::sources;
use crate::prelude::pages::*;
use domain::exemptions::worth;
use domain::framework::{Exempts, Framework, PriorIx};
use std::collections::BTreeSet;

/// The name under which the address says what is held.
const HELD: &str = "held";

/// Tick what is held, and read what it is worth. What is ticked stands in the address and nowhere else.
///
/// # Errors
/// [`AppError::NotFound`] where there is no such version.
pub async fn page(cx: RequestCx, (slug, version): (String, String)) -> Result<Page, AppError> {
    let framework = cx.app.catalogue.get(&slug, &version).ok_or(AppError::NotFound)?;
    let asked: Vec<String> = cx.query_all(HELD);
    let held: BTreeSet<PriorIx> = asked.iter().filter_map(|id| framework.prior_of_id(id)).collect();
    let body = cx.app.catalogue.body_of(&framework);
    let title = format!("I have older qualifications: what are they worth for {}?", framework.short_title());
    let name = body.look.short_name.clone();
    Ok(Page::new(title.clone(), move || draw(&framework, &held, &title, &name)).reading())
}

fn draw(framework: &Framework, held: &BTreeSet<PriorIx>, title: &str, body: &str) -> AnyView {
    let address = (framework.slug().to_owned(), framework.version().to_owned());
    let href = |id: &str| paths::FRAMEWORK_NODE.to((address.0.clone(), address.1.clone(), id.to_owned()));
    let back = paths::FRAMEWORK.to(address.clone());
    let content = if framework.priors().next().is_none() {
        let text = format!("{body} has published no list of what excuses from a part of this framework.");
        view! { <Empty title="Not published" text=text/> }.into_any()
    } else {
        let options = framework.priors().map(|(_, prior)| {
            let choice = Choice::new(&prior.id, &prior.title);
            match &prior.unpublished {
                Some(note) => choice.hinted(format!("Not published: {note}")),
                None => choice,
            }
        });
        let options: Vec<Choice> = options.collect();
        let ticked = held.iter().map(|ix| framework.prior(*ix).id.clone()).collect();
        let of = FieldState { name: HELD.to_owned(), values: ticked, error: None };
        view! {
            <form method="get" action=paths::WORTH.to(address.clone())>
                <Checkboxes of=of legend="What do you have?" options=options/>
                <Buttons><Button label="See what it is worth"/></Buttons>
            </form>
            {(!held.is_empty()).then(|| result(framework, held, (body, &href)))}
            {rules(framework, &href)}
        }
        .into_any()
    };
    view! {
        <BackLink href=back label=framework.short_title().to_owned()/>
        <Heading
            title=title.to_owned()
            eyebrow=format!("{}, version {}", framework.title(), framework.version())
            intro="Tick what you have. Nothing is sent to anybody, and nothing is kept."
        />
        {content}
    }
    .into_any()
}

fn result(framework: &Framework, held: &BTreeSet<PriorIx>, (body, href): (&str, &dyn Fn(&str) -> String)) -> AnyView {
    let worth = worth(framework, held, held);
    let unpublished = held.iter().filter_map(|ix| {
        let prior = framework.prior(*ix);
        let note = prior.unpublished.as_deref()?;
        Some(view! { <p><Tag tone=Tone::Unpublished label="Not published"/>" "{format!("{}: {note} {body} decides it case by case.", prior.title)}</p> })
    });
    let unpublished = unpublished.collect_view();
    let then = format!(
        "It counts from the day on which {body} has confirmed the proof. If you are enrolled, say what you have on your page “Exemptions”. An exemption excuses from assessments and courses, never from what is seen at work."
    );
    let worth = worth_view(framework, (&worth, held, held), href);
    view! {
        <Section id="worth" title="What it is worth">
            {worth}
            {unpublished}
            <p>{then}</p>
        </Section>
    }
    .into_any()
}

/// Every rule, with where it was read.
fn rules(framework: &Framework, href: &dyn Fn(&str) -> String) -> AnyView {
    let row = |one: &Exempts| {
        let elements = one.elements.iter().map(|ix| {
            view! { <li><a href=href(&framework.node(*ix).id)>{called(framework, *ix)}</a></li> }
        });
        let note = one.note.clone().map(|note| view! { <p class="hint">{note}</p> });
        vec![
            view! { <div>{framework.held_in_words(&one.held)}{note}</div> }.into_any(),
            view! { <ul class="plain">{elements.collect_view()}</ul> }.into_any(),
            sources(&one.sources),
        ]
    };
    let rows: Vec<_> = framework.exempts().iter().map(row).collect();
    let head = ["Who has", "Is exempt from", "Where this comes from"].map(String::from).to_vec();
    view! { <Section id="rules" title="The published rules"><DataTable named_by="rules-title" head=head rows=rows/></Section> }
        .into_any()
}

//! The published frameworks, for anyone.

use super::map::{self, draw};
use super::rules;
use crate::design::graph::Graph;
use crate::islands::ExploreMap;
use crate::prelude::pages::*;
use domain::bodies::Body;
use domain::framework::{Claims, CompetencyLevel, Framework, Node, NodeIx, NodeKind};

/// All versions.
pub async fn all(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    let draw = move || {
        let rows = cx
            .app
            .catalogue
            .all()
            .map(|framework| row(framework, &cx.app.catalogue.body_of(framework)))
            .collect::<Vec<_>>();
        view! {
            <Heading title="Frameworks" intro="What each qualification asks, stage by stage. What a body has not published is shown as unpublished."/>
            <DataTable named_by="page-title" head=["Framework", "Body", "Version", "In force from"].map(String::from).to_vec() rows=rows/>
        }
    };
    Ok(Page::new("Frameworks", draw))
}

fn row(framework: &Framework, body: &Body) -> Vec<AnyView> {
    let href = paths::FRAMEWORK.to((framework.slug().to_owned(), framework.version().to_owned()));
    vec![
        view! { <a href=href>{framework.title().to_owned()}</a> }.into_any(),
        view! { <a href=paths::BODY.to(body.slug.clone())>{body.name.clone()}</a> }.into_any(),
        framework.version().to_owned().into_any(),
        words::day(framework.effective_from()),
    ]
}

fn framework_of(cx: &RequestCx, slug: &str, version: &str) -> Result<Arc<Framework>, AppError> {
    cx.app.catalogue.get(slug, version).ok_or(AppError::NotFound)
}

/// One version as a map.
pub async fn one(cx: RequestCx, (slug, version): (String, String)) -> Result<Page, AppError> {
    let framework = framework_of(&cx, &slug, &version)?;
    let title = framework.title().to_owned();
    let draw = move || {
        let href = |id: &str| paths::FRAMEWORK_NODE.to((slug.clone(), version.clone(), id.to_owned()));
        let drawing = draw(&framework, None, &href);
        let eyebrow = format!(
            "{}, version {version}, in force from {}",
            cx.app.catalogue.body_of(&framework).name,
            words::date(framework.effective_from())
        );
        view! {
            <BackLink href=paths::FRAMEWORKS.to(()) label="Frameworks"/>
            <Heading title=framework.title().to_owned() eyebrow=eyebrow/>
            <ExploreMap>
                <Graph id="map" title="The map" summary=drawing.summary groups=drawing.groups nodes=drawing.nodes/>
            </ExploreMap>
            {worth(&framework)}
            {routes(&framework, &href)}
            {competencies(&framework, &href)}
        }
    };
    Ok(Page::new(title, draw))
}

/// The way to what older qualifications are worth.
fn worth(framework: &Framework) -> AnyView {
    let href = paths::WORTH.to((framework.slug().to_owned(), framework.version().to_owned()));
    view! { <p><a href=href>"I have older qualifications: what are they worth?"</a></p> }.into_any()
}

fn competencies(framework: &Framework, href: &dyn Fn(&str) -> String) -> Option<AnyView> {
    let rows = competency_rows(framework, href);
    let head = ["Competency or outcome", "Is", "Evidenced", "Note"].map(String::from).to_vec();
    (!rows.is_empty()).then(|| {
        view! {
            <Section id="competencies" title="Competencies">
                <DataTable named_by="competencies-title" head=head rows=rows/>
            </Section>
        }
        .into_any()
    })
}

fn competency_rows(framework: &Framework, href: &dyn Fn(&str) -> String) -> Vec<Vec<AnyView>> {
    framework
        .in_file_order()
        .filter(|(_, node)| matches!(node.kind, NodeKind::Competency(_)))
        .map(|(ix, node)| {
            let times = node.examples().map(times).unwrap_or_default();
            let note = node.unpublished.is_some().then(|| view! { <Tag tone=Tone::Unpublished label="Unpublished"/> });
            vec![
                view! { <a href=href(&node.id)>{map::called(framework, ix)}</a> }.into_any(),
                node.kind.word().into_any(),
                times.into_any(),
                note.into_any(),
            ]
        })
        .collect()
}

/// How often an outcome is evidenced, and by how many it is decided where that is more than one.
fn times(examples: &Claims) -> String {
    let times = words::count(examples.least as usize, "time", "times");
    match examples.signers {
        0 | 1 => times,
        signers => format!("{times}, decided by at least {signers} different people"),
    }
}

/// The routes through a framework, and what each asks of whoever takes it.
fn routes(framework: &Framework, href: &dyn Fn(&str) -> String) -> Option<AnyView> {
    let routes = framework.in_file_order().filter(|(_, node)| node.kind == NodeKind::Route);
    let row = |node: &Node| {
        let open = node.requires.as_ref().map(|rule| rules::rule(framework, rule, href));
        vec![view! { <a href=href(&node.id)>{node.title.clone()}</a> }.into_any(), open.into_any()]
    };
    let rows: Vec<_> = routes.map(|(_, node)| row(node)).collect();
    let head = ["Route", "Asks for"].map(String::from).to_vec();
    (!rows.is_empty()).then(|| {
        view! {
            <Section id="routes" title="Routes">
                <DataTable named_by="routes-title" head=head rows=rows/>
            </Section>
        }
        .into_any()
    })
}

/// One node: what it is, what it needs, what it leads to, where its facts come from.
pub async fn node(cx: RequestCx, (slug, version, id): (String, String, String)) -> Result<Page, AppError> {
    let framework = framework_of(&cx, &slug, &version)?;
    let ix = framework.find(&id).ok_or(AppError::NotFound)?;
    let title = map::called(&framework, ix);
    let draw = {
        let title = title.clone();
        move || {
            let href = |id: &str| paths::FRAMEWORK_NODE.to((slug.clone(), version.clone(), id.to_owned()));
            view! {
                <BackLink href=paths::FRAMEWORK.to((slug.clone(), version.clone())) label=framework.short_title().to_owned()/>
                <Heading title=title eyebrow=format!("{}, {}", framework.short_title(), framework.node(ix).kind.word())/>
                {node_facts(&framework, ix, Rules::Here, &href)}
            }
        }
    };
    Ok(Page::new(title, draw).reading())
}

/// Whether the rules of a node, and what it is made of, stand elsewhere on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    /// They do.
    Elsewhere,
    /// They do not: they are said here.
    Here,
}

/// What a framework says of a node, the same for everyone.
pub fn node_facts(framework: &Framework, ix: NodeIx, rules: Rules, href: &dyn Fn(&str) -> String) -> AnyView {
    let node = framework.node(ix);
    let mut rows = Vec::new();
    let mut row = |key: &str, value: AnyView| rows.push(SummaryRow { key: key.to_owned(), value, action: None });
    if let Some(summary) = &node.summary {
        row("Description", summary.clone().into_any());
    }
    if let Some(meaning) = framework.meaning(ix).filter(|_| node.summary.is_none()) {
        row("What it means", meaning.to_owned().into_any());
    }
    let unpublished: Vec<_> = framework.unpublished(ix).collect();
    if !unpublished.is_empty() {
        let notes = unpublished.into_iter().map(|note| view! { <p>{note.to_owned()}</p> });
        row("Unpublished", notes.collect_view().into_any());
    }
    if let Some(stage) = node.stage {
        row(
            "Stage",
            view! { <a href=href(&framework.node(stage).id)>{framework.node(stage).title.clone()}</a> }.into_any(),
        );
    }
    if let Some(examples) = node.examples() {
        let age = examples
            .max_age
            .map(|age| format!(", from work no more than {age} old when it is sent"))
            .unwrap_or_default();
        row("Evidenced", format!("{}{age}", times(examples)).into_any());
    }
    for (key, value) in status_rows(node) {
        row(key, value.into_any());
    }
    if let Some(status) = node.step_off_to() {
        row(
            "Confers",
            view! { <a href=href(&framework.node(status).id)>{framework.node(status).title.clone()}</a> }.into_any(),
        );
    }
    let here = rules == Rules::Here;
    if let Some(rule) = node.requires.as_ref().filter(|_| here) {
        let first = if node.as_stage().is_some() { "To enter it" } else { "Needs first" };
        row(first, rules::rule(framework, rule, href));
    }
    if let Some(stage) = node.as_stage().filter(|_| here) {
        row("Results key", rules::key(framework, &stage.results, href));
        row("Employer key", rules::key(framework, &stage.employer, href));
    }
    if let Some(rule) = node.rule.as_ref().filter(|_| here && node.examples().is_none()) {
        row("Met by", rules::rule(framework, rule, href));
    }
    if let Some(attempts) = node.attempts {
        row("Attempts", rules::attempts(attempts).into_any());
    }
    if let Some(expiry) = node.expires {
        row("A pass lasts", rules::lasting(expiry).into_any());
    }
    for (key, nodes) in [("Is made of", framework.children(ix)), ("Leads to", framework.unlocks(ix))] {
        // A stage's parts are in its keys.
        if !nodes.is_empty() && (key == "Leads to" || (here && node.as_stage().is_none())) {
            row(key, links(framework, nodes, href));
        }
    }
    if !node.sources.is_empty() {
        row("Where this comes from", sources(&node.sources));
    }
    view! { <SummaryList rows=rows/> }.into_any()
}

/// The pages that a node's facts come from, folded. What is no address is shown as it is.
pub fn sources(sources: &[String]) -> AnyView {
    let items = sources
        .iter()
        .map(|source| {
            let item = if is_address(source) {
                view! { <a href=format!("https://{source}")>{source.clone()}</a> }.into_any()
            } else {
                source.clone().into_any()
            };
            view! { <li>{item}</li> }
        })
        .collect_view();
    let label = words::count(sources.len(), "source", "sources");
    view! { <details><summary>{label}</summary><ul class="plain">{items}</ul></details> }.into_any()
}

/// Whether a source is the address of a page, written without its scheme.
fn is_address(source: &str) -> bool {
    let host = source.split('/').next().unwrap_or_default();
    host.contains('.') && !source.contains(char::is_whitespace) && !host.contains(':')
}

fn status_rows(node: &Node) -> Vec<(&'static str, String)> {
    let Some(status) = node.as_status() else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    if let Some(letters) = &status.letters {
        rows.push(("Letters", letters.clone()));
    }
    if !status.rights.is_empty() {
        rows.push(("Rights", status.rights.join("; ")));
    }
    if let Some(from) = status.valid_from {
        rows.push(("Title used from", words::date(from)));
    }
    for former in &status.formerly {
        let letters = former.letters.as_ref().map(|letters| format!(" ({letters})")).unwrap_or_default();
        rows.push(("Formerly", format!("{}{letters}, until {}", former.title, words::last_day(former.until))));
    }
    rows
}

fn links(framework: &Framework, nodes: &[NodeIx], href: &dyn Fn(&str) -> String) -> AnyView {
    let items = nodes
        .iter()
        .map(|ix| {
            let node = framework.node(*ix);
            let kind = match node.kind {
                NodeKind::Competency(CompetencyLevel::Outcome) | NodeKind::Element(_) => String::new(),
                _ => format!(" ({})", node.kind.word()),
            };
            view! { <li><a href=href(&node.id)>{map::called(framework, *ix)}</a>{kind}</li> }
        })
        .collect_view();
    view! { <ul class="plain">{items}</ul> }.into_any()
}

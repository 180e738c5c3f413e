//! What people hold from before, and which assessments and courses it excuses from: a rule of content, and no rule of the graph.

use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::DeValue;

use super::gaps::Checks;
use super::load::Entry;
use super::names::ASSESSED;
use super::parse_node::unpublished;
use super::reader::Reader;
use super::table::Table;
use super::{Framework, NodeIx, PriorIx};
use crate::text;

pub(super) const PRIOR_KEYS: &str = "id title awarded_by unpublished note sources";
pub(super) const EXEMPTS_KEYS: &str = "held elements note sources";

/// How many groups may stand in each other.
const DEEPEST: usize = 4;

/// An award of before, or a unit of one, that the body names.
#[derive(Clone, Debug, PartialEq)]
pub struct Prior {
    /// Unique among them.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Who awards or awarded it, where it is one body.
    pub awarded_by: Option<String>,
    /// The note, when the body has not published what it is worth, or not all of it.
    pub unpublished: Option<String>,
    /// Where this was read.
    pub sources: Vec<String>,
    /// The line of its table.
    pub(crate) line: usize,
}

/// What has to be held.
#[derive(Clone, Debug, PartialEq)]
pub enum Held {
    /// One thing.
    One(PriorIx),
    /// Each of these.
    All(Vec<Held>),
    /// At least one of these.
    Any(Vec<Held>),
}

/// Who holds that is exempt from these.
#[derive(Clone, Debug, PartialEq)]
pub struct Exempts {
    /// What has to be held.
    pub held: Held,
    /// The assessments and courses, in the order of the file.
    pub elements: Vec<NodeIx>,
    /// What has to be said besides, such as what is a reading of what was published.
    pub note: Option<String>,
    /// Where this was read.
    pub sources: Vec<String>,
}

impl Held {
    /// Whether it is there.
    pub fn holds(&self, held: &BTreeSet<PriorIx>) -> bool {
        match self {
            Held::One(ix) => held.contains(ix),
            Held::All(parts) => parts.iter().all(|part| part.holds(held)),
            Held::Any(parts) => parts.iter().any(|part| part.holds(held)),
        }
    }

    /// All that it names.
    pub fn named(&self) -> BTreeSet<PriorIx> {
        match self {
            Held::One(ix) => BTreeSet::from([*ix]),
            Held::All(parts) | Held::Any(parts) => parts.iter().flat_map(Held::named).collect(),
        }
    }
}

impl Framework {
    /// What people hold from before that the framework names, in the order of the file.
    pub fn priors(&self) -> impl Iterator<Item = (PriorIx, &Prior)> {
        self.priors.iter().zip(0..).map(|(prior, at)| (PriorIx(at), prior))
    }

    /// One of them.
    pub fn prior(&self, ix: PriorIx) -> &Prior {
        &self.priors[ix.index()]
    }

    /// The one with this id.
    pub fn prior_of_id(&self, id: &str) -> Option<PriorIx> {
        self.priors().find(|(_, prior)| prior.id == id).map(|(ix, _)| ix)
    }

    /// Who is exempt from what, in the order of the file.
    pub fn exempts(&self) -> &[Exempts] {
        &self.exempts
    }

    /// What has to be held, in words: "A and B", "A; or B".
    pub fn held_in_words(&self, held: &Held) -> String {
        let parts = |parts: &[Held]| parts.iter().map(|part| self.held_in_words(part)).collect::<Vec<_>>();
        match held {
            Held::One(ix) => self.prior(*ix).title.clone(),
            Held::All(all) => text::list(&parts(all)),
            Held::Any(any) => parts(any).join("; or "),
        }
    }

    /// Whether what it is worth is published: some rule names it. Anything else takes a judgement.
    pub fn is_listed(&self, ix: PriorIx) -> bool {
        self.exempts.iter().any(|one| one.held.named().contains(&ix))
    }
}

/// What was read of it.
#[derive(Default)]
pub(super) struct Learned {
    pub priors: Vec<Prior>,
    pub exempts: Vec<Exempts>,
}

pub(super) fn prior(reader: &mut Reader<'_>, entry: Entry<'_, '_>) -> Prior {
    let Entry { id, whose, table, .. } = entry;
    Prior {
        id,
        title: reader.required_text(table, "title", &whose).unwrap_or_default(),
        awarded_by: reader.one_line(table, "awarded_by"),
        unpublished: reader.reading("unpublished", |reader| unpublished(reader, table, &whose)),
        sources: reader.sources(table, Some(&whose)),
        line: table.line,
    }
}

/// Every rule that could be read.
pub(super) fn exempts(reader: &mut Reader<'_>, top: Table<'_, '_>) -> Vec<Exempts> {
    let mut all = Vec::new();
    for value in reader.list_of(top, "exempts") {
        let Some(table) = reader.table(value, "exempts", EXEMPTS_KEYS) else {
            reader.lose_value(value);
            continue;
        };
        let held = reader.reading("held", |reader| {
            reader.needed(table, "held", "this exempts", "Add held = \"…\", what has to be held");
            held(reader, table.get("held")?, 0)
        });
        reader.needed(table, "elements", "this exempts", "Add elements = [\"…\"]");
        let elements: Vec<NodeIx> =
            reader.each(table, "elements", ASSESSED).into_iter().filter_map(|(ix, _)| ix).collect();
        let (note, sources) = (reader.text(table, "note"), reader.sources(table, Some("this exempts")));
        all.extend(held.map(|held| Exempts { held, elements, note, sources }));
    }
    all
}

#[expect(clippy::wildcard_enum_match_arm, reason = "what TOML has of values is not ours")]
fn held(reader: &mut Reader<'_>, value: &Spanned<DeValue<'_>>, depth: usize) -> Option<Held> {
    let line = reader.line_of(value);
    match value.get_ref() {
        DeValue::String(id) if !text::is_blank(id) => {
            let id = reader.name_as_seen(id, &text::without_unseen(id), line);
            reader.prior_named(&id, line).map(Held::One)
        }
        DeValue::Table(entries) if depth < DEEPEST => {
            let table = reader.table_of(entries, line, "what is held", "all any");
            match (table.get("all"), table.get("any")) {
                (Some(all), None) => parts(reader, all, ("all", depth)).map(Held::All),
                (None, Some(any)) => parts(reader, any, ("any", depth)).map(Held::Any),
                // A key that is not known was reported.
                (None, None) if !entries.is_empty() => None,
                _ => not_held(reader, line),
            }
        }
        _ => not_held(reader, line),
    }
}

fn not_held<T>(reader: &mut Reader<'_>, line: usize) -> Option<T> {
    let what = "this says nothing that can be held";
    reader.problem(line, what, "Write the id of a prior in quotation marks, { all = [ … ] } or { any = [ … ] }");
    None
}

fn parts(
    reader: &mut Reader<'_>,
    value: &Spanned<DeValue<'_>>,
    (key, depth): (&'static str, usize),
) -> Option<Vec<Held>> {
    let Some(items) = value.get_ref().as_array().filter(|items| !items.is_empty()) else {
        let line = reader.line_of(value);
        reader.problem(line, format!("`{key}` should be a list of what is held"), format!("Write {key} = [\"…\"]"));
        return None;
    };
    let mut found: Vec<Held> = Vec::new();
    let mut is_whole = true;
    for item in items {
        match held(reader, item, depth + 1) {
            Some(part) if found.contains(&part) => {
                let (name, line) = (item.get_ref().as_str().unwrap_or("this").to_owned(), reader.line_of(item));
                reader.twice(&name, key, line);
                is_whole = false;
            }
            Some(part) => found.push(part),
            None => is_whole = false,
        }
    }
    is_whole.then_some(found)
}

/// Reports what is named and worth nothing, though nothing says that its worth is not published.
pub(super) fn check(checks: &mut Checks<'_, '_>, Learned { priors, exempts }: &Learned) {
    let worth: BTreeSet<PriorIx> = exempts.iter().flat_map(|one| one.held.named()).collect();
    for (prior, at) in priors.iter().zip(0..) {
        if !worth.contains(&PriorIx(at)) && prior.unpublished.is_none() {
            let what = format!("nothing says what `{}` is worth", prior.id);
            let fix = "Name it in an [[exempts]], or write unpublished = true with a note";
            checks.missing(&["held", "unpublished"], prior.line, what, fix);
        }
    }
}

//! Two slips are two problems: something without an id hides nothing that is wrong elsewhere, and adds nothing to it.

use std::collections::BTreeSet;

use domain::framework::{SourceFile, load, load_in_part};

use crate::one_slip::MORE;
use crate::support::BASE;

/// What is wrong by itself, whatever else is: what stands in the file, and what is written in its place.
const WRONG: [(&str, &str); 13] = [
    // A circle.
    ("sat_after = [\"a\", \"b\"]", "sat_after = [\"a\", \"b\", \"e\"]"),
    // A name that is not known, near a known one, near none, and of a kind of experience.
    ("sat_after = [\"a\", \"b\"]", "sat_after = [\"a\", \"b\", \"logg\"]"),
    ("employer = \"w\"", "employer = { all = [\"w\", \"unheard-of\"] }"),
    ("period = \"6 months\", kind = \"office\"", "period = \"6 months\", kind = \"offfice\""),
    // A moment where nothing is done on a day; a key that asks for the other side's; too few credits.
    ("{ hours = 20, kind = \"office\", window = \"2 years\" }", "{ now = { hours = 20, kind = \"office\" } }"),
    ("results = { credits = 20, of = [\"d\", \"e\"] }", "results = { all = [\"d\", \"e\", \"w\"] }"),
    ("{ credits = 20, of = [\"d\", \"e\"] }", "{ credits = 21, of = [\"d\", \"e\"] }"),
    // Alone in its set; attempts at what has none; nothing to gather; two that may not be together.
    (
        "requires = { now = \"d\" }\nexpires = { after = \"6 years\", whole_set = \"both\" }",
        "requires = { now = \"d\" }",
    ),
    ("gather = { examples = 1, of = \"o3\" }", "gather = { examples = 1, of = \"o3\" }\nattempts = { max = 2 }"),
    ("gather = { examples = 1, of = \"o3\" }", "gather = { all = [] }"),
    ("{ matches = \"x\" }] }", "{ joined_before = 2020-01-01 }, { joined_from = 2021-01-01 }] }"),
    ("extends = true", "extends = \"yes\""),
    ("examples = 1\n\n[[element]]", "examples = 0\n\n[[element]]"),
];

fn problems(text: &str) -> BTreeSet<String> {
    load(&SourceFile::new("framework.toml", text)).1.iter().map(ToString::to_string).collect()
}

/// What an id becomes: gone (its line stays), empty, and with a space behind it.
fn lost(id: &str) -> [String; 3] {
    [String::from("# "), String::from("id = \"\""), format!("id = \"{id} \"")]
}

/// What is said, wherever, with ids as they were meant.
fn said(problems: BTreeSet<String>, id: &str) -> BTreeSet<String> {
    let said = |problem: String| problem.split_once(": ").map(|(_, what)| what.replace(&format!("`{id} `"), id));
    problems.into_iter().filter_map(said).map(|what| what.replace(&format!("`{id}`"), id)).collect()
}

#[test]
fn something_without_an_id_hides_no_other_slip_and_adds_none() {
    let good = format!("{BASE}{MORE}");
    assert_eq!(problems(&good), BTreeSet::new());
    let wrong = WRONG.map(|(from, to)| {
        assert!(good.contains(from), "{from}");
        let text = good.replacen(from, to, 1);
        let alone = problems(&text);
        assert!(!alone.is_empty(), "{to}");
        (from, to, text, alone)
    });
    let mut odd = Vec::new();
    for id in good.lines().filter_map(|line| line.strip_prefix("id = \"")?.strip_suffix('"')) {
        let line = format!("id = \"{id}\"");
        for without in lost(id) {
            let own = problems(&good.replacen(&line, &without, 1));
            for (from, to, text, alone) in &wrong {
                // What names it may be meant otherwise; what is not named anywhere may be the id that is gone; of a table
                // without one nothing is made.
                let is_gone = !without.ends_with(" \"");
                let is_named = good.matches(&format!("\"{id}\"")).count() > 1;
                let is_own = good.find(from).is_some_and(|at| good[..at].rfind("id = \"") == good.find(&line));
                if id == "course"
                    || [from, to].iter().any(|text| text.contains(&format!("\"{id}\"")))
                    || !is_named
                    || is_own
                {
                    continue;
                }
                let both = said(problems(&text.replacen(&line, &without, 1)), id);
                let wanted = said(own.union(alone).cloned().collect(), id);
                // Of two names in one rule nobody knows which is the one that is gone; a status lapses too, in no set.
                let is_either =
                    ["unheard-of", "logg"].iter().any(|name| to.contains(name)) && both.len() == wanted.len();
                let may_be_of_set = *to == "requires = { now = \"d\" }" && id == "licence" && is_gone;
                if both != wanted && !is_either && !may_be_of_set {
                    odd.push(format!("`{to}`, `{line}` as `{without}`: {both:#?}, and not {wanted:#?}"));
                }
            }
        }
    }
    assert!(odd.is_empty(), "{} pairs are told otherwise: {}", odd.len(), odd.join("\n"));
}

/// Which of the two is meant where it is named nobody knows.
#[test]
fn an_id_of_two_nodes_is_one_slip() {
    let good = format!("{BASE}{MORE}");
    let mut odd = Vec::new();
    let kind = |at: usize| good[..at].rfind("[[").map(|from| good[from..].lines().next().unwrap_or_default());
    let ids: Vec<(usize, &str)> =
        good.match_indices("\nid = \"").map(|(at, _)| (at + 1, good[at + 1..].lines().next().unwrap())).collect();
    let is_node = |at: usize| !matches!(kind(at), Some("[[specialism]]" | "[[experience_kind]]" | "[[prior]]") | None);
    let nodes: Vec<(usize, &str)> = ids.into_iter().filter(|(at, _)| is_node(*at)).collect();
    for (at, own) in &nodes {
        for (_, other) in nodes.iter().filter(|(other, _)| other != at).step_by(3) {
            let text = format!("{}{other}{}", &good[..*at], &good[at + own.len()..]);
            let found = problems(&text);
            if found.len() != 1 || !found.iter().all(|one| one.contains("is used twice")) {
                odd.push(format!("`{own}` as `{other}`: {found:#?}"));
            }
        }
    }
    assert!(odd.is_empty(), "{} are told otherwise: {}", odd.len(), odd.join("\n"));
}

/// One that nothing names leaves out no other name.
#[test]
fn an_id_of_two_that_nothing_names_hides_no_name() {
    let wrong = format!("{BASE}{MORE}").replacen("id = \"d\"", "id = \"again\"", 1).replacen(
        "[\"a\", \"b\"]",
        "[\"a\", \"wxyz\"]",
        1,
    );
    let found = problems(&wrong);
    assert!(found.iter().any(|one| one.contains("`again` is used twice")), "{found:#?}");
    assert_eq!(found.len(), 2, "{found:#?}");
}

/// Which names other files may use is not known then.
#[test]
fn names_are_not_looked_at_where_something_has_no_name_or_no_kind() {
    let good = format!("{BASE}{MORE}");
    for (from, to) in [("id = \"w\"", "id = \"w \""), ("kind = \"portfolio\"", "kind = \"porfolio\"")] {
        assert!(load_in_part(&SourceFile::new("framework.toml", good.replacen(from, to, 1))).0.is_none(), "{to}");
    }
    let misspelt = good.replacen("title = \"W\"", "titel = \"W\"", 1);
    assert!(load_in_part(&SourceFile::new("framework.toml", misspelt)).0.is_some());
}

/// A good id that is changed where it is given: whoever names the old one is told so, because each of these has to be changed.
#[test]
fn an_id_that_is_changed_is_told_wherever_the_old_one_is_named() {
    let good = format!("{BASE}{MORE}");
    let found = problems(&good.replacen("id = \"a\"", "id = \"renamed\"", 1));
    let named = good.matches("\"a\"").count() - 1;
    assert!(found.iter().all(|one| one.contains("`a` is no ")), "{found:#?}");
    assert_eq!(found.len(), named, "{found:#?}");
}

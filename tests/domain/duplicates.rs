//! What an author writes and nobody would miss: names twice, things that nothing asks for, characters that are not seen.

use domain::framework::{SourceFile, load};

use crate::support::{BASE, loaded, probe};

fn told(text: &str) -> Vec<String> {
    let (_, problems) = load(&SourceFile::new("framework.toml", text));
    problems.iter().map(ToString::to_string).collect()
}

fn told_of(change: &str, into: &str) -> Vec<String> {
    assert!(BASE.contains(change), "the base has no {change}");
    told(&BASE.replacen(change, into, 1))
}

#[test]
fn what_stands_twice_in_a_list_of_a_rule_is_told() {
    for (rule, key, name) in [
        ("{ all = [\"a\", \"a\"] }", "all", "a"),
        ("{ any = [\"a\", { all = [\"b\"] }, \"a\"] }", "any", "a"),
        ("{ at_least = 1, of = [\"st\", { holds = \"st\" }] }", "of", "the rule"),
        ("{ any = [{ hours = 1, kind = \"work\" }, { kind = \"work\", hours = 1 }] }", "any", "the rule"),
        ("{ exempt = [\"b\", \"b\"] }", "exempt", "b"),
        ("{ credits = 10, of = [\"a\", \"b\", \"a\"] }", "of", "a"),
    ] {
        let told = told(&probe(rule));
        let name = if name == "the rule" { String::from("this rule") } else { format!("`{name}`") };
        let wanted = format!("{name} stands twice in `{key}`. Take one of them out.");
        assert!(told.len() == 1 && told[0].contains(&wanted), "{rule}: {told:#?}");
    }
    // The same nodes in different parts are what rules are made of.
    loaded(&probe("{ any = [{ all = [\"a\", \"b\"] }, { all = [\"a\", \"c\"] }] }"));
    for (change, into, key) in [
        ("outcomes_of = [\"area\"]", "outcomes_of = [\"area\", \"area\"]", "outcomes_of"),
        ("credits = 30", "credits = 30\nsat_after = [\"a\", \"a\"]", "sat_after"),
        ("title = \"X\"\n", "title = \"X\"\npairs = [\"a\", \"a\"]\n", "pairs"),
    ] {
        let told = told_of(change, into);
        assert!(told.len() == 1 && told[0].contains(&format!("stands twice in `{key}`")), "{told:#?}");
    }
}

#[test]
fn a_kind_of_experience_that_nobody_asks_for_is_told() {
    let told = told_of("requires = { hours = 1, kind = \"work\" }", "requires = { all = [] }");
    assert_eq!(told.len(), 3, "the kind, and two that count as it: {told:#?}");
    assert!(told[0].contains("nobody asks for the kind of experience `work`"), "{told:#?}");
    // Asked for in a rule that has a fault of its own.
    let told = told_of("requires = { hours = 1, kind = \"work\" }", "requires = { hours = 0, kind = \"work\" }");
    assert!(told.len() == 1 && told[0].contains("`hours` is 0"), "{told:#?}");
}

#[test]
fn characters_that_are_not_seen_are_refused_in_every_text() {
    for (change, into, says) in [
        ("title = \"A\"\n", "title = \"A\\u001b[31m\"\n", "`title` has the character U+001B"),
        ("title = \"A\"\n", "title = \"A\\u202e\"\n", "`title` has the character U+202E"),
        ("title = \"A\"\n", "title = \"A\"\nsummary = \"B\\uffff\"\n", "`summary` has the character U+FFFF"),
        ("title = \"A\"\n", "title = \"\"\"A\nB\"\"\"\n", "`title` has more than one line"),
        ("title = \"A\"\n", "title = \"A\\u2028B\"\n", "`title` has more than one line"),
        ("title = \"A\"\n", "title = \"\\u200b\"\n", "`title` is empty"),
        ("body = \"Body\"", "body = \"Bo\\u0007dy\"", "`body` has the character U+0007"),
        ("version = \"1\"", "version = \"../1\"", "`../1` cannot be an id"),
    ] {
        let told = told_of(change, into);
        assert!(told.len() == 1 && told[0].contains(says), "{into:?}: {told:#?}");
        assert!(!told[0].contains(|c: char| c.is_control()), "{told:?}");
    }
    // A summary may have lines.
    loaded(&BASE.replacen("title = \"A\"\n", "title = \"A\"\nsummary = \"\"\"One.\nTwo.\"\"\"\n", 1));
}

#[test]
fn what_to_write_fits_what_was_written() {
    for (change, into, says) in [
        (
            "stage = \"s\"\ncredits = 10",
            "stage = [\"s\", \"t\"]\ncredits = 10",
            "`stage` should be text, and is a list. Write one only: stage = \"s\".",
        ),
        (
            "sources = [\"test\"]\nresults",
            "sources = \"test\"\nresults",
            "`sources` should be a list, and is text. Write sources = [\"test\"].",
        ),
        ("kind = \"course\"", "kind = \"cuorse\"", "`cuorse` is no kind of element. Did you mean `course`?"),
        ("no_employer", "no_employer", ""),
        (
            "employer = { all = [\"p\", \"v\"] }",
            "no_employer_key = \"Because it is a test\"",
            "begins with “because”, which pages put before it. Leave that word out.",
        ),
    ] {
        if says.is_empty() {
            continue;
        }
        let told = told_of(change, into);
        assert!(told.iter().any(|told| told.contains(says)), "{into}: {told:#?}");
    }
}

#[test]
fn expiry_is_written_alike_for_a_pass_and_a_status() {
    let node = |text: &str, id: &str| {
        let framework = loaded(text);
        framework.node(framework.find(id).unwrap()).clone()
    };
    for expires in ["\"3 years\"", "{ after = \"3 years\" }"] {
        let status = BASE.replacen("title = \"Status\"\n", &format!("title = \"Status\"\nexpires = {expires}\n"), 1);
        let length = node(&status, "st").as_status().unwrap().expires.unwrap();
        let element = BASE.replacen("title = \"A\"\n", &format!("title = \"A\"\nexpires = {expires}\n"), 1);
        let expiry = node(&element, "a").expires.unwrap();
        assert_eq!((length.months, expiry.after.months), (36, 36), "{expires}");
    }
    let told =
        told_of("title = \"Status\"\n", "title = \"Status\"\nexpires = { after = \"1 year\", whole_set = \"x\" }\n");
    assert!(told.len() == 1 && told[0].contains("has no key `whole_set`"), "{told:#?}");
}

/// M11: an area above outcomes may be named wherever a node may, and what lies beneath it is then asked for.
#[test]
fn lesson_m11_an_area_is_named_like_any_node() {
    for gather in ["gather = \"area\"", "gather = { at_least = 1, of = [\"area\", { hours = 1, kind = \"work\" }] }"] {
        loaded(&BASE.replacen("outcomes_of = [\"area\"]", gather, 1));
    }
    let key = BASE.replacen("employer = { all = [\"p\", \"v\"] }", "employer = { all = [\"p\", \"v\", \"area\"] }", 1);
    loaded(&key.replacen("outcomes_of = [\"area\"]", "gather = { hours = 1, kind = \"work\" }", 1));
    // An area that nothing names evidences nothing.
    let told = told_of("outcomes_of = [\"area\"]", "gather = { hours = 1, kind = \"work\" }");
    assert!(told.len() == 2 && told.iter().all(|told| told.contains("nobody can evidence")), "{told:#?}");
}

#[test]
fn rules_and_competencies_are_nested_twenty_four_deep_and_no_deeper() {
    let nested = |n: usize| probe(&format!("{}\"a\"{}", "{ all = [".repeat(n), "] }".repeat(n)));
    loaded(&nested(23));
    loaded(&nested(24));
    let deeper = told(&nested(25));
    assert!(deeper.len() == 1 && deeper[0].contains("rules are nested too deeply. Nest at most 24"), "{deeper:#?}");

    let beneath = |levels: usize| {
        let mut text = BASE.to_owned();
        for at in 2..levels {
            let parent = if at == 2 { "area".to_owned() } else { format!("c{}", at - 1) };
            text.push_str(&format!("\n[[competency]]\nid = \"c{at}\"\ntitle = \"C\"\nparent = \"{parent}\"\n"));
        }
        text.replacen("id = \"o1\"\nparent = \"area\"", &format!("id = \"o1\"\nparent = \"c{}\"", levels - 1), 1)
    };
    loaded(&beneath(23));
    loaded(&beneath(24));
    let deeper = told(&beneath(25));
    assert!(deeper.len() == 1 && deeper[0].contains("`o1` lies beneath 24 competencies"), "{deeper:#?}");
}

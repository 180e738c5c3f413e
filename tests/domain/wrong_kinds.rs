//! What is of another kind than is meant is told once; rules that can never hold; mends that fit.

use domain::framework::{SourceFile, load};
use domain::standing::read_facts;

use crate::one_slip::MORE;
use crate::support::{BASE, loaded, probe, shipped, source};

fn of_framework(text: &str) -> Vec<String> {
    load(&SourceFile::new("framework.toml", text)).1.iter().map(ToString::to_string).collect()
}

fn of_facts(text: &str) -> Vec<String> {
    let (_, problems) = read_facts(&loaded(BASE), &SourceFile::new("facts.toml", text));
    problems.iter().map(ToString::to_string).collect()
}

const KINDS: [&str; 5] = ["assessment", "course", "experience", "portfolio", "verification"];

/// Each element with each other kind: nothing, where that is as good, or one problem.
#[test]
fn an_element_of_another_kind_is_one_problem() {
    let mut files = vec![format!("{BASE}{MORE}")];
    files.extend(shipped().iter().map(|dir| source(&dir.join("framework.toml")).text));
    let mut odd = Vec::new();
    for good in files {
        for (at, _) in good.match_indices("\nkind = \"") {
            let own = good[at..].split('"').nth(1).unwrap();
            for other in KINDS.into_iter().filter(|other| *other != own && KINDS.contains(&own)) {
                let line = format!("\nkind = \"{own}\"");
                let text = format!("{}\nkind = \"{other}\"{}", &good[..at], &good[at + line.len()..]);
                let found = of_framework(&text);
                if found.len() > 1 {
                    odd.push(format!("{own} as {other} on line {}: {found:#?}", good[..at].lines().count() + 1));
                }
                let names = found.iter().any(|one| one.contains("what stands in it and what names it fit"));
                if names && !found.iter().any(|one| one.contains(&format!("kind = \"{own}\""))) {
                    odd.push(format!("{own} as {other} is to be another: {found:#?}"));
                }
            }
        }
    }
    assert!(odd.is_empty(), "{} are told otherwise: {}", odd.len(), odd.join("\n"));
}

#[test]
fn marks_of_another_kind_are_one_problem() {
    let of = |marks: &str| of_framework(&format!("marks = {marks}\n{BASE}"));
    assert_eq!(
        of("{ kind = \"grades\", most = 5 }"),
        [
            "framework.toml:1: marks are of kind grades, and have `most` as those of kind points. Write kind = \"points\"."
        ]
    );
    assert_eq!(of("{ kind = \"points\", grades = [\"A\"] }").len(), 1);
    assert_eq!(of("\"percent\"").len(), 1);
}

#[test]
fn a_rule_contradicts_itself_however_deep_what_must_not_be_lies() {
    for (rule, told) in [
        (r#"{ all = ["s", { not = { any = ["s", "a"] } }] }"#, 1),
        (r#"{ all = ["a", "b", { not = { all = ["a", "b"] } }] }"#, 1),
        (r#"{ all = [{ all = ["a", { any = ["b"] }] }, { not = { any = ["b", "c"] } }] }"#, 1),
        (r#"{ all = [{ at_least = 2, of = ["a", "b", "c"] }, { not = { any = ["a", "b"] } }] }"#, 1),
        (r#"{ all = [{ any = ["a", "b"] }, { not = "a" }, { not = "b" }] }"#, 1),
        (r#"{ all = [{ hours = 100, kind = "work" }, { not = { hours = 50, kind = "work" } }] }"#, 1),
        (r#"{ all = [{ exempt = ["a"] }, { not = "a" }] }"#, 1),
        (r#"{ all = ["area", { not = "o1" }] }"#, 1),
        (r#"{ all = [{ joined_before = 2020-01-01 }, { not = { joined_before = 2021-01-01 } }] }"#, 1),
        (r#"{ any = ["c", { all = ["a", { not = { any = ["a", "b"] } }] }] }"#, 1),
        (r#"{ all = [{ all = [{ matches = "x" }] }, { matches = "y" }] }"#, 1),
        // What can hold.
        (r#"{ all = ["a", { not = { all = ["a", "b"] } }] }"#, 0),
        (r#"{ all = [{ any = ["a", "b"] }, { not = "a" }] }"#, 0),
        (r#"{ all = [{ at_least = 2, of = ["a", "b", "c"] }, { not = "a" }] }"#, 0),
        (r#"{ all = [{ hours = 50, kind = "work" }, { not = { hours = 100, kind = "work" } }] }"#, 0),
        (r#"{ all = ["a", { not = { exempt = ["a"] } }] }"#, 0),
        (r#"{ all = [{ matches = "x" }, { not = { matches = "y" } }] }"#, 0),
        (r#"{ all = ["o1", { not = "area" }] }"#, 0),
        (r#"{ any = ["a", { not = "a" }] }"#, 0),
    ] {
        let found = of_framework(&probe(rule));
        assert_eq!(found.len(), told, "{rule}: {found:#?}");
        assert!(found.iter().all(|one| one.contains("a rule that can never hold")), "{rule}: {found:#?}");
    }
}

#[test]
fn a_length_that_is_a_number_is_told_as_it_is_written() {
    let of = |from: &str, to: &str| {
        let good = format!("{BASE}{MORE}");
        assert!(good.contains(from), "{from}");
        let found = of_framework(&good.replacen(from, to, 1));
        assert_eq!(found.len(), 1, "{to}: {found:#?}");
        let fix = found[0].rsplit_once(". Write ").unwrap().1.trim_end_matches('.').to_owned();
        (good, fix)
    };
    for (from, before, after) in [
        ("expires = \"3 years\"", "expires = 3", "expires = \"3 years\", or expires = { after = \"3 years\" }"),
        ("after = \"6 years\", whole_set", "after = 6, whole_set", "after = \"6 years\""),
        ("within = \"6 years\"", "within = 6", "within = \"6 years\""),
        ("window = \"2 years\"", "window = 2", "window = \"2 years\""),
        ("period = \"6 months\"", "period = 6", "period = \"6 years\""),
        ("max_age = \"2 years\"", "max_age = [2]", "max_age = \"2 years\""),
        (
            "attempts = { max = 3, within = \"6 years\" }",
            "attempts = 3",
            "attempts = { max = 3 }, with as many as there are",
        ),
    ] {
        let (good, fix) = of(from, before);
        assert_eq!(fix, after);
        let mend = fix.split(", or ").next().unwrap().split(", with").next().unwrap();
        let mended = good.replacen(from, &before.replacen(before.split(", whole").next().unwrap(), mend, 1), 1);
        assert_eq!(of_framework(&mended), Vec::<String>::new(), "{mend}");
    }
}

#[test]
fn of_two_wrong_keys_in_one_table_none_is_paired_with_a_key_by_chance() {
    let good = format!("{BASE}{MORE}");
    let of = |to: &str| of_framework(&good.replacen("{ hours = 1, kind = \"work\" }", to, 1));
    let found = of("{ hours = 1, foo = \"work\", whatever = 3 }");
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(
        found.iter().all(|one| one.ends_with("Write `kind`, which is not there, or take it out and add that.")),
        "{found:#?}"
    );
    let facts = "trainee = \"t\"\nverifications = [{ id = \"v\", element = \"v\", foo = 1, whatever = \"s\" }]\n";
    let found = of_facts(facts);
    assert_eq!(found.len(), 2, "{found:#?}");
    let fix = "Write it as one of `on` and `by`, which are not there, or take it out.";
    assert!(found.iter().all(|one| one.ends_with(fix)), "{found:#?}");
    // Those of two tables on one line are kept apart.
    let facts = "trainee = \"t\"\nverifications = [{ id = \"v\", element = \"v\", foo = 2022-01-01, by = \"s\" }, { id = \"w\", element = \"v\", on = 2022-01-01, whatever = \"s\" }]\n";
    let found = of_facts(facts);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].contains("`foo`") && found[0].contains("Write `on`"), "{found:#?}");
    assert!(found[1].contains("`whatever`") && found[1].contains("Write `by`"), "{found:#?}");
}

#[test]
fn a_fact_that_is_doubled_is_to_be_taken_out_once() {
    let line = "    { id = \"v\", element = \"v\", on = 2022-01-01, by = \"s\" },\n";
    let facts = |other: &str| format!("trainee = \"t\"\nverifications = [\n{line}{other}]\n");
    assert_eq!(
        of_facts(&facts(line)),
        ["facts.toml:4: two facts have the id `v`. They say the same: take one of them out."]
    );
    let other = line.replacen("\"s\"", "\"q\"", 1);
    assert_eq!(of_facts(&facts(&other)), ["facts.toml:4: two facts have the id `v`. Give one of them another id."]);
}

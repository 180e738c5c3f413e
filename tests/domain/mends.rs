//! What a problem says to do can be done.

use domain::framework::{SourceFile, load};
use domain::standing::{Outcome, Reason, read_facts, standing};

use crate::small::small;
use crate::support::{BASE, bound, d, loaded, nobody, pass, result};

fn facts(framework: &str, text: &str) -> Vec<String> {
    let file = SourceFile::new("f.toml", format!("trainee = \"me\"\n{text}\n"));
    read_facts(&loaded(framework), &file).1.iter().map(ToString::to_string).collect()
}

/// A framework of one stage without specialisms, verifications or statuses that could be named.
const BARE: &str = "slug = \"x\"\nversion = \"1\"\ntitle = \"X\"\nbody = \"x\"\neffective_from = 2020-01-01\n\n\
    [[stage]]\nid = \"s\"\ntitle = \"S\"\nsources = [\"t\"]\nresults = \"a\"\nno_employer_key = \"it has none\"\n\n\
    [[element]]\nid = \"a\"\nkind = \"assessment\"\ntitle = \"A\"\nstage = \"s\"\nsources = [\"t\"]\n";

#[test]
fn where_the_framework_has_none_of_a_kind_nobody_is_told_to_name_one() {
    let none = |is: &str, no: &str| format!("`{is}` is no {no}. Take it out; the framework has no {no}.");
    assert_eq!(facts(BARE, "specialism = \"red\""), [format!("f.toml:2: {}", none("red", "specialism"))]);
    let given = "verifications = [{ id = \"v\", element = \"done\", on = 2025-01-01, by = \"eve\" }]";
    assert_eq!(facts(BARE, given), [format!("f.toml:2: in `v`, {}", none("done", "employer verification"))]);
    let given = "awards = [{ id = \"w\", status = \"held\", conferred_on = 2025-01-01 }]";
    assert_eq!(facts(BARE, given), [format!("f.toml:2: in `w`, {}", none("held", "status"))]);
    let told = "f.toml:2: `hopeless` is no specialism. Name one that the framework has.";
    assert_eq!(facts(BASE, "specialism = \"hopeless\""), [told]);
}

#[test]
fn kinds_of_experience_that_count_in_a_circle_are_told_once() {
    let kinds = |b: &str| {
        let text = BASE.replacen("title = \"Work\"\n", &format!("title = \"Work\"\ncounts_as = \"{b}\"\n"), 1);
        let (_, problems) = load(&SourceFile::new("framework.toml", text));
        problems
    };
    let circle = kinds("old");
    let what = "kinds of experience in a circle: `work` counts as `old` counts as `work`";
    let fix = "Let the one whose hours are asked for count as itself: take its `counts_as` out";
    assert!(circle.len() == 1 && circle[0].what == what && circle[0].fix == fix, "{circle:#?}");
}

#[test]
fn a_number_that_is_far_below_is_not_to_be_made_smaller() {
    let spell = |minutes: &str, percent: &str| {
        let days = "from = 2024-01-01, until = 2024-02-01, organisation = \"F\"";
        let spell =
            format!("{{ id = \"e\", kind = \"work\", minutes = {minutes}, full_time_percent = {percent}, {days} }}");
        facts(BASE, &format!("experience = [{spell}]"))
    };
    let whole = "9999999999999999999999";
    assert_eq!(spell(&format!("-{whole}"), "50"), ["f.toml:2: in `e`, `minutes` is out of range. Write it from 0 on."]);
    assert_eq!(spell(whole, "50"), ["f.toml:2: in `e`, `minutes` is out of range. Write a smaller number."]);
    for percent in [whole.to_owned(), format!("-{whole}")] {
        let told = "f.toml:2: in `e`, `full_time_percent` is out of range. Write a whole number from 1 to 100.";
        assert_eq!(spell("60", &percent), [told]);
    }
}

#[test]
fn while_a_correction_waits_it_is_said_what_counts_until_then() {
    let framework = loaded(BASE);
    let mut facts = nobody();
    facts.results = vec![pass("p", "a", "2022-01-15"), result("q", "a", Outcome::Fail, "2022-01-15")];
    facts.results[1].corrects = Some("p".into());
    facts.results[1].recorded_on = Some(d("2022-02-01"));
    (facts.results[1].confirmed_on, facts.results[1].confirmed_by) = (None, None);
    let told = |facts: &domain::standing::FactsFile| {
        let found = standing(&framework, &bound(&framework, facts), d("2022-06-01"), d("2022-06-01"));
        let reasons = found.reasons(&framework, framework.find("a").unwrap());
        let said = reasons.iter().flat_map(Reason::walk).find(|reason| reason.sentence.starts_with("Corrected"));
        let said = said.map(|reason| reason.sentence.clone()).unwrap_or_default();
        assert!(!said.is_empty(), "{reasons:#?}");
        said.rsplit_once("until then ").map(|(_, says)| says.to_owned()).unwrap_or(said)
    };
    assert_eq!(told(&facts), "the earlier result counts");
    (facts.results[0].outcome, facts.results[1].outcome) = (Outcome::Fail, Outcome::Pass);
    assert_eq!(told(&facts), "it is not passed");
}

/// Each length that is not the one of its set is one problem, and no other is.
#[test]
fn of_a_set_with_two_lengths_the_one_that_fewer_have_is_wrong() {
    let table = |(id, (after, within)): (&str, (&str, &str))| {
        let attempts = if within.is_empty() { String::new() } else { format!("max = 2, within = \"{within}\"") };
        let attempts = if attempts.is_empty() { attempts } else { format!("; attempts = {{ {attempts} }}") };
        format!("assessment {id} in s: expires = {{ after = \"{after}\", whole_set = \"w\" }}{attempts}\n")
    };
    let (six, seven) = ("6 years", "7 years");
    let expires = |id: &str| format!("`{id}` lapses after 7 years, and its set after 6 years");
    let counts = |id: &str| format!("`{id}` counts attempts within 7 years, and its set lapses after 6 years");
    // Of each: when it lapses, and within what attempts are counted.
    type Set<'t> = &'t [(&'t str, &'t str)];
    let cases: [(Set<'_>, &[String]); 7] = [
        (&[(seven, ""), (six, ""), (six, "")], &[expires("a")]),
        (&[(six, ""), (six, ""), (seven, "")], &[expires("c")]),
        (&[(six, ""), (seven, "")], &[expires("b")]),
        (&[(seven, six), (six, six), (six, six)], &[expires("a")]),
        (&[(seven, six), (six, six)], &[expires("a")]),
        (&[(seven, seven), (six, ""), (six, six)], &[expires("a"), counts("a")]),
        (&[(six, six), (six, seven)], &[counts("b")]),
    ];
    for (set, told) in cases {
        let ids = &["\"a\"", "\"b\"", "\"c\""][..set.len()];
        let stage = format!("stage s: results = {{ all = [{}] }}\n", ids.join(", "));
        let text =
            small(&(stage + &["a", "b", "c"].into_iter().zip(set.iter().copied()).map(table).collect::<String>()));
        let (_, problems) = load(&SourceFile::new("framework.toml", text));
        assert_eq!(problems.into_iter().map(|one| one.what).collect::<Vec<_>>(), told, "{set:?}");
    }
}

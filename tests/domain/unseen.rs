//! Characters that are not seen: with one, a name is another that looks the same.

use domain::framework::{Problem, SourceFile, load};
use domain::standing::{check_example, read_facts};

use crate::one_slip::MORE;
use crate::support::{BASE, loaded};

/// What is pasted unseen: zero width, direction, a soft hyphen, and what is blank in Braille.
const UNSEEN: [char; 7] = ['\u{200b}', '\u{2060}', '\u{feff}', '\u{200e}', '\u{61c}', '\u{ad}', '\u{2800}'];

fn of_framework(text: &str) -> Vec<String> {
    told(load(&SourceFile::new("framework.toml", text)).1)
}

fn of_facts(text: &str) -> Vec<String> {
    told(read_facts(&loaded(BASE), &SourceFile::new("facts.toml", text)).1)
}

fn told(problems: Vec<Problem>) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

/// Puts each of the characters into a name, and expects that it is told, once, on the line of the name.
fn each_is_told(good: &str, name: &str, told: fn(&str) -> Vec<String>) {
    assert_eq!(told(good), Vec::<String>::new());
    assert!(good.contains(name), "{name}");
    for c in UNSEEN {
        let at = name.rfind('"').unwrap() - 1;
        let with = format!("{}{c}{}", &name[..at], &name[at..]);
        let text = good.replacen(name, &with, 1);
        let found = told(&text);
        let line = text[..text.find(&with).unwrap()].lines().count().max(1);
        let line = line + usize::from(text[..text.find(&with).unwrap()].ends_with('\n'));
        let says = format!("U+{:04X}, which is not seen. Take the character out.", u32::from(c));
        assert!(
            found.len() == 1 && found[0].contains(&says) && found[0].contains(&format!(".toml:{line}: ")),
            "{with:?} on {line}: {found:#?}"
        );
        assert_eq!(told(&text.replace(c, "")), Vec::<String>::new());
    }
}

#[test]
fn in_names_and_ids_of_a_framework_it_is_told_once() {
    let good = format!("{BASE}{MORE}").replacen("title = \"Mini\"\n", "title = \"Mini\"\nshort_title = \"Mi\"\n", 1);
    for name in [
        "title = \"Mini\"",
        "short_title = \"Mi\"",
        "slug = \"mini\"",
        "zone = \"Europe/London\"",
        "title = \"Old work\"",
        "title = \"Permit\"",
        "letters = \"P\"",
        "awarded_by = \"A university\"",
        "whole_set = \"both\"",
        "sources = [\"test\"",
        "id = \"a\"",
        "kind = \"course\"",
        "counts_as = \"work\"",
        "outcomes_of = [\"area\"",
        "status = \"st\"",
        "{ holds = \"st\"",
        "requires = { all = [\"s\"",
        "{ now = \"d\"",
        "kind = \"office\"",
        "{ matches = \"x\"",
        "held = \"unit\"",
        "elements = [\"a\", \"b\"",
        "within = \"6 years\"",
        "expires = \"3 years\"",
    ] {
        each_is_told(&good, name, of_framework);
    }
}

pub const FACTS: &str = r#"trainee = "t"
specialism = "x"
people = { r = "Ray" }
[[results]]
id = "r1"
element = "a"
outcome = "pass"
sat_on = "2022-01-15"
confirmed_on = 2022-02-01
recorded_by = "r"
confirmed_by = "q"
mark = "62"
[[claims]]
id = "c1"
outcomes = ["o1"]
happened_from = 2022-01-01
happened_until = 2022-01-02
submitted_on = 2022-01-03
supervisor = "s"
decision = { outcome = "met", on = 2022-01-04, by = "s1" }
[[experience]]
id = "e1"
kind = "work"
from = 2022-01-01
until = 2022-02-01
organisation = "Firm"
[[verifications]]
id = "v1"
element = "v"
on = 2022-03-01
by = "s"
employer = "Firm of v"
"#;

#[test]
fn in_names_and_ids_of_a_facts_file_it_is_told_once() {
    for name in [
        "trainee = \"t\"",
        "specialism = \"x\"",
        "r = \"Ray\"",
        "id = \"r1\"",
        "element = \"a\"",
        "outcome = \"pass\"",
        "sat_on = \"2022-01-15\"",
        "recorded_by = \"r\"",
        "confirmed_by = \"q\"",
        "mark = \"62\"",
        "outcomes = [\"o1\"",
        "supervisor = \"s\"",
        "outcome = \"met\"",
        "by = \"s1\"",
        "kind = \"work\"",
        "organisation = \"Firm\"",
        "employer = \"Firm of v\"",
    ] {
        each_is_told(FACTS, name, of_facts);
    }
}

#[test]
fn in_the_names_that_an_example_expects_it_is_told_once() {
    let example = |expect: &str| {
        let text = format!("description = \"x\"\non = 2022-01-01\n[expect]\n{expect}\n[facts]\ntrainee = \"t\"\n");
        told(check_example(Some(&loaded(BASE)), &SourceFile::new("e.toml", text)))
    };
    assert_eq!(example("a = \"available\""), Vec::<String>::new());
    assert_eq!(
        example("\"a\u{200b}\" = \"available\""),
        ["e.toml:4: `a` has the character U+200B, which is not seen. Take the character out."]
    );
}

/// Where scripts join letters or pictures, what joins them is seen by what it does.
#[test]
fn what_shapes_letters_is_no_fault() {
    for name in ["نمی\u{200c}خواهم", "👩\u{200d}⚖\u{fe0f}", "क्\u{200d}ष"] {
        let facts = FACTS.replacen("\"Firm\"", &format!("\"{name}\""), 1);
        assert_eq!(of_facts(&facts), Vec::<String>::new());
        assert_eq!(of_framework(&BASE.replacen("\"Mini\"", &format!("\"{name}\""), 1)), Vec::<String>::new());
    }
}

#[test]
fn in_a_key_it_is_named() {
    for (key, with) in [("title = \"A\"", "\"ti\u{200b}tle\" = \"A\""), ("credits = 10", "\"credits\u{ad}\" = 10")] {
        let found = of_framework(&BASE.replacen(key, with, 1));
        assert!(found.len() == 1 && found[0].contains("which is not seen. Take the character out."), "{found:#?}");
    }
    let found = of_facts(&FACTS.replacen("organisation =", "\"organisation\u{200b}\" =", 1));
    assert!(found.len() == 1 && found[0].contains("U+200B, which is not seen. Take"), "{found:#?}");
    // One that is not known whatever is seen.
    let found = of_framework(&BASE.replacen("title = \"A\"", "title = \"A\"\n\"zzzzzz\u{200b}\" = 1", 1));
    assert!(found.len() == 1 && found[0].contains("no key `zzzzzz`, with the character U+200B"), "{found:#?}");
}

/// As it comes with what is pasted: a key, a bracket, a space that is none, the name in a header.
#[test]
fn outside_of_texts_it_is_one_fault_and_hides_no_other() {
    for (good, with, says) in [
        ("title = \"A\"", "ti\u{200b}tle = \"A\"", "U+200B, which is not seen. Take the character out."),
        ("credits = 10", "credits = 1\u{200b}0", "U+200B, which is not seen. Take the character out."),
        ("credits = 10", "credits\u{a0}= 10", "U+00A0, which looks like a space and is none. Write a space."),
        ("[[stage]]", "[[sta\u{200b}ge]]", "U+200B, which is not seen. Take the character out."),
        (
            "[\"a\", \"b\", \"c\"]",
            "[\"a\",\u{feff} \"b\", \"c\"]",
            "U+FEFF, which is not seen. Take the character out.",
        ),
    ] {
        let text = BASE.replacen(good, with, 1);
        let found = of_framework(&text);
        assert!(found.len() == 1 && found[0].contains(says), "{with}: {found:#?}");
        let two = of_framework(&text.replacen("title = \"C\"", "titel = \"C\"", 1).replacen("= \"O2\"", "= 7", 1));
        assert!(two.len() == 3 && two.contains(&found[0]), "{with}: {two:#?}");
    }
}

#[test]
fn each_of_several_is_named() {
    let found = of_framework(&BASE.replacen("\"Mini\"", "\"M\u{200b}in\u{ad}i\u{200b}\"", 1));
    let says = "`title` has the characters U+200B and U+00AD, which are not seen. Take the characters out.";
    assert_eq!(found, [format!("framework.toml:4: {says}")]);
}

//! Of a file with many faults it is said that the rest is not looked at; and of what can't be read, that hides no name which is not
//! meant there.

use domain::framework::{Problem, SourceFile, load};
use domain::standing::read_facts;

use crate::one_slip::MORE;
use crate::support::{BASE, loaded};

fn told(text: &str) -> Vec<Problem> {
    load(&SourceFile::new("framework.toml", text)).1
}

fn lines(problems: &[Problem]) -> Vec<usize> {
    problems.iter().map(|one| one.line).collect()
}

/// So many tables that lack nothing, but for what is written in the place of a part of each.
fn tables(many: usize, from: &str, to: &str) -> String {
    let table = |n: usize| {
        format!("\n[[element]]\nid = \"n{n}\"\nkind = \"course\"\ntitle = \"N\"\nstage = \"s\"\nsources = [\"test\"]\n")
            .replacen(from, to, 1)
    };
    let all = (0..many).map(|n| format!("\"n{n}\"")).collect::<Vec<_>>().join(", ");
    let base = BASE.replacen("[\"a\", \"b\", \"c\"]", &format!("[\"a\", \"b\", \"c\", {all}]"), 1);
    base + &(0..many).map(table).collect::<String>()
}

const REST: &str = ". What follows is not looked at before that is done";

#[test]
fn where_enough_is_told_it_is_said_that_the_rest_is_not_looked_at() {
    assert_eq!(told(&tables(150, "", "")), Vec::new());
    for (from, to) in [("kind =", "kind = ="), ("\"s\"", "\"s"), ("[[element]]\n", "\n"), ("stage =", "stray\nstage =")]
    {
        let text = tables(150, from, to);
        let found = told(&text);
        assert_eq!(found.len(), 100, "{to}: {:#?}", found.last());
        let (last, others) = found.split_last().unwrap();
        assert!(last.fix.ends_with(REST) && others.iter().all(|one| !one.fix.ends_with(REST)), "{last:#?}");
        let few = told(&tables(90, from, to));
        assert!(few.len() == 90 && few.iter().all(|one| !one.fix.ends_with(REST)), "{to}: {:#?}", few.last());
    }
    // Also where more is left out than was read.
    let found = told(&tables(400, "[[element]]\n", "\n"));
    assert!(found.len() == 100 && found[99].fix.ends_with(REST), "{:#?}", found.last());
    // Of a list, and of a table in which a key stands many times.
    let list =
        BASE.replacen("[\"a\", \"b\", \"c\"]", &format!("[\n\"a\",\n\"b\",\n{}\"c\"]", "\"x\" \"y\",\n".repeat(30)), 1);
    let twice = BASE.replacen("title = \"A\"\n", &"title = \"A\"\n".repeat(30), 1);
    for text in [list, twice] {
        let found = told(&text);
        let rest = ". What follows of it is not looked at before that is done";
        assert!(found.len() <= 10 && found.last().unwrap().fix.ends_with(rest), "{found:#?}");
    }
}

#[test]
fn of_texts_that_are_not_closed_and_of_json_it_is_said_too() {
    let framework = loaded(BASE);
    let result =
        |n: usize| format!("[[results]]\nid = \"r{n}\"\nelement = \"\"\"a\noutcome = \"pass\"\nsat_on = 2022-01-15\n");
    let text = format!("trainee = \"t\"\n{}", (0..50).map(result).collect::<String>());
    let found = read_facts(&framework, &SourceFile::new("f.toml", text)).1;
    assert!(found.len() == 20 && found[19].fix.ends_with(REST), "{found:#?}");
    let result = |n: usize| {
        format!("{{\"id\": \"r{n}\" \"element\": \"a\", \"outcome\": \"pass\", \"sat_on\": \"2022-01-15\"}}")
    };
    let results = (0..50).map(result).collect::<Vec<_>>().join(",\n");
    let text = format!("{{\"trainee\": \"t\", \"results\": [\n{results}]}}");
    let found = read_facts(&framework, &SourceFile::new("f.json", text)).1;
    assert!(found.len() == 20 && found[19].fix.ends_with(REST), "{found:#?}");
}

/// Wherever something is left out, and not only where there are too many faults.
#[test]
fn of_a_part_that_is_left_out_it_is_said_on_its_line() {
    let framework = loaded(BASE);
    let rest = ". What follows of it is not looked at before that is done";
    let good = format!("{BASE}{MORE}");
    let what_is_wrong = |text: &str| good.replacen("title = \"E\"", text, 1);
    // A table whose header nobody can read; a value of several lines.
    let header = what_is_wrong("title = \"E\"\n\n[[who knows]]\ntitle = 5");
    let list = what_is_wrong("title = \"E\"\nsummary = { a = [\n1 1 1 %% ((\n)) == ]\n = \"x\" = 7\n");
    let deep = what_is_wrong(&format!("title = \"E\"\nsummary = [\n{}{}\n]", "[".repeat(200), "]".repeat(200)));
    for text in [header, list, deep] {
        let found = told(&text);
        let (last, others) = found.split_last().unwrap();
        assert!(last.fix.ends_with(rest) && !others.iter().any(|one| one.fix.ends_with(rest)), "{found:#?}");
    }
    // In JSON, where a text stands for nothing.
    let text = "{\"trainee\": \"\\ud800\", \"specialism\": \"q\"}";
    let found = read_facts(&framework, &SourceFile::new("f.json", text)).1;
    let of_file = ". Nothing else of the file is looked at before that is done";
    assert!(found.len() == 1 && found[0].fix.ends_with(of_file), "{found:#?}");
}

#[test]
fn of_many_faults_of_one_kind_the_rest_is_counted() {
    // A space that is none at the beginning of each of 130 lines, and what else is wrong.
    let lines = "\u{a0}# note\n".repeat(130);
    let found = told(&BASE.replacen("title = \"A\"\n", &format!("title = 5\n{lines}"), 1));
    assert_eq!(found.len(), 102, "{found:#?}");
    assert_eq!(found.iter().filter(|one| one.what == "and 30 more of the same kind").count(), 1, "{found:#?}");
}

/// A table whose id can't be read may be meant by a name that is like it, and by no other.
#[test]
fn what_can_not_be_read_hides_no_name_that_is_not_in_it() {
    let good = format!("{BASE}{MORE}")
        .replacen("employer = \"w\"", "employer = { all = [\"w\", \"unheard\"] }", 1)
        .replacen("sat_after = [\"a\", \"b\"]", "sat_after = [\"a\", \"logg\"]", 1)
        .replacen("{ matches = \"x\" }", "{ matches = \"qq\" }", 1)
        .replacen("held = \"unit\"", "held = \"nothing\"", 1);
    let own: Vec<Problem> = told(&good);
    let names = ["unheard", "logg", "qq", "nothing"].map(|name| format!("`{name}` is no "));
    assert!(own.len() == 4 && names.iter().all(|name| own.iter().any(|one| one.what.starts_with(name))), "{own:#?}");
    for (right, wrong) in [
        ("id = \"other\"", "id = \"other"),
        ("id = \"other\"", "id = other\""),
        ("id = \"other\"", "id = \"other\" junk"),
        ("id = \"other\"", "id = [\"other\""),
        ("id = \"other\"", "id = \"\"\"other"),
        ("id = \"other\"", "id = \"ot her\""),
        ("id = \"other\"\n", "id = \"other\"\nabcdefg = 3\n"),
        ("held = { any", "abcdefg = 3\nheld = { any"),
        ("[[exempts]]\nheld = { any", "[exempts\nheld = { any"),
        ("title = \"W\"", "title = = = \"W\" = \"x"),
    ] {
        assert!(good.contains(right), "{right}");
        let found = told(&good.replacen(right, wrong, 1));
        let missing: Vec<&String> =
            names.iter().filter(|name| !found.iter().any(|one| one.what.starts_with(*name))).collect();
        assert!(missing.is_empty() && found.len() == 5, "{wrong} hides {missing:?}: {found:#?}");
    }
    // Of one that is not given anything may be meant, but one name only; of one that is, what is like it.
    let none = told(&good.replacen("id = \"other\"", "id =", 1));
    assert!(none.len() == 5 && none.iter().all(|one| !one.what.contains("`other`")), "{none:#?}");
    let like = good.replacen("\"unheard\"", "\"othr\"", 1);
    assert_eq!(told(&like).len(), 4);
    assert_eq!(told(&like.replacen("id = \"other\"", "id = \"other", 1)).len(), 4);
}

#[test]
fn a_result_without_an_id_hides_only_a_correction_of_its_own_assessment() {
    let result = |id: &str, element: &str, more: &str| {
        format!("[[results]]\n{id}\nelement = \"{element}\"\noutcome = \"pass\"\nsat_on = 2022-01-15\n{more}")
    };
    let correction = |id: &str, element: &str, of: &str| {
        result(&format!("id = \"{id}\""), element, &format!("recorded_on = 2022-02-10\ncorrects = \"{of}\"\n"))
    };
    let text = format!(
        "trainee = \"t\"\n{}{}{}",
        result("", "a", ""),
        correction("r2", "a", "r1"),
        correction("r3", "b", "gone")
    );
    let found = read_facts(&loaded(BASE), &SourceFile::new("f.toml", text)).1;
    assert_eq!(lines(&found), [2, 20], "{found:#?}");
    assert!(found[1].what.contains("`gone`"), "{found:#?}");
}

//! Headers that are missing or of another table: told once, with the one that fits, and all else that is wrong below them too.

use domain::framework::{Problem, SourceFile, load};
use domain::standing::{check_example, read_facts};

use crate::one_slip::MORE;
use crate::support::{BASE, loaded};

fn told(problems: Vec<Problem>) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

fn of_framework(text: &str) -> Vec<String> {
    told(load(&SourceFile::new("framework.toml", text)).1)
}

fn of_facts(text: &str) -> Vec<String> {
    told(read_facts(&loaded(BASE), &SourceFile::new("facts.toml", text)).1)
}

/// The headers of a text, each with its place and what it is of.
fn headers(text: &str) -> Vec<(usize, &str)> {
    let found = text.match_indices("\n[[").map(|(at, _)| (at + 1, text[at + 1..].lines().next().unwrap()));
    found.collect()
}

/// Whether one of these is the header that a fix says to write.
fn is_to_write(problem: &str, header: &str) -> bool {
    problem.split_once(". Write ").is_some_and(|(_, fix)| fix.contains(header))
}

#[test]
fn each_header_that_is_missing_is_told_once_and_is_the_one_to_write() {
    let good = format!("{BASE}{MORE}");
    for (at, header) in headers(&good) {
        for (without, line) in [("", 0), ("# \n", 1)] {
            let text = format!("{}{without}{}", &good[..at], &good[at + header.len() + 1..]);
            let found = of_framework(&text);
            let line = good[..at].lines().count() + 1 + line;
            assert!(
                found.len() == 1 && found[0].starts_with(&format!("framework.toml:{line}: the table that begins with")),
                "{header} on {line}: {found:#?}"
            );
            assert!(is_to_write(&found[0], header), "{header}: {found:#?}");
        }
    }
}

/// Also where no empty line parts the tables.
#[test]
fn a_header_is_missed_without_an_empty_line_above_it() {
    let good = format!("{BASE}{MORE}").replace("\n\n", "\n");
    for (at, header) in headers(&good) {
        let text = format!("{}{}", &good[..at], &good[at + header.len() + 1..]);
        let found = of_framework(&text);
        assert!(found.len() == 1 && is_to_write(&found[0], header), "{header}: {found:#?}");
    }
}

/// However the author writes: signs without spaces, single marks, notes and empty lines within a table.
#[test]
fn a_header_is_missed_in_every_way_of_writing() {
    let good = format!("{BASE}{MORE}");
    let ways = [
        good.replace(" = ", "="),
        good.replace(" = ", "     = "),
        good.replace("id = \"st\"", "id = 'st'").replace("status = \"st\"", "status = 'st'"),
        good.replace("\nsources = ", "\n# from where\nsources = "),
        good.replace("\nsources = ", "\n\nsources = "),
    ];
    for good in ways {
        assert_eq!(of_framework(&good), Vec::<String>::new());
        for (at, header) in headers(&good) {
            for above in [&good[..at], good[..at].trim_end()] {
                let text = format!("{above}\n{}", &good[at + header.len() + 1..]);
                let found = of_framework(&text);
                assert!(found.len() == 1 && is_to_write(&found[0], header), "{header}: {found:#?}\n{text}");
            }
        }
    }
}

#[test]
fn a_name_in_the_place_of_a_header_is_told_once() {
    let good = format!("{BASE}{MORE}");
    for (at, header) in headers(&good).into_iter().filter(|(_, header)| *header != "[[exempts]]") {
        let name = header.trim_matches(['[', ']']);
        for sign in ["", ":", " =", "=", " = [", " = {", " = [["] {
            let text = format!("{}{name}{sign}{}", &good[..at], &good[at + header.len()..]);
            let found = of_framework(&text);
            assert!(found.len() == 1 && is_to_write(&found[0], header), "{name}{sign}: {found:#?}");
        }
    }
    // Directly below a header it is a key of that table.
    let text = BASE.replacen("[[step_off]]\n", "[[step_off]]\nstatus =\n", 1).replacen("status = \"st\"\n", "", 1);
    let found = of_framework(&text);
    assert!(found.len() == 1 && found[0].contains("`status` has no value"), "{found:#?}");
}

#[test]
fn of_a_header_of_no_table_it_is_said_which_tables_there_are() {
    let good = format!("{BASE}{MORE}");
    for header in ["[[who knows]]", "[[who knows", "[[who knows]", "[[who?]]", "[[who/knows]]", "[[who, knows]]"] {
        let found = of_framework(&format!("{good}\n{header}\nwhat = 1\nelse = 2\n"));
        let begins = format!("`{header}` is the header of no table. Write [[stage]], [[element]], ");
        assert!(
            found.len() == 1 && found[0].contains(&begins) && found[0].contains(" or [[exempts]] in its place, or")
        );
        let found = of_facts(&format!("trainee = \"t\"\n\n{header}\nwhat = 1\nelse = 2\n"));
        assert!(found.len() == 1 && is_to_write(&found[0], "[[results]]"), "{header}: {found:#?}");
    }
}

/// With the id of the table, or with another text above that.
#[test]
fn a_key_in_the_place_of_a_header_is_told_once() {
    let facts = "trainee = \"t\"\n\n[[verifications]]\nid = \"v1\"\nelement = \"v\"\non = 2022-03-01\nby = \"s\"\n\n\
        [[results]]\nid = \"r1\"\nelement = \"a\"\noutcome = \"pass\"\nsat_on = 2022-01-15\n\n\
        [[awards]]\nid = \"a1\"\nstatus = \"st\"\nconferred_on = 2022-04-01\n";
    let framework = format!("{BASE}{MORE}");
    for good in [facts, &framework] {
        let told = |text: &str| if good == facts { of_facts(text) } else { of_framework(text) };
        assert_eq!(told(good), Vec::<String>::new());
        // At the top of a framework stands a title too.
        for (at, header) in headers(good).into_iter().skip(usize::from(good != facts)) {
            let name = header.trim_matches(['[', ']']);
            let below = &good[at + header.len() + 1..];
            let Some((id, rest)) = below.split_once('\n').filter(|(id, _)| id.starts_with("id = ")) else { continue };
            for sign in [" = ", ": "] {
                let text = format!("{}{name}{sign}{}\n{rest}", &good[..at], &id["id = ".len()..]);
                let found = told(&text);
                let fix = format!(" Write {header}, and {id} below it.");
                assert!(found.len() == 1 && found[0].ends_with(&fix), "{header} {id}: {found:#?}");
                let found = told(&format!("{}{name}{sign}\"x\"\n{below}", &good[..at]));
                let fix = format!(" Write {header}.");
                assert!(found.len() == 1 && found[0].ends_with(&fix), "{header} above {id}: {found:#?}");
            }
        }
    }
}

/// A key at the edge is one of the table that it stands in, where that can be read.
#[test]
fn a_list_over_several_lines_needs_no_indent() {
    let fact =
        |id: &str| format!("{{\nid = \"{id}\",\nelement = \"a\",\noutcome = \"pass\",\nsat_on = 2025-01-11,\n}},\n");
    let text = format!("trainee = \"me\"\nresults = [\n{}{}]\nenrolled_on = 2025-01-01\n", fact("r1"), fact("r2"));
    assert_eq!(of_facts(&text), Vec::<String>::new());
    let found = of_facts(&text.replacen("results = ", "results: ", 1).replacen("\"a\"", "\"q\"", 1));
    assert!(found.len() == 2 && found[0].contains("Write = in the place of :"), "{found:#?}");
}

#[test]
fn what_else_is_wrong_below_a_header_that_is_missing_is_told_too() {
    let wrong =
        BASE.replacen("credits = 10", "credits = \"ten\"", 1).replacen("id = \"b\"\nkind", "id = \"b\"\nkindd", 1);
    let own = of_framework(&wrong);
    assert_eq!(own.len(), 2, "{own:#?}");
    let element = wrong.find("[[element]]").unwrap();
    let text = format!("{}{}", &wrong[..element], wrong[element..].replacen("[[element]]", "", 1));
    let found = of_framework(&text);
    assert!(found.len() == 3 && own.iter().all(|one| found.contains(one)), "{found:#?}");
    // Of two in a row each, and what is wrong in either.
    let text = format!("{}{}", &wrong[..element], wrong[element..].replacen("[[element]]", "", 2));
    let found = of_framework(&text);
    assert!(found.len() == 4 && own.iter().all(|one| found.contains(one)), "{found:#?}");
}

#[test]
fn the_first_header_of_a_file_is_missed() {
    let text = BASE.replacen("[[experience_kind]]\n", "", 1);
    let found = of_framework(&text);
    assert_eq!(
        found,
        ["framework.toml:9: the table that begins with `id` has no header. Write [[experience_kind]] above it."]
    );
    let facts = "trainee = \"t\"\n\nid = \"r1\"\nelement = \"a\"\noutcom = \"pass\"\nsat_on = 2022-01-15\n";
    assert_eq!(
        of_facts(facts),
        [
            "facts.toml:3: the table that begins with `id` has no header. Write [[results]] above it.",
            "facts.toml:5: in `r1`, `outcom` is no field of `results`. Did you mean `outcome`?"
        ]
    );
    // What stands twice below it is named by its own lines.
    let facts = "trainee = \"t\"\n\nid = \"r1\"\nelement = \"a\"\noutcome = \"pass\"\noutcome = \"fail\"\nsat_on = 2022-01-15\n";
    let found = of_facts(facts);
    assert!(
        found.contains(
            &"facts.toml:6: `outcome` stands twice in one table, first on line 5. Keep one of them.".to_owned()
        ),
        "{found:#?}"
    );
    // A key that is written twice is no table.
    let twice = of_framework(&BASE.replacen("title = \"Mini\"\n", "title = \"Mini\"\ntitle = \"Mini\"\n", 1));
    assert!(twice.len() == 1 && twice[0].contains("`title` stands twice in one table, first on line 4"), "{twice:#?}");
}

#[test]
fn a_header_that_is_missing_in_a_facts_file_is_the_one_that_fits_the_fields() {
    let facts = "trainee = \"t\"\n[[results]]\nid = \"r1\"\nelement = \"a\"\noutcome = \"pass\"\nsat_on = 2022-01-15\n\
        [[experience]]\nid = \"e1\"\nkind = \"work\"\nfrom = 2022-01-01\nuntil = 2022-02-01\norganisation = \"Firm\"\n\
        [[awards]]\nid = \"a1\"\nstatus = \"st\"\nconferred_on = 2022-04-01\n";
    assert_eq!(of_facts(facts), Vec::<String>::new());
    for header in ["[[results]]", "[[experience]]", "[[awards]]"] {
        let found = of_facts(&facts.replacen(&format!("{header}\n"), "", 1));
        assert!(found.len() == 1 && is_to_write(&found[0], header), "{header}: {found:#?}");
        // Of another kind than the fields below it.
        let other = if header == "[[awards]]" { "[[claims]]" } else { "[[awards]]" };
        let found = of_facts(&facts.replacen(header, other, 1));
        assert!(found.len() == 1 && is_to_write(&found[0], header), "{header}: {found:#?}");
    }
}

#[test]
fn a_header_of_another_kind_of_table_is_told_once() {
    let good = format!("{BASE}{MORE}");
    let mut odd = Vec::new();
    for (header, other) in [
        ("[[element]]", "[[status]]"),
        ("[[stage]]", "[[element]]"),
        ("[[competency]]", "[[element]]"),
        ("[[exempts]]", "[[prior]]"),
    ] {
        let places = headers(&good).into_iter().filter(|(_, own)| *own == header);
        for (at, _) in places {
            let text = format!("{}{other}{}", &good[..at], &good[at + header.len()..]);
            let found = of_framework(&text);
            // An area has no key that an element has not.
            let is_area = good[at..].starts_with("[[competency]]\nid = \"area\"")
                || good[at..].starts_with("[[competency]]\nid = \"other\"");
            if !is_area && (found.len() != 1 || !is_to_write(&found[0], header)) {
                odd.push(format!("{header} as {other}, {}: {found:#?}", &good[at..at + 30]));
            }
        }
    }
    assert!(odd.is_empty(), "{}", odd.join("\n"));
}

#[test]
fn brackets_of_a_header_that_are_wrong_hide_nothing_below_it() {
    let wrong = BASE.replacen("title = \"S\"", "titel = \"S\"", 1).replacen(
        "all = [\"p\", \"v\"]",
        "all = [\"p\", \"v\", \"w\"]",
        1,
    );
    let own = of_framework(&wrong);
    assert_eq!(own.len(), 2, "{own:#?}");
    for header in ["[[stage]", "[stage]]", "stage]]", "[[stage"] {
        let found = of_framework(&wrong.replacen("[[stage]]", header, 1));
        assert!(found.len() == 3 && own.iter().all(|one| found.contains(one)), "{header}: {found:#?}");
        assert!(
            found.iter().any(|one| one.ends_with(
                "this is not TOML: the header of stage stands in two brackets on each side. Write [[stage]]."
            )),
            "{found:#?}"
        );
    }
}

/// A header that is misspelt, or in other brackets or none, is told wherever it is, and hides nothing.
#[test]
fn each_header_that_is_odd_is_told_on_its_line() {
    let rule = "requires = { all = [\n    \"t\",\n    \"log\",\n    { matches = \"x\" },\n] }";
    let good = format!("{BASE}{MORE}").replacen("requires = { all = [\"t\", \"log\", { matches = \"x\" }] }", rule, 1);
    assert_eq!(of_framework(&good), Vec::<String>::new());
    let wrong = |name: &str| {
        let misspelt = format!("{name}s");
        let (one, two) = (format!("[{name}]"), format!("[[{misspelt}]]"));
        [
            one,
            two,
            name.to_owned(),
            format!("{name}:"),
            misspelt.clone(),
            format!("  [{name}]"),
            format!("[{misspelt}]"),
        ]
    };
    for (at, header) in headers(&good) {
        let name = header.trim_matches(['[', ']']);
        for with in wrong(name) {
            let text = format!("{}{with}{}", &good[..at], &good[at + header.len()..]);
            let found = of_framework(&text);
            let begins = format!("framework.toml:{}: ", good[..at].lines().count() + 1);
            let is_told = found.len() == 1 && found[0].starts_with(&begins) && is_to_write(&found[0], header);
            assert!(is_told, "{with} for {header}: {found:#?}");
        }
    }
    // The same slip twice is two.
    let found = of_framework(&good.replace("[[prior]]", "[[priro]]"));
    assert!(found.len() == 3 && found.iter().all(|one| is_to_write(one, "[[prior]]")), "{found:#?}");
    // Also where nobody knows what is meant.
    let found = of_framework(&good.replace("[[prior]]", "[[unheard-of]]"));
    assert_eq!(found.iter().filter(|one| one.contains("has no key `unheard-of`")).count(), 3, "{found:#?}");
}

/// An id that can't be read tells all the same that a table begins.
#[test]
fn a_bare_header_is_one_below_a_table_whose_id_can_not_be_read() {
    for id in ["id = \"a", "id = = \"a\"", "id = a\"", "id \"a\"", "id: \"a\"", "id = \"a\" x"] {
        for header in ["element", "[element]", "[[element]"] {
            let text = BASE.replacen("id = \"a\"", id, 1).replacen(
                "[[element]]\nid = \"b\"",
                &format!("{header}\nid = \"b\""),
                1,
            );
            let found = of_framework(&text);
            assert!(found.len() == 2 && is_to_write(&found[1], "[[element]]"), "{id}, {header}: {found:#?}");
        }
    }
}

#[test]
fn a_header_that_is_missing_in_an_example_is_told_once() {
    let good = "description = \"x\"\non = 2022-01-01\n\n[expect]\na = \"met\"\n\n[progress]\na = \"0 of 1\"\n\n\
        [keys]\ns = { results = false }\n\n[[says]]\nnode = \"a\"\ntext = \"x\"\n\n\
        [facts]\ntrainee = \"t\"\nresults = []\n\n[[facts.awards]]\nid = \"a1\"\nstatus = \"st\"\nconferred_on = 2022-01-01\n";
    let of_example = |text: &str| told(check_example(Some(&loaded(BASE)), &SourceFile::new("e.toml", text)));
    assert_eq!(of_example(good), Vec::<String>::new());
    for header in ["[expect]", "[progress]", "[keys]", "[[says]]", "[facts]", "[[facts.awards]]"] {
        let found = of_example(&good.replacen(&format!("{header}\n"), "", 1));
        assert!(found.len() == 1 && is_to_write(&found[0], header), "{header}: {found:#?}");
    }
}

#[test]
fn a_fact_in_a_list_of_others_is_one_problem() {
    let facts = "{\"trainee\": \"t\", \"claims\": [{\"id\": \"r1\", \"element\": \"a\", \"outcome\": \"pass\", \"sat_on\": \"2022-01-15\"}]}";
    let found = told(read_facts(&loaded(BASE), &SourceFile::new("f.json", facts)).1);
    let says = "f.json:1: in `r1`, what stands here in `claims` has the fields of `results`. \
        Move it to `results`, or write that in the place of `claims`.";
    assert_eq!(found, [says]);
    assert_eq!(
        of_facts(
            "trainee = \"t\"\nclaims = [{ id = \"r1\", element = \"a\", outcome = \"pass\", sat_on = 2022-01-15 }]\n"
        )
        .len(),
        1
    );
}

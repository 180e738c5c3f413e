//! Nodes that need each other, and keys that ask for what is not theirs.

use crate::loading::{one_fault, problems};
use crate::one_slip::MORE;
use crate::small::small;
use crate::support::BASE;

#[test]
fn a_circle_is_spelt_out() {
    let text = BASE
        .replacen("title = \"A\"\n", "title = \"A\"\nrequires = \"b\"\n", 1)
        .replacen("title = \"B\"\n", "title = \"B\"\nrequires = \"c\"\n", 1)
        .replacen("title = \"C\"\n", "title = \"C\"\nrequires = \"a\"\n", 1);
    let found = problems(&text);
    assert_eq!(found.len(), 1, "{found:?}");
    let circle = &found[0].what;
    assert!(
        ["`a` needs `b` needs `c` needs `a`", "`b` needs `c` needs `a` needs `b`", "`c` needs `a` needs `b` needs `c`"]
            .iter()
            .any(|told| circle.ends_with(told)),
        "{circle}"
    );
    let alone = problems(&BASE.replacen("title = \"A\"\n", "title = \"A\"\nrequires = \"a\"\n", 1));
    assert!(alone[0].what.ends_with("`a` needs `a`"), "{alone:?}");
}

/// Two circles that share a node are two slips; two that share what one needs of another are one.
#[test]
fn as_many_circles_are_told_as_needs_have_to_be_taken_out() {
    let needing = |needs: [&str; 3]| {
        let with = |text: String, (id, rule): (&str, &str)| {
            let title = format!("title = \"{id}\"\n");
            text.replacen(&title, &format!("{title}requires = {rule}\n"), 1)
        };
        let some = ["A", "B", "C"].into_iter().zip(needs).filter(|(_, rule)| !rule.is_empty());
        problems(&some.fold(BASE.to_owned(), with)).into_iter().map(|one| one.what).collect::<Vec<_>>()
    };
    let nobody = "a circle that nobody could enter: ";
    let rest = "a circle in which nothing can be settled before the rest: ";
    let cases: [([&str; 3], &str, &[&str]); 5] = [
        (
            ["\"b\"", "{ all = [\"a\", \"c\"] }", "\"b\""],
            nobody,
            &["`b` needs `a` needs `b`", "`c` needs `b` needs `c`"],
        ),
        (["\"b\"", "{ all = [\"a\", \"c\"] }", "\"a\""], nobody, &["`b` needs `a` needs `b`"]),
        // One way in is enough.
        (["\"b\"", "{ any = [\"a\", \"c\"] }", "\"b\""], nobody, &["`b` needs `a` needs `b`"]),
        (
            [
                "{ any = [\"b\", { joined_from = 2020-01-01 }] }",
                "{ any = [\"a\", \"c\", { joined_from = 2020-01-01 }] }",
                "{ any = [\"b\", { joined_from = 2020-01-01 }] }",
            ],
            rest,
            &["`b` needs `a` needs `b`", "`c` needs `b` needs `c`"],
        ),
        (["\"a\"", "", "\"c\""], nobody, &["`a` needs `a`", "`c` needs `c`"]),
    ];
    for (needs, kind, circles) in cases {
        assert_eq!(needing(needs), circles.iter().map(|circle| format!("{kind}{circle}")).collect::<Vec<_>>());
    }
}

/// What a stage requires is one need, though all that belongs to it needs it too.
#[test]
fn a_circle_of_stages_is_told_once() {
    let good = format!("{BASE}{MORE}");
    let nobody = "a circle that nobody could enter: ";
    for (from, to, ring) in [
        ("id = \"s\"\n", "id = \"s\"\nrequires = \"t\"\n", "`t` needs `s` needs `t`"),
        ("id = \"s\"\n", "id = \"s\"\nrequires = \"s\"\n", "`s` needs `s`"),
        ("all = [\"s\", { any", "all = [\"s\", \"t\", { any", "`t` needs `t`"),
        ("title = \"A\"\n", "title = \"A\"\nsat_after = [\"d\"]\n", "`d` needs `a` needs `d`"),
    ] {
        assert!(good.contains(from), "{from}");
        let found = problems(&good.replacen(from, to, 1));
        assert!(found.len() == 1 && found[0].what == format!("{nobody}{ring}"), "{found:#?}");
    }
    // Two ways into each of two, which are in each other's.
    let either = good.replacen("title = \"A\"\n", "title = \"A\"\nrequires = { any = [\"b\", \"e\"] }\n", 1);
    let either = either.replacen("title = \"B\"\n", "title = \"B\"\nrequires = { any = [\"a\", \"d\"] }\n", 1);
    let found = problems(&either);
    assert!(found.len() == 1 && found[0].what == format!("{nobody}`b` needs `a` needs `b`"), "{found:#?}");
}

#[test]
fn the_results_key_asks_for_nothing_that_is_seen_at_work() {
    for (rule, says) in [
        ("\"o1\"", "asks for `o1`, which is of kind outcome"),
        ("\"area\"", "asks for `area`, which is of kind competency area"),
        ("{ examples = 1, of = \"o1\" }", "asks for examples, hours or a period"),
        ("{ hours = 1, kind = \"work\" }", "asks for examples, hours or a period"),
        ("{ any = [\"c\", { period = \"1 day\", kind = \"work\" }] }", "asks for examples, hours or a period"),
        ("\"v\"", "asks for `v`, which is of kind employer verification"),
    ] {
        let text = BASE.replacen(
            "results = { all = [\"a\", \"b\", \"c\"] }",
            &format!("results = {{ all = [\"a\", \"b\", \"c\", {rule}] }}"),
            1,
        );
        let told: Vec<String> = problems(&text).iter().map(ToString::to_string).collect();
        assert!(told.iter().any(|problem| problem.contains(says)), "{rule}: {told:#?}");
    }
}

#[test]
fn what_is_gathered_in_two_ways_keeps_one() {
    one_fault(
        "outcomes_of = [\"area\"]\n",
        "outcomes_of = [\"area\"]\ngather = { hours = 1, kind = \"work\" }\n",
        "none",
        "`p` has `gather` and `outcomes_of`, and only one of them can complete it",
    );
}

#[test]
fn what_has_to_be_passed_first_is_an_assessment_and_makes_no_circle() {
    one_fault(
        "title = \"A\"\n",
        "title = \"A\"\nsat_after = [\"v\"]\n",
        "none",
        "`v` is an employer verification, not an assessment or course",
    );
    one_fault(
        "title = \"V\"\n",
        "title = \"V\"\nsat_after = [\"a\"]\n",
        "none",
        "`v` is no assessment or course, and has `sat_after`",
    );
    let text = BASE.replacen("title = \"A\"\n", "title = \"A\"\nsat_after = [\"b\"]\n", 1).replacen(
        "title = \"B\"\n",
        "title = \"B\"\nsat_after = [\"a\"]\n",
        1,
    );
    let told: Vec<String> = problems(&text).iter().map(ToString::to_string).collect();
    assert!(told.len() == 1 && told[0].contains("a circle that nobody could enter"), "{told:#?}");
}

/// Nobody can begin what belongs to a stage before the stage is entered.
#[test]
fn what_lets_one_enter_a_stage_belongs_to_no_such_stage() {
    let tables = r#"
kind k
stage s: results = "a"; employer = { all = ["p", "e"] }; requires = RULE
assessment a in s
assessment r
assessment f: requires = "a"
experience e in s: gather = { hours = 1, kind = "k" }
portfolio p in s: outcomes_of = ["area"]
competency area
outcome o in s: examples = 1
award st: { all = ["r", "f"] }
award one: "a"
"#;
    let circle = |ring: &str| format!("a circle that nobody could enter: {ring}");
    for (rule, rings) in [
        ("\"a\"", &["`a` needs `s` to be entered, which needs `a`"][..]),
        ("\"e\"", &["`e` needs `s` to be entered, which needs `e`"]),
        ("\"area\"", &["`o` needs `s` to be entered, which needs `area` needs `o`"]),
        ("{ examples = 1, of = \"o\" }", &["`o` needs `s` to be entered, which needs `o`"]),
        ("\"f\"", &["`f` needs `a` needs `s` to be entered, which needs `f`"]),
        ("{ holds = \"one\" }", &["`one` needs `one-off` needs `a` needs `s` to be entered, which needs `one`"]),
        (
            "{ all = [\"a\", \"r\", \"e\"] }",
            &["`a` needs `s` to be entered, which needs `a`", "`e` needs `s` to be entered, which needs `e`"],
        ),
        // One way in is enough.
        ("{ any = [\"a\", \"r\"] }", &[]),
        ("{ any = [\"a\", { exempt = [\"a\"] }] }", &[]),
        ("{ hours = 1, kind = \"k\" }", &[]),
    ] {
        let text = small(&tables.replace("RULE", rule));
        let found = problems(&text);
        let told: Vec<&str> = found.iter().map(|one| one.what.as_str()).collect();
        assert_eq!(told, rings.iter().map(|ring| circle(ring)).collect::<Vec<_>>(), "{rule}");
        let is_of_stage = |line: usize| text.lines().nth(line - 1) == Some("[[stage]]");
        assert!(found.iter().all(|one| one.fix == "Take one of these needs out" && is_of_stage(one.line)), "{found:?}");
    }
}

//! Claims for one outcome are asked for once, and work that counts in its own way is not asked for twice and takes its time.

use domain::plan::plan;
use domain::standing::{Dated, FactsFile, Since};

use crate::small::{ON, small, steps};
use crate::support::{bound, d, loaded, nobody, pass, spell};

const SHOWN: &str = r#"
competency area
stage s: results = "b"
assessment b in s
outcome o in s: examples = 1
"#;

#[test]
fn pieces_of_work_of_one_outcome_are_one_step() {
    let of = |rules: &str| steps(&format!("{SHOWN}award t: {{ all = [\"b\", {rules}] }}\n"), &nobody(), "t");
    let twice = of("{ examples = 1, of = \"o\" }, { examples = 2, of = \"o\" }");
    assert_eq!(twice, ["Pass B", "Show O with 2 pieces of work", "Apply for the status T"]);
    let signed = of("{ examples = 3, of = \"o\" }, { examples = 1, of = \"o\", distinct_signers = 2 }");
    assert_eq!(signed[1], "Show O with 3 pieces of work, decided by at least 2 different people");
}

/// Also over time, where some of the pieces grow too old before a title begins; and of two ways with as many steps the one with
/// fewer pieces is taken.
#[test]
fn pieces_of_work_that_grow_too_old_are_shown_at_once_by_as_many_people() {
    let tables = format!(
        "{SHOWN}award one: {{ examples = 3, of = \"o\", valid_for = \"1 month\" }}; valid_from = 2024-08-01\n\
         award t: {{ all = [{{ holds = \"one\" }}, {{ examples = 2, of = \"o\", distinct_signers = 2 }}, \"b\"] }}\n"
    );
    let told = steps(&tables, &nobody(), "t");
    assert_eq!(told.len(), 5, "{told:#?}");
    assert!(
        told.contains(&"Show O with 3 pieces of work, decided by at least 2 different people".to_owned()),
        "{told:#?}"
    );
    let fewer = format!(
        "{SHOWN}award t: {{ any = [{{ examples = 3, of = \"o\", valid_for = \"1 month\" }}, {{ examples = 2, of = \"o\" }}] }}\n"
    );
    let told = steps(&fewer, &nobody(), "t");
    assert_eq!(told, ["Show O with 2 pieces of work", "Apply for the status T"]);
}

#[test]
fn a_kind_that_counts_once_counts_for_the_wider_one_too() {
    let tables = r#"
kind wide
kind once: counts_as = "wide"; hours_flat = 60
stage s: results = "b"
assessment b in s
award t: { all = ["b", { hours = 10, kind = "wide" }, { hours = 60, kind = "once" }] }
"#;
    let facts = FactsFile { results: vec![pass("r", "b", "2024-01-02")], ..nobody() };
    let told = steps(tables, &facts, "t");
    assert_eq!(told.len(), 2, "{told:#?}");
}

/// Whoever signed for results and for such work is not to confirm the rest of it.
#[test]
fn the_rest_of_work_is_confirmed_by_somebody_else() {
    let tables = r#"
kind k
stage s: results = "b"; employer = "x"
assessment b in s
experience x in s: gather = { hours = 10, kind = "k" }
award t: "s"
"#;
    let mut result = pass("r", "b", "2024-01-02");
    result.confirmed_by = Some("boss".into());
    let mut work = spell("w", "k", "2024-01-02", "2024-02-02", 10);
    work.minutes = 599;
    work.confirmed_by = Some("boss".into());
    let facts = FactsFile { results: vec![result], experience: vec![work], ..nobody() };
    let told = steps(tables, &facts, "t");
    let rest = told.iter().find(|step| step.starts_with("Gather")).unwrap();
    assert_eq!(
        rest,
        "Gather 1 min more for X (K) and have them confirmed; whoever confirms it signed for none of the results"
    );
}

/// A specialism that is chosen from a later day on is told: the plan is made for that of today.
#[test]
fn a_specialism_that_changes_later_is_told() {
    let tables = "specialism a\nspecialism z\nstage s: results = \"b\"\nassessment b in s\naward t: { all = [\"b\", { matches = \"z\" }] }\n";
    let framework = loaded(&small(tables));
    let since = |is: &str, since: Option<&str>| Since {
        is: is.to_owned(),
        since: since.map(crate::support::d),
        recorded_on: Some(d("2024-01-01")),
    };
    let of = |first: &str, then: &str| {
        let specialism = Dated::Changing(vec![since(first, None), since(then, Some("2024-09-01"))]);
        let facts = bound(&framework, &FactsFile { specialism, ..nobody() });
        plan(&framework, &facts, framework.find("t").unwrap(), d(ON))
    };
    assert_eq!(of("z", "a").unwrap().provided, ["The specialism is A from 1 September 2024 on"]);
    assert!(of("a", "z").unwrap_err().because.contains(&"The specialism is Z from 1 September 2024 on".to_owned()));
}

/// What counts by the week takes whole weeks, also where the plan is carried out.
#[test]
fn what_counts_by_the_week_takes_whole_weeks() {
    let tables = r#"
kind k
kind weekly: hours_per_week = 10
stage s: results = "b"
assessment b in s: expires = "1 year"
award other: "b"
award t: { all = ["b", { not = { holds = "other" } }, { hours = 30, kind = "weekly" }] }
award u: { all = [{ hours = 30, kind = "weekly" }, { hours = 10, kind = "k", window = "1 month" }] }
"#;
    let facts = FactsFile { results: vec![pass("r", "b", "2024-05-02")], ..nobody() };
    for (target, expected) in [("t", 2), ("u", 3)] {
        let framework = loaded(&small(tables));
        let plan = plan(&framework, &bound(&framework, &facts), framework.find(target).unwrap(), d(ON)).unwrap();
        let sentences: Vec<String> = plan.steps.into_iter().map(|step| step.sentence).collect();
        assert_eq!(sentences.len(), expected, "{sentences:#?}");
        let said = |own: &String| own.starts_with("Weekly counts 10 h") || own.starts_with("B lapses on");
        assert!(plan.provided.iter().all(said), "{target}: {:#?}", plan.provided);
    }
}

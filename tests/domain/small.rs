//! Small frameworks, a line for each table, and what is planned in them.

use domain::framework::Framework;
use domain::plan::{Plan, plan};
use domain::standing::FactsFile;

use crate::carrying_out::{not_open, reaches};
use crate::support::{bound, d, loaded};

/// The day on which plans begin.
pub const ON: &str = "2024-05-15";

/// The keys of a stage, and why it may have none of them.
const KEYS: [(&str, &str); 2] =
    [("results", "no_results_key = \"seen at work\"\n"), ("employer", "no_employer_key = \"a test\"\n")];

/// The text of a framework. A line of `tables` is a word for what it is, its id, in which stage it is, and its keys after a
/// colon, with semicolons between: `assessment a in s: expires = "1 year"; credits = 10`. The line `award st: "s"` is a status
/// with the step-off `st-off` that requires the rule, with keys of the status after it; `outcome o in s` is one of the
/// competency `area`.
pub fn small(tables: &str) -> String {
    let head = "slug = \"mini\"\nversion = \"1\"\ntitle = \"Mini\"\nbody = \"Body\"\neffective_from = 2015-01-01\n";
    tables.lines().filter(|line| !line.trim().is_empty()).fold(head.to_owned(), |text, line| text + &table(line))
}

fn table(line: &str) -> String {
    let (what, keys) = line.split_once(':').unwrap_or((line, ""));
    let mut words = what.split_whitespace();
    let (sort, id) = (words.next().unwrap(), words.next().unwrap());
    let stage = words.nth(1).map(|stage| format!("stage = \"{stage}\"\n")).unwrap_or_default();
    let title = format!("{}{}", id[..1].to_uppercase(), id[1..].replace('-', " "));
    let begun = |list: &str| format!("[[{list}]]\nsources = [\"t\"]\nid = \"{id}\"\ntitle = \"{title}\"\n");
    let keys: String = keys.split(';').map(|key| format!("{}\n", key.trim())).collect();
    match sort {
        "award" => {
            let (rule, own) = keys.split_once('\n').unwrap_or_default();
            begun("status") + own + &table(&format!("step_off {id}-off: status = \"{id}\"; requires = {rule}"))
        }
        "stage" => {
            let without = KEYS.iter().filter(|(key, _)| !keys.contains(&format!("{key} =")));
            begun(sort) + &keys + &without.map(|(_, why)| *why).collect::<String>()
        }
        "kind" => begun("experience_kind") + &keys,
        "outcome" => begun("competency") + "parent = \"area\"\n" + &stage + &keys,
        "assessment" | "course" | "experience" | "portfolio" | "verification" => {
            format!("{}kind = \"{sort}\"\n{stage}{keys}", begun("element"))
        }
        _ => begun(sort) + &keys,
    }
}

/// The plan for some target, which is reached by steps each of which is open in its turn.
pub fn way(framework: &Framework, facts: &FactsFile, target: &str) -> Plan {
    reaches(framework, facts, target, d(ON)).unwrap();
    let plan = plan(framework, &bound(framework, facts), framework.find(target).unwrap(), d(ON)).unwrap();
    if plan.provided.is_empty() {
        assert_eq!(not_open(framework, &plan, facts, d(ON)), None, "{target}: {:#?}", plan.steps);
    }
    plan
}

/// The steps of that plan in the framework of some tables, in words.
pub fn steps(tables: &str, facts: &FactsFile, target: &str) -> Vec<String> {
    way(&loaded(&small(tables)), facts, target).steps.into_iter().map(|step| step.sentence).collect()
}

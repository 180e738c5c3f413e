//! What a plan says of days: a wait is a step like any other, a title that ends may end before it is applied for, and a pass
//! may wait to be confirmed.

use domain::plan::{What, plan};
use domain::standing::{Dated, FactsFile, Outcome};

use crate::plan_opens::{ON, steps, text};
use crate::support::{bound, d, loaded, nobody, pass};

/// A stage that asks for some of A, B and C, and a status for it; A may be sat once in five months.
fn nodes(results: &str, a: &str, b: &str, st: &str, others: &str) -> String {
    let element = |id: &str, more: &str| {
        let title = id.to_uppercase();
        format!("[[element]]\nid = \"{id}\"\nkind = \"assessment\"\ntitle = \"{title}\"\nstage = \"s\"\n{more}")
    };
    [
        &format!("[[stage]]\nid = \"s\"\ntitle = \"S\"\nresults = {results}\nno_employer_key = \"a test\"\n"),
        &*element("a", a),
        &element("b", b),
        &element("c", ""),
        &format!("[[status]]\nid = \"st\"\ntitle = \"St\"\n{st}"),
        "[[step_off]]\nid = \"off\"\ntitle = \"Off\"\nstatus = \"st\"\nrequires = \"s\"\n",
        others,
    ]
    .concat()
}

const ONCE: &str = "attempts = { max = 1, within = \"5 months\" }\n";

fn failed() -> FactsFile {
    let mut fail = pass("r1", "a", "2024-05-04");
    fail.outcome = Outcome::Fail;
    FactsFile { results: vec![fail], ..nobody() }
}

#[test]
fn a_way_without_a_wait_is_shorter_than_the_same_with_one() {
    let route = "[[route]]\nid = \"r\"\ntitle = \"R\"\nrequires = \"c\"\n";
    let any = nodes(r#"{ any = ["a", "b"] }"#, ONCE, "", "", route);
    assert_eq!(steps(&any, &failed(), "st"), ["Pass B", "Apply for the status St"]);
    let both = nodes(r#"{ all = ["c", { any = ["a", "b"] }] }"#, ONCE, "", "", "");
    assert_eq!(steps(&both, &failed(), "st"), ["Pass B", "Pass C", "Apply for the status St"]);
    // Where there is no other way, one waits.
    let only = nodes(r#"{ all = ["a", "b", "c"] }"#, ONCE, "", "", "");
    assert!(steps(&only, &failed(), "st").iter().any(|step| step.starts_with("Wait until 4 October 2024")));
}

#[test]
fn a_title_that_is_conferred_later_costs_a_wait() {
    let gate = "[[status]]\nid = \"gate\"\ntitle = \"Gate\"\nvalid_from = 2024-09-01\n\
                [[step_off]]\nid = \"gate-off\"\ntitle = \"Gate off\"\nstatus = \"gate\"\nrequires = { joined_from = 2000-01-01 }\n";
    let a = "requires = { holds = \"gate\" }\n";
    let any = nodes(r#"{ any = ["a", "b"] }"#, a, "requires = \"c\"\n", "", gate);
    let facts = FactsFile { joined_on: Dated::Always(d("2020-01-01")), ..nobody() };
    assert_eq!(steps(&any, &facts, "st"), ["Pass C", "Pass B", "Apply for the status St"]);
}

#[test]
fn a_title_that_ends_is_told_where_steps_come_before_it() {
    for until in ["2024-05-16", "2034-01-01"] {
        let st = format!("valid_until = {until}\n");
        let framework = loaded(&text(&nodes(r#"{ all = ["a", "b", "c"] }"#, "", "", &st, "")));
        let st = framework.find("st").unwrap();
        let provided = plan(&framework, &bound(&framework, &nobody()), st, d(ON)).unwrap().provided;
        assert!(provided.len() == 1 && provided[0].starts_with("St is no longer conferred from"), "{provided:?}");
        // Who has only to apply needs no time.
        let facts = FactsFile {
            results: ["a", "b", "c"].map(|id| pass(&format!("r-{id}"), id, "2024-01-10")).into(),
            ..nobody()
        };
        let plan = plan(&framework, &bound(&framework, &facts), st, d(ON)).unwrap();
        assert_eq!(plan.steps.iter().map(|step| step.what).collect::<Vec<_>>(), [What::Apply]);
        assert!(plan.provided.is_empty(), "{:?}", plan.provided);
    }
}

#[test]
fn a_pass_that_waits_to_be_confirmed_is_told_with_its_step() {
    let all = nodes(r#"{ all = ["a", "b", "c"] }"#, "", "requires = \"a\"\n", "", "");
    let mut waits = pass("r1", "a", "2024-05-10");
    (waits.confirmed_on, waits.confirmed_by) = (None, None);
    let facts = FactsFile { results: vec![waits], ..nobody() };
    let told = steps(&all, &facts, "st");
    assert_eq!(told[..2], ["Pass A; a result of it waits to be confirmed", "Pass B"]);
}

#[test]
fn what_belongs_to_a_stage_needs_the_choice_that_opens_it() {
    let nodes = "[[specialism]]\nid = \"red\"\ntitle = \"Red\"\n\
                 [[stage]]\nid = \"s\"\ntitle = \"S\"\nresults = \"a\"\nno_employer_key = \"a test\"\n\
                 requires = { matches = \"red\" }\n\
                 [[element]]\nid = \"a\"\nkind = \"assessment\"\ntitle = \"A\"\nstage = \"s\"\n";
    let framework = loaded(&text(nodes));
    let plan = plan(&framework, &bound(&framework, &nobody()), framework.find("s").unwrap(), d(ON)).unwrap();
    let told: Vec<_> = plan.steps.iter().map(|step| (step.sentence.as_str(), &step.needs[..])).collect();
    assert_eq!(told, [("Choose the specialism Red", &[][..]), ("Pass A", &[0])]);
}

#[test]
fn work_done_before_a_wait_counts_after_it_as_long_as_it_is_looked_at() {
    let gathered = |window: &str| {
        let nodes = format!(
            "[[experience_kind]]\nid = \"k\"\ntitle = \"K\"\n\
             [[stage]]\nid = \"s\"\ntitle = \"S\"\nresults = \"a\"\nemployer = \"e\"\n\
             [[element]]\nid = \"a\"\nkind = \"assessment\"\ntitle = \"A\"\nstage = \"s\"\nrequires = {{ holds = \"gate\" }}\n\
             [[element]]\nid = \"e\"\nkind = \"experience\"\ntitle = \"E\"\nstage = \"s\"\n\
             gather = {{ hours = 10, kind = \"k\", window = \"{window}\" }}\n\
             [[status]]\nid = \"gate\"\ntitle = \"Gate\"\n\
             [[step_off]]\nid = \"gate-off\"\ntitle = \"Gate off\"\nstatus = \"gate\"\nrequires = {{ hours = 10, kind = \"k\" }}\n\
             [[status]]\nid = \"one\"\ntitle = \"One\"\nvalid_from = 2024-09-01\n\
             [[step_off]]\nid = \"one-off\"\ntitle = \"One off\"\nstatus = \"one\"\nrequires = \"e\"\n\
             [[status]]\nid = \"st\"\ntitle = \"St\"\n\
             [[step_off]]\nid = \"off\"\ntitle = \"Off\"\nstatus = \"st\"\nrequires = {{ all = [\"s\", {{ holds = \"one\" }}] }}\n"
        );
        steps(&nodes, &nobody(), "st").iter().filter(|step| step.starts_with("Gather")).count()
    };
    assert_eq!(gathered("1 year"), 1);
    assert_eq!(gathered("2 months"), 2);
}

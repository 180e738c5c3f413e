//! Work that is chosen comes before what requires it, and what requires it names it.

use domain::framework::Framework;
use domain::plan::{Plan, plan};
use domain::standing::{ExperienceFact, FactsFile};

use crate::carrying_out::reaches;
use crate::support::{bound, d, loaded, nobody, spell};

const ON: &str = "2024-05-15";

/// A status that asks for something, and what else there is; B requires the portfolio P.
fn text(asks: &str, p: &str, b: &str, others: &str) -> String {
    format!(
        "slug = \"mini\"\nversion = \"1\"\ntitle = \"Mini\"\nbody = \"Body\"\neffective_from = 2015-01-01\n\
         [[experience_kind]]\nid = \"work\"\ntitle = \"Work\"\nsources = [\"t\"]\n\
         [[experience_kind]]\nid = \"narrow\"\ntitle = \"Narrow\"\ncounts_as = \"work\"\nsources = [\"t\"]\n\
         [[experience_kind]]\nid = \"law\"\ntitle = \"Law\"\ncounts_as = \"work\"\nsources = [\"t\"]\n\
         [[stage]]\nid = \"s\"\ntitle = \"S\"\nsources = [\"t\"]\nresults = \"a\"\nno_employer_key = \"a test\"\n\
         [[element]]\nid = \"a\"\nkind = \"assessment\"\ntitle = \"A\"\nstage = \"s\"\nsources = [\"t\"]\n\
         [[element]]\nid = \"p\"\nkind = \"experience\"\ntitle = \"P\"\nsources = [\"t\"]\ngather = {p}\n\
         [[element]]\nid = \"b\"\nkind = \"{b}\"\ntitle = \"B\"\nstage = \"s\"\nsources = [\"t\"]\nrequires = \"p\"\n\
         {others}\
         [[status]]\nid = \"end\"\ntitle = \"End\"\nsources = [\"t\"]\n\
         [[step_off]]\nid = \"off\"\ntitle = \"Off\"\nsources = [\"t\"]\nstatus = \"end\"\nrequires = {asks}\n\
         [[route]]\nid = \"r\"\ntitle = \"R\"\nsources = [\"t\"]\nrequires = {{ all = [{{ hours = 1, kind = \"law\" }}, {{ hours = 1, kind = \"narrow\" }}, {{ hours = 1, kind = \"work\" }}] }}\n"
    )
}

fn gathered(id: &str, gather: &str) -> String {
    format!(
        "[[element]]\nid = \"{id}\"\nkind = \"experience\"\ntitle = \"{}\"\nsources = [\"t\"]\ngather = {gather}\n",
        id.to_uppercase()
    )
}

fn way(framework: &Framework, facts: &FactsFile) -> Plan {
    plan(framework, &bound(framework, facts), framework.find("end").unwrap(), d(ON)).unwrap()
}

/// Each step in short, with the places of those that it needs.
fn told(text: &str) -> Vec<String> {
    let framework = loaded(text);
    reaches(&framework, &nobody(), "end", d(ON)).unwrap();
    let steps = way(&framework, &nobody()).steps;
    let short = |sentence: &str| sentence.replace(" and have them confirmed", "").replace(" more for ", " for ");
    steps.iter().map(|step| format!("{} {:?}", short(&step.sentence), step.needs)).collect()
}

#[test]
fn work_that_is_chosen_comes_before_what_requires_a_part_of_it() {
    let asks = r#"{ all = ["b", { any = [{ hours = 30, kind = "work" }, { hours = 30, kind = "narrow" }] }] }"#;
    let steps = told(&text(asks, "{ hours = 20, kind = \"work\" }", "assessment", ""));
    assert_eq!(steps, ["Gather 30 h for Off (Work) []", "Pass B [0]", "Apply for the status End [0, 1]"]);
    // The same where there is no choice.
    let asks = r#"{ all = ["b", { hours = 30, kind = "narrow" }] }"#;
    let steps = told(&text(asks, "{ hours = 20, kind = \"work\" }", "assessment", ""));
    assert_eq!(steps, ["Gather 30 h for Off (Narrow) []", "Pass B [0]", "Apply for the status End [0, 1]"]);
}

#[test]
fn work_comes_before_what_requires_it_though_something_else_is_chosen() {
    let asks = r#"{ all = ["b", "h", { any = [{ hours = 5, kind = "narrow" }, "y"] }] }"#;
    let others = gathered("h", "{ hours = 30, kind = \"narrow\" }")
        + "[[element]]\nid = \"y\"\nkind = \"course\"\ntitle = \"Y\"\nsources = [\"t\"]\n";
    let steps = told(&text(asks, "{ hours = 20, kind = \"work\" }", "assessment", &others));
    assert_eq!(steps.len(), 3, "{steps:?}");
    assert!(steps[0].starts_with("Gather 30 h ") && steps[1] == "Pass B [0]", "{steps:?}");
}

#[test]
fn a_verification_needs_the_work_that_it_requires() {
    let asks = r#"{ all = ["b", { any = ["h", "y"] }] }"#;
    let others =
        gathered("h", "{ hours = 50, kind = \"narrow\" }") + &gathered("y", "{ hours = 60, kind = \"narrow\" }");
    let steps = told(&text(asks, "{ hours = 20, kind = \"work\" }", "verification", &others));
    assert_eq!(steps.len(), 3, "{steps:?}");
    assert!(steps[0].starts_with("Gather 50 h ") && steps[1].starts_with("Ask the employer"), "{steps:?}");
    assert!(steps[1].ends_with(" [0]"), "{steps:?}");
}

#[test]
fn what_is_chosen_in_what_comes_first_may_be_brought_by_what_comes_with_it() {
    let others = gathered("z", "{ hours = 50, kind = \"narrow\" }");
    let one = r#"{ any = [{ hours = 20, kind = "work" }, { period = "1 year", kind = "work" }] }"#;
    for asks in [r#"{ all = ["b", "z"] }"#, r#"{ all = ["z", "b"] }"#] {
        let steps = told(&text(asks, one, "assessment", &others));
        assert_eq!(steps, ["Gather 50 h for Z (Narrow) []", "Pass B [0]", "Apply for the status End [0, 1]"]);
    }
    // Another part than the one that was chosen is brought.
    let one = r#"{ any = [{ hours = 20, kind = "law" }, { hours = 40, kind = "narrow" }] }"#;
    let steps = told(&text(r#"{ all = ["b", "z"] }"#, one, "assessment", &others));
    assert_eq!(steps, ["Gather 50 h for Z (Narrow) []", "Pass B [0]", "Apply for the status End [0, 1]"]);
}

#[test]
fn what_requires_work_names_as_much_of_it_as_is_enough() {
    let others = gathered("y", "{ hours = 30, kind = \"narrow\" }") + &gathered("z", "{ hours = 10, kind = \"law\" }");
    let asks = r#"{ all = ["b", "y", "z"] }"#;
    for (hours, needs) in [(20, "Pass B [0]"), (40, "Pass B [0, 1]")] {
        let steps = told(&text(asks, &format!("{{ hours = {hours}, kind = \"work\" }}"), "assessment", &others));
        assert_eq!(steps[2], needs, "{steps:?}");
    }
}

/// Work can be chosen, so that it is looked at whether each step can be left out.
#[test]
fn nothing_that_came_after_the_day_of_a_plan_takes_a_step_from_it() {
    let asks = r#"{ all = ["b", { any = [{ hours = 30, kind = "work" }, { hours = 30, kind = "narrow" }] }] }"#;
    let framework = loaded(&text(asks, "{ hours = 20, kind = \"law\" }", "assessment", ""));
    let without = way(&framework, &nobody()).steps;
    assert_eq!(without.iter().filter(|step| step.sentence.starts_with("Gather")).count(), 2, "{without:?}");
    let dated = spell("x", "law", "2024-05-16", "2024-05-30", 60);
    let before = spell("x", "law", "2024-03-01", "2024-03-30", 60);
    let confirmed = ExperienceFact { confirmed_on: Some(d("2024-05-16")), ..before.clone() };
    let recorded = ExperienceFact { recorded_on: Some(d("2024-05-16")), ..before };
    for later in [dated, confirmed, recorded] {
        let facts = FactsFile { experience: vec![later], ..nobody() };
        let mut steps = way(&framework, &facts).steps;
        // That it waits on the day of the plan is said, and changes no step.
        steps
            .iter_mut()
            .for_each(|step| step.sentence.truncate(step.sentence.find(';').unwrap_or(step.sentence.len())));
        assert_eq!(steps, without, "{facts:?}");
    }
}

//! Work that counts for several things is asked for once, whatever the order in the file.

use domain::framework::Framework;
use domain::standing::{ExperienceFact, FactsFile};

use crate::plans::reaches;
use crate::support::{d, loaded, nobody, spell};

/// A stage that is gathered by these rules, one element each, of a wide kind of work and a narrow one that counts as it.
fn framework(gathered: &[&str], requires: &str) -> Framework {
    let ids: Vec<String> = (0..gathered.len()).map(|n| format!("\"e{n}\"")).collect();
    let mut text = format!(
        "slug = \"mini\"\nversion = \"1\"\ntitle = \"Mini\"\nbody = \"Body\"\neffective_from = 2020-01-01\n\
         [[experience_kind]]\nid = \"wide\"\ntitle = \"Wide\"\nsources = [\"t\"]\n\
         [[experience_kind]]\nid = \"narrow\"\ntitle = \"Narrow\"\ncounts_as = \"wide\"\nsources = [\"t\"]\n\
         [[stage]]\nid = \"s\"\ntitle = \"S\"\nsources = [\"t\"]\nno_results_key = \"a test\"\nemployer = {{ all = [{}] }}\n\
         [[status]]\nid = \"st\"\ntitle = \"St\"\nsources = [\"t\"]\n\
         [[step_off]]\nid = \"off\"\ntitle = \"Off\"\nstatus = \"st\"\nrequires = \"s\"\nsources = [\"t\"]\n\
         [[route]]\nid = \"r\"\ntitle = \"R\"\nsources = [\"t\"]\nrequires = {{ hours = 1, kind = \"narrow\" }}\n",
        ids.join(", ")
    );
    for (n, rule) in gathered.iter().enumerate() {
        let requires = if n == 1 { requires } else { "" };
        text += &format!(
            "[[element]]\nid = \"e{n}\"\nkind = \"experience\"\ntitle = \"e{n}\"\nstage = \"s\"\nsources = [\"t\"]\n\
             gather = {rule}\n{requires}"
        );
    }
    loaded(&text)
}

/// What is to be gathered, in short, where the status is reached by it on whatever day one begins.
fn gathered(framework: &Framework, facts: &FactsFile) -> Vec<String> {
    let told = |on: &str| {
        let plan = reaches(framework, facts, "st", d(on)).unwrap();
        let steps = plan.steps.into_iter().map(|step| step.sentence);
        let short = steps.filter_map(|it| {
            let (_, what) = it.split_once("Gather ")?;
            Some(what.replace(" and have them confirmed", "").replace(" more for ", " for "))
        });
        short.collect::<Vec<_>>()
    };
    for day in ["2025-08-02", "2025-08-31", "2026-01-01", "2026-03-01", "2027-02-28", "2027-03-01"] {
        told(day);
    }
    told("2025-08-02")
}

#[test]
fn days_of_a_narrow_kind_are_asked_for_first_and_then_the_rest_of_the_wide_one() {
    let (wide, narrow) = (r#"{ period = "36 months", kind = "wide" }"#, r#"{ period = "18 months", kind = "narrow" }"#);
    for rules in [[wide, narrow], [narrow, wide]] {
        let one = format!("{{ all = [{}] }}", rules.join(", "));
        let told = gathered(&framework(&[&one], ""), &nobody());
        assert_eq!(told, ["1 year and 6 months for e0 (Narrow)", "550 more days for e0 (Wide)"], "{one}");
        let told = gathered(&framework(&rules, ""), &nobody());
        assert!(told[0].starts_with("1 year and 6 months for ") && told[0].ends_with("(Narrow)"), "{told:?}");
        assert!(told[1].starts_with("550 more days for ") && told[1].ends_with("(Wide)"), "{told:?}");
    }
}

#[test]
fn hours_of_a_narrow_kind_are_asked_for_first_and_then_the_rest_of_the_wide_one() {
    let (wide, narrow) = ("{ hours = 45, kind = \"wide\" }", "{ hours = 10, kind = \"narrow\" }");
    for rules in [[wide, narrow], [narrow, wide]] {
        let one = format!("{{ all = [{}] }}", rules.join(", "));
        let told = gathered(&framework(&[&one], ""), &nobody());
        assert_eq!(told, ["10 h for e0 (Narrow)", "35 h for e0 (Wide)"], "{one}");
    }
}

#[test]
fn hours_that_several_people_confirm_are_asked_for_first_and_count_for_the_others() {
    let (fifty, thirty) = ("{ hours = 50, kind = \"wide\" }", "{ hours = 30, kind = \"wide\", distinct_signers = 2 }");
    assert_eq!(
        gathered(&framework(&[fifty, thirty], ""), &nobody()),
        ["30 h for e1 (Wide) by 2 further people", "20 h for e0 (Wide)"]
    );
    // Where the others come first, what is missing then is signed by a second person.
    let after = framework(&[fifty, thirty], "requires = \"e0\"\n");
    assert_eq!(gathered(&after, &nobody()), ["50 h for e0 (Wide)", "1 h for e1 (Wide) by 1 further person"]);
    // Who confirmed before may confirm again.
    let there = ExperienceFact { minutes: 600, ..spell("x", "wide", "2023-01-01", "2023-02-01", 10) };
    let facts = FactsFile { experience: vec![there], ..nobody() };
    assert_eq!(gathered(&after, &facts), ["40 h for e0 (Wide)", "1 h for e1 (Wide) by 1 further person"]);
    let three = "{ hours = 30, kind = \"wide\", distinct_signers = 3 }";
    assert_eq!(
        gathered(&framework(&[three, thirty, "{ hours = 20, kind = \"narrow\" }"], ""), &nobody()),
        ["20 h for e2 (Narrow)", "10 h for e0 (Wide) by 2 further people"]
    );
}

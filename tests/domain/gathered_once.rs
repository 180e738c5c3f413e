//! Work that counts for several things is asked for once, whatever the order in the file.

use domain::framework::Framework;
use domain::plan::{What, plan};
use domain::standing::{ExperienceFact, FactsFile};
use proptest::prelude::*;

use crate::carrying_out::reaches;
use crate::generated::Dice;
use crate::small::steps;
use crate::support::{bound, d, loaded, nobody, spell};

/// A stage that is gathered by these rules, one element each, of a wide kind of work and a narrow one that counts as it.
fn framework(gathered: &[&str], requires: &str) -> Framework {
    loaded(&text(gathered, requires))
}

fn text(gathered: &[&str], requires: &str) -> String {
    let ids: Vec<String> = (0..gathered.len()).map(|n| format!("\"e{n}\"")).collect();
    let mut text = format!(
        "slug = \"mini\"\nversion = \"1\"\ntitle = \"Mini\"\nbody = \"Body\"\neffective_from = 2020-01-01\n\
         [[experience_kind]]\nid = \"wide\"\ntitle = \"Wide\"\nsources = [\"t\"]\n\
         [[experience_kind]]\nid = \"narrow\"\ntitle = \"Narrow\"\ncounts_as = \"wide\"\nsources = [\"t\"]\n\
         [[stage]]\nid = \"s\"\ntitle = \"S\"\nsources = [\"t\"]\nno_results_key = \"a test\"\nemployer = {{ all = [{}] }}\n\
         [[status]]\nid = \"st\"\ntitle = \"St\"\nsources = [\"t\"]\n\
         [[step_off]]\nid = \"off\"\ntitle = \"Off\"\nstatus = \"st\"\nrequires = \"s\"\nsources = [\"t\"]\n\
         [[route]]\nid = \"r\"\ntitle = \"R\"\nsources = [\"t\"]\nrequires = {{ all = [{{ hours = 1, kind = \"narrow\" }}, {{ hours = 1, kind = \"wide\" }}] }}\n",
        ids.join(", ")
    );
    for (n, rule) in gathered.iter().enumerate() {
        let requires = if n == 1 { requires } else { "" };
        text += &format!(
            "[[element]]\nid = \"e{n}\"\nkind = \"experience\"\ntitle = \"e{n}\"\nstage = \"s\"\nsources = [\"t\"]\n\
             gather = {rule}\n{requires}"
        );
    }
    text
}

/// What is to be gathered, in short, where the status is reached by it on whatever day one begins.
fn gathered(framework: &Framework, facts: &FactsFile) -> Vec<String> {
    let told = |on: &str| {
        let plan = reaches(framework, facts, "st", d(on)).unwrap();
        let steps = plan.steps.into_iter().map(|step| step.sentence);
        let short = steps.filter_map(|it| {
            let (_, what) = it.split_once("Gather ")?;
            Some(
                what.replace(" and have them confirmed", "")
                    .replace(" and have it confirmed", "")
                    .replace(" more for ", " for "),
            )
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
fn hours_that_several_people_confirm_count_for_the_others_and_are_confirmed_with_them() {
    let (fifty, thirty) = ("{ hours = 50, kind = \"wide\" }", "{ hours = 30, kind = \"wide\", distinct_signers = 2 }");
    assert_eq!(gathered(&framework(&[fifty, thirty], ""), &nobody()), ["50 h for e0 (Wide) by 2 different people"]);
    // Work counts whenever it was done, also where the others have to be there first.
    let after = framework(&[fifty, thirty], "requires = \"e0\"\n");
    assert_eq!(gathered(&after, &nobody()), ["50 h for e0 (Wide) by 2 different people"]);
    // Who confirmed before may confirm again.
    let there = ExperienceFact { minutes: 600, ..spell("x", "wide", "2023-01-01", "2023-02-01", 10) };
    let facts = FactsFile { experience: vec![there], ..nobody() };
    assert_eq!(gathered(&after, &facts), ["40 h for e0 (Wide) by 1 further person, other than the one before"]);
    let three = "{ hours = 30, kind = \"wide\", distinct_signers = 3 }";
    assert_eq!(
        gathered(&framework(&[three, thirty, "{ hours = 20, kind = \"narrow\" }"], ""), &nobody()),
        ["20 h for e2 (Narrow)", "10 h for e0 (Wide) by 2 further people, other than the one before"]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: std::env::var("CASES").map_or(100, |cases| cases.parse().unwrap()), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_the_file_changes_nothing_of_how_much_is_to_be_gathered(seed in 1..u64::MAX) {
        let mut dice = Dice(seed);
        let rules: Vec<String> = (0..2 + dice.below(3)).map(|_| {
            let kind = dice.pick(&["wide", "narrow"]);
            if dice.one_in(3) {
                return format!("{{ period = \"{} months\", kind = \"{kind}\" }}", 6 * (1 + dice.below(4)));
            }
            let (hours, people) = (10 * (1 + dice.below(6)), 1 + dice.below(3));
            format!("{{ hours = {hours}, kind = \"{kind}\", distinct_signers = {people} }}")
        }).collect();
        let amount = |rules: &[&str]| {
            let plan = reaches(&framework(rules, ""), &nobody(), "st", d("2025-08-02")).unwrap();
            let each = plan.steps.iter().map(|step| match step.what {
                What::GatherMinutes { minutes, .. } => (minutes, 0),
                What::GatherDays { days, .. } => (0, days),
                _ => (0, 0),
            });
            each.fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1))
        };
        let expected = amount(&rules.iter().map(String::as_str).collect::<Vec<_>>());
        // How many days a length has is known once it begins.
        let is_alike = |other: (i64, i64)| other.0 == expected.0 && (other.1 - expected.1).abs() <= 12;
        let mut order: Vec<&str> = rules.iter().map(String::as_str).collect();
        for _ in 0..order.len() {
            order.rotate_left(1);
            prop_assert!(is_alike(amount(&order)), "{order:?} {:?} {expected:?}", amount(&order));
            let other: Vec<&str> = order.iter().rev().copied().collect();
            prop_assert!(is_alike(amount(&other)), "{other:?} {:?} {expected:?}", amount(&other));
        }
    }
}

#[test]
fn hours_and_days_of_the_same_work_pass_at_the_same_time() {
    let (hours, days) = ("{ hours = 700, kind = \"narrow\" }", "{ period = \"6 months\", kind = \"wide\" }");
    let beside = ["; the hours above may be worked in this time", "; they may be worked in the days above"];
    for (rules, says) in [([hours, days], beside[0]), ([days, hours], beside[1])] {
        let told = gathered(&framework(&rules, ""), &nobody());
        let said: Vec<&str> = told.iter().filter_map(|it| it.find(';').map(|at| &it[at..])).collect();
        assert_eq!(said, [says], "{told:?}");
    }
    // Of other work nothing is said.
    let told = gathered(
        &framework(&["{ hours = 700, kind = \"narrow\" }", "{ hours = 900, kind = \"wide\" }"], ""),
        &nobody(),
    );
    assert!(told.iter().all(|it| !it.contains(';')), "{told:?}");
}

/// 700 h take 140 days and six months are at most 184: both are over before a pass of 200 days lapses.
#[test]
fn days_in_which_hours_are_gathered_are_counted_once() {
    let held = |amount: &str| format!("{{ {amount}, kind = \"wide\", while = \"gate\" }}");
    let both = format!("{{ all = [{}, {}] }}", held("hours = 700"), held("period = \"6 months\""));
    let gate = "[[status]]\nid = \"gate\"\ntitle = \"Gate\"\nsources = [\"t\"]\n\
        [[step_off]]\nid = \"gate-off\"\ntitle = \"Gate off\"\nstatus = \"gate\"\nrequires = \"a\"\nsources = [\"t\"]\n";
    let passed = |lasts: &str| {
        let pass = format!(
            "[[element]]\nid = \"a\"\nkind = \"assessment\"\ntitle = \"A\"\nsources = [\"t\"]\nexpires = \"{lasts}\"\n"
        );
        let text = text(&["{ hours = 1, kind = \"narrow\" }", &both], "");
        let text = text.replacen("requires = \"s\"", "requires = { all = [\"s\", \"a\"] }", 1) + &pass + gate;
        let framework = loaded(&text);
        let target = framework.find("st").unwrap();
        let plan = plan(&framework, &bound(&framework, &nobody()), target, d("2025-08-02")).unwrap();
        assert_eq!(plan.provided, Vec::<String>::new());
        plan.steps.iter().filter(|step| step.sentence == "Pass A").count()
    };
    assert_eq!(passed("200 days"), 1);
    assert_eq!(passed("170 days"), 2);
}

/// Work counts whenever it was done: narrow work for the wide one that has to be there first.
#[test]
fn narrow_work_counts_for_the_wide_one_that_has_to_be_there_first_but_not_while_a_status_is_held() {
    let (wide, narrow) = (r#"{ period = "24 months", kind = "wide" }"#, r#"{ period = "12 months", kind = "narrow" }"#);
    let told = gathered(&framework(&[wide, narrow], "requires = \"e0\"\n"), &nobody());
    assert_eq!(told, ["1 year for e1 (Narrow)", "366 more days for e0 (Wide)"]);
    // The status asks for the wide work, and is held during the narrow one.
    let held = r#"{ period = "12 months", kind = "narrow", while = "gate" }"#;
    let gate = "[[status]]\nid = \"gate\"\ntitle = \"Gate\"\nsources = [\"t\"]\n\
        [[step_off]]\nid = \"gate-off\"\ntitle = \"Gate off\"\nstatus = \"gate\"\nrequires = \"e0\"\nsources = [\"t\"]\n";
    let told = gathered(&loaded(&(text(&[wide, held], "") + gate)), &nobody());
    assert_eq!(told, ["2 years for e0 (Wide)", "1 year for e1 (Narrow, while holding Gate)"]);
}

/// Of three places with as many days that one is taken where most of full time was worked.
#[test]
fn time_in_some_organisations_is_gathered_where_most_was_worked_by_its_share() {
    let tables = r#"
kind k
stage s: employer = { all = ["year", "v"] }
experience year in s: gather = { period = "1 year", kind = "k", full_time_equivalent = true, max_organisations = 2 }
verification v in s: requires = { period = "13 weeks", kind = "k" }
award st: "s"
"#;
    let day = |id: &str, from: &str, until: &str, at: &str, percent: u8| ExperienceFact {
        organisation: at.to_owned(),
        full_time_percent: Some(percent),
        ..spell(id, "k", from, until, 1)
    };
    let experience = vec![
        day("e0", "2023-01-01", "2023-01-02", "d", 100),
        day("e1", "2023-01-22", "2023-01-23", "c", 100),
        day("e2", "2023-01-24", "2023-01-25", "b", 60),
    ];
    let steps = steps(tables, &FactsFile { experience, ..nobody() }, "st");
    assert_eq!(steps.len(), 3, "{steps:?}");
}

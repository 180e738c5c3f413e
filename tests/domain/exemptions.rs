//! What is held from before: which rules hold, what one thing more would add, and how long an exemption counts.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::bodies::{Service, load as load_body};
use domain::exemptions::{PriorState, Sent, newly_exempt, working_day_after, worth};
use domain::framework::{Framework, PriorIx, SourceFile, load};
use domain::standing::{State, standing};
use proptest::prelude::*;

use crate::support::{BASE, bound, d, exemption, framework, frameworks_dir, loaded, nobody, shipped, source, state};

fn cpq() -> Framework {
    framework(&frameworks_dir().join("cpq/2021-06"))
}

fn held(framework: &Framework, ids: &[&str]) -> BTreeSet<PriorIx> {
    ids.iter().map(|id| framework.prior_of_id(id).unwrap()).collect()
}

/// The ids of what holding these excuses from.
fn exempt(framework: &Framework, ids: &[&str]) -> Vec<String> {
    let held = held(framework, ids);
    let worth = worth(framework, &held, &held);
    worth.exempt.iter().map(|one| framework.node(one.node).id.clone()).collect()
}

/// What is missing, with what it would add.
fn nearly(framework: &Framework, ids: &[&str]) -> Vec<(String, Vec<String>)> {
    let held = held(framework, ids);
    let worth = worth(framework, &held, &held);
    let ids = |one: &domain::exemptions::Nearly| {
        let elements = one.elements.iter().map(|ix| framework.node(*ix).id.clone()).collect();
        (framework.prior(one.missing).id.clone(), elements)
    };
    worth.nearly.iter().map(ids).collect()
}

#[test]
fn case_05_many_to_one_exemption() {
    let cpq = cpq();
    for one in ["l3-land-law", "l3-conveyancing"] {
        assert_eq!(exempt(&cpq, &[one]), Vec::<String>::new(), "a part of a rule is no exemption");
    }
    assert_eq!(nearly(&cpq, &["l3-land-law"]), [(String::from("l3-conveyancing"), vec![String::from("F04")])]);
    assert_eq!(exempt(&cpq, &["l3-land-law", "l3-conveyancing"]), ["F04"]);
    assert!(nearly(&cpq, &["l3-land-law", "l3-conveyancing"]).is_empty());
    assert_eq!(exempt(&cpq, &["l3-client-care", "l3-legal-research"]), ["F05", "F06"], "two units for two assessments");
    assert_eq!(exempt(&cpq, &["l3-client-care", "l3-land-law"]), Vec::<String>::new());
}

#[test]
fn case_05_all_seven_units_excuse_from_all_that_foundation_assesses() {
    let cpq = cpq();
    let units = cpq.priors().map(|(_, prior)| prior.id.as_str()).filter(|id| id.starts_with("l3-"));
    let units: Vec<&str> = units.collect();
    assert_eq!(units.len(), 7);
    let all = ["F01", "F02", "F03", "F04", "F05", "F06"];
    assert_eq!(exempt(&cpq, &units), all);
    assert_eq!(exempt(&cpq, &["law-degree"]), all);
    let stages = exempt(&cpq, &["lpc"]);
    assert_eq!(stages, exempt(&cpq, &["bar-course"]));
    assert_eq!(stages.len(), 14);
}

#[test]
fn case_06_an_exemption_covers_assessments_and_nothing_seen_at_work() {
    for dir in shipped() {
        let framework = framework(&dir);
        for one in framework.exempts() {
            assert!(one.elements.iter().all(|ix| framework.node(*ix).kind.has_results()));
        }
    }
    let cpq = cpq();
    let all: Vec<&str> = cpq.priors().map(|(_, prior)| prior.id.as_str()).collect();
    assert!(!exempt(&cpq, &all).iter().any(|id| id.starts_with("ethics")), "no course in ethics is excused");
}

#[test]
fn what_is_not_published_is_worth_nothing_by_rule() {
    let cpq = cpq();
    for id in ["l6", "paralegal-apprenticeship", "certificate-in-legal-practice"] {
        let ix = cpq.prior_of_id(id).unwrap();
        assert!(cpq.prior(ix).unpublished.is_some() && !cpq.is_listed(ix), "{id}");
        assert_eq!(exempt(&cpq, &[id]), Vec::<String>::new());
    }
}

/// The first of two rules that hold is named, and a thing that is held alone by another rule is no thing that is missing.
#[test]
fn the_first_rule_that_holds_is_named() {
    let text = format!("{BASE}{}", crate::one_slip::MORE);
    let framework = loaded(&text);
    let both = held(&framework, &["degree", "unit"]);
    let by = |proved: &[&str]| -> Vec<Option<String>> {
        let worth = worth(&framework, &both, &held(&framework, proved));
        worth.exempt.iter().map(|one| one.by.note.clone()).collect()
    };
    let reading = Some(String::from("By our reading."));
    for proved in [&[][..], &["degree", "unit"]] {
        assert_eq!(by(proved), [reading.clone(), reading.clone(), None]);
    }
    assert!(nearly(&framework, &["degree"]).is_empty(), "the unit adds only what it is worth alone");
}

#[test]
fn what_was_decided_before_is_not_granted_again() {
    let cpq = cpq();
    let all = held(&cpq, &["l3-land-law", "l3-conveyancing", "l3-tort"]);
    let new = newly_exempt(&cpq, &all, |element| element == "F02");
    assert_eq!(new.iter().map(|one| cpq.node(one.node).id.as_str()).collect::<Vec<_>>(), ["F04"]);
}

/// Some of what the framework names, in some order.
fn some() -> impl Strategy<Value = Vec<String>> {
    let ids: Vec<String> = cpq().priors().map(|(_, prior)| prior.id.clone()).collect();
    let most = ids.len();
    prop::sample::subsequence(ids, 0..=most).prop_shuffle()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn more_that_is_held_takes_nothing_away_and_what_is_missing_adds_what_is_said(ids in some()) {
        let cpq = cpq();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let all = exempt(&cpq, &ids);
        for n in 0..ids.len() {
            let fewer = exempt(&cpq, &[&ids[..n], &ids[n + 1..]].concat());
            prop_assert!(fewer.iter().all(|one| all.contains(one)));
        }
        for (missing, added) in nearly(&cpq, &ids) {
            let with = exempt(&cpq, &[&ids[..], &[missing.as_str()]].concat());
            prop_assert!(!added.is_empty() && added.iter().all(|one| with.contains(one) && !all.contains(one)));
        }
    }
}

#[test]
fn each_fault_of_what_is_held_is_said_at_once() {
    let faults = format!(
        "{BASE}{}",
        r#"
[[prior]]
id = "degree"
title = "Degree"
sources = ["test"]

[[prior]]
id = "alone"
title = "Alone"
sources = ["test"]

[[exempts]]
held = { all = ["degree", "degree"] }
elements = ["a"]
sources = ["test"]

[[exempts]]
held = "degre"
elements = ["p", "zz"]
sources = ["test"]

[[exempts]]
held = { all = [], any = ["degree"] }
elements = []
"#
    );
    let told: Vec<String> =
        load(&SourceFile::new("f.toml", faults)).1.iter().map(|one| format!("{}. {}", one.what, one.fix)).collect();
    for says in [
        "`degree` stands twice in `all`",
        "`degre` is no prior. Did you mean `degree`?",
        "`p` is a portfolio, not an assessment or course",
        "`zz` is no assessment or course",
        "this says nothing that can be held",
        "`elements` is empty",
        "this exempts does not say where it comes from",
    ] {
        assert!(told.iter().any(|one| one.contains(says)), "{says}: {told:#?}");
    }
    assert_eq!(told.len(), 7, "what nothing says is worth anything is not told beside: {told:#?}");
}

#[test]
fn what_nothing_is_said_of_is_a_fault() {
    let text = format!("{BASE}\n[[prior]]\nid = \"alone\"\ntitle = \"Alone\"\nsources = [\"test\"]\n");
    let told = load(&SourceFile::new("f.toml", text)).1;
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].what.contains("nothing says what `alone` is worth"));
}

#[test]
fn an_exemption_for_a_time_counts_until_the_day_before_it_expires() {
    let framework = loaded(BASE);
    let mut facts = nobody();
    facts.exemptions.push(exemption("x", "a", "2022-03-01"));
    facts.exemptions[0].expires_on = Some(d("2024-03-01"));
    for (on, is) in [
        ("2022-02-28", State::Available),
        ("2022-03-01", State::Exempt),
        ("2024-02-29", State::Exempt),
        ("2024-03-01", State::Expired),
        ("2024-03-02", State::Expired),
    ] {
        assert_eq!(state(&framework, &facts, "a", on), is, "{on}");
    }
    let there = standing(&framework, &bound(&framework, &facts), d("2023-01-01"), d("2023-01-01"));
    let a = framework.find("a").unwrap();
    assert_eq!(there.until(a), Some(d("2024-03-01")));
    let said = format!("{:?}", there.reasons(&framework, a));
    assert!(said.contains("Exempt since 1 March 2022: prior award; it lapses on 1 March 2024"), "{said}");
    // Withdrawn before, it was ended and did not lapse.
    facts.exemptions[0].withdrawn_on = Some(d("2023-06-01"));
    assert_eq!(state(&framework, &facts, "a", "2023-05-31"), State::Exempt);
    assert_eq!(state(&framework, &facts, "a", "2023-06-01"), State::Available);
    assert_eq!(state(&framework, &facts, "a", "2024-03-01"), State::Available);
}

#[test]
fn working_days_leave_out_weekends_and_closed_days() {
    let closed = [d("2026-12-25"), d("2026-12-28")];
    let after = |day: &str, number: u32| working_day_after(d(day), number, |on| closed.contains(&on)).unwrap();
    // Of Thursday: Friday; of Friday: Monday; of Saturday: Monday.
    assert_eq!(after("2026-12-03", 1), d("2026-12-04"));
    assert_eq!(after("2026-12-04", 1), d("2026-12-07"));
    assert_eq!(after("2026-12-05", 1), d("2026-12-07"));
    assert_eq!(after("2026-12-03", 0), d("2026-12-03"), "none is the day itself");
    // Christmas Day is a Friday, and the Monday after is closed too.
    assert_eq!(after("2026-12-24", 1), d("2026-12-29"));
    assert_eq!(after("2026-12-01", 14), d("2026-12-21"));
    assert_eq!(working_day_after(NaiveDate::MAX, 1, |_| false), None);
}

#[test]
fn a_body_says_by_when_a_decision_is_due() {
    let file = source(&frameworks_dir().join("../bodies/cilex/body.toml"));
    let body = load_body(&file).0.unwrap();
    let since = d("2026-12-01");
    assert_eq!(body.due_on(Service::ListedExemption, since), Some(d("2026-12-21")));
    assert_eq!(body.due_on(Service::OtherExemption, since), Some(d("2027-03-03")));
    let told = |from: &str, to: &str| {
        let text = file.text.replacen(from, to, 1);
        assert_ne!(text, file.text, "{from}");
        load_body(&SourceFile::new("body.toml", text)).1
    };
    assert_eq!(told("\"14 working days\"", "\"two weeks\"").len(), 1);
    assert!(told("\"14 working days\"", "\"0 working days\"")[0].what.contains("can't be counted"));
    assert!(told("\"listed exemption\"", "\"listed exemptions\"")[0].fix.contains("listed exemption"));
    let sra = load_body(&source(&frameworks_dir().join("../bodies/sra/body.toml"))).0.unwrap();
    assert_eq!(sra.due_on(Service::ListedExemption, since), None, "nothing is published");
}

#[test]
fn what_was_refused_is_reviewed_once() {
    let of = |is_open, decisions| PriorState::of(Sent { is_open, decisions });
    assert!(of(true, 0).can_be_taken_back() && of(true, 0).waits());
    assert_eq!(of(false, 0), PriorState::TakenBack);
    let decided = of(false, 1);
    assert!(decided.can_be_reviewed(true) && !decided.can_be_reviewed(false) && !decided.can_be_taken_back());
    assert!(of(true, 1).waits() && !of(true, 1).can_be_taken_back());
    assert!(!of(false, 2).can_be_reviewed(true), "the second decision is the last");
}

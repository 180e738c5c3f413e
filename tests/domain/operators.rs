//! Each form of rule, at its boundaries.

use domain::standing::{FactsFile, State};

use crate::support::{BASE, award, claim, d, exemption, holds, loaded, nobody, pass, probe, spell, state};

const DAY: &str = "2022-06-01";

fn passes(elements: &[&str]) -> FactsFile {
    let results = elements.iter().map(|element| pass(element, element, "2022-01-15")).collect();
    FactsFile { results, ..nobody() }
}

#[test]
fn all_asks_for_every_part() {
    let rule = r#"{ all = ["a", "b", "c"] }"#;
    for (there, expected) in [(&["a", "b"][..], false), (&["a", "b", "c"][..], true)] {
        assert_eq!(holds(rule, &passes(there), DAY), expected, "{there:?}");
    }
    assert!(holds("{ all = [] }", &nobody(), DAY), "nothing is asked for");
}

#[test]
fn any_asks_for_one_part() {
    let rule = r#"{ any = ["a", "b"] }"#;
    for (there, expected) in [(&[][..], false), (&["b"][..], true), (&["a", "b"][..], true), (&["c"][..], false)] {
        assert_eq!(holds(rule, &passes(there), DAY), expected, "{there:?}");
    }
}

#[test]
fn at_least_counts_parts() {
    let rule = r#"{ at_least = 2, of = ["a", "b", "c"] }"#;
    for (there, expected) in
        [(&[][..], false), (&["a"][..], false), (&["a", "c"][..], true), (&["a", "b", "c"][..], true)]
    {
        assert_eq!(holds(rule, &passes(there), DAY), expected, "{there:?}");
    }
}

#[test]
fn rules_nest() {
    let rule = r#"{ any = [{ all = ["a", "b"] }, { at_least = 1, of = [{ all = ["c"] }] }] }"#;
    for (there, expected) in [(&["a"][..], false), (&["a", "b"][..], true), (&["c"][..], true)] {
        assert_eq!(holds(rule, &passes(there), DAY), expected, "{there:?}");
    }
}

#[test]
fn examples_count_claims_and_each_claim_once() {
    let rule = r#"{ examples = 2, of = "o2" }"#;
    for (claims, expected) in [(1, false), (2, true), (3, true)] {
        let mut facts = nobody();
        for n in 0..claims {
            facts.claims.push(claim(&format!("c{n}"), &["o2", "o2"], "2022-01-01", "2022-02-01", "boss"));
        }
        assert_eq!(holds(rule, &facts, DAY), expected, "{claims} claims");
    }
}

#[test]
fn one_claim_may_evidence_several_outcomes() {
    let framework = loaded(BASE);
    let mut facts = nobody();
    facts.claims.push(claim("c1", &["o1", "o2"], "2022-01-01", "2022-02-01", "boss"));
    assert_eq!(state(&framework, &facts, "o2", DAY), State::Met);
    assert_eq!(state(&framework, &facts, "o1", DAY), State::InProgress, "it asks for two");
    facts.claims.push(claim("c2", &["o1"], "2022-01-01", "2022-02-01", "boss"));
    assert_eq!(state(&framework, &facts, "p", DAY), State::Met);
}

#[test]
fn hours_are_whole_minutes() {
    let rule = r#"{ hours = 2300, kind = "work" }"#;
    for (minutes, expected) in [(2300 * 60 - 1, false), (2300 * 60, true), (2300 * 60 + 1, true)] {
        let mut facts = nobody();
        let mut one = spell("e1", "work", "2021-01-01", "2022-01-01", 0);
        one.minutes = minutes;
        facts.experience.push(one);
        assert_eq!(holds(rule, &facts, DAY), expected, "{minutes} minutes");
    }
}

/// Number 2 of the field's ready-made numbers.
#[test]
fn scenario_02_old_weeks_convert_at_20_hours_and_a_course_counts_once() {
    let weeks = |n: i64| {
        let from = d("2018-01-01");
        let mut one = spell("w", "old", "2018-01-01", "2018-01-01", 0);
        one.until = from + chrono::Days::new((n * 7) as u64);
        one.confirmed_on = Some(d("2022-12-01"));
        one
    };
    let on = "2023-06-01";
    for (n, hours, expected) in [(104, 2080, true), (104, 2081, false), (103, 2080, false), (105, 2100, true)] {
        let facts = FactsFile { experience: vec![weeks(n)], ..nobody() };
        assert_eq!(holds(&format!(r#"{{ hours = {hours}, kind = "work" }}"#), &facts, on), expected, "{n} weeks");
    }
    let mut part_week = weeks(104);
    part_week.until = part_week.until.pred_opt().unwrap();
    let facts = FactsFile { experience: vec![part_week], ..nobody() };
    assert!(!holds(r#"{ hours = 2080, kind = "work" }"#, &facts, on), "six days are no week");

    let course = |id: &str| spell(id, "course", "2019-09-01", "2020-06-30", 0);
    let twice = FactsFile { experience: vec![course("c1"), course("c2")], ..nobody() };
    assert!(holds(r#"{ hours = 100, kind = "work" }"#, &twice, on));
    assert!(!holds(r#"{ hours = 101, kind = "work" }"#, &twice, on), "a flat rate counts once");
    let both = FactsFile { experience: vec![weeks(104), course("c1")], ..nobody() };
    assert!(holds(r#"{ hours = 2180, kind = "work" }"#, &both, on));
    assert!(!holds(r#"{ hours = 2181, kind = "work" }"#, &both, on));

    for (confirmed, expected) in [("2023-01-10", true), ("2023-01-11", false)] {
        let mut late = weeks(104);
        late.confirmed_on = Some(d(confirmed));
        let facts = FactsFile { experience: vec![late], ..nobody() };
        assert_eq!(holds(r#"{ hours = 1, kind = "work" }"#, &facts, on), expected, "confirmed {confirmed}");
    }
}

#[test]
fn credits_add_up() {
    for (credits, there, expected) in [
        (50, &["b", "c"][..], true),
        (51, &["b", "c"][..], false),
        (49, &["b", "c"][..], true),
        (40, &["a", "c"][..], true),
    ] {
        let rule = format!(r#"{{ credits = {credits}, of = ["a", "b", "c"] }}"#);
        assert_eq!(holds(&rule, &passes(there), DAY), expected, "{credits} of {there:?}");
    }
}

#[test]
fn holds_reads_awards_from_their_day_to_their_end() {
    let rule = r#"{ holds = "st" }"#;
    let facts = |withdrawn: Option<&str>, expires: Option<&str>| {
        let mut one = award("w", "st", "2022-03-01");
        one.withdrawn_on = withdrawn.map(d);
        one.expires_on = expires.map(d);
        FactsFile { awards: vec![one], ..nobody() }
    };
    for (facts, on, expected) in [
        (facts(None, None), "2022-02-28", false),
        (facts(None, None), "2022-03-01", true),
        (facts(Some("2022-05-01"), None), "2022-04-30", true),
        (facts(Some("2022-05-01"), None), "2022-05-01", false),
        (facts(None, Some("2022-05-01")), "2022-04-30", true),
        (facts(None, Some("2022-05-01")), "2022-05-01", false),
    ] {
        assert_eq!(holds(rule, &facts, on), expected, "on {on}");
    }
    let mut own = facts(None, None);
    own.awards[0].conferred_by = Some("trainee".into());
    assert!(!holds(rule, &own, DAY), "nobody confers on themselves");
}

#[test]
fn matches_reads_the_specialism() {
    let rule = r#"{ matches = "x" }"#;
    for (specialism, expected) in [(Some("x"), true), (Some("y"), false), (None, false)] {
        let facts = FactsFile { specialism: specialism.map(str::to_owned).into(), ..nobody() };
        assert_eq!(holds(rule, &facts, DAY), expected, "{specialism:?}");
    }
}

#[test]
fn exempt_asks_for_decisions_not_for_passes() {
    let rule = r#"{ exempt = ["a", "b"] }"#;
    let excused = |elements: &[&str]| {
        let exemptions = elements.iter().map(|element| exemption(element, element, "2022-01-05")).collect();
        FactsFile { exemptions, ..nobody() }
    };
    assert!(!holds(rule, &excused(&["a"]), DAY));
    assert!(holds(rule, &excused(&["a", "b"]), DAY));
    assert!(!holds(rule, &excused(&["a", "b"]), "2022-01-04"), "the day before");
    assert!(!holds(rule, &passes(&["a", "b"]), DAY), "passing is not being excused");
    let mut withdrawn = excused(&["a", "b"]);
    withdrawn.exemptions[0].withdrawn_on = Some(d(DAY));
    assert!(!holds(rule, &withdrawn, DAY));
    assert!(holds(rule, &withdrawn, "2022-05-31"));
}

/// Number 12 of the field's ready-made numbers.
#[test]
fn scenario_12_the_day_of_joining_picks_the_route() {
    let before = "{ joined_before = 2021-06-01 }";
    let from = "{ joined_from = 2021-06-01 }";
    for (joined, legacy) in [(Some("2021-05-31"), true), (Some("2021-06-01"), false), (Some("2021-06-02"), false)] {
        let facts = FactsFile { joined_on: joined.map(d).into(), ..nobody() };
        assert_eq!(holds(before, &facts, DAY), legacy, "{joined:?}");
        assert_eq!(holds(from, &facts, DAY), !legacy, "{joined:?}");
    }
    assert!(!holds(before, &nobody(), DAY) && !holds(from, &nobody(), DAY), "unknown is neither");
}

#[test]
fn unpublished_never_holds_and_is_no_fault_of_the_file() {
    assert!(!holds(r#"{ unpublished = "the pass mark" }"#, &passes(&["a", "b", "c"]), DAY));
    assert!(holds(r#"{ any = ["a", { unpublished = "the other way" }] }"#, &passes(&["a"]), DAY));
}

#[test]
fn what_comes_first_keeps_a_pass_from_counting() {
    let text = probe(r#"{ all = [] }"#).replacen(
        "title = \"B\"\n",
        "title = \"B\"\nrequires = { all = [{ matches = \"x\" }, \"a\"] }\n",
        1,
    );
    let framework = loaded(&text);
    let with = |specialism: Option<&str>, elements: &[&str]| FactsFile {
        specialism: specialism.map(str::to_owned).into(),
        ..passes(elements)
    };
    assert_eq!(state(&framework, &with(Some("x"), &["b"]), "b", DAY), State::Blocked);
    assert_eq!(state(&framework, &with(Some("y"), &["a", "b"]), "b", DAY), State::Blocked);
    assert_eq!(state(&framework, &with(Some("x"), &["a", "b"]), "b", DAY), State::Met);
}

#[test]
fn a_result_counts_from_its_confirmation_until_it_is_voided_or_superseded() {
    let framework = loaded(BASE);
    let facts = |change: fn(&mut domain::standing::ResultFact)| {
        let mut one = pass("r", "a", "2022-01-15");
        one.confirmed_on = Some(d("2022-03-01"));
        change(&mut one);
        FactsFile { results: vec![one], ..nobody() }
    };
    for (facts, on, expected) in [
        (facts(|_| {}), "2022-01-14", State::Available),
        (facts(|_| {}), "2022-01-15", State::InProgress),
        (facts(|_| {}), "2022-02-28", State::InProgress),
        (facts(|_| {}), "2022-03-01", State::Met),
        (facts(|r| r.confirmed_on = None), "2032-01-01", State::InProgress),
        (facts(|r| r.voided_on = Some(d("2022-05-01"))), "2022-04-30", State::Met),
        (facts(|r| r.voided_on = Some(d("2022-05-01"))), "2022-05-01", State::Available),
        (facts(|r| r.superseded_on = Some(d("2022-05-01"))), "2022-04-30", State::Met),
        (facts(|r| r.superseded_on = Some(d("2022-05-01"))), "2022-05-01", State::Available),
    ] {
        assert_eq!(state(&framework, &facts, "a", on), expected, "on {on}");
    }
}

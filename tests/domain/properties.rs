//! What holds whatever the facts: adding a fact takes nothing away, one key never meets a stage, a plan reaches its
//! target, what lies ahead is not there yet, and nothing panics.

use std::sync::LazyLock;

use domain::framework::{Framework, SourceFile, load};
use domain::standing::{ClaimOutcome, Dated, FactsFile, Outcome, State, read_example, read_facts, report, standing};
use proptest::prelude::*;

use crate::carrying_out::reaches;
use crate::support::{bound, d, framework, frameworks_dir, nobody, source};

static CPQ: LazyLock<Framework> = LazyLock::new(|| framework(&frameworks_dir().join("cpq/2021-06")));
static SQE: LazyLock<Framework> = LazyLock::new(|| framework(&frameworks_dir().join("sqe/2021-09")));
static CPQ_TEXT: LazyLock<String> =
    LazyLock::new(|| std::fs::read_to_string(frameworks_dir().join("cpq/2021-06/framework.toml")).unwrap());

/// The record of a CILEX Lawyer, whole.
static FULL: LazyLock<FactsFile> = LazyLock::new(|| {
    let path = frameworks_dir().join("cpq/2021-06/examples/cilex_lawyer_in_family_with_advocacy.toml");
    read_example(&source(&path)).unwrap().facts
});

const TODAY: &str = "2026-01-10";

/// People who sign, the trainee among them.
const SIGNERS: [&str; 5] = ["ada", "registry", "partner", "supervisor", "officer"];

/// One fact of the full record, changed at will: another signer, another outcome, not confirmed.
#[derive(Clone, Debug)]
struct Piece {
    at: usize,
    signer: usize,
    spoilt: bool,
}

fn piece() -> impl Strategy<Value = Piece> {
    (0..full_len(), 0..SIGNERS.len() * 3, prop::bool::weighted(0.1)).prop_map(|(at, signer, spoilt)| Piece {
        at,
        signer,
        spoilt,
    })
}

fn full_len() -> usize {
    let f = &*FULL;
    f.results.len() + f.claims.len() + f.experience.len() + f.verifications.len() + f.awards.len()
}

/// Adds a piece to the facts under an id of its own. Two thirds keep their signer, so that stages are met often enough.
fn add(facts: &mut FactsFile, piece: &Piece, n: usize) {
    let signer = SIGNERS.get(piece.signer).map(|name| (*name).to_owned());
    let mut at = piece.at;
    let id = format!("piece-{n}");
    if let Some(result) = FULL.results.get(at) {
        let mut result = result.clone();
        result.id = id;
        result.confirmed_by = signer.or(result.confirmed_by);
        if piece.spoilt {
            result.outcome = Outcome::Fail;
        }
        return facts.results.push(result);
    }
    at -= FULL.results.len();
    if let Some(claim) = FULL.claims.get(at) {
        let mut claim = claim.clone();
        claim.id = id;
        if let Some(decision) = &mut claim.decision {
            decision.by = signer.unwrap_or(decision.by.clone());
            if piece.spoilt {
                decision.outcome = ClaimOutcome::NotYet;
            }
        }
        return facts.claims.push(claim);
    }
    at -= FULL.claims.len();
    if let Some(spell) = FULL.experience.get(at) {
        let mut spell = spell.clone();
        spell.id = id;
        spell.confirmed_by = signer.or(spell.confirmed_by);
        if piece.spoilt {
            spell.confirmed_on = None;
        }
        return facts.experience.push(spell);
    }
    at -= FULL.experience.len();
    if let Some(verification) = FULL.verifications.get(at) {
        let mut verification = verification.clone();
        verification.id = id;
        verification.by = signer.unwrap_or(verification.by);
        return facts.verifications.push(verification);
    }
    at -= FULL.verifications.len();
    let mut award = FULL.awards[at].clone();
    award.id = id;
    award.conferred_by = signer.or(award.conferred_by);
    facts.awards.push(award);
}

/// Some facts of the full record, in any order, some of them twice.
fn some_facts() -> impl Strategy<Value = FactsFile> {
    let whole = (0..full_len()).map(|at| Piece { at, signer: usize::MAX, spoilt: false }).collect::<Vec<_>>();
    let most = prop::sample::subsequence(whole, full_len().saturating_sub(12)..=full_len());
    let few = prop::collection::vec(piece(), 0..30);
    (most, few, any::<bool>()).prop_map(|(most, few, most_too)| {
        let mut facts = FactsFile { trainee: "ada".into(), specialism: Dated::Always("family".into()), ..nobody() };
        let pieces = most.iter().filter(|_| most_too).chain(&few);
        pieces.enumerate().for_each(|(n, piece)| add(&mut facts, piece, n));
        facts
    })
}

fn states(framework: &Framework, facts: &FactsFile, on: &str) -> Vec<(String, State)> {
    let found = standing(framework, &bound(framework, facts), d(on), d(on));
    framework.nodes().map(|(ix, node)| (node.id.clone(), found.state(ix))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn adding_a_fact_never_takes_anything_away(facts in some_facts(), more in piece()) {
        let before = states(&CPQ, &facts, TODAY);
        let mut after = facts.clone();
        add(&mut after, &more, 10_000);
        for ((id, before), (_, after)) in before.iter().zip(states(&CPQ, &after, TODAY)) {
            prop_assert!(!before.counts() || after.counts(), "{id} was {before:?} and is {after:?}");
        }
    }

    #[test]
    fn a_stage_is_never_met_with_one_key(facts in some_facts()) {
        let no_employer = FactsFile { claims: vec![], experience: vec![], verifications: vec![], ..facts.clone() };
        let no_verification = FactsFile { verifications: vec![], ..facts.clone() };
        let no_results = FactsFile { results: vec![], exemptions: vec![], ..facts.clone() };
        let mut one_person = facts.clone();
        one_person.results.iter_mut().for_each(|result| result.confirmed_by = Some("solo".into()));
        one_person.verifications.iter_mut().for_each(|verification| verification.by = "solo".into());
        let mut by_trainee = facts;
        by_trainee.verifications.iter_mut().for_each(|verification| verification.by = "ada".into());
        for facts in [no_employer, no_verification, no_results, one_person, by_trainee] {
            let found = standing(&CPQ, &bound(&CPQ, &facts), d(TODAY), d(TODAY));
            for stage in CPQ.stages() {
                prop_assert_ne!(found.state(*stage), State::Met, "{}", &CPQ.node(*stage).id);
            }
        }
    }

    #[test]
    fn a_plan_carried_out_reaches_its_target(
        facts in some_facts(),
        target in prop::sample::select(vec!["cilex-paralegal", "cilex-advanced-paralegal", "cilex-lawyer", "professional"]),
    ) {
        let plan = reaches(&CPQ, &facts, target, d(TODAY));
        prop_assert!(plan.is_ok(), "{plan:?}");
    }

    #[test]
    fn a_plan_for_admission_reaches_it_whatever_was_failed(
        sat in prop::collection::vec((0..3usize, 0..2400u64, any::<bool>()), 0..9),
        spells in prop::collection::vec((0..6usize, 0..900u64, 1..500u64, 1..=100u8), 0..6),
    ) {
        let mut facts = FactsFile { trainee: "lin".into(), ..nobody() };
        let begin = d("2021-11-08");
        for (n, (element, after, passed)) in sat.into_iter().enumerate() {
            let day = (begin + chrono::Days::new(after)).to_string();
            let outcome = if passed { Outcome::Pass } else { Outcome::Fail };
            facts.results.push(crate::support::result(&format!("r{n}"), ["FLK1", "FLK2", "SQE2"][element], outcome, &day));
        }
        for (n, (place, after, long, percent)) in spells.into_iter().enumerate() {
            let from = begin + chrono::Days::new(after);
            let mut one = crate::support::spell(&format!("e{n}"), "qwe", &from.to_string(), &(from + chrono::Days::new(long)).to_string(), 0);
            one.organisation = format!("Firm {}", place % 4);
            one.full_time_percent = Some(percent);
            facts.experience.push(one);
        }
        let plan = reaches(&SQE, &facts, "solicitor", d("2028-09-01"));
        prop_assert!(plan.is_ok(), "{plan:?}");
    }

    #[test]
    fn what_lies_ahead_is_not_there_yet(facts in some_facts(), days in 0..1500u64) {
        let on = d("2021-06-01") + chrono::Days::new(days);
        let mut known = facts.clone();
        known.results.retain(|result| result.sat_on <= on);
        known.results.iter_mut().filter(|r| r.confirmed_on.is_some_and(|day| day > on)).for_each(|r| r.confirmed_on = None);
        known.claims.retain(|claim| claim.submitted_on <= on);
        known.claims.iter_mut().filter(|c| c.decision.as_ref().is_some_and(|d| d.on > on)).for_each(|c| c.decision = None);
        known.experience.retain(|spell| spell.from <= on);
        known.experience.iter_mut().filter(|e| e.confirmed_on.is_some_and(|day| day > on)).for_each(|e| e.confirmed_on = None);
        known.verifications.retain(|verification| verification.on <= on);
        known.awards.retain(|award| award.conferred_on <= on);
        let on = on.to_string();
        prop_assert_eq!(states(&CPQ, &facts, &on), states(&CPQ, &known, &on));
    }

    #[test]
    fn how_far_a_node_was_on_a_day_is_the_same_read_from_a_later_day(facts in some_facts(), days in 0..4000u64) {
        let (today, day) = (d(TODAY), d(TODAY) - chrono::Days::new(days));
        let facts = bound(&CPQ, &facts);
        let (now, then) = (standing(&CPQ, &facts, today, today), standing(&CPQ, &facts, day, today));
        for (ix, node) in CPQ.nodes() {
            prop_assert_eq!(now.progress_on(&CPQ, ix, [day]), [then.progress(&CPQ, ix).0], "{}", node.id);
        }
    }

    #[test]
    fn reasons_agree_with_the_standing(facts in some_facts()) {
        let bound = bound(&CPQ, &facts);
        let found = standing(&CPQ, &bound, d(TODAY), d(TODAY));
        let told = report(&CPQ, &found);
        for node in &told.nodes {
            prop_assert!(!node.reasons.is_empty(), "{} has no reason", node.id);
            if node.state == State::Met && node.kind != "step-off point" {
                prop_assert!(node.reasons.iter().any(|reason| reason.verdict == domain::standing::Verdict::Met), "{}", node.id);
            }
        }
    }

    #[test]
    fn reading_never_panics_on_any_text(text in "\\PC{0,300}", toml in "([a-z_]{1,9} ?= ?[\"\\[\\]{}0-9a-z., -]{0,20}\n|\\[\\[[a-z_]{1,12}\\]\\]\n){0,12}") {
        for text in [text, toml] {
            let (framework, problems) = load(&SourceFile::new("framework.toml", text.clone()));
            prop_assert_eq!(framework.is_some(), problems.is_empty());
            for name in ["facts.toml", "facts.json"] {
                let (facts, problems) = read_facts(&CPQ, &SourceFile::new(name, text.clone()));
                prop_assert_eq!(facts.is_some(), problems.is_empty());
            }
        }
    }

    #[test]
    fn loading_never_panics_on_a_damaged_framework(
        cuts in prop::collection::vec((0.0..1.0f64, 0..60usize, prop::sample::select(vec!["", "\"", "[", "}", "=", "\n", "F01", "1", "advanced", "{ any = [] }", "\u{e9}"])), 1..6),
    ) {
        let mut text = CPQ_TEXT.clone();
        for (at, length, into) in cuts {
            let mut from = (at * text.len() as f64) as usize;
            while !text.is_char_boundary(from) { from -= 1; }
            let mut until = (from + length).min(text.len());
            while !text.is_char_boundary(until) { until -= 1; }
            text.replace_range(from..until.max(from), into);
        }
        let (framework, problems) = load(&SourceFile::new("framework.toml", text));
        prop_assert_eq!(framework.is_some(), problems.is_empty());
        prop_assert!(problems.iter().all(|problem| problem.line >= 1 && !problem.fix.is_empty()));
        if let Some(framework) = framework && let Ok(facts) = domain::standing::Facts::bind(&framework, FULL.clone()) {
            let found = standing(&framework, &facts, d(TODAY), d(TODAY));
            report(&framework, &found);
        }
    }
}

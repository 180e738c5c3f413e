//! Of a plan that reaches its target nothing can be left out, in generated frameworks of work at which people sign on both
//! sides.

use chrono::Days;
use domain::framework::{Framework, NodeIx, Rule};
use domain::plan::{Plan, Step, What, plan};
use domain::standing::{ExperienceFact, FactsFile, Outcome, ResultFact, standing};
use proptest::prelude::*;

use crate::carrying_out::{carry_out_with, not_open, not_open_in_turn, partners};
use crate::generated::Dice;
use crate::support::{bound, claim, d, loaded, nobody, result, spell, verification};

const ON: &str = "2025-03-06";

/// Who signs, for results and for work.
const SIGNERS: [&str; 3] = ["ruth", "omar", "nina"];

/// One amount of work.
fn amount(dice: &mut Dice) -> String {
    let kind = dice.pick(&["work", "work", "theatre", "law"]);
    let hours = 10 * (1 + dice.below(6));
    match dice.below(8) {
        0..4 => format!("{{ hours = {hours}, kind = \"{kind}\" }}"),
        4..6 => format!("{{ hours = {hours}, kind = \"{kind}\", distinct_signers = {} }}", 2 + dice.below(2)),
        6 => format!("{{ hours = {hours}, kind = \"{kind}\", while = \"gate\" }}"),
        _ => format!("{{ period = \"{} months\", kind = \"{kind}\" }}", 1 + dice.below(6)),
    }
}

fn gathers(dice: &mut Dice) -> String {
    let one = amount(dice);
    let amount = |dice: &mut Dice, others: &[&str]| loop {
        let other = amount(dice);
        if !others.contains(&other.as_str()) {
            return other;
        }
    };
    match dice.below(5) {
        0 | 1 => one,
        2 => format!("{{ all = [{one}, {}] }}", amount(dice, &[&one])),
        3 => format!("{{ any = [{one}, {}] }}", amount(dice, &[&one])),
        _ => {
            let two = amount(dice, &[&one]);
            format!("{{ any = [{one}, {{ all = [{two}, {}] }}] }}", amount(dice, &[&one, &two]))
        }
    }
}

/// A stage of results and of work of three kinds, of which two count as the third.
fn of_work(dice: &mut Dice) -> String {
    let results = dice.pick(&[r#""a""#, r#"{ all = ["a", "b"] }"#, r#"{ any = ["a", "b"] }"#]);
    let employer = dice.pick(&[
        r#"{ all = ["e0", "e1", "e2"] }"#,
        r#"{ all = ["e0", "e1"] }"#,
        r#"{ any = ["e0", "e1"] }"#,
        r#"{ all = ["e0", { any = ["e1", "v"] }] }"#,
        r#"{ all = ["e0", "e1", "v"] }"#,
        r#"{ all = ["e0", "p"] }"#,
        r#"{ at_least = 2, of = ["e0", "e1", "p"] }"#,
    ]);
    let mut text = format!(
        "slug = \"mini\"\nversion = \"1\"\ntitle = \"Mini\"\nbody = \"Body\"\neffective_from = 2020-01-01\n\
         [[experience_kind]]\nid = \"work\"\ntitle = \"Work\"\nsources = [\"t\"]\n\
         [[experience_kind]]\nid = \"theatre\"\ntitle = \"Theatre\"\ncounts_as = \"work\"\nsources = [\"t\"]\n\
         [[experience_kind]]\nid = \"law\"\ntitle = \"Law\"\ncounts_as = \"work\"\nsources = [\"t\"]\n\
         [[stage]]\nid = \"s\"\ntitle = \"S\"\nsources = [\"t\"]\nresults = {results}\nemployer = {employer}\n"
    );
    let mut element = |id: &str, kind: &str, more: &str| {
        text += &format!(
            "[[element]]\nid = \"{id}\"\nkind = \"{kind}\"\ntitle = \"{id}\"\nstage = \"s\"\nsources = [\"t\"]\n{more}\n"
        );
    };
    element("a", "assessment", "");
    let first = dice.pick(&[
        "",
        "",
        "requires = \"a\"",
        "requires = { hours = 20, kind = \"work\" }",
        "requires = \"e0\"",
        "requires = { any = [\"e1\", { hours = 30, kind = \"law\" }] }",
        "requires = { any = [{ hours = 20, kind = \"work\" }, { hours = 30, kind = \"law\" }] }",
    ]);
    element("b", "assessment", first);
    for n in 0..3 {
        let requires = if n > 0 && dice.one_in(4) { format!("requires = \"e{}\"", n - 1) } else { String::new() };
        element(&format!("e{n}"), "experience", &format!("gather = {}\n{requires}", gathers(dice)));
    }
    element("p", "portfolio", "outcomes_of = [\"area\"]");
    let first =
        dice.pick(&["", "", "requires = \"e2\"", "requires = { any = [\"e2\", { hours = 10, kind = \"work\" }] }"]);
    element("v", "verification", first);
    let signers = dice.pick(&["", "distinct_signers = 2\n"]);
    let asks = dice.pick(&[
        r#""s""#,
        r#""s""#,
        r#"{ all = ["s", { any = [{ hours = 30, kind = "work" }, { hours = 30, kind = "law" }] }] }"#,
        r#"{ all = ["b", { any = [{ hours = 40, kind = "work" }, { hours = 40, kind = "theatre" }, "e2"] }] }"#,
        r#"{ all = ["v", { at_least = 2, of = ["e0", "e1", { hours = 60, kind = "work" }] }] }"#,
        r#"{ all = ["v", "b", { any = ["e1", "e2"] }] }"#,
    ]);
    text += &format!(
        "[[competency]]\nid = \"area\"\ntitle = \"Area\"\nsources = [\"t\"]\n\
         [[competency]]\nid = \"o\"\ntitle = \"O\"\nparent = \"area\"\nstage = \"s\"\nexamples = 2\n{signers}\
         [[status]]\nid = \"gate\"\ntitle = \"Gate\"\nsources = [\"t\"]\n\
         [[step_off]]\nid = \"gate-off\"\ntitle = \"Gate off\"\nsources = [\"t\"]\nstatus = \"gate\"\nrequires = {{ all = [] }}\n\
         [[status]]\nid = \"st\"\ntitle = \"St\"\nsources = [\"t\"]\n\
         [[step_off]]\nid = \"off\"\ntitle = \"Off\"\nsources = [\"t\"]\nstatus = \"st\"\nrequires = {asks}\n\
         [[route]]\nid = \"all\"\ntitle = \"All\"\nsources = [\"t\"]\nrequires = {{ all = [\"a\", \"b\", \"e0\", \"e1\", \"e2\", \"p\", \"v\", {{ hours = 1, kind = \"theatre\" }}, {{ hours = 1, kind = \"law\" }}, {{ hours = 1, kind = \"work\" }}] }}\n"
    );
    text
}

fn done(dice: &mut Dice) -> FactsFile {
    let mut facts = nobody();
    for n in 0..dice.below(8) {
        let (id, by) = (format!("f{n}"), dice.pick(&SIGNERS).to_owned());
        let day = d(ON) - Days::new(30 + dice.below(300));
        let text = day.to_string();
        match dice.below(8) {
            0..3 => {
                let element = dice.pick(&["a", "b"]);
                facts.results.push(ResultFact { confirmed_by: Some(by), ..result(&id, element, Outcome::Pass, &text) });
            }
            3..6 => {
                let until = (day + Days::new(1 + dice.below(30))).to_string();
                let kind = dice.pick(&["work", "theatre", "law"]);
                let hours = dice.below(5) as i64 * 10;
                facts
                    .experience
                    .push(ExperienceFact { confirmed_by: Some(by), ..spell(&id, kind, &text, &until, hours) });
            }
            6 => facts.claims.push(claim(&id, &["o"], &text, &text, &by)),
            _ => facts.verifications.push(verification(&id, "v", &text, &by)),
        }
    }
    facts
}

/// Which of the nodes count once the steps of a plan are taken.
fn reached(framework: &Framework, plan: &Plan, facts: &FactsFile, only_work: bool, of: &[NodeIx]) -> bool {
    partners(facts, only_work).iter().all(|by| {
        let (facts, day) = carry_out_with(framework, plan, facts, d(ON), !only_work, by.as_deref());
        let found = standing(framework, &bound(framework, &facts), day, day);
        of.iter().all(|ix| found.state(*ix).counts())
    })
}

fn is_reached(framework: &Framework, plan: &Plan, facts: &FactsFile) -> bool {
    reached(framework, plan, facts, true, &[plan.target])
}

/// A little less than a step asks for, each way.
fn less(what: What) -> Vec<What> {
    match what {
        What::Claim { examples, distinct_signers, signed } if examples > 1 => {
            vec![What::Claim { examples: examples - 1, distinct_signers, signed }]
        }
        What::GatherMinutes { kind, minutes, while_holding, signers, signed } => {
            let with = |minutes, signers| What::GatherMinutes { kind, minutes, while_holding, signers, signed };
            // Of what somebody confirms there is an hour.
            let hour =
                if minutes > 60 * i64::from(signers.max(1)) { vec![with(minutes - 60, signers)] } else { Vec::new() };
            hour.into_iter().chain((signers > 0).then(|| with(minutes, signers - 1))).collect()
        }
        What::GatherDays { kind, days, whole, while_holding } => {
            let days = whole.map_or(days, |length| length.fewest_days());
            vec![What::GatherDays { kind, days: (days - 7).max(0), whole: None, while_holding }]
        }
        _ => Vec::new(),
    }
}

fn has_choice(rule: &Rule) -> bool {
    matches!(rule, Rule::Of { least, parts } if (*least as usize) < parts.len() || parts.iter().any(has_choice))
}

/// What of a plan is in vain.
fn in_vain(framework: &Framework, plan: &Plan, facts: &FactsFile) -> Vec<String> {
    let mut found = Vec::new();
    let gathered = |what: &What| matches!(what, What::GatherMinutes { .. } | What::GatherDays { .. });
    let others = plan.steps.iter().filter(|step| gathered(&step.what)).count() as i64;
    // Of two ways with as many steps less is gathered by the one that is taken, and not always by each step.
    let off = framework.find("off").unwrap();
    let choice = plan.steps.iter().map(|step| step.node).chain([off]).any(|ix| {
        let node = framework.node(ix);
        node.rule.iter().chain(&node.requires).any(has_choice)
    });
    let any_choice = framework.nodes().any(|(_, node)| node.rule.iter().any(has_choice));
    for (at, Step { node, what, sentence, .. }) in plan.steps.iter().enumerate() {
        // Carried out, other work takes a day each, and all of it is done while the status is held.
        let is_beside = match what {
            What::GatherMinutes { while_holding, .. } => others > 1 && while_holding.is_some(),
            What::GatherDays { days, .. } => *days <= others,
            _ => false,
        };
        // Nor is what is held meanwhile left out.
        let is_held = |other: &Step| match other.what {
            What::GatherMinutes { while_holding, .. } | What::GatherDays { while_holding, .. } => {
                while_holding == Some(*node)
            }
            _ => false,
        };
        if is_beside || plan.steps.iter().any(is_held) {
            continue;
        }
        let mut other = plan.clone();
        other.steps.remove(at);
        // What opens another step is needed for it.
        let opens = |other: &Plan| not_open_in_turn(framework, other, facts, d(ON)).is_some();
        if reached(framework, &other, facts, false, &[plan.target]) && !opens(&other) {
            found.push(format!("{sentence}: is not needed"));
            continue;
        }
        // Whoever confirms besides confirms an hour of it, which comes on top.
        let is_for_people = |other: &Step| matches!(other.what, What::GatherMinutes { minutes, signers, .. } if signers > 0 && minutes <= 60 * i64::from(signers));
        let on_top = plan.steps[at + 1..].iter().any(is_for_people);
        // Between ways it is not chosen by the number of people.
        let signers = |what: What| if let What::GatherMinutes { signers, .. } = what { signers } else { 0 };
        let by_fewer = |less: &What| any_choice && signers(*less) < signers(*what);
        for what in less(*what).into_iter().filter(|less| !choice && !on_top && !by_fewer(less)) {
            let mut other = plan.clone();
            other.steps[at].what = what;
            // Less may do for something else that is named later.
            if reached(framework, &other, facts, false, &[plan.target, *node]) && !opens(&other) {
                found.push(format!("{sentence}: {what:?} is enough"));
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: std::env::var("CASES").map_or(150, |cases| cases.parse().unwrap()), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn of_a_plan_that_reaches_its_target_nothing_can_be_left_out(seed in 1..u64::MAX) {
        let mut dice = Dice(seed);
        let text = of_work(&mut dice);
        let (framework, facts) = (loaded(&text), done(&mut dice));
        for target in ["st", "e0", "s"] {
            let ix = framework.find(target).unwrap();
            let Ok(plan) = plan(&framework, &bound(&framework, &facts), ix, d(ON)) else { continue };
            if !is_reached(&framework, &plan, &facts) {
                prop_assert!(!plan.provided.is_empty(), "{target} is not reached: {plan:#?}\n{facts:#?}\n{text}");
                continue;
            }
            let closed = not_open(&framework, &plan, &facts, d(ON));
            prop_assert!(closed.is_none(), "{target}: {closed:?} in {plan:#?}\n{facts:#?}\n{text}");
            let vain = in_vain(&framework, &plan, &facts);
            prop_assert!(vain.is_empty(), "{target}: {vain:#?} of {plan:#?}\n{facts:#?}\n{text}");
        }
    }
}

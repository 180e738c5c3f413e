//! Plans for people of whom not all is recorded, and for sets that an earlier sitting has begun, in generated frameworks.

use std::fmt::Write;

use chrono::{Days, NaiveDate};
use domain::framework::{ElementKind, Framework, NodeIx, NodeKind};
use domain::plan::{NoPlan, Plan, Step, What, plan};
use domain::standing::{Dated, FactsFile, Outcome, State, standing};
use proptest::prelude::*;

use crate::carrying_out::{carry_out, not_open_in_turn};
use crate::generated::Dice;
use crate::support::{bound, d, exemption, loaded, nobody, result, spell, verification};

const ON: &str = "2024-05-15";

/// The days on which some of the elements ask one to have joined; before the first, between, and after the last.
const JOINED: [&str; 3] = ["2022-12-31", "2023-01-01", "2023-06-01"];

const SPECIALISMS: [&str; 2] = ["red", "blue"];

/// A small framework of assessments that lapse, in sets and by themselves, and ask who one is.
fn framework_text(dice: &mut Dice) -> String {
    let mut text = String::from(
        "slug = \"mini\"\nversion = \"1\"\ntitle = \"Mini\"\nbody = \"Body\"\neffective_from = 2020-01-01\n\n\
         [[experience_kind]]\nid = \"work\"\ntitle = \"Work\"\nsources = [\"t\"]\n\n\
         [[specialism]]\nid = \"red\"\ntitle = \"Red\"\nsources = [\"t\"]\npairs = [\"a\", \"b\"]\n\n\
         [[specialism]]\nid = \"blue\"\ntitle = \"Blue\"\nsources = [\"t\"]\npairs = [\"a\", \"c\"]\n\n",
    );
    let results = dice.pick(&[
        r#"{ all = ["a", "b", "c"] }"#,
        r#"{ at_least = 2, of = ["a", "b", "c"] }"#,
        r#"{ any = ["a", "b", "c"] }"#,
        r#"{ any = ["c", { all = ["a", "b"] }] }"#,
        r#"{ credits = 30, of = ["a", "b", "c"] }"#,
        r#"{ credits = 15, of = ["a", "b", "c"] }"#,
        r#"{ any = ["b", { any = ["a", "c"] }] }"#,
        r#"{ at_least = 2, of = ["a", { any = ["b", "c"] }, { all = ["b", "c"] }] }"#,
    ]);
    let employer = dice.pick(&[
        "no_employer_key = \"a test\"",
        r#"employer = "x""#,
        r#"employer = { all = ["x", "v"] }"#,
        r#"employer = { any = ["x", "v"] }"#,
    ]);
    let enter = dice.pick(&["", "", "requires = { joined_from = 2023-01-01 }\n", "requires = { matches = \"red\" }\n"]);
    let _ = writeln!(
        text,
        "[[stage]]\nid = \"s\"\ntitle = \"S\"\nsources = [\"t\"]\n{enter}results = {results}\n{employer}\n"
    );
    let requires = |dice: &mut Dice, before: &str| {
        let rule = dice.pick(&[
            r#"{ matches = "red" }"#,
            r#"{ matches = "blue" }"#,
            r#"{ any = [{ matches = "red" }, "BEFORE"] }"#,
            r#"{ joined_from = 2023-01-01 }"#,
            r#"{ joined_before = 2023-06-01 }"#,
            r#"{ any = [{ joined_before = 2023-01-01 }, { matches = "blue" }] }"#,
            r#""BEFORE""#,
            r#"{ now = "BEFORE" }"#,
            r#"{ all = ["BEFORE", { matches = "red" }] }"#,
        ]);
        if rule.contains("BEFORE") && before.is_empty() {
            return String::new();
        }
        format!("requires = {}\n", rule.replace("BEFORE", before))
    };
    let (long, most) = (dice.pick(&["60 days", "4 months"]), 1 + dice.below(2));
    let in_set = dice.one_in(2);
    for (n, id) in ["a", "b", "c"].into_iter().enumerate() {
        let before = if n == 0 { "" } else { ["a", "b"][n - 1] };
        let _ = write!(
            text,
            "[[element]]\nid = \"{id}\"\nkind = \"assessment\"\ntitle = \"{id}\"\nstage = \"s\"\nsources = [\"t\"]\ncredits = 15\n"
        );
        if in_set && (n < 2 || dice.one_in(2)) {
            let _ = writeln!(text, "expires = {{ after = \"{long}\", whole_set = \"w\" }}");
        } else if dice.one_in(2) {
            let _ = writeln!(text, "expires = \"{long}\"");
        }
        if dice.one_in(2) {
            let _ = writeln!(text, "attempts = {{ max = {most}, within = \"{long}\" }}");
        }
        if dice.one_in(2) {
            text.push_str(&requires(dice, before));
        }
        if n > 0 && dice.one_in(4) {
            let _ = writeln!(text, "sat_after = [\"{before}\"]");
        }
        text.push('\n');
    }
    let gather = dice.pick(&["30 days", "3 months"]);
    let first = if dice.one_in(3) { requires(dice, "a") } else { String::new() };
    let first = first.replace("{ now = \"a\" }", "\"a\"");
    let _ = writeln!(
        text,
        "[[element]]\nid = \"x\"\nkind = \"experience\"\ntitle = \"x\"\nstage = \"s\"\nsources = [\"t\"]\ngather = {{ period = \"{gather}\", kind = \"work\" }}\n{first}"
    );
    let first = if dice.one_in(3) { requires(dice, "b") } else { String::new() };
    let _ = writeln!(
        text,
        "[[element]]\nid = \"v\"\nkind = \"verification\"\ntitle = \"v\"\nstage = \"s\"\nsources = [\"t\"]\n{first}"
    );
    // What belongs to a stage that is not entered counts, but is not asked for.
    let ways = [r#""s""#, r#"{ all = ["s", "x", "v"] }"#, r#"{ any = ["s", { all = ["a", "v"] }] }"#];
    let target = dice.pick(if enter.is_empty() { &ways } else { &ways[..2] });
    let _ = writeln!(
        text,
        "[[status]]\nid = \"st\"\ntitle = \"Status\"\nsources = [\"t\"]\n\n[[step_off]]\nid = \"off\"\ntitle = \"Off\"\nsources = [\"t\"]\nstatus = \"st\"\nrequires = {target}\n\n[[route]]\nid = \"all\"\ntitle = \"All\"\nsources = [\"t\"]\nrequires = {{ all = [\"a\", \"b\", \"c\", \"x\", \"v\"] }}"
    );
    text
}

fn record(dice: &mut Dice) -> FactsFile {
    let mut facts = nobody();
    let day = |dice: &mut Dice| d(ON) - Days::new(1 + dice.below(140));
    for n in 0..dice.below(7) {
        let (id, day) = (format!("f{n}"), day(dice).to_string());
        let element = dice.pick(&["a", "b", "c"]);
        match dice.below(12) {
            0 => facts.exemptions.push(exemption(&id, element, &day)),
            1 => facts.verifications.push(verification(&id, "v", &day, "boss")),
            2 => facts.experience.push(spell(&id, "work", &day, ON, 1)),
            3..6 => facts.results.push(result(&id, element, Outcome::Fail, &day)),
            _ => facts.results.push(result(&id, element, Outcome::Pass, &day)),
        }
    }
    if dice.one_in(3) {
        facts.specialism = chosen(dice.pick(&SPECIALISMS));
    }
    if dice.one_in(3) {
        facts.joined_on = Dated::Always(d(dice.pick(&JOINED)));
    }
    facts
}

fn chosen(specialism: &str) -> Dated<String> {
    Dated::Always(specialism.to_owned())
}

fn way(framework: &Framework, facts: &FactsFile) -> Result<Plan, NoPlan> {
    plan(framework, &bound(framework, facts), framework.find("st").unwrap(), d(ON))
}

/// Whether the status can be applied for once the steps of a plan are taken from a day on, but for the last, the application.
pub fn leads_there(framework: &Framework, plan: &Plan, facts: &FactsFile, on: NaiveDate) -> bool {
    let mut plan = plan.clone();
    plan.steps.retain(|step| step.what != What::Apply);
    let (facts, day) = carry_out(framework, &plan, facts, on);
    let found = standing(framework, &bound(framework, &facts), day, day);
    found.state(framework.find("off").unwrap()) == State::Available
}

/// The plan with another node in the place of one of its steps.
pub fn with_other(framework: &Framework, plan: &Plan, at: usize, other: NodeIx) -> Plan {
    let mut plan = plan.clone();
    let node = framework.node(other);
    let what = match (&node.kind, node.examples()) {
        (NodeKind::Element(ElementKind::Verification), _) => What::AskToVerify,
        (_, Some(claims)) => {
            let examples = u32::try_from(claims.least).unwrap();
            What::Claim { examples, distinct_signers: claims.signers, signed: 0 }
        }
        _ => What::Pass,
    };
    (plan.steps[at].node, plan.steps[at].what) = (other, what);
    plan
}

/// How good a plan is, the least first: for everybody, with few steps; for those who joined on some days; none at all.
fn rank(plan: &Result<Plan, NoPlan>, more: usize) -> (usize, usize) {
    let Ok(plan) = plan else { return (2, 0) };
    (usize::from(supposed(plan).is_some()), plan.steps.len() + more)
}

fn supposed(plan: &Plan) -> Option<NaiveDate> {
    plan.provided.iter().find_map(|it| day_of_joining(it))
}

fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%d %B %Y").unwrap()
}

fn day_of_joining(provided: &str) -> Option<NaiveDate> {
    let says = provided.strip_prefix("The day of joining is to be recorded")?;
    let Some(says) = says.strip_prefix(", and is ") else { return Some(d(ON)) };
    Some(says.strip_suffix(" or later").map_or_else(|| day(&says[7..]).pred_opt().unwrap(), day))
}

/// What is wrong with the plan, if anything is.
fn fault(framework: &Framework, mut facts: FactsFile, asks_now: bool) -> Option<String> {
    let found = way(framework, &facts);
    for specialism in SPECIALISMS.into_iter().filter(|_| facts.specialism.is_empty()) {
        let chosen = way(framework, &FactsFile { specialism: chosen(specialism), ..facts.clone() });
        if rank(&found, 0) > rank(&chosen, 1) {
            return Some(format!("a choice is shorter: {found:#?}"));
        }
    }
    for day in JOINED.into_iter().filter(|_| facts.joined_on.is_empty() && rank(&found, 0).0 > 0) {
        let joined = way(framework, &FactsFile { joined_on: Dated::Always(d(day)), ..facts.clone() });
        if joined.is_ok_and(|joined| found.as_ref().map_or(true, |plan| plan.steps.len() > joined.steps.len())) {
            return Some(format!("another day of joining is shorter: {found:#?}"));
        }
    }
    let plan = found.ok()?;
    if let Some(day) = supposed(&plan) {
        let is_open = || not_open_in_turn(framework, &plan, &facts, d(ON)).is_none();
        if leads_there(framework, &plan, &facts, d(ON)) && is_open() {
            return Some(format!("it is not only for some: {plan:#?}"));
        }
        facts.joined_on = Dated::Always(day);
    }
    let depends: Vec<&String> = plan.provided.iter().filter(|it| day_of_joining(it).is_none()).collect();
    if !leads_there(framework, &plan, &facts, d(ON)) {
        return depends.is_empty().then(|| format!("it is not reached: {plan:#?}"));
    }
    for (at, step) in plan.steps.iter().enumerate() {
        for other in &step.instead {
            if !leads_there(framework, &with_other(framework, &plan, at, *other), &facts, d(ON)) {
                return Some(format!("{} would not do in step {at}: {plan:#?}", framework.node(*other).id));
            }
        }
    }
    for at in 0..plan.steps.len() - 1 {
        let mut less = plan.clone();
        let Step { what, node, .. } = less.steps.remove(at);
        // What is there, and rests on what itself waits for something that is asked for now, is asked for again.
        let id = &framework.node(node).id;
        let is_there =
            facts.results.iter().map(|one| &one.element).chain(facts.verifications.iter().map(|one| &one.element));
        if asks_now && is_there.into_iter().any(|element| element == id) {
            continue;
        }
        // What is waited for may be over by the day that earlier steps take one to.
        let leads = || leads_there(framework, &less, &facts, d(ON));
        // What opens another step is needed for it.
        let opens = || not_open_in_turn(framework, &less, &facts, d(ON)).is_some();
        if !matches!(what, What::WaitUntil(_)) && leads() && !opens() {
            return Some(format!("step {at} is in vain: {plan:#?}"));
        }
    }
    // What waits for something may come to count with it.
    let found = standing(framework, &bound(framework, &facts), d(ON), d(ON));
    let counts = |id: &String| found.state(framework.find(id).unwrap()).counts();
    let waits = facts.results.iter().any(|result| result.outcome == Outcome::Pass && !counts(&result.element))
        || facts.verifications.iter().any(|verification| !counts(&verification.element));
    let lapses = depends.iter().filter(|it| !waits && !it.contains(',')).filter_map(|it| it.split_once(" lapses on "));
    for (what, on) in lapses {
        if leads_there(framework, &plan, &facts, day(on)) {
            return Some(format!("{what} may lapse: {plan:#?}"));
        }
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_plan_asks_for_what_is_missing_and_depends_on_what_it_says(seed in 1..u64::MAX) {
        let mut dice = Dice(seed);
        let text = framework_text(&mut dice);
        let facts = record(&mut dice);
        prop_assert_eq!(fault(&loaded(&text), facts, text.contains("now =")), None);
    }
}

/// Without a specialism a set lapses while time is worked, so that its first part is passed once more; with one, work that is
/// there already counts.
#[test]
fn a_choice_is_shorter_where_something_would_have_to_be_renewed() {
    let mut dice = Dice(687604854044842732);
    let text = framework_text(&mut dice);
    let plan = way(&loaded(&text), &record(&mut dice)).unwrap();
    let sentences: Vec<&str> = plan.steps.iter().map(|step| step.sentence.as_str()).collect();
    assert_eq!(sentences, ["Choose the specialism Blue", "Apply for the status Status"]);
}

/// What counts by a choice is seen once it is made, also where there is no way without.
#[test]
fn a_choice_is_tried_where_there_is_no_way_without_one() {
    let mut dice = Dice(5621460071734957504);
    let text = framework_text(&mut dice);
    let facts = record(&mut dice);
    assert_eq!(fault(&loaded(&text), facts, text.contains("now =")), None);
}

//! Plans carried out: the fewest steps, each explained, and the target reached when they are taken.

use chrono::{Days, NaiveDate};
use domain::framework::{ExperienceKind, Framework, KindIx, NodeIx};
use domain::plan::{NoPlan, Plan, Step, What, plan};
use domain::standing::{Dated, ExperienceFact, FactsFile, Since, Standing, State, Verdict, read_example, standing};

use crate::support::{
    BASE, award, bound, claim, d, framework, frameworks_dir, loaded, nobody, pass, shipped, source, spell, verification,
};

/// The steps that can be taken at once.
fn first_steps(plan: &Plan) -> impl Iterator<Item = &Step> {
    plan.steps.iter().filter(|step| step.needs.is_empty())
}

/// Who may confirm what anybody may: each who has confirmed work, or those who signed for nothing else; and who confirmed last
/// on the way.
pub fn partners(facts: &FactsFile, only_work: bool) -> Vec<Option<String>> {
    let formal = facts.results.iter().map(|one| &one.confirmed_by);
    let formal: Vec<_> = formal.chain(facts.exemptions.iter().map(|one| &one.decided_by)).collect();
    let counts = |spell: &&ExperienceFact| {
        let is_formal = || formal.contains(&&spell.confirmed_by);
        let by_trainee = spell.confirmed_by.as_ref() == Some(&facts.trainee);
        spell.minutes > 0 && spell.withdrawn_on.is_none() && !by_trainee && !(only_work && is_formal())
    };
    let mut found: Vec<_> = facts.experience.iter().filter(counts).map(|spell| spell.confirmed_by.clone()).collect();
    found.push(None);
    found.sort();
    found.dedup();
    found
}

/// The first step, of those that are taken in one act, that is not open when its turn comes, or when no more is done than it
/// needs.
pub fn not_open(framework: &Framework, plan: &Plan, facts: &FactsFile, on: NaiveDate) -> Option<String> {
    let closed = |at: usize| {
        let step = &plan.steps[at];
        if matches!(step.what, What::Choose(_) | What::WaitUntil(_) | What::ConfirmAgain)
            || matches!(step.what, What::GatherMinutes { .. } | What::GatherDays { .. })
        {
            return None;
        }
        let mut needed = vec![false; at];
        step.needs.iter().for_each(|first| needed[*first] = true);
        for n in (0..at).rev() {
            let further = if needed[n] { &plan.steps[n].needs[..] } else { &[] };
            further.iter().for_each(|first| needed[*first] = true);
        }
        let is_open_after = |only_needed: bool| {
            let taken = (0..at).filter(|n| !only_needed || needed[*n]).map(|n| plan.steps[n].clone());
            let so_far = Plan { steps: taken.collect(), ..plan.clone() };
            let (facts, day) = carry_out(framework, &so_far, facts, on);
            let found = standing(framework, &bound(framework, &facts), day, day);
            let leads = |way: &NodeIx| matches!(found.state(*way), State::Available | State::Met);
            match step.what {
                What::Apply => framework.needs(step.node).iter().any(leads),
                _ => found.is_open(step.node),
            }
        };
        let why = if !is_open_after(false) { "in its turn" } else { "after what it needs" };
        (why == "in its turn" || !is_open_after(true)).then(|| format!("{} is not open {why}", step.sentence))
    };
    (0..plan.steps.len()).find_map(closed)
}

/// Turns every step into the facts that it asks for, one after another, and gives the day of the last. The plan does the like to
/// see who has to sign (`plan/taken.rs`); this one is written anew, so that it finds that one wrong.
pub fn carry_out(framework: &Framework, plan: &Plan, facts: &FactsFile, on: NaiveDate) -> (FactsFile, NaiveDate) {
    carry_out_with(framework, plan, facts, on, false, None)
}

/// People who have confirmed no work that counts for a kind.
fn confirmed_others(framework: &Framework, facts: &FactsFile, kind: KindIx) -> Vec<String> {
    let wide = &framework.experience_kind(kind).id;
    let counts = |other: &&ExperienceKind| other.id == *wide || other.counts_as == Some(kind);
    let ids: Vec<&str> = framework.experience_kinds().iter().filter(counts).map(|kind| kind.id.as_str()).collect();
    let of_kind = |spell: &ExperienceFact| ids.contains(&spell.kind.as_str()) && spell.minutes > 0;
    let (own, others): (Vec<_>, Vec<_>) = facts.experience.iter().partition(|spell| of_kind(spell));
    let mut others: Vec<String> = others.into_iter().filter_map(|spell| spell.confirmed_by.clone()).collect();
    others.retain(|by| *by != facts.trainee && own.iter().all(|spell| spell.confirmed_by.as_ref() != Some(by)));
    others.sort();
    others.dedup();
    others
}

/// The same, where what anybody may confirm is confirmed by somebody, else by who confirmed last on the way; and what further
/// people confirm, where `known`, by those who have confirmed something else.
pub fn carry_out_with(
    framework: &Framework,
    plan: &Plan,
    facts: &FactsFile,
    on: NaiveDate,
    known: bool,
    by: Option<&str>,
) -> (FactsFile, NaiveDate) {
    let (mut facts, mut day) = (facts.clone(), on);
    let mut partner = by.unwrap_or("new-partner").to_owned();
    for (n, step) in plan.steps.iter().enumerate() {
        let id = framework.node(step.node).id.as_str();
        let fact = format!("step-{n}");
        let today = day.to_string();
        match step.what {
            What::Choose(ix) => {
                let is = framework.specialism(ix).id.clone();
                facts.specialism = Dated::Changing(vec![Since { is, since: Some(day), recorded_on: None }]);
            }
            What::WaitUntil(until) => day = day.max(until),
            What::Pass | What::Complete => {
                let mut result = pass(&fact, id, &today);
                result.confirmed_by = Some("new-registry".into());
                facts.results.push(result);
            }
            What::Claim { examples, distinct_signers, signed } => {
                let people = distinct_signers.saturating_sub(signed).max(1);
                for example in 0..examples {
                    let (fact, signer) = (format!("{fact}-{example}"), format!("boss-{n}-{}", example.min(people - 1)));
                    facts.claims.push(claim(&fact, &[id], &today, &today, &signer));
                }
            }
            What::GatherMinutes { kind, minutes, signers, .. } => {
                // Further people may have confirmed work of another kind.
                let known = if known { confirmed_others(framework, &facts, kind) } else { Vec::new() };
                for signer in 0..signers.max(1) {
                    let kind = &framework.experience_kind(kind).id;
                    let mut one = spell(&format!("{fact}-{signer}"), kind, &today, &today, 0);
                    one.until = day + Days::new(1);
                    let (share, people) = (i64::from(signer), i64::from(signers.max(1)));
                    one.minutes = minutes * (share + 1) / people - minutes * share / people;
                    one.confirmed_on = Some(one.until);
                    // Only where further people have to confirm another one does.
                    let further =
                        || known.get(signer as usize).cloned().unwrap_or_else(|| format!("new-partner-{n}-{signer}"));
                    let signed_by = if signers == 0 { partner.clone() } else { further() };
                    if signers > 0 && by.is_none() {
                        partner.clone_from(&signed_by);
                    }
                    one.confirmed_by = Some(signed_by);
                    facts.experience.push(one);
                }
                day = day + Days::new(1);
            }
            What::GatherDays { kind, days, whole, .. } => {
                // A length is taken exactly.
                let days = whole.map_or(days, |length| (length.after(day) - day).num_days());
                let mut one = spell(&fact, &framework.experience_kind(kind).id, &today, &today, 0);
                one.until = day + Days::new(u64::try_from(days).unwrap());
                one.confirmed_on = Some(one.until);
                one.confirmed_by = Some(partner.clone());
                if let Some(known) = facts.experience.first() {
                    one.organisation = known.organisation.clone();
                }
                day = one.until;
                facts.experience.push(one);
            }
            What::ConfirmAgain => {
                let found = standing(framework, &bound(framework, &facts), day, day);
                let own: Vec<String> = found.counted(framework, step.node).into_iter().map(str::to_owned).collect();
                let formal: Vec<_> = facts.results.iter().map(|one| one.confirmed_by.clone()).collect();
                let again =
                    |spell: &&mut ExperienceFact| own.contains(&spell.id) && formal.contains(&spell.confirmed_by);
                for spell in facts.experience.iter_mut().filter(again) {
                    (spell.confirmed_on, spell.confirmed_by) = (Some(day), Some("other-partner".into()));
                }
            }
            What::AskToVerify => facts.verifications.push(verification(&fact, id, &today, "new-verifier")),
            What::Apply => {
                let found = standing(framework, &bound(framework, &facts), day, day);
                let leads = |way: &NodeIx| matches!(found.state(*way), State::Available | State::Met);
                if framework.needs(step.node).iter().any(leads) {
                    facts.awards.push(award(&fact, id, &today));
                }
            }
        }
    }
    (facts, day)
}

/// Asserts that a plan, carried out, reaches its target; and that every step needs only earlier ones.
pub fn reaches(framework: &Framework, facts: &FactsFile, target: &str, on: NaiveDate) -> Result<Plan, NoPlan> {
    let (plan, found) = carried_out(framework, facts, target, on)?;
    assert_reached(framework, &plan, &found);
    Ok(plan)
}

/// The same, but where the plan says on what it depends besides its steps. Gives whether it was reached.
pub fn reaches_or_says_why_not(
    framework: &Framework,
    facts: &FactsFile,
    target: &str,
    on: NaiveDate,
) -> Result<bool, NoPlan> {
    let (plan, found) = carried_out(framework, facts, target, on)?;
    if plan.provided.is_empty() {
        assert_reached(framework, &plan, &found);
    }
    Ok(found.state(plan.target).counts())
}

fn carried_out(
    framework: &Framework,
    facts: &FactsFile,
    target: &str,
    on: NaiveDate,
) -> Result<(Plan, Standing), NoPlan> {
    let ix = framework.find(target).unwrap();
    let plan = plan(framework, &bound(framework, facts), ix, on)?;
    for (n, step) in plan.steps.iter().enumerate() {
        assert!(step.needs.iter().all(|need| *need < n), "{:?}", plan.steps);
        assert!(!step.sentence.is_empty() && !step.sentence.ends_with('.'));
    }
    let (facts, day) = carry_out(framework, &plan, facts, on);
    let found = standing(framework, &bound(framework, &facts), day, day);
    Ok((plan, found))
}

fn assert_reached(framework: &Framework, plan: &Plan, found: &Standing) {
    let told: Vec<&str> = plan.steps.iter().map(|step| step.sentence.as_str()).collect();
    let why = || {
        found.reasons(framework, plan.target).into_iter().map(|mut r| {
            r.children.retain(|c| c.verdict != Verdict::Met);
            r
        })
    };
    let (state, target) = (found.state(plan.target), &framework.node(plan.target).id);
    assert!(state.counts(), "{target} is {state:?}: {:#?} after {told:#?}", why().collect::<Vec<_>>());
}

#[test]
fn from_nothing_to_a_status_takes_each_thing_once() {
    let framework = loaded(BASE);
    let plan = reaches(&framework, &nobody(), "st", d("2022-01-01")).unwrap();
    let told: Vec<&str> = plan.steps.iter().map(|step| step.sentence.as_str()).collect();
    assert_eq!(
        told,
        [
            "Pass A",
            "Pass B",
            "Complete C",
            "Show O1 with 2 pieces of work",
            "Show O2 with 1 piece of work",
            "Ask the employer to verify the S stage",
            "Apply for the status Status",
        ]
    );
    assert_eq!(plan.steps[5].needs, [3, 4], "the employer verifies what it has seen");
    assert_eq!(plan.steps[6].needs, [0, 1, 2, 3, 4, 5]);
    assert_eq!(first_steps(&plan).count(), 5);
}

#[test]
fn what_is_there_is_not_asked_for_again() {
    let framework = loaded(BASE);
    let mut facts = nobody();
    facts.results.push(pass("r", "a", "2021-01-01"));
    facts.claims.push(claim("c", &["o1"], "2021-01-01", "2021-02-01", "boss"));
    let plan = reaches(&framework, &facts, "st", d("2022-01-01")).unwrap();
    assert_eq!(plan.steps.len(), 6);
    assert!(plan.steps.iter().any(|step| step.sentence.starts_with("Show O1 with 1 piece of work")));
    facts.awards.push(award("w", "st", "2021-06-01"));
    assert!(reaches(&framework, &facts, "st", d("2022-01-01")).unwrap().steps.is_empty(), "held");
}

#[test]
fn the_shortest_of_several_choices_is_taken() {
    let text = BASE.replacen(
        "requires = \"s\"",
        "requires = { all = [\"s\", { any = [{ all = [\"x1\", \"x2\"] }, \"y1\", { all = [\"z1\", \"x1\"] }] }] }",
        1,
    );
    let element = |id: &str| {
        format!("\n[[element]]\nid = \"{id}\"\nkind = \"assessment\"\ntitle = \"{id}\"\nsources = [\"test\"]\n")
    };
    let text = text + &["x1", "x2", "y1", "z1"].map(element).concat();
    let framework = loaded(&text);
    let steps = |facts: &FactsFile| -> Vec<String> {
        let plan = reaches(&framework, facts, "st", d("2022-01-01")).unwrap();
        plan.steps.iter().map(|step| framework.node(step.node).id.clone()).collect()
    };
    assert!(steps(&nobody()).contains(&"y1".to_owned()));
    let one = FactsFile { results: vec![pass("r", "x2", "2021-01-01")], ..nobody() };
    let taken = steps(&one);
    assert!(taken.contains(&"x1".to_owned()) != taken.contains(&"y1".to_owned()), "one more either way: {taken:?}");
    let two = FactsFile { results: vec![pass("r", "x1", "2021-01-01"), pass("q", "x2", "2021-01-01")], ..nobody() };
    assert!(["x1", "x2", "y1", "z1"].iter().all(|id| !steps(&two).contains(&(*id).to_owned())));
}

#[test]
fn cpq_from_the_first_day_to_every_status() {
    let framework = framework(&frameworks_dir().join("cpq/2021-06"));
    let on = d("2024-01-10");
    let paralegal = reaches(&framework, &nobody(), "cilex-paralegal", on).unwrap();
    assert_eq!(paralegal.steps.len(), 6 + 1 + 9 + 1 + 1, "assessments, ethics, segments, verification, application");
    let lawyer = reaches(&framework, &nobody(), "cilex-lawyer", on).unwrap();
    // A specialism without a course in advocacy and with an option at Advanced is one step shorter than the others, and
    // conveyancing rests on a mandatory module: only one of three options is needed, whichever.
    assert!(lawyer.steps.iter().any(|step| matches!(step.what, What::Choose(_))));
    assert!(!lawyer.steps.iter().any(|step| framework.node(step.node).id == "advocacy-course"));
    let family = FactsFile { specialism: Dated::Always("family".into()), ..nobody() };
    let family = reaches(&framework, &family, "cilex-lawyer", on).unwrap();
    let ids: Vec<&str> = family.steps.iter().map(|step| framework.node(step.node).id.as_str()).collect();
    for id in ["A-family", "P-family", "advocacy-course", "year-as-advanced-paralegal", "cilex-advanced-paralegal"] {
        assert!(ids.contains(&id), "{id} is not in {ids:?}");
    }
    assert!(!ids.contains(&"A-business-employment"), "the option that underpins the pathway serves as the option too");
    let place = |id: &str| ids.iter().position(|other| *other == id).unwrap();
    assert!(place("cilex-advanced-paralegal") < place("year-as-advanced-paralegal"));
    assert!(place("A-family") < place("P-family"));
}

#[test]
fn what_is_not_published_stands_in_the_way_and_is_named() {
    let framework = framework(&frameworks_dir().join("cpq/2021-06"));
    let facts = FactsFile { specialism: Dated::Always("immigration".into()), ..nobody() };
    let none = reaches(&framework, &facts, "cilex-lawyer", d("2024-01-10")).unwrap_err();
    assert!(
        none.because.iter().any(|why| why == "The body has not published which Advanced module underpins immigration"),
        "{:?}",
        none.because
    );
    let none = reaches(&framework, &nobody(), "chartered-paralegal", d("2026-01-10")).unwrap_err();
    assert_eq!(none.because.len(), 1, "{:?}", none.because);
}

#[test]
fn attempts_that_are_used_up_are_waited_for_and_what_lapses_meanwhile_is_done_again() {
    let dir = frameworks_dir().join("sqe/2021-09");
    let framework = framework(&dir);
    let file = source(&dir.join("examples/scenario_07_third_fail_closes_the_window.toml"));
    let mut facts = read_example(&file).unwrap().facts;
    facts.results.push(pass("flk2", "FLK2", "2022-01-18"));
    let plan = reaches(&framework, &facts, "solicitor", d("2023-04-01")).unwrap();
    let wait = plan.steps.iter().position(|step| step.what == What::WaitUntil(d("2028-01-15"))).unwrap();
    assert_eq!(
        plan.steps[wait].sentence,
        "Wait until 15 January 2028, when an attempt at FLK1, functioning legal knowledge counts again"
    );
    for step in &plan.steps {
        let id = framework.node(step.node).id.as_str();
        let waits = ["FLK1", "FLK2", "SQE2"].contains(&id) && step.what == What::Pass;
        assert_eq!(step.needs.contains(&wait), waits, "{}", step.sentence);
    }
    assert!(
        first_steps(&plan).any(|step| framework.node(step.node).id == "qualifying-work-experience"),
        "what need not wait does not"
    );
    let ids: Vec<&str> = plan.steps.iter().map(|step| framework.node(step.node).id.as_str()).collect();
    assert!(ids.contains(&"FLK2"), "its pass lapses on the day waited for: {ids:?}");
}

#[test]
fn a_key_turned_by_one_person_is_turned_again_by_another() {
    let framework = loaded(BASE);
    let mut facts = nobody();
    facts.results = ["a", "b", "c"].iter().map(|element| pass(element, element, "2022-01-15")).collect();
    facts.claims = vec![
        claim("c1", &["o1", "o2"], "2022-01-01", "2022-02-01", "boss"),
        claim("c2", &["o1"], "2022-01-01", "2022-02-01", "boss"),
    ];
    facts.verifications = vec![verification("v1", "v", "2022-02-01", "registry")];
    let plan = reaches(&framework, &facts, "s", d("2022-06-01")).unwrap();
    assert_eq!(plan.steps.iter().map(|step| step.what).collect::<Vec<_>>(), [What::AskToVerify]);
}

#[test]
fn a_title_is_waited_for() {
    let text = BASE.replacen("title = \"Status\"\n", "title = \"Status\"\nvalid_from = 2023-01-01\n", 1);
    let framework = loaded(&text);
    let plan = reaches(&framework, &nobody(), "st", d("2022-01-01")).unwrap();
    let wait = plan.steps.len() - 2;
    assert_eq!(plan.steps[wait].what, What::WaitUntil(d("2023-01-01")));
    assert_eq!(plan.steps[wait].sentence, "Wait until 1 January 2023, when Status is first conferred");
    for (at, step) in plan.steps.iter().enumerate() {
        assert_eq!(step.needs.contains(&wait), step.what == What::Apply, "step {at}");
    }
    let ended = BASE.replacen("title = \"Status\"\n", "title = \"Status\"\nvalid_until = 2021-01-01\n", 1);
    let none = reaches(&loaded(&ended), &nobody(), "st", d("2022-01-01")).unwrap_err();
    assert_eq!(none.because, ["Status is no longer conferred, since 1 January 2021"]);
    assert_eq!(State::ALL.len(), 7);
}

#[test]
fn of_two_step_offs_to_one_status_the_shorter_way_is_taken() {
    let step_off = |id: &str, requires: &str| {
        format!(
            "\n[[step_off]]\nid = \"{id}\"\ntitle = \"{id}\"\nsources = [\"test\"]\nstatus = \"st\"\nrequires = {requires}\n"
        )
    };
    let unpublished = step_off("shut", "{ unpublished = \"how\" }");
    for others in [
        step_off("short", "\"a\"") + &step_off("long", "{ all = [\"a\", \"b\", \"c\"] }"),
        step_off("long", "{ all = [\"a\", \"b\", \"c\"] }") + &step_off("short", "\"a\""),
    ] {
        let framework = loaded(&format!("{BASE}{unpublished}{others}"));
        let plan = reaches(&framework, &nobody(), "st", d("2022-01-01")).unwrap();
        let told: Vec<&str> = plan.steps.iter().map(|step| step.sentence.as_str()).collect();
        assert_eq!(told, ["Pass A", "Apply for the status Status"]);
    }
}

/// What a wait holds up may be what the employer verifies: both are asked of every status that ships, on a day on which none
/// of them is conferred yet.
#[test]
fn a_way_that_waits_and_is_verified_is_found_for_every_status_that_ships() {
    for dir in shipped() {
        let framework = framework(&dir);
        for (ix, node) in framework.nodes().filter(|(_, node)| node.as_status().is_some()) {
            let begun = FactsFile {
                specialism: framework.specialisms().first().map(|specialism| specialism.id.clone()).into(),
                ..nobody()
            };
            for facts in [nobody(), begun] {
                let found = plan(&framework, &bound(&framework, &facts), ix, d("2021-05-31"));
                if let Ok(plan) = found {
                    let waits = plan.steps.iter().any(|step| matches!(step.what, What::WaitUntil(_)));
                    let from = node.as_status().and_then(|status| status.valid_from);
                    assert!(waits || from.is_none_or(|from| from <= d("2021-05-31")), "{}", node.id);
                }
            }
        }
    }
}

//! Plans carried out: every step taken, one after another, and the target reached.

use std::cmp::Reverse;

use chrono::{Days, NaiveDate};
use domain::framework::{ExperienceKind, Framework, KindIx, NodeIx};
use domain::plan::{NoPlan, Plan, What, plan};
use domain::standing::{Dated, ExperienceFact, FactsFile, Since, Standing, State, Verdict, standing};

use crate::support::{award, bound, claim, pass, spell, verification};

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
    not_open_where(framework, plan, facts, on, true, None)
}

/// The first of them that is not open when its turn comes, whoever confirms what anybody may.
pub fn not_open_in_turn(framework: &Framework, plan: &Plan, facts: &FactsFile, on: NaiveDate) -> Option<String> {
    let people = partners(facts, false);
    people.into_iter().find_map(|by| not_open_where(framework, plan, facts, on, false, by.as_deref()))
}

fn not_open_where(
    framework: &Framework,
    plan: &Plan,
    facts: &FactsFile,
    on: NaiveDate,
    with_needs: bool,
    by: Option<&str>,
) -> Option<String> {
    let closed = |at: usize| {
        let step = &plan.steps[at];
        if matches!(step.what, What::Choose(_) | What::WaitUntil(_) | What::ConfirmAgain)
            || matches!(step.what, What::GatherMinutes { .. } | What::GatherDays { .. })
        {
            return None;
        }
        let mut needed = vec![false; at];
        step.needs.iter().filter(|_| with_needs).for_each(|first| needed[*first] = true);
        for n in (0..at).rev() {
            let further = if needed[n] { &plan.steps[n].needs[..] } else { &[] };
            further.iter().for_each(|first| needed[*first] = true);
        }
        let is_open_after = |only_needed: bool| {
            let taken = (0..at).filter(|n| !only_needed || needed[*n]).map(|n| plan.steps[n].clone());
            let so_far = Plan { steps: taken.collect(), ..plan.clone() };
            let (facts, day) = carry_out_with(framework, &so_far, facts, on, !with_needs, by);
            let found = standing(framework, &bound(framework, &facts), day, day);
            let leads = |way: &NodeIx| matches!(found.state(*way), State::Available | State::Met);
            match step.what {
                What::Apply => framework.needs(step.node).iter().any(leads),
                // Its stage is entered, and what is seen at work is there before a verification.
                _ => found.is_open(step.node) && found.state(step.node) != State::Blocked,
            }
        };
        let why = if !is_open_after(false) { "in its turn" } else { "after what it needs" };
        (why == "in its turn" || with_needs && !is_open_after(true))
            .then(|| format!("{} is not open {why}", step.sentence))
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
                // It goes on where one has been longest.
                let confirmed = || facts.experience.iter().filter(|one| one.confirmed_on.is_some());
                let share = |one: &ExperienceFact| i64::from(one.full_time_percent.unwrap_or(100));
                let weighed = |one: &ExperienceFact| (one.until - one.from).num_days() * share(one);
                let days_at = |at: &str| -> i64 { confirmed().filter(|one| one.organisation == at).map(weighed).sum() };
                if let Some(known) =
                    confirmed().max_by_key(|one| (days_at(&one.organisation), Reverse(&one.organisation)))
                {
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

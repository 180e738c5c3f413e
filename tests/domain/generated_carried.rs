//! Plans in generated frameworks, for generated records: carried out, they reach their targets.

use proptest::prelude::*;

use crate::carrying_out::{reaches, reaches_or_says_why_not};
use crate::generated::{Dice, LAPSING, framework_text, record};
use crate::support::{d, loaded};

proptest! {
    #[test]
    fn a_plan_carried_out_reaches_its_target(seed in 1..u64::MAX) {
        let mut dice = Dice(seed);
        // Where nothing lapses, no more organisations count than there are, and nobody signs on both sides of a stage,
        // a plan depends on nothing but its steps.
        let lapses = LAPSING.into_iter().chain([", window = \"2 years\"", ", max_organisations = 2"]);
        let text = lapses.fold(framework_text(&mut dice, false), |text, lapse| text.replace(lapse, ""));
        let framework = loaded(&text);
        let mut facts = record(&mut dice, 25);
        for result in &mut facts.results {
            result.confirmed_by = result.confirmed_by.take().filter(|by| by == "trainee").or(Some("registry".into()));
        }
        let at_work = |by: &mut String| if by == "registry" { *by = String::from("boss") };
        facts.claims.iter_mut().filter_map(|claim| claim.decision.as_mut()).for_each(|decision| at_work(&mut decision.by));
        facts.experience.iter_mut().filter_map(|spell| spell.confirmed_by.as_mut()).for_each(at_work);
        facts.verifications.iter_mut().for_each(|verification| at_work(&mut verification.by));
        for target in ["s", "st", "gate"] {
            // A year from that day on has a leap day.
            let reached = reaches(&framework, &facts, target, d("2027-06-10"));
            prop_assert!(reached.as_ref().is_ok_and(|plan| plan.provided.is_empty()), "{target}: {reached:?}");
        }
    }

    #[test]
    fn a_plan_that_depends_on_more_than_its_steps_says_so(seed in 1..u64::MAX) {
        let mut dice = Dice(seed);
        let attempts = seed % 3 == 0;
        let framework = loaded(&framework_text(&mut dice, attempts));
        let facts = record(&mut dice, 25);
        for target in ["s", "st", "gate"] {
            let reached = reaches_or_says_why_not(&framework, &facts, target, d("2027-01-10"));
            prop_assert!(reached.is_ok() || attempts, "{target}: {reached:?}");
        }
    }
}

//! What holds for every framework and every record: both are generated here.

use std::fmt::Write;

use chrono::{Days, NaiveDate};
use domain::framework::{Framework, NodeKind, SourceFile};
use domain::standing::{
    AwardFact, ClaimFact, ClaimOutcome, ExperienceFact, FactsFile, Key, Outcome, ResultFact, Standing, State,
    read_facts, report, standing,
};
use proptest::prelude::*;

use crate::support::{award, bound, claim, d, exemption, loaded, nobody, result, spell, verification};

/// A small source of choices, made from one number, so that a failing case is told by its number.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }

    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    pub fn pick<'t, T: ?Sized>(&mut self, from: &[&'t T]) -> &'t T {
        from[self.below(from.len() as u64) as usize]
    }

    pub fn day(&mut self) -> NaiveDate {
        // Many on few days, so that several things are done on one.
        let after = if self.one_in(3) { self.below(12) * 200 } else { self.below(2_400) };
        d("2020-01-01") + Days::new(after)
    }
}

/// What lapses: of assessments, of a status, of verifications; some of it sooner than what is gathered takes.
pub const LAPSING: [&str; 6] = [
    "expires = \"3 years\"\n",
    "expires = \"5 months\"\n",
    "expires = \"2 years\"\n",
    "expires = \"2 months\"\n",
    "valid_for = \"2 years\"\n",
    "valid_for = \"1 month\"\n",
];

const SIGNERS: [&str; 5] = ["registry", "partner", "boss", "officer", "trainee"];

/// A framework of two stages with every form of rule; attempts, sets and orders of sittings only where they are asked for:
/// there a further sitting may take a pass away.
pub fn framework_text(dice: &mut Dice, attempts: bool) -> String {
    let mut text = String::from(
        "slug = \"mini\"\nversion = \"1\"\ntitle = \"Mini\"\nbody = \"Body\"\nzone = \"Europe/London\"\neffective_from = 2020-01-01\n\n\
         [[experience_kind]]\nid = \"work\"\ntitle = \"Work\"\nsources = [\"t\"]\n\n\
         [[experience_kind]]\nid = \"course\"\ntitle = \"A course\"\nsources = [\"t\"]\ncounts_as = \"work\"\nhours_flat = 100\n\n",
    );
    let results = dice.pick(&[
        r#"{ all = ["x0", "x1", "x2", "x3"] }"#,
        r#"{ at_least = 3, of = ["x0", "x1", "x2", "x3"] }"#,
        r#"{ all = ["x0", { any = ["x1", { all = ["x2", "x3"] }] }] }"#,
        r#"{ credits = 50, of = ["x0", "x1", "x2", "x3"] }"#,
        r#"{ all = ["x0", { any = ["x1", { holds = "gate" }] }] }"#,
    ]);
    let employer = dice.pick(&[
        r#"{ all = ["p", "e", "v"] }"#,
        r#"{ all = ["p", "e"] }"#,
        r#"{ any = ["v", { all = ["p", "e"] }] }"#,
    ]);
    let _ = write!(
        text,
        "[[stage]]\nid = \"s\"\ntitle = \"S\"\nsources = [\"t\"]\nresults = {results}\nemployer = {employer}\n\n"
    );
    let enter = dice.pick(&[r#""s""#, r#"{ any = ["s", { exempt = ["x0", "x1"] }] }"#, r#"{ holds = "gate" }"#]);
    let _ = write!(
        text,
        "[[stage]]\nid = \"t\"\ntitle = \"T\"\nsources = [\"t\"]\nrequires = {enter}\nresults = {{ all = [\"y\"] }}\nno_employer_key = \"a test\"\n\n"
    );
    // A set has more than one element.
    let set = attempts && dice.one_in(2);
    for n in 0..4u64 {
        let _ = write!(
            text,
            "[[element]]\nid = \"x{n}\"\nkind = \"assessment\"\ntitle = \"X{n}\"\nstage = \"s\"\nsources = [\"t\"]\ncredits = {}\n",
            10 + n * 10
        );
        if n > 0 && dice.one_in(3) {
            let before = format!("x{}", n - 1);
            let requires = dice.pick(&[
                "\"BEFORE\"",
                "{ holds = \"gate\" }",
                "{ now = \"BEFORE\" }",
                "{ any = [\"BEFORE\", { exempt = [\"x0\"] }] }",
                "{ all = [\"BEFORE\", { now = { holds = \"gate\" } }] }",
                "{ period = \"1 year\", kind = \"work\" }",
                "{ all = [\"BEFORE\", { hours = 250, kind = \"work\" }] }",
            ]);
            let _ = writeln!(text, "requires = {}", requires.replace("BEFORE", &before));
        }
        if dice.one_in(3) && !attempts {
            text.push_str(dice.pick(&LAPSING[..2]));
        }
        if attempts {
            if set && (n < 2 || dice.one_in(2)) {
                text.push_str("attempts = { max = 2, within = \"2 years\" }\nexpires = { after = \"2 years\", whole_set = \"set\" }\n");
            } else if dice.one_in(2) {
                text.push_str("attempts = { max = 2, within = \"18 months\" }\n");
            }
            if n > 0 && dice.one_in(3) {
                let _ = writeln!(text, "sat_after = [\"x{}\"]", n - 1);
            }
        }
        text.push('\n');
    }
    text.push_str("[[element]]\nid = \"y\"\nkind = \"course\"\ntitle = \"Y\"\nstage = \"t\"\nsources = [\"t\"]\n\n");
    let gather = dice.pick(&[
        r#"{ all = ["o0", "o1", "o2"] }"#,
        r#"{ at_least = 2, of = ["o0", "o1", "o2"] }"#,
        r#"{ any = [{ all = ["o0", "o1"] }, { examples = 3, of = "o2", distinct_signers = 2 }] }"#,
    ]);
    let _ = write!(
        text,
        "[[element]]\nid = \"p\"\nkind = \"portfolio\"\ntitle = \"P\"\nstage = \"s\"\nsources = [\"t\"]\ngather = {gather}\n\n"
    );
    let work = dice.pick(&[
        r#"{ hours = 300, kind = "work" }"#,
        r#"{ hours = 300, kind = "work", window = "2 years" }"#,
        r#"{ hours = 150, kind = "work", while = "gate" }"#,
        r#"{ hours = 200, kind = "work", distinct_signers = 2 }"#,
        r#"{ period = "1 year", kind = "work" }"#,
        r#"{ period = "6 months", kind = "work", full_time_equivalent = true, max_organisations = 2 }"#,
        r#"{ period = "3 months", kind = "work", while = "gate" }"#,
    ]);
    let _ = write!(
        text,
        "[[element]]\nid = \"e\"\nkind = \"experience\"\ntitle = \"E\"\nstage = \"s\"\nsources = [\"t\"]\ngather = {work}\n\n"
    );
    let valid = if dice.one_in(2) { dice.pick(&LAPSING[4..6]) } else { "" };
    let first = if dice.one_in(3) { "requires = \"x0\"\n" } else { "" };
    let _ = write!(
        text,
        "[[element]]\nid = \"v\"\nkind = \"verification\"\ntitle = \"V\"\nstage = \"s\"\nsources = [\"t\"]\n{valid}{first}\n"
    );
    text.push_str("[[competency]]\nid = \"area\"\ntitle = \"Area\"\n\n");
    for n in 0..3 {
        let more = dice.pick(&["", "max_age = \"1 year\"\n", "valid_for = \"2 years\"\n", "distinct_signers = 2\n"]);
        let _ = write!(
            text,
            "[[competency]]\nid = \"o{n}\"\nparent = \"area\"\nstage = \"s\"\ntitle = \"O{n}\"\nexamples = 2\n{more}\n"
        );
    }
    text.push_str("[[status]]\nid = \"gate\"\ntitle = \"Gate\"\nsources = [\"t\"]\n");
    text.push_str(dice.pick(&LAPSING[2..4]));
    text.push_str(
        "\n\
         [[step_off]]\nid = \"gate-off\"\ntitle = \"Gate off\"\nsources = [\"t\"]\nstatus = \"gate\"\nrequires = { all = [] }\n\n\
         [[step_off]]\nid = \"gate-again\"\ntitle = \"Gate again\"\nsources = [\"t\"]\nstatus = \"gate\"\nrequires = { holds = \"gate\" }\n\n\
         [[status]]\nid = \"st\"\ntitle = \"Status\"\nsources = [\"t\"]\n\n\
         [[step_off]]\nid = \"off\"\ntitle = \"Off\"\nsources = [\"t\"]\nstatus = \"st\"\nrequires = { all = [\"s\", \"t\", \"p\", \"e\", \"v\", \"x0\", \"x1\", \"x2\", \"x3\"] }\n",
    );
    text
}

/// One fact of any kind. `good` ones are signed by others and say yes.
fn add(dice: &mut Dice, facts: &mut FactsFile, id: &str, good: bool) {
    let signer = |dice: &mut Dice| dice.pick(&SIGNERS[..if good { 4 } else { 5 }]).to_owned();
    let (day, later) = (dice.day(), if dice.one_in(3) { 30 } else { dice.below(90) });
    let text = day.to_string();
    match dice.below(10) {
        0..3 => {
            let outcome = if !good && dice.one_in(4) { Outcome::Fail } else { Outcome::Pass };
            let element = dice.pick(&["x0", "x1", "x2", "x3", "y"]);
            facts.results.push(ResultFact {
                confirmed_on: (good || !dice.one_in(6)).then(|| day + Days::new(later)),
                recorded_by: Some("clerk".into()),
                confirmed_by: Some(signer(dice)),
                ..result(id, element, outcome, &text)
            });
        }
        3 => facts.exemptions.push(exemption(id, dice.pick(&["x0", "x1", "x2"]), &text)),
        4..6 => {
            let sent = day + Days::new(dice.below(500));
            let outcomes = dice.pick(&[&["o0"][..], &["o1"], &["o2"], &["o0", "o1", "o2"]]);
            let mut one: ClaimFact = claim(id, outcomes, &text, &sent.to_string(), &signer(dice));
            if let Some(decision) = &mut one.decision {
                decision.on = sent + Days::new(later);
                if !good && dice.one_in(4) {
                    decision.outcome = ClaimOutcome::NotYet;
                }
            }
            facts.claims.push(one);
        }
        6..8 => {
            let until = day + Days::new(1 + dice.below(400));
            facts.experience.push(ExperienceFact {
                organisation: format!("Firm {}", dice.below(4)),
                full_time_percent: Some(if dice.one_in(3) { 60 } else { 100 }),
                confirmed_on: Some(until + Days::new(later)),
                confirmed_by: Some(signer(dice)),
                ..spell(
                    id,
                    dice.pick(&["work", "work", "work", "course"]),
                    &text,
                    &until.to_string(),
                    1 + dice.below(200).min((until - day).num_days().unsigned_abs() * 8) as i64,
                )
            });
        }
        8 => facts.verifications.push(verification(id, "v", &text, &signer(dice))),
        _ => facts.awards.push(award(id, "gate", &text)),
    }
}

pub fn record(dice: &mut Dice, most: u64) -> FactsFile {
    let mut facts = nobody();
    for n in 0..dice.below(most) {
        add(dice, &mut facts, &format!("f{n}"), false);
    }
    facts
}

/// What a reader sees of a standing, but for how far things are.
fn seen(framework: &Framework, found: &Standing) -> Vec<(String, State, Option<NaiveDate>)> {
    let mut seen: Vec<_> =
        framework.nodes().map(|(ix, node)| (node.id.clone(), found.state(ix), found.since(ix))).collect();
    for stage in framework.stages() {
        for key in [Key::Results, Key::Employer] {
            let key = found.key(*stage, key);
            seen.push((format!("{:?}", key.because), if key.turned { State::Met } else { State::Blocked }, key.since));
        }
    }
    seen
}

fn read(framework: &Framework, facts: &FactsFile, on: NaiveDate, known: NaiveDate) -> Standing {
    standing(framework, &bound(framework, facts), on, known)
}

fn shuffle<T>(dice: &mut Dice, list: &mut [T]) {
    for at in (1..list.len()).rev() {
        list.swap(at, dice.below(at as u64 + 1) as usize);
    }
}

/// Results and awards that are taken back or ended, here and there.
pub fn take_back(dice: &mut Dice, facts: &mut FactsFile) {
    for one in &mut facts.results {
        if dice.one_in(5) {
            one.voided_on = Some(one.sat_on + Days::new(dice.below(900)));
        }
    }
    for AwardFact { withdrawn_on, conferred_on, .. } in &mut facts.awards {
        if dice.one_in(3) {
            *withdrawn_on = Some(*conferred_on + Days::new(dice.below(700)));
        }
    }
}

/// So many facts that stages are met, by people who sign on both sides.
fn counts_the_same_whenever_it_is_read(seed: u64) -> Result<(), TestCaseError> {
    let mut dice = Dice(seed);
    let framework = loaded(&framework_text(&mut dice, seed.is_multiple_of(2)));
    let mut facts = record(&mut dice, 160);
    take_back(&mut dice, &mut facts);
    let (known, days) = (d("2027-01-10"), [dice.day(), dice.day(), dice.day()]);
    let whole = read(&framework, &facts, known, known);
    for day in days {
        let found = read(&framework, &facts, day, known);
        for (ix, node) in framework.nodes().filter(|(_, node)| !matches!(node.kind, NodeKind::Status(_))) {
            prop_assert_eq!(found.spans(ix), whole.spans(ix), "{} read on {}", node.id, day);
        }
    }
    Ok(())
}

/// So many sign on both sides of a stage that not every way is tried to part them.
#[test]
fn what_is_not_proved_does_not_depend_on_the_day_of_reading() {
    counts_the_same_whenever_it_is_read(13_829_913_122_399_542_559).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_facts_does_not_matter(seed in 1..u64::MAX) {
        let mut dice = Dice(seed);
        let framework = loaded(&framework_text(&mut dice, seed.is_multiple_of(2)));
        let mut facts = record(&mut dice, 40);
        take_back(&mut dice, &mut facts);
        let on = dice.day();
        let before = report(&framework, &read(&framework, &facts, on, on));
        shuffle(&mut dice, &mut facts.results);
        shuffle(&mut dice, &mut facts.claims);
        shuffle(&mut dice, &mut facts.experience);
        shuffle(&mut dice, &mut facts.verifications);
        shuffle(&mut dice, &mut facts.awards);
        prop_assert_eq!(before, report(&framework, &read(&framework, &facts, on, on)));
    }

    #[test]
    fn the_future_changes_no_past_day(seed in 1..u64::MAX) {
        let mut dice = Dice(seed);
        let framework = loaded(&framework_text(&mut dice, seed.is_multiple_of(2)));
        let facts = record(&mut dice, 40);
        let on = dice.day();
        let then = seen(&framework, &read(&framework, &facts, on, on));
        for later in [30, 400, 2_000] {
            prop_assert_eq!(&then, &seen(&framework, &read(&framework, &facts, on, on + Days::new(later))));
        }
    }

    #[test]
    fn since_is_the_first_day_of_an_unbroken_run(seed in 1..u64::MAX) {
        let mut dice = Dice(seed);
        let framework = loaded(&framework_text(&mut dice, seed.is_multiple_of(2)));
        let mut facts = record(&mut dice, 40);
        take_back(&mut dice, &mut facts);
        let (on, known) = (dice.day(), dice.day());
        let found = read(&framework, &facts, on, known);
        for (ix, node) in framework.nodes() {
            let Some(since) = found.since(ix) else { continue };
            let counts = |day: NaiveDate| read(&framework, &facts, day, known).state(ix).counts();
            prop_assert!(found.state(ix).counts() && since <= on, "{}", node.id);
            prop_assert!(counts(since) && !counts(since.pred_opt().unwrap()), "{} since {since}", node.id);
            let between = since + Days::new(dice.below((on - since).num_days() as u64 + 1));
            prop_assert!(counts(between), "{} since {since} on {between}", node.id);
            if let Some(until) = found.until(ix) {
                prop_assert!(!counts(until) && counts(until.pred_opt().unwrap()), "{} until {until}", node.id);
            }
        }
    }

    #[test]
    fn when_a_node_counts_does_not_depend_on_the_day_of_reading(seed in 1..u64::MAX) {
        counts_the_same_whenever_it_is_read(seed)?;
    }

    #[test]
    fn one_more_good_fact_takes_nothing_away(seed in 1..u64::MAX) {
        let mut dice = Dice(seed);
        let framework = loaded(&framework_text(&mut dice, false));
        let facts = record(&mut dice, 40);
        let on = dice.day();
        let mut more = facts.clone();
        add(&mut dice, &mut more, "more", true);
        let (before, after) = (read(&framework, &facts, on, on), read(&framework, &more, on, on));
        for (ix, node) in framework.nodes() {
            prop_assert!(!before.state(ix).counts() || after.state(ix).counts(), "{} was {:?}", node.id, before.state(ix));
            if let (Some(before), Some(after)) = (before.since(ix), after.since(ix)) {
                prop_assert!(after <= before, "{} since {before}, now since {after}", node.id);
            }
        }
    }

    #[test]
    fn a_record_says_the_same_in_json_and_in_toml(seed in 1..u64::MAX) {
        let mut dice = Dice(seed);
        let framework = loaded(&framework_text(&mut dice, false));
        let mut facts = record(&mut dice, 20);
        // A name without a day is a fault of a file.
        facts.results.iter_mut().filter(|one| one.confirmed_on.is_none()).for_each(|one| one.confirmed_by = None);
        let json = SourceFile::new("facts.json", serde_json::to_string(&facts).unwrap());
        let toml = SourceFile::new("facts.toml", toml::to_string(&facts).unwrap());
        for file in [json, toml] {
            let (found, problems) = read_facts(&framework, &file);
            prop_assert!(problems.is_empty(), "{problems:?}");
            prop_assert_eq!(found.as_ref(), Some(&facts));
        }
    }
}

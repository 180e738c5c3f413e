//! Who signed for which key of a stage, beside the slow way: every way to share people out is tried.

use domain::framework::Framework;
use domain::standing::{FactsFile, Key, ResultFact, Standing, State, standing};
use proptest::prelude::*;

use crate::generated::Dice;
use crate::support::{bound, claim, d, exemption, loaded, nobody, pass, state, verification};

const PEOPLE: [&str; 4] = ["pat", "quinn", "robin", "sam"];
const RESULTS: [&str; 3] = ["a", "b", "c"];
const VERIFICATIONS: [&str; 2] = ["v", "w"];
const OUTCOMES: [&str; 2] = ["o1", "o2"];

/// What turns a key: of each way, all of its parts.
type Ways = Vec<Vec<&'static str>>;

/// A stage of which each key can be turned in these ways, where some results come after others; and an element that
/// requires the stage.
fn framework(results: &Ways, employer: &Ways, more: &dyn Fn(&str) -> String) -> Framework {
    let key = |ways: &Ways| {
        let all = ways.iter().map(|way| format!("{{ all = [\"{}\"] }}", way.join("\", \""))).collect::<Vec<_>>();
        format!("{{ any = [{}] }}", all.join(", "))
    };
    let element = |id: &str, rest: String| {
        format!("[[element]]\nid = \"{id}\"\ntitle = \"{id}\"\nsources = [\"test\"]\n{rest}\n")
    };
    let named = |ways: &Ways, id: &str| ways.iter().flatten().any(|part| *part == id);
    let stage = |id: &str, kind: &str| element(id, format!("stage = \"s\"\nkind = \"{kind}\"\n{}", more(id)));
    let mut text = format!(
        "slug = \"mini\"\nversion = \"1\"\ntitle = \"Mini\"\nbody = \"Body\"\neffective_from = 2015-01-01\n\
         [[stage]]\nid = \"s\"\ntitle = \"S\"\nsources = [\"test\"]\nresults = {}\nemployer = {}\n\
         [[stage]]\nid = \"t\"\ntitle = \"T\"\nsources = [\"test\"]\nresults = \"d\"\nno_employer_key = \"nothing is done\"\n",
        key(results),
        key(employer),
    );
    RESULTS.iter().for_each(|id| text += &stage(id, "assessment"));
    // What no key names is named elsewhere, because a framework has nothing in vain.
    let left: Vec<&str> = RESULTS.into_iter().filter(|id| !named(results, id)).collect();
    text += &format!(
        "[[route]]\nid = \"r\"\ntitle = \"R\"\nsources = [\"test\"]\nrequires = {{ all = [\"{}\"] }}\n",
        [left, vec!["s"]].concat().join("\", \"")
    );
    VERIFICATIONS.iter().filter(|id| named(employer, id)).for_each(|id| text += &stage(id, "verification"));
    if named(employer, "p") {
        text += &stage("p", "portfolio\"\noutcomes_of = [\"area\"]\nsummary = \"P");
        text += "[[competency]]\nid = \"area\"\ntitle = \"Area\"\n";
        for id in OUTCOMES {
            text += &format!(
                "[[competency]]\nid = \"{id}\"\ntitle = \"{id}\"\nparent = \"area\"\nstage = \"s\"\nexamples = 1\n"
            );
        }
    }
    loaded(&(text + &element("d", "kind = \"assessment\"\nstage = \"t\"\nrequires = \"s\"".into())))
}

fn ways(dice: &mut Dice, from: &[&'static str]) -> Ways {
    let way = |dice: &mut Dice| {
        let mut way: Vec<&str> = from.iter().copied().filter(|_| dice.one_in(2)).collect();
        if way.is_empty() {
            way.push(dice.pick(from));
        }
        way
    };
    let ways: std::collections::BTreeSet<_> = (0..1 + dice.below(3)).map(|_| way(dice)).collect();
    ways.into_iter().collect()
}

/// A framework with the ways to turn its keys, and a record in which few people sign much.
struct Case {
    framework: Framework,
    facts: FactsFile,
    keys: [Ways; 2],
}

fn case(seed: u64) -> Case {
    let mut dice = Dice(seed);
    let results = ways(&mut dice, &RESULTS);
    let at_work: &[&str] = if dice.one_in(3) { &["p"] } else { &VERIFICATIONS };
    let employer = ways(&mut dice, at_work);
    let firsts = ["", "requires = \"a\"\n", "sat_after = [\"a\"]\n", "requires = { any = [\"a\", \"b\"] }\n"];
    let (b, c, at_work) = (dice.pick(&firsts[..3]), dice.pick(&firsts), dice.pick(&["", "", "requires = \"a\"\n"]));
    let framework = framework(&results, &employer, &|id| match id {
        "a" => String::new(),
        "b" => b.to_owned(),
        "c" => c.to_owned(),
        _ => at_work.to_owned(),
    });
    let day = |dice: &mut Dice| d("2020-01-01") + chrono::Days::new(dice.below(40));
    // Of few people nearly all sign on both sides.
    let people = &PEOPLE[..1 + dice.below(4) as usize];
    let mut facts = nobody();
    for n in 0..2 + dice.below(5) {
        let (id, by, on) = (dice.pick(&RESULTS), dice.pick(people), day(&mut dice));
        if dice.one_in(8) {
            let mut one = exemption(&format!("x{n}"), id, &on.to_string());
            one.decided_by = Some(by.into());
            facts.exemptions.push(one);
        } else {
            let one = pass(&format!("r{n}"), id, &on.to_string());
            facts.results.push(ResultFact { confirmed_on: Some(on), confirmed_by: Some(by.into()), ..one });
        }
    }
    for n in 0..1 + dice.below(4) {
        let (by, on) = (dice.pick(people), day(&mut dice).to_string());
        if employer.iter().flatten().any(|part| *part == "p") {
            let mut one = claim(&format!("c{n}"), &[dice.pick(&OUTCOMES)], "2019-12-31", &on, by);
            one.decision.iter_mut().for_each(|decision| decision.on = on.parse().unwrap());
            facts.claims.push(one);
        } else {
            let id = dice.pick(&VERIFICATIONS);
            if framework.find(id).is_some() {
                facts.verifications.push(verification(&format!("v{n}"), id, &on, by));
            }
        }
    }
    let at = |on: &str| ResultFact { confirmed_on: Some(d(on)), ..pass(&format!("d{on}"), "d", on) };
    facts.results.extend(["2020-01-20", "2020-01-30"].map(at));
    Case { framework, facts, keys: [results, employer] }
}

/// Whether the keys of `s` turn where these sign for the results and all others for the employer: by the facts that count.
fn turns_so(Case { framework, facts, keys }: &Case, found: &Standing, for_results: &[&str]) -> bool {
    let signers = |id: &str| {
        let ix = framework.find(id).unwrap();
        let counted = if found.state(ix).counts() { found.counted(framework, ix) } else { Vec::new() };
        counted.into_iter().map(|fact| signer(facts, fact)).collect::<Vec<_>>()
    };
    let by = |id: &str, results: bool| signers(id).iter().any(|who| for_results.contains(&who.as_str()) == results);
    let leaf = |id: &str| match id {
        "p" => found.state(framework.find("p").unwrap()).counts() && OUTCOMES.iter().all(|id| by(id, false)),
        id => by(id, RESULTS.contains(&id)),
    };
    keys.iter().all(|ways| ways.iter().any(|way| way.iter().all(|id| leaf(id))))
}

fn signer(facts: &FactsFile, fact: &str) -> String {
    let results = facts.results.iter().map(|one| (&one.id, one.confirmed_by.clone()));
    let exemptions = facts.exemptions.iter().map(|one| (&one.id, one.decided_by.clone()));
    let claims = facts.claims.iter().map(|one| (&one.id, one.decision.as_ref().map(|decision| decision.by.clone())));
    let verifications = facts.verifications.iter().map(|one| (&one.id, Some(one.by.clone())));
    let mut all = results.chain(exemptions).chain(claims).chain(verifications);
    all.find(|(id, _)| *id == fact).and_then(|(_, by)| by).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: std::env::var("CASES").map_or(300, |cases| cases.parse().unwrap()), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_keys_turn_on_the_days_on_which_some_way_to_share_people_out_turns_both(seed in 1..u64::MAX) {
        let case = case(seed);
        let Case { framework, facts, .. } = &case;
        let bound = bound(framework, facts);
        for on in ["2020-01-12", "2020-01-20", "2020-01-30", "2020-02-10"].map(d) {
            let found = standing(framework, &bound, on, on);
            let ways = 0..1u32 << PEOPLE.len();
            let share = |way: u32| PEOPLE.into_iter().enumerate().filter(move |(n, _)| way >> n & 1 == 1).map(|(_, who)| who);
            let expected = ways.into_iter().any(|way| turns_so(&case, &found, &share(way).collect::<Vec<_>>()));
            prop_assert_eq!(found.state(framework.find("s").unwrap()).counts(), expected, "on {} {:#?}", on, facts);
        }
        // What requires the stage counts when its keys had been turned on its day.
        let counts = |on: &str| state(framework, facts, "s", on).counts();
        let expected = if counts("2020-01-20") || counts("2020-01-30") { State::Met } else { State::Blocked };
        let last = state(framework, facts, "d", "2020-01-31");
        prop_assert!(last == expected || (expected == State::Blocked && !last.counts()), "{last:?} for {expected:?} {facts:#?}");
    }

    #[test]
    fn a_key_is_turned_since_the_first_day_of_the_unbroken_run_on_which_it_is(seed in 1..u64::MAX) {
        let Case { framework, facts, .. } = &case(seed);
        let (bound, known) = (bound(framework, facts), d("2020-02-15"));
        let mut since = [None; 2];
        for on in d("2019-12-30").iter_days().take_while(|on| *on <= known) {
            let found = standing(framework, &bound, on, known);
            for (key, since) in [Key::Results, Key::Employer].into_iter().zip(&mut since) {
                let key = found.key(framework.find("s").unwrap(), key);
                *since = since.or(Some(on)).filter(|_| key.turned);
                prop_assert_eq!(key.since, *since, "on {} {:#?}", on, facts);
            }
        }
    }
}

#[test]
fn the_employers_key_is_turned_since_the_day_on_which_another_person_signed() {
    let framework = framework(&vec![vec!["a"]], &vec![vec!["v"]], &|_| String::new());
    let by = |id: &str, on: &str, by: &str| ResultFact { confirmed_by: Some(by.into()), ..pass(id, "a", on) };
    let on_both_sides = FactsFile {
        results: vec![by("r1", "2022-07-20", "pat")],
        verifications: vec![verification("v1", "v", "2022-08-02", "pat")],
        ..nobody()
    };
    let mut verified = on_both_sides.clone();
    verified.verifications.push(verification("v2", "v", "2022-08-10", "quinn"));
    let mut confirmed = on_both_sides;
    confirmed.results.push(by("r2", "2022-08-10", "quinn"));
    for facts in [verified, confirmed] {
        let bound = bound(&framework, &facts);
        let key = |on: &str| {
            let key = standing(&framework, &bound, d(on), d(on)).key(framework.find("s").unwrap(), Key::Employer);
            (key.turned, key.since)
        };
        assert_eq!(key("2022-08-09"), (false, None));
        assert_eq!(key("2022-08-10"), (true, Some(d("2022-08-10"))));
    }
}

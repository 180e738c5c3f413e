//! Frameworks of results and work, in which much counts for several things, made from one number.

use domain::standing::{ExperienceFact, FactsFile};

use crate::generated::Dice;
use crate::support::{claim, nobody, pass, spell};

/// An amount that the other ones hold too.
const LAW: &str = "{ hours = 15, kind = \"law\" }";

/// An amount of work that is asked for: of each kind always as much, so that a step never asks for the rest of another's; and
/// so little of the narrow kinds that they alone are never enough for the wide one.
fn amount(dice: &mut Dice) -> String {
    let held = if dice.one_in(4) { ", while = \"gate\"" } else { "" };
    let of = dice.pick(&[
        r#"hours = 60, kind = "work""#,
        r#"hours = 60, kind = "work""#,
        r#"hours = 20, kind = "bar", distinct_signers = 2"#,
        r#"hours = 15, kind = "law""#,
        r#"period = "9 months", kind = "time""#,
        r#"period = "2 months", kind = "court""#,
    ]);
    format!("{{ {of}{held} }}")
}

/// A rule of some of these parts.
fn rule(dice: &mut Dice, of: &[&str], deep: u32) -> String {
    let part = |dice: &mut Dice| rule(dice, of, deep - 1);
    let several = |dice: &mut Dice, n: usize| {
        let mut parts: Vec<String> = (0..n).map(|_| part(dice)).collect();
        parts.sort();
        parts.dedup();
        if dice.one_in(2) {
            parts.reverse();
        }
        parts.join(", ")
    };
    match dice.below(if deep == 0 { 1 } else { 6 }) {
        0 | 1 => dice.pick(of).to_owned(),
        2 | 3 => format!("{{ any = [{}] }}", several(dice, 2)),
        4 => format!("{{ all = [{}] }}", several(dice, 2)),
        _ if of.len() < 4 => dice.pick(of).to_owned(),
        _ => format!("{{ at_least = 2, of = [{}] }}", several(dice, 3)),
    }
}

/// Two stages of results and work, a gate that some of the work asks for, and statuses that rest on each other.
pub fn tables(dice: &mut Dice) -> String {
    let pool: Vec<String> = (0..4).map(|_| amount(dice)).collect();
    let all: Vec<&str> = pool.iter().map(String::as_str).collect();
    // What the gate rests on asks for no work while it is held.
    let free: Vec<&str> = all.iter().copied().filter(|amount| !amount.contains("gate")).chain([LAW]).collect();
    let of = |dice: &mut Dice, names: &[&str], amounts: &[&str], deep: u32| {
        let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
        let parts: Vec<&str> = names.iter().map(String::as_str).chain(amounts.iter().copied()).collect();
        rule(dice, &parts, deep)
    };
    let requires = |dice: &mut Dice, names: &[&str], amounts: &[&str]| {
        if dice.one_in(2) { String::new() } else { format!("; requires = {}", of(dice, names, amounts, 1)) }
    };
    let not = |dice: &mut Dice, held: &str| {
        if dice.one_in(3) { format!(", {{ not = {{ holds = \"{held}\" }} }}") } else { String::new() }
    };
    format!(
        r#"
kind work
kind bar: counts_as = "work"
kind law: counts_as = "work"
kind time
kind court: counts_as = "time"
stage s1: results = {}; employer = {}
stage s2: results = {}; employer = {}{}
assessment a in s1
assessment b in s1: credits = 1{}
course c in s2: credits = 1{}
course d in s2: credits = 1{}
experience e: gather = {}{}
experience f: gather = {}{}
verification v in s2: credits = 1{}
portfolio p in s1: outcomes_of = ["area"]
competency area
outcome o1 in s1: examples = 1
outcome o2 in s1: examples = 2; distinct_signers = 2
award gate: {}
award one: {{ all = [{}{}] }}
award st: {{ all = [{}{}] }}
route r: requires = {{ all = ["a", "b", "c", "d", "e", "f", "p", "v", {LAW}, {{ hours = 1, kind = "bar" }}, {{ hours = 1, kind = "work" }}, {{ period = "1 day", kind = "court" }}] }}
"#,
        of(dice, &["a", "b"], &[], 1),
        of(dice, &["e", "p", "o1", "o2"], &all, 2),
        of(dice, &["c", "d"], &[], 1),
        of(dice, &["f", "v"], &all, 2),
        requires(dice, &["s1", "a", "e", "gate", "one", "o1"], &all),
        requires(dice, &["a"], &free),
        requires(dice, &["a", "one"], &all),
        requires(dice, &["c", "e", "gate"], &[]),
        rule(dice, &free, 2),
        requires(dice, &["a"], &[]),
        rule(dice, &all, 2),
        requires(dice, &["c", "one"], &[]),
        requires(dice, &["c", "f", "e"], &all),
        of(dice, &["a", "b", "e", "o1"], &free, 1),
        of(dice, &["s1", "e", "b", "p"], &all, 1),
        not(dice, "gate"),
        of(dice, &["s1", "s2", "d", "f", "v", "one", "gate", "p"], &all, 2),
        not(dice, "one"),
    )
}

/// A little of it is there.
pub fn record(dice: &mut Dice) -> FactsFile {
    let mut facts = nobody();
    for n in 0..dice.below(4) {
        let id = format!("f{n}");
        match dice.below(4) {
            0 => facts.results.push(pass(&id, dice.pick(&["a", "b"]), "2024-01-10")),
            1 => facts.claims.push(claim(&id, &[dice.pick(&["o1", "o2"])], "2024-01-10", "2024-01-10", "boss")),
            _ => {
                let by = Some(dice.pick(&["pia", "per"]).to_owned());
                let hours = 1 + dice.below(3) as i64;
                let worked = spell(&id, dice.pick(&["work", "bar", "law"]), "2024-01-10", "2024-01-11", hours);
                facts.experience.push(ExperienceFact { confirmed_by: by, ..worked });
            }
        }
    }
    facts
}

/// What is there, in short.
pub fn short(facts: &FactsFile) -> String {
    let results = facts.results.iter().map(|one| one.element.clone());
    let claims = facts.claims.iter().map(|one| one.outcomes[0].clone());
    let worked = facts.experience.iter().map(|one| format!("{} {} {:?}", one.kind, one.minutes / 60, one.confirmed_by));
    results.chain(claims).chain(worked).collect::<Vec<_>>().join(", ")
}

/// The same choices whenever it is asked, of as many frameworks as `CASES` says.
pub fn dice() -> Vec<Dice> {
    let cases = std::env::var("CASES").map_or(60, |cases| cases.parse().unwrap());
    (1..=cases).map(|n: u64| Dice(n.wrapping_mul(0x9E37_79B9_7F4A_7C15))).collect()
}

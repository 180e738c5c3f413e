//! Time and hours against the slow way that nobody can get wrong: day by day, every choice of organisations, every
//! confirmation. And the days of spans against sets of days.

use chrono::{Days, NaiveDate};
use domain::framework::{Framework, Length};
use domain::standing::{ExperienceFact, FactsFile, Span, Spans, State, standing};
use proptest::prelude::*;

use crate::support::{BASE, bound, d, loaded, nobody, spell};

/// The experience element `e`, with this rule.
fn gathering(rule: &str) -> Framework {
    let text = BASE.replacen("[\"p\", \"v\"]", "[\"p\", \"v\", \"e\"]", 1);
    loaded(&format!(
        "{text}\n[[element]]\nid = \"e\"\nkind = \"experience\"\ntitle = \"E\"\nstage = \"s\"\nsources = [\"test\"]\ngather = {rule}\n"
    ))
}

fn day(after: u64) -> NaiveDate {
    d("2019-11-20") + Days::new(after)
}

/// From, length, days until it is confirmed, organisation, percent of full time, hours.
type Piece = (u64, u64, u64, u8, u8, i64);

fn facts(pieces: &[Piece]) -> FactsFile {
    let spells = pieces.iter().enumerate().map(|(n, (from, length, confirmed, organisation, percent, hours))| {
        let until = day(from + length);
        ExperienceFact {
            organisation: format!("Firm {organisation}"),
            full_time_percent: Some(*percent),
            confirmed_on: Some(until + Days::new(*confirmed)),
            confirmed_by: Some(format!("partner {}", n % 3)),
            ..spell(&format!("e{n}"), "work", &day(*from).to_string(), &until.to_string(), *hours)
        }
    });
    FactsFile { experience: spells.collect(), ..nobody() }
}

/// Full-time hundredths on each day, of these spells.
fn loads(spells: &[&ExperienceFact]) -> Vec<(NaiveDate, i64)> {
    let first = spells.iter().map(|spell| spell.from).min();
    let last = spells.iter().map(|spell| spell.until).max();
    let (Some(first), Some(last)) = (first, last) else {
        return Vec::new();
    };
    let days = first.iter_days().take_while(|day| *day < last);
    days.map(|day| {
        let there = spells.iter().filter(|spell| spell.from <= day && day < spell.until);
        (day, there.map(|spell| i64::from(spell.full_time_percent.unwrap())).sum::<i64>().min(100))
    })
    .collect()
}

/// Whether these spells are long enough, by the rule as the documents say it.
fn is_long_enough(spells: &[&ExperienceFact], need: Length) -> bool {
    let days = loads(spells);
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return false;
    };
    let unbroken = days.iter().enumerate().any(|(at, (from, _))| {
        let until = need.after(*from);
        let stretch = days[at..].iter().take_while(|(_, load)| *load == 100).count() as u64;
        *from + Days::new(stretch) >= until
    });
    let sum: i64 = days.iter().map(|(_, load)| load).sum();
    let adds_up = sum * 12 >= i64::from(need.months) * 36_500 + i64::from(need.days) * 1_200;
    unbroken || adds_up && need.after(first.0) <= last.0 + Days::new(1)
}

/// Whether some choice of at most so many organisations is long enough.
fn some_choice(spells: &[&ExperienceFact], need: Length, most: u32) -> bool {
    (0..1u32 << 5).filter(|choice| choice.count_ones() <= most).any(|choice| {
        let chosen = |spell: &&&ExperienceFact| {
            let number: u32 = spell.organisation.trim_start_matches("Firm ").parse().unwrap();
            choice & (1 << number) != 0
        };
        is_long_enough(&spells.iter().filter(chosen).copied().collect::<Vec<_>>(), need)
    })
}

fn pieces(longest: u64) -> impl Strategy<Value = Vec<Piece>> {
    let piece =
        (0..longest * 3, 1..longest, 0..40u64, 0..5u8, prop::sample::select(vec![25, 50, 80, 100, 100, 100]), 1..60i64);
    prop::collection::vec(piece, 1..8)
}

fn days_of(spans: &Spans, from: NaiveDate, until: NaiveDate) -> Vec<NaiveDate> {
    from.iter_days().take_while(|day| *day < until).filter(|day| spans.has(*day)).collect()
}

fn some_spans() -> impl Strategy<Value = Spans> {
    prop::collection::vec((0..60u64, 0..12u64), 0..6).prop_map(|each| {
        Spans::of(each.into_iter().map(|(from, long)| Span { from: day(from), until: day(from + long) }))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn time_is_enough_when_the_slow_way_says_so(
        pieces in pieces(60),
        (length, months, days) in prop::sample::select(vec![("2 months", 2, 0), ("45 days", 0, 45), ("1 month and 10 days", 1, 10), ("3 months", 3, 0)]),
        most in 1..4u32,
        shares in any::<bool>(),
    ) {
        let need = Length { months, days };
        let limit = if shares { String::new() } else { format!(", max_organisations = {most}") };
        let framework = gathering(&format!("{{ period = \"{length}\", kind = \"work\", full_time_equivalent = {shares}{limit} }}"));
        let mut facts = facts(&pieces);
        if !shares {
            facts.experience.iter_mut().for_each(|spell| spell.full_time_percent = Some(100));
        }
        let most = if shares { 5 } else { most };
        let mut confirmed: Vec<NaiveDate> = facts.experience.iter().filter_map(|spell| spell.confirmed_on).collect();
        confirmed.sort_unstable();
        let expected = confirmed.into_iter().find(|day| {
            let known: Vec<&ExperienceFact> = facts.experience.iter().filter(|spell| spell.confirmed_on <= Some(*day)).collect();
            some_choice(&known, need, most)
        });
        let e = framework.find("e").unwrap();
        let on = day(400);
        let found = standing(&framework, &bound(&framework, &facts), on, on);
        prop_assert_eq!(found.since(e), expected);
        prop_assert_eq!(found.state(e) == State::Met, expected.is_some());
        let (done, of) = found.progress(&framework, e);
        prop_assert_eq!(done == of, expected.is_some());
    }

    #[test]
    fn hours_in_a_window_are_enough_on_the_days_on_which_the_slow_way_says_so(
        pieces in pieces(30),
        hours in 10..120i64,
        signers in 1..3u32,
        (length, months, days) in prop::sample::select(vec![("1 month", 1, 0), ("40 days", 0, 40), ("3 months", 3, 0)]),
    ) {
        let window = Length { months, days };
        let framework = gathering(&format!("{{ hours = {hours}, kind = \"work\", window = \"{length}\", distinct_signers = {signers} }}"));
        let facts = facts(&pieces);
        let e = framework.find("e").unwrap();
        let last = day(400);
        let found = standing(&framework, &bound(&framework, &facts), last, last);
        let is_enough = |on: NaiveDate| {
            let opens = window.first_in(on);
            let mut people = std::collections::BTreeSet::new();
            let minutes = facts.experience.iter().filter(|spell| spell.confirmed_on.is_some_and(|day| day <= on)).map(|spell| {
                let inside = spell.from.max(opens).iter_days().take_while(|day| *day < spell.until).count() as i64;
                let minutes = spell.minutes * inside / (spell.until - spell.from).num_days();
                if minutes > 0 {
                    people.insert(spell.confirmed_by.clone());
                }
                minutes
            });
            minutes.sum::<i64>() >= hours * 60 && people.len() >= signers as usize
        };
        let expected: Vec<NaiveDate> = day(0).iter_days().take_while(|day| *day < last).filter(|day| is_enough(*day)).collect();
        prop_assert_eq!(days_of(found.spans(e), day(0), last), expected);
    }

    #[test]
    fn spans_are_sets_of_days(one in some_spans(), two in some_spans()) {
        let (from, until) = (day(0), day(80));
        let is_in = |spans: &Spans, day: NaiveDate| spans.as_slice().iter().any(|span| span.from <= day && day < span.until);
        for day in from.iter_days().take_while(|day| *day < until) {
            let (a, b) = (is_in(&one, day), is_in(&two, day));
            prop_assert_eq!(one.has(day), a);
            prop_assert_eq!(one.and(&two).has(day), a && b);
            prop_assert_eq!(one.or(&two).has(day), a || b);
            prop_assert_eq!(one.not().has(day), !a);
            prop_assert_eq!(one.ever_since().has(day), one.first_day().is_some_and(|first| first <= day));
            prop_assert_eq!(one.over_by(day).map(|span| span.until), one.as_slice().iter().map(|span| span.until).filter(|until| *until <= day).max());
        }
        for spans in [one.and(&two), one.or(&two), one.not()] {
            prop_assert!(spans.as_slice().windows(2).all(|pair| pair[0].until < pair[1].from), "in order and apart: {spans:?}");
        }
    }
}

//! A confirmed result counts until its correction is confirmed by a second person.

use domain::framework::Framework;
use domain::plan::plan;
use domain::sittings::{Now, Rounds};
use domain::standing::{FactsFile, Outcome, Reason, ResultFact, State, standing};

use crate::support::{BASE, bound, d, loaded, nobody, pass, result, state};

const ON: &str = "2022-06-01";

fn framework() -> Framework {
    loaded(&BASE.replacen("title = \"A\"\n", "title = \"A\"\nattempts = { max = 3, within = \"6 years\" }\n", 1))
}

/// A result of the sitting of 15 January that corrects another, recorded on a day and confirmed on another, if on any.
fn correction(id: &str, of: &str, outcome: Outcome, (recorded, confirmed): (&str, Option<&str>)) -> ResultFact {
    ResultFact {
        corrects: Some(of.into()),
        recorded_on: Some(d(recorded)),
        confirmed_on: confirmed.map(d),
        confirmed_by: confirmed.map(|_| "registry".into()),
        ..result(id, "a", outcome, "2022-01-15")
    }
}

fn facts(results: Vec<ResultFact>) -> FactsFile {
    FactsFile { results, ..nobody() }
}

/// A round, by what it is called, what it corrects, and the days on which it was recorded and confirmed.
type Round = (u8, Option<u8>, &'static str, Option<&'static str>);

#[test]
fn what_stands_what_counts_and_since_when_each_is_no_more_follows_from_the_rounds() {
    const FIRST: Round = (1, None, "2022-01-15", Some("2022-01-20"));
    const WAITED: Round = (2, Some(1), "2022-02-01", None);
    const LAST: Round = (3, Some(2), "2022-03-01", Some("2022-03-02"));
    // The place of the one that counts, and the day since which each is no more.
    type Expected<'a> = (Option<usize>, &'a [Option<&'a str>]);
    let cases: [(&[Round], Expected<'_>); 6] = [
        (&[FIRST], (Some(0), &[None])),
        (&[(1, Some(9), "2022-01-15", None)], (None, &[None])),
        (&[FIRST, WAITED], (Some(0), &[None, None])),
        (&[(1, None, "2022-01-15", None), WAITED, LAST], (Some(2), &[Some("2022-02-01"), Some("2022-03-01"), None])),
        (&[FIRST, WAITED, LAST], (Some(2), &[Some("2022-03-02"), Some("2022-03-01"), None])),
        (&[LAST, FIRST, WAITED], (Some(2), &[Some("2022-03-02"), Some("2022-03-01"), None])),
    ];
    for (all, (counts, corrected)) in cases {
        let found = Rounds::of_all(all.to_vec(), |one| (one.0, one.1));
        let [rounds] = &found[..] else { panic!("{found:?}") };
        let ids: Vec<u8> = rounds.iter().map(|one| one.0).collect();
        assert!(ids.is_sorted() && ids.len() == all.len(), "{ids:?}");
        assert_eq!(rounds.stands().map(|one| one.0), ids.last().copied());
        assert_eq!(rounds.counts(|one| one.3.is_some()).map(|(place, _)| place), counts, "{rounds:?}");
        let corrected_on = rounds.corrected_on(|one| (d(one.2), one.3.map(d)));
        assert_eq!(corrected_on, corrected.iter().map(|day| day.map(d)).collect::<Vec<_>>(), "{rounds:?}");
    }
    for (all, expected) in [
        (vec![FIRST], vec![Now::Confirmed]),
        (vec![FIRST, WAITED], vec![Now::Corrected, Now::Waits]),
        (vec![FIRST, WAITED, LAST], vec![Now::Corrected, Now::Corrected, Now::Confirmed]),
    ] {
        let found = Rounds::of_all(all, |one| (one.0, one.1));
        assert_eq!(found[0].now(|one| one.3.is_some()).map(|(_, now)| now).collect::<Vec<_>>(), expected);
    }
    let two = Rounds::of_all(vec![(7, None), (1, None), (8, Some(7))], |one| *one);
    assert_eq!(
        two.into_iter().map(|one| one.to_vec()).collect::<Vec<_>>(),
        [vec![(7, None), (8, Some(7))], vec![(1, None)]]
    );
}

#[test]
fn a_confirmed_pass_counts_until_its_correction_is_confirmed_by_somebody_else() {
    let framework = framework();
    let right = pass("r1", "a", "2022-01-15");
    for (confirmed, by, expected) in [
        (None, None, State::Met),
        (Some("2022-06-02"), Some("registry"), State::Met),
        (Some("2022-06-01"), Some("registry"), State::InProgress),
        (Some("2022-06-01"), Some("officer"), State::Met),
        (Some("2022-06-01"), Some("t"), State::Met),
    ] {
        let mut wrong = correction("r2", "r1", Outcome::Fail, ("2022-05-01", confirmed));
        wrong.confirmed_by = by.map(|by| if by == "t" { nobody().trainee } else { by.into() });
        for results in [vec![right.clone(), wrong.clone()], vec![wrong, right.clone()]] {
            assert_eq!(state(&framework, &facts(results), "a", ON), expected, "{confirmed:?} {by:?}");
        }
    }
    // Who corrects what waits corrects the confirmed one too.
    let waits = correction("r2", "r1", Outcome::Fail, ("2022-05-01", None));
    let again = correction("r3", "r2", Outcome::Fail, ("2022-05-02", Some("2022-05-03")));
    assert_eq!(state(&framework, &facts(vec![right, waits, again]), "a", ON), State::InProgress);
}

#[test]
fn a_correction_that_waits_is_no_further_sitting_and_shuts_nobody_out() {
    let framework = framework();
    let fail = |id: &str, on: &str| result(id, "a", Outcome::Fail, on);
    let mut results = vec![fail("f1", "2021-01-15"), fail("f2", "2021-06-15"), fail("f3", "2022-01-15")];
    assert_eq!(state(&framework, &facts(results.clone()), "a", ON), State::Blocked);
    results.push(correction("r", "f3", Outcome::Pass, ("2022-05-01", None)));
    let facts_now = facts(results.clone());
    assert_eq!(state(&framework, &facts_now, "a", ON), State::InProgress);
    let found = standing(&framework, &bound(&framework, &facts_now), d(ON), d(ON));
    let reasons = found.reasons(&framework, framework.find("a").unwrap());
    let told: Vec<&str> = reasons.iter().flat_map(Reason::walk).map(|reason| reason.sentence.as_str()).collect();
    let says = "Corrected to “Passed on 15 January 2022”: a second person has not confirmed it yet, and until then it is not passed";
    assert!(told.contains(&says), "{told:#?}");
    results[3].confirmed_on = Some(d("2022-05-20"));
    results[3].confirmed_by = Some("registry".into());
    let facts_now = facts(results);
    assert_eq!(state(&framework, &facts_now, "a", ON), State::Met);
    let found = standing(&framework, &bound(&framework, &facts_now), d(ON), d(ON));
    let reasons = found.reasons(&framework, framework.find("a").unwrap());
    let says = "Not passed on 15 January 2022, corrected on 20 May 2022";
    assert!(reasons.iter().flat_map(Reason::walk).any(|reason| reason.sentence == says), "{reasons:#?}");
}

/// Of a set, what is passed stays while a correction of one waits.
#[test]
fn a_correction_that_waits_takes_no_set_away() {
    let set = |id: &str| format!("title = \"{id}\"\nexpires = {{ after = \"1 year\", whole_set = \"both\" }}\n");
    let text =
        ["A", "B"].iter().fold(BASE.to_owned(), |text, id| text.replacen(&format!("title = \"{id}\"\n"), &set(id), 1));
    let framework = loaded(&text);
    let mut results = vec![
        pass("r1", "a", "2022-01-15"),
        pass("s1", "b", "2022-01-16"),
        correction("r2", "r1", Outcome::Fail, ("2022-05-01", None)),
    ];
    let states =
        |results: &Vec<ResultFact>| ["a", "b"].map(|id| state(&framework, &facts(results.clone()), id, "2023-06-01"));
    assert_eq!(states(&results), [State::Met, State::Met]);
    results[2].outcome = Outcome::Pass;
    assert_eq!(states(&results), [State::Met, State::Met]);
    // Of a fail, the correction may come to be the pass that completes the set.
    results[0].outcome = Outcome::Fail;
    assert_eq!(states(&results)[1], State::Met);
    results[2].outcome = Outcome::Fail;
    assert_eq!(states(&results)[1], State::Expired);
}

/// A correction that waits keeps a set by its own day, and not by that of what it corrects.
#[test]
fn a_correction_to_another_day_keeps_a_set_where_that_lies_in_time() {
    let set = |id: &str| format!("title = \"{id}\"\nexpires = {{ after = \"6 months\", whole_set = \"both\" }}\n");
    let text =
        ["A", "B"].iter().fold(BASE.to_owned(), |text, id| text.replacen(&format!("title = \"{id}\"\n"), &set(id), 1));
    let moved = |outcome, sat: &str, confirmed: bool, to: &str| {
        let sitting = ResultFact { sat_on: d(sat), ..result("a1", "a", outcome, sat) };
        let waits = ResultFact { confirmed_on: None, confirmed_by: None, ..sitting.clone() };
        let correction = correction("a2", "a1", Outcome::Pass, ("2024-08-28", None));
        [if confirmed { sitting } else { waits }, ResultFact { sat_on: d(to), ..correction }]
    };
    let of = |text: &str, others: &[ResultFact], results: [ResultFact; 2], id: &str| {
        let all = others.iter().cloned().chain(results).collect();
        state(&loaded(text), &facts(all), id, "2024-09-15")
    };
    let other = [pass("b1", "b", "2024-02-27")];
    for (outcome, confirmed, sat, to, expected) in [
        (Outcome::Fail, true, "2024-08-27", "2024-08-26", State::Met),
        (Outcome::Fail, true, "2024-08-26", "2024-08-27", State::Expired),
        (Outcome::Fail, true, "2024-08-26", "2024-08-26", State::Met),
        (Outcome::Pass, false, "2024-08-27", "2024-08-26", State::Met),
        (Outcome::Pass, false, "2024-08-26", "2024-08-27", State::Expired),
        // What counts does so until the correction is confirmed.
        (Outcome::Pass, true, "2024-08-26", "2024-08-27", State::Met),
    ] {
        assert_eq!(of(&text, &other, moved(outcome, sat, confirmed, to), "b"), expected, "{outcome:?} {sat} {to}");
    }
    // What is sat after another is so by the day to which it is corrected.
    let after = text.replacen("title = \"A\"\n", "title = \"A\"\nsat_after = [\"b\"]\n", 1);
    for (sat, to, expected) in [("2024-02-26", "2024-02-27", State::Met), ("2024-03-06", "2024-02-26", State::Expired)]
    {
        assert_eq!(of(&after, &other, moved(Outcome::Fail, sat, true, to), "b"), expected, "{sat} {to}");
    }
}

/// A pass that is one too many may be none, once the attempt before it is put right.
#[test]
fn nobody_is_shut_out_by_an_attempt_that_may_be_put_right() {
    let framework =
        loaded(&BASE.replacen("title = \"A\"\n", "title = \"A\"\nattempts = { max = 2, within = \"6 months\" }\n", 1));
    let fail = |id: &str, on: &str| result(id, "a", Outcome::Fail, on);
    let waits = |recorded: &str| ResultFact {
        sat_on: d("2024-02-01"),
        ..correction("r3", "r2", Outcome::NotSat, (recorded, None))
    };
    let mut results = vec![fail("r1", "2024-01-01"), fail("r2", "2024-02-01"), waits("2024-02-10")];
    let at = |results: &Vec<ResultFact>, on: &str| state(&framework, &facts(results.clone()), "a", on);
    assert_eq!(at(&results, "2024-03-15"), State::InProgress);
    results.push(pass("r4", "a", "2024-03-10"));
    assert_eq!(at(&results, "2024-03-15"), State::InProgress);
    // A further fail uses the attempt up, whatever comes of the correction.
    results[3].outcome = Outcome::Fail;
    assert_eq!(at(&results, "2024-03-15"), State::Blocked);
    results.truncate(2);
    results.push(pass("r4", "a", "2024-03-10"));
    assert_eq!(at(&results, "2024-03-15"), State::Blocked);
}

#[test]
fn a_sitting_beyond_the_last_attempt_is_no_way_though_a_correction_waits() {
    let framework = loaded(&BASE.replacen("title = \"A\"\n", "title = \"A\"\nattempts = { max = 1 }\n", 1));
    let results = vec![
        result("r1", "a", Outcome::Fail, "2022-01-15"),
        correction("r2", "r1", Outcome::Fail, ("2022-05-01", None)),
    ];
    let none = plan(&framework, &bound(&framework, &facts(results)), framework.find("st").unwrap(), d(ON)).unwrap_err();
    let because = "All attempts at A are used, and no further one counts; a correction of one waits to be confirmed";
    assert_eq!(none.because, [because]);
}

#[test]
fn what_corrects_nothing_is_a_problem() {
    let framework = framework();
    let of = |id: &str, corrects: &str| correction(id, corrects, Outcome::Fail, ("2022-05-01", None));
    let right = pass("r1", "a", "2022-01-15");
    for (results, why) in [
        (vec![right.clone(), of("r2", "r9")], "there is no result of that id"),
        (vec![pass("r1", "b", "2022-01-15"), of("r2", "r1")], "which is of another assessment or course"),
        (vec![right.clone(), of("r2", "r1"), of("r3", "r1")], "which another result corrects already"),
        (vec![ResultFact { confirmed_on: Some(d("2022-05-03")), ..right.clone() }, of("r2", "r1")], "confirmed later"),
        (
            vec![
                ResultFact { recorded_on: Some(d("2022-05-03")), confirmed_on: None, ..right.clone() },
                of("r2", "r1"),
            ],
            "recorded later",
        ),
        (
            vec![
                ResultFact { recorded_on: None, ..of("r2", "r1") },
                ResultFact { confirmed_on: Some(d("2022-01-17")), ..right },
            ],
            "confirmed later",
        ),
        (
            vec![
                ResultFact { confirmed_on: None, ..pass("r1", "a", "2022-02-10") },
                ResultFact { recorded_on: None, sat_on: d("2022-01-10"), ..of("r2", "r1") },
            ],
            "which was sat later, and no `recorded_on` says when it was corrected",
        ),
        (
            vec![
                ResultFact { confirmed_on: None, ..pass("r1", "a", "2022-06-10") },
                ResultFact { sat_on: d("2022-01-10"), ..of("r2", "r1") },
            ],
            "recorded later",
        ),
    ] {
        let unknown = domain::standing::Facts::bind(&framework, facts(results)).unwrap_err();
        assert!(unknown.iter().all(|one| one.to_string().contains(why)), "{why}: {unknown:?}");
    }
}

/// A pass of January that was sat in March, or the other way round: one sitting, and so one attempt.
#[test]
fn a_correction_may_be_of_the_day() {
    let framework =
        loaded(&BASE.replacen("title = \"A\"\n", "title = \"A\"\nattempts = { max = 2 }\nexpires = \"1 year\"\n", 1));
    let moved = |from: &str, to: &str, confirmed| {
        let right = correction("r2", "r1", Outcome::Pass, ("2022-04-01", confirmed));
        bound(&framework, &facts(vec![pass("r1", "a", from), ResultFact { sat_on: d(to), ..right }]))
    };
    let cases = [
        // While it waits the earlier day counts.
        (("2022-01-15", "2022-03-15", None), "2023-01-14", State::Met),
        (("2022-01-15", "2022-03-15", None), "2023-01-15", State::Expired),
        (("2022-01-15", "2022-03-15", Some("2022-04-02")), "2023-01-15", State::Met),
        (("2022-01-15", "2022-03-15", Some("2022-04-02")), "2023-03-15", State::Expired),
        (("2022-03-15", "2022-01-15", Some("2022-04-02")), "2023-01-14", State::Met),
        (("2022-03-15", "2022-01-15", Some("2022-04-02")), "2023-01-15", State::Expired),
    ];
    for ((from, to, confirmed), on, expected) in cases {
        let facts = moved(from, to, confirmed);
        let state = standing(&framework, &facts, d(on), d(on)).state(framework.find("a").unwrap());
        assert_eq!(state, expected, "{from} {to} {confirmed:?} {on}");
    }
}

/// The results that correct what they can't, each with what it names and why.
fn wrong(results: Vec<ResultFact>) -> Vec<String> {
    let wrong = domain::standing::Facts::bind(&framework(), facts(results)).err().unwrap_or_default();
    wrong.iter().map(|one| format!("{}: {}", one.fact, one.note.clone().unwrap_or_default())).collect()
}

/// Nobody knows which of them is the slip: it is one all the same, of what is in the circle.
#[test]
fn results_that_correct_each_other_in_a_circle_are_one_slip() {
    let of = |id: &str, corrects: &str| correction(id, corrects, Outcome::Fail, ("2022-05-01", None));
    let right = pass("r1", "a", "2022-01-15");
    let cases: [(Vec<ResultFact>, &[&str]); 7] = [
        (vec![right.clone(), of("r2", "r2")], &["r2: it corrects `r2`, and so itself"]),
        (vec![right.clone(), of("r2", "r4"), of("r3", "r2"), of("r4", "r3")], &["r2: it corrects `r4`, and so itself"]),
        // Without that of `r3` there is nothing wrong: what corrects one in the circle does not correct itself.
        (
            vec![of("r2", "r4"), of("r3", "r2"), of("r4", "r3"), of("r5", "r2"), of("r6", "r5")],
            &["r3: it corrects `r2`, and so itself"],
        ),
        (
            vec![of("r2", "r4"), of("r3", "r2"), of("r4", "r3"), of("r5", "r2"), of("r6", "r3")],
            &["r4: it corrects `r3`, and so itself", "r5: it corrects `r2`, which another result corrects already"],
        ),
        (
            vec![of("r2", "r3"), of("r3", "r2"), of("r4", "r5"), of("r5", "r4")],
            &["r2: it corrects `r3`, and so itself", "r4: it corrects `r5`, and so itself"],
        ),
        // Of two with one id nobody knows which is meant.
        (vec![right.clone(), of("r2", "r1"), of("r1", "r2")], &["r1: two facts have the id `r1`"]),
        (vec![right.clone(), of("r2", "r1"), of("r2", "r2"), of("r4", "r3")], &["r2: two facts have the id `r2`"]),
    ];
    for (results, expected) in cases {
        assert_eq!(wrong(results), expected);
    }
}

/// Thousands of them, each of which corrects the one before, in no time.
#[test]
fn ten_thousand_corrections_of_one_sitting_are_read_in_no_time() {
    let set = "title = \"A\"\nattempts = { max = 3 }\nexpires = { after = \"1 year\", whole_set = \"both\" }\n";
    let text = BASE.replacen("title = \"A\"\n", set, 1).replacen(
        "title = \"B\"\n",
        "title = \"B\"\nexpires = { after = \"1 year\", whole_set = \"both\" }\nattempts = { max = 3 }\n",
        1,
    );
    let framework = loaded(&text);
    let began = std::time::Instant::now();
    for confirmed in [None, Some("2022-05-01")] {
        let mut results = vec![pass("r0", "a", "2022-01-15"), pass("s", "b", "2022-01-15")];
        for at in 1..10_000 {
            let (id, before) = (format!("r{at}"), format!("r{}", at - 1));
            results.push(correction(&id, &before, Outcome::Fail, ("2022-05-01", confirmed)));
        }
        let facts = bound(&framework, &facts(results));
        for on in ["2022-01-20", "2022-05-01", "2023-06-01"] {
            let found = standing(&framework, &facts, d(on), d(on));
            found.reasons(&framework, framework.find("a").unwrap());
            assert!(plan(&framework, &facts, framework.find("st").unwrap(), d(on)).is_ok());
        }
    }
    assert!(began.elapsed().as_secs() < 5, "{:?}", began.elapsed());
}

/// A correction to an earlier day says when it was recorded, also as one of several.
#[test]
fn a_correction_to_an_earlier_day_says_when_it_was_recorded() {
    let sat = |id: &str, corrects: Option<&str>, sat: &str, recorded: Option<&str>| ResultFact {
        corrects: corrects.map(str::to_owned),
        recorded_on: recorded.map(d),
        confirmed_on: None,
        confirmed_by: None,
        ..pass(id, "a", sat)
    };
    let first = sat("r1", None, "2022-02-10", None);
    for (second, third, expected) in [
        (("2022-01-10", Some("2022-02-11")), ("2022-01-09", Some("2022-02-12")), None),
        // A day more is let pass, because days of two zones differ.
        (("2022-02-09", None), ("2022-02-08", None), None),
        (("2022-02-20", None), ("2022-01-10", Some("2022-02-20")), None),
        (("2022-02-20", None), ("2022-02-15", None), Some("r3")),
        (("2022-01-10", None), ("2022-01-10", Some("2022-02-20")), Some("r2")),
    ] {
        let second = sat("r2", Some("r1"), second.0, second.1);
        let third = sat("r3", Some("r2"), third.0, third.1);
        let found = wrong(vec![first.clone(), second, third]);
        assert_eq!(found.first().map(|one| &one[..2]), expected, "{found:?}");
        assert!(found.len() < 2, "{found:?}");
    }
}

/// What nobody confirmed takes nothing with it when it is voided or superseded; what was confirmed takes the sitting.
#[test]
fn a_correction_that_was_not_confirmed_is_taken_back_without_the_sitting() {
    let framework = framework();
    let taken_back = |confirmed: Option<&str>, is_void: bool| {
        let day = Some(d("2022-05-10"));
        let one = correction("r2", "r1", Outcome::Fail, ("2022-05-01", confirmed));
        let (voided_on, superseded_on) = if is_void { (day, None) } else { (None, day) };
        let facts = facts(vec![pass("r1", "a", "2022-01-15"), ResultFact { voided_on, superseded_on, ..one }]);
        let found = standing(&framework, &bound(&framework, &facts), d(ON), d(ON));
        let a = framework.find("a").unwrap();
        let reasons: Vec<String> = found.reasons(&framework, a).into_iter().map(|reason| reason.sentence).collect();
        (found.state(a), reasons.join(". "))
    };
    let says = "The correction to “Not passed on 15 January 2022” was taken back on 10 May 2022, before it counted";
    for is_void in [true, false] {
        let (state, told) = taken_back(None, is_void);
        assert!(state == State::Met && told.contains(says) && !told.contains("voided"), "{told}");
    }
    let (state, told) = taken_back(Some("2022-05-02"), true);
    assert!(state == State::Available && told.contains("The sitting of 15 January 2022 was voided"), "{told}");
    assert_eq!(taken_back(Some("2022-05-02"), false).0, State::Available);
}

/// Days of two zones differ: it was confirmed a day after its correction was recorded. By what was known then, nobody knew.
#[test]
fn what_is_confirmed_after_its_correction_was_recorded_is_no_more_only_until_then() {
    let framework = framework();
    let first = ResultFact { confirmed_on: Some(d("2024-02-01")), ..pass("r1", "a", "2023-02-28") };
    let second = ResultFact {
        recorded_on: None,
        sat_on: d("2024-01-31"),
        ..correction("r2", "r1", Outcome::Pass, ("2024-01-31", None))
    };
    let read = |results: Vec<ResultFact>, on: &str, known: &str| {
        let found = standing(&framework, &bound(&framework, &facts(results)), d(on), d(known));
        (found.state(framework.find("a").unwrap()), found.reasons(&framework, framework.find("a").unwrap()))
    };
    for on in ["2023-03-01", "2024-01-31", "2024-02-01", "2024-06-01"] {
        for (known, expected) in
            [("2024-01-30", State::InProgress), ("2024-01-31", State::InProgress), ("2024-02-01", State::Met)]
        {
            let whole = read(vec![first.clone(), second.clone()], on, known);
            assert!(on < "2024-02-01" || whole.0 == expected, "{on} {known}: {whole:?}");
            let mut then = vec![first.clone(), second.clone()];
            then.retain(|one| one.sat_on <= d(known));
            then.iter_mut().filter(|one| one.confirmed_on > Some(d(known))).for_each(|one| {
                (one.confirmed_on, one.confirmed_by) = (None, None);
            });
            assert_eq!(whole, read(then, on, known), "{on} {known}");
        }
    }
}

#[test]
fn that_somebody_was_not_at_a_sitting_takes_it_back_once_somebody_else_confirms_it() {
    let framework = framework();
    let said = |confirmed: Option<(&str, &str)>| {
        let not_sat = ResultFact {
            recorded_by: Some("recorder".into()),
            confirmed_by: confirmed.map(|(by, _)| by.into()),
            ..correction("r2", "r1", Outcome::NotSat, ("2022-04-01", confirmed.map(|(_, on)| on)))
        };
        let facts = bound(&framework, &facts(vec![pass("r1", "a", "2022-01-15"), not_sat]));
        let standing = standing(&framework, &facts, d(ON), d(ON));
        let at = framework.find("a").unwrap();
        let mut said = Vec::new();
        standing.reasons(&framework, at).iter().for_each(|one| gather(one, &mut said));
        (standing.state(at), said.join(" | "))
    };
    let waits = "Corrected to “Not at the sitting of 15 January 2022”: a second person has not confirmed it yet";
    for (confirmed, state, sentence) in [
        (None, State::Met, waits),
        (
            Some(("registry", "2022-04-20")),
            State::Available,
            "Not at the sitting of 15 January 2022, confirmed on 20 April 2022",
        ),
        (
            Some(("recorder", "2022-04-20")),
            State::Met,
            "recorded and confirmed by recorder: a second person has to confirm",
        ),
    ] {
        let (found, text) = said(confirmed);
        assert_eq!(found, state, "{confirmed:?}");
        assert!(text.contains(sentence), "{confirmed:?}: {text}");
    }
}

fn gather(reason: &Reason, into: &mut Vec<String>) {
    into.push(reason.sentence.to_string());
    reason.children.iter().for_each(|one| gather(one, into));
}

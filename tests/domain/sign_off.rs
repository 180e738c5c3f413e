//! The rules of signing: when a claim may be sent, what each answer asks for, what a signature says, and what an
//! employer's verification comes after.

use domain::framework::{Framework, Length};
use domain::ids::{OrganisationId, SigningRequestId};
use domain::interval::Interval;
use domain::invalid::Invalid;
use domain::sign_off::{
    Asked, ClaimState, Draft, NotAsked, NotSigned, ReasonCode, Shown, ShownClaim, SigningContent, SigningKind, Typed,
    Unseen, answer, ask_to_verify, claim_statement, decide, keys_turned, needs_another_verifier, rests_on,
    results_confirmed_by, says_of_the_work, seen, sendable, state_without_findings, turns_results, work,
    workplace_missing,
};
use domain::standing::{ClaimOutcome, FactsFile, State, standing};

use crate::support::{BASE, bound, claim, d, framework, frameworks_dir, loaded, nobody, pass, verification};

/// The fields with an error, in the order in which they are told.
fn fields<T>(result: Result<T, Invalid>) -> Vec<String> {
    let errors = result.map_or_else(|invalid| invalid.0, |_| Vec::new());
    errors.into_iter().map(|error| error.field).collect()
}

fn asked(content: SigningContent<'_>) -> Asked<'_> {
    Asked { request: SigningRequestId::new(uuid::Uuid::nil()), content }
}

fn ready() -> Draft {
    Draft {
        narrative: String::from("Took instructions."),
        happened_from: Some(d("2024-03-27")),
        happened_until: Some(d("2024-03-28")),
        evidence: 1,
        redacted: true,
        is_as_read: true,
        is_addressed: true,
    }
}

#[test]
fn a_claim_is_sent_when_nothing_is_missing_and_all_that_is_missing_is_told() {
    assert_eq!(fields(sendable(&ready(), None, d("2024-03-28"))), Vec::<String>::new());
    assert_eq!(
        fields(sendable(&Draft::default(), None, d("2024-03-28"))),
        ["narrative", "happened_from", "happened_until", "evidence", "redacted", "narrative", "supervisor"]
    );
    let blank = Draft { narrative: String::from(" \n\t"), ..ready() };
    assert_eq!(fields(sendable(&blank, None, d("2024-03-28"))), ["narrative"]);
    let changed = Draft { is_as_read: false, ..ready() };
    assert_eq!(fields(sendable(&changed, None, d("2024-03-28"))), ["narrative"]);
    let to_nobody = Draft { is_addressed: false, ..ready() };
    assert_eq!(fields(sendable(&to_nobody, None, d("2024-03-28"))), ["supervisor"]);
}

#[test]
fn work_is_over_in_order_and_recent_to_the_day() {
    let two_years = Length::parse("2 years");
    for (from, until, on, allowed) in [
        ("2024-03-28", "2024-03-28", "2024-03-28", true),
        ("2024-03-28", "2024-03-28", "2024-03-27", false),
        ("2024-03-28", "2024-03-27", "2024-03-28", false),
        ("2024-03-27", "2024-03-28", "2026-03-28", true),
        ("2024-03-27", "2024-03-28", "2026-03-29", false),
    ] {
        let draft = Draft { happened_from: Some(d(from)), happened_until: Some(d(until)), ..ready() };
        let told = fields(sendable(&draft, two_years, d(on)));
        assert_eq!(told.is_empty(), allowed, "{from} to {until} on {on}: {told:?}");
    }
}

#[test]
fn each_answer_asks_for_its_own_and_for_nothing_of_another() {
    for (outcome, comment, missing, reason, told) in [
        ("", "", "", "", ["outcome"].as_slice()),
        ("excellent", "", "", "", &["outcome"]),
        ("met", "I saw it.", "", "", &[]),
        ("met", "  ", "", "", &["comment"]),
        // Nothing that can be seen.
        ("met", "\u{200b}", "\u{2060}", "", &["comment"]),
        ("met", "I saw it.", "More.", "", &["missing"]),
        ("met", "I saw it.", "", "other", &["reason"]),
        ("partly_met", "", "A second matter.", "", &[]),
        ("partly_met", "I saw it.", "", "", &["missing"]),
        ("not_yet", "Show a second one.", "", "", &[]),
        ("not_yet", "", "More.", "did_not_supervise", &["comment", "missing", "reason"]),
        ("declined", "", "", "did_not_supervise", &[]),
        ("declined", "", "", "", &["reason"]),
        ("declined", "", "", "because", &["reason"]),
        ("declined", "", "", "other", &["comment"]),
        ("declined", "I was away.", "", "other", &[]),
    ] {
        assert_eq!(
            fields(decide(outcome, comment, missing, reason)),
            told,
            "{outcome}, “{comment}”, “{missing}”, {reason}"
        );
    }
    for (letters, allowed) in [(5_000, true), (5_001, false)] {
        let long = "é".repeat(letters);
        assert_eq!(decide("met", &long, "", "").is_ok(), allowed, "{letters} letters");
        assert_eq!(decide("partly_met", "", &long, "").is_ok(), allowed, "{letters} letters");
    }
}

#[test]
fn a_decision_keeps_what_belongs_to_its_answer() {
    let partly = decide("partly_met", " Seen. ", " More. ", "").unwrap();
    assert_eq!((partly.comment.as_str(), partly.missing.as_deref()), ("Seen.", Some("More.")));
    let declined = decide("declined", "", "", "not_authorised").unwrap();
    assert_eq!((declined.reason, declined.missing), (Some(ReasonCode::NotAuthorised), None));
    for reason in ReasonCode::ALL {
        assert_eq!(ReasonCode::from_code(reason.code()), Some(reason));
    }
}

#[test]
fn who_declines_attests_nothing_of_the_work() {
    let answers = [ClaimOutcome::Met, ClaimOutcome::PartlyMet, ClaimOutcome::NotYet];
    for answer in answers {
        assert!(claim_statement("Ada", answer).text().contains("I supervised this work of Ada"), "{answer:?}");
    }
    let declining = claim_statement("Ada", ClaimOutcome::Declined);
    assert!(!declining.text().contains("supervised"), "{}", declining.text());
    assert_ne!(declining.version, claim_statement("Ada", ClaimOutcome::Met).version);
}

#[test]
fn a_verification_comes_after_all_that_is_seen_at_work_and_from_someone_else_than_the_results() {
    let framework = loaded(BASE);
    let verification_of_stage = framework.find("v").unwrap();
    let mut facts = nobody();
    facts.results = ["a", "b", "c"].map(|element| pass(&format!("r-{element}"), element, "2022-01-15")).to_vec();
    let missing = |facts: &FactsFile| {
        let facts = bound(&framework, facts);
        let found = standing(&framework, &facts, d("2022-06-01"), d("2022-06-01"));
        let missing = workplace_missing(&framework, &found, verification_of_stage);
        missing.into_iter().map(|ix| framework.node(ix).id.clone()).collect::<Vec<_>>()
    };
    // `o1` asks for two examples, `o2` for one.
    facts.claims = vec![
        claim("c1", &["o1"], "2022-01-01", "2022-02-01", "boss"),
        claim("c2", &["o2"], "2022-01-01", "2022-02-01", "boss"),
    ];
    assert_eq!(missing(&facts), ["p"]);
    // Who may not know what is missing at work may not be told by the verification that something is.
    let states = |facts: &FactsFile| {
        let found = standing(&framework, &bound(&framework, facts), d("2022-06-01"), d("2022-06-01"));
        (found.state(verification_of_stage), state_without_findings(&framework, &found, verification_of_stage))
    };
    assert_eq!(states(&facts), (State::Blocked, State::Available));
    facts.claims.push(claim("c3", &["o1"], "2022-01-02", "2022-02-01", "boss"));
    assert_eq!(missing(&facts), Vec::<String>::new());
    assert_eq!(states(&facts), (State::Available, State::Available));

    let as_bound = bound(&framework, &facts);
    let turned = keys_turned(&framework, SigningKind::Stage, "v");
    assert_eq!(turned, [framework.node(verification_of_stage).stage.unwrap()]);
    let confirmers = results_confirmed_by(&framework, &as_bound, &turned);
    assert_eq!(confirmers, vec!["registry"; 3]);
    for (by, again) in [("boss", false), ("registry", true)] {
        facts.verifications = vec![verification("vf", "v", "2022-03-01", by)];
        let bound = bound(&framework, &facts);
        let found = standing(&framework, &bound, d("2022-06-01"), d("2022-06-01"));
        assert_eq!(needs_another_verifier(&framework, &found, verification_of_stage), again, "by {by}");
    }
}

/// All that is seen at work before the stage of [`BASE`] is verified.
fn seen_at_work() -> FactsFile {
    let mut facts = nobody();
    facts.claims = [("c1", "o1", "2022-01-01"), ("c2", "o2", "2022-01-01"), ("c3", "o1", "2022-01-02")]
        .map(|(id, outcome, worked)| claim(id, &[outcome], worked, "2022-02-01", "boss"))
        .to_vec();
    facts
}

#[test]
fn a_stage_is_signed_as_it_was_read_and_verified_only_when_all_is_seen_at_work() {
    let framework = loaded(BASE);
    let verification = framework.find("v").unwrap();
    let complete = seen_at_work();
    let incomplete = FactsFile { claims: complete.claims[..2].to_vec(), ..nobody() };
    let changed = FactsFile {
        claims: [complete.claims.clone(), vec![claim("c4", &["o2"], "2022-01-02", "2022-02-01", "boss")]].concat(),
        ..nobody()
    };
    let standing =
        |facts: &FactsFile| standing(&framework, &bound(&framework, facts), d("2022-06-01"), d("2022-06-01"));
    for (at, opened_at, outcome, why, told) in [
        (&complete, &complete, "verified", "", Ok("Ada works for us and has shown the competence of the S stage")),
        (&complete, &complete, "declined", "Not now.", Ok("I do not verify it now")),
        (&incomplete, &incomplete, "verified", "", Err(NotSigned::WorkplaceMissing)),
        (&incomplete, &incomplete, "declined", "Not now.", Ok("I do not verify it now")),
        (&incomplete, &complete, "verified", "", Err(NotSigned::WorkplaceMissing)),
        (&incomplete, &complete, "declined", "Not now.", Err(NotSigned::Changed)),
        (&complete, &incomplete, "verified", "", Err(NotSigned::Changed)),
        (&changed, &complete, "verified", "", Err(NotSigned::Changed)),
        (
            &changed,
            &complete,
            "declined",
            "",
            Err(NotSigned::Invalid(Invalid::one("why", "Say why, so that the trainee knows what to do"))),
        ),
        // What a claim is answered with is no answer about a stage.
        (
            &complete,
            &complete,
            "met",
            "",
            Err(NotSigned::Invalid(Invalid::one("outcome", "Choose whether you verify the stage"))),
        ),
    ] {
        let [now, opened] = [at, opened_at].map(standing);
        let asked =
            |standing| asked(SigningContent::Stage { framework: &framework, standing, trainee: "Ada", verification });
        let read = asked(&opened).content.shown().digest().unwrap().to_string();
        let given = answer(&asked(&now), &Typed { outcome, why, read: &read, ..Typed::default() });
        match (given.map(|given| given.into_parts()), told) {
            (Ok((_, statement, shown)), Ok(told)) => {
                assert!(statement.text().contains(told), "{}", statement.text());
                assert_eq!(shown, asked(&now).content.shown());
            }
            (Err(why), Err(told)) => assert_eq!(why, told),
            (given, told) => panic!("{outcome}: {given:?} and not {told:?}"),
        }
    }
    // Nobody signs what they say they have not read.
    let complete = standing(&complete);
    let asked =
        asked(SigningContent::Stage { framework: &framework, standing: &complete, trainee: "Ada", verification });
    let unread = answer(&asked, &Typed { outcome: "verified", ..Typed::default() });
    assert_eq!(unread.unwrap_err(), NotSigned::Changed);
}

#[test]
fn a_claim_is_signed_as_it_was_read() {
    let shown = ShownClaim {
        framework: String::from("mini 1"),
        outcome: String::from("o1"),
        outcome_title: String::from("O1"),
        meaning: None,
        unpublished: Vec::new(),
        trainee: String::from("Ada"),
        narrative: String::from("Took instructions."),
        happened_from: d("2022-01-01"),
        happened_until: d("2022-01-01"),
        redacted: true,
        evidence: Vec::new(),
        sent_on: d("2022-01-05"),
    };
    let asked = asked(SigningContent::Claim(shown.clone()));
    let of_another = Shown::Claim(ShownClaim { narrative: String::from("Took none."), ..shown });
    for (outcome, comment, read, told) in [
        ("met", "I saw it.", asked.content.shown(), Ok(ClaimOutcome::Met)),
        ("not_yet", "Show a second one.", asked.content.shown(), Ok(ClaimOutcome::NotYet)),
        ("met", "I saw it.", of_another.clone(), Err(NotSigned::Changed)),
        ("met", "", of_another, Err(NotSigned::Invalid(Invalid::one("comment", "Say in a sentence what you saw")))),
    ] {
        let read = read.digest().unwrap().to_string();
        let given = answer(&asked, &Typed { outcome, comment, read: &read, ..Typed::default() });
        let statement = given.map(|given| given.into_parts().1);
        assert_eq!(statement, told.map(|outcome| claim_statement("Ada", outcome)));
    }
}

#[test]
fn a_verification_is_asked_for_last_once_and_of_an_employer_of_today() {
    let framework = loaded(BASE);
    let verification_of_stage = framework.find("v").unwrap();
    let [here, there] = ["01a21588-12ad-712a-a90a-777feb2f7f01", "01a21588-12ad-712a-a90a-777feb2f7f02"]
        .map(|id| OrganisationId::parse(id).unwrap());
    let since = d("2022-05-01");
    let waits = Err(NotAsked::Waits { employer: here, since });
    let missing = Err(NotAsked::Missing(vec![framework.find("p").unwrap()]));
    let seen = seen_at_work();
    let results = ["a", "b", "c"].map(|element| pass(&format!("r-{element}"), element, "2022-01-15")).to_vec();
    let verified_by = |by: &str| FactsFile {
        verifications: vec![verification("vf", "v", "2022-03-01", by)],
        results: results.clone(),
        ..seen.clone()
    };
    for (facts, employers, asked, told) in [
        (&seen, vec![here], None, Ok(())),
        (&seen, vec![here, there], None, Ok(())),
        (&seen, vec![], None, Err(NotAsked::NoEmployer)),
        (&seen, vec![there, here], Some(here), waits.clone()),
        // Who was asked is no employer of today.
        (&seen, vec![there], Some(here), Ok(())),
        (&seen, vec![], Some(here), Err(NotAsked::NoEmployer)),
        (&nobody(), vec![here], None, missing.clone()),
        (&nobody(), vec![], None, missing),
        (&nobody(), vec![here], Some(here), waits),
        (&verified_by("boss"), vec![here], Some(here), Err(NotAsked::Verified)),
        // One person turned both keys: somebody else can be asked.
        (&verified_by("registry"), vec![here], None, Ok(())),
    ] {
        let standing = standing(&framework, &bound(&framework, facts), d("2022-06-01"), d("2022-06-01"));
        let asked = asked.map(|employer| (employer, since));
        let found = ask_to_verify((&framework, &standing), verification_of_stage, &employers, asked.into_iter());
        assert_eq!(found, told, "{employers:?}, {asked:?}");
    }
}

#[test]
fn a_claim_stands_as_the_last_time_it_was_sent_left_it_and_is_changed_unless_it_waits_or_is_met() {
    for (is_open, decided, is_withdrawn, state, is_editable) in [
        (None, None, false, ClaimState::Draft, true),
        // Taken back, or closed.
        (Some(false), None, false, ClaimState::Draft, true),
        (Some(true), None, false, ClaimState::Sent, false),
        (Some(false), Some(ClaimOutcome::Met), false, ClaimState::Decided(ClaimOutcome::Met), false),
        (Some(false), Some(ClaimOutcome::Met), true, ClaimState::Withdrawn, true),
        (Some(false), Some(ClaimOutcome::PartlyMet), false, ClaimState::Decided(ClaimOutcome::PartlyMet), true),
        (Some(false), Some(ClaimOutcome::NotYet), false, ClaimState::Decided(ClaimOutcome::NotYet), true),
        (Some(false), Some(ClaimOutcome::Declined), false, ClaimState::Decided(ClaimOutcome::Declined), true),
    ] {
        let found = ClaimState::of(is_open, decided, is_withdrawn);
        assert_eq!((found, found.is_editable()), (state, is_editable));
    }
}

#[test]
fn a_version_is_in_force_from_its_day_on() {
    let framework = loaded(BASE);
    let first = framework.effective_from();
    let days = [first.pred_opt().unwrap(), first, first.succ_opt().unwrap()];
    assert_eq!(days.map(|day| framework.is_in_force(day)), [false, true, true]);
}

#[test]
fn work_was_seen_by_who_supervised_on_one_of_its_days_where_it_was_done() {
    let spell = |from: &str, until: &str| Interval { from: d(from), until: (!until.is_empty()).then(|| d(until)) };
    let employed = [spell("2024-01-01", "")];
    let supervised = [spell("2025-03-01", "2025-06-01"), spell("2026-01-01", "")];
    for (from, until, wanted) in [
        ("2025-03-01", "2025-03-01", Ok(())),
        ("2020-01-01", "2020-01-31", Err(Unseen::NotEmployed(employed.to_vec()))),
        ("2025-01-01", "2025-02-28", Err(Unseen::NotSupervisor(supervised.to_vec()))),
        ("2025-01-01", "2025-03-01", Ok(())),
        ("2025-05-31", "2025-12-31", Ok(())),
        ("2025-06-01", "2025-12-31", Err(Unseen::NotSupervisor(supervised.to_vec()))),
        ("2025-06-01", "2026-01-01", Ok(())),
        ("2026-11-23", "2026-11-23", Ok(())),
    ] {
        assert_eq!(seen(work(d(from), d(until)), &employed, &supervised), wanted, "{from} to {until}");
    }
    assert_eq!(seen(work(d("2020-01-01"), d("2020-01-31")), &[], &[]), Ok(()), "there is nothing to compare with");
    assert!(!says_of_the_work(ClaimOutcome::Declined) && says_of_the_work(ClaimOutcome::NotYet));
}

#[test]
fn who_confirms_work_turns_the_key_of_a_stage_that_nobody_verifies() {
    let sqe = framework(&frameworks_dir().join("sqe/2021-09"));
    let stages = |kind, node: &str| -> Vec<String> {
        keys_turned(&sqe, kind, node).into_iter().map(|ix| sqe.node(ix).id.clone()).collect()
    };
    assert_eq!(stages(SigningKind::Experience, "qwe"), ["admission"]);
    assert!(stages(SigningKind::Experience, "unknown").is_empty() && stages(SigningKind::Claim, "unknown").is_empty());
    let step_off = |framework: &Framework| framework.node(framework.step_offs()[0]).id.clone();
    assert!(rests_on(&sqe, &step_off(&sqe), SigningKind::Experience, "qwe"));
    // Of a stage that is verified it is who verifies it, and neither who confirmed work nor who decided claims.
    let base = loaded(BASE);
    assert!(keys_turned(&base, SigningKind::Claim, "o1").is_empty());
    assert!(rests_on(&base, &step_off(&base), SigningKind::Claim, "o1"), "the body sees who signed all the same");
    let unverified = BASE.replace("kind = \"verification\"", "kind = \"course\"");
    let unverified = unverified.replace("employer = { all = [\"p\", \"v\"] }", "employer = \"p\"");
    let unverified = loaded(&unverified.replace("results = { all = [\"a\", ", "results = { all = [\"v\", \"a\", "));
    assert_eq!(keys_turned(&unverified, SigningKind::Claim, "o1").len(), 1);
    // The results key of admission names the two parts of the examination.
    let turned = keys_turned(&sqe, SigningKind::Experience, "qwe");
    for (element, is_one) in [("FLK1", true), ("SQE2", true), ("degree-or-equivalent", true), ("unknown", false)] {
        assert_eq!(turns_results(&sqe, &turned)(element), is_one, "{element}");
    }
}

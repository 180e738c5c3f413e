//! Sentences of reasons, each as it is told on a day.

use domain::framework::Framework;
use domain::standing::{AwardFact, FactsFile, ResultFact, standing};

use crate::support::{BASE, award, bound, d, loaded, nobody, pass, verification};

/// The base with a few lines more under the titles of some nodes.
fn with(lines: &[(&str, &str)]) -> Framework {
    let text = lines.iter().fold(BASE.to_owned(), |text, (title, line)| {
        let title = format!("title = \"{title}\"\n");
        text.replacen(&title, &format!("{title}{line}\n"), 1)
    });
    loaded(&text)
}

fn told(framework: &Framework, facts: &FactsFile, id: &str, on: &str) -> Vec<String> {
    let found = standing(framework, &bound(framework, facts), d(on), d(on));
    let reasons = found.reasons(framework, framework.find(id).unwrap()).into_iter();
    reasons.map(|reason| reason.sentence).filter(|said| !said.starts_with("What it requires")).collect()
}

#[test]
fn a_verification_and_an_award_say_when_they_lapse_as_a_pass_does() {
    let framework =
        with(&[("A", "expires = \"1 year\""), ("V", "valid_for = \"1 year\""), ("Status", "expires = \"1 year\"")]);
    let facts = FactsFile {
        results: vec![pass("r", "a", "2022-01-15")],
        verifications: vec![verification("v", "v", "2022-01-15", "partner")],
        awards: vec![award("w", "st", "2022-01-15")],
        ..nobody()
    };
    for (id, did) in [
        ("a", "Passed on 15 January 2022, confirmed by registry on 15 January 2022"),
        ("v", "Verified on 15 January 2022 by partner"),
        ("st", "Conferred on 15 January 2022 by registrar"),
    ] {
        assert_eq!(told(&framework, &facts, id, "2022-06-01")[0], format!("{did}; it lapses on 15 January 2023"));
        assert!(told(&framework, &facts, id, "2023-01-15")[0].ends_with("lapsed on 15 January 2023"));
    }
    // What lasts says nothing of an end, nor does what is withdrawn on a day say that it lapses.
    let facts = FactsFile { verifications: vec![verification("v", "v", "2022-01-15", "partner")], ..nobody() };
    assert_eq!(told(&with(&[]), &facts, "v", "2022-06-01"), ["Verified on 15 January 2022 by partner"]);
}

#[test]
fn an_award_that_the_withdrawal_of_an_earlier_one_shortens_says_so() {
    let framework = with(&[("Status", "expires = \"1 year\"\nextends = true")]);
    let earlier = AwardFact { withdrawn_on: Some(d("2022-08-01")), ..award("w1", "st", "2022-01-15") };
    let facts = FactsFile { awards: vec![earlier, award("w2", "st", "2022-06-01")], ..nobody() };
    let why = "1 August 2023, 1 year after 1 August 2022, on which the award of 15 January 2022 was withdrawn";
    let second = |on: &str| told(&framework, &facts, "st", on)[1].clone();
    assert_eq!(second("2022-07-01"), "Conferred on 1 June 2022 by registrar; it lapses on 15 January 2024");
    assert_eq!(second("2022-09-01"), format!("Conferred on 1 June 2022 by registrar; it lapses on {why}"));
    assert_eq!(second("2023-09-01"), format!("The award of 1 June 2022 lapsed on {why}"));
}

#[test]
fn what_waits_for_a_correction_says_so() {
    let framework = with(&[("B", "sat_after = [\"a\"]")]);
    let (right, waits) = (pass("r1", "a", "2022-03-01"), pass("r2", "a", "2022-01-15"));
    let (recorded_on, corrects) = (Some(d("2022-03-10")), Some("r1".to_owned()));
    let waits = ResultFact { confirmed_on: None, confirmed_by: None, recorded_on, corrects, ..waits };
    let facts = FactsFile { results: vec![right, waits, pass("b1", "b", "2022-02-01")], ..nobody() };
    let says = "Passed on 1 February 2022; it waits for the correction of A to be confirmed";
    assert_eq!(told(&framework, &facts, "b", "2022-06-01"), [says]);
}

#[test]
fn a_course_is_completed_in_every_sentence() {
    let framework = with(&[("C", "expires = \"1 year\""), ("B", "sat_after = [\"c\"]")]);
    let sat = |results: &[(&str, &str)]| FactsFile {
        results: results.iter().map(|(id, day)| pass(id, id, day)).collect(),
        ..nobody()
    };
    let late = sat(&[("c", "2022-01-15"), ("b", "2023-02-01")]);
    assert_eq!(
        told(&framework, &late, "c", "2023-06-01"),
        ["The completion of 15 January 2022 lapsed on 15 January 2023"]
    );
    assert_eq!(
        told(&framework, &late, "b", "2023-06-01"),
        ["Passed on 1 February 2023, when no completion of C counted"]
    );
    let early = sat(&[("b", "2022-01-01"), ("c", "2022-01-15")]);
    assert_eq!(told(&framework, &early, "b", "2022-06-01"), ["Passed on 1 January 2022, before C was completed"]);
}

#[test]
fn claims_that_are_missing_for_two_things_are_counted_together() {
    let second = "[[element]]\nid = \"q\"\nkind = \"portfolio\"\ntitle = \"Q\"\nstage = \"s\"\nsources = [\"test\"]\noutcomes_of = [\"other\"]\n\n\
        [[competency]]\nid = \"other\"\ntitle = \"Other\"\n\n\
        [[competency]]\nid = \"o3\"\nparent = \"other\"\nstage = \"s\"\ntitle = \"O3\"\nexamples = 2\n\n[[status]]";
    let text = BASE.replacen("[[status]]", second, 1).replacen(
        "{ all = [\"p\", \"v\"] }",
        "{ all = [\"p\", \"q\", \"v\"] }",
        1,
    );
    let text = text.replacen("[\"a\", \"b\", \"c\"]", "[\"a\"]", 1);
    let hours = "{ hours = 1, kind = \"work\" }";
    let text = text.replacen(hours, &format!("{{ any = [\"b\", \"c\", {hours}] }}"), 1);
    let told = told(&loaded(&text), &nobody(), "off", "2022-06-01");
    assert_eq!(told, ["The S stage is not met yet: A, 5 claims and the employer’s verification are missing"]);
}

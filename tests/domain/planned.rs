//! Plans that have to see further than the next step: attempts that are used up, what lapses on the way, what is not recorded.

use domain::framework::Framework;
use domain::plan::{NoPlan, Plan, plan};
use domain::standing::{FactsFile, Outcome, ResultFact, State};

use crate::carrying_out::reaches;
use crate::lessons::{base, element};
use crate::support::{BASE, bound, claim, d, exemption, loaded, nobody, pass, result, spell, state};

fn way(framework: &Framework, facts: &FactsFile, on: &str) -> Result<Plan, NoPlan> {
    plan(framework, &bound(framework, facts), framework.find("st").unwrap(), d(on))
}

fn told(plan: &Plan) -> Vec<&str> {
    plan.steps.iter().map(|step| step.sentence.as_str()).collect()
}

/// A stage before the stage of the base.
const ZERO: &str = "[[stage]]\nid = \"zero\"\ntitle = \"Zero\"\nsources = [\"test\"]\nresults = \"z\"\nno_employer_key = \"a test\"\n\n\
                    [[element]]\nid = \"z\"\nkind = \"course\"\ntitle = \"Z\"\nstage = \"zero\"\nsources = [\"test\"]\n\n";

#[test]
fn attempts_that_are_used_up_for_ever_are_no_way_though_something_else_is_missing_first() {
    let once = |more: &str| format!("title = \"C\"\nattempts = {{ max = 1 }}\n{more}");
    let with = |more: &str, stage: &str| {
        let stage = format!("title = \"S\"\n{stage}");
        base(&[("title = \"C\"\n", &once(more)), ("title = \"S\"\n", &stage)], ZERO)
    };
    let failed = FactsFile { results: vec![result("r", "c", Outcome::Fail, "2021-01-02")], ..nobody() };
    let red = "requires = { matches = \"x\" }\n";
    for framework in [
        with("", ""),
        with("", "requires = \"zero\"\n"),
        with("", red),
        with("requires = \"b\"\n", ""),
        with(red, ""),
        with("requires = { now = \"b\" }\n", red),
    ] {
        let none = way(&framework, &failed, "2022-01-05").unwrap_err();
        assert_eq!(none.because, ["All attempts at C are used, and no further one counts"]);
        let excused = FactsFile { exemptions: vec![exemption("x", "c", "2021-02-01")], ..failed.clone() };
        assert!(way(&framework, &excused, "2022-01-05").is_ok(), "what is exempt needs no attempt");
    }
    // The only attempt was a pass, and counts once what is asked for now is there.
    let passed = FactsFile { results: vec![pass("r", "c", "2021-01-02")], ..nobody() };
    let plan = reaches(&with("requires = { now = \"b\" }\n", ""), &passed, "st", d("2022-01-05")).unwrap();
    assert!(!told(&plan).iter().any(|step| step.contains("C")), "{plan:?}");
    // One that was sat before what it required never counts, and was the only one.
    let none = way(&with("requires = \"b\"\n", ""), &passed, "2022-01-05").unwrap_err();
    assert_eq!(none.because, ["All attempts at C are used, and no further one counts"]);
}

/// A pass that waits to be confirmed keeps what was passed before it; what is passed in its place has to be in the same window.
#[test]
fn a_plan_says_until_when_something_has_to_be_sat_after_what_is_kept() {
    let set = "expires = { after = \"1 year\", whole_set = \"both\" }\n";
    let (a, b) = (format!("title = \"A\"\n{set}"), format!("title = \"B\"\n{set}sat_after = [\"a\"]\n"));
    let framework = base(&[("title = \"A\"\n", &a), ("title = \"B\"\n", &b)], "");
    let waits = ResultFact { confirmed_on: None, confirmed_by: None, ..pass("q", "b", "2022-07-01") };
    let facts = FactsFile { results: vec![pass("r", "a", "2022-06-30"), waits], ..nobody() };
    let closes = "B is sat before 30 June 2023, on which the window of its set closes";
    let eve = way(&framework, &facts, "2023-06-29").unwrap();
    assert!(eve.provided.iter().any(|one| one == closes), "{eve:?}");
    assert!(!told(&eve).contains(&"Pass A"), "{eve:?}");
    let day = way(&framework, &facts, "2023-06-30").unwrap();
    assert!(!day.provided.iter().any(|one| one == closes), "{day:?}");
    assert!(told(&day).iter().any(|step| step.starts_with("Pass A")), "{day:?}");
}

#[test]
fn what_has_to_be_sat_before_a_day_comes_before_what_takes_time() {
    let set = "expires = { after = \"6 years\", whole_set = \"both\" }\n";
    let (a, b) = (format!("title = \"A\"\n{set}"), format!("title = \"B\"\n{set}sat_after = [\"a\"]\n"));
    let work = "[[stage]]\nid = \"zero\"\ntitle = \"Zero\"\nsources = [\"test\"]\nno_results_key = \"a test\"\nemployer = \"z\"\n\n\
                [[element]]\nid = \"z\"\nkind = \"experience\"\ntitle = \"Z\"\nstage = \"zero\"\nsources = [\"test\"]\n\
                gather = { period = \"2 years\", kind = \"work\" }\n\n";
    let both = "requires = { all = [\"s\", \"zero\", \"b\"] }\n";
    let framework = base(&[("title = \"A\"\n", &a), ("title = \"B\"\n", &b), ("requires = \"s\"\n", both)], work);
    let waits = ResultFact { confirmed_on: None, confirmed_by: None, ..pass("q", "b", "2022-07-01") };
    let facts = FactsFile { results: vec![pass("r", "a", "2020-06-30"), waits], ..nobody() };
    let plan = way(&framework, &facts, "2025-06-29").unwrap();
    let closes = "B is sat before 30 June 2026, on which the window of its set closes";
    assert!(plan.provided.iter().any(|one| one == closes), "{plan:?}");
    let told = told(&plan);
    let place = |of: &str| told.iter().position(|step| step.starts_with(of)).unwrap();
    assert!(place("Pass B") < place("Gather 2 years"), "{told:?}");
}

#[test]
fn attempts_that_count_again_are_waited_for_though_something_else_is_missing_first() {
    let attempts = "title = \"C\"\nattempts = { max = 1, within = \"2 years\" }\n";
    let failed = FactsFile { results: vec![result("r", "c", Outcome::Fail, "2021-01-02")], ..nobody() };
    let stage = ("title = \"S\"\n", "title = \"S\"\nrequires = \"zero\"\n");
    for framework in [
        base(&[("title = \"C\"\n", attempts), stage], ZERO),
        base(&[("title = \"C\"\n", &format!("{attempts}requires = \"b\"\n"))], ""),
    ] {
        let plan = reaches(&framework, &failed, "st", d("2022-01-05")).unwrap();
        let wait = "Wait until 2 January 2023, when an attempt at C counts again";
        assert!(told(&plan).contains(&wait), "{plan:?}");
    }
}

/// The base with an experience element `e` in the employer's key, and some of its text replaced.
fn working(gather: &str, requires: &str, replace: &[(&str, &str)]) -> Framework {
    let e = element("e", "experience", &format!("gather = {gather}\n{requires}"));
    let key = ("[\"p\", \"v\"]", "[\"p\", \"v\", \"e\"]");
    base(&[&[key], replace].concat(), &format!("{e}{GATE}"))
}

/// A status for the asking, which lapses.
const GATE: &str = "[[status]]\nid = \"gate\"\ntitle = \"Gate\"\nsources = [\"test\"]\nexpires = \"1 year\"\n\n[[step_off]]\n\
                    id = \"gate-off\"\ntitle = \"Gate off\"\nsources = [\"test\"]\nstatus = \"gate\"\nrequires = { all = [] }\n\n";

const TWO_YEARS: &str = r#"{ period = "2 years", kind = "work" }"#;

#[test]
fn what_takes_long_comes_before_what_lapses_meanwhile() {
    let lapsing = ("title = \"C\"\n", "title = \"C\"\nexpires = \"1 year\"\n");
    let gather = "Gather 2 years for e (Work) and have them confirmed";
    let place = |plan: &Plan, step: &str| told(plan).iter().position(|told| *told == step).unwrap();
    let plan = reaches(&working(TWO_YEARS, "", &[lapsing]), &nobody(), "st", d("2024-01-01")).unwrap();
    assert!(place(&plan, gather) < place(&plan, "Complete C"), "{plan:?}");
    assert_eq!(plan.provided, Vec::<String>::new());
    // What is good for as long, or longer, comes after it too: nobody knows how long each step takes.
    for lasts in ["25 months", "2 years", "3 years"] {
        let long = format!("title = \"C\"\nexpires = \"{lasts}\"\n");
        let plan = reaches(&working(TWO_YEARS, "", &[("title = \"C\"\n", &long)]), &nobody(), "st", d("2024-01-01"));
        let plan = plan.unwrap();
        assert!(place(&plan, gather) < place(&plan, "Complete C"), "{plan:?}");
        let complete = &plan.steps[place(&plan, "Complete C")];
        assert!(complete.needs.is_empty(), "it can be done at once all the same: {complete:?}");
    }
    // So many hours take long too.
    let hours = r#"{ hours = 4000, kind = "work" }"#;
    let plan = reaches(&working(hours, "", &[lapsing]), &nobody(), "st", d("2024-01-01")).unwrap();
    assert!(place(&plan, "Gather 4,000 h more for e (Work) and have them confirmed") < place(&plan, "Complete C"));
    // What is good for half a year comes after what is good for one, and only what has to come before the work does.
    let soon = ("title = \"A\"\n", "title = \"A\"\nexpires = \"6 months\"\n");
    let framework = working(TWO_YEARS, "requires = \"b\"\n", &[soon, lapsing]);
    let plan = reaches(&framework, &nobody(), "st", d("2024-01-01")).unwrap();
    let order = ["Pass B", gather, "Complete C", "Pass A"].map(|step| place(&plan, step));
    assert!(order.is_sorted(), "{plan:?}");
}

#[test]
fn what_lapses_and_has_to_come_first_is_a_step_once_more() {
    let course = ("title = \"C\"\n", "title = \"C\"\nexpires = \"1 year\"\n");
    let half_way =
        ("title = \"V\"\nstage = \"s\"\n", "title = \"V\"\nstage = \"s\"\nrequires = \"c\"\nvalid_for = \"1 year\"\n");
    let set = "expires = { after = \"1 year\", whole_set = \"set\" }\n";
    let (a, b) = (format!("title = \"A\"\n{set}"), format!("title = \"B\"\n{set}requires = \"e\"\n"));
    let held = r#"{ period = "2 years", kind = "work", while = "gate" }"#;
    // A status that has to be held meanwhile requires it.
    let after = |first: &str, replace: &[(&str, &str)]| {
        let gather = TWO_YEARS.replace(" }", ", while = \"pass\" }");
        let pass = GATE.replace("gate", "pass").replace("expires = \"1 year\"\n", "");
        let pass = pass.replace("{ all = [] }", &format!("\"{first}\""));
        working(&gather, &format!("\n{pass}"), replace)
    };
    for (framework, again) in [
        (after("c", &[course]), "Complete C"),
        (after("v", &[half_way]), "Ask the employer to verify the S stage"),
        (working(held, "", &[]), "Apply for the status Gate"),
        (after("a", &[("title = \"A\"\n", &a), ("title = \"B\"\n", &b)]), "Pass A"),
    ] {
        let plan = reaches(&framework, &nobody(), "st", d("2024-01-01")).unwrap();
        assert_eq!(told(&plan).iter().filter(|step| **step == again).count(), 2, "{plan:#?}");
    }
    // A set that is passed without other steps between lapses no more.
    let framework =
        working(TWO_YEARS, "", &[("title = \"A\"\n", &a), ("title = \"B\"\n", &format!("title = \"B\"\n{set}"))]);
    assert_eq!(reaches(&framework, &nobody(), "st", d("2024-01-01")).unwrap().provided, Vec::<String>::new());
}

#[test]
fn what_counts_as_another_kind_is_gathered_once_too() {
    let kind =
        "[[experience_kind]]\nid = \"court\"\ntitle = \"Court work\"\ncounts_as = \"work\"\nsources = [\"test\"]\n\n";
    let gather = |id: &str, hours: u32, kind: &str| {
        element(id, "experience", &format!("gather = {{ hours = {hours}, kind = \"{kind}\" }}"))
    };
    let told_of = |e: &str, f: &str| {
        let employer = ("[\"p\", \"v\"]", "[\"p\", \"v\", \"e\", \"f\"]");
        let plan = reaches(&base(&[employer], &[e, f, kind].concat()), &nobody(), "st", d("2022-01-01")).unwrap();
        told(&plan).iter().filter(|step| step.starts_with("Gather")).map(|step| (*step).to_owned()).collect::<Vec<_>>()
    };
    let gathered = |hours: u32, of: &str| format!("Gather {hours} h more for {of} and have them confirmed");
    assert_eq!(told_of(&gather("e", 20, "work"), &gather("f", 10, "work")), [gathered(20, "e (Work)")]);
    assert_eq!(
        told_of(&gather("e", 20, "court"), &gather("f", 30, "work")),
        [gathered(20, "e (Court work)"), gathered(10, "f (Work)")]
    );
    // All that is done at court is work, and not the other way round.
    assert_eq!(told_of(&gather("e", 20, "work"), &gather("f", 10, "court")).len(), 2);
}

#[test]
fn who_joined_on_a_day_that_is_not_recorded_is_told_to_have_it_recorded() {
    let with = |rule: &str| base(&[("requires = \"s\"", &format!("requires = {rule}"))], "");
    let old = with(r#"{ all = ["a", { joined_before = 2021-06-01 }, { joined_from = 2019-01-01 }] }"#);
    let plan = way(&old, &nobody(), "2022-01-01").unwrap();
    assert_eq!(told(&plan), ["Pass A", "Apply for the status Status"]);
    assert_eq!(
        plan.provided,
        [
            "The day of joining is to be recorded, and is 1 January 2019 or later",
            "The day of joining is to be recorded, and is before 1 June 2021",
        ]
    );
    let joined = |day: &str| FactsFile { joined_on: Some(d(day)).into(), ..nobody() };
    assert_eq!(reaches(&old, &joined("2020-01-01"), "st", d("2022-01-01")).unwrap().provided, Vec::<String>::new());
    let none = way(&old, &joined("2021-06-01"), "2022-01-01").unwrap_err();
    assert_eq!(none.because, ["It is only for those who joined before 1 June 2021"]);
    // Where there is a way for everybody, it is taken, though it is longer.
    let either = with(r#"{ any = [{ joined_before = 2021-06-01 }, { all = ["a", "b"] }] }"#);
    let plan = reaches(&either, &nobody(), "st", d("2022-01-01")).unwrap();
    assert_eq!((told(&plan).len(), plan.provided.len()), (3, 0));
    // Nobody joined both before a day and after it.
    let never = with(
        r#"{ all = [{ any = ["a", { joined_before = 2021-06-01 }] }, { any = [{ joined_before = 2020-01-01 }, "b"] }] }"#,
    );
    assert!(way(&never, &nobody(), "2022-01-01").unwrap().provided.is_empty());
    let parted = base(
        &[
            ("requires = \"s\"", "requires = { all = [\"s\", { joined_before = 2020-01-01 }] }"),
            ("title = \"S\"\n", "title = \"S\"\nrequires = { joined_from = 2021-01-01 }\n"),
        ],
        "",
    );
    assert!(way(&parted, &nobody(), "2022-01-01").is_err());
}

#[test]
fn a_claim_is_asked_of_so_many_further_people() {
    let framework = base(&[("examples = 2\n", "examples = 3\ndistinct_signers = 3\n")], "");
    let step = |facts: &FactsFile| {
        let plan = reaches(&framework, facts, "st", d("2022-01-01")).unwrap();
        told(&plan).iter().find(|step| step.contains("O1")).map(|step| (*step).to_owned())
    };
    let says = |text: &str| Some(text.to_owned());
    let claims = |by: &[&str]| {
        let claims = by.iter().enumerate();
        let claims = claims.map(|(n, by)| claim(&format!("c{n}"), &["o1"], "2021-01-01", "2021-02-01", by));
        FactsFile { claims: claims.collect(), ..nobody() }
    };
    assert_eq!(step(&nobody()), says("Show O1 with 3 pieces of work, decided by at least 3 different people"));
    assert_eq!(
        step(&claims(&["x"])),
        says("Show O1 with 2 pieces of work, decided by 2 further people, other than the one before")
    );
    assert_eq!(
        step(&claims(&["x", "y"])),
        says("Show O1 with 1 piece of work, decided by 1 further person, other than the 2 before")
    );
    assert_eq!(
        step(&claims(&["x", "x", "y"])),
        says("Show O1 with 1 piece of work, decided by 1 further person, other than the 2 before")
    );
}

/// What the file allows to gather no more is no way; what counts by the week, once, or until a day only is said.
#[test]
fn how_a_kind_of_experience_counts_is_said_where_it_is_not_hour_by_hour() {
    let old = working(r#"{ hours = 40, kind = "old" }"#, "", &[]);
    let plan = way(&old, &nobody(), "2022-01-01").unwrap();
    assert_eq!(
        plan.provided,
        ["Old work counts 20 h for each whole week", "Old work counts only if it is confirmed before 11 January 2023"]
    );
    let none = way(&old, &nobody(), "2023-01-11").unwrap_err();
    assert_eq!(none.because, ["Old work counts only if it was confirmed before 11 January 2023"]);
    let course = working(r#"{ hours = 100, kind = "course" }"#, "", &[]);
    assert_eq!(way(&course, &nobody(), "2022-01-01").unwrap().provided, ["Course counts 100 h once"]);
    assert!(
        way(&working(r#"{ hours = 100, kind = "work" }"#, "", &[]), &nobody(), "2022-01-01")
            .unwrap()
            .provided
            .is_empty()
    );
}

#[test]
fn a_title_that_is_conferred_no_more_when_the_steps_are_taken_is_said() {
    let until = |day: &str| format!("title = \"Status\"\nvalid_until = {day}\n");
    let plan = |day: &str| {
        way(&working(TWO_YEARS, "", &[("title = \"Status\"\n", &until(day))]), &nobody(), "2024-01-01")
            .unwrap()
            .provided
    };
    // Nobody knows how long the steps take.
    for (day, words) in [("2025-01-01", "1 January 2025"), ("2027-01-01", "1 January 2027")] {
        let told = format!("Status is no longer conferred from {words} on, and the steps before it may take longer");
        assert_eq!(plan(day), [told]);
    }
}

/// What a key asks for by itself grows too old as what an element gathers does.
#[test]
fn hours_of_a_key_that_count_for_a_time_are_said_to() {
    let there = FactsFile { experience: vec![spell("e", "work", "2023-10-01", "2023-11-01", 5)], ..nobody() };
    let hours = r#"employer = { all = ["p", "v", { hours = 10, kind = "work", window = "1 year" }] }"#;
    let key = base(&[("employer = { all = [\"p\", \"v\"] }", hours)], "");
    assert_eq!(way(&key, &there, "2024-01-01").unwrap().provided, ["What is there for S counts for a time only"]);
    let stage = base(
        &[
            ("title = \"S\"\n", "title = \"S\"\nrequires = { hours = 10, kind = \"work\", window = \"1 year\" }\n"),
            ("requires = \"s\"", "requires = \"a\""),
        ],
        "",
    );
    assert_eq!(way(&stage, &there, "2024-01-01").unwrap().provided, ["What is there for S counts for a time only"]);
}

/// Who passes one of a set and lets its window go by has to pass it again.
#[test]
fn what_of_a_set_is_still_to_be_passed_has_to_fall_in_one_window() {
    let set = "expires = { after = \"6 years\", whole_set = \"w\" }\n";
    let of_set = |titles: &[&str]| {
        let with = |text: String, title: &&str| {
            text.replacen(&format!("title = \"{title}\"\n"), &format!("title = \"{title}\"\n{set}"), 1)
        };
        loaded(&titles.iter().fold(BASE.to_owned(), with))
    };
    let within = |framework: &Framework, facts: &FactsFile, on: &str| -> Vec<(String, String)> {
        let plan = way(framework, facts, on).unwrap();
        plan.steps.into_iter().filter_map(|step| Some((step.sentence, step.within?))).collect()
    };
    let told = |all: &[(&str, &str)]| -> Vec<(String, String)> {
        all.iter().map(|(step, says)| (format!("Pass {step}"), (*says).to_owned())).collect()
    };
    let both = of_set(&["A", "B"]);
    let begins = "within 6 years of the first sitting of either, or the one passed first lapses";
    let [a, b] = ["B", "A"].map(|other| format!("It has to be passed with {other} {begins}"));
    assert_eq!(within(&both, &nobody(), "2022-01-01"), told(&[("A", &a), ("B", &b)]));
    // Of one that is left the plan says when the others lapse.
    let passed = FactsFile { results: vec![pass("r", "a", "2021-05-01")], ..nobody() };
    assert_eq!(within(&both, &passed, "2022-01-01"), []);
    let plan = way(&both, &passed, "2022-01-01").unwrap();
    assert!(plan.provided.contains(&"A lapses on 1 May 2027".to_owned()), "{:?}", plan.provided);
    let failed = FactsFile { results: vec![result("r", "a", Outcome::Fail, "2021-05-01")], ..nobody() };
    let ends =
        "before 1 May 2027, when the 6 years that an earlier sitting began are over, or the one passed first lapses";
    let [a, b] = ["B", "A"].map(|other| format!("It has to be passed with {other} {ends}"));
    assert_eq!(within(&both, &failed, "2022-01-01"), told(&[("A with a further attempt", &a), ("B", &b)]));
    // It is so: what is passed after the window of the first leaves the first lapsed.
    let alone =
        |second: &str| FactsFile { results: vec![pass("1", "a", "2022-01-01"), pass("2", "b", second)], ..nobody() };
    for (second, states) in [("2027-12-31", [State::Met, State::Met]), ("2028-01-01", [State::Expired, State::Met])] {
        assert_eq!(["a", "b"].map(|id| state(&both, &alone(second), id, "2028-01-01")), states, "{second}");
    }
    let three = of_set(&["A", "B", "C"]);
    let all = within(&three, &nobody(), "2022-01-01");
    assert_eq!(all.len(), 3);
    assert!(
        all[0]
            .1
            .ends_with("with B and C within 6 years of the first sitting of any of them, or those passed first lapse"),
        "{all:?}"
    );
}

/// The window of a set closes tomorrow, and what is passed in it by then lapses no more.
#[test]
fn what_makes_a_set_whole_before_later_steps_is_said_to_be_sat_before_its_window_closes() {
    let set = "expires = { after = \"1 year\", whole_set = \"set\" }\n";
    let (a, b) = (format!("title = \"A\"\n{set}"), format!("title = \"B\"\n{set}"));
    let framework = base(
        &[
            ("{ all = [\"a\", \"b\", \"c\"] }", "{ any = [\"a\", \"c\"] }"),
            ("title = \"A\"\n", &a),
            ("title = \"B\"\n", &b),
        ],
        "[[route]]\nid = \"all\"\ntitle = \"All\"\nsources = [\"test\"]\nrequires = \"b\"\n",
    );
    let facts = FactsFile { results: vec![pass("r", "b", "2024-01-30")], ..nobody() };
    let plan = way(&framework, &facts, "2025-01-29").unwrap();
    assert_eq!(told(&plan)[0], "Pass A");
    assert_eq!(plan.provided, ["A is sat before 30 January 2025, on which the window of its set closes"]);
    assert_eq!(way(&framework, &nobody(), "2025-01-29").unwrap().provided, Vec::<String>::new());
}

//! What a plan says: on what it depends besides its steps, what would do in the place of one, what is gathered once.

use domain::framework::{Framework, NodeIx};
use domain::plan::plan;
use domain::standing::FactsFile;

use crate::carrying_out::reaches;
use crate::lessons::{base, element};
use crate::support::{BASE, award, bound, claim, d, loaded, nobody, pass, spell, verification};

#[test]
fn a_plan_says_on_what_it_depends_besides_its_steps() {
    let lapsing = BASE.replacen("title = \"A\"\n", "title = \"A\"\nexpires = \"2 years\"\n", 1);
    let work = "[[element]]\nid = \"e\"\nkind = \"experience\"\ntitle = \"E\"\nstage = \"s\"\nsources = [\"test\"]\n\
                gather = { period = \"1 year\", kind = \"work\", max_organisations = 2 }\n";
    let text = lapsing.replacen("employer = { all = [\"p\", \"v\"] }", "employer = { all = [\"p\", \"v\", \"e\"] }", 1);
    let framework = loaded(&format!("{text}\n{work}"));
    let provided = |facts: &FactsFile| {
        let st = framework.find("st").unwrap();
        plan(&framework, &bound(&framework, facts), st, d("2022-01-01")).unwrap().provided
    };
    let time = "E counts time in at most 2 organisations";
    assert_eq!(provided(&nobody()), [time]);
    let mut facts = nobody();
    facts.results.push(pass("r", "a", "2021-06-01"));
    assert_eq!(provided(&facts), ["A lapses on 1 June 2023", time]);
    facts.claims.push(claim("c", &["o2"], "2021-01-01", "2021-02-01", "registry"));
    assert_eq!(provided(&facts), ["A lapses on 1 June 2023", time], "the verification turns the key, and no claim");
    facts.verifications.push(verification("v", "v", "2021-06-02", "registry"));
    assert_eq!(provided(&facts), ["A lapses on 1 June 2023", time], "the step says who verifies again");
    // What is reached depends on nothing.
    let mut held = nobody();
    held.awards.push(award("w", "st", "2021-06-01"));
    assert_eq!(provided(&held), Vec::<String>::new());
}

/// A step that was chosen is not said as if it were required.
#[test]
fn what_could_be_taken_in_the_place_of_a_step_is_known() {
    let results = |rule: &str| base(&[("{ all = [\"a\", \"b\", \"c\"] }", rule)], "");
    let others = |framework: &Framework, facts: &FactsFile| -> Vec<(String, Vec<String>)> {
        let (facts, on) = (bound(framework, facts), d("2022-01-01"));
        let plan = plan(framework, &facts, framework.find("st").unwrap(), on).unwrap();
        let id = |ix: NodeIx| framework.node(ix).id.clone();
        let each = plan.steps.into_iter().map(|step| (id(step.node), step.instead.into_iter().map(id).collect()));
        each.filter(|(_, others): &(String, Vec<String>)| !others.is_empty()).collect()
    };
    let of =
        |id: &str, others: &[&str]| (id.to_owned(), others.iter().map(|other| (*other).to_owned()).collect::<Vec<_>>());
    assert_eq!(others(&results("{ any = [\"a\", \"b\", \"c\"] }"), &nobody()), [of("a", &["b", "c"])]);
    let two = results("{ at_least = 2, of = [\"a\", \"b\", \"c\"] }");
    assert_eq!(others(&two, &nobody()), [of("a", &["c"]), of("b", &["c"])]);
    let passed = FactsFile { results: vec![pass("r", "c", "2021-01-02")], ..nobody() };
    assert_eq!(others(&two, &passed), [of("a", &["b"])]);
    // What can't be done as things are would not do.
    for closed in [
        "requires = { matches = \"x\" }",
        "requires = { unpublished = \"how\" }",
        "requires = \"c\"",
        "sat_after = [\"c\"]",
    ] {
        let b = format!("title = \"B\"\n{closed}\n");
        let framework = base(
            &[("{ all = [\"a\", \"b\", \"c\"] }", "{ any = [\"a\", \"b\", \"c\"] }"), ("title = \"B\"\n", &b)],
            "",
        );
        assert_eq!(others(&framework, &nobody()), [of("a", &["c"])], "{closed}");
    }
    // Nested, each that alone is enough; of credits, those that are worth as much as is missing.
    assert_eq!(
        others(&results("{ any = [\"c\", { any = [\"a\", { all = [\"b\"] }] }] }"), &nobody()),
        [of("c", &["a", "b"])]
    );
    assert_eq!(others(&results("{ any = [\"c\", { all = [\"a\", \"b\"] }] }"), &nobody()), []);
    let passed_a = FactsFile { results: vec![pass("r", "a", "2021-01-02")], ..nobody() };
    let nested = results("{ any = [\"c\", { all = [\"a\", \"b\"] }] }");
    assert_eq!(others(&nested, &passed_a), [of("c", &["b"])]);
    assert_eq!(others(&results("{ credits = 20, of = [\"a\", \"b\", \"c\"] }"), &nobody()), [of("c", &["b"])]);
    assert_eq!(others(&results("{ credits = 30, of = [\"a\", \"b\", \"c\"] }"), &nobody()), []);
    // Outcomes of a key, and what belongs to a stage that is entered by then.
    for rule in [
        "{ all = [\"p\", \"v\", { any = [\"o3\", \"o4\"] }] }",
        "{ all = [\"p\", \"v\", { any = [{ examples = 1, of = \"o3\" }, { examples = 1, of = \"o4\" }] }] }",
    ] {
        let outcome = |id: &str| {
            format!(
                "[[competency]]\nid = \"{id}\"\nparent = \"more\"\nstage = \"s\"\ntitle = \"{id}\"\nexamples = 1\n\n"
            )
        };
        let more = ["[[competency]]\nid = \"more\"\ntitle = \"More\"\n\n", &outcome("o3"), &outcome("o4")].concat();
        let entered = "title = \"S\"\nrequires = \"z\"\n";
        let zero = "[[stage]]\nid = \"zero\"\ntitle = \"Zero\"\nsources = [\"test\"]\nresults = \"z\"\nno_employer_key = \"a test\"\n\n";
        let z = "[[element]]\nid = \"z\"\nkind = \"course\"\ntitle = \"Z\"\nstage = \"zero\"\nsources = [\"test\"]\n\n";
        let later =
            base(&[("{ all = [\"p\", \"v\"] }", rule), ("title = \"S\"\n", entered)], &[zero, z, &more].concat());
        assert_eq!(others(&later, &nobody()), [of("o3", &["o4"])], "{rule}");
    }
    // What lapses, or shares a window, would not do.
    for lapses in ["expires = \"1 year\"", "expires = { after = \"1 year\", whole_set = \"w\" }"] {
        let (b, c) = (format!("title = \"B\"\n{lapses}\n"), format!("title = \"C\"\n{lapses}\n"));
        let framework = base(
            &[
                ("{ all = [\"a\", \"b\", \"c\"] }", "{ any = [\"a\", \"b\", \"c\"] }"),
                ("title = \"B\"\n", &b),
                ("title = \"C\"\n", &c),
            ],
            "",
        );
        assert_eq!(others(&framework, &nobody()), [], "{lapses}");
    }
    // What is asked for elsewhere too is required.
    assert_eq!(others(&results("{ all = [\"a\", { any = [\"a\", \"b\", \"c\"] }] }"), &nobody()), []);
}

/// Days and hours that count for two things are gathered once: the plan asks for what is still missing to the more of both.
#[test]
fn a_plan_names_days_that_count_for_two_things_once() {
    let with = |one: &str, other: &str, third: &str| {
        let employer = ("[\"p\", \"v\"]", "[\"p\", \"v\", \"e\", \"f\"]");
        let gather = |id: &str, rule: &str| element(id, "experience", &format!("gather = {rule}"));
        base(&[employer], &[gather("e", one), gather("f", other), third.to_owned()].concat())
    };
    let told = |framework: &Framework, facts: &FactsFile| -> Vec<(String, usize)> {
        let plan = reaches(framework, facts, "st", d("2022-01-01")).unwrap();
        let gathered = plan.steps.iter().filter(|step| step.sentence.starts_with("Gather"));
        gathered.map(|step| (step.sentence.clone(), step.needs.len())).collect()
    };
    let days = |n: i64, of: &str, needs: usize| {
        (format!("Gather {n} more days for {of} (Work) and have them confirmed"), needs)
    };
    // Of what is still to begin it is not known whether it has a leap day.
    let length = |length: &str, of: &str| (format!("Gather {length} for {of} (Work) and have them confirmed"), 0);
    let (one, two) = (r#"{ period = "1 year", kind = "work" }"#, r#"{ period = "2 years", kind = "work" }"#);
    let twice = with(one, two, "");
    assert_eq!(told(&twice, &nobody()), [length("2 years", "f")]);
    let facts = FactsFile { experience: vec![spell("e1", "work", "2021-01-01", "2021-06-01", 0)], ..nobody() };
    assert_eq!(told(&twice, &facts), [days(579, "f", 0)], "some is there");
    assert_eq!(told(&with(two, one, ""), &nobody()), [length("2 years", "e")], "the more of both comes first");
    assert_eq!(told(&with(one, &format!("{{ all = [{one}, {two}] }}"), ""), &nobody()).len(), 1);
    let hours = |n: i64| format!("{{ hours = {n}, kind = \"work\" }}");
    let gathered = told(&with(&hours(10), &hours(25), ""), &nobody());
    assert_eq!(gathered, [(String::from("Gather 25 h more for f (Work) and have them confirmed"), 0)]);
    // What counts only while a status is held comes first, because it counts for the others too, and not the other way round.
    let gate = "[[status]]\nid = \"gate\"\ntitle = \"Gate\"\nsources = [\"test\"]\n\n[[step_off]]\nid = \"gate-off\"\n\
                title = \"Gate off\"\nsources = [\"test\"]\nstatus = \"gate\"\nrequires = { all = [] }\n\n";
    let while_held = r#"{ period = "1 year", kind = "work", while = "gate" }"#;
    let held = (String::from("Gather 1 year for f (Work, while holding Gate) and have it confirmed"), 1);
    assert_eq!(told(&with(one, while_held, gate), &nobody()), std::slice::from_ref(&held));
    let more = held.0.replace("1 year for f", "2 years for e").replace("have it", "have them");
    assert_eq!(told(&with(two, while_held, gate), &nobody()), [(more, 1)]);
}

/// A pass that is needed on the day on which something else is sat, and for nothing after it.
#[test]
fn what_lapses_is_passed_again_only_where_it_lapses_before_the_step_that_needs_it() {
    let work = "[[element]]\nid = \"e\"\nkind = \"experience\"\ntitle = \"E\"\nstage = \"s\"\nsources = [\"test\"]\n\
                gather = { period = \"1 year\", kind = \"work\", while = \"gate\" }\n\
                [[status]]\nid = \"gate\"\ntitle = \"Gate\"\nsources = [\"test\"]\n[[step_off]]\nid = \"gate-off\"\ntitle = \"Gate off\"\n\
                sources = [\"test\"]\nstatus = \"gate\"\nrequires = \"b\"\n\
                [[element]]\nid = \"z\"\nkind = \"assessment\"\ntitle = \"Z\"\nsources = [\"test\"]\nexpires = \"2 months\"\n";
    let passed = |b: &str, key: &str| {
        let text = BASE
            .replacen("title = \"B\"\n", &format!("title = \"B\"\nrequires = {b}\n"), 1)
            .replacen("employer = { all = [\"p\", \"v\"] }", "employer = { all = [\"p\", \"v\", \"e\"] }", 1)
            .replacen("requires = \"s\"", key, 1);
        let framework = loaded(&format!("{text}\n{work}"));
        let st = framework.find("st").unwrap();
        let plan = plan(&framework, &bound(&framework, &nobody()), st, d("2022-01-01")).unwrap();
        assert_eq!(plan.provided, Vec::<String>::new());
        plan.steps.iter().filter(|step| step.sentence == "Pass Z").count()
    };
    // B is sat after Z, and the year is gathered while a status is held that requires B: Z is needed on the day of B alone.
    assert_eq!(passed("\"z\"", "requires = \"s\""), 1);
    // It has to be there for the status too, or for as long as B.
    for (b, key) in [("\"z\"", "requires = { all = [\"s\", \"z\"] }"), ("{ now = \"z\" }", "requires = \"s\"")] {
        assert_eq!(passed(b, key), 2, "{b} {key}");
    }
}

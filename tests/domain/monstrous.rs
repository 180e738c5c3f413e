//! Files that nobody would write: deep, wide and with huge numbers. They end in an answer.

use std::fmt::Write;
use std::time::Instant;

use domain::framework::{SourceFile, load};
use domain::plan::plan;
use domain::standing::{Facts, FactsFile, read_facts, report, standing};

use crate::carrying_out::reaches;
use crate::support::{BASE, bound, d, exemption, loaded, nobody};

const DAY: &str = "2022-06-01";

/// A framework of `n` assessments that a route asks for by `rule`.
fn many(n: usize, more: &str, rule: &str) -> String {
    let mut text = BASE.to_owned();
    for at in 0..n {
        write!(
            text,
            "\n[[element]]\nid = \"x{at}\"\nkind = \"assessment\"\ntitle = \"X{at}\"\nstage = \"s\"\nsources = [\"test\"]\n{more}\n"
        )
        .unwrap();
    }
    let list: Vec<String> = (0..n).map(|at| format!("\"x{at}\"")).collect();
    let rule = rule.replace("LIST", &format!("[{}]", list.join(", ")));
    text.replacen("requires = \"s\"", &format!("requires = {rule}"), 1)
}

#[test]
fn a_chain_of_sixty_thousand_is_loaded_stood_on_and_planned() {
    let mut text = BASE.replacen("requires = \"s\"", "requires = \"x59999\"", 1);
    for at in 0..60_000 {
        let first = if at == 0 { String::from("a") } else { format!("x{}", at - 1) };
        write!(
            text,
            "\n[[element]]\nid = \"x{at}\"\nkind = \"assessment\"\ntitle = \"X\"\nstage = \"s\"\nsources = [\"test\"]\n\
             requires = \"{first}\"\n"
        )
        .unwrap();
    }
    let framework = loaded(&text);
    let facts = bound(&framework, &nobody());
    let found = standing(&framework, &facts, d(DAY), d(DAY));
    let target = framework.find("st").unwrap();
    assert!(!found.state(target).counts());
    assert_eq!(plan(&framework, &facts, target, d(DAY)).unwrap().steps.len(), 60_002);

    // The same with stages, each of which the next one asks for in its key, and closed to a ring.
    let mut deep = BASE.to_owned();
    for at in 0..20_000 {
        let under = if at == 0 { String::from("s") } else { format!("x{}", at - 1) };
        write!(
            deep,
            "\n[[stage]]\nid = \"x{at}\"\ntitle = \"X\"\nsources = [\"test\"]\nresults = {{ all = [\"{under}\"] }}\n\
             no_employer_key = \"a test\"\n"
        )
        .unwrap();
    }
    let framework = loaded(&deep);
    let mut both = nobody();
    both.exemptions = ["a", "b", "c"].iter().map(|id| exemption(id, id, "2022-01-01")).collect();
    both.verifications = vec![crate::support::verification("v", "v", "2022-01-01", "registrar")];
    let facts = bound(&framework, &both);
    standing(&framework, &facts, d(DAY), d(DAY));
    let last = framework.find("x19999").unwrap();
    assert!(!plan(&framework, &facts, last, d(DAY)).unwrap().steps.is_empty());
    let ring = deep.replacen("results = { all = [\"a\", \"b\", \"c\"] }", "results = { all = [\"a\", \"x19999\"] }", 1);
    let (framework, problems) = load(&SourceFile::new("framework.toml", ring));
    assert!(framework.is_none());
    assert!(problems.iter().any(|problem| problem.what.starts_with("a circle")));
}

/// Who may choose among thousands is not told of each what would do in its place.
#[test]
fn a_hundred_of_two_thousand_are_chosen_in_no_time() {
    let began = Instant::now();
    for rule in
        ["{ at_least = 100, of = LIST }", "{ any = LIST }", "{ all = [{ any = LIST }, { at_least = 2, of = LIST }] }"]
    {
        let framework = loaded(&many(2_000, "", rule));
        let plan = plan(&framework, &bound(&framework, &nobody()), framework.find("st").unwrap(), d(DAY)).unwrap();
        assert!(plan.steps.iter().all(|step| step.instead.is_empty()), "{rule}");
    }
    assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
}

/// What is done for each pair of nodes would take minutes.
#[test]
fn twenty_thousand_of_one_stage_and_as_many_stages_are_loaded_in_no_time() {
    let began = Instant::now();
    let mut text = many(20_000, "", "{ all = LIST }");
    for at in 0..20_000 {
        let under = if at == 0 { String::from("s") } else { format!("t{}", at - 1) };
        write!(
            text,
            "\n[[stage]]\nid = \"t{at}\"\ntitle = \"T\"\nsources = [\"test\"]\nrequires = \"{under}\"\n\
             results = \"x{at}\"\nno_employer_key = \"a test\"\n"
        )
        .unwrap();
    }
    assert_eq!(loaded(&text).stages().len(), 20_001);
    assert!(began.elapsed().as_secs() < 90, "{:?}", began.elapsed());
}

#[test]
fn twenty_of_forty_are_chosen_without_trying_every_choice() {
    let framework = loaded(&many(40, "", "{ at_least = 20, of = LIST }"));
    let plan = reaches(&framework, &nobody(), "st", d(DAY)).unwrap();
    assert_eq!(plan.steps.len(), 21);
    // What nothing leads to is left out, however many of them come first.
    let text = many(40, "", "{ at_least = 19, of = LIST }");
    let mut closed = String::new();
    for (at, part) in text.split("stage = \"s\"\nsources = [\"test\"]\n\n").enumerate() {
        closed.push_str(part);
        let closes = if at < 21 { "requires = { unpublished = \"it\" }\n" } else { "" };
        closed.push_str(&format!("stage = \"s\"\nsources = [\"test\"]\n{closes}\n"));
    }
    let end = closed.rfind("stage = \"s\"").unwrap();
    let framework = loaded(&closed[..end]);
    let plan = reaches(&framework, &nobody(), "st", d(DAY)).unwrap();
    assert_eq!(plan.steps.len(), 20);
}

#[test]
fn credits_are_reached_by_what_can_be_reached_and_not_only_by_the_largest() {
    // The largest needs something else first, and two small ones do as well as it.
    let text = BASE
        .replacen(
            "id = \"c\"\nkind = \"course\"\n",
            "id = \"c\"\nkind = \"course\"\nrequires = { all = [\"o1\", \"o2\"] }\n",
            1,
        )
        .replacen("requires = \"s\"", "requires = { credits = 30, of = [\"a\", \"b\", \"c\"] }", 1);
    let plan = reaches(&loaded(&text), &nobody(), "st", d(DAY)).unwrap();
    let told: Vec<&str> = plan.steps.iter().map(|step| step.sentence.as_str()).collect();
    assert_eq!(told, ["Pass A", "Pass B", "Apply for the status Status"]);
    let closed = text.replacen("requires = { all = [\"o1\", \"o2\"] }", "requires = { unpublished = \"it\" }", 1);
    assert_eq!(reaches(&loaded(&closed), &nobody(), "st", d(DAY)).unwrap().steps.len(), 3);
    let too_little = closed.replacen("credits = 30,", "credits = 31,", 1);
    let none = reaches(&loaded(&too_little), &nobody(), "st", d(DAY)).unwrap_err();
    assert_eq!(none.because, ["What can be reached is worth 30 of the 31 credits that are missing"]);
}

#[test]
fn the_largest_numbers_are_added_without_a_crash() {
    let most = u32::MAX;
    let text = many(3, &format!("credits = {most}"), &format!("{{ credits = {most}, of = LIST }}"))
        .replace("examples = 2\n", &format!("examples = {most}\n"))
        .replace("examples = 1\n", &format!("examples = {most}\n"));
    let (framework, problems) = load(&SourceFile::new("framework.toml", text));
    if let Some(framework) = framework {
        let facts = Facts::bind(&framework, FactsFile { ..nobody() }.clone()).unwrap();
        let found = standing(&framework, &facts, d(DAY), d(DAY));
        report(&framework, &found);
        let _ = plan(&framework, &facts, framework.find("st").unwrap(), d(DAY));
    } else {
        assert!(problems.iter().all(|problem| !problem.fix.is_empty()));
    }
}

/// A file of another framework: every name is told, and only the first hundred are guessed.
#[test]
fn of_twenty_thousand_misspelt_names_a_thousand_are_told_and_the_first_hundred_guessed() {
    let facts: String = (0..20_000)
        .map(|at| {
            format!(
                "[[results]]\nid = \"r{at}\"\nelement = \"X{}\"\noutcome = \"pass\"\nsat_on = 2022-01-15\n",
                at % 2_000
            )
        })
        .collect();
    let framework = loaded(&many(2_000, "", "{ all = LIST }"));
    let file = SourceFile::new("facts.toml", format!("trainee = \"t\"\n{facts}"));
    let (none, problems) = read_facts(&framework, &file);
    assert!(none.is_none());
    let guessed = problems.iter().filter(|problem| problem.fix.starts_with("Did you mean"));
    assert_eq!((problems.len(), guessed.count()), (1_001, 100));
    assert_eq!((problems[999].line, problems[1_000].what.as_str()), (4_999, "and at least 19,000 more"));
    // The same in a framework.
    let rule = "{ all = LIST }"
        .replace("LIST", &format!("{:?}", (0..20_000).map(|at| format!("X{}", at % 2_000)).collect::<Vec<_>>()));
    let (_, problems) = load(&SourceFile::new("framework.toml", many(2_000, "", &rule)));
    let guessed = problems.iter().filter(|problem| problem.fix.starts_with("Did you mean"));
    assert_eq!(guessed.count(), 100);
}

#[test]
fn five_thousand_of_everything_are_read() {
    let mut text = many(5_000, "expires = { after = \"1 year\", whole_set = \"all\" }", "{ all = LIST }");
    for at in 0..5_000 {
        write!(
            text,
            "\n[[status]]\nid = \"t{at}\"\ntitle = \"T\"\nsources = [\"test\"]\n\
             [[step_off]]\nid = \"f{at}\"\ntitle = \"F\"\nsources = [\"test\"]\nstatus = \"t{at}\"\nrequires = \"s\"\n\
             [[specialism]]\nid = \"p{at}\"\ntitle = \"P\"\nsources = [\"test\"]\n\
             [[experience_kind]]\nid = \"k{at}\"\ntitle = \"K\"\nsources = [\"test\"]\ncounts_as = \"work\"\n"
        )
        .unwrap();
    }
    assert_eq!(loaded(&text).len(), 15_012);
}

#[test]
fn a_long_list_that_is_not_closed_is_one_problem() {
    let list = "    \"a\",\n".repeat(300_000);
    let text = BASE.replacen("outcomes_of = [\"area\"]", &format!("outcomes_of = [\n{list}"), 1);
    let (_, problems) = load(&SourceFile::new("framework.toml", text));
    assert_eq!(problems.len(), 1, "{problems:#?}");
}

/// What each fact of one id names was looked for anew in all of them: eight thousand took half a minute.
#[test]
fn thousands_of_results_of_one_id_that_name_nothing_are_told_and_counted() {
    let framework = loaded(BASE);
    let results: Vec<String> = (0..8_000)
        .map(|n| format!("{{ id = \"r\", element = \"none{n}\", outcome = \"pass\", sat_on = 2025-01-11 }}"))
        .collect();
    let text = format!("trainee = \"me\"\nresults = [\n{}\n]\n", results.join(",\n"));
    let began = Instant::now();
    let (_, problems) = read_facts(&framework, &SourceFile::new("f.toml", text));
    assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
    let names = problems.iter().filter(|problem| problem.what.contains("` is no assessment or course"));
    assert!(names.clone().zip(0..).all(|(problem, n)| problem.what.contains(&format!("`none{n}`"))), "{problems:#?}");
    assert!(names.zip(3..).all(|(problem, line)| problem.line == line), "each on its line");
    assert_eq!(problems.last().unwrap().what, "and at least 14,999 more");
}

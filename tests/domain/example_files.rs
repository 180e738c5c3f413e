//! Example files: everything wrong in one is told at once, each on the line on which it stands.

use domain::framework::{SourceFile, load_in_part};
use domain::standing::{check_example, run_example};

use crate::support::{BASE, loaded};

const HEAD: &str = "description = \"A test.\"\non = 2022-06-01\n";
const FACTS: &str = "\n[facts]\ntrainee = \"t\"\nresults = [{ id = \"a\", element = \"a\", outcome = \"pass\", sat_on = 2022-01-15, confirmed_on = 2022-01-15, confirmed_by = \"r\" }]\n";

fn told(expected: &str) -> Vec<String> {
    let file = SourceFile::new("examples/one.toml", format!("{HEAD}{expected}{FACTS}"));
    run_example(&loaded(BASE), &file).iter().map(ToString::to_string).collect()
}

#[test]
fn what_is_expected_is_pointed_at_where_it_is_expected() {
    let fix = "Correct the framework, or what the example expects.";
    // `a` is the id of a fact too; `s` stands in three sections.
    assert_eq!(
        told(
            "[expect]\na = \"available\"\ns = \"in_progress\"\n\n[progress]\ns = \"9 of 9\"\na = \"1 of 1\"\n\n[keys]\ns = { results = true }\n"
        ),
        [
            format!("examples/one.toml:4: `a` is met, where available is expected. {fix}"),
            format!("examples/one.toml:8: the progress of `s` is 1 of 5, where 9 of 9 is expected. {fix}"),
            format!("examples/one.toml:12: the results key of `s` is not turned, against what is expected. {fix}"),
        ]
    );
    let says = told("[[says]]\nnode = \"a\"\ntext = \"nowhere\"\n");
    assert_eq!(says, [format!("examples/one.toml:3: no reason of `a` says “nowhere”. {fix}")]);
}

#[test]
fn what_no_standing_could_meet_is_told_whatever_the_standing_is() {
    assert_eq!(
        told("[expect]\naa = \"met\"\n\n[progress]\na = \"1/1\"\ns = \"1 of 06\"\n\n[keys]\na = { results = true }\n"),
        [
            "examples/one.toml:4: `aa` is no node of the framework. Did you mean `a`?",
            "examples/one.toml:7: the progress of `a` is `1/1`. Write it as \"46 of 47\".",
            "examples/one.toml:8: the progress of `s` is `1 of 06`. Write it as \"46 of 47\".",
            "examples/one.toml:11: `a` is of kind assessment, and only stages have keys. Name a stage, or take it out.",
        ]
    );
    let nothing = told("");
    assert!(nothing.len() == 1 && nothing[0].contains(":1: the example expects nothing"), "{nothing:#?}");
}

#[test]
fn every_fault_of_its_format_is_told_at_once() {
    let text = "description = \"\"\nom = 2022-06-01\n[expect]\na = \"mett\"\n[keys]\ns = { result = true, employer = \"no\" }\n[facts]\nresults = [{ id = \"r\", element = \"a\" }]\n";
    let problems = run_example(&loaded(BASE), &SourceFile::new("one.toml", text));
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "one.toml:1: `description` is empty. Write it.",
            "one.toml:2: `om` is no field of an example. Did you mean `on`?",
            "one.toml:4: `mett` is no state. Did you mean `met`?",
            "one.toml:6: `result` is no field of `s`. Did you mean `results`?",
            "one.toml:6: `employer` should be true or false, and is text. Write true or false.",
            "one.toml:7: `trainee` is not there. Add `trainee` to `facts`.",
            "one.toml:8: in `r`, `outcome` is not there. Add `outcome` to `results`.",
            "one.toml:8: in `r`, `sat_on` is not there. Add `sat_on` to `results`.",
        ]
    );
}

/// A framework with a fault has names all the same: its examples are checked in the same round, but not run.
#[test]
fn an_example_of_a_framework_with_a_fault_is_checked_but_not_run() {
    let text = BASE.replacen("title = \"A\"\n", "", 1);
    let (framework, problems) = load_in_part(&SourceFile::new("framework.toml", text));
    assert_eq!(problems.len(), 1, "{problems:#?}");
    let example = format!("{HEAD}[expect]\na = \"available\"\nzz = \"met\"\n{FACTS}")
        .replace("element = \"a\"", "element = \"q\"");
    let found = check_example(framework.as_ref(), &SourceFile::new("one.toml", example));
    let told: Vec<String> = found.iter().map(|problem| problem.what.clone()).collect();
    assert_eq!(told, ["`zz` is no node of the framework", "in `a`, `q` is no assessment or course"]);
    // Of a file of which part can not be read nobody knows the names.
    let (framework, _) = load_in_part(&SourceFile::new("framework.toml", "title = \"T\n"));
    let example = format!("{HEAD}[expect]\nzz = \"mett\"\n{FACTS}");
    let found = check_example(framework.as_ref(), &SourceFile::new("one.toml", example));
    assert_eq!(found.len(), 1, "{found:#?}");
}

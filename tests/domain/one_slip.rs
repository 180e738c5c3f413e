//! One slip is one problem, on its line, and nothing that follows from it: whatever is changed in a framework that was good.

use domain::framework::{Problem, SourceFile, load};
use domain::standing::read_facts;

use crate::slips::{all_told, missed};
use crate::support::{BASE, loaded, shipped, source};

/// One of all that BASE has not: what lapses, renewals, kinds that count as others, rules that nest.
pub(crate) const MORE: &str = r#"
[[stage]]
id = "t"
title = "T"
sources = ["test"]
requires = { all = ["s", { any = [{ holds = "st" }, { exempt = ["a"] }] }] }
results = { credits = 20, of = ["d", "e"] }
employer = "w"

[[element]]
id = "d"
kind = "assessment"
title = "D"
stage = "t"
credits = 10
sources = ["test"]
sat_after = ["a", "b"]
attempts = { max = 3, within = "6 years" }
expires = { after = "6 years", whole_set = "both" }

[[element]]
id = "e"
kind = "assessment"
title = "E"
stage = "t"
credits = 10
sources = ["test"]
requires = { now = "d" }
expires = { after = "6 years", whole_set = "both" }

[[element]]
id = "w"
kind = "experience"
title = "W"
stage = "t"
sources = ["test"]
gather = { all = [{ hours = 20, kind = "office", window = "2 years" }, { period = "6 months", kind = "office" }] }

[[experience_kind]]
id = "office"
title = "Office"
sources = ["test"]

[[experience_kind]]
id = "court"
title = "Court"
counts_as = "office"
sources = ["test"]

[[competency]]
id = "other"
title = "Other"

[[competency]]
id = "under"
title = "Under"
parent = "other"

[[competency]]
id = "o3"
parent = "under"
stage = "t"
title = "O3"
examples = 1

[[element]]
id = "log"
kind = "portfolio"
title = "Log"
stage = "t"
sources = ["test"]
gather = { examples = 1, of = "o3" }

[[status]]
id = "licence"
title = "Licence"
sources = ["test"]
expires = "3 years"
extends = true
formerly = [{ title = "Permit", letters = "P", until = 2001-01-01 }]

[[step_off]]
id = "first"
title = "First"
sources = ["test"]
status = "licence"
requires = { all = ["t", "log", { matches = "x" }] }

[[step_off]]
id = "again"
title = "Again"
sources = ["test"]
status = "licence"
requires = { all = [{ holds = "licence" }, "w"] }

[[prior]]
id = "degree"
title = "Degree"
awarded_by = "A university"
sources = ["test"]

[[prior]]
id = "unit"
title = "Unit"
sources = ["test"]

[[prior]]
id = "old-award"
title = "Old award"
unpublished = true
note = "What it is worth is not published."
sources = ["test"]

[[exempts]]
held = { any = ["degree", { all = ["degree", "unit"] }] }
elements = ["a", "b"]
note = "By our reading."
sources = ["test"]

[[exempts]]
held = "unit"
elements = ["d"]
sources = ["test"]
"#;

fn told(text: &str) -> Vec<Problem> {
    load(&SourceFile::new("framework.toml", text)).1
}

#[test]
fn each_slip_in_a_framework_is_told_once_and_on_its_line() {
    let small = format!("{BASE}{MORE}");
    assert_eq!(told(&small), Vec::new());
    all_told(&missed(&small, 1, told));
    for dir in shipped() {
        all_told(&missed(&source(&dir.join("framework.toml")).text, 97, told));
    }
}

pub(crate) const FACTS: &str = r#"trainee = "t"
specialism = "x"
joined_on = 2020-01-01
people = { t = "Tess", r = "Ray" }

[[results]]
id = "r1"
element = "a"
outcome = "pass"
sat_on = 2022-01-15
confirmed_on = 2022-02-01
recorded_by = "r"
confirmed_by = "q"

[[results]]
id = "r2"
element = "a"
outcome = "fail"
sat_on = 2022-01-15
recorded_by = "r"
recorded_on = 2022-02-10
corrects = "r1"

[[exemptions]]
id = "x1"
element = "b"
decided_on = 2022-01-01
decided_by = "q"
because = "degree"

[[claims]]
id = "c1"
outcomes = ["o1", "o2"]
happened_from = 2022-01-01
happened_until = 2022-01-02
submitted_on = 2022-01-03
supervisor = "s"
decision = { outcome = "met", on = 2022-01-04, by = "s" }

[[experience]]
id = "e1"
kind = "work"
from = 2022-01-01
until = 2022-02-01
minutes = 600
full_time_percent = 80
organisation = "Firm"

[[verifications]]
id = "v1"
element = "v"
on = 2022-03-01
by = "s"

[[awards]]
id = "a1"
status = "st"
conferred_on = 2022-04-01
expires_on = 2023-04-01
"#;

fn told_of_facts(text: &str) -> Vec<Problem> {
    read_facts(&loaded(BASE), &SourceFile::new("facts.toml", text)).1
}

#[test]
fn each_slip_in_a_facts_file_is_told_once_and_on_its_line() {
    assert_eq!(told_of_facts(FACTS), Vec::new());
    all_told(&missed(FACTS, 1, told_of_facts));
}

/// It is read through, and stands for nothing else.
#[test]
fn a_table_without_an_id_that_can_be_read_hides_nothing() {
    let id = "id = \"w\"\n";
    let small = format!("{BASE}{MORE}")
        .replacen("hours = 20", "hours = \"twenty\"", 1)
        .replacen("window = \"2 years\"", "window = \"2 moons\"", 1)
        .replacen("kind = \"office\" }]", "kind = \"officq\", full_time_equivalent = \"yes\" }]", 1);
    for with in [id, "ix = \"w\"\n", "id = 7\n", "id = \"\"\n", "id = [\"w\"]\n", "id = \"w w\"\n", "id = \"a\"\n", ""]
    {
        let text = small.replacen(id, with, 1);
        let of_id = usize::from(with != id);
        let found = told(&text);
        assert_eq!(found.len(), 4 + of_id, "{with}: {found:#?}");
    }
}

/// What is missing is meant rather than what is there already; what is said twice is told beside what is not known.
#[test]
fn the_nuisances() {
    let slip = |from: &str, to: &str| {
        assert!(FACTS.contains(from), "{from}");
        let told = told_of_facts(&FACTS.replacen(from, to, 1));
        told.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        slip("on = 2022-03-01", "oy = 2022-03-01"),
        ["facts.toml:52: in `v1`, `oy` is no field of `verifications`. Did you mean `on`?"]
    );
    assert_eq!(
        slip("[\"o1\", \"o2\"]", "[\"o9\", \"o1\", \"o1\"]"),
        [
            "facts.toml:33: in `c1`, `o9` is no outcome. Did you mean `o1` or `o2`?",
            "facts.toml:33: in `c1`, `o1` is named twice. Name it once."
        ]
    );
    let told_of =
        |from: &str, to: &str| told(&BASE.replacen(from, to, 1)).iter().map(|one| one.what.clone()).collect::<Vec<_>>();
    assert_eq!(told_of("{ all = [\"p\", \"v\"] }", "\"\""), ["the name of a node is empty"]);
    assert_eq!(
        told_of("[\"area\"]", "[\"o9\", \"o1\", \"o1\"]"),
        ["`o1` stands twice in `outcomes_of`", "`o9` is no competency"]
    );
    assert_eq!(
        told_of("all = [\"a\", \"b\", \"c\"]", "all = [\"zz\", \"a\", \"a\", \"b\", \"c\"]"),
        ["`zz` is no stage, element, competency or status", "`a` stands twice in `all`"]
    );
}

/// One that is no list of tables hides nothing of the others.
#[test]
fn a_table_that_is_written_alone_hides_nothing() {
    let text = format!("{BASE}{MORE}");
    let found = told(&text.replacen("[[element]]\nid = \"b\"", "[element]\nid = \"b\"", 1).replacen(
        "title = \"E\"",
        "title = 7",
        1,
    ));
    let what: Vec<&str> = found.iter().map(|one| one.what.as_str()).collect();
    assert_eq!(
        what,
        ["the header of element stands in two brackets on each side", "`title` should be text, and is a whole number"]
    );
}

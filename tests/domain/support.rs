//! Where the content stands, and small frameworks for one rule at a time.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use domain::framework::{Framework, SourceFile, load};
use domain::standing::{
    AwardFact, ClaimDecision, ClaimFact, ClaimOutcome, ExemptionFact, ExperienceFact, Facts, FactsFile, Outcome,
    ResultFact, State, VerificationFact, standing,
};

/// `content/frameworks`.
pub fn frameworks_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/frameworks")
}

/// Every framework version that ships, by its folder.
pub fn shipped() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for slug in folders(&frameworks_dir()) {
        found.extend(folders(&slug));
    }
    found
}

fn folders(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).unwrap();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// A file as the loader takes it.
pub fn source(path: &Path) -> SourceFile {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    SourceFile::new(name, std::fs::read_to_string(path).unwrap())
}

/// The framework in a folder, which must load.
pub fn framework(dir: &Path) -> Framework {
    let (framework, problems) = load(&source(&dir.join("framework.toml")));
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    framework.unwrap_or_else(|| panic!("{} does not load:\n{}", dir.display(), told.join("\n")))
}

/// A framework with one of everything, and a route `probe` that is open when `rule` holds.
pub fn probe(rule: &str) -> String {
    format!("{BASE}\n[[route]]\nid = \"probe\"\ntitle = \"Probe\"\nsources = [\"test\"]\nrequires = {rule}\n")
}

/// Loads a text that must load.
pub fn loaded(text: &str) -> Framework {
    let (framework, problems) = load(&SourceFile::new("framework.toml", text));
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    framework.unwrap_or_else(|| panic!("does not load:\n{}", told.join("\n")))
}

/// One stage with both keys, three assessments worth 10, 20 and 30 credits, a portfolio of two outcomes, a status.
pub const BASE: &str = r#"
slug = "mini"
version = "1"
title = "Mini"
body = "Body"
zone = "Europe/London"
effective_from = 2020-01-01

[[experience_kind]]
id = "work"
title = "Work"
sources = ["test"]

[[experience_kind]]
id = "old"
title = "Old work"
counts_as = "work"
hours_per_week = 20
confirmed_before = 2023-01-11
sources = ["test"]

[[experience_kind]]
id = "course"
title = "Course"
counts_as = "work"
hours_flat = 100
sources = ["test"]

[[specialism]]
id = "x"
title = "X"
sources = ["test"]

[[specialism]]
id = "y"
title = "Y"
sources = ["test"]

[[stage]]
id = "s"
title = "S"
sources = ["test"]
results = { all = ["a", "b", "c"] }
employer = { all = ["p", "v"] }

[[element]]
id = "a"
kind = "assessment"
title = "A"
stage = "s"
credits = 10
sources = ["test"]

[[element]]
id = "b"
kind = "assessment"
title = "B"
stage = "s"
credits = 20
sources = ["test"]

[[element]]
id = "c"
kind = "course"
title = "C"
stage = "s"
credits = 30
sources = ["test"]

[[element]]
id = "p"
kind = "portfolio"
title = "P"
stage = "s"
sources = ["test"]
outcomes_of = ["area"]

[[element]]
id = "v"
kind = "verification"
title = "V"
stage = "s"
sources = ["test"]

[[competency]]
id = "area"
title = "Area"

[[competency]]
id = "o1"
parent = "area"
stage = "s"
title = "O1"
examples = 2
max_age = "2 years"

[[competency]]
id = "o2"
parent = "area"
stage = "s"
title = "O2"
examples = 1

[[status]]
id = "st"
title = "Status"
sources = ["test"]

[[step_off]]
id = "off"
title = "Off"
sources = ["test"]
status = "st"
requires = "s"

[[route]]
id = "worked"
title = "Worked"
sources = ["test"]
requires = { hours = 1, kind = "work" }
"#;

/// A date from its text.
pub fn d(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Whether the rule holds for these facts on a day.
pub fn holds(rule: &str, facts: &FactsFile, on: &str) -> bool {
    let framework = loaded(&probe(rule));
    state(&framework, facts, "probe", on) == State::Available
}

/// How a node stands.
pub fn state(framework: &Framework, facts: &FactsFile, id: &str, on: &str) -> State {
    let bound = bound(framework, facts);
    standing(framework, &bound, d(on), d(on)).state(framework.find(id).unwrap())
}

/// Facts that must bind.
pub fn bound(framework: &Framework, facts: &FactsFile) -> Facts {
    Facts::bind(framework, facts.clone()).unwrap_or_else(|unknown| panic!("{unknown:?}"))
}

/// Facts of a trainee called `trainee`.
pub fn nobody() -> FactsFile {
    FactsFile { trainee: "trainee".into(), ..FactsFile::default() }
}

/// A confirmed result, confirmed by `registry`.
pub fn result(id: &str, element: &str, outcome: Outcome, sat_on: &str) -> ResultFact {
    ResultFact {
        id: id.into(),
        element: element.into(),
        outcome,
        sat_on: d(sat_on),
        confirmed_on: Some(d(sat_on)),
        recorded_by: Some("officer".into()),
        confirmed_by: Some("registry".into()),
        mark: None,
        declined_on: None,
        voided_on: None,
        superseded_on: None,
        corrects: None,
        recorded_on: None,
    }
}

/// A confirmed pass.
pub fn pass(id: &str, element: &str, sat_on: &str) -> ResultFact {
    result(id, element, Outcome::Pass, sat_on)
}

/// A claim decided met by `by` on the day it was sent; the work ended on `worked`.
pub fn claim(id: &str, outcomes: &[&str], worked: &str, sent: &str, by: &str) -> ClaimFact {
    ClaimFact {
        id: id.into(),
        outcomes: outcomes.iter().map(|outcome| (*outcome).to_owned()).collect(),
        happened_from: d(worked),
        happened_until: d(worked),
        submitted_on: d(sent),
        supervisor: Some(by.into()),
        decision: Some(ClaimDecision { outcome: ClaimOutcome::Met, on: d(sent), by: by.into(), missing: None }),
        withdrawn_on: None,
        recorded_on: None,
    }
}

/// A spell confirmed by `by` on its first day after.
pub fn spell(id: &str, kind: &str, from: &str, until: &str, hours: i64) -> ExperienceFact {
    ExperienceFact {
        id: id.into(),
        kind: kind.into(),
        from: d(from),
        until: d(until),
        minutes: hours * 60,
        full_time_percent: None,
        organisation: "Firm".into(),
        confirmed_on: Some(d(until)),
        confirmed_by: Some("partner".into()),
        withdrawn_on: None,
        recorded_on: None,
    }
}

/// A verification of `element` by `by`.
pub fn verification(id: &str, element: &str, on: &str, by: &str) -> VerificationFact {
    VerificationFact {
        id: id.into(),
        element: element.into(),
        on: d(on),
        by: by.into(),
        employer: None,
        withdrawn_on: None,
        recorded_on: None,
    }
}

/// An award by `registrar`.
pub fn award(id: &str, status: &str, on: &str) -> AwardFact {
    AwardFact {
        id: id.into(),
        status: status.into(),
        conferred_on: d(on),
        conferred_by: Some("registrar".into()),
        expires_on: None,
        withdrawn_on: None,
        recorded_on: None,
    }
}

/// An exemption by `registrar`.
pub fn exemption(id: &str, element: &str, on: &str) -> ExemptionFact {
    ExemptionFact {
        id: id.into(),
        element: element.into(),
        decided_on: d(on),
        decided_by: Some("registrar".into()),
        because: "prior award".into(),
        expires_on: None,
        withdrawn_on: None,
        recorded_on: None,
    }
}

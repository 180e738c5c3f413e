//! How long the standing of one record with ten thousand facts about the same few nodes takes:
//! `cargo run --release -p domain --example bench_many`.
//!
//! Nobody has such a record, and a file may. Prints the least of a few evaluations, in milliseconds; the budget is 50.

use std::time::Instant;

use chrono::{Days, NaiveDate};
use domain::framework::{Framework, SourceFile, load};
use domain::standing::{
    AwardFact, ClaimDecision, ClaimFact, ClaimOutcome, Dated, Facts, FactsFile, Outcome, ResultFact, Since,
    VerificationFact, standing,
};

const MANY: u64 = 10_000;

const HEAD: &str = r#"
slug = "many"
version = "1"
title = "Many"
body = "body"
effective_from = 2000-01-01
[[stage]]
id = "s"
title = "S"
sources = ["made up"]
results = { all = ["a", "b", "c"] }
employer = { all = ["v", "p"] }
[[element]]
id = "v"
kind = "verification"
title = "V"
stage = "s"
sources = ["made up"]
[[element]]
id = "p"
kind = "portfolio"
title = "P"
stage = "s"
sources = ["made up"]
outcomes_of = ["area"]
[[competency]]
id = "area"
title = "Area"
[[specialism]]
id = "x"
title = "X"
sources = ["made up"]
[[specialism]]
id = "y"
title = "Y"
sources = ["made up"]
[[status]]
id = "st"
title = "Status"
expires = "1 year"
extends = true
sources = ["made up"]
[[step_off]]
id = "off"
title = "Off"
status = "st"
requires = "s"
sources = ["made up"]
"#;

fn main() {
    let set = "expires = { after = \"6 years\", whole_set = \"set\" }\n";
    let attempts = "attempts = { max = 3, within = \"6 years\" }\n";
    let after = |first: &str| format!("sat_after = [\"{first}\"]\n");
    let requires = |first: &str| format!("requires = {first}\n");
    let results = of(|n| vec![result(n, ["a", "b", "c"][n as usize % 3], n % 60)]);
    measure("sittings of a whole set, confirmed late", [set, set, set], &results);
    measure("of a whole set, in order", [set, set, &[set, &after("a"), attempts].concat()], &results);
    measure("with attempts", [attempts, attempts, attempts], &results);
    let chain = [attempts, &[attempts, &after("a")].concat(), &after("b")];
    measure("with attempts, after another", chain, &results);
    let lapsing = ["expires = \"30 days\"\n", &requires("\"a\""), &requires("{ any = [\"a\", \"b\"] }")];
    measure("that lapse, one requiring the other", lapsing, &results);
    let one = of(|n| vec![result(n, "a", n * 7_919 % 5_000)]);
    measure("of one element, confirmed in any order", [attempts, "", ""], &one);
    let awards = FactsFile { awards: (0..MANY).map(|n| award(n, day(n / 2))).collect(), ..of(|_| Vec::new()) };
    measure("awards that extend each other", ["", "", ""], &awards);
    let claims = FactsFile { claims: (0..MANY).map(claim).collect(), ..results.clone() };
    measure("claims of three outcomes by 500 people, and results", ["", "", ""], &claims);
    let verifications = FactsFile { verifications: (0..MANY).map(verification).collect(), ..results.clone() };
    measure("verifications, and results by the same people", ["", "", ""], &verifications);
    let mut specialisms = of(|n| if n % 2 == 0 { vec![result(n, "a", n % 60)] } else { Vec::new() });
    let since = |n: u64| Since {
        is: if n.is_multiple_of(2) { "x" } else { "y" }.to_owned(),
        since: Some(day(n)),
        recorded_on: None,
    };
    specialisms.specialism = Dated::Changing((0..MANY / 2).map(since).collect());
    measure("5,000 results with 5,000 specialisms", [&requires("{ matches = \"x\" }"), "", ""], &specialisms);
}

/// Prints how long the standing takes, where the assessments have this besides.
fn measure(what: &str, more: [&str; 3], file: &FactsFile) {
    let outcome = |id: &str| {
        format!(
            "[[competency]]\nid = \"{id}\"\nparent = \"area\"\nstage = \"s\"\ntitle = \"{id}\"\nexamples = 500\ndistinct_signers = 400\n"
        )
    };
    let element = |(id, more): (&str, &str)| {
        format!(
            "[[element]]\nid = \"{id}\"\nkind = \"assessment\"\ntitle = \"{id}\"\nstage = \"s\"\nsources = [\"made up\"]\n{more}"
        )
    };
    let mut text = HEAD.to_owned();
    text.extend(["o1", "o2", "o3"].map(outcome));
    text.extend(["a", "b", "c"].into_iter().zip(more).map(element));
    let (framework, problems) = load(&SourceFile::new("framework.toml", text));
    let Some(framework) = framework else {
        return println!("{what}: {problems:?}");
    };
    println!("{what}: bound and standing in {} ms", taken(&framework, file));
}

fn taken(framework: &Framework, file: &FactsFile) -> String {
    let on = day(0) + Days::new(6_000);
    let rounds = (0..3).map(|_| {
        let file = file.clone();
        let begun = Instant::now();
        let facts = Facts::bind(framework, file);
        let bound = begun.elapsed();
        let found = facts.map(|facts| standing(framework, &facts, on, on));
        let whole = begun.elapsed();
        let is_read = found.is_ok();
        (whole - bound, bound, is_read)
    });
    let least = rounds.min();
    least.map_or_else(String::new, |(standing, bound, is_read)| {
        let ms = |time: std::time::Duration| time.as_secs_f64() * 1_000.0;
        if is_read {
            format!("{:.1} and {:.1}", ms(bound), ms(standing))
        } else {
            "no time: it does not fit".to_owned()
        }
    })
}

fn of(results: impl Fn(u64) -> Vec<ResultFact>) -> FactsFile {
    FactsFile { trainee: String::from("ada"), results: (0..MANY).flat_map(results).collect(), ..FactsFile::default() }
}

fn day(n: u64) -> NaiveDate {
    NaiveDate::default() + Days::new(10_000 + n % 5_500)
}

fn result(n: u64, element: &str, late: u64) -> ResultFact {
    ResultFact {
        id: format!("r{n}"),
        element: element.to_owned(),
        outcome: if n.is_multiple_of(4) { Outcome::Pass } else { Outcome::Fail },
        sat_on: day(n / 2),
        confirmed_on: Some(day(n / 2) + Days::new(late)),
        recorded_by: Some(String::from("officer")),
        confirmed_by: Some(format!("person {}", n % 500)),
        mark: None,
        declined_on: None,
        voided_on: None,
        superseded_on: None,
        corrects: None,
        recorded_on: None,
    }
}

fn award(n: u64, on: NaiveDate) -> AwardFact {
    AwardFact {
        id: format!("w{n}"),
        status: String::from("st"),
        conferred_on: on,
        conferred_by: Some(String::from("registrar")),
        expires_on: None,
        withdrawn_on: None,
        recorded_on: None,
    }
}

fn claim(n: u64) -> ClaimFact {
    let on = day(n / 2);
    ClaimFact {
        id: format!("c{n}"),
        outcomes: ["o1", "o2", "o3"].map(String::from).to_vec(),
        happened_from: on,
        happened_until: on,
        submitted_on: on + Days::new(1),
        supervisor: None,
        decision: Some(ClaimDecision {
            outcome: ClaimOutcome::Met,
            on: on + Days::new(2),
            by: format!("person {}", n % 500),
            missing: None,
        }),
        withdrawn_on: None,
        recorded_on: None,
    }
}

fn verification(n: u64) -> VerificationFact {
    VerificationFact {
        id: format!("v{n}"),
        element: String::from("v"),
        on: day(n / 2),
        by: format!("person {}", n % 500),
        employer: None,
        withdrawn_on: None,
        recorded_on: None,
    }
}

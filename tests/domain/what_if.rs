//! What if: a plan that rests on what somebody supposes, and a record that knows nothing of it.

use domain::framework::Framework;
use domain::plan::{WhatIf, plan};

use crate::small::{ON, small};
use crate::support::{bound, d, loaded, nobody};

const TABLES: &str = r#"
specialism crime
stage s: results = { all = ["a", "b"] }
assessment a in s
assessment b in s
stage t: results = { any = ["c", "d"] }; requires = { any = ["s", { exempt = ["a"] }] }
assessment c in t: requires = { matches = "crime" }
assessment d in t: requires = "b"
"#;

/// The steps to the second stage, in words.
fn steps(framework: &Framework, what_if: &WhatIf) -> Vec<String> {
    let facts = what_if.beside(framework, &bound(framework, &nobody()), d(ON)).unwrap();
    let plan = plan(framework, &facts, framework.find("t").unwrap(), d(ON)).unwrap();
    plan.steps.into_iter().map(|step| step.sentence).collect()
}

#[test]
fn what_is_supposed_changes_the_way_and_nothing_else() {
    let framework = loaded(&small(TABLES));
    let of = |id: &str| vec![framework.find(id).unwrap()];
    let as_it_is = steps(&framework, &WhatIf::default());
    assert_eq!(as_it_is, ["Pass A", "Pass B", "Pass D"]);
    let passed = WhatIf { passed: of("a"), ..WhatIf::default() };
    assert_eq!(steps(&framework, &passed), ["Pass B", "Pass D"]);
    // An exemption opens what a pass does not.
    let chosen = WhatIf { exempt: of("a"), specialism: framework.specialism_of_id("crime"), ..WhatIf::default() };
    assert_eq!(steps(&framework, &chosen), ["Pass C"]);
    assert!(WhatIf::default().is_empty() && !chosen.is_empty());
    assert_eq!(framework.specialism_of_id("none"), None);
    assert_eq!(steps(&framework, &WhatIf::default()), as_it_is);
}

#[test]
fn the_same_supposed_twice_and_beside_what_is_there_is_still_one_way() {
    let framework = loaded(&small(TABLES));
    let a = framework.find("a").unwrap();
    let both = WhatIf { passed: vec![a], exempt: vec![a], specialism: None };
    let exempt = WhatIf { exempt: vec![a], ..WhatIf::default() };
    assert_eq!(steps(&framework, &both), steps(&framework, &exempt));
    let results = WhatIf { passed: vec![a], ..WhatIf::default() };
    let facts = results.beside(&framework, &bound(&framework, &nobody()), d(ON)).unwrap();
    let twice = results.beside(&framework, &facts, d(ON));
    assert!(twice.is_err(), "an id is used twice, and it is said");
}

//! Verifications that rest on hours which rest on hours: read once for all of them, however many of each there are.

use std::fmt::Write;
use std::time::{Duration, Instant};

use chrono::Days;
use domain::framework::Framework;
use domain::standing::{ExperienceFact, Facts, State, standing};

use crate::support::{BASE, bound, d, loaded, nobody, spell, verification};

const ON: &str = "2030-06-01";

/// So many verifications of a portfolio that asks for hours of the last years, after an experience that asks for hours too.
fn framework(verifications: usize, hours: i64) -> Framework {
    let mut text = BASE.to_owned();
    write!(
        text,
        "\n[[element]]\nid = \"first\"\nkind = \"experience\"\ntitle = \"First\"\nstage = \"s\"\nsources = [\"test\"]\n\
         gather = {{ hours = {hours}, kind = \"work\", window = \"2 years\" }}\n\
         \n[[element]]\nid = \"then\"\nkind = \"experience\"\ntitle = \"Then\"\nstage = \"s\"\nsources = [\"test\"]\n\
         requires = \"first\"\ngather = {{ hours = 20, kind = \"work\", window = \"1 year\" }}\n"
    )
    .unwrap();
    for at in 0..verifications {
        write!(
            text,
            "\n[[element]]\nid = \"v{at}\"\nkind = \"verification\"\ntitle = \"V{at}\"\nstage = \"s\"\nsources = [\"test\"]\n\
             requires = {{ all = [\"then\", \"first\"] }}\n"
        )
        .unwrap();
    }
    let all: Vec<String> = (0..verifications).map(|at| format!("\"v{at}\"")).collect();
    loaded(&text.replacen(
        "employer = { all = [\"p\", \"v\"] }",
        &format!("employer = {{ all = [\"p\", \"v\", \"then\", {}] }}", all.join(", ")),
        1,
    ))
}

/// Days of eight hours, every other one from 2020 on, each confirmed half a year later.
fn facts(framework: &Framework, spells: u64, verifications: usize) -> Facts {
    let mut facts = nobody();
    let day = |after: u64| d("2020-01-01").checked_add_days(Days::new(after)).unwrap();
    facts.experience = (0..spells)
        .map(|at| {
            let (from, until) = (day(at * 2), day(at * 2 + 1));
            let confirmed_on = Some(day(at * 2 + 180));
            let of_day = spell(&format!("e{at}"), "work", "2020-01-01", "2020-01-02", 8);
            ExperienceFact { from, until, confirmed_on, ..of_day }
        })
        .collect();
    facts.verifications = (0..verifications)
        .map(|at| verification(&format!("f{at}"), &format!("v{at}"), "2029-01-01", "partner"))
        .collect();
    bound(framework, &facts)
}

/// What was read anew for each of them took twenty seconds.
#[test]
fn hours_are_read_once_for_all_verifications_that_rest_on_them() {
    let (spells, verifications) = (2_000, 50);
    for (hours, expected) in
        [(1_000_000, State::Blocked), (3_000, State::Blocked), (1_500, State::Met), (100, State::Met)]
    {
        let framework = framework(verifications, hours);
        let facts = facts(&framework, spells, verifications);
        let began = Instant::now();
        let found = standing(&framework, &facts, d(ON), d(ON));
        let took = began.elapsed();
        assert!(took < Duration::from_secs(5), "{hours} h: {took:?}");
        for at in 0..verifications {
            assert_eq!(found.state(framework.find(&format!("v{at}")).unwrap()), expected, "{hours} h");
        }
    }
}

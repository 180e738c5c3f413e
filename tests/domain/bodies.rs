//! Bodies as content: what ships, and every fault of a file at once, with its line.

use domain::bodies::{Body, Colour, Register, contrast, load};
use domain::framework::SourceFile;
use domain::proposals::Proposable;

use crate::support::{frameworks_dir, source};

/// A body with everything in it.
const WHOLE: &str = r##"slug = "hkb"
name = "Body of Hong Kong"
zone = "Asia/Hong_Kong"

[look]
short_name = "HKB"
colour = { light = "#7d2248", dark = "#f0a8c4" }
mark = "M4 4h16v16H4z"

[contact]
text = "1 Harbour Road"

[help]
address = "https://hkb.example/help"
sources = ["hkb.example/help"]

[[service_time]]
what = "An answer"
within = "7 days"

[[holiday]]
on = 2027-02-06
title = "New Year"

[[holiday]]
on = 2026-12-25
title = "Christmas"

[policies]
register = "closed"
two_people = ["withdraw award"]
"##;

fn read(text: &str) -> (Option<Body>, Vec<String>) {
    let (body, problems) = load(&SourceFile::new("body.toml", text));
    (body, problems.iter().map(ToString::to_string).collect())
}

#[test]
fn every_body_that_ships_loads_and_says_where_its_facts_come_from() {
    let folders: Vec<_> = std::fs::read_dir(frameworks_dir().join("../bodies")).unwrap().collect();
    assert!(folders.len() >= 2);
    for folder in folders {
        let folder = folder.unwrap().path();
        let (body, problems) = load(&source(&folder.join("body.toml")));
        assert!(problems.is_empty(), "{problems:?}");
        assert!(folder.ends_with(body.unwrap().slug));
        assert!(folder.join("sources.md").is_file());
    }
}

#[test]
fn a_body_is_read_whole() {
    let (body, problems) = read(WHOLE);
    assert_eq!(problems, Vec::<String>::new());
    let body = body.unwrap();
    assert_eq!(body.zone, chrono_tz::Asia::Hong_Kong);
    assert_eq!(body.look.accent.light, Colour([0x7d, 0x22, 0x48]));
    assert!(body.privacy.is_none(), "what is not written is not published");
    let days: Vec<String> = body.holidays.iter().map(|day| day.on.to_string()).collect();
    assert_eq!(days, ["2026-12-25", "2027-02-06"]);
    assert_eq!(body.policies.register, Register::Closed);
    assert_eq!(body.policies.two_people, [Proposable::WithdrawAward]);
}

#[test]
fn each_fault_is_said_with_its_line_and_what_to_do() {
    for (from, to, says) in [
        ("slug = \"hkb\"", "slug = \"h k\"", "body.toml:1: `h k` cannot be an id."),
        ("name = \"Body of Hong Kong\"\n", "", "body.toml:1: the file has no `name`. Add name"),
        (
            "Asia/Hong_Kong",
            "Asia/HongKong",
            "body.toml:3: `Asia/HongKong` is no time zone. Did you mean `Asia/Hong_Kong`?",
        ),
        ("zone = \"Asia/Hong_Kong\"\n", "", "body.toml:1: the file has no `zone`."),
        ("short_name", "shortname", "body.toml:6: look has no key `shortname`. Did you mean `short_name`?"),
        ("#7d2248", "#7d224", "body.toml:7: `light` is `#7d224`, which is no colour."),
        ("#7d2248", "#7d22489", "body.toml:7: `light` is `#7d22489`, which is no colour."),
        ("mark = \"M4", "mark = \"<M4", "body.toml:8: the `mark` is no path of SVG."),
        ("https://hkb", "http://hkb", "body.toml:14: `http://hkb.example/help` is no address of a page."),
        ("text = \"1 Harbour Road\"\n", "", "body.toml:10: `contact` has neither `text` nor `address`."),
        ("within = \"7 days\"\n", "", "body.toml:17: this service_time has no `within`."),
        ("2027-02-06", "2027-02-30", "`2027-02-30` is no day of the calendar"),
        ("2027-02-06", "2026-12-25", "body.toml:25: 2026-12-25 is a holiday twice."),
        ("\"closed\"", "\"close\"", "body.toml:30: `register` knows no `close`. Did you mean `closed`?"),
        (
            "withdraw award",
            "withdraw awards",
            "body.toml:31: `two_people` knows no `withdraw awards`. Did you mean `withdraw award`?",
        ),
        ("withdraw award", "enrol", "body.toml:31: `two_people` knows no `enrol`. Write one of `withdraw award`"),
        ("two_people", "second_factor", "body.toml:31: policies has no key `second_factor`."),
        ("two_people", "remind_after", "body.toml:31: policies has no key `remind_after`."),
        ("register = \"closed\"\n", "", "body.toml:29: the policies has no `register`."),
    ] {
        assert!(WHOLE.contains(from), "{from}");
        let (body, problems) = read(&WHOLE.replacen(from, to, 1));
        assert!(body.is_none(), "{to}");
        assert!(problems.iter().any(|problem| problem.contains(says)), "{says}: {problems:#?}");
    }
}

#[test]
fn all_faults_are_said_at_once() {
    let (body, problems) = read(
        &WHOLE
            .replacen("Asia/Hong_Kong", "Asia/HongKong", 1)
            .replacen("#7d2248", "red", 1)
            .replacen("within = \"7 days\"\n", "", 1)
            .replacen("\"closed\"", "\"shut\"", 1),
    );
    assert!(body.is_none());
    assert_eq!(problems.len(), 4, "{problems:#?}");
    assert_eq!(read("").1.len(), 5, "{:#?}", read("").1);
}

#[test]
fn a_colour_is_taken_only_where_text_in_it_can_be_read_in_light_and_in_dark() {
    // The grounds that are nearest in light and in dark decide; one step of one part is enough.
    for (from, worst, best) in [("#7d2248", "#6c6c6c", "#6b6b6b"), ("#f0a8c4", "#939393", "#949494")] {
        let (body, problems) = read(&WHOLE.replacen(from, worst, 1));
        assert!(body.is_none(), "{worst}");
        assert!(problems[0].contains("has a contrast of 4.4"), "{problems:?}");
        let (body, problems) = read(&WHOLE.replacen(from, best, 1));
        assert!(body.is_some(), "{problems:?}");
    }
}

#[test]
fn contrast_is_reckoned_as_the_standard_says() {
    let (black, grey, white) = (Colour([0; 3]), Colour([0x77; 3]), Colour([0xff; 3]));
    assert!((contrast(black, white) - 21.0).abs() < 0.01);
    assert!((contrast(grey, white) - 4.48).abs() < 0.01);
}

//! Every slip of one line, and which of them are not told once, on their line.

use std::ops::RangeInclusive;

use domain::framework::Problem;

/// The keys whose values name something.
const NAMING: [&str; 19] = [
    "requires",
    "results",
    "employer",
    "gather",
    "sat_after",
    "outcomes_of",
    "pairs",
    "parent",
    "stage",
    "counts_as",
    "corrects",
    "status",
    "kind",
    "element",
    "outcomes",
    "outcome",
    "specialism",
    "held",
    "elements",
];

/// What is no slip, or several: nobody is named, no specialism was chosen, a decision lacks three fields.
const NO_SLIP: [&str; 3] = ["people = {}", "specialism = []", "decision = {}"];

/// Every slip of one line: what it becomes.
fn slips(line: &str) -> Vec<String> {
    if let Some(name) = line.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) {
        return vec![
            format!("[{name}]"),
            format!("[[{name}s]]"),
            format!("[[{name}]"),
            format!("[{name}]]"),
            format!("{name}]]"),
            format!("{line}\n{line}"),
            String::from("# "),
        ];
    }
    let Some((key, value)) =
        line.split_once(" = ").filter(|(key, _)| key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
    else {
        return Vec::new();
    };
    let mut slips = vec![format!("{}x = {value}", &key[..key.len() - 1]), format!("{line}\n{line}")];
    let mut with = |values: &[&str]| slips.extend(values.iter().map(|value| format!("{key} = {value}")));
    let list = format!("[{value}]");
    match value.chars().next().unwrap() {
        // It is written over several lines.
        '{' if !value.ends_with('}') => {}
        '"' => {
            // A character that is not seen, as it comes with what is pasted.
            let unseen = format!("{}\u{200b}\"", &value[..value.len() - 1]);
            with(&["7", "\"\"", "[]", &list, &value[1..]]);
            if key == "id" || NAMING.contains(&key) {
                with(&[&unseen]);
            }
        }
        '{' => {
            // The first of its keys is another.
            let other = value.replacen("{ ", "{ strange_", 1);
            with(&["3.5", "{}", "\"\"", &value[..value.len() - 1]]);
            // A letter of a form is missing.
            let forms = [("{ all", "{ al"), ("{ any", "{ ay"), (" of =", " o ="), ("{ hours", "{ hour")];
            forms.iter().filter(|(form, _)| value.contains(form)).for_each(|(form, typed)| {
                with(&[&value.replacen(form, typed, 1)]);
            });
            // People are called as they like.
            if key != "people" {
                with(&[&other]);
            }
        }
        '[' => with(&["3.5", "[7]", "\"\"", &list, &value[1..]]),
        _ => with(&["\"seven\"", "{}", &list, "-1"]),
    }
    // A name that is not known.
    if NAMING.contains(&key)
        && let Some(end) = value.rfind('"').filter(|_| value.contains('"'))
    {
        slips.push(format!("{key} = {}zzzz{}", &value[..end], &value[end..]));
    }
    slips.retain(|slip| !NO_SLIP.contains(&slip.as_str()));
    slips
}

/// The keys without which a table is not whole, wherever they stand in these files.
const NEEDED: [&str; 11] =
    ["id", "title", "kind", "status", "results", "employer", "gather", "outcomes_of", "examples", "held", "elements"];

/// Slips that are not told once, on their line; `problems` reads the file.
pub(crate) fn missed(text: &str, step: usize, problems: fn(&str) -> Vec<Problem>) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let with = |at: usize, line: &str| [&lines[..at], &[line], &lines[at + 1..]].concat().join("\n");
    let mut missed = Vec::new();
    let mut look = |changed: &str, slip: String, there: RangeInclusive<usize>| {
        let found: Vec<Problem> = problems(changed);
        if found.len() != 1 || !there.contains(&found[0].line) {
            let told: Vec<String> = found.iter().map(ToString::to_string).collect();
            missed.push(format!("line {there:?}, {slip}: {told:#?}"));
        }
    };
    let all = lines.iter().enumerate().flat_map(|(at, line)| slips(line).into_iter().map(move |slip| (at, slip)));
    for (at, slip) in all.step_by(step) {
        // A header that is missing is told where the table after it is the second in another.
        let told_by = if slip == "# " { 4 } else { slip.lines().count() };
        let there = at + 1..=at + told_by;
        look(&with(at, &slip), format!("`{}` as `{slip}`", lines[at]), there);
    }
    // What is not there is told where its table begins.
    let is_needed = |line: &str| NEEDED.iter().any(|key| line.starts_with(&format!("{key} = ")));
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| is_needed(line)).step_by(step) {
        let begins = lines[..at].iter().rposition(|line| line.starts_with("[[")).map_or(1, |header| header + 1);
        look(&with(at, ""), format!("`{line}` taken out"), begins..=begins);
    }
    missed
}

pub(crate) fn all_told(missed: &[String]) {
    assert!(missed.is_empty(), "{} slips are not told once: {}", missed.len(), missed.join("\n"));
}

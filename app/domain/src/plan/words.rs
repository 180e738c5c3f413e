//! Steps and obstacles in plain English.

use super::search::Task;
use super::{What, Who};
use crate::dates::{hours_in_words, in_words};
use crate::framework::{Framework, NodeIx, SpecialismIx};
use crate::standing::Facts;
use chrono::NaiveDate;

pub(super) fn step(framework: &Framework, facts: &Facts, task: &Task) -> (Who, String) {
    let title = &framework.node(task.node).title;
    let kind_title = |kind| framework.experience_kind(kind).title.as_str();
    let held = |status: Option<NodeIx>| {
        status.map(|ix| format!(", while holding {}", framework.node(ix).title)).unwrap_or_default()
    };
    match task.what {
        What::Choose(ix) => (Who::Trainee, format!("Choose the specialism {}", framework.specialism(ix).title)),
        What::WaitUntil(until) => {
            let why = if framework.node(task.node).as_status().is_some() {
                format!("when {title} is first conferred")
            } else {
                format!("when an attempt at {title} counts again")
            };
            (Who::Trainee, format!("Wait until {}, {why}", in_words(until)))
        }
        What::Pass => {
            let again = facts.file().results.iter().any(|result| result.element == framework.node(task.node).id);
            let again = if again { " with a further attempt" } else { "" };
            (Who::Trainee, ["Pass ", title, again].concat())
        }
        What::Complete => (Who::Trainee, format!("Complete {title}")),
        What::Claim { examples, distinct_signers } => {
            let pieces = if examples == 1 { " piece" } else { " pieces" };
            let mut sentence = ["Show ", title, " with ", &examples.to_string(), pieces, " of work"].concat();
            if distinct_signers > 1 {
                sentence.push_str(&format!(", decided by at least {distinct_signers} different people"));
            }
            (Who::Trainee, sentence)
        }
        What::GatherMinutes { kind, minutes, while_holding, signers } => {
            let (hours, kind, held) = (hours_in_words(minutes), kind_title(kind), held(while_holding));
            let by = match signers {
                0 => String::new(),
                1 => String::from(" by 1 further person"),
                n => format!(" by {n} further people"),
            };
            (Who::Trainee, format!("Gather {hours} more for {title} ({kind}{held}) and have them confirmed{by}"))
        }
        What::GatherDays { kind, days, while_holding } => {
            let (kind, held) = (kind_title(kind), held(while_holding));
            let unit = if days == 1 { "day" } else { "days" };
            (Who::Trainee, format!("Gather {days} more {unit} for {title} ({kind}{held}) and have them confirmed"))
        }
        What::AskToVerify => {
            let given = facts.file().verifications.iter();
            let again = given.filter(|v| v.withdrawn_on.is_none()).any(|v| v.element == framework.node(task.node).id);
            let again = if again { ", by somebody who confirmed none of its results" } else { "" };
            let stage = framework.node(task.node).stage;
            let what =
                stage.map_or_else(|| title.clone(), |stage| format!("the {} stage", framework.node(stage).title));
            (Who::Employer, format!("Ask the employer to verify {what}{again}"))
        }
        What::ConfirmAgain => {
            (Who::Trainee, format!("Have {title} confirmed once more, by somebody who signed for none of the results"))
        }
        What::Apply => (Who::Trainee, format!("Apply for the status {title}")),
    }
}

pub(super) fn unpublished(what: &str) -> String {
    format!("The body has not published {}", what.trim_end_matches('.'))
}

pub(super) fn not_exempt(framework: &Framework, ix: NodeIx) -> String {
    format!("Only the body can grant an exemption from {}", framework.node(ix).title)
}

pub(super) fn other_specialism(framework: &Framework, wanted: SpecialismIx) -> String {
    format!("It asks for the specialism {}, and another is chosen", framework.specialism(wanted).title)
}

pub(super) fn joined_before(day: NaiveDate) -> String {
    format!("It is only for those who joined before {}", in_words(day))
}

pub(super) fn joined_from(day: NaiveDate) -> String {
    format!("It is only for those who joined on {} or later", in_words(day))
}

pub(super) fn not() -> String {
    String::from("It asks for something not to be so, which is so")
}

pub(super) fn used_up(framework: &Framework, ix: NodeIx) -> String {
    format!("All attempts at {} are used, and no further one counts", framework.node(ix).title)
}

pub(super) fn no_longer_conferred(framework: &Framework, status: NodeIx, until: NaiveDate) -> String {
    format!("{} is no longer conferred, since {}", framework.node(status).title, in_words(until))
}

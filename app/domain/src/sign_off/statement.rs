use super::{ExperienceOutcome, ShownExperience, StageOutcome};
use crate::dates::{hours_in_words, in_words};
use crate::framework::Confirmed;
use crate::standing::ClaimOutcome;

/// What a signature says: the lines above it, and what it does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The wording's date; a signature keeps the one it was given under.
    pub version: &'static str,
    /// What the signer attests, a line each.
    pub lines: Vec<String>,
    /// What the signature does not say.
    pub foot: String,
}

impl Statement {
    /// The whole as one text, as it is stored with a signature.
    pub fn text(&self) -> String {
        format!("{}\n{}", self.lines.join("\n"), self.foot)
    }
}

/// The wording of the statements about experience. It is ours too.
const EXPERIENCE_VERSION: &str = "2026-11-29";

/// The wording of both statements. It is ours: the bodies' own wording at these stages is not published.
const VERSION: &str = "2026-11-22";

/// The wording of declining a claim or the verification of a stage.
const DECLINING_VERSION: &str = "2026-11-25";

/// What a supervisor attests by this answer to a claim: who declines says nothing of the work.
pub fn claim_statement(trainee: &str, answer: ClaimOutcome) -> Statement {
    if answer == ClaimOutcome::Declined {
        return Statement {
            version: DECLINING_VERSION,
            lines: vec![
                format!("I read this claim of {trainee} as shown here."),
                String::from("I do not say whether the outcome was met, for the reason that I give."),
            ],
            foot: String::from("It says nothing for or against the work. Wording of 25 November 2026."),
        };
    }
    Statement {
        version: VERSION,
        lines: vec![
            format!("I supervised this work of {trainee}, or reviewed it, on the dates shown."),
            String::from("I read the claim and its evidence as shown here."),
            String::from("My answer is what I saw."),
        ],
        foot: format!(
            "It does not say that {trainee} is fit to practise, and does not bind you to employ them. Wording of 22 November 2026."
        ),
    }
}

/// What an employer attests by this answer about a stage: who declines says nothing of the competence.
pub fn stage_statement(trainee: &str, stage: &str, answer: StageOutcome) -> Statement {
    match answer {
        StageOutcome::Verified => Statement {
            version: VERSION,
            lines: vec![
                format!("{trainee} works for us and has shown the competence of the {stage} stage in that work."),
                String::from("I rely on the claims listed here, which people who supervised the work decided."),
                String::from("I am not the trainee, and I did not confirm any formal result of this stage."),
            ],
            foot: String::from(
                "It does not stand in for the formal results, which are the other key. Wording of 22 November 2026.",
            ),
        },
        StageOutcome::Declined => Statement {
            version: DECLINING_VERSION,
            lines: vec![
                format!("I read what the {stage} stage of {trainee} rests on, as shown here."),
                String::from("I do not verify it now, for the reason that I give."),
            ],
            foot: String::from(
                "It does not turn the employer’s key, and the trainee can ask again. Wording of 25 November 2026.",
            ),
        },
    }
}

/// What is attested by this answer about a spell of work: what the framework has confirmed of its kind, and nothing else.
pub fn experience_statement(shown: &ShownExperience, answer: ExperienceOutcome) -> Statement {
    let ShownExperience { trainee, employer, framework_title, confirms, .. } = shown;
    match answer {
        ExperienceOutcome::Confirmed => {
            let attests = |one: &Confirmed| match one {
                Confirmed::Time => format!("{trainee} worked for {employer} {}.", worked(shown)),
                Confirmed::Opportunity => {
                    format!(
                        "The work gave {trainee} the chance to develop competences that {framework_title} asks for."
                    )
                }
                Confirmed::Competence => format!("{trainee} showed competence in this work."),
            };
            let who = shown.confirmed_by.as_deref().map(|who| format!("I may confirm it: I am {who}."));
            let own = String::from("I know this from my own work, or from the records of the employer.");
            let not = if confirms.contains(&Confirmed::Competence) {
                format!("that {trainee} is fit to practise, and does not bind you to employ them")
            } else {
                format!(
                    "how well {trainee} worked, or that they are fit to practise, and does not bind you to employ them"
                )
            };
            Statement {
                version: EXPERIENCE_VERSION,
                lines: confirms.iter().map(attests).chain(who).chain([own]).collect(),
                foot: format!("It does not say {not}. Wording of 29 November 2026."),
            }
        }
        ExperienceOutcome::Declined => Statement {
            version: EXPERIENCE_VERSION,
            lines: vec![
                format!("I read what {trainee} recorded of work for {employer}, as shown here."),
                String::from("I do not confirm it, for the reason that I give."),
            ],
            foot: String::from("The trainee can record it again or ask again. Wording of 29 November 2026."),
        },
    }
}

/// "from 1 March 2025 to 31 May 2025, 35 h each week, 455 h in all, at 60 % of full time".
fn worked(shown: &ShownExperience) -> String {
    let days = format!("from {} to {}", in_words(shown.from), in_words(shown.last_day));
    let week = shown.minutes_each_week.map(|week| format!(", {} each week", hours_in_words(week)));
    let hours =
        (shown.minutes > 0).then(|| format!("{}, {} in all", week.unwrap_or_default(), hours_in_words(shown.minutes)));
    let share = shown.full_time_percent.map(|percent| format!(", at {percent} % of full time"));
    format!("{days}{}{}", hours.unwrap_or_default(), share.unwrap_or_default())
}

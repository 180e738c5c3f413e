//! Exactly what a signer is shown: one text, hashed, and read back by every page that shows it afterwards.

use super::EvidenceKind;
use crate::framework::{CompetencyLevel, Confirmed, Framework, NodeIx, NodeKind};
use crate::ids::EvidenceId;
use crate::journal::Digest;
use crate::standing::{Standing, State};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What is shown of a subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "subject", rename_all = "snake_case")]
pub enum Shown {
    /// A claim as it was sent.
    Claim(ShownClaim),
    /// What a stage stood on.
    Stage(ShownStage),
    /// A spell of work as it was recorded.
    Experience(ShownExperience),
}

/// A claim as it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownClaim {
    /// Slug and version of the framework.
    pub framework: String,
    /// The outcome's id.
    pub outcome: String,
    /// The outcome's code and title.
    pub outcome_title: String,
    /// What the framework says it means.
    pub meaning: Option<String>,
    /// What of it the body has not published.
    pub unpublished: Vec<String>,
    /// The trainee's name.
    pub trainee: String,
    /// What was done.
    pub narrative: String,
    /// First day of the work.
    pub happened_from: NaiveDate,
    /// Last day of the work, included.
    pub happened_until: NaiveDate,
    /// The trainee's declaration that names are removed.
    pub redacted: bool,
    /// The evidence.
    pub evidence: Vec<ShownEvidence>,
    /// The day it was sent.
    pub sent_on: NaiveDate,
}

/// A piece of evidence as it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownEvidence {
    /// Its id.
    pub id: EvidenceId,
    /// What it is.
    pub kind: EvidenceKind,
    /// Its title; for a file, its name.
    pub title: String,
    /// The text, or the link's address.
    pub content: Option<String>,
    /// A file's type, judged by its content.
    pub media_type: Option<String>,
    /// A file's size, bytes.
    pub size: Option<i64>,
    /// SHA-256 of the file, the text or the address.
    pub sha256: String,
}

/// A spell of work as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownExperience {
    /// Slug and version of the framework.
    pub framework: String,
    /// The framework's short title.
    pub framework_title: String,
    /// The kind's id.
    pub kind: String,
    /// The kind's title.
    pub kind_title: String,
    /// What is confirmed of it.
    pub confirms: Vec<Confirmed>,
    /// Who may confirm it, as the body says it.
    pub confirmed_by: Option<String>,
    /// The trainee's name.
    pub trainee: String,
    /// The employer's name.
    pub employer: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub last_day: NaiveDate,
    /// Whole minutes worked; 0 where no rule asks for them.
    pub minutes: i64,
    /// Those of each week, where the trainee said the hours so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes_each_week: Option<i64>,
    /// Whether a rule asks for the share of full time.
    pub asks_full_time: bool,
    /// Share of full time; none for full time, and where nobody asks.
    pub full_time_percent: Option<i64>,
    /// What was done, in the trainee's words.
    pub work: String,
}

/// What a stage stood on: its outcomes with the claims that counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownStage {
    /// Slug and version of the framework.
    pub framework: String,
    /// The verification.
    pub element: String,
    /// The trainee's name.
    pub trainee: String,
    /// The outcomes of the stage, in the framework's order.
    pub outcomes: Vec<ShownOutcome>,
}

/// An outcome of a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownOutcome {
    /// Its id.
    pub outcome: String,
    /// How it stood.
    pub state: State,
    /// The requests whose claims counted.
    pub claims: Vec<String>,
}

impl ShownStage {
    /// What a stage stands on by this standing of a trainee.
    pub fn of(framework: &Framework, standing: &Standing, trainee: &str, verification: NodeIx) -> Self {
        let outcome = |ix: NodeIx| ShownOutcome {
            outcome: framework.node(ix).id.clone(),
            state: standing.state(ix),
            claims: standing.counted(framework, ix).into_iter().map(str::to_owned).collect(),
        };
        Self {
            framework: format!("{} {}", framework.slug(), framework.version()),
            element: framework.node(verification).id.clone(),
            trainee: trainee.to_owned(),
            outcomes: outcomes_of_stage(framework, verification).map(outcome).collect(),
        }
    }
}

/// The outcomes that belong to the stage of a verification, in the framework's order.
pub fn outcomes_of_stage(framework: &Framework, verification: NodeIx) -> impl Iterator<Item = NodeIx> + '_ {
    let stage = framework.node(verification).stage;
    let is_outcome = |kind: &NodeKind| matches!(kind, NodeKind::Competency(CompetencyLevel::Outcome));
    framework.in_file_order().filter(move |(_, node)| is_outcome(&node.kind) && node.stage == stage).map(|(ix, _)| ix)
}

#[derive(Serialize)]
struct Salted<'a> {
    salt: &'a str,
    #[serde(flatten)]
    shown: &'a Shown,
}

impl Shown {
    /// The canonical text, which is stored and hashed, with a salt that keeps anyone from finding out by trying what it was,
    /// once it is erased.
    pub fn text(&self, salt: &str) -> serde_json::Result<String> {
        serde_json::to_string(&Salted { salt, shown: self })
    }

    /// Reads a stored text.
    ///
    /// # Errors
    /// When it was not written by [`Self::text`].
    pub fn read(text: &str) -> serde_json::Result<Self> {
        serde_json::from_str(text)
    }

    /// A digest that a form sends back: what is signed must be what was read.
    pub fn digest(&self) -> serde_json::Result<Digest> {
        Ok(Digest::of(&self.text("")?))
    }

    /// The trainee's name.
    pub fn trainee(&self) -> &str {
        match self {
            Self::Claim(claim) => &claim.trainee,
            Self::Stage(stage) => &stage.trainee,
            Self::Experience(experience) => &experience.trainee,
        }
    }

    /// The claim, where it is one.
    pub fn claim(&self) -> Option<&ShownClaim> {
        match self {
            Self::Claim(claim) => Some(claim),
            Self::Stage(_) | Self::Experience(_) => None,
        }
    }

    /// The first and the last day of the work, of a claim.
    pub fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        self.claim().map(|claim| (claim.happened_from, claim.happened_until))
    }

    /// Whether a piece of evidence is among it.
    pub fn has_evidence(&self, id: EvidenceId) -> bool {
        self.claim().is_some_and(|claim| claim.evidence.iter().any(|piece| piece.id == id))
    }
}

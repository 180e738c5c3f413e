use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Attempts, Claims, Expiry, KeyRule, Leaf, MarkScheme, Rule};
use crate::codes;
use crate::dates::Length;

/// Declares types of dense indices, from 0.
macro_rules! indices {
    ($($(#[$doc:meta])+ $name:ident;)+) => {$(
        $(#[$doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(crate) u32);

        impl $name {
            /// The index, from 0.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl From<$name> for usize {
            fn from(ix: $name) -> usize {
                ix.index()
            }
        }
    )+};
}

indices! {
    /// A node of one framework, in an order in which everything a node needs comes before it.
    NodeIx;
    /// A specialism of one framework, in the order of the file.
    SpecialismIx;
    /// A kind of experience of one framework, in the order of the file.
    KindIx;
    /// Something held from before that one framework names, in the order of the file.
    PriorIx;
}

codes::words! {
    /// What an element asks for.
    #[derive(PartialOrd, Ord, Hash)]
    ElementKind {
        /// An assessment to pass.
        Assessment = "assessment",
        /// A course to complete.
        Course = "course",
        /// Experience to gather.
        Experience = "experience",
        /// Competencies to evidence.
        Portfolio = "portfolio",
        /// The employer's word that the person is competent at work.
        Verification = "employer verification",
    }
}

/// How high a competency stands in its tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CompetencyLevel {
    /// The top: a group of competencies.
    Area,
    /// One competency.
    Competency,
    /// What is evidenced by claims.
    Outcome,
}

/// What a node is, with what only that kind has.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// A rung, met with two keys.
    Stage(Stage),
    /// One thing to complete.
    Element(ElementKind),
    /// A node of the competency tree.
    Competency(CompetencyLevel),
    /// A point at which one may stop with a status.
    StepOff {
        /// What may be applied for there.
        status: NodeIx,
    },
    /// What is held.
    Status(Status),
    /// A way through that is open to some and closed to others.
    Route,
}

impl NodeKind {
    /// What is evidenced by claims.
    pub const OUTCOME: NodeKind = NodeKind::Competency(CompetencyLevel::Outcome);

    /// Whether it has results: an assessment or a course, which may be exempt, sat again, and lapse.
    pub fn has_results(&self) -> bool {
        matches!(self, NodeKind::Element(ElementKind::Assessment | ElementKind::Course))
    }

    /// Whether outcomes are gathered for it: a portfolio, a competency; or it is an outcome itself.
    pub fn gathers_outcomes(&self) -> bool {
        matches!(self, NodeKind::Competency(_) | NodeKind::Element(ElementKind::Portfolio))
    }

    /// The word a person reads.
    pub fn word(&self) -> &'static str {
        match self {
            NodeKind::Stage(_) => "stage",
            NodeKind::Element(kind) => kind.word(),
            NodeKind::Competency(CompetencyLevel::Area) => "competency area",
            NodeKind::Competency(CompetencyLevel::Competency) => "competency",
            NodeKind::Competency(CompetencyLevel::Outcome) => "outcome",
            NodeKind::StepOff { .. } => "step-off point",
            NodeKind::Status(_) => "status",
            NodeKind::Route => "route",
        }
    }
}

/// The keys of a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// The formal results.
    pub results: KeyRule,
    /// The employer's verification of competence at work.
    pub employer: KeyRule,
    /// The verification elements that the employer's key asks for.
    pub verifications: Vec<NodeIx>,
}

/// A professional status.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Status {
    /// Letters after the name.
    pub letters: Option<String>,
    /// What the holder may do.
    pub rights: Vec<String>,
    /// First day on which the title is conferred.
    pub valid_from: Option<NaiveDate>,
    /// First day on which the title is no longer conferred.
    pub valid_until: Option<NaiveDate>,
    /// How long an award lasts; without it, until it is withdrawn.
    pub expires: Option<Length>,
    /// Whether an award made while an earlier one is in force lasts from the end of that one.
    pub extends: bool,
    /// Earlier titles of the same rung, oldest first.
    pub formerly: Vec<FormerTitle>,
}

/// A title that a status bore before.
#[derive(Clone, Debug, PartialEq)]
pub struct FormerTitle {
    /// The earlier title.
    pub title: String,
    /// Its letters.
    pub letters: Option<String>,
    /// First day on which it was no longer used.
    pub until: NaiveDate,
}

/// One node, as its author described it.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Unique in the framework.
    pub id: String,
    /// What it is.
    pub kind: NodeKind,
    /// What people call it. For a status, the title itself.
    pub title: String,
    /// One sentence more.
    pub summary: Option<String>,
    /// The note, when the body has not published this (or part of it).
    pub unpublished: Option<String>,
    /// The stage it belongs to.
    pub stage: Option<NodeIx>,
    /// The competency above it.
    pub parent: Option<NodeIx>,
    /// Where the facts come from: pages, paragraphs.
    pub sources: Vec<String>,
    /// What must hold before it counts: entry to a stage, the pair of an option. For a step-off, all it asks.
    pub requires: Option<Rule>,
    /// What makes it met, where that is not a recorded fact: portfolio, experience, competencies; of an outcome, the
    /// claims that it asks for.
    pub rule: Option<Rule>,
    /// How often it may be sat.
    pub attempts: Option<Attempts>,
    /// Elements that have to be passed before it is sat; an earlier sitting does not count.
    pub sat_after: Vec<NodeIx>,
    /// How a pass lapses.
    pub expires: Option<Expiry>,
    /// How long a verification counts, from the day it is given.
    pub valid_for: Option<Length>,
    /// How its marks are written, where that is published.
    pub marks: Option<MarkScheme>,
    /// Credits it is worth.
    pub credits: u32,
    /// The line of its table in the framework's file.
    pub line: usize,
}

impl Stage {
    /// The rules of its keys, the results' first.
    pub(crate) fn rules(&self) -> [Option<&Rule>; 2] {
        [self.results.rule(), self.employer.rule()]
    }
}

impl Node {
    /// Every rule of it: what it requires, what makes it met, its keys.
    pub(crate) fn rules(&self) -> impl Iterator<Item = &Rule> {
        let keys = self.as_stage().into_iter().flat_map(|stage| stage.rules());
        [self.requires.as_ref(), self.rule.as_ref()].into_iter().chain(keys).flatten()
    }

    /// The details, when it is a stage.
    pub fn as_stage(&self) -> Option<&Stage> {
        if let NodeKind::Stage(stage) = &self.kind { Some(stage) } else { None }
    }

    /// The details, when it is a status.
    pub fn as_status(&self) -> Option<&Status> {
        if let NodeKind::Status(status) = &self.kind { Some(status) } else { None }
    }

    /// The status that a step-off leads to.
    pub fn step_off_to(&self) -> Option<NodeIx> {
        if let NodeKind::StepOff { status } = self.kind { Some(status) } else { None }
    }

    /// The claims that an outcome asks for.
    pub fn examples(&self) -> Option<&Claims> {
        match &self.rule {
            Some(Rule::Leaf(Leaf::Claims(claims))) if matches!(self.kind, NodeKind::OUTCOME) => Some(claims),
            Some(_) | None => None,
        }
    }

    /// The set of elements with which it lapses.
    pub(crate) fn whole_set(&self) -> Option<u32> {
        self.expires.and_then(|expiry| expiry.whole_set)
    }
}

/// A practice area that picks and pairs elements.
#[derive(Clone, Debug, PartialEq)]
pub struct Specialism {
    /// Unique in the framework.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// The elements that belong together in it.
    pub pairs: Vec<NodeIx>,
    /// The note, when the body has not published it in full.
    pub unpublished: Option<String>,
    /// Where the facts come from.
    pub sources: Vec<String>,
}

codes::words! {
    /// What is confirmed of experience.
    Confirmed {
        /// How long, and how much of it.
        Time = "time",
        /// That the work gave the chance to develop what the qualification asks for.
        Opportunity = "opportunity",
        /// That it was shown.
        Competence = "competence",
    }
}

/// A kind of experience, and how it is counted.
#[derive(Clone, Debug, PartialEq)]
pub struct ExperienceKind {
    /// Unique among the kinds.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// The kind it counts as, besides itself.
    pub counts_as: Option<KindIx>,
    /// Minutes counted for each whole week of the period, instead of those recorded.
    pub minutes_per_week: Option<i64>,
    /// Minutes counted once, however many such facts there are; it adds no elapsed time.
    pub minutes_flat: Option<i64>,
    /// Only what was confirmed before this day is of this kind.
    pub confirmed_before: Option<NaiveDate>,
    /// What whoever confirms it says of it.
    pub confirms: Vec<Confirmed>,
    /// Who may confirm it, as the body says it; without it, whoever speaks for the employer.
    pub confirmed_by: Option<String>,
    /// The line of what it counts as.
    pub(crate) counts_as_line: usize,
    /// The line of its table in the framework's file.
    pub line: usize,
}

impl ExperienceKind {
    /// Whether it counts hour by hour and day by day, whenever it is confirmed.
    pub(crate) fn is_as_long(&self) -> bool {
        self.minutes_per_week.is_none() && self.minutes_flat.is_none() && self.confirmed_before.is_none()
    }
}

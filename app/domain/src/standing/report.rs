use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Key, KeyProblem, KeyStanding, Reason, Standing, State};
use crate::framework::{Framework, Node, NodeIx};

/// A standing, whole, as `gradus standing --json` prints it. Documented in `docs/standing.md`, with a JSON Schema in
/// `docs/standing.schema.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StandingReport {
    /// The framework's slug.
    pub framework: String,
    /// Its version.
    pub version: String,
    /// The person.
    pub trainee: String,
    /// The day.
    pub on: NaiveDate,
    /// The day whose knowledge it was read with.
    pub known: NaiveDate,
    /// Whether this version of the framework is in force on the day, and from which day it is.
    pub in_force: InForceReport,
    /// The id of the first stage the person is on; none when every stage is met, and for whoever has qualified.
    pub current_stage: Option<String>,
    /// The ids of all stages that are entered, not met and not passed over.
    pub current_stages: Vec<String>,
    /// The id of the last status of the framework, where it is held and no stage the person is on leads to another.
    pub qualified_as: Option<String>,
    /// The ids of the step-offs that may be applied for.
    pub may_apply_for: Vec<String>,
    /// The ids of the statuses in force.
    pub held: Vec<String>,
    /// The stages with their keys, in the order of the framework.
    pub stages: Vec<StageReport>,
    /// Every node, in the order of the framework.
    pub nodes: Vec<NodeReport>,
}

/// When a version of a framework is in force.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InForceReport {
    /// The first day on which it is.
    pub from: NaiveDate,
    /// Whether it is on the day of reading.
    pub on_this_day: bool,
}

/// One stage and its two keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StageReport {
    /// The stage's id.
    pub id: String,
    /// How it stands.
    pub state: State,
    /// Formal results.
    pub results: KeyReport,
    /// The employer's verification.
    pub employer: KeyReport,
}

/// One key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct KeyReport {
    /// Which one.
    pub key: Key,
    /// Whether it is turned.
    pub turned: bool,
    /// Since when.
    pub since: Option<NaiveDate>,
    /// How far it is.
    pub progress: ProgressReport,
    /// Why it is not turned although its parts are there, or why there is no such key.
    pub because: Option<KeyProblem>,
}

/// Parts that are there, and parts in all.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProgressReport {
    /// Parts that are there.
    pub done: u32,
    /// Parts in all.
    pub of: u32,
}

/// One node.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NodeReport {
    /// Its id.
    pub id: String,
    /// What it is, in words.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// The id of its stage.
    pub stage: Option<String>,
    /// How it stands.
    pub state: State,
    /// Since when it counts.
    pub since: Option<NaiveDate>,
    /// The first day on which it no longer counts by the passing of time.
    pub until: Option<NaiveDate>,
    /// How far it is.
    pub progress: ProgressReport,
    /// The ids of the facts that counted.
    pub counted: Vec<String>,
    /// The note, when the body has not published this.
    pub unpublished: Option<String>,
    /// Why it stands so.
    pub reasons: Vec<Reason>,
}

/// The whole standing as values to print or store.
pub fn report(framework: &Framework, standing: &Standing) -> StandingReport {
    let id = |ix: NodeIx| framework.node(ix).id.clone();
    let ids = |nodes: Vec<NodeIx>| nodes.into_iter().map(id).collect::<Vec<String>>();
    let progress = |(done, of): (u32, u32)| ProgressReport { done, of };
    let key = |stage: NodeIx, key: Key| {
        let KeyStanding { turned, since, because } = standing.key(stage, key);
        let progress = progress(standing.key_progress(framework, stage, key));
        KeyReport { key, turned, since, progress, because }
    };
    let stage = |ix: &NodeIx| StageReport {
        id: id(*ix),
        state: standing.state(*ix),
        results: key(*ix, Key::Results),
        employer: key(*ix, Key::Employer),
    };
    let node = |(ix, node): (NodeIx, &Node)| NodeReport {
        id: node.id.clone(),
        kind: node.kind.word().to_owned(),
        title: node.title.clone(),
        stage: node.stage.map(id),
        state: standing.state(ix),
        since: standing.since(ix),
        until: standing.until(ix),
        progress: progress(standing.progress(framework, ix)),
        counted: standing.counted(framework, ix).into_iter().map(str::to_owned).collect(),
        unpublished: node.unpublished.clone(),
        reasons: standing.reasons(framework, ix),
    };
    StandingReport {
        framework: framework.slug().to_owned(),
        version: framework.version().to_owned(),
        trainee: standing.facts.file().trainee.clone(),
        on: standing.on,
        known: standing.known,
        in_force: InForceReport { from: standing.effective_from, on_this_day: standing.is_in_force() },
        current_stage: standing.current_stage(framework).map(id),
        current_stages: ids(standing.current_stages(framework)),
        qualified_as: standing.qualified_as(framework).map(id),
        may_apply_for: ids(standing.open_step_offs(framework)),
        held: ids(standing.held(framework)),
        stages: framework.stages().iter().map(stage).collect(),
        nodes: framework.in_file_order().map(node).collect(),
    }
}

/// The JSON Schema of [`StandingReport`], as it is published in `docs/standing.schema.json`.
pub fn report_schema() -> String {
    let schema = schemars::schema_for!(StandingReport);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

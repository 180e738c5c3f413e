use chrono::NaiveDate;

use super::state::NodeStanding;
use super::{Facts, Standing, State};
use crate::framework::Framework;

/// Where a person stands on a day: for every node its state, since when, until when, and the facts that counted.
///
/// Pure: the same framework, facts and day always give the same standing. Facts dated after `on` are not there yet.
pub fn standing(framework: &Framework, facts: &Facts, on: NaiveDate) -> Standing {
    let blank = NodeStanding { state: State::Blocked, since: None, until: None, done: 0, of: 1, counted: (0, 0) };
    Standing {
        on,
        nodes: vec![blank; framework.len()],
        counted: Vec::new(),
        fact_ids: facts.ids.clone(),
        keys: Vec::new(),
        open: vec![false; framework.len()],
    }
}

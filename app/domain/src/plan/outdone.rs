//! Places that another one outdoes: reached with as few steps and no later, all that counts or is open in them does so there, for
//! as many days to come. A year later is the same place again, where no day of the calendar is waited for.

use chrono::{Datelike, NaiveDate};

use super::next::Next;
use super::taken::Taken;
use crate::framework::{Framework, Leaf, NodeIx, Rule};
use crate::standing::{NEVER, Standing, attempts_count_again};

/// The places so far that nothing outdoes.
pub(super) struct Outdone {
    marks: Vec<Mark>,
}

/// How far one has come in a place: more is better.
struct Mark {
    far: Vec<i64>,
    passed_over: Vec<NodeIx>,
}

impl Outdone {
    /// None where what is open depends on more than what is there now: on the days of what was done, or on what must not be so.
    pub fn of(framework: &Framework, next: &Next<'_>) -> Option<Self> {
        let depends = |ix: &NodeIx| {
            let node = framework.node(*ix);
            let grows_old = |rule: &Rule| rule.any_leaf(Leaf::grows_too_old);
            node.whole_set().is_some()
                || framework.forbidden[ix.index()]
                || node.rules().any(grows_old)
                || node.examples().is_some_and(|examples| examples.valid_for.is_some())
        };
        (!next.nodes().iter().any(depends)).then_some(Outdone { marks: Vec::new() })
    }

    /// Whether a place is outdone; else it is kept. Told is by how many steps it is reached, whether one waits there, and how many
    /// works were done since the last act.
    pub fn is_outdone(
        &mut self,
        next: &Next<'_>,
        taken: &Taken<'_>,
        (steps, waits, works): (usize, bool, usize),
        passed_over: &[NodeIx],
    ) -> bool {
        if next.waits_for_more(taken.standing()) {
            return false;
        }
        // Who goes on waiting waits once.
        let steps = [steps - usize::from(waits), steps].map(|steps| -count(steps));
        let mut far = vec![steps[0], -count(works), -i64::from(taken.day().num_days_from_ce())];
        next.measure(taken, &mut far);
        let is_as_far = |mark: &Mark| {
            mark.far.iter().zip(&far).all(|(own, other)| own >= other)
                && mark.passed_over.iter().all(|ix| passed_over.contains(ix))
        };
        let is_outdone = self.marks.iter().any(is_as_far);
        if !is_outdone {
            far[0] = steps[1];
            self.marks.push(Mark { far, passed_over: passed_over.to_vec() });
        }
        is_outdone
    }
}

fn count(of: usize) -> i64 {
    i64::try_from(of).unwrap_or(i64::MAX)
}

impl Next<'_> {
    /// Whether something begins by itself on a later day.
    fn waits_for_more(&self, found: &Standing) -> bool {
        let on = found.on();
        let begins = |ix: &NodeIx| {
            let status = self.framework().node(*ix).as_status();
            let later = [found.spans(*ix), &found.open[ix.index()]];
            status.and_then(|status| status.valid_from).is_some_and(|from| from > on)
                || later.iter().any(|spans| spans.as_slice().last().is_some_and(|span| span.from > on))
                || attempts_count_again(self.framework(), found, *ix).is_some()
        };
        self.nodes().iter().any(begins)
    }

    /// For how many days all that may be needed counts and is open, what can be applied for, and how much work is there.
    fn measure(&self, taken: &Taken<'_>, far: &mut Vec<i64>) {
        let found = taken.standing();
        let days = |until: Option<NaiveDate>| match until {
            Some(until) if until != NEVER => (until - found.on()).num_days(),
            Some(_) | None => i64::MAX,
        };
        for ix in self.nodes() {
            let open = found.open[ix.index()].at(found.on());
            far.push(if found.state(*ix).counts() { days(found.until(*ix)) } else { -1 });
            far.push(open.map_or(-1, |span| days(Some(span.until))));
            if self.framework().node(*ix).as_status().is_some() {
                // Of two awards of one day neither lengthens the other.
                far.extend([i64::from(taken.is_open_to_apply(*ix)), -i64::from(found.is_conferred(*ix))]);
            }
        }
        for (_, rule) in self.work() {
            let count = found.explain(self.framework(), rule).count;
            far.extend([count.done, i64::from(count.signers)]);
        }
    }
}

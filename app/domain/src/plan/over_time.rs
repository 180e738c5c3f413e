//! Looks for a way over time, where something lapses, ends or begins on it: by acts, work and waits, each judged by the
//! evaluation that reads a record.

use std::cmp::Reverse;
use std::collections::hash_map::Entry;
use std::collections::{BinaryHeap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::NaiveDate;

use super::What;
use super::clock::minutes_of;
use super::next::Next;
use super::search::{Never, Task, at_least};
use super::supposed::Asked;
use super::taken::Taken;
use crate::framework::{Framework, NodeIx};
use crate::standing::Facts;

/// Places that are looked at, with one fact or node; so many fewer with more.
const MOST_LOOKED_AT: usize = 100_000;

/// Where one is once some steps are taken.
struct Place<'f> {
    /// What is there; none once it was looked at what comes next.
    taken: Option<Taken<'f>>,
    /// The place before, and the step from there.
    before: Option<(usize, Task)>,
    /// What could have been done before, would have lasted, and was not: it is not done later either.
    passed_over: Vec<NodeIx>,
    steps: usize,
    minutes: i64,
    /// On the how many-eth day each step is taken, added up: what is done sooner is better.
    late: i64,
    /// What was done, in whatever order.
    done: u64,
}

/// In which order places are looked at: the fewest steps in all, the least work in all, then where most work is done, what is
/// nearest to the end, and what is done soonest.
type Turn = Reverse<(usize, i64, Reverse<i64>, Reverse<usize>, i64, usize)>;

/// The steps of a shortest way from a day on.
///
/// # Errors
/// [`Never::NoWay`] where there is none, however long one waits; [`Never::NotSeen`] where there are too many places to say.
pub(super) fn way(asked: &Asked<'_>, facts: &Facts) -> Result<Vec<Task>, Never> {
    let Asked { framework, target, on, .. } = *asked;
    let next = Next::new(framework, target);
    let (places, turns, reached) = (Vec::new(), BinaryHeap::new(), HashMap::new());
    let mut search = Search { framework, target, on, next, places, turns, reached, looked_at: 0 };
    let taken = Taken::new(asked, facts, None);
    search.add(Place::start(taken.again()))?;
    // Before a specialism is chosen it is not known what counts by the choice.
    if search.places.is_empty() {
        search.places.push(Place { taken: None, ..Place::start(taken.again()) });
    }
    for task in search.next.choices(&taken).to_vec() {
        search.step((0, &taken), task, &[])?;
    }
    while let Some(Reverse((.., at))) = search.turns.pop() {
        let Some(taken) = search.places[at].taken.take() else { continue };
        if taken.standing().state(target).counts() {
            return Ok(search.path(at));
        }
        if search.looked_at > MOST_LOOKED_AT {
            return Err(Never::NotSeen);
        }
        search.go_on(at, &taken)?;
    }
    Err(Never::NoWay)
}

impl<'f> Place<'f> {
    /// Where nothing is done yet.
    fn start(taken: Taken<'f>) -> Self {
        let (taken, passed_over) = (Some(taken), Vec::new());
        Place { taken, before: None, passed_over, steps: 0, minutes: 0, late: 0, done: 0 }
    }
}

struct Search<'f> {
    framework: &'f Framework,
    target: NodeIx,
    on: NaiveDate,
    next: Next<'f>,
    places: Vec<Place<'f>>,
    turns: BinaryHeap<Turn>,
    /// With how few steps it was reached, what was done by a day.
    reached: HashMap<u64, usize>,
    /// The places so far, each as many times as there are facts and nodes.
    looked_at: usize,
}

impl<'f> Search<'f> {
    /// Adds the places that follow one. What lasts is done as soon as it can be, or not at all.
    fn go_on(&mut self, at: usize, taken: &Taken<'f>) -> Result<(), Never> {
        let mut passed_over = self.places[at].passed_over.clone();
        let (lasting, others) = self.next.steps(taken);
        for task in lasting {
            if passed_over.contains(&task.node) || !self.step((at, taken), task, &passed_over)? {
                continue;
            }
            passed_over.push(task.node);
            // Without it nothing leads on.
            match at_least(self.framework, taken.standing(), self.target, &passed_over) {
                Ok(_) => {}
                Err(Never::NoWay) => return Ok(()),
                Err(Never::NotSeen) => return Err(Never::NotSeen),
            }
        }
        for task in others {
            self.step((at, taken), task, &passed_over)?;
        }
        Ok(())
    }

    /// Adds the place that one step leads to. Gives whether the step is of any use.
    fn step(&mut self, (from, taken): (usize, &Taken<'f>), task: Task, passed_over: &[NodeIx]) -> Result<bool, Never> {
        let before = &self.places[from];
        let waits = matches!(task.what, What::WaitUntil(_));
        let waited_before = before.before.is_some_and(|(_, task)| matches!(task.what, What::WaitUntil(_)));
        // One goes on waiting.
        let steps = before.steps + usize::from(!(waits && waited_before));
        let taken_then = taken.after(task);
        let days = (taken_then.day() - self.on).num_days();
        let place = Place {
            before: Some((from, task)),
            passed_over: passed_over.to_vec(),
            steps,
            minutes: before.minutes.saturating_add(minutes_of(task.what.at_least())),
            late: before.late + if waits { 0 } else { days },
            done: before.done.wrapping_add(if waits { 0 } else { done(&self.next, task, &taken_then) }),
            taken: Some(taken_then),
        };
        if self.was_reached(&place) {
            return Ok(true);
        }
        let is_in_vain = |then: &Taken<'_>| self.next.is_in_vain(task, taken.standing(), then.standing());
        if place.taken.as_ref().is_some_and(is_in_vain) {
            return Ok(false);
        }
        self.add(place)?;
        Ok(true)
    }

    /// Whether the same was there on the same day with as few steps.
    fn was_reached(&mut self, place: &Place<'f>) -> bool {
        let mut hasher = DefaultHasher::new();
        let last = place.before.map(|(_, task)| (matches!(task.what, What::WaitUntil(_)), task.what.gathers()));
        let mut passed_over = place.passed_over.clone();
        passed_over.sort_unstable();
        let day = place.taken.as_ref().map(Taken::day);
        (place.done, day, last, passed_over).hash(&mut hasher);
        match self.reached.entry(hasher.finish()) {
            Entry::Occupied(known) if *known.get() <= place.steps => return true,
            Entry::Occupied(mut known) => _ = known.insert(place.steps),
            Entry::Vacant(new) => _ = new.insert(place.steps),
        }
        false
    }

    /// Adds a place, where the target may be reached from it.
    fn add(&mut self, place: Place<'f>) -> Result<(), Never> {
        let Some(taken) = &place.taken else { return Ok(()) };
        self.looked_at += taken.size();
        let (steps, minutes) = match at_least(self.framework, taken.standing(), self.target, &place.passed_over) {
            Ok(least) => least,
            Err(Never::NoWay) => return Ok(()),
            Err(Never::NotSeen) => return Err(Never::NotSeen),
        };
        let in_all = (place.steps + steps, place.minutes.saturating_add(minutes));
        let turn = (Reverse(place.minutes), Reverse(place.steps), place.late, self.places.len());
        self.turns.push(Reverse((in_all.0, in_all.1, turn.0, turn.1, turn.2, turn.3)));
        self.places.push(place);
        Ok(())
    }

    /// The steps that lead to a place; several waits, one after another, are one.
    fn path(&self, at: usize) -> Vec<Task> {
        let mut path = Vec::new();
        let mut before = self.places[at].before;
        while let Some((from, task)) = before {
            path.push(task);
            before = self.places[from].before;
        }
        path.reverse();
        path.dedup_by(|later, earlier| {
            let waits = [&*later, &*earlier].iter().all(|task| matches!(task.what, What::WaitUntil(_)));
            if waits {
                *earlier = *later;
            }
            waits
        });
        path
    }
}

/// A mark of one step: of what lasts, whenever it was done.
fn done(next: &Next<'_>, task: Task, then: &Taken<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    let day = (!next.lasts(task)).then(|| then.day());
    (task.node, task.what, day).hash(&mut hasher);
    hasher.finish()
}

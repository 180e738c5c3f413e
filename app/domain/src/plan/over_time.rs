//! Looks for a way over time, where something lapses, ends or begins on it: by acts, work and waits, each judged by the
//! evaluation that reads a record.

use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::hash_map::Entry;
use std::collections::{BinaryHeap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::discriminant;
use std::rc::Rc;

use chrono::NaiveDate;

use super::clock::minutes_of;
use super::next::Next;
use super::outdone::Outdone;
use super::search::{AtLeast, Never, Task, at_least};
use super::supposed::Asked;
use super::taken::Taken;
use super::{What, lapses};
use crate::framework::{Framework, NodeIx};
use crate::standing::Facts;

/// Places that are looked at, with one fact or node; so many fewer with more.
const MOST_LOOKED_AT: usize = 100_000;

/// Where one is once some steps are taken.
struct Place<'f> {
    taken: Rc<Taken<'f>>,
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
    match look(asked, facts, None) {
        // A month may have a day more than another, so that every place is looked at first; nor is it seen then that there is no
        // way at all.
        Err(Never::NotSeen) => {
            let outdone = Outdone::of(asked.framework, &Next::new(asked.framework, asked.target));
            let found = outdone.and_then(|outdone| look(asked, facts, Some(outdone)).ok());
            found.ok_or(Never::NotSeen)
        }
        found => found,
    }
}

/// The same, without what is outdone, if that is to be left out.
fn look(asked: &Asked<'_>, facts: &Facts, outdone: Option<Outdone>) -> Result<Vec<Task>, Never> {
    let Asked { framework, target, on, done_before, .. } = *asked;
    let next = Next::new(framework, target);
    let (places, turns, reached) = (Vec::new(), BinaryHeap::new(), HashMap::new());
    let looked_at = Cell::new(0);
    let mut search = Search { framework, target, on, done_before, next, places, turns, reached, outdone, looked_at };
    let taken = Rc::new(Taken::new(asked, facts, None));
    search.add(Place::start(&taken))?;
    // Before a specialism is chosen it is not known what counts by the choice.
    if search.places.is_empty() {
        search.places.push(Place::start(&taken));
    }
    for task in search.next.choices(&taken).to_vec() {
        search.step((0, &taken), task, &[])?;
    }
    while let Some(Reverse((.., at))) = search.turns.pop() {
        let taken = Rc::clone(&search.places[at].taken);
        if taken.standing().state(target).counts() {
            return Ok(search.path(at));
        }
        if search.looked_at.get() > MOST_LOOKED_AT {
            return Err(Never::NotSeen);
        }
        search.go_on(at, &taken)?;
    }
    Err(Never::NoWay)
}

impl<'f> Place<'f> {
    /// Where nothing is done yet.
    fn start(taken: &Rc<Taken<'f>>) -> Self {
        let (taken, passed_over) = (Rc::clone(taken), Vec::new());
        Place { taken, before: None, passed_over, steps: 0, minutes: 0, late: 0, done: 0 }
    }
}

struct Search<'f> {
    framework: &'f Framework,
    target: NodeIx,
    on: NaiveDate,
    done_before: bool,
    next: Next<'f>,
    places: Vec<Place<'f>>,
    turns: BinaryHeap<Turn>,
    /// With how few steps it was reached, what was done by a day.
    reached: HashMap<u64, usize>,
    outdone: Option<Outdone>,
    /// The places so far, each as many times as there are facts and nodes.
    looked_at: Cell<usize>,
}

impl<'f> Search<'f> {
    /// Adds the places that follow one. What lasts is done as soon as it can be, or not at all.
    fn go_on(&mut self, at: usize, taken: &Taken<'f>) -> Result<(), Never> {
        let mut passed_over = self.places[at].passed_over.clone();
        let (mut lasting, mut others) = self.next.steps(taken);
        // Who waits on waits once, so that it is only known at the end of a wait whether something is as well done after it.
        if self.began_to_wait(at).is_some_and(|(from, wait)| self.is_done_later(from, wait, taken)) {
            lasting.clear();
            others.retain(is_wait);
        }
        for task in lasting {
            if passed_over.contains(&task.node) || !self.step((at, taken), task, &passed_over)? {
                continue;
            }
            passed_over.push(task.node);
            // Without it nothing leads on.
            match self.left(taken, &passed_over) {
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
        if self.is_gathered_again(from, task) {
            return Ok(false);
        }
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
            minutes: before.minutes.saturating_add(minutes_of(task.what.at_least()) + task.what.pieces()),
            late: before.late + if waits { 0 } else { days },
            done: before.done.wrapping_add(if waits { 0 } else { done(&self.next, task, &taken_then) }),
            taken: Rc::new(taken_then),
        };
        if self.was_reached(&place) {
            return Ok(true);
        }
        if self.next.is_in_vain(task, taken.standing(), place.taken.standing()) {
            return Ok(false);
        }
        if !waits && days > (taken.day() - self.on).num_days() && self.is_done_later(from, task, &place.taken) {
            return Ok(true);
        }
        if self.is_outdone(&place) {
            return Ok(true);
        }
        self.add(place)?;
        Ok(true)
    }

    /// Whether another place leads as far in as few steps.
    fn is_outdone(&mut self, place: &Place<'f>) -> bool {
        let Some(outdone) = &mut self.outdone else { return false };
        let waits = place.before.is_some_and(|(_, task)| matches!(task.what, What::WaitUntil(_)));
        let (mut before, mut works) = (place.before, 0);
        while let Some((at, _)) = before.filter(|(_, task)| lapses::takes_time(task.what)) {
            (before, works) = (self.places[at].before, works + 1);
        }
        outdone.is_outdone(&self.next, &place.taken, (place.steps, waits, works), &place.passed_over)
    }

    /// Where one began to wait who waits in a place, and the wait since then.
    fn began_to_wait(&self, at: usize) -> Option<(usize, Task)> {
        let (mut from, mut wait) = (at, None);
        while let Some((before, task)) = self.places[from].before.filter(|(_, task)| is_wait(task)) {
            (from, wait) = (before, wait.or(Some(task)));
        }
        wait.map(|wait| (from, wait))
    }

    /// Whether the same work was done twice since the last act: what grows too old while other work is done is not made up
    /// for again and again.
    fn is_gathered_again(&self, from: usize, task: Task) -> bool {
        let (mut at, mut times) = (from, 0);
        while let Some((before, one)) = self.places[at].before.filter(|(_, one)| lapses::takes_time(one.what)) {
            times += usize::from(one.node == task.node && discriminant(&one.what) == discriminant(&task.what));
            at = before;
        }
        task.what.gathers().is_some() && times > 1
    }

    /// Whether something that lapses and was done on the day of a place may as well be done after the time of a step, by which
    /// it then `lasts` longer: that way is looked at too.
    fn is_done_later(&self, from: usize, task: Task, then: &Taken<'f>) -> bool {
        let (mut at, mut acts) = (from, Vec::new());
        while let Some((before, act)) = self.places[at].before
            && self.places[before].taken.day() == self.places[from].taken.day()
        {
            acts.push(act);
            at = before;
        }
        acts.reverse();
        (0..acts.len()).any(|own| self.is_as_well_without(&self.places[at].taken, (&acts, own), task, then))
    }

    /// Whether one of some acts, done after a step, leads as far as all of them before it.
    fn is_as_well_without(
        &self,
        start: &Taken<'f>,
        (acts, own): (&[Task], usize),
        task: Task,
        then: &Taken<'f>,
    ) -> bool {
        let act = acts[own];
        if !self.next.may_be_done_later(act) {
            return false;
        }
        let mut other = start.again();
        (0..acts.len()).for_each(|_| self.look_at(&other));
        for (at, act) in acts.iter().enumerate().filter(|(at, _)| *at != own) {
            if at > own && !other.is_open(*act) {
                return false;
            }
            other.take(*act);
        }
        // What ends by it may have cut the step short; what is there goes on by it.
        let is_renewed = start.standing().state(act.node).counts();
        let is_like = |one: &Task| {
            let is_same_work = one.node == task.node && discriminant(&one.what) == discriminant(&task.what);
            *one == task || is_same_work && !is_renewed
        };
        if !other.is_open(task) || !self.next.steps(&other).1.iter().any(is_like) {
            return false;
        }
        other.take(task);
        if other.day() != then.day() || !other.is_open(act) {
            return false;
        }
        other.take(act);
        self.next.leads_as_far(other.standing(), then.standing())
            && self.left(&other, &[]).is_ok_and(|other| self.left(then, &[]).is_ok_and(|then| other <= then))
    }

    fn look_at(&self, taken: &Taken<'_>) {
        self.looked_at.set(self.looked_at.get() + taken.size());
    }

    /// How much is left at least.
    fn left(&self, taken: &Taken<'_>, passed_over: &[NodeIx]) -> Result<(usize, i64), Never> {
        let of = AtLeast { passed_over, done_before: self.done_before };
        at_least(self.framework, taken.standing(), self.target, of)
    }

    /// Whether the same was there on the same day with as few steps.
    fn was_reached(&mut self, place: &Place<'f>) -> bool {
        let mut hasher = DefaultHasher::new();
        let last = place.before.map(|(_, task)| (matches!(task.what, What::WaitUntil(_)), task.what.gathers()));
        let mut passed_over = place.passed_over.clone();
        passed_over.sort_unstable();
        (place.done, place.taken.day(), last, passed_over).hash(&mut hasher);
        match self.reached.entry(hasher.finish()) {
            Entry::Occupied(known) if *known.get() <= place.steps => return true,
            Entry::Occupied(mut known) => _ = known.insert(place.steps),
            Entry::Vacant(new) => _ = new.insert(place.steps),
        }
        false
    }

    /// Adds a place, where the target may be reached from it.
    fn add(&mut self, place: Place<'f>) -> Result<(), Never> {
        self.look_at(&place.taken);
        let (steps, minutes) = match self.left(&place.taken, &place.passed_over) {
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

fn is_wait(task: &Task) -> bool {
    matches!(task.what, What::WaitUntil(_))
}

/// A mark of one step: of what lasts, whenever it was done.
fn done(next: &Next<'_>, task: Task, then: &Taken<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    let day = (!next.lasts(task)).then(|| then.day());
    (task.node, task.what, day).hash(&mut hasher);
    hasher.finish()
}

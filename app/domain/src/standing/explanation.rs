//! One tree of explanations, which reasons, what is missing, progress, keys and plans are read from.

use super::leaf::{self, Read};
use super::reading::Reading;
use super::value::{Progress, Sum, Value};
use crate::framework::{Fold, Leaf, Moment, Rule};

/// What one rule comes to on the day of reading, with its parts.
#[derive(Clone, Debug)]
pub(crate) struct Explanation<'r> {
    pub rule: &'r Rule,
    pub holds: bool,
    pub progress: Progress,
    /// What is there of what a leaf counts, at most what is asked for: pieces of work, minutes, full days, credits.
    pub done: i64,
    /// What a leaf asks for.
    pub of: i64,
    /// How many different people signed what a leaf counts.
    pub signers: u32,
    /// Whether there were too many choices to say for sure that it is not enough.
    pub cut_short: bool,
    /// The items that a leaf counts on the day, with how much of each.
    pub items: Vec<(usize, i64)>,
    pub parts: Vec<Explanation<'r>>,
}

impl<'r> Explanation<'r> {
    /// Explains a rule as things stand on the day.
    pub(super) fn of(rule: &'r Rule, reading: &Reading<'_>) -> Self {
        rule.fold(&mut Explaining { reading }).0
    }

    fn plain(rule: &'r Rule, value: &Value, parts: Vec<Explanation<'r>>) -> Self {
        Explanation {
            rule,
            holds: value.holds,
            progress: value.progress,
            done: i64::from(value.progress.done),
            of: i64::from(value.progress.of),
            signers: 0,
            cut_short: false,
            items: Vec::new(),
            parts,
        }
    }
}

struct Explaining<'c, 'a> {
    reading: &'c Reading<'a>,
}

/// A rule explained, and the days that go into what is above it.
type Explained<'r> = (Explanation<'r>, Value);

impl<'r> Fold<'r> for Explaining<'_, '_> {
    type Value = Explained<'r>;
    type Sum = (Sum, Vec<Explanation<'r>>);

    fn leaf(&mut self, rule: &'r Rule, leaf: &'r Leaf) -> Explained<'r> {
        let mut items = Vec::new();
        let read = leaf::read(leaf, self.reading, &mut |at, amount| match items.last_mut() {
            Some((last, sum)) if *last == at => *sum += amount,
            _ => items.push((at, amount)),
        });
        let Read {
            value,
            done,
            of,
            signers,
            cut_short,
        } = read;
        let explanation = Explanation {
            done,
            of,
            signers,
            cut_short,
            items,
            ..Explanation::plain(rule, &value, Vec::new())
        };
        (explanation, value)
    }

    fn begin(&mut self, least: u32, parts: usize) -> Self::Sum {
        (Sum::new(least, parts, self.reading.on), Vec::with_capacity(parts))
    }

    fn add(&mut self, (sum, parts): &mut Self::Sum, (explanation, value): Explained<'r>) {
        sum.add(&value);
        parts.push(explanation);
    }

    fn end(&mut self, rule: &'r Rule, (sum, parts): Self::Sum) -> Explained<'r> {
        let value = sum.end();
        (Explanation::plain(rule, &value, parts), value)
    }

    fn not(&mut self, rule: &'r Rule, (explanation, value): Explained<'r>) -> Explained<'r> {
        let value = value.not(self.reading.on);
        (Explanation::plain(rule, &value, vec![explanation]), value)
    }

    fn at(&mut self, rule: &'r Rule, _: Moment, part: &'r Rule) -> Explained<'r> {
        let (explanation, value) = part.fold(self);
        (Explanation::plain(rule, &value, vec![explanation]), value)
    }
}

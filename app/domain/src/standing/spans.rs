use chrono::NaiveDate;

/// "Never", for days that are not there.
pub(crate) const NEVER: NaiveDate = NaiveDate::MAX;

/// Days without a gap: `[from, until)`. Empty when it ends before it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub from: NaiveDate,
    /// The first day after.
    pub until: NaiveDate,
}

impl Span {
    /// No day.
    pub const NONE: Span = Span { from: NaiveDate::MAX, until: NaiveDate::MIN };
    /// Every day.
    pub const ALWAYS: Span = Span { from: NaiveDate::MIN, until: NEVER };

    /// From a day on.
    pub fn since(from: NaiveDate) -> Self {
        Span { from, until: NEVER }
    }

    /// Whether there is no day in it.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.from >= self.until
    }

    /// Whether the day is one of them.
    #[inline]
    pub fn has(self, day: NaiveDate) -> bool {
        self.from <= day && day < self.until
    }

    /// The days in both.
    #[inline]
    pub fn and(self, other: Span) -> Self {
        Span { from: self.from.max(other.from), until: self.until.min(other.until) }
    }

    /// How many days there are.
    pub(crate) fn days(self) -> i64 {
        (self.until - self.from).num_days().max(0)
    }
}

/// Days on which something holds: spans in order that neither overlap nor touch.
// Nearly all are one span, which takes no memory of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spans {
    /// One span, or none when it is empty.
    One(Span),
    /// Two or more.
    Many(Box<[Span]>),
}

impl Spans {
    /// On no day.
    pub const NONE: Spans = Spans::One(Span::NONE);
    /// On every day.
    pub const ALWAYS: Spans = Spans::One(Span::ALWAYS);

    /// From a day on; on no day when it never comes.
    pub fn since(from: NaiveDate) -> Self {
        Spans::One(Span::since(from))
    }

    /// All days of these spans, which may stand in any order and overlap.
    pub fn of(spans: impl IntoIterator<Item = Span>) -> Self {
        let mut spans = spans.into_iter().filter(|span| !span.is_empty());
        let Some(first) = spans.next() else {
            return Spans::NONE;
        };
        let Some(second) = spans.next() else {
            return Spans::One(first);
        };
        let mut sorted: Vec<Span> = [first, second].into_iter().chain(spans).collect();
        sorted.sort_unstable_by_key(|span| span.from);
        let mut joined: Vec<Span> = Vec::with_capacity(sorted.len());
        for span in sorted {
            match joined.last_mut() {
                Some(last) if span.from <= last.until => last.until = last.until.max(span.until),
                _ => joined.push(span),
            }
        }
        Spans::from_sorted(joined)
    }

    fn from_sorted(spans: Vec<Span>) -> Self {
        match spans.as_slice() {
            [] => Spans::NONE,
            [only] => Spans::One(*only),
            _ => Spans::Many(spans.into()),
        }
    }

    /// The spans, in order.
    #[inline]
    pub fn as_slice(&self) -> &[Span] {
        match self {
            Spans::One(span) if span.is_empty() => &[],
            Spans::One(span) => std::slice::from_ref(span),
            Spans::Many(spans) => spans,
        }
    }

    /// Whether there is no day at all.
    pub fn is_empty(&self) -> bool {
        self.as_slice().is_empty()
    }

    /// The span that the day lies in.
    #[inline]
    pub fn at(&self, day: NaiveDate) -> Option<Span> {
        match self {
            Spans::One(span) => Some(*span).filter(|span| span.has(day)),
            Spans::Many(spans) => {
                let after = spans.partition_point(|span| span.from <= day);
                after.checked_sub(1).map(|before| spans[before]).filter(|span| span.has(day))
            }
        }
    }

    /// Whether it holds on the day.
    #[inline]
    pub fn has(&self, day: NaiveDate) -> bool {
        self.at(day).is_some()
    }

    /// The first day of all.
    pub fn first_day(&self) -> Option<NaiveDate> {
        self.as_slice().first().map(|span| span.from)
    }

    /// The last span that is over on the day.
    pub fn over_by(&self, day: NaiveDate) -> Option<Span> {
        let spans = self.as_slice();
        let after = spans.partition_point(|span| span.until <= day);
        after.checked_sub(1).map(|last| spans[last])
    }

    /// The first day of change after a day: it begins to hold, or ends.
    pub fn next_change(&self, day: NaiveDate) -> Option<NaiveDate> {
        let edges = self.as_slice().iter().flat_map(|span| [span.from, span.until]);
        edges.into_iter().find(|edge| *edge > day && *edge != NEVER)
    }

    /// Days on which both hold.
    #[inline]
    pub fn and(&self, other: &Spans) -> Self {
        if let (Spans::One(one), Spans::One(other)) = (self, other) {
            return Spans::One(one.and(*other));
        }
        self.meet(other)
    }

    fn meet(&self, other: &Spans) -> Self {
        let (ours, theirs) = (self.as_slice(), other.as_slice());
        let (mut a, mut b) = (0, 0);
        let mut both = Vec::with_capacity(ours.len().max(theirs.len()));
        while let (Some(one), Some(two)) = (ours.get(a), theirs.get(b)) {
            let shared = one.and(*two);
            if !shared.is_empty() {
                both.push(shared);
            }
            if one.until <= two.until {
                a += 1;
            } else {
                b += 1;
            }
        }
        Spans::from_sorted(both)
    }

    /// Days on which at least one holds.
    #[inline]
    pub fn or(&self, other: &Spans) -> Self {
        match (self, other) {
            (Spans::One(one), _) if one.is_empty() => other.clone(),
            (_, Spans::One(two)) if two.is_empty() => self.clone(),
            (Spans::One(one), Spans::One(two)) if one.from <= two.until && two.from <= one.until => {
                Spans::One(Span { from: one.from.min(two.from), until: one.until.max(two.until) })
            }
            _ => Spans::of(self.as_slice().iter().chain(other.as_slice()).copied()),
        }
    }

    /// Days on which it does not hold.
    pub fn not(&self) -> Self {
        let mut from = NaiveDate::MIN;
        let mut gaps = Vec::with_capacity(self.as_slice().len() + 1);
        for span in self.as_slice() {
            gaps.push(Span { from, until: span.from });
            from = span.until;
        }
        gaps.push(Span::since(from));
        gaps.retain(|gap| !gap.is_empty());
        Spans::from_sorted(gaps)
    }

    /// From the first day on which it held, for ever.
    pub fn ever_since(&self) -> Self {
        self.first_day().map_or(Spans::NONE, Spans::since)
    }
}

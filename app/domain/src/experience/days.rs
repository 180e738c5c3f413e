use crate::interval::{Interval, uncovered};

/// The days between the first and the last of some spells on which there is none of them.
pub fn gaps(spells: &[Interval]) -> Vec<Interval> {
    let from = spells.iter().map(|one| one.from).min();
    let until = spells.iter().map(|one| one.until).collect::<Option<Vec<_>>>().and_then(|all| all.into_iter().max());
    from.map(|from| uncovered(spells, Interval { from, until })).unwrap_or_default()
}

/// Whether two of the spells have a day in common.
pub fn is_at_once(spells: &[Interval]) -> bool {
    spells.iter().enumerate().any(|(place, one)| spells[..place].iter().any(|before| before.overlaps(*one)))
}

use crate::interval::Interval;

/// The days between the first and the last of some spells on which there is none of them.
pub fn gaps(spells: &[Interval]) -> Vec<Interval> {
    let mut spells = spells.to_vec();
    spells.sort_by_key(|one| one.from);
    let (mut found, mut over) = (Vec::new(), None);
    for one in spells {
        match over {
            Some(Some(over)) if over < one.from => found.push(Interval { from: over, until: Some(one.from) }),
            _ => {}
        }
        over = Some(match (over, one.until) {
            (None, until) => until,
            (Some(Some(over)), Some(until)) => Some(over.max(until)),
            (Some(_), _) => None,
        });
    }
    found
}

/// Whether two of the spells have a day in common.
pub fn is_at_once(spells: &[Interval]) -> bool {
    spells.iter().enumerate().any(|(place, one)| spells[..place].iter().any(|before| before.overlaps(*one)))
}

use crate::codes::codes;
use std::collections::HashMap;
use std::hash::Hash;

codes! {
    /// What becomes of a row of a file.
    Verdict {
        /// It can be written.
        Ready = "ready",
        /// Somebody has to say whose it is.
        Ask = "ask",
        /// It can't be written.
        Wrong = "wrong",
        /// What it says is recorded already, or stands in the file twice: it has no effect.
        Known = "known",
        /// It says nothing that could be written.
        Nothing = "nothing",
        /// Somebody said that it is not to be written.
        LeftOut = "left out",
    }
}

codes! {
    /// How a file that was written ended.
    ImportEnd {
        /// A second person confirmed what it brought.
        Confirmed = "confirmed",
        /// A second person declined to, and said why.
        Declined = "declined",
    }
}

/// A verdict, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The verdict.
    pub verdict: Verdict,
    /// In sentences without the last full stop; empty where there is nothing to say.
    pub why: String,
}

impl Judged {
    /// A verdict and its reason.
    pub fn new(verdict: Verdict, why: impl Into<String>) -> Self {
        Self { verdict, why: why.into() }
    }
}

/// What is to be said of rows that are of the same: of those that say the same, all but the first have no effect; of those that
/// differ, none is written. Each row by its number, with whose it is and what it says; which rows change, with why.
pub fn twice<W: Eq + Hash, S: PartialEq>(rows: &[(i64, W, S)]) -> Vec<(i64, Judged)> {
    let mut of: HashMap<&W, Vec<(i64, &S)>> = HashMap::new();
    for (number, whose, says) in rows {
        of.entry(whose).or_default().push((*number, says));
    }
    let mut judged = Vec::new();
    for mut same in of.into_values().filter(|same| same.len() > 1) {
        same.sort_by_key(|(number, _)| *number);
        let Some(((first, says), others)) = same.split_first() else { continue };
        if others.iter().all(|(_, other)| other == says) {
            let known = |number| (number, Judged::new(Verdict::Known, format!("The same as row {first}")));
            judged.extend(others.iter().map(|(number, _)| known(*number)));
            continue;
        }
        let numbers: Vec<i64> = same.iter().map(|(number, _)| *number).collect();
        for number in &numbers {
            let others: Vec<String> = numbers.iter().filter(|other| *other != number).map(i64::to_string).collect();
            let rows = if others.len() == 1 { "Row" } else { "Rows" };
            let are = if others.len() == 1 { "is" } else { "are" };
            let why = format!("{rows} {} {are} of the same person and says something else", others.join(", "));
            let why = if others.len() == 1 { why } else { why.replace("says", "say") };
            judged.push((*number, Judged::new(Verdict::Wrong, why)));
        }
    }
    judged.sort_by_key(|(number, _)| *number);
    judged
}

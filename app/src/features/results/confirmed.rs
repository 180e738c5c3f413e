//! What is said after several results were confirmed at once.

use super::store::Candidate;
use crate::web::words;
use domain::ids::ResultId;

/// What came of confirming several results.
#[derive(Debug, Default)]
pub struct Report {
    /// How many count now.
    pub confirmed: usize,
    /// What became of each of the others: a sentence.
    pub overtaken: Vec<String>,
}

impl Report {
    /// Notes a result that someone else confirmed or corrected since the page was opened.
    pub fn was_overtaken(&mut self, candidate: &Candidate, result: ResultId) -> bool {
        let name = &candidate.name;
        match &candidate.result {
            Some(stands) if stands.id == result => match &stands.confirmed {
                Some((by, on)) => self
                    .overtaken
                    .push(format!("{name}: confirmed already by {by}, {}.", words::date(*on))),
                None => return false,
            },
            _ => self.overtaken.push(format!(
                "{name}: the result was corrected meanwhile. Look at the new one."
            )),
        }
        true
    }

    /// The whole, for the next page.
    #[must_use]
    pub fn said(&self) -> String {
        let confirmed = match self.confirmed {
            0 => String::from("Nothing was left to confirm."),
            1 => String::from("1 result is confirmed and counts."),
            n => format!("{n} results are confirmed and count."),
        };
        format!("{confirmed} {}", self.overtaken.join(" "))
            .trim_end()
            .to_owned()
    }
}

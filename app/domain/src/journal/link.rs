use super::{Digest, Place};
use crate::ids::{EventId, PersonId};
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

/// An event in its place in a chain, as it is stored and hashed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The chain, and of a record's chain the chapter that it concerns.
    pub place: Place,
    /// Its place in the chain, from 1 without a gap.
    pub seq: i64,
    /// Its name.
    pub id: EventId,
    /// When it was written, UTC, whole microseconds.
    pub at: DateTime<Utc>,
    /// The civil date from which it is true.
    pub valid_on: NaiveDate,
    /// Who did it; none for the system's own set-up.
    pub actor: Option<PersonId>,
    /// The version of the body's format.
    pub version: i32,
    /// The event's text, exactly as it is stored: it is never written anew to be hashed.
    pub body: String,
}

impl Link {
    /// An instant as a chain keeps it: both databases keep microseconds, and a row read back must be the row written.
    pub fn instant(at: DateTime<Utc>) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(at.timestamp_micros()).unwrap_or(at)
    }

    /// The canonical text: a line for each part, and last the hash of the link before. No part but the body, which is
    /// JSON without line breaks, is written by a person.
    pub fn text(&self, prev: Digest) -> String {
        let or_none = |id: Option<String>| id.unwrap_or_else(|| String::from("-"));
        [
            String::from("gradus-event/1"),
            self.place.chain.to_string(),
            or_none(self.place.chapter.map(|id| id.to_string())),
            self.seq.to_string(),
            self.id.to_string(),
            self.at.to_rfc3339_opts(SecondsFormat::Micros, true),
            self.valid_on.to_string(),
            or_none(self.actor.map(|id| id.to_string())),
            self.version.to_string(),
            self.body.clone(),
            prev.to_string(),
        ]
        .join("\n")
    }

    /// The SHA-256 of its [`text`](Self::text) after the link whose hash is `prev`.
    pub fn hash(&self, prev: Digest) -> Digest {
        Digest::of(&self.text(prev))
    }
}

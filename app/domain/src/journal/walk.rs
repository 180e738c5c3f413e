use super::{Digest, Link};

/// The end of a chain: what the next event follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The `seq` of the last event; 0 before the first.
    pub seq: i64,
    /// Its hash; [`Digest::NONE`] before the first.
    pub hash: Digest,
}

/// What is wrong with a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Events are missing between two that are there.
    #[error("event {found} follows event {after}: what stood between them is gone")]
    Gap {
        /// The last one before it.
        after: i64,
        /// The one that is there.
        found: i64,
    },
    /// It was made to follow another event than the one before it.
    #[error("event {0} does not follow the one before it: one of the two was put in the place of another")]
    Broken(i64),
    /// Its row isn't what was hashed.
    #[error("event {0} is not what was hashed: its row was changed after it was written")]
    Altered(i64),
    /// The last events are missing.
    #[error("it ends with event {last}, and its head says {head}: the last events are gone")]
    CutOff {
        /// The last one that is there.
        last: i64,
        /// The last one there was.
        head: i64,
    },
    /// There are events after the last one that the head knows.
    #[error("its head says {head}, and there is an event {last}: it was not written by this program")]
    Beyond {
        /// The last one that is there.
        last: i64,
        /// The last one that the head knows.
        head: i64,
    },
    /// The last event has another hash than the head says.
    #[error("its head differs from its last event {0}")]
    HeadDiffers(i64),
    /// It has events and no head.
    #[error("it has events up to {0} and no head")]
    NoHead(i64),
}

/// A walk along one chain, from its first event to its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Walk(Head);

impl Default for Walk {
    fn default() -> Self {
        Self(Head { seq: 0, hash: Digest::NONE })
    }
}

impl Walk {
    /// Goes on to the next link that is there, in the order of `seq`, with the hashes that are stored with it.
    pub fn step(&mut self, link: &Link, prev: Digest, hash: Digest) -> Option<Fault> {
        let before = self.0;
        self.0 = Head { seq: link.seq, hash };
        if link.hash(prev) != hash {
            Some(Fault::Altered(link.seq))
        } else if link.seq != before.seq + 1 {
            Some(Fault::Gap { after: before.seq, found: link.seq })
        } else if prev != before.hash {
            Some(Fault::Broken(link.seq))
        } else {
            None
        }
    }

    /// Ends at the head that is stored.
    pub fn end(self, head: Option<Head>) -> Option<Fault> {
        let last = self.0.seq;
        match head {
            None => (last > 0).then_some(Fault::NoHead(last)),
            Some(head) if head.seq > last => Some(Fault::CutOff { last, head: head.seq }),
            Some(head) if head.seq < last => Some(Fault::Beyond { last, head: head.seq }),
            Some(head) => (head.hash != self.0.hash).then_some(Fault::HeadDiffers(last)),
        }
    }
}

//! What is asked for, and what came of it, in words.

use crate::features::record::proposals::Proposal;
use crate::prelude::pages::*;
use domain::proposals::{Proposable, Settled};

/// What is asked for.
pub fn what(one: &Proposal) -> String {
    match one.act {
        Proposable::StartAccountAnew => format!("Reset the account of {}", one.person),
        Proposable::EndRegistrar => format!("End the membership of {} as registrar", one.person),
        Proposable::WithdrawAward => {
            format!("Withdraw {} from {}", one.title.as_deref().unwrap_or("a status"), one.person)
        }
    }
}

/// How it ended, or that it waits.
pub fn tag(one: &Proposal) -> AnyView {
    let (tone, label) = match one.settled {
        None => (Tone::Wait, "Waiting for a second registrar"),
        Some(Settled::Confirmed) => (Tone::Met, "Confirmed"),
        Some(Settled::Dropped | Settled::Lapsed) => (Tone::Plain, "Not done"),
    };
    view! { <Tag tone=tone label=label/> }.into_any()
}

/// When it ended, and by whom or why.
pub fn ended(one: &Proposal) -> Option<String> {
    let on = words::date(one.settled_on?);
    Some(match &one.settler {
        Some(by) => format!("{on}, by {by}"),
        None => format!("{on}, when {} stopped being registrar", one.proposer),
    })
}

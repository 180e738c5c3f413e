//! State, always as word, shape and colour.

use leptos::prelude::*;

/// How a thing stands. Each has its own shape and its own colour; the word comes from the caller.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Done, and counted.
    Met,
    /// Counted because of something earned elsewhere.
    Exempt,
    /// Begun.
    Now,
    /// May be begun.
    Open,
    /// Can't be begun yet.
    Later,
    /// Past its date, refused or expired.
    Late,
    /// A status that is held.
    Held,
    /// With someone else.
    Wait,
    /// Not published by whoever makes the rules.
    Unpublished,
    /// No state at all.
    #[default]
    Plain,
}

impl Tone {
    /// Every tone, for tables of them.
    pub const ALL: [Self; 10] = [
        Self::Met,
        Self::Exempt,
        Self::Now,
        Self::Open,
        Self::Later,
        Self::Late,
        Self::Held,
        Self::Wait,
        Self::Unpublished,
        Self::Plain,
    ];

    /// The class that colours it.
    pub fn class(self) -> &'static str {
        match self {
            Self::Met => "t-met",
            Self::Exempt => "t-exempt",
            Self::Now => "t-now",
            Self::Open => "t-open",
            Self::Later => "t-later",
            Self::Late => "t-late",
            Self::Held => "t-held",
            Self::Wait => "t-wait",
            Self::Unpublished => "t-unpublished",
            Self::Plain => "t-plain",
        }
    }

    /// Its shape: one path on a 16 by 16 grid, filled by the even-odd rule.
    pub fn shape(self) -> &'static str {
        match self {
            // a tick
            Self::Met => "M6.2 13 1.7 8.5l1.8-1.8 2.7 2.7 6.3-6.3 1.8 1.8z",
            // an equals sign: as good as
            Self::Exempt => "M2.5 4.2h11v2.6h-11zm0 5h11v2.6h-11z",
            // a disc, half full
            Self::Now => "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zm0 2.2a4.3 4.3 0 0 1 0 8.6z",
            // an arrow to the right
            Self::Open => "M4 2l9.5 6L4 14z",
            // a ring
            Self::Later => {
                "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zm0 2.2a4.3 4.3 0 1 1 0 8.6 4.3 4.3 0 0 1 0-8.6z"
            }
            // an exclamation mark
            Self::Late => "M6.6 1.5h2.8L9 9.7H7zM8 11.2a1.7 1.7 0 1 1 0 3.4 1.7 1.7 0 0 1 0-3.4z",
            // a star
            Self::Held => "M8 .8l2.2 4.6 5 .7-3.6 3.5.9 5L8 12.2l-4.5 2.4.9-5L.8 6.1l5-.7z",
            // an hourglass
            Self::Wait => "M3 1.2h10v2.2L9.7 8l3.3 4.6v2.2H3v-2.2L6.3 8 3 3.4z",
            // three dots
            Self::Unpublished => "M.9 6.6h3v3h-3zm5.6 0h3v3h-3zm5.6 0h3v3h-3z",
            // a small disc
            Self::Plain => "M8 4.8a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4z",
        }
    }
}

/// The shape of a tone alone, for a place where the word stands beside it.
#[component]
pub fn Mark(
    /// What it means.
    tone: Tone,
) -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path fill-rule="evenodd" d=tone.shape()></path>
        </svg>
    }
}

/// A state in one word or a few.
#[component]
pub fn Tag(
    /// What it means.
    tone: Tone,
    /// The word.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! { <span class=format!("tag {}", tone.class())><Mark tone/>{label}</span> }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_tones_share_a_shape_or_a_colour() {
        let shapes: BTreeSet<_> = Tone::ALL.iter().map(|tone| tone.shape()).collect();
        let classes: BTreeSet<_> = Tone::ALL.iter().map(|tone| tone.class()).collect();
        assert_eq!((shapes.len(), classes.len()), (10, 10));
    }
}

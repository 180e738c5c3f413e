//! The stair: the stages of a way up, each with its two keys and the landing it leads to.

use leptos::prelude::*;

use super::progress::Progress;
use super::tag::{Tag, Tone};

/// How far a key is turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyTurn {
    /// It is turned.
    Turned,
    /// Some of what turns it is there.
    Half,
    /// Nothing of it is there.
    Open,
    /// This step has no such lock.
    NotNeeded,
}

/// One of the keys of a step.
#[derive(Clone, Debug)]
pub struct KeyMark {
    pub name: String,
    /// What is there of it.
    pub text: String,
    /// How far it is turned.
    pub turned: KeyTurn,
}

/// One step. `landing` is what it leads to: the words before it and its name ("Step-off taken", "CILEX Paralegal").
#[derive(Clone, Debug)]
pub struct Step {
    pub href: String,
    pub title: String,
    /// What its state means.
    pub tone: Tone,
    /// Its state as a word.
    pub state: String,
    /// Whether this is where one stands: where there is little room, it alone is drawn in full.
    pub is_current: bool,
    pub keys: Vec<KeyMark>,
    /// Parts that are there.
    pub done: u32,
    /// Nought leaves the bar out.
    pub of: u32,
    /// The word for the parts.
    pub unit: String,
    /// The status it leads to: address and title.
    pub landing: Option<(String, String)>,
}

/// The steps rise to the right where there is room and stack where there is not.
#[component]
pub fn Stair(
    /// What it is the stair of.
    #[prop(into)]
    label: String,
    /// The stages from the first to the last.
    steps: Vec<Step>,
) -> impl IntoView {
    let steps = steps.into_iter().map(|step| view! { <StairStep step/> }).collect_view();
    view! { <ol class="stair" aria-label=label>{steps}</ol> }.into_any()
}

#[component]
fn StairStep(step: Step) -> impl IntoView {
    let bar =
        (step.of > 0).then(|| view! { <Progress done=step.done of=step.of label=step.title.clone() unit=step.unit/> });
    let keys = (!step.keys.is_empty()).then(|| {
        let keys = step.keys.into_iter().map(|key| view! { <StairKey key_mark=key/> }).collect_view();
        view! { <ul class="keys" aria-label="Keys">{keys}</ul> }
    });
    let landing = step.landing.map(|(lead, name)| view! { <p class="landing"><span>{lead}</span>" "<b>{name}</b></p> });
    let class = if step.is_current { "step is-current" } else { "step" };
    view! {
        <li class=format!("{class} {}", step.tone.class()) aria-current=step.is_current.then_some("step")>
            <div class="tread">
                <h2><a href=step.href>{step.title}</a></h2>
                <Tag tone=step.tone label=step.state/>
            </div>
            {keys}
            {bar}
            {landing}
        </li>
    }
    .into_any()
}

#[component]
fn StairKey(key_mark: KeyMark) -> impl IntoView {
    let (class, word) = match key_mark.turned {
        KeyTurn::Turned => ("key is-turned", "turned"),
        KeyTurn::Half => ("key is-half", "part turned"),
        KeyTurn::Open => ("key", "not turned"),
        KeyTurn::NotNeeded => ("key is-unneeded", "not needed"),
    };
    view! {
        <li class=class>
            <KeyShape turned=key_mark.turned/>
            <div><b>{key_mark.name}<span class="unseen">{format!(" key, {word}: ")}</span></b>" "<span>{key_mark.text}</span></div>
        </li>
    }
}

/// A key whose bow is as full as it is turned.
#[component]
fn KeyShape(turned: KeyTurn) -> impl IntoView {
    let bow = match turned {
        KeyTurn::Turned => "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z",
        KeyTurn::Half => "M7 2.5a4.5 4.5 0 0 0 0 9z",
        KeyTurn::Open | KeyTurn::NotNeeded => "",
    };
    view! {
        <svg class="keyshape" viewBox="0 0 24 14" aria-hidden="true" focusable="false">
            <path class="line" d="M11.5 7H22M18 7v4M21.5 7v3M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z"></path>
            <path class="fill" d=bow></path>
        </svg>
    }
}

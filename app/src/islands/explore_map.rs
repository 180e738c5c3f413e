//! The island that explores a map: what a node needs and what it unlocks lights up.

use leptos::ev::{FocusEvent, MouseEvent};
use leptos::prelude::*;

/// Wraps a map. Pointing at a node, or reaching it with the keyboard, lights up the way to it and the way on from it;
/// a line of text says the same. Without JavaScript the map and its table say it all already.
#[island]
pub fn ExploreMap(children: Children) -> impl IntoView {
    let (said, say) = signal(String::new());
    let light = move |target: Option<leptos::web_sys::EventTarget>| say.set(dom::light(target));
    let dark = move || {
        dom::dark();
        say.set(String::new());
    };
    view! {
        <div
            class="explore"
            on:mouseover=move |event: MouseEvent| light(event.target())
            on:focusin=move |event: FocusEvent| light(event.target())
            on:mouseleave=move |_: MouseEvent| dark()
            on:focusout=move |_: FocusEvent| dark()
        >
            {children()}
            <p class="explore-said count" role="status">{said}</p>
        </div>
    }
}

#[cfg(not(feature = "hydrate"))]
mod dom {
    pub fn light(_target: Option<leptos::web_sys::EventTarget>) -> String {
        String::new()
    }
    pub fn dark() {}
}

#[cfg(feature = "hydrate")]
mod dom {
    use leptos::prelude::document;
    use leptos::wasm_bindgen::JsCast;
    use leptos::web_sys::{Element, EventTarget};
    use std::collections::BTreeSet;

    const NODES: &str = "[data-node]";
    const LINES: &str = "[data-from]";
    const OPEN_LINES: &str = "[data-from]:not([class*=\"t-\"])";
    const LIT: &str = ".is-lit";

    /// Lights up what belongs to the node under the target, and says how much that is; beside the nodes all goes dark.
    pub fn light(target: Option<EventTarget>) -> String {
        let node = target
            .and_then(|target| target.dyn_into::<Element>().ok())
            .and_then(|element| element.closest(NODES).ok().flatten());
        dark();
        let Some(id) = node.and_then(|node| node.get_attribute("data-node")) else {
            return String::new();
        };
        let before = reach(&id, "data-needs");
        let after = reach(&id, "data-unlocks");
        let lit = |of: &str| of == id || before.contains(of) || after.contains(of);
        for element in all(NODES) {
            let on = element.get_attribute("data-node").is_some_and(|of| lit(&of));
            mark(&element, on);
        }
        let within = |of: &str, set: &BTreeSet<String>| of == id || set.contains(of);
        for line in all(LINES) {
            let ends = (line.get_attribute("data-from"), line.get_attribute("data-to"));
            let on = matches!(ends, (Some(from), Some(to)) if (within(&from, &before) && within(&to, &before)) || (within(&from, &after) && within(&to, &after)));
            mark(&line, on);
            // What is drawn last lies on top: no pale line crosses the way that is lit.
            if on {
                raise(&line);
            }
        }
        format!("Comes after {} and before {}.", counted(before.len()), counted(after.len()))
    }

    /// Puts every light out, and the lines of needs that aren't met back over those of needs that are, as the server
    /// drew them.
    pub fn dark() {
        if all(LIT).is_empty() {
            return;
        }
        for element in all(NODES).into_iter().chain(all(LINES)) {
            let _ = element.class_list().remove_2("is-lit", "is-dim");
        }
        for line in all(OPEN_LINES) {
            raise(&line);
        }
    }

    /// Draws a line last.
    fn raise(line: &Element) {
        if let Some(lines) = line.parent_element() {
            let _ = lines.append_child(line);
        }
    }

    fn counted(n: usize) -> String {
        match n {
            0 => String::from("nothing"),
            1 => String::from("1 step"),
            n => format!("{n} steps"),
        }
    }

    fn mark(element: &Element, on: bool) {
        let (add, remove) = if on { ("is-lit", "is-dim") } else { ("is-dim", "is-lit") };
        let _ = element.class_list().add_1(add);
        let _ = element.class_list().remove_1(remove);
    }

    /// Every node that the attribute leads to, step by step.
    fn reach(from: &str, attribute: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut open = vec![from.to_owned()];
        while let Some(id) = open.pop() {
            let selector = format!("[data-node=\"{}\"]", id.replace(['"', '\\'], ""));
            let next = document()
                .query_selector(&selector)
                .ok()
                .flatten()
                .and_then(|node| node.get_attribute(attribute))
                .unwrap_or_default();
            for id in next.split_whitespace() {
                if found.insert(id.to_owned()) {
                    open.push(id.to_owned());
                }
            }
        }
        found
    }

    fn all(selector: &str) -> Vec<Element> {
        let Ok(list) = document().query_selector_all(selector) else {
            return Vec::new();
        };
        (0..list.length()).filter_map(|i| list.get(i)).filter_map(|node| node.dyn_into::<Element>().ok()).collect()
    }
}

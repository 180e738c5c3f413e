//! Pictures already laid out. A layout takes a millisecond or two and depends on the framework alone, not on how
//! anyone stands in it, so each framework is laid out once.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use super::layout::{Picture, layout};
use super::{GraphGroup, GraphNode};

/// When this many are kept, all are let go: frameworks are few, so it only bounds the memory.
const KEPT: usize = 64;

static PICTURES: LazyLock<RwLock<HashMap<String, Arc<Picture>>>> = LazyLock::new(RwLock::default);

/// The picture of these nodes, kept from the last time where there was one.
pub fn picture(groups: &[GraphGroup], nodes: &[GraphNode]) -> Arc<Picture> {
    let key = key(groups, nodes);
    if let Some(known) = PICTURES.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return Arc::clone(known);
    }
    let picture = Arc::new(layout(groups, nodes));
    let mut pictures = PICTURES.write().unwrap_or_else(PoisonError::into_inner);
    if pictures.len() >= KEPT {
        pictures.clear();
    }
    pictures.insert(key, Arc::clone(&picture));
    picture
}

/// All that a layout depends on, with separators that no id or title contains.
fn key(groups: &[GraphGroup], nodes: &[GraphNode]) -> String {
    let mut key = String::new();
    for group in groups {
        for part in [&group.id, &group.title] {
            key.push_str(part);
            key.push('\u{1}');
        }
    }
    for node in nodes {
        let group = node.group.as_deref().unwrap_or_default();
        let unpublished = if node.unpublished { "u" } else { "" };
        for part in [node.id.as_str(), &node.title, group, unpublished, &node.row_group.name] {
            key.push('\u{2}');
            key.push_str(part);
        }
        key.push(char::from(node.row_group.row));
        key.push(char::from(node.row_group.kind));
        for need in &node.needs {
            key.push('\u{3}');
            key.push_str(need);
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::graph::RowGroup;
    use crate::design::tag::Tone;

    fn node(title: &str, state: &str) -> GraphNode {
        GraphNode {
            id: "a".to_owned(),
            code: None,
            title: title.to_owned(),
            kind: "Element".to_owned(),
            group: None,
            row_group: RowGroup::default(),
            href: "/a".to_owned(),
            tone: Tone::Open,
            state: state.to_owned(),
            needs: Vec::new(),
            unpublished: false,
        }
    }

    #[test]
    fn a_picture_is_kept_for_another_state_but_not_for_another_title() {
        let first = picture(&[], &[node("Law of Tort", "Open")]);
        assert!(Arc::ptr_eq(&first, &picture(&[], &[node("Law of Tort", "Met")])));
        assert!(!Arc::ptr_eq(&first, &picture(&[], &[node("Contract Law", "Open")])));
    }
}

//! Which events of a record are shown, and in which order.

use crate::design::field::FieldState;
use crate::prelude::pages::*;
use domain::journal::RecordPart;

/// The parts that can be asked for, each by its name in the address and on the page; none is all of it.
const PARTS: [(Option<RecordPart>, &str, &str); 5] = [
    (None, "all", "Everything"),
    (Some(RecordPart::Results), "results", "Results"),
    (Some(RecordPart::Claims), "claims", "Claims and decisions"),
    (Some(RecordPart::Statuses), "statuses", "Statuses"),
    (Some(RecordPart::People), "people", "People and enrolment"),
];

/// The part of this name; all of the story for a name that is none.
pub fn read(code: &str) -> Option<RecordPart> {
    PARTS.iter().find(|(_, one, _)| *one == code).and_then(|(part, ..)| *part)
}

/// Its name on the page.
pub fn label(part: Option<RecordPart>) -> &'static str {
    PARTS.iter().find(|(one, ..)| *one == part).map_or("", |(_, _, label)| label)
}

/// Which end of the story stands first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The latest event.
    Newest,
    /// The first one.
    Oldest,
}

impl Order {
    /// The order of this name; the newest first for a name that is none.
    pub fn read(code: &str) -> Self {
        if code == "oldest" { Self::Oldest } else { Self::Newest }
    }
}

/// The form that asks for a part and an order.
pub fn filter(part: Option<RecordPart>, order: Order) -> AnyView {
    let parts = PARTS.map(|(_, code, label)| Choice::new(code, label)).to_vec();
    let shown = PARTS.iter().find(|(one, ..)| *one == part).map_or("", |(_, code, _)| code);
    let orders = vec![Choice::new("newest", "Newest first"), Choice::new("oldest", "Oldest first")];
    let chosen = if order == Order::Oldest { "oldest" } else { "newest" };
    view! {
        <form method="get" class="choose">
            <Select of=FieldState::of_query("show", shown, None) label="Kind" options=parts/>
            <Select of=FieldState::of_query("order", chosen, None) label="Order" options=orders/>
            <Button label="Show" tone=ButtonTone::Quiet/>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_name_shows_everything() {
        assert_eq!(read("statuses"), Some(RecordPart::Statuses));
        assert_eq!(read("../secrets"), None);
        assert_eq!(Order::read(""), Order::Newest);
    }
}

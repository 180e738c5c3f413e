//! Reasons in the order in which they help: what is missing first, and what is met folded to a line; of what counts already first that by
//! which it does.

use crate::design::reason::ReasonItem;
use crate::design::tag::Tone;

/// From so many on, what is met is folded.
const FOLDED_FROM: usize = 2;

/// Reasons with what is missing first, at every depth, and of what `counts` what is met: what waits then adds nothing to it. What is met
/// among others is folded: "7 met". Where all of the first row is met, or counts, it is shown as it is.
pub fn missing_first(items: Vec<ReasonItem>, counts: bool) -> Vec<ReasonItem> {
    if counts || items.iter().all(is_met) {
        let (met, open): (Vec<ReasonItem>, Vec<ReasonItem>) = items.into_iter().map(below).partition(is_met);
        return met.into_iter().chain(open).collect();
    }
    folded(items, counts)
}

fn is_met(item: &ReasonItem) -> bool {
    item.tone == Tone::Met && !item.folded
}

fn below(item: ReasonItem) -> ReasonItem {
    let counts = is_met(&item);
    ReasonItem { children: folded(item.children, counts), ..item }
}

fn folded(items: Vec<ReasonItem>, counts: bool) -> Vec<ReasonItem> {
    let (met, mut open): (Vec<ReasonItem>, Vec<ReasonItem>) = items.into_iter().map(below).partition(is_met);
    if met.len() < FOLDED_FROM {
        // Another way stays behind the one that is met.
        let at = open.iter().position(|item| item.folded || counts).unwrap_or(open.len());
        open.splice(at..at, met);
        return open;
    }
    let all_met = ReasonItem {
        tone: Tone::Met,
        word: String::from("Met"),
        text: format!("{} met", met.len()),
        href: None,
        folded: true,
        children: met,
    };
    open.insert(if counts { 0 } else { open.len() }, all_met);
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(text: &str, tone: Tone, children: Vec<ReasonItem>) -> ReasonItem {
        ReasonItem {
            tone,
            word: String::new(),
            text: text.to_owned(),
            href: None,
            folded: text.starts_with("Or: "),
            children,
        }
    }

    fn texts(items: &[ReasonItem]) -> Vec<&str> {
        items.iter().map(|item| item.text.as_str()).collect()
    }

    fn met(text: &str) -> ReasonItem {
        item(text, Tone::Met, Vec::new())
    }

    fn missing(text: &str) -> ReasonItem {
        item(text, Tone::Later, Vec::new())
    }

    #[test]
    fn what_is_missing_comes_first_and_two_that_are_met_are_folded() {
        let told = missing_first(vec![met("a"), missing("b"), met("c")], false);
        assert_eq!(texts(&told), ["b", "2 met"]);
        assert!(told[1].folded);
        assert_eq!(texts(&told[1].children), ["a", "c"]);
    }

    #[test]
    fn one_that_is_met_is_shown_and_stands_before_another_way() {
        let told = missing_first(vec![met("a"), missing("b"), missing("Or: c")], false);
        assert_eq!(texts(&told), ["b", "a", "Or: c"]);
    }

    #[test]
    fn where_all_is_met_the_first_row_is_shown_and_what_is_below_is_folded() {
        let told = missing_first(vec![item("key", Tone::Met, vec![met("a"), met("b")]), met("c")], false);
        assert_eq!(texts(&told), ["key", "c"]);
        assert_eq!(texts(&told[0].children), ["2 met"]);
    }

    #[test]
    fn what_waits_comes_after_that_by_which_it_counts_already() {
        let grounds = || vec![missing("b"), met("a"), met("c")];
        assert_eq!(texts(&missing_first(grounds(), true)), ["a", "c", "b"]);
        let told = missing_first(vec![item("key", Tone::Met, grounds()), missing("d")], false);
        assert_eq!(texts(&told), ["d", "key"]);
        assert_eq!(texts(&told[1].children), ["2 met", "b"]);
    }
}

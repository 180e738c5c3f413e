//! Reasons in the order in which they help: what is missing first, and what is met folded to a line.

use crate::design::reason::ReasonItem;
use crate::design::tag::Tone;

/// From so many on, what is met is folded.
const FOLDED_FROM: usize = 2;

/// Reasons with what is missing first, at every depth. What is met among others is folded: "7 met". Where all of the
/// first row is met, it is shown as it is.
pub fn missing_first(items: Vec<ReasonItem>) -> Vec<ReasonItem> {
    if items.iter().all(is_met) {
        return items.into_iter().map(below).collect();
    }
    folded(items)
}

fn is_met(item: &ReasonItem) -> bool {
    item.tone == Tone::Met && !item.folded
}

fn below(item: ReasonItem) -> ReasonItem {
    ReasonItem { children: folded(item.children), ..item }
}

fn folded(items: Vec<ReasonItem>) -> Vec<ReasonItem> {
    let (met, mut open): (Vec<ReasonItem>, Vec<ReasonItem>) = items.into_iter().map(below).partition(is_met);
    if met.len() < FOLDED_FROM {
        // Another way stays behind the one that is met.
        let at = open.iter().position(|item| item.folded).unwrap_or(open.len());
        open.splice(at..at, met);
        return open;
    }
    open.push(ReasonItem {
        tone: Tone::Met,
        word: String::from("Met"),
        text: format!("{} met", met.len()),
        href: None,
        folded: true,
        children: met,
    });
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
        let told = missing_first(vec![met("a"), missing("b"), met("c")]);
        assert_eq!(texts(&told), ["b", "2 met"]);
        assert!(told[1].folded);
        assert_eq!(texts(&told[1].children), ["a", "c"]);
    }

    #[test]
    fn one_that_is_met_is_shown_and_stands_before_another_way() {
        let told = missing_first(vec![met("a"), missing("b"), missing("Or: c")]);
        assert_eq!(texts(&told), ["b", "a", "Or: c"]);
    }

    #[test]
    fn where_all_is_met_the_first_row_is_shown_and_what_is_below_is_folded() {
        let told = missing_first(vec![item("key", Tone::Met, vec![met("a"), met("b")]), met("c")]);
        assert_eq!(texts(&told), ["key", "c"]);
        assert_eq!(texts(&told[0].children), ["2 met"]);
    }
}

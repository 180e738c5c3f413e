//! The way through a long list.

use leptos::prelude::*;

/// Links to the pages of a list. `page` counts from 1; `base` is the list's address up to the number,
/// such as `/claims?state=sent&page=`. Nothing at all when everything fits on one page.
#[component]
pub fn Pagination(
    /// The number of this page, from 1.
    page: u32,
    /// How many there are.
    pages: u32,
    /// The address of a page without its number.
    #[prop(into)]
    base: String,
) -> impl IntoView {
    if pages < 2 {
        return ().into_any();
    }
    let to = |number: u32| format!("{base}{number}");
    // Beyond the end the way back leads to the last page.
    let page = page.min(pages + 1);
    let previous = (page > 1)
        .then(|| view! { <li class="turn"><a rel="prev" href=to(page - 1)>"Previous"<span class="unseen">" page"</span></a></li> });
    let next = (page < pages)
        .then(|| view! { <li class="turn"><a rel="next" href=to(page + 1)>"Next"<span class="unseen">" page"</span></a></li> });
    let numbers = shown(page, pages)
        .into_iter()
        .map(|number| match number {
            None => view! { <li class="gap">"…"</li> }.into_any(),
            Some(number) => {
                let current = (number == page).then_some("page");
                view! { <li><a href=to(number) aria-current=current><span class="unseen">"Page "</span>{number.to_string()}</a></li> }
                    .into_any()
            }
        })
        .collect_view();
    view! { <nav class="pages" aria-label="Pages"><ul>{previous}{numbers}{next}</ul></nav> }.into_any()
}

/// The way on through a list that is read by its key: to its next page, and from any but the first back to that.
#[component]
pub fn NextPage(
    /// The address of the first page, where this is another.
    first: Option<String>,
    /// The address of the next page, where there is one.
    next: Option<String>,
) -> impl IntoView {
    let turn = |rel, to: String, label| view! { <li class="turn"><a rel=rel href=to>{label}</a></li> };
    let first = first.map(|to| turn("first", to, "First page"));
    let next = next.map(|to| turn("next", to, "Next page"));
    (first.is_some() || next.is_some())
        .then(|| view! { <nav class="pages" aria-label="Pages"><ul>{first}{next}</ul></nav> })
}

/// What a list says on a page that it has not: rows there are, but the number in the address is too large. `first` is the
/// address of its first page.
pub fn no_such_page(first: impl Into<String>) -> AnyView {
    view! { "The list has fewer pages. "<a href=first.into()>"Go to the first"</a> }.into_any()
}

/// First, last and the neighbours of the page; `None` where some are left out.
fn shown(page: u32, pages: u32) -> Vec<Option<u32>> {
    let mut out = Vec::new();
    let mut last = 0;
    for number in 1..=pages {
        if number == 1 || number == pages || number.abs_diff(page) <= 1 {
            if number > last + 1 {
                out.push(None);
            }
            out.push(Some(number));
            last = number;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn the_ends_and_the_neighbours_are_shown() {
        assert_eq!(shown(1, 2), [Some(1), Some(2)]);
        assert_eq!(shown(5, 9), [Some(1), None, Some(4), Some(5), Some(6), None, Some(9)]);
        assert_eq!(shown(9, 9), [Some(1), None, Some(8), Some(9)]);
    }
}

//! A sitting may have thousands of candidates: the part of its lists that one page shows.

use super::routes::SITTING;
use super::sitting::View;
use crate::design::pagination::Pagination;
use crate::features::frameworks::catalogue::Catalogue;
use crate::features::results::store::{Candidate, PAGE, Sitting};
use crate::web::words;
use domain::standing::{Facts, standing};
use leptos::prelude::*;

/// One page of a list of candidates.
pub(super) struct Part {
    pub candidates: Vec<Candidate>,
    page: usize,
    pages: usize,
}

impl Part {
    /// The page of that number, from 1, of those whose name is found. A number beyond the end is the last page: the list
    /// gets shorter while its results are recorded.
    pub fn of(all: Vec<Candidate>, search: &str, page: u64) -> Self {
        let size = usize::try_from(PAGE).unwrap_or(usize::MAX);
        let found = all.into_iter().filter(|one| words::is_found(&one.name, search));
        let found: Vec<Candidate> = found.collect();
        let pages = found.len().div_ceil(size).max(1);
        let page = usize::try_from(page).unwrap_or(pages).clamp(1, pages);
        Self { candidates: found.into_iter().skip((page - 1) * size).take(size).collect(), page, pages }
    }

    /// The number of the page.
    pub fn number(&self) -> u64 {
        self.page as u64
    }

    /// The way to the other pages. `name` is what the query calls this list's number.
    pub fn links(&self, view: &View<'_>, name: &str) -> AnyView {
        let (page, pages) = [self.page, self.pages].map(|n| u32::try_from(n).unwrap_or(u32::MAX)).into();
        let base = format!("{}?q={}&{name}=", SITTING.to(view.id), crate::paths::encoded(view.search));
        view! { <Pagination page=page pages=pages base=base/> }.into_any()
    }
}

/// Those who may sit the element, and how many may not: they had met it or were exempt from it on the day.
pub(super) fn may_sit(all: Vec<Candidate>, sitting: &Sitting, catalogue: &Catalogue) -> (Vec<Candidate>, usize) {
    let framework = catalogue.get(&sitting.framework_slug, &sitting.framework_version);
    let Some((framework, element)) = framework.and_then(|found| found.find(&sitting.element).map(|ix| (found, ix)))
    else {
        return (all, 0);
    };
    let (mut may, mut others) = (Vec::with_capacity(all.len()), 0);
    for candidate in all {
        // Facts that can't be bound are for `gradus doctor` to name; nobody is kept from a result by them.
        let facts = candidate.facts.clone().and_then(|file| Facts::bind(&framework, file).ok());
        let had_it = facts.is_some_and(|facts| {
            // What is known by the day of the sitting decides who may sit it.
            let on = sitting.held_on;
            standing(&framework, &facts, on, on).state(element).counts()
        });
        if had_it {
            others += 1;
        } else {
            may.push(candidate);
        }
    }
    (may, others)
}

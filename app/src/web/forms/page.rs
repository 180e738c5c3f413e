//! A page that is one form, and nothing besides.

use super::{Form, Sheet};
use crate::design::back::BackLink;
use crate::design::heading::Heading;
use crate::design::text::Words;
use crate::web::draw::Page;
use leptos::prelude::*;

/// What stands above the form.
#[derive(Debug)]
pub struct FormPage {
    pub title: String,
    /// What it belongs to.
    pub eyebrow: Words,
    /// What matters most before the form is filled in.
    pub intro: String,
    /// Where one came from, and what is there.
    pub back: (String, String),
}

impl<F: Form> Sheet<F> {
    /// The page, with the form around its fields.
    pub fn page(self, page: FormPage, fields: impl FnOnce(&Self) -> AnyView + Send + 'static) -> Page {
        let FormPage { title, eyebrow, intro, back: (href, label) } = page;
        Page::new(title.clone(), move || {
            view! {
                <BackLink href=href label=label/>
                <Heading title=title eyebrow=eyebrow intro=intro/>
                {self.around(fields(&self))}
            }
        })
        .reading()
    }
}

//! The question before something ends that does not come back by itself.

use super::{Form, FormPage, Sheet};
use crate::design::field::{Button, ButtonTone, Buttons};
use crate::design::text::Words;
use crate::web::draw::Page;
use leptos::prelude::*;

/// What ends, and what that means.
pub struct Question {
    pub title: String,
    /// What it belongs to.
    pub eyebrow: Words,
    /// What the answer yes means, for whom.
    pub intro: String,
    /// The answer yes, as the button says it.
    pub yes: &'static str,
    /// Where one came from and goes back to with the answer no, and what is there.
    pub back: (String, &'static str),
}

impl<F: Form> Sheet<F> {
    /// The page that asks; the form is sent for yes.
    pub fn ask(self, question: Question) -> Page {
        self.ask_with(question, |_| ().into_any())
    }

    /// The same, with something to fill in before the answer.
    pub fn ask_with(
        self,
        Question { title, eyebrow, intro, yes, back }: Question,
        fields: impl FnOnce(&Self) -> AnyView + Send + 'static,
    ) -> Page {
        let (href, label) = back;
        let page = FormPage { title, eyebrow, intro, back: (href.clone(), label.to_owned()) };
        self.page(page, move |form| {
            let fields = fields(form);
            view! { {fields}<Buttons><Button label=yes tone=ButtonTone::Danger/>" "<a href=href>"Cancel"</a></Buttons> }
                .into_any()
        })
    }
}

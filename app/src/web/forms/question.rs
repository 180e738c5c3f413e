//! The question before something ends that does not come back by itself.

use super::{Form, Sheet};
use crate::design::back::BackLink;
use crate::design::field::{Button, ButtonTone, Buttons};
use crate::design::heading::Heading;
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
    pub fn ask(self, Question { title, eyebrow, intro, yes, back }: Question) -> Page {
        let (href, label) = back;
        Page::new(title.clone(), move || {
            let cancel = href.clone();
            let answers = view! {
                <Buttons><Button label=yes tone=ButtonTone::Danger/>" "<a href=cancel>"Cancel"</a></Buttons>
            };
            view! {
                <BackLink href=href label=label/>
                {self.summary()}
                <Heading title=title eyebrow=eyebrow intro=intro/>
                {self.around(answers)}
            }
        })
        .reading()
    }
}

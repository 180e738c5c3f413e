//! A form as it is handed to one person: empty, or with what they typed and what is wrong with it.

use super::Form;
use super::kept::{self, Kept};
use super::seal::Sealed;
use super::values::{Field, Values};
use crate::design::field::{FieldState, Hidden};
use crate::error::AppError;
use crate::web::random;
use crate::web::request::RequestCx;
use crate::web::route::Access;
use leptos::prelude::*;
use std::marker::PhantomData;

/// The name of the hidden field that says which sheet it is, and the query's name for a sheet that is shown again.
pub const SHEET: &str = "form";

/// In place of a key: the form came back with nothing typed.
pub(super) const UNFILLED: &str = "unfilled";

/// Whether a page's address shows a form again with what was typed.
pub fn is_shown_again(path: &str) -> bool {
    let query = path.split_once('?').map_or("", |(_, query)| query);
    query.split(['&', '#']).any(|pair| pair.split_once('=').is_some_and(|(name, _)| name == SHEET))
}

/// A form as it is handed to one person.
#[derive(Clone, Debug)]
pub struct Sheet<F> {
    /// Where it is sent to.
    action: String,
    /// What the hidden field holds.
    sealed: String,
    /// What was typed and what is wrong, when it is shown again.
    returned: Option<Kept>,
    form: PhantomData<fn() -> F>,
}

impl<F: Form> Sheet<F> {
    /// The form of this address: as it is handed out first, or as it came back, when the page's address says so. Then the page
    /// says above all else what is wrong with it.
    pub async fn on(cx: &RequestCx, at: &F::At) -> Result<Self, AppError> {
        let action = F::ROUTE.to(at.clone());
        // What anyone may send is handed to nobody: it may be sent after signing in or out.
        let person = match F::ROUTE.access {
            Access::Public => None,
            Access::SignedIn => cx.person.as_deref().map(|person| person.actor.person),
        };
        let found = match cx.query_of(SHEET) {
            Some(key) if key == UNFILLED && !F::unfilled().is_empty() => {
                Some((random::uuid(), Kept { errors: F::unfilled(), ..Kept::default() }))
            }
            Some(key) => kept::find(cx, (&key, person), &action).await?,
            None => None,
        };
        if let Some((_, kept)) = &found {
            let _ = cx.again.set(kept.clone());
        }
        let (key, returned) = match found {
            Some((key, kept)) => (key, Some(kept)),
            None => (random::uuid(), None),
        };
        Ok(Self { sealed: cx.app.seal.write(Sealed { key, person }, &action), action, returned, form: PhantomData })
    }

    /// What was typed, when it is shown again.
    pub fn typed(&self) -> Option<&Values> {
        self.returned.as_ref().map(|kept| &kept.values)
    }

    /// A field as it came back, else empty.
    pub fn field(&self, field: Field) -> FieldState {
        self.field_or(field, "")
    }

    /// A field as it came back, else with what stands in it at first.
    pub fn field_or(&self, field: Field, first: impl ToString) -> FieldState {
        self.named(field.name.to_owned(), std::iter::once(first.to_string()))
    }

    /// A field of which several values can be chosen.
    pub fn field_with(&self, field: Field, first: impl IntoIterator<Item = String>) -> FieldState {
        self.named(field.name.to_owned(), first)
    }

    /// The field of one thing of a list.
    pub fn field_of(&self, field: Field, id: impl std::fmt::Display, first: impl ToString) -> FieldState {
        self.named(field.of(id), std::iter::once(first.to_string()))
    }

    fn named(&self, name: String, first: impl IntoIterator<Item = String>) -> FieldState {
        let (values, error) = match &self.returned {
            Some(kept) => {
                let error = kept.errors.0.iter().find(|error| error.field == name);
                (kept.values.all(&name).map(str::to_owned).collect(), error.map(|error| error.message.clone()))
            }
            None => (first.into_iter().collect(), None),
        };
        FieldState { name, values, error }
    }

    /// A hidden field whose value the page decides anew each time.
    pub fn fixed(&self, field: Field, value: impl ToString) -> AnyView {
        view! { <Hidden name=field.name value=value.to_string()/> }.into_any()
    }

    /// Where the form is sent to.
    pub fn action(&self) -> String {
        self.action.clone()
    }

    /// The hidden field that every form holds.
    pub fn seal(&self) -> AnyView {
        view! { <Hidden name=SHEET value=self.sealed.clone()/> }.into_any()
    }

    /// The form around its fields.
    pub fn around(&self, fields: impl IntoView + 'static) -> AnyView {
        view! { <form method="post" action=self.action() novalidate>{self.seal()}{fields}</form> }.into_any()
    }
}

impl<F: Form> Sheet<F> {
    /// The form around its fields, one of which is a file.
    pub fn around_file(&self, fields: impl IntoView + 'static) -> AnyView {
        view! { <form method="post" action=self.action() enctype="multipart/form-data" novalidate>{self.seal()}{fields}</form> }
            .into_any()
    }
}

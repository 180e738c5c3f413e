//! Signing in.

use crate::design::error_summary::ErrorSummary;
use crate::design::field::{Button, Buttons, Hidden, TextField};
use crate::design::heading::Heading;
use crate::features::people::actions::SignIn;
use crate::paths;
use crate::web::page::{Page, page};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Sign-in.
#[component]
pub fn SignInPage() -> impl IntoView {
    page(|cx, params| async move {
        let next = paths::local(&params.query("next")).to_owned();
        let form = cx.returned("sign-in").await?;
        let email = form.value("email", "");
        Ok(Page::new(
            "Sign in",
            view! {
                <ErrorSummary errors=form.summary()/>
                <Heading title="Sign in"/>
                <form method="post" action=SignIn::PATH novalidate>
                    <Hidden name="next" value=next/>
                    <TextField name="email" label="Email address" kind="email" autocomplete="username" value=email error=form.error("email")/>
                    <TextField name="password" label="Password" kind="password" autocomplete="current-password" error=form.error("password")/>
                    <Buttons><Button label="Sign in"/></Buttons>
                </form>
                <p>"No account? Your employer, training provider or professional body invites you by a link."</p>
            },
        )
        .with_form(&form)
        .reading())
    })
}

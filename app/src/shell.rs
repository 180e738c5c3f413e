//! The document around every page.

use crate::web::request::RequestCx;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_meta::MetaTags;

/// The whole document. Draws the response's Content-Security-Policy too, since both need the same nonce.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let nonce = use_nonce();
    if let (Some(nonce), Some(response)) = (nonce.as_ref(), use_context::<ResponseOptions>())
        && let Ok(policy) = content_security_policy(nonce).parse()
    {
        response.insert_header(http::header::CONTENT_SECURITY_POLICY, policy);
    }
    let stylesheet = RequestCx::current().map(|cx| cx.app.stylesheet.to_string());
    view! {
        <!DOCTYPE html>
        <html lang="en-GB">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=stylesheet/>
                <HydrationScripts options islands=true/>
                <MetaTags/>
            </head>
            <body>
                <crate::routes::App/>
            </body>
        </html>
    }
}

/// What a page may load and run: our own files, and the one script that carries the nonce (docs/adr/0005).
#[must_use]
pub fn content_security_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    )
}

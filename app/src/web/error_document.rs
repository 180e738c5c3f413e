//! An error as a small document of its own, for answers that no page draws: actions, limits, panics.

use super::direction::isolated;
use super::look::{brand, stylesheet};
use super::navigation::{navigation, records};
use super::random;
use super::request::RequestCx;
use crate::design::layout::{Bar, Footer};
use crate::design::text::escaped;
use crate::error::AppError;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use leptos::prelude::*;

/// Draws the error, with the navigation of whoever asked and the look of their body, where it is known who did.
pub fn error_document(error: &AppError, sheet: &str, cx: Option<&RequestCx>) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let (title, text) = (error.title(), escaped(&error.to_string()));
    let asked = cx.and_then(|cx| cx.person.as_deref().map(|person| (cx, person)));
    let nav = asked.map(|(cx, person)| navigation(person, &cx.uri, None)).unwrap_or_default();
    let records = asked.map(|(cx, person)| records(person, &cx.app.catalogue, (&cx.uri, None))).unwrap_or_default();
    let who = asked.map(|(_, person)| person.name.clone());
    let body = cx.and_then(|cx| cx.body.as_deref());
    let brand = body.map(brand);
    let bar = view! { <Bar brand=brand.clone() nav records who/> }.to_html();
    let footer = view! { <Footer brand/> }.to_html();
    let nonce = random::token();
    let look = body.map(|body| format!("<style nonce=\"{nonce}\">{}</style>", stylesheet(body)));
    let look = look.unwrap_or_default();
    let body = format!(
        "<!DOCTYPE html><html lang=\"en-GB\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title} – Gradus</title><link rel=\"stylesheet\" href=\"{sheet}\">{look}</head><body>{bar}\
         <main id=\"main\" tabindex=\"-1\" class=\"main reading\"><div class=\"heading\"><h1>{title}</h1><div class=\"intro\">{text}</div></div>\
         <p>Use your browser’s Back button to return to where you were, or <a href=\"/\">go to your start page</a>.</p></main>\
         {footer}</body></html>"
    );
    let policy = format!(
        "default-src 'none'; style-src 'self' 'nonce-{nonce}'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    (
        status,
        [
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            (header::CACHE_CONTROL, "no-store"),
            (header::CONTENT_SECURITY_POLICY, policy.as_str()),
        ],
        isolated(&body).into_owned(),
    )
        .into_response()
}

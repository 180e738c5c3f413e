//! A link just made, shown once.

use crate::design::card::Card;
use crate::design::once::OnceLink;
use crate::error::AppError;
use crate::paths;
use crate::web::request::RequestCx;
use leptos::prelude::*;

/// Where the session keeps it until the next page.
const KEY: &str = "new_link";

/// Keeps the link made for a person for the next page. It is stored nowhere else.
///
/// # Errors
/// When the session can't be written.
pub async fn keep_link(cx: &RequestCx, name: &str, token: &str) -> Result<(), AppError> {
    Ok(cx.session.insert(KEY, (name, token)).await?)
}

/// The link that was just made, if one was; it is gone from the session afterwards.
///
/// # Errors
/// When the session can't be read.
pub async fn new_link(cx: &RequestCx) -> Result<Option<AnyView>, AppError> {
    let kept: Option<(String, String)> = cx.session.remove(KEY).await?;
    Ok(kept.map(|(name, token)| {
        let address = cx.address(&paths::invitation(&token));
        view! {
            <Card title=format!("Link for {name}")>
                <p>"Send it by a way you trust. It works once, for 14 days."</p>
                <OnceLink label="Link to send" address=address/>
            </Card>
        }
        .into_any()
    }))
}

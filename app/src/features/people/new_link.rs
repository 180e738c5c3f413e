//! A link just made, shown once to whoever made it.

use crate::design::card::Card;
use crate::design::once::OnceLink;
use crate::prelude::pages::*;
use crate::web::forms::sent;
use serde::{Deserialize, Serialize};

/// The link of an invitation. Only its hash stays.
#[derive(Debug, Serialize, Deserialize)]
pub struct NewLink {
    /// For whom it is.
    pub name: String,
    /// What the address names.
    pub token: String,
}

impl NewLink {
    /// Has the page that a form leads to show it, once.
    pub fn on(&self, done: Done) -> Result<Done, AppError> {
        Ok(done.showing_once(serde_json::to_value(self)?))
    }

    /// The link that was made by the form that led here, with its whole address, if one was and it was not shown yet.
    pub async fn found(cx: &RequestCx) -> Result<Option<(Self, String)>, AppError> {
        let Some(kept) = sent::shown_once(cx).await? else {
            return Ok(None);
        };
        let link: Self = serde_json::from_value(kept)?;
        let address = cx.address(&paths::INVITATION.to(link.token.clone()));
        Ok(Some((link, address)))
    }

    /// How it is shown.
    pub fn draw((link, address): (Self, String)) -> AnyView {
        view! {
            <Card title=format!("Link for {}", link.name)>
                <p>"Send it to them in a way you trust. It works once, for 14 days. Copy it now: this page shows it only once."</p>
                <OnceLink label="Link to send" address=address/>
            </Card>
        }
        .into_any()
    }
}

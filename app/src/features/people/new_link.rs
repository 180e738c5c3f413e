//! A link just made, shown once to whoever made it.

use super::store::{self, Link};
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

    /// The link that was made by the form that led here, if one was and it was not shown yet.
    pub async fn found(cx: &RequestCx) -> Result<Option<ShownLink>, AppError> {
        let Some(kept) = sent::shown_once(cx).await? else {
            return Ok(None);
        };
        let Self { name, token } = serde_json::from_value(kept)?;
        let link = store::invitation_of(cx.app.db.read(), &cx.app.catalogue, &token, cx.now).await?;
        let address = matches!(link, Link::Open(_)).then(|| cx.address(&paths::INVITATION.to(token)));
        Ok(Some(ShownLink { name, address }))
    }
}

/// A link as it is shown.
#[derive(Debug)]
pub struct ShownLink {
    name: String,
    /// Its whole address; none where it has come to work no longer since it was made.
    address: Option<String>,
}

impl ShownLink {
    /// How it is shown.
    pub fn draw(self) -> AnyView {
        let title = format!("Link for {}", self.name);
        let link = match self.address {
            Some(address) => view! {
                <p>"Send it to them in a way you trust. It works once, for 14 days. Copy it now: this page shows it only once."</p>
                <OnceLink label="Link to send" address=address/>
            }
            .into_any(),
            None => view! {
                <p>"The link that you made does not work any more: it was taken back or used meanwhile, or a newer one was made. It is not shown. Make a new one if it is still needed."</p>
            }
            .into_any(),
        };
        view! { <Card title=title>{link}</Card> }.into_any()
    }
}

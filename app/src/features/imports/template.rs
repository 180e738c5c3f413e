//! A file to be filled in with the results of a sitting.

use super::store;
use crate::features::record::store::KnownTo;
use crate::features::results::store as results;
use crate::features::results::words::of_sitting;
use crate::prelude::pages::*;
use crate::web::csv::{attachment, written};
use axum::response::Response;
use domain::imports::results::{EMAIL, MARK, NAME, NUMBER, RESULT, WANTED};

/// What its columns are, in this order.
const COLUMNS: [&str; 5] = [NUMBER, EMAIL, NAME, RESULT, MARK];

/// Downloads it.
///
/// # Errors
/// [`AppError::NotFound`] for who does not act for the provider of the sitting.
pub async fn template(cx: RequestCx, id: SittingId) -> Result<Response, AppError> {
    let db = cx.app.db.read();
    let sitting = results::sitting(db, id).await?;
    permit(cx.actor()?, actions::ManageSitting, &sitting.subject())?;
    let today = cx.day_of_version(&sitting.framework_slug, &sitting.framework_version);
    let candidates = store::to_fill(db, &cx.app.catalogue, &sitting, today).await?;
    let title = |code: &str| WANTED.iter().find(|one| one.code == code).map_or("", |one| one.title).to_owned();
    let head = COLUMNS.map(title).to_vec();
    let rows = candidates.into_iter().map(|KnownTo { number, email, name, .. }| {
        // An address only where there is nothing else that is nobody else's.
        let email = email.filter(|_| number.is_none());
        vec![number.unwrap_or_default(), email.unwrap_or_default(), name, String::new(), String::new()]
    });
    let (_, element) = of_sitting(&sitting, &cx.app.catalogue);
    let name = format!("{element} {}.csv", sitting.held_on);
    attachment(&name, written(std::iter::once(head).chain(rows)))
}

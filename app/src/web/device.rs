//! Browsers in which somebody has signed in: there others can't slow them down (docs/adr/0027). Being known opens nothing.

use crate::entities::known_device::{Column, Entity, Model};
use crate::entities::person;
use crate::entities::query::insert_unless_there;
use crate::prelude::stores::*;
use crate::web::db::Db;
use crate::web::request::RequestCx;
use chrono::Duration;
use domain::journal::Digest;
use tower_cookies::Cookie;
use tower_cookies::cookie::{SameSite, time};

/// How long a browser stays known after the last time somebody signed in there, days.
const KEPT_DAYS: i64 = 180;

fn cookie_name(cx: &RequestCx) -> &'static str {
    if cx.app.secure { "__Host-gradus-device" } else { "gradus-device" }
}

/// The hash of the token that the browser shows.
fn shown(cx: &RequestCx) -> Option<String> {
    cx.cookies.get(cookie_name(cx)).map(|cookie| Digest::of(cookie.value()).to_string())
}

/// The same, where the person with this address has signed in there.
pub(super) async fn known(cx: &RequestCx, address: &str) -> Result<Option<String>, AppError> {
    let Some(token) = shown(cx) else { return Ok(None) };
    let person = person::Entity::find().select_only().column(person::Column::Id);
    let person = person.filter(person::Column::Email.eq(address)).into_query();
    let here = Entity::find()
        .filter(Column::TokenSha256.eq(&token))
        .filter(Column::SignedInAt.gt(cx.now - Duration::days(KEPT_DAYS)))
        .filter(Column::PersonId.in_subquery(person));
    Ok(here.one(cx.app.db.read()).await?.map(|_| token))
}

/// Remembers that a person signed in here. The token is new each time, so that one which somebody else knows, or planted, is
/// worth nothing; whoever was known by the old one is known by the new one.
pub(super) async fn remember(cx: &RequestCx, person: PersonId) -> Result<(), AppError> {
    let token = random::token();
    let token_sha256 = Digest::of(&token).to_string();
    let tx = cx.app.db.begin().await?;
    if let Some(old) = shown(cx) {
        Entity::delete_by_id((old.clone(), person)).exec(&tx).await?;
        let others = Entity::update_many().col_expr(Column::TokenSha256, Expr::value(&token_sha256));
        others.filter(Column::TokenSha256.eq(old)).exec(&tx).await?;
    }
    insert_unless_there(&tx, Model { token_sha256, person_id: person, signed_in_at: cx.now }).await?;
    tx.commit().await?;
    let cookie = Cookie::build((cookie_name(cx), token))
        .path("/")
        .secure(cx.app.secure)
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(time::Duration::days(KEPT_DAYS));
    cx.cookies.add(cookie.build());
    Ok(())
}

/// Forgets browsers in which somebody signed in too long ago.
pub(super) async fn sweep(db: &Db, now: DateTime<Utc>) -> Result<(), AppError> {
    let before = now - Duration::days(KEPT_DAYS);
    Entity::delete_many().filter(Column::SignedInAt.lte(before)).exec(db.writer()).await?;
    Ok(())
}

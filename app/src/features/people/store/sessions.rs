//! The password of a person who has one, and their sessions, of which no event tells.

use crate::entities::{credential, session};
use crate::prelude::stores::*;
use domain::access::actions;
use sea_orm::PaginatorTrait;

/// Puts another password in the place of the one that was proved; both are given as their hashes. All sessions of the person end but
/// `own`; says how many were open.
///
/// # Errors
/// [`AppError::Conflict`] when it was changed meanwhile.
pub async fn change_password(
    may: &May<'_, actions::ChangeOwnAccount>,
    (proved, hash): (&str, &str),
    own: &str,
) -> Result<u64, AppError> {
    let person = may.on();
    let known = credential::Entity::find_by_id(person).one(&may.tx().read().await?).await?;
    if known.is_none_or(|known| known.password_hash != proved) {
        let changed = "Your password was changed meanwhile by somebody who knew it. Nothing was changed now.";
        return Err(AppError::Conflict(String::from(changed)));
    }
    let words = Words::new(credential::ActiveModel { password_hash: Set(hash.to_owned()), ..Default::default() })?;
    may.says(Event::ChangedPassword { person, password: words.digest() }, &[words]).await?;
    end_sessions(may.writer(), person, Some(own)).await
}

/// How many sessions of a person are open besides `own`.
pub async fn sessions(
    db: &impl ConnectionTrait,
    person: PersonId,
    own: Option<&str>,
    now: DateTime<Utc>,
) -> Result<u64, AppError> {
    let open = session::Entity::find().of(person).filter(session::Column::ExpiresAt.gt(now));
    Ok(open.filter(all_but(own)).count(db).await?)
}

/// Ends them; says how many there were.
pub async fn end_sessions(writer: &Writer<'_>, person: PersonId, own: Option<&str>) -> Result<u64, AppError> {
    let open = sessions(&writer.tx().read().await?, person, own, writer.now()).await?;
    writer.unlists(session::Entity::delete_many().of(person).filter(all_but(own))).await?;
    Ok(open)
}

fn all_but(own: Option<&str>) -> Condition {
    Condition::all().add_option(own.map(|own| session::Column::IdSha256.ne(own)))
}

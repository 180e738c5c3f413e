//! Forms that are shown again: what was typed and what is wrong, kept under the sheet's key for whom it was made.

use super::values::Values;
use crate::entities::form::kept_form::{self, Column, Entity};
use crate::error::AppError;
use crate::web::request::RequestCx;
use domain::ids::PersonId;
use domain::invalid::Invalid;
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, IntoActiveModel};
use uuid::Uuid;

/// A form as it is shown again.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    pub values: Values,
    /// What is wrong with it.
    pub errors: Invalid,
    /// What else is to be said.
    pub note: Option<String>,
}

/// Keeps a form, in place of what its sheet kept before.
pub(super) async fn keep(
    cx: &RequestCx,
    (key, person): (Uuid, Option<PersonId>),
    address: String,
    kept: &Kept,
) -> Result<(), AppError> {
    let row = kept_form::Model {
        key: key.to_string(),
        person_id: person,
        address,
        typed: serde_json::to_string(&kept.values)?,
        errors: serde_json::to_string(&kept.errors)?,
        note: kept.note.clone(),
        kept_at: cx.now,
    };
    let again = OnConflict::column(Column::Key)
        .update_columns([Column::Typed, Column::Errors, Column::Note, Column::KeptAt])
        .to_owned();
    Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(cx.app.db.writer()).await?;
    Ok(())
}

/// Forgets what a sheet kept: it has been sent since.
pub(super) async fn forget(cx: &RequestCx, key: Uuid) -> Result<(), AppError> {
    Entity::delete_by_id(key.to_string()).exec(cx.app.db.writer()).await?;
    Ok(())
}

/// The form that was kept under this key, for this person and address.
pub(super) async fn find(
    cx: &RequestCx,
    (key, person): (&str, Option<PersonId>),
    address: &str,
) -> Result<Option<(Uuid, Kept)>, AppError> {
    let Ok(key) = Uuid::try_parse(key) else { return Ok(None) };
    let found = Entity::find_by_id(key.to_string()).one(cx.app.db.read()).await?;
    Ok(match found {
        Some(row) if row.person_id == person && row.address == address => {
            let kept = Kept {
                values: serde_json::from_str(&row.typed)?,
                errors: serde_json::from_str(&row.errors)?,
                note: row.note,
            };
            Some((key, kept))
        }
        _ => None,
    })
}

//! Forms that are shown again: what was typed and what is wrong, kept under the sheet's key for whom it was made.

use super::values::Values;
use crate::design::error_summary::ErrorSummary;
use crate::design::tag::{Mark, Tone};
use crate::entities::form::kept_form::{self, Column, Entity};
use crate::error::AppError;
use crate::web::db::sql;
use crate::web::request::RequestCx;
use crate::web::secret;
use domain::ids::PersonId;
use domain::invalid::Invalid;
use leptos::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel, Value};
use uuid::Uuid;

/// Of forms that were made for nobody so many are kept at most, the oldest of which go first: anyone can send as many as they
/// like.
const OF_NOBODY: u32 = 2_000;

/// Of those that were made for one person so many.
const OF_ONE: u32 = 50;

/// A form as it is shown again.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    pub values: Values,
    /// What is wrong with it.
    pub errors: Invalid,
    /// What else is to be said.
    pub note: Option<String>,
}

impl Kept {
    /// What is wrong with a question that stands in the page's address: the page says it as it says what is wrong with a form.
    pub fn refused_query(cx: &RequestCx, errors: Invalid) {
        let _ = cx.again.set(Self { errors, ..Self::default() });
    }

    /// Whether something is wrong with what was typed.
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// Every mistake, each with the way to its field; why the form is shown again, where nothing is wrong with it.
    pub fn summary(&self) -> AnyView {
        let errors = self.errors.0.iter();
        let errors: Vec<_> = errors.map(|error| (error.field.clone(), error.message.clone())).collect();
        let note = self.note.clone();
        let note = note
            .map(|note| view! { <div class="notice t-now" role="status"><Mark tone=Tone::Now/><p>{note}</p></div> });
        view! { <ErrorSummary errors/>{note} }.into_any()
    }
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
        address: secret::without(&address),
        typed: serde_json::to_string(&kept.values)?,
        errors: serde_json::to_string(&kept.errors)?,
        note: kept.note.clone(),
        kept_at: cx.now,
    };
    let again = OnConflict::column(Column::Key)
        .update_columns([Column::Typed, Column::Errors, Column::Note, Column::KeptAt])
        .to_owned();
    let db = cx.app.db.writer();
    Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(db).await?;
    // Two columns that are compared as one, which the builder can't say.
    let (whose, values): (_, Vec<Value>) = match person {
        None => ("person_id IS NULL", vec![OF_NOBODY.into()]),
        Some(person) => ("person_id = $2", vec![OF_ONE.into(), person.into()]),
    };
    let text = format!(
        "DELETE FROM kept_form WHERE {whose} AND (kept_at, key) <= (
            SELECT kept_at, key FROM kept_form WHERE {whose} ORDER BY kept_at DESC, key DESC LIMIT 1 OFFSET $1)"
    );
    db.execute_raw(sql(db, &text, values)).await?;
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
        Some(row) if row.person_id == person && row.address == secret::without(address) => {
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

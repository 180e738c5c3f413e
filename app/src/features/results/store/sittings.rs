//! Sittings.

use crate::error::AppError;
use crate::features::results::add_sitting::NewSitting;
use crate::web::db::{count, places, sql};
use chrono::NaiveDate;
use domain::access::Subject;
use domain::ids::{OrganisationId, PersonId, SittingId};
use sea_orm::{ConnectionTrait, FromQueryResult};

/// Sittings on one page of the list.
pub const PAGE: u64 = 50;

/// One sitting.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Sitting {
    /// Its id.
    pub id: SittingId,
    /// The provider that held it.
    pub provider_id: OrganisationId,
    /// The provider's name.
    pub provider: String,
    /// The framework.
    pub framework_slug: String,
    /// Its version.
    pub framework_version: String,
    /// The assessment or course.
    pub element: String,
    /// The day it was held.
    pub held_on: NaiveDate,
}

impl Sitting {
    /// What a rule of access may look at: the sitting itself.
    #[must_use]
    pub fn subject(&self) -> Subject {
        Subject::of_organisation(self.provider_id)
    }

    /// What a rule of access may look at: what one candidate is to have or has.
    #[must_use]
    pub fn subject_of(&self, trainee: PersonId) -> Subject {
        Subject {
            trainee: Some(trainee),
            providers: vec![self.provider_id],
            ..self.subject()
        }
    }

    /// The same of a result, with who recorded it.
    #[must_use]
    pub fn subject_of_result(&self, trainee: PersonId, recorded_by: PersonId) -> Subject {
        Subject {
            recorded_by: Some(recorded_by),
            ..self.subject_of(trainee)
        }
    }
}

pub(super) const SITTING: &str =
    "SELECT s.id, s.provider_id, o.name AS provider, s.framework_slug, s.framework_version, s.element, s.held_on
     FROM sitting s JOIN organisation o ON o.id = s.provider_id";

/// One sitting.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub async fn sitting(connection: &impl ConnectionTrait, id: SittingId) -> Result<Sitting, AppError> {
    let statement = sql(connection, &format!("{SITTING} WHERE s.id = $1"), [id.into()]);
    Sitting::find_by_statement(statement)
        .one(connection)
        .await?
        .ok_or(AppError::NotFound)
}

/// A sitting as the list shows it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct SittingRow {
    /// The sitting.
    #[sea_orm(nested)]
    pub sitting: Sitting,
    /// Results that stand.
    pub recorded: i64,
    /// Those of them that a second person has confirmed.
    pub confirmed: i64,
}

/// One page of sittings.
#[derive(Debug)]
pub struct SittingList {
    /// Newest first.
    pub rows: Vec<SittingRow>,
    /// How many there are in all.
    pub total: u64,
}

/// The sittings of these providers, newest first; `page` counts from 1.
///
/// # Errors
/// When the database can't be read.
pub async fn sittings(
    connection: &impl ConnectionTrait,
    providers: &[OrganisationId],
    page: u64,
) -> Result<SittingList, AppError> {
    let mut values = Vec::new();
    let places = places(providers, &mut values);
    let count_all = format!("SELECT COUNT(*) AS n FROM sitting WHERE provider_id IN ({places})");
    let total = count(connection, &count_all, values.clone()).await?;
    let text = format!(
        "SELECT t.id, t.provider_id, t.provider, t.framework_slug, t.framework_version, t.element, t.held_on,
             COUNT(r.id) AS recorded, COUNT(c.result_id) AS confirmed
         FROM ({SITTING} WHERE s.provider_id IN ({places}) ORDER BY s.held_on DESC, s.id DESC LIMIT {PAGE} OFFSET {}) t
         LEFT JOIN result r ON r.sitting_id = t.id AND NOT EXISTS (SELECT 1 FROM result n WHERE n.supersedes = r.id)
         LEFT JOIN result_confirmation c ON c.result_id = r.id
         GROUP BY t.id, t.provider_id, t.provider, t.framework_slug, t.framework_version, t.element, t.held_on
         ORDER BY t.held_on DESC, t.id DESC",
        (page - 1).saturating_mul(PAGE)
    );
    let rows = SittingRow::find_by_statement(sql(connection, &text, values))
        .all(connection)
        .await?;
    Ok(SittingList { rows, total })
}

/// The provider's sitting of an element on a day, when there is one.
///
/// # Errors
/// When the database can't be read.
pub async fn find_sitting(
    connection: &impl ConnectionTrait,
    wanted: &NewSitting,
) -> Result<Option<SittingId>, AppError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: SittingId,
    }
    let found = Row::find_by_statement(sql(
        connection,
        "SELECT id FROM sitting WHERE provider_id = $1 AND framework_slug = $2 AND framework_version = $3 AND element = $4 AND held_on = $5",
        [
            wanted.provider.into(),
            wanted.framework.0.clone().into(),
            wanted.framework.1.clone().into(),
            wanted.element.clone().into(),
            wanted.held_on.into(),
        ],
    ))
    .one(connection)
    .await?;
    Ok(found.map(|row| row.id))
}

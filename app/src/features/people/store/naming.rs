//! What organisations are called, and were.

use super::organisations::words_of;
use crate::entities::query::next_round;
use crate::entities::{former_name, organisation, person, recognition};
use crate::prelude::stores::*;
use crate::web::likeness::resemble;
use crate::web::names::{by_name, look};
use crate::web::request::RequestCx;
use domain::people::OrganisationKind;
use sea_orm::sea_query::ExprTrait;
use std::collections::{BTreeSet, HashMap};

/// A name that an organisation had.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "former_name::Entity")]
pub struct FormerName {
    pub name: String,
    /// Why it was corrected.
    pub reason: String,
    /// The first day on which it was the name no longer.
    pub until_on: NaiveDate,
    /// Who corrected it; none at the server.
    #[sea_orm(from_expr = "person::Column::Name")]
    pub corrector: Option<String>,
}

/// The names that an organisation had, the last first.
pub async fn former_names(db: &impl ConnectionTrait, id: OrganisationId) -> Result<Vec<FormerName>, AppError> {
    Ok(former_name::Entity::find()
        .join(JoinType::LeftJoin, former_name::Relation::Corrector.def())
        .of(id)
        .order_by_desc(former_name::Column::Round)
        .into_partial_model()
        .all(db)
        .await?)
}

/// What organisations were called that are called otherwise now, of each the last first.
pub async fn all_formerly(
    db: &impl ConnectionTrait,
    of: Option<&[OrganisationId]>,
) -> Result<HashMap<OrganisationId, Vec<String>>, AppError> {
    let rows = former_name::Entity::find().order_by_desc(former_name::Column::Round);
    let rows = match of {
        Some(ids) => rows.of_any(ids),
        None => rows,
    };
    let mut found: HashMap<OrganisationId, Vec<String>> = HashMap::new();
    for row in rows.all(db).await? {
        found.entry(row.organisation_id).or_default().push(row.name);
    }
    Ok(found)
}

/// The employer or provider of a name: the one that has it, else the only one that had it.
pub async fn named(db: &impl ConnectionTrait, name: &str) -> Result<Option<OrganisationId>, AppError> {
    let found = organisation::Entity::find()
        .filter(organisation::Column::Name.eq(name))
        .filter(organisation::Column::Kind.ne(OrganisationKind::Body));
    if let Some(one) = found.one(db).await? {
        return Ok(Some(one.id));
    }
    let had = former_name::Entity::find().filter(former_name::Column::Name.eq(name)).all(db).await?;
    let had: BTreeSet<OrganisationId> = had.into_iter().map(|one| one.organisation_id).collect();
    Ok(had.first().copied().filter(|_| had.len() == 1))
}

/// Whether another organisation than one has a name, or one that looks the same.
pub async fn is_taken(db: &impl ConnectionTrait, name: &str, but: OrganisationId) -> Result<bool, AppError> {
    let same = organisation::Column::Look.eq(look(name)).or(organisation::Column::Name.eq(name));
    let other = organisation::Column::Id.ne(but);
    Ok(organisation::Entity::find().filter(same).filter(other).one(db).await?.is_some())
}

/// Puts another name in the place of the one of an organisation, whose chain is locked.
///
/// # Errors
/// When the database can't be written, or another has the name.
pub async fn rename(
    writer: &Writer<'_>,
    (place, had): (LocalPlace, &organisation::Model),
    (name, reason): (&str, &str),
) -> Result<(), AppError> {
    let round = next_round(former_name::Entity::find().of(had.id), &writer.tx().read().await?).await?;
    let before = Words::new(former_name::ActiveModel {
        name: Set(had.name.clone()),
        reason: Set(reason.to_owned()),
        ..Default::default()
    })?;
    let words = words_of(name)?;
    let event =
        Event::RenamedOrganisation { organisation: had.id, round, words: words.digest(), before: before.digest() };
    writer.says(place, event, &[words, before]).await
}

/// Names that are easily taken for one another.
#[derive(Clone, Debug, Default)]
pub struct Resembling {
    /// Those of the bodies that ask, and of the organisations that they recognise, each with how else it is or was called.
    pub own: Vec<(OrganisationId, String)>,
    /// Whether there are others, which these bodies do not know.
    pub others: bool,
}

/// The organisations, but for one, for which those that bear a new name are easily taken, by the name that they have or by one that they
/// had, and of a body by its short one. Of one that looks the same there are none: the name can't be given.
pub async fn resembling(
    cx: &RequestCx,
    name: &str,
    bodies: &[OrganisationId],
    but: Option<OrganisationId>,
) -> Result<Resembling, AppError> {
    let db = cx.app.db.read();
    let all = organisation::Entity::find().all(db).await?;
    let all: Vec<_> = all.into_iter().filter(|one| Some(one.id) != but).collect();
    let same = look(name);
    if all.iter().any(|one| one.look == same) {
        return Ok(Resembling::default());
    }
    let formerly = all_formerly(db, None).await?;
    let called = |one: organisation::Model| {
        if resemble(&one.name, name) {
            return Some((one.id, one.name));
        }
        let body = one.slug.as_deref().and_then(|slug| cx.app.catalogue.bodies().get(slug));
        let short = body.map(|body| body.look.short_name.clone()).filter(|short| resemble(short, name));
        let had = || formerly.get(&one.id)?.iter().find(|had| resemble(had, name));
        let also = short.map(|short| format!("in short {short}"));
        let also = also.or_else(|| Some(format!("formerly “{}”", had()?)))?;
        Some((one.id, format!("{} ({also})", one.name)))
    };
    let alike: Vec<(OrganisationId, String)> = all.into_iter().filter_map(called).collect();
    let known = recognition::Entity::find().filter(recognition::Column::BodyId.is_in(bodies.iter().copied()));
    let known: Vec<_> = known.all(db).await?.into_iter().map(|one| one.organisation_id).collect();
    let (own, others): (Vec<_>, Vec<_>) =
        alike.into_iter().partition(|(id, _)| bodies.contains(id) || known.contains(id));
    let own = by_name(own, |(_, name)| name);
    Ok(Resembling { own, others: !others.is_empty() })
}

//! Reading and writing proposals.

use crate::entities::{award, membership, person, proposal as entity, record};
use crate::journal::place_at;
use crate::prelude::stores::*;
use crate::web::tx::Object;
use domain::access::{Act, Role, Subject, actions};
use domain::proposals::{Proposable, Settled, has_second};
use sea_orm::JoinType::{InnerJoin, LeftJoin};
use sea_orm::RelationDef;
use sea_orm::sea_query::{ExprTrait, IntoCondition};
use std::collections::HashMap;

/// A proposal as it is shown.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "entity::Entity")]
pub struct Proposal {
    pub id: ProposalId,
    pub body_id: OrganisationId,
    /// What is asked for.
    pub act: Proposable,
    /// Whose account or status it is about.
    pub person_id: PersonId,
    /// Their name, as the body has it where it has a record of them.
    #[sea_orm(from_expr = "record::name_or_account()")]
    pub person: String,
    #[sea_orm(from_expr = "person::Column::Email")]
    pub known_email: String,
    /// The status that is to be withdrawn.
    pub award_id: Option<AwardId>,
    /// What it is called.
    #[sea_orm(from_expr = "award::Column::Title")]
    pub title: Option<String>,
    /// The address that the account is to have.
    pub email: Option<String>,
    pub reason: String,
    pub proposed_by: PersonId,
    #[sea_orm(from_expr = "person::name_of(\"proposer\")")]
    pub proposer: String,
    pub proposed_on: NaiveDate,
    pub settled: Option<Settled>,
    #[sea_orm(from_expr = "person::name_of(\"settler\")")]
    pub settler: Option<String>,
    pub settled_on: Option<NaiveDate>,
}

fn find() -> Select<entity::Entity> {
    let known: RelationDef = entity::Entity::belongs_to(record::Entity)
        .from(entity::Column::PersonId)
        .to(record::Column::PersonId)
        .on_condition(|proposal, record| {
            let body = Expr::col((record, record::Column::BodyId));
            body.equals((proposal, entity::Column::BodyId)).into_condition()
        })
        .into();
    entity::Entity::find()
        .join(InnerJoin, entity::Relation::Person.def())
        .join(LeftJoin, known)
        .join(LeftJoin, entity::Relation::Award.def())
        .join_as(InnerJoin, entity::Relation::Proposer.def(), "proposer")
        .join_as(LeftJoin, entity::Relation::Settler.def(), "settler")
}

/// One proposal.
pub async fn proposal(connection: &impl ConnectionTrait, id: ProposalId) -> Result<Proposal, AppError> {
    find().of(id).into_partial_model().one(connection).await?.ok_or(AppError::NotFound)
}

impl Object for ProposalId {
    type State = Proposal;

    async fn place(self, db: &ReadOnly<'_>) -> Result<LocalPlace, AppError> {
        place_at(db, proposal(db, self).await?.body_id).await
    }

    async fn read(self, db: &ReadOnly<'_>, on: NaiveDate) -> Result<(Subject, Proposal), AppError> {
        let found = proposal(db, self).await?;
        Ok((subject_of(db, &found, on).await?, found))
    }
}

/// What a rule of access may look at of a proposal, on a day of the body.
pub async fn subject_of(
    connection: &impl ConnectionTrait,
    found: &Proposal,
    on: NaiveDate,
) -> Result<Subject, AppError> {
    let registrars = registrars(connection, found.body_id, on).await?;
    Ok(Subject {
        bodies: vec![found.body_id],
        trainee: Some(found.person_id),
        proposed_by: Some(found.proposed_by).filter(|by| registrars.contains(by)),
        ..Subject::default()
    })
}

/// How many that have ended are listed: the chain of the body has all.
const ENDED: u64 = 50;

/// What waits at some bodies, the first asked first, and what has ended, the last first.
pub async fn proposals(
    connection: &impl ConnectionTrait,
    bodies: &[OrganisationId],
) -> Result<(Vec<Proposal>, Vec<Proposal>), AppError> {
    let of_bodies = || find().of_any(bodies);
    let waiting = of_bodies().filter(entity::Column::Settled.is_null()).order_by_asc(entity::Column::ProposedAt);
    let ended = of_bodies().filter(entity::Column::Settled.is_not_null());
    let ended = ended.order_by_desc(entity::Column::SettledOn).order_by_desc(entity::Column::ProposedAt).limit(ENDED);
    Ok((waiting.into_partial_model().all(connection).await?, ended.into_partial_model().all(connection).await?))
}

/// What was asked for of one kind about a person at one of some bodies and has not ended.
pub async fn about_person(
    connection: &impl ConnectionTrait,
    bodies: &[OrganisationId],
    person: PersonId,
    act: Proposable,
) -> Result<Option<Proposal>, AppError> {
    let open =
        find().of_any(bodies).of(person).filter(entity::Column::Settled.is_null()).filter(entity::Column::Act.eq(act));
    Ok(open.into_partial_model().one(connection).await?)
}

/// The registrars of a body whose end was asked for and has not been settled, each with the proposal.
pub async fn to_be_ended(
    connection: &impl ConnectionTrait,
    body: OrganisationId,
) -> Result<HashMap<PersonId, ProposalId>, AppError> {
    let open = entity::Entity::find()
        .of(body)
        .filter(entity::Column::Settled.is_null())
        .filter(entity::Column::Act.eq(Proposable::EndRegistrar))
        .select_only()
        .columns([entity::Column::PersonId, entity::Column::Id]);
    Ok(open.into_tuple::<(PersonId, ProposalId)>().all(connection).await?.into_iter().collect())
}

/// What was asked for about a status and has not ended.
pub async fn about_award(connection: &impl ConnectionTrait, award: AwardId) -> Result<Option<Proposal>, AppError> {
    let open = find().of(award).filter(entity::Column::Settled.is_null());
    Ok(open.into_partial_model().one(connection).await?)
}

/// Whether a body has a registrar who could confirm what another one asks for about a person.
pub async fn has_second_registrar(
    connection: &impl ConnectionTrait,
    body: OrganisationId,
    (by, about): (PersonId, PersonId),
    on: NaiveDate,
) -> Result<bool, AppError> {
    Ok(has_second(&registrars(connection, body, on).await?, by, about))
}

/// The registrars of a body on a day of it.
async fn registrars(
    connection: &impl ConnectionTrait,
    body: OrganisationId,
    on: NaiveDate,
) -> Result<Vec<PersonId>, AppError> {
    let held = membership::Entity::find().of(body).filter(membership::Column::Role.eq(Role::Registrar));
    let held = held.filter(membership::Entity::active_on(on)).all(connection).await?;
    Ok(held.into_iter().map(|one| one.person_id).collect())
}

/// What a body with one registrar is told.
pub const NO_SECOND: &str =
    "This takes two registrars, and your body has no second one who could confirm it. Invite one under People.";

/// What is asked for.
#[derive(Clone, Debug)]
pub struct NewProposal {
    pub act: Proposable,
    pub person: PersonId,
    pub award: Option<AwardId>,
    /// The address that the account is to have.
    pub email: Option<String>,
    pub reason: String,
}

/// Notes what a registrar asks for; the permit is the one for the act itself.
///
/// # Errors
/// [`AppError::Conflict`] when nobody could confirm it, or the same was asked for already.
pub async fn propose<A: Act>(may: &May<'_, A>, body: OrganisationId, new: NewProposal) -> Result<ProposalId, AppError>
where
    A::On: Object,
{
    // It is in the chain of the body, with the day of the body.
    let db = may.tx().read().await?;
    let place = place_at(&db, body).await?;
    if !has_second_registrar(&db, body, (may.permit().by(), new.person), place.day(may.stamp().at)).await? {
        return Err(AppError::Conflict(String::from(NO_SECOND)));
    }
    let (email, reason) = (Set(new.email), Set(new.reason));
    let words = Words::new(entity::ActiveModel { email, reason, ..Default::default() })?;
    let id = ProposalId::new(random::uuid());
    let (person, award) = (new.person, new.award);
    let event = Event::Proposed { proposal: id, of: new.act, person, award, words: words.digest() };
    if !may.writer().says_unless_there(place, event, &[words]).await? {
        let there = "This was asked for already, and waits for a second registrar. Nothing was saved.";
        return Err(AppError::Conflict(String::from(there)));
    }
    Ok(id)
}

/// Ends a proposal that waits.
pub async fn confirm(may: &May<'_, actions::ConfirmProposal>) -> Result<(), AppError> {
    settle(may, Settled::Confirmed).await
}

/// Declines it, or takes it back.
pub async fn end(may: &May<'_, actions::EndProposal>) -> Result<(), AppError> {
    settle(may, Settled::Dropped).await
}

/// Ends what waits of somebody who is registrar of a body no longer: it takes two who are.
pub async fn lapse(writer: &Writer<'_>, body: OrganisationId, by: PersonId) -> Result<(), AppError> {
    let place = place_at(&writer.tx().read().await?, body).await?;
    let open = entity::Entity::find().of(body).filter(entity::Column::Settled.is_null());
    for one in writer.locked(open.filter(entity::Column::ProposedBy.eq(by))).await? {
        let event = Event::SettledProposal { proposal: one.id, settled: Settled::Lapsed };
        writer.says(place, event, &[]).await?;
    }
    Ok(())
}

async fn settle<A: Act<On = ProposalId>>(may: &May<'_, A>, settled: Settled) -> Result<(), AppError> {
    may.says(Event::SettledProposal { proposal: may.on(), settled }, &[]).await
}

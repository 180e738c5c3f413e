//! Applications for a status, open and decided.

use super::awards::events;
use crate::entities::person::name_of;
use crate::entities::{application, application_decision, award, award_withdrawal, enrolment, record};
use crate::features::record::store::{Case, case_in, subject};
use crate::features::results::store::signed_by;
use crate::journal::place_of;
use crate::prelude::stores::*;
use crate::web::pages::{ListPage, after, counted, key_of};
use crate::web::tx::Object;
use domain::access::Subject;
use domain::awards::{ApplicationOutcome, AwardState, state};
use domain::sign_off::rests_on;
use domain::standing::StandingReport;
use sea_orm::JoinType::{InnerJoin, LeftJoin};
use sea_orm::Order;

/// An application, with what was decided.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "application::Entity")]
pub struct Application {
    pub id: ApplicationId,
    #[sea_orm(from_col = "enrolment_id")]
    pub enrolment: EnrolmentId,
    #[sea_orm(from_expr = "record::Column::Name")]
    pub name: String,
    #[sea_orm(from_expr = "enrolment::Column::FrameworkSlug")]
    pub framework_slug: String,
    #[sea_orm(from_expr = "enrolment::Column::FrameworkVersion")]
    pub framework_version: String,
    pub step_off: String,
    /// The status it leads to.
    pub status: String,
    /// The day of it.
    pub applied_on: NaiveDate,
    /// What was decided; none while it is open.
    #[sea_orm(nested)]
    pub decided: Option<Decided>,
}

/// An application with the record that it is decided on.
#[derive(Debug)]
pub struct ApplicationOnRecord {
    pub application: Application,
    pub case: Case,
}

/// The decision on an application.
#[derive(Clone, Debug, PartialEq, Eq, DerivePartialModel)]
#[sea_orm(entity = "application_decision::Entity")]
pub struct Decided {
    pub outcome: ApplicationOutcome,
    /// Why, or a remark; may be empty when conferred.
    pub reason: String,
    #[sea_orm(from_expr = "name_of(\"decider\")")]
    pub by: String,
    #[sea_orm(from_col = "decided_on")]
    pub on: NaiveDate,
    /// The award, when it was conferred.
    #[sea_orm(nested)]
    pub award: Option<Conferred>,
}

impl Decided {
    /// Whether the status was conferred.
    pub fn is_conferred(&self) -> bool {
        self.outcome == ApplicationOutcome::Conferred
    }
}

/// An award, with its public code, and with what it takes to say how it stands.
#[derive(Clone, Debug, PartialEq, Eq, DerivePartialModel)]
#[sea_orm(entity = "award::Entity")]
pub struct Conferred {
    pub id: AwardId,
    pub code: String,
    conferred_on: NaiveDate,
    expires_on: Option<NaiveDate>,
    #[sea_orm(from_expr = "award_withdrawal::Column::WithdrawnOn")]
    withdrawn_on: Option<NaiveDate>,
}

impl Conferred {
    /// How it stands on a day, by what is known now.
    pub fn state(&self, on: NaiveDate) -> Option<AwardState> {
        state(&events((self.conferred_on, self.expires_on), self.withdrawn_on), on, NaiveDate::MAX)
    }
}

/// Applications with all that came of them.
fn find() -> Select<application::Entity> {
    application::Entity::find()
        .join(InnerJoin, application::Relation::Enrolment.def())
        .join(InnerJoin, enrolment::Relation::Record.def())
        .join(LeftJoin, application_decision::Relation::Application.def().rev())
        .join_as(LeftJoin, application_decision::Relation::Decider.def(), "decider")
        .join(LeftJoin, award::Relation::Application.def().rev())
        .join(LeftJoin, award_withdrawal::Relation::Award.def().rev())
}

async fn all(
    connection: &impl ConnectionTrait,
    query: Select<application::Entity>,
) -> Result<Vec<Application>, AppError> {
    Ok(query.into_partial_model().all(connection).await?)
}

/// One application.
pub async fn application(connection: &impl ConnectionTrait, id: ApplicationId) -> Result<Application, AppError> {
    all(connection, find().of(id)).await?.pop().ok_or(AppError::NotFound)
}

impl Object for ApplicationId {
    type State = ApplicationOnRecord;

    async fn place(self, db: &ReadOnly<'_>) -> Result<LocalPlace, AppError> {
        place_of(db, application(db, self).await?.enrolment).await
    }

    async fn read(self, db: &ReadOnly<'_>, today: NaiveDate) -> Result<(Subject, ApplicationOnRecord), AppError> {
        let application = application(db, self).await?;
        let case = case_in(db, db.catalogue(), application.enrolment, today).await?;
        let subject = subject_of(db, subject(db, application.enrolment, today).await?, (&application, &case)).await?;
        Ok((subject, ApplicationOnRecord { application, case }))
    }
}

/// What a rule of access may look at of an application: its record, and who signed at work for what its step-off point rests on.
pub async fn subject_of(
    db: &impl ConnectionTrait,
    record: Subject,
    (application, case): (&Application, &Case),
) -> Result<Subject, AppError> {
    let is_beneath = |kind, node: &str| rests_on(&case.framework, &application.step_off, kind, node);
    let signed = signed_by(db, &[application.enrolment], is_beneath).await?;
    Ok(Subject { signed_at_work_by: signed.into_values().flatten().collect(), ..record })
}

/// The standing on which an application was decided; none while it is open.
pub async fn standing_then(
    connection: &impl ConnectionTrait,
    id: ApplicationId,
) -> Result<Option<StandingReport>, AppError> {
    let decision = application_decision::Entity::find_by_id(id).one(connection).await?;
    decision.map(|decision| Ok(serde_json::from_str(&decision.standing)?)).transpose()
}

/// The applications of an enrolment: those for one step-off point together, the last of them first.
pub async fn applications_of(connection: &impl ConnectionTrait, id: EnrolmentId) -> Result<Vec<Application>, AppError> {
    let query = find().of(id).order_by_asc(application::Column::StepOff);
    all(connection, query.order_by_desc(application::Column::Round)).await
}

/// A page of the applications that wait.
#[derive(Debug)]
pub struct Waiting {
    pub part: ListPage<Application, ApplicationId>,
    /// How many wait in all, counted as far as lists are.
    pub total: usize,
}

/// The applications at some bodies that wait for a decision, the longest waiting first, those after one of them.
pub async fn waiting(
    db: &impl ConnectionTrait,
    bodies: &[OrganisationId],
    last: Option<ApplicationId>,
) -> Result<Waiting, AppError> {
    use application::{Column, Entity};
    let open = |query: Select<Entity>| {
        let open = query.filter(Column::IsOpen.eq(true)).of_any(bodies);
        open.filter(enrolment::Entity::goes_on(Column::EnrolmentId.into_expr()))
    };
    let key = [Column::AppliedOn, Column::Id];
    let last = key_of(db, Entity::find().of_any(bodies), last, key).await?;
    let key = key.map(|column| column.into_expr());
    let page = all(db, after(open(find()), (key, Order::Asc), last)).await?;
    let total = counted(db, open(Entity::find())).await?;
    Ok(Waiting { part: ListPage::of(page, |one| one.id), total })
}

/// The applications at some bodies that are decided, the latest first, those after one of them.
pub async fn decided(
    db: &impl ConnectionTrait,
    bodies: &[OrganisationId],
    last: Option<ApplicationId>,
) -> Result<ListPage<Application, ApplicationId>, AppError> {
    use application_decision::{Column, Entity};
    let key = [Column::DecidedOn, Column::ApplicationId];
    let last = key_of(db, Entity::find().of_any(bodies), last, key).await?;
    let key = key.map(|column| column.into_expr());
    let of_them = find().filter(Column::BodyId.is_in(bodies.iter().copied()));
    Ok(ListPage::of(all(db, after(of_them, (key, Order::Desc), last)).await?, |one| one.id))
}

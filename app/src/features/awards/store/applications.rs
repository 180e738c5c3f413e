//! Applications for a status, open and decided.

use crate::entities::enrolment::{self, Version};
use crate::entities::person::Name;
use crate::entities::{application, application_decision, award, record};
use crate::features::record::store::{Case, case_in, subject};
use crate::features::results::store::verified_by;
use crate::journal::place_of;
use crate::prelude::stores::*;
use crate::web::pages::{Part, after, counted};
use crate::web::tx::Object;
use domain::access::Subject;
use domain::awards::ApplicationOutcome;
use domain::sign_off::rests_on;
use sea_orm::JoinType::{InnerJoin, LeftJoin};
use sea_orm::Order;

/// An application, with what was decided.
#[derive(Clone, Debug)]
pub struct Application {
    pub id: ApplicationId,
    pub enrolment: EnrolmentId,
    pub name: String,
    pub framework_slug: String,
    pub framework_version: String,
    pub step_off: String,
    /// The status it leads to.
    pub status: String,
    /// The day of it.
    pub applied_on: NaiveDate,
    /// What was decided; none while it is open.
    pub decided: Option<Decided>,
}

/// An application with the record that it is decided on.
#[derive(Debug)]
pub struct Asked {
    pub application: Application,
    pub case: Case,
}

/// The decision on an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Whether the status was conferred.
    pub is_conferred: bool,
    /// Why, or a remark; may be empty when conferred.
    pub reason: String,
    pub by: String,
    pub on: NaiveDate,
    /// The award and its public code, when it was conferred.
    pub award: Option<(AwardId, String)>,
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "application::Entity")]
struct Row {
    id: ApplicationId,
    enrolment_id: EnrolmentId,
    step_off: String,
    status: String,
    applied_on: NaiveDate,
    #[sea_orm(nested)]
    record: record::Name,
    #[sea_orm(nested)]
    enrolment: Version,
    #[sea_orm(nested)]
    decision: Option<DecisionRow>,
    #[sea_orm(nested, alias = "decider")]
    decider: Option<Name>,
    #[sea_orm(nested)]
    award: Option<AwardRow>,
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "application_decision::Entity")]
struct DecisionRow {
    outcome: ApplicationOutcome,
    reason: String,
    decided_on: NaiveDate,
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "award::Entity")]
struct AwardRow {
    id: AwardId,
    code: String,
}

impl From<Row> for Application {
    fn from(row: Row) -> Self {
        let award = row.award.map(|award| (award.id, award.code));
        let decided = row.decision.zip(row.decider).map(|(decision, decider)| Decided {
            is_conferred: decision.outcome == ApplicationOutcome::Conferred,
            reason: decision.reason,
            by: decider.name,
            on: decision.decided_on,
            award,
        });
        Self {
            id: row.id,
            enrolment: row.enrolment_id,
            name: row.record.name,
            framework_slug: row.enrolment.framework_slug,
            framework_version: row.enrolment.framework_version,
            step_off: row.step_off,
            status: row.status,
            applied_on: row.applied_on,
            decided,
        }
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
}

async fn all(
    connection: &impl ConnectionTrait,
    query: Select<application::Entity>,
) -> Result<Vec<Application>, AppError> {
    let rows: Vec<Row> = query.into_partial_model().all(connection).await?;
    Ok(rows.into_iter().map(Application::from).collect())
}

/// One application.
pub async fn application(connection: &impl ConnectionTrait, id: ApplicationId) -> Result<Application, AppError> {
    all(connection, find().of(id)).await?.pop().ok_or(AppError::NotFound)
}

impl Object for ApplicationId {
    type State = Asked;

    async fn place(self, db: &Reader<'_>) -> Result<Place, AppError> {
        place_of(db, application(db, self).await?.enrolment).await
    }

    async fn read(self, db: &Reader<'_>, today: NaiveDate) -> Result<(Subject, Asked), AppError> {
        let application = application(db, self).await?;
        let case = case_in(db, db.catalogue(), application.enrolment, today).await?;
        let subject = subject_of(db, subject(db, application.enrolment, today).await?, (&application, &case)).await?;
        Ok((subject, Asked { application, case }))
    }
}

/// What a rule of access may look at of an application: its record, and who verified what its step-off point rests on.
pub async fn subject_of(
    db: &impl ConnectionTrait,
    record: Subject,
    (application, case): (&Application, &Case),
) -> Result<Subject, AppError> {
    let is_beneath = |node: &str| rests_on(&case.framework, &application.step_off, node);
    let verified = verified_by(db, &[application.enrolment], is_beneath).await?;
    Ok(Subject { stage_verified_by: verified.into_values().flatten().collect(), ..record })
}

/// The applications of an enrolment: those for one step-off point together, the last of them first.
pub async fn applications_of(connection: &impl ConnectionTrait, id: EnrolmentId) -> Result<Vec<Application>, AppError> {
    let query = find().of(id).order_by_asc(application::Column::StepOff);
    all(connection, query.order_by_desc(application::Column::Round)).await
}

/// A page of the applications that wait.
#[derive(Debug)]
pub struct Waiting {
    pub part: Part<Application, ApplicationId>,
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
    let open = |query: Select<Entity>| query.filter(Column::IsOpen.eq(true)).of_any(bodies);
    let last = match last {
        Some(id) => {
            let found = Entity::find_by_id(id).of_any(bodies).one(db).await?;
            found.map(|one| [one.applied_on.into(), one.id.into()])
        }
        None => None,
    };
    let key = [Column::AppliedOn, Column::Id].map(|column| column.into_expr());
    let page = all(db, after(open(find()), (key, Order::Asc), last)).await?;
    let total = counted(db, open(Entity::find())).await?;
    Ok(Waiting { part: Part::of(page, |one| one.id), total })
}

/// The applications at some bodies that are decided, the latest first, those after one of them.
pub async fn decided(
    db: &impl ConnectionTrait,
    bodies: &[OrganisationId],
    last: Option<ApplicationId>,
) -> Result<Part<Application, ApplicationId>, AppError> {
    use application_decision::{Column, Entity};
    let last = match last {
        Some(id) => Entity::find_by_id(id).of_any(bodies).one(db).await?,
        None => None,
    };
    let last = last.map(|one| [one.decided_on.into(), one.application_id.into()]);
    let key = [Column::DecidedOn, Column::ApplicationId].map(|column| column.into_expr());
    let of_them = find().filter(Column::BodyId.is_in(bodies.iter().copied()));
    Ok(Part::of(all(db, after(of_them, (key, Order::Desc), last)).await?, |one| one.id))
}

//! What waits for an employer's answer, as the list shows it: what a claim says is read when it is opened.

use crate::content::catalogue::Catalogue;
use crate::entities::signing_link::name_or_holder;
use crate::entities::signing_request::{self, Column, Entity};
use crate::entities::{employment, enrolment, experience, organisation, record, supervision};
use crate::features::frameworks::map::subject_title;
use crate::features::record::store::{DaysOf, WorkOf, known_to, supervisions_then};
use crate::prelude::stores::*;
use crate::web::days::on_its_day;
use crate::web::pages::{ListPage, after, counted, key_of};
use crate::web::request::RequestCx;
use domain::access::{Actor, Role};
use domain::interval::Interval;
use domain::sign_off::SigningKind;
use sea_orm::JoinType::{InnerJoin, LeftJoin};
use sea_orm::Order;
use sea_orm::sea_query::ExprTrait;
use std::collections::BTreeMap;

/// A request as a list shows it.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "signing_request::Entity")]
pub struct Queued {
    pub id: SigningRequestId,
    pub(super) enrolment_id: EnrolmentId,
    employer_id: OrganisationId,
    /// What kind of thing is to be signed.
    pub subject: SigningKind,
    /// The outcome, the verification of the stage, or the kind of experience.
    pub node: String,
    /// The name by which the employer knows the trainee.
    #[sea_orm(from_expr = "record::Column::Name")]
    pub trainee: String,
    pub person_id: Option<PersonId>,
    /// The name of whoever was asked by name.
    #[sea_orm(from_expr = "name_or_holder(\"recipient\")")]
    pub recipient: Option<String>,
    #[sea_orm(from_expr = "organisation::Column::Name")]
    pub employer: String,
    #[sea_orm(from_expr = "enrolment::Column::FrameworkSlug")]
    pub framework_slug: String,
    #[sea_orm(from_expr = "enrolment::Column::FrameworkVersion")]
    pub framework_version: String,
    /// The day it was sent.
    pub sent_on: NaiveDate,
    /// The first day, of a spell of work.
    #[sea_orm(from_expr = "experience::Column::FromOn")]
    from_on: Option<NaiveDate>,
    /// The first day after it.
    #[sea_orm(from_expr = "experience::Column::UntilOn")]
    until_on: Option<NaiveDate>,
}

impl Queued {
    /// What is to be signed, as the framework calls it; its id where the version is not published or has none of it.
    pub fn title(&self, catalogue: &Catalogue) -> String {
        let framework = catalogue.get(&self.framework_slug, &self.framework_version);
        let title = framework
            .map_or_else(|| self.node.clone(), |framework| subject_title(&framework, self.subject, &self.node));
        match self.from_on {
            // A trainee may have several spells of one kind.
            Some(from) => format!("{title}, {}", Interval { from, until: self.until_on }),
            None => title,
        }
    }
}

pub(super) fn at(actor: &Actor, role: Role) -> Expr {
    Column::EmployerId.is_in(actor.organisations(role))
}

/// The open requests that a person may answer, each on the day of its record: those that were sent to an employer of
/// theirs, of trainees who work there, or worked there where an employer of before answers too, and whom they supervise, or whose
/// work they saw, or which its administrators answer too. Their own come with those of colleagues, so that nobody's absence blocks.
fn waiting(cx: &RequestCx, actor: &Actor) -> Select<Entity> {
    let for_administrators = SigningKind::ALL.into_iter().filter(|kind| kind.is_for_administrators());
    let for_former = SigningKind::ALL.into_iter().filter(|kind| kind.is_for_former_employers());
    let for_former = Column::Subject.is_in(for_former);
    let as_administrator =
        Condition::all().add(at(actor, Role::EmployerAdmin)).add(Column::Subject.is_in(for_administrators));
    let answers = |today| {
        let saw = Condition::any().add(supervises(actor, today)).add(supervised_then(actor));
        let as_supervisor = Condition::all().add(at(actor, Role::Supervisor)).add(saw);
        let of_employer = Condition::any().add(works_there(today)).add(for_former.clone());
        Condition::all().add(Condition::any().add(as_supervisor).add(as_administrator.clone())).add(of_employer)
    };
    with_what_is_shown(Entity::find())
        .filter(Column::IsOpen.eq(true))
        .filter(enrolment::Column::EndedOn.is_null())
        .filter(Column::TraineeId.ne(actor.person))
        .filter(on_its_day(cx, &Column::EnrolmentId.into_expr(), answers))
}

/// The requests of a list, with what [`Queued`] reads beside them.
pub(super) fn with_what_is_shown<E: EntityTrait>(list: Select<E>) -> Select<E> {
    list.join(InnerJoin, signing_request::Relation::Enrolment.def())
        .join(InnerJoin, signing_request::Relation::Employer.def())
        .join(InnerJoin, enrolment::Relation::Record.def())
        .join_as(LeftJoin, signing_request::Relation::Recipient.def(), "recipient")
        .join(LeftJoin, signing_request::Relation::SigningLink.def())
        .join(LeftJoin, signing_request::Relation::Experience.def())
}

/// How many wait in all, counted as far as lists are.
pub async fn total(db: &impl ConnectionTrait, cx: &RequestCx, actor: &Actor) -> Result<usize, AppError> {
    Ok(counted(db, waiting(cx, actor)).await?)
}

/// A page of them, those that wait longest first: those after one of them.
pub async fn part(
    db: &impl ConnectionTrait,
    cx: &RequestCx,
    actor: &Actor,
    last: Option<SigningRequestId>,
) -> Result<ListPage<Queued, SigningRequestId>, AppError> {
    // Requests of several records have no common order but how long they wait.
    let key = [Column::SentOn, Column::Id];
    // The last one may have been answered meanwhile.
    let own = Condition::any().add(at(actor, Role::Supervisor)).add(at(actor, Role::EmployerAdmin));
    let last = key_of(db, Entity::find().filter(own), last, key).await?;
    let key = key.map(|column| column.into_expr());
    let page = after(waiting(cx, actor), (key, Order::Asc), last);
    let mut rows = page.into_partial_model::<Queued>().all(db).await?;
    as_known(db, rows.iter_mut()).await?;
    Ok(ListPage::of(rows, |one| one.id))
}

/// Calls the trainees of some requests as the employer knows them that was asked.
pub(super) async fn as_known<'a>(
    db: &impl ConnectionTrait,
    rows: impl Iterator<Item = &'a mut Queued>,
) -> Result<(), AppError> {
    let mut at: BTreeMap<OrganisationId, Vec<&mut Queued>> = BTreeMap::new();
    for row in rows {
        at.entry(row.employer_id).or_default().push(row);
    }
    for (employer, rows) in at {
        let of: Vec<EnrolmentId> = rows.iter().map(|row| row.enrolment_id).collect();
        let known = known_to(db, employer, &of).await?;
        for row in rows {
            if let Some(known) = known.get(&row.enrolment_id) {
                row.trainee.clone_from(&known.name);
            }
        }
    }
    Ok(())
}

/// Whether the trainee of a request works on a day for its employer.
pub(super) fn works_there(today: NaiveDate) -> Expr {
    let record = Expr::col((employment::Entity, employment::Column::RecordId));
    let employer = Expr::col((employment::Entity, employment::Column::EmployerId));
    let query = employment::Entity::find()
        .filter(record.equals((enrolment::Entity, enrolment::Column::RecordId)))
        .filter(employer.equals((Entity, Column::EmployerId)))
        .filter(employment::Entity::active_on(today));
    Expr::exists(query.into_query())
}

/// Whether a request is about work that the actor saw as the trainee's supervisor then. Not asked of a claim or of a stage.
fn supervised_then(actor: &Actor) -> Expr {
    let [enrolment, employer] = [Column::EnrolmentId, Column::EmployerId].map(|column| Expr::col((Entity, column)));
    let [from, until] =
        [experience::Column::FromOn, experience::Column::UntilOn].map(|column| Expr::col((experience::Entity, column)));
    let saw = supervisions_then(WorkOf { enrolment, employer, days: DaysOf { from, until } });
    Expr::exists(saw.filter(supervision::Column::SupervisorId.eq(actor.person)).into_query())
        .and(Column::ExperienceId.is_not_null())
}

/// Whether the actor supervises the trainee of a request on a day, for its employer.
pub(super) fn supervises(actor: &Actor, today: NaiveDate) -> Expr {
    let [enrolment, employer] = [supervision::Column::EnrolmentId, supervision::Column::EmployerId]
        .map(|column| Expr::col((supervision::Entity, column)));
    let query = supervision::Entity::find()
        .filter(enrolment.equals((Entity, Column::EnrolmentId)))
        .filter(employer.equals((Entity, Column::EmployerId)))
        .filter(supervision::Column::SupervisorId.eq(actor.person))
        .filter(supervision::Entity::active_on(today));
    Expr::exists(query.into_query())
}

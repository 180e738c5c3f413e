//! What trainees hold from before, with all that was decided on it.

use crate::entities::person::name_of;
use crate::entities::{
    enrolment, exemption, exemption_withdrawal, prior_learning, prior_learning_decision, prior_learning_review, record,
};
use crate::features::record::store::{Case, case_in, subject};
use crate::journal::place_of;
use crate::prelude::stores::*;
use crate::web::pages::{ListPage, after, counted, key_of};
use crate::web::tx::Object;
use domain::access::Subject;
use domain::bodies::Service;
use domain::exemptions::{PriorState, Sent};
use domain::framework::{Framework, NodeIx, PriorIx};
use sea_orm::JoinType::{InnerJoin, LeftJoin};
use sea_orm::Order;
use std::collections::BTreeSet;

/// Something that a trainee holds from before, with all that was decided on it.
#[derive(Clone, Debug)]
pub struct PriorLearning {
    pub row: prior_learning::Model,
    /// The trainee's name, as the body has it.
    pub name: String,
    pub framework_slug: String,
    pub framework_version: String,
    /// The first decision, and that of the review.
    pub decisions: Vec<Decision>,
    pub review: Option<prior_learning_review::Model>,
    /// What was decided for each element, in the order of the decisions.
    pub exemptions: Vec<Exemption>,
}

/// A decision, with the name of who made it.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "prior_learning_decision::Entity")]
pub struct Decision {
    #[sea_orm(nested)]
    pub row: prior_learning_decision::Model,
    #[sea_orm(from_expr = "name_of(\"decider\")")]
    pub by: String,
}

/// What was decided for one element.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "exemption::Entity")]
pub struct Exemption {
    #[sea_orm(nested)]
    pub row: exemption::Model,
    #[sea_orm(from_expr = "name_of(\"decider\")")]
    pub by: String,
    #[sea_orm(from_expr = "exemption_withdrawal::Column::WithdrawnOn")]
    pub withdrawn_on: Option<NaiveDate>,
    #[sea_orm(from_expr = "exemption_withdrawal::Column::WithdrawnAt")]
    withdrawn_at: Option<DateTime<Utc>>,
    #[sea_orm(from_expr = "exemption_withdrawal::Column::Reason")]
    pub withdrawn_because: Option<String>,
}

impl Exemption {
    /// Whether it counts on a day: it was granted, and neither withdrawn nor only for a time that is over.
    pub fn counts_on(&self, day: NaiveDate) -> bool {
        self.row.is_granted && self.withdrawn_on.is_none() && self.row.expires_on.is_none_or(|end| day < end)
    }
}

/// By which of these somebody is exempt from an element on a day.
pub fn exempting<'a>(all: &'a [PriorLearning], element: &str, day: NaiveDate) -> Option<&'a PriorLearning> {
    all.iter().find(|one| one.exemptions.iter().any(|it| it.row.element == element && it.counts_on(day)))
}

impl PriorLearning {
    /// How it stands.
    pub fn state(&self) -> PriorState {
        PriorState::of(Sent { is_open: self.row.is_open, decisions: self.decisions.len() })
    }

    /// The elements for which an exemption is asked, as the framework names them.
    pub fn elements(&self) -> impl Iterator<Item = &str> {
        self.row.elements.split(' ').filter(|id| !id.is_empty())
    }

    /// What the framework calls it, where the framework says what it is worth: then nothing is left to judge.
    pub fn listed(&self, framework: &Framework) -> Option<PriorIx> {
        let named = self.row.prior.as_deref().and_then(|prior| framework.prior_of_id(prior));
        named.filter(|ix| framework.is_listed(*ix) && self.row.elements.is_empty())
    }

    /// Within which of the body's times it is decided.
    pub fn service(&self, framework: &Framework) -> Service {
        if self.listed(framework).is_some() { Service::ListedExemption } else { Service::OtherExemption }
    }

    /// The elements on which is still to be decided: all, or in review those that were refused.
    pub fn open_elements(&self) -> Vec<&str> {
        match self.state() {
            PriorState::Sent => self.elements().collect(),
            PriorState::InReview => self.refused().collect(),
            PriorState::Decided | PriorState::Reviewed | PriorState::TakenBack => Vec::new(),
        }
    }

    /// The first decision, while somebody else looks at it once more.
    pub fn reviewed(&self) -> Option<&Decision> {
        self.decisions.first().filter(|_| self.state() == PriorState::InReview)
    }

    /// The elements that were refused and not granted since.
    pub fn refused(&self) -> impl Iterator<Item = &str> {
        let is_granted =
            |element: &str| self.exemptions.iter().any(|one| one.row.is_granted && one.row.element == element);
        self.elements().filter(move |element| !is_granted(element))
    }

    /// Whether something of it was refused: the proof, or an exemption that was asked for.
    pub fn was_refused(&self) -> bool {
        let last = self.decisions.last();
        last.is_some_and(|last| !last.row.is_proved) || (last.is_some() && self.refused().next().is_some())
    }

    /// Whether an exemption that came of it, by itself or together with another of `all`, was withdrawn since it was decided: then its
    /// proof is worth nothing more, and it may be sent anew. Which of two that were needed was forged, nobody says.
    pub fn is_withdrawn(&self, framework: &Framework, all: &[PriorLearning]) -> bool {
        let decided = self.decisions.last().map(|last| last.row.decided_at);
        let own = self.listed(framework);
        let rests_on_it = |one: &PriorLearning, element: &str| {
            let (Some(first), Some(own)) = (one.listed(framework), own) else { return false };
            framework.exempts().iter().any(|rule| {
                let names = |ix: &NodeIx| framework.node(*ix).id == element;
                rule.elements.iter().any(names)
                    && rule.held.named().is_superset(&BTreeSet::from([first, own]))
                    && !rule.held.holds(&BTreeSet::from([first]))
            })
        };
        decided.is_some_and(|decided| {
            all.iter().any(|one| {
                let is_own = one.row.id == self.row.id;
                let mut withdrawn = one.exemptions.iter().filter(|it| it.withdrawn_at.is_some_and(|at| at >= decided));
                withdrawn.any(|it| is_own || rests_on_it(one, &it.row.element))
            })
        })
    }

    /// Whether it waits or was found good: nobody took it back, refused it or withdrew what came of it. `all` are those of the enrolment.
    pub fn stands(&self, framework: &Framework, all: &[PriorLearning]) -> bool {
        self.state() != PriorState::TakenBack && !self.was_refused() && !self.is_withdrawn(framework, all)
    }

    /// Whether its proof was confirmed, and no exemption that came of it was withdrawn.
    pub fn is_proved(&self, framework: &Framework, all: &[PriorLearning]) -> bool {
        self.decisions.last().is_some_and(|last| last.row.is_proved) && !self.is_withdrawn(framework, all)
    }
}

/// What of these is proved, as the framework names it.
pub fn proved(framework: &Framework, all: &[PriorLearning]) -> BTreeSet<PriorIx> {
    all.iter().filter(|one| one.is_proved(framework, all)).filter_map(|one| one.listed(framework)).collect()
}

/// The same, as if one more were.
pub fn proved_with(framework: &Framework, all: &[PriorLearning], one: PriorIx) -> BTreeSet<PriorIx> {
    proved(framework, all).into_iter().chain([one]).collect()
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "prior_learning::Entity")]
struct PriorRow {
    #[sea_orm(nested)]
    row: prior_learning::Model,
    #[sea_orm(from_expr = "record::Column::Name")]
    name: String,
    #[sea_orm(from_expr = "enrolment::Column::FrameworkSlug")]
    framework_slug: String,
    #[sea_orm(from_expr = "enrolment::Column::FrameworkVersion")]
    framework_version: String,
}

fn find() -> Select<prior_learning::Entity> {
    prior_learning::Entity::find()
        .join(InnerJoin, prior_learning::Relation::Enrolment.def())
        .join(InnerJoin, enrolment::Relation::Record.def())
}

async fn all(db: &impl ConnectionTrait, query: Select<prior_learning::Entity>) -> Result<Vec<PriorLearning>, AppError> {
    let rows: Vec<PriorRow> = query.into_partial_model().all(db).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<PriorLearningId> = rows.iter().map(|one| one.row.id).collect();
    let mut decisions: Vec<Decision> = prior_learning_decision::Entity::find()
        .join_as(InnerJoin, prior_learning_decision::Relation::Decider.def(), "decider")
        .of_any(&ids)
        .order_by_asc(prior_learning_decision::Column::Round)
        .into_partial_model()
        .all(db)
        .await?;
    let mut exemptions: Vec<Exemption> = exemption::Entity::find()
        .join_as(InnerJoin, exemption::Relation::Decider.def(), "decider")
        .join(LeftJoin, exemption_withdrawal::Relation::Exemption.def().rev())
        .of_any(&ids)
        .order_by_asc(exemption::Column::Round)
        .order_by_asc(exemption::Column::Element)
        .into_partial_model()
        .all(db)
        .await?;
    let mut reviews = prior_learning_review::Entity::find().of_any(&ids).all(db).await?;
    let whole = |PriorRow { row, name, framework_slug, framework_version }: PriorRow| {
        let id = row.id;
        let decisions = decisions.extract_if(.., |one| one.row.prior_learning_id == id).collect();
        let exemptions = exemptions.extract_if(.., |one| one.row.prior_learning_id == id).collect();
        let review = reviews.iter().position(|one| one.prior_learning_id == id).map(|at| reviews.swap_remove(at));
        PriorLearning { row, name, framework_slug, framework_version, decisions, review, exemptions }
    };
    Ok(rows.into_iter().map(whole).collect())
}

/// One.
///
/// # Errors
/// [`AppError::NotFound`] where there is none.
pub async fn prior_learning(db: &impl ConnectionTrait, id: PriorLearningId) -> Result<PriorLearning, AppError> {
    all(db, find().of(id)).await?.pop().ok_or(AppError::NotFound)
}

/// All of an enrolment, the last one first.
pub async fn of_enrolment(db: &impl ConnectionTrait, id: EnrolmentId) -> Result<Vec<PriorLearning>, AppError> {
    let latest = find().of(id).order_by_desc(prior_learning::Column::SentAt);
    all(db, latest.order_by_desc(prior_learning::Column::Id)).await
}

/// One exemption.
///
/// # Errors
/// [`AppError::NotFound`] where there is none.
pub async fn exemption(db: &impl ConnectionTrait, id: ExemptionId) -> Result<exemption::Model, AppError> {
    exemption::Entity::find().of(id).one(db).await?.ok_or(AppError::NotFound)
}

/// Whether an exemption counts on a day: it was granted, and neither withdrawn nor only for a time that is over.
pub async fn is_in_force(db: &impl ConnectionTrait, row: &exemption::Model, on: NaiveDate) -> Result<bool, AppError> {
    let is_withdrawn = exemption_withdrawal::Entity::find().of(row.id).one(db).await?.is_some();
    Ok(row.is_granted && !is_withdrawn && row.expires_on.is_none_or(|day| on < day))
}

/// A page of what waits.
#[derive(Debug)]
pub struct Waiting {
    pub part: ListPage<PriorLearning, PriorLearningId>,
    /// How many wait in all, counted as far as lists are.
    pub total: usize,
}

/// What waits at some bodies for a decision, what is due first first, of those due on one day the longest waiting, those after one of them.
pub async fn waiting(
    db: &impl ConnectionTrait,
    bodies: &[OrganisationId],
    last: Option<PriorLearningId>,
) -> Result<Waiting, AppError> {
    use prior_learning::{Column, Entity};
    let open = |query: Select<Entity>| {
        let open = query.filter(Column::IsOpen.eq(true)).of_any(bodies);
        open.filter(enrolment::Entity::goes_on(Column::EnrolmentId.into_expr()))
    };
    let key = [Column::DueOn, Column::WaitsSince, Column::Id];
    let last = key_of(db, Entity::find().of_any(bodies), last, key).await?;
    let key = key.map(|column| column.into_expr());
    let page = all(db, after(open(find()), (key, Order::Asc), last)).await?;
    let total = counted(db, open(Entity::find())).await?;
    Ok(Waiting { part: ListPage::of(page, |one| one.row.id), total })
}

/// What was last decided on at some bodies, the latest first, also where a review of it waits.
pub async fn decided(db: &impl ConnectionTrait, bodies: &[OrganisationId]) -> Result<Vec<PriorLearning>, AppError> {
    use prior_learning_decision::{Column, Entity};
    let latest = Entity::find().of_any(bodies).order_by_desc(Column::DecidedOn).order_by_desc(Column::PriorLearningId);
    let latest = latest.select_only().column(Column::PriorLearningId).order_by_desc(Column::Round);
    let ids: Vec<PriorLearningId> = latest.limit(LAST_DECIDED).into_tuple().all(db).await?;
    let mut found = all(db, find().of_any(&ids)).await?;
    found.sort_by_key(|one| ids.iter().position(|id| *id == one.row.id));
    Ok(found)
}

/// How many of the last decisions a list shows.
const LAST_DECIDED: u64 = 50;

/// Something held from before, with the record that it is decided on.
#[derive(Debug)]
pub struct OnRecord {
    pub one: PriorLearning,
    pub case: Case,
}

impl Object for PriorLearningId {
    type State = OnRecord;

    async fn place(self, db: &ReadOnly<'_>) -> Result<LocalPlace, AppError> {
        place_of(db, prior_learning(db, self).await?.row.enrolment_id).await
    }

    async fn read(self, db: &ReadOnly<'_>, today: NaiveDate) -> Result<(Subject, OnRecord), AppError> {
        let one = prior_learning(db, self).await?;
        let id = one.row.enrolment_id;
        let case = case_in(db, db.catalogue(), id, today).await?;
        Ok((one.subject_of(subject(db, id, today).await?), OnRecord { one, case }))
    }
}

impl PriorLearning {
    /// What a rule of access may look at of it, beside its record: a review is for somebody else than who decided.
    pub fn subject_of(&self, record: Subject) -> Subject {
        Subject { decided_by: self.reviewed().map(|first| first.row.decided_by), ..record }
    }
}

/// What a rule of access may look at of an exemption, beside its record: who decided before the review that granted it.
///
/// # Errors
/// [`AppError::NotFound`] where what was sent is not there.
pub async fn subject_of(
    db: &impl ConnectionTrait,
    row: &exemption::Model,
    record: Subject,
) -> Result<Subject, AppError> {
    let one = prior_learning(db, row.prior_learning_id).await?;
    let first = one.decisions.first().filter(|first| first.row.round < row.round);
    Ok(Subject { decided_by: first.map(|first| first.row.decided_by), ..record })
}

impl Object for ExemptionId {
    type State = (Case, exemption::Model);

    async fn place(self, db: &ReadOnly<'_>) -> Result<LocalPlace, AppError> {
        place_of(db, exemption(db, self).await?.enrolment_id).await
    }

    async fn read(self, db: &ReadOnly<'_>, today: NaiveDate) -> Result<(Subject, Self::State), AppError> {
        let found = exemption(db, self).await?;
        let id = found.enrolment_id;
        let subject = subject_of(db, &found, subject(db, id, today).await?).await?;
        Ok((subject, (case_in(db, db.catalogue(), id, today).await?, found)))
    }
}

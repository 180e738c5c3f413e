//! Reading and writing enrolments and the relations around them.

mod employment;
mod enrol;
mod lists;
mod object;
mod record;
mod registration;
mod scope;
mod subject;
mod supervision;

pub use employment::{Employment, employ, employments, end_employment};
pub use enrol::{choose_specialism, enrol, insert_enrolment};
pub use lists::{CasePage, PAGE, cases};
pub use record::{chapters_of, chapters_with, note_joining, place_of, rename_records};
pub use registration::{Registration, end_registration, register, registrations};
pub use subject::subject;
pub use supervision::{
    SupervisionRow, employers_today, end_supervision, insert_supervision, possible_supervisors, supervise,
    supervisions, supervisions_at,
};

use crate::error::AppError;
use crate::features::enrolments::case::Waiting;
use crate::features::enrolments::entity::{case_file, enrolment};
use crate::features::frameworks::catalogue::Catalogue;
use crate::features::people::entity::person;
use crate::features::sign_off::store::{self as sign_off, Readable};
use crate::web::query::Of;
use crate::web::request::RequestCx;
use chrono::NaiveDate;
use domain::access::{Act, Permit, Subject, actions, permit};
use domain::framework::{ElementKind, Framework, NodeIx, NodeKind};
use domain::ids::{ClaimId, ClaimRequestId, EnrolmentId, PersonId};
use domain::sign_off::{is_found_at_work, without_findings};
use domain::standing::{Facts, FactsFile, Reader, Reason, Standing, State, standing};
use sea_orm::{ConnectionTrait, DerivePartialModel, EntityTrait, JoinType, QuerySelect, RelationTrait, Select};
use std::sync::Arc;

/// One enrolment as it stands on a day: what every page about it reads.
#[derive(Debug)]
pub struct Case {
    /// The enrolment.
    pub id: EnrolmentId,
    /// The trainee.
    pub trainee: PersonId,
    /// The trainee's name.
    pub name: String,
    /// First day.
    pub from_on: NaiveDate,
    /// The framework version it is pinned to.
    pub framework: Arc<Framework>,
    /// The facts.
    pub facts: Facts,
    /// What they come to.
    pub standing: Standing,
    /// What lies with others.
    pub waiting: Vec<Waiting>,
    /// Whether whoever reads it may see claims, and so how outcomes and portfolios stand.
    pub sees_claims: bool,
}

impl Case {
    /// Whether whoever reads the case may know how this node stands.
    #[must_use]
    pub fn shows(&self, ix: NodeIx) -> bool {
        self.sees_claims || !is_found_at_work(&self.framework.node(ix).kind)
    }

    /// How a node stands, as far as its reader may know: a verification that is closed only because of what was found at
    /// work is open to a reader who may not know of that.
    #[must_use]
    pub fn state(&self, ix: NodeIx) -> State {
        let state = self.standing.state(ix);
        let verification = self.framework.node(ix).kind == NodeKind::Element(ElementKind::Verification);
        let entered = self
            .framework
            .node(ix)
            .stage
            .is_none_or(|stage| self.standing.is_open(stage));
        if state == State::Blocked && verification && !self.sees_claims && entered && self.standing.is_open(ix) {
            State::Available
        } else {
            state
        }
    }

    /// Every reason why a node stands as it does that its reader may know.
    #[must_use]
    pub fn reasons(&self, ix: NodeIx) -> Vec<Reason> {
        let told = |reader| self.standing.reasons_for(reader, &self.framework, ix);
        if self.sees_claims {
            told(Reader::OfClaims)
        } else {
            without_findings(&self.framework, told(Reader::OfResults))
        }
    }

    /// The case for someone who may see claims, but not all: what lies with another employer leads to its node.
    fn linking_to(mut self, readable: &Readable) -> Self {
        let claims = self.waiting.iter_mut().filter(|waiting| waiting.kind == "claim");
        for waiting in claims {
            let claim = ClaimId::parse(waiting.href.rsplit('/').next().unwrap_or_default());
            if !claim.is_some_and(|claim| readable.has_claim(claim)) {
                waiting.href.clear();
            }
        }
        self
    }

    /// The case for someone who may not see claims. The standing stays what it is; what supervisors wrote and what lies
    /// with them is left out here, and [`Case::shows`] tells the pages what else to leave out.
    fn without_claims(mut self) -> Self {
        self.waiting.retain(|waiting| waiting.kind != "claim");
        self.sees_claims = false;
        self
    }
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "enrolment::Entity")]
struct CaseRow {
    id: EnrolmentId,
    person_id: PersonId,
    #[sea_orm(from_expr = "person::Column::Name")]
    name: String,
    framework_slug: String,
    framework_version: String,
    from_on: NaiveDate,
    #[sea_orm(nested)]
    file: Option<case_file::Model>,
}

impl CaseRow {
    /// Every enrolment, with its person and its case file.
    fn find() -> Select<enrolment::Entity> {
        enrolment::Entity::find()
            .join(JoinType::InnerJoin, enrolment::Relation::Person.def())
            .join(JoinType::LeftJoin, case_file::Relation::Enrolment.def().rev())
    }

    async fn one(connection: &impl ConnectionTrait, id: EnrolmentId) -> Result<Self, AppError> {
        let found = Self::find().of(id).into_partial_model().one(connection).await?;
        found.ok_or(AppError::NotFound)
    }

    /// Without the supervisors' words on what whoever reads it may not read: claims are between the trainee, the employer
    /// that was asked and the body.
    fn without_words(mut self, readable: &Readable) -> Result<Self, AppError> {
        if let Some(case_file::Model { facts, .. }) = &mut self.file {
            let mut file: FactsFile = serde_json::from_str(facts)?;
            let is_readable = |request: &str| ClaimRequestId::parse(request).is_some_and(|id| readable.has_request(id));
            let claims = file.claims.iter_mut().filter(|claim| !is_readable(&claim.id));
            for decision in claims.filter_map(|claim| claim.decision.as_mut()) {
                decision.missing = None;
            }
            *facts = serde_json::to_string(&file)?;
        }
        Ok(self)
    }

    fn read(self, catalogue: &Catalogue, on: NaiveDate) -> Result<Case, AppError> {
        let framework = catalogue
            .get(&self.framework_slug, &self.framework_version)
            .ok_or_else(|| {
                AppError::internal(&format!(
                    "enrolment {} is on {} {}, which is not under content/",
                    self.id, self.framework_slug, self.framework_version
                ))
            })?;
        let (facts, waiting) = match &self.file {
            Some(file) => (file.facts.as_str(), file.waiting.as_str()),
            None => ("{\"trainee\":\"\"}", "[]"),
        };
        let file: FactsFile = serde_json::from_str(facts)?;
        let facts = Facts::bind(&framework, file).map_err(|unknown| {
            AppError::internal(&format!(
                "the case file of {} names what the framework lacks: {unknown:?}",
                self.id
            ))
        })?;
        let standing = standing(&framework, &facts, on, on);
        Ok(Case {
            id: self.id,
            trainee: self.person_id,
            name: self.name,
            from_on: self.from_on,
            framework,
            facts,
            standing,
            waiting: serde_json::from_str(waiting)?,
            sees_claims: true,
        })
    }
}

/// One enrolment's case, for whoever may do `action` with it.
///
/// # Errors
/// [`AppError::NotFound`] where there is none or the person may not know of it; [`AppError::Forbidden`] with the reason.
pub async fn case_for<A: Act>(cx: &RequestCx, id: EnrolmentId, action: A) -> Result<(Case, Permit<A>), AppError> {
    let actor = cx.actor()?;
    let db = cx.app.db.read();
    let row = CaseRow::one(db, id).await?;
    if row.person_id == actor.person {
        let subject = Subject {
            trainee: Some(actor.person),
            ..Subject::default()
        };
        let permit = permit(actor, action, &subject)?;
        return Ok((row.read(&cx.app.catalogue, cx.today)?, permit));
    }
    let subject = subject(db, id, cx.today).await?;
    let sees_claims = permit(actor, actions::ViewClaim, &subject).is_ok();
    let permit = permit(actor, action, &subject)?;
    let readable = if sees_claims {
        sign_off::readable(db, actor, id, &subject).await?
    } else {
        Readable::default()
    };
    let case = row.without_words(&readable)?.read(&cx.app.catalogue, cx.today)?;
    let case = if sees_claims {
        case.linking_to(&readable)
    } else {
        case.without_claims()
    };
    Ok((case, permit))
}

/// The case that an address is about, and whether it is one's own.
///
/// # Errors
/// As [`case_for`].
pub async fn case_of(cx: &RequestCx, id: EnrolmentId) -> Result<(Case, bool), AppError> {
    let (case, permit) = case_for(cx, id, actions::ViewStanding).await?;
    let own = permit.by() == case.trainee;
    Ok((case, own))
}

/// The case inside a transaction, after [`case::lock`]: what an action decides on.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub async fn case_in(
    tx: &impl ConnectionTrait,
    catalogue: &Catalogue,
    id: EnrolmentId,
    on: NaiveDate,
) -> Result<Case, AppError> {
    CaseRow::one(tx, id).await?.read(catalogue, on)
}

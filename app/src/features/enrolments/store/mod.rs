//! Reading and writing enrolments and the relations around them.

mod employment;
mod enrol;
mod lists;
mod registration;
mod supervision;

pub use employment::{Employment, employ, employments, end_employment};
pub use enrol::{choose_specialism, enrol, insert_enrolment, note_joining};
pub use lists::{CasePage, PAGE, cases};
pub use registration::{Registration, end_registration, register, registrations};
pub use supervision::{
    SupervisionRow, employers_today, end_supervision, insert_supervision, possible_supervisors, supervise,
    supervisions, supervisions_at,
};

use crate::error::AppError;
use crate::features::enrolments::case::Waiting;
use crate::features::frameworks::catalogue::Catalogue;
use crate::features::sign_off::store::{self as sign_off, Readable};
use crate::web::db::sql;
use crate::web::request::RequestCx;
use chrono::NaiveDate;
use domain::access::{Act, Permit, Subject, actions, permit};
use domain::framework::{ElementKind, Framework, NodeIx, NodeKind};
use domain::ids::{EnrolmentId, OrganisationId, PersonId};
use domain::sign_off::{is_found_at_work, without_findings};
use domain::standing::{Facts, FactsFile, Reader, Reason, Standing, State, standing};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult};
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
            let claim = waiting.href.rsplit('/').next().unwrap_or_default();
            if !readable.has_claim(claim) {
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

#[derive(FromQueryResult)]
struct CaseRow {
    id: String,
    person_id: String,
    name: String,
    framework_slug: String,
    framework_version: String,
    from_on: NaiveDate,
    facts: Option<String>,
    waiting: Option<String>,
}

const CASE: &str =
    "SELECT e.id, e.person_id, p.name, e.framework_slug, e.framework_version, e.from_on, c.facts, c.waiting
    FROM enrolment e JOIN person p ON p.id = e.person_id LEFT JOIN case_file c ON c.enrolment_id = e.id";

impl CaseRow {
    /// Without the supervisors' words on what whoever reads it may not read: claims are between the trainee, the employer
    /// that was asked and the body.
    fn without_words(mut self, readable: &Readable) -> Result<Self, AppError> {
        if let Some(facts) = &self.facts {
            let mut file: FactsFile = serde_json::from_str(facts)?;
            let claims = file.claims.iter_mut().filter(|claim| !readable.has_request(&claim.id));
            for decision in claims.filter_map(|claim| claim.decision.as_mut()) {
                decision.missing = None;
            }
            self.facts = Some(serde_json::to_string(&file)?);
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
        let file: FactsFile = serde_json::from_str(self.facts.as_deref().unwrap_or("{\"trainee\":\"\"}"))?;
        let facts = Facts::bind(&framework, file).map_err(|unknown| {
            AppError::internal(&format!(
                "the case file of {} names what the framework lacks: {unknown:?}",
                self.id
            ))
        })?;
        let standing = standing(&framework, &facts, on, on);
        Ok(Case {
            id: EnrolmentId::from(self.id),
            trainee: PersonId::from(self.person_id),
            name: self.name,
            from_on: self.from_on,
            framework,
            facts,
            standing,
            waiting: serde_json::from_str(self.waiting.as_deref().unwrap_or("[]"))?,
            sees_claims: true,
        })
    }
}

/// One enrolment's case, for whoever may do `action` with it.
///
/// # Errors
/// [`AppError::NotFound`] where there is none or the person may not know of it; [`AppError::Forbidden`] with the reason.
pub async fn case_for<A: Act>(cx: &RequestCx, id: &EnrolmentId, action: A) -> Result<(Case, Permit<A>), AppError> {
    let actor = cx.actor()?;
    let db = cx.app.db.read();
    let row = CaseRow::find_by_statement(sql(db, &format!("{CASE} WHERE e.id = $1"), [id.to_string().into()]))
        .one(db)
        .await?
        .ok_or(AppError::NotFound)?;
    if row.person_id == actor.person.as_str() {
        let subject = Subject {
            trainee: Some(actor.person.clone()),
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

/// The case inside a transaction, after [`case::lock`]: what an action decides on.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub async fn case_in(
    tx: &DatabaseTransaction,
    catalogue: &Catalogue,
    id: &EnrolmentId,
    on: NaiveDate,
) -> Result<Case, AppError> {
    CaseRow::find_by_statement(sql(tx, &format!("{CASE} WHERE e.id = $1"), [id.to_string().into()]))
        .one(tx)
        .await?
        .ok_or(AppError::NotFound)?
        .read(catalogue, on)
}

/// What a rule of access may look at: who teaches, employs and supervises the trainee today.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such enrolment.
pub async fn subject(
    connection: &impl ConnectionTrait,
    id: &EnrolmentId,
    today: NaiveDate,
) -> Result<Subject, AppError> {
    #[derive(FromQueryResult)]
    struct Row {
        kind: String,
        ref_id: String,
    }
    let rows = Row::find_by_statement(sql(
        connection,
        "SELECT 'trainee' AS kind, person_id AS ref_id FROM enrolment WHERE id = $1
         UNION ALL SELECT 'provider', provider_id FROM registration WHERE enrolment_id = $1 AND from_on <= $2 AND (until_on IS NULL OR until_on > $2)
         UNION ALL SELECT 'employer', m.employer_id FROM employment m JOIN enrolment e ON e.person_id = m.person_id
             WHERE e.id = $1 AND m.from_on <= $2 AND (m.until_on IS NULL OR m.until_on > $2)
         UNION ALL SELECT 'supervisor', supervisor_id FROM supervision WHERE enrolment_id = $1 AND from_on <= $2 AND (until_on IS NULL OR until_on > $2)",
        [id.to_string().into(), today.into()],
    ))
    .all(connection)
    .await?;
    let mut subject = Subject::default();
    for row in rows {
        match row.kind.as_str() {
            "trainee" => subject.trainee = Some(PersonId::from(row.ref_id)),
            "provider" => subject.providers.push(OrganisationId::from(row.ref_id)),
            "employer" => subject.employers.push(OrganisationId::from(row.ref_id)),
            _ => subject.supervisors.push(PersonId::from(row.ref_id)),
        }
    }
    if subject.trainee.is_none() {
        Err(AppError::NotFound)
    } else {
        Ok(subject)
    }
}

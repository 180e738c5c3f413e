//! Reading and writing records, their enrolments and the relations around them.

mod employment;
mod ended;
mod enrol;
mod formerly;
mod known_to;
pub mod listed;
mod lists;
mod names;
mod namesakes;
mod numbers;
mod object;
mod readable;
mod records;
mod registration;
mod subject;
mod supervised_then;
mod supervision;

pub use employment::{
    EmployerOf, Employment, NewEmployment, employ, employed_at, employers, employments, new_employment,
};
pub use ended::{
    Earlier, Ended, earlier, end_enrolment, ended_among, is_enrolled_again, left_from, reason_of, take_back_end,
};
pub use enrol::{NewEnrolment, choose_specialism, enrol, insert_enrolment, new_enrolment};
pub use formerly::formerly;
pub use known_to::{KnownTo, known_to, left};
pub use lists::{CasePage, called, cases, unsupervised};
pub use names::{Names, forget_unnamed};
pub use namesakes::{Namesake, namesakes};
pub use numbers::{has_near_number, has_number, note_number, number_of_record, numbers};
pub use readable::at_employer;
pub use records::{
    KnownAs, body_of, chapters_with, correct_first_day, correct_name, names_of_record, new_record, note_joining,
    organisation_of_body,
};
pub use registration::{NewRegistration, Registration, end_registration, register, registrations};
pub use subject::{body_in, subject};
pub use supervised_then::{DaysOf, WorkOf, supervised_then, supervisions_then};
pub use supervision::{
    NewSupervision, Overtaken, Possible, SupervisionRow, employers_today, end_supervision, end_supervisions_at,
    end_supervisions_of, insert_supervision, new_supervision, overtaken, possible_supervisors, supervise, supervise_on,
    supervisions, undecided_with, without_role,
};

use crate::content::catalogue::Catalogue;
use crate::entities::{chapter_file, enrolment, record};
use crate::journal::chapter_file::{self as files, ChapterFile, Waiting};
use crate::journal::places_of;
use crate::prelude::stores::*;
use crate::web::request::RequestCx;
use chrono_tz::Tz;
use domain::access::{Act, Permit, Subject, actions, permit};
use domain::bodies::Body;
use domain::experience::asks_for;
use domain::framework::{Framework, NodeIx};
use domain::interval::Interval;
use domain::sign_off::{is_found_at_work, state_without_findings, without_facts, without_findings};
use domain::standing::{Audience, Facts, Reason, Standing, State, standing};
use names::{put_reasons_into, put_words_into};
use readable::{Readable, readable};
use std::sync::Arc;

/// One enrolment as it stands on a day: what every page about it reads.
#[derive(Debug)]
pub struct Case {
    pub id: EnrolmentId,
    pub trainee: PersonId,
    /// The trainee's name, as the body has it.
    pub name: String,
    /// The number under which the body knows them.
    pub number: Option<String>,
    pub from_on: NaiveDate,
    /// That it has ended.
    pub ended: Option<Ended>,
    /// The day on which the enrolment was noted.
    pub noted_on: NaiveDate,
    /// The framework version it is pinned to.
    pub framework: Arc<Framework>,
    pub facts: Facts,
    /// What they come to.
    pub standing: Standing,
    /// What lies with others.
    pub waiting: Vec<Waiting>,
    /// What those are called who are named in the facts and in what waits; on a list nobody is.
    pub names: Names,
    /// Whether whoever reads it may see claims, and so how outcomes and portfolios stand.
    pub sees_claims: bool,
    /// Of the claims what whoever reads it may read, where that is not all.
    readable: Option<Readable>,
    /// Where its days are read.
    pub zone: Tz,
    pub body: Arc<Body>,
}

impl Case {
    /// The day on which it is read, where its days are.
    pub fn today(&self) -> NaiveDate {
        self.standing.on()
    }

    /// Whether its first day is not still to come.
    pub fn has_begun(&self) -> bool {
        Interval::from(self.from_on).has_begun(self.today())
    }

    /// Whether its first day has come and it has not ended: something can be done in it.
    pub fn goes_on(&self) -> bool {
        self.has_begun() && self.ended.is_none()
    }

    /// Whether whoever reads the case may know how this node stands.
    pub fn shows(&self, ix: NodeIx) -> bool {
        self.sees_claims || !is_found_at_work(&self.framework.node(ix).kind)
    }

    /// How a node stands, as far as its reader may know.
    pub fn state(&self, ix: NodeIx) -> State {
        self.state_in(&self.standing, ix)
    }

    /// The same in another standing of the same person.
    pub fn state_in(&self, standing: &Standing, ix: NodeIx) -> State {
        if self.sees_claims { standing.state(ix) } else { state_without_findings(&self.framework, standing, ix) }
    }

    /// The same facts on a day, by what was known on a day.
    pub fn standing_on(&self, on: NaiveDate, known: NaiveDate) -> Standing {
        standing(&self.framework, &self.facts, on, known)
    }

    /// The case in another standing of the same person. What lies with others lies there today, and is left out.
    pub fn standing_so(self, standing: Standing) -> Self {
        Self { standing, waiting: Vec::new(), ..self }
    }

    /// Every reason why a node stands as it does that its reader may know.
    pub fn reasons(&self, ix: NodeIx) -> Vec<Reason> {
        let reasons_for = |audience| self.standing.reasons_for(audience, &self.framework, ix);
        if self.sees_claims {
            without_facts(reasons_for(Audience::OfClaims), &|fact| self.hides(fact))
        } else {
            without_findings(&self.framework, reasons_for(Audience::OfResults))
        }
    }

    /// What of a node lies with somebody else: of one that asks for experience, work of that kind.
    pub fn lies_with(&self, node: &str) -> Option<&Waiting> {
        let asks = |kind: &str| self.framework.find(node).is_some_and(|ix| asks_for(&self.framework, ix, kind));
        self.waiting.iter().find(|waiting| match waiting {
            Waiting::Experience { experience_kind, .. } => asks(experience_kind),
            // What was declined is put right by being recorded anew, as if nothing were there.
            Waiting::PriorLearning { .. } | Waiting::Declined { .. } => false,
            Waiting::Claim { .. }
            | Waiting::Verification { .. }
            | Waiting::Application { .. }
            | Waiting::Result { .. } => waiting.named() == node,
        })
    }

    /// Whether something of a node lies with somebody else.
    pub fn waits(&self, node: &str) -> bool {
        self.lies_with(node).is_some()
    }

    /// Whether whoever reads the case may read what was sent with a request.
    pub fn reads(&self, request: SigningRequestId) -> bool {
        self.readable.as_ref().is_none_or(|readable| readable.has_request(request))
    }

    /// Whether whoever reads the case may read what work was done for an employer, by its id.
    pub fn reads_work_for(&self, employer: &str) -> bool {
        self.readable.as_ref().is_none_or(|readable| readable.has_work_for(employer))
    }

    /// Whether whoever reads the case may know that something waits: work lies with the employer that it was done for.
    fn reads_of(&self, waiting: &Waiting) -> bool {
        match waiting {
            Waiting::Experience { employer, .. } => self.reads_work_for(&employer.to_string()),
            Waiting::Claim { .. }
            | Waiting::Verification { .. }
            | Waiting::Application { .. }
            | Waiting::Result { .. }
            | Waiting::Declined { .. } => true,
            // What somebody holds from before is between them and the body: an employer sees what came of it.
            Waiting::PriorLearning { .. } => self.readable.as_ref().is_none_or(Readable::has_all_work),
        }
    }

    /// Whether whoever reads the case may read all work.
    pub fn reads_all_work(&self) -> bool {
        self.facts.file().experience.iter().all(|one| self.reads_work_for(&one.organisation))
    }

    /// Whether a fact is work that whoever reads the case may not read.
    pub fn hides(&self, fact: &str) -> bool {
        let mut experience = self.facts.file().experience.iter();
        experience.any(|one| one.id == fact && !self.reads_work_for(&one.organisation))
    }

    /// Whether whoever reads the case may open the page of a claim: what lies with another employer leads to its node.
    pub fn opens(&self, claim: ClaimId) -> bool {
        self.readable.as_ref().is_none_or(|readable| readable.has_claim(claim))
    }

    /// The case for someone who may not see claims. The standing stays what it is; what lies with supervisors or
    /// the registrar is left out here, and [`Case::shows`] tells the pages what else to leave out.
    fn without_claims(mut self) -> Self {
        self.waiting.retain(|waiting| match waiting {
            Waiting::Claim { .. }
            | Waiting::Experience { .. }
            | Waiting::Application { .. }
            | Waiting::PriorLearning { .. } => false,
            Waiting::Verification { .. } | Waiting::Result { .. } | Waiting::Declined { .. } => true,
        });
        self.sees_claims = false;
        self
    }
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "enrolment::Entity")]
struct CaseRow {
    id: EnrolmentId,
    person_id: PersonId,
    #[sea_orm(from_expr = "record::Column::Name")]
    name: String,
    #[sea_orm(from_expr = "record::Column::Number")]
    number: Option<String>,
    #[sea_orm(from_expr = "record::Column::BodyId")]
    body_id: OrganisationId,
    framework_slug: String,
    framework_version: String,
    from_on: NaiveDate,
    enrolled_at: DateTime<Utc>,
    #[sea_orm(nested)]
    ended: Option<Ended>,
    #[sea_orm(nested)]
    file: Option<chapter_file::Model>,
}

impl CaseRow {
    /// Every enrolment, with its record and its chapter file.
    fn find() -> Select<enrolment::Entity> {
        enrolment::Entity::find()
            .join(JoinType::InnerJoin, enrolment::Relation::Record.def())
            .join(JoinType::LeftJoin, chapter_file::Relation::Enrolment.def().rev())
    }

    async fn one(connection: &impl ConnectionTrait, id: EnrolmentId) -> Result<Self, AppError> {
        // Not `one`: SQLite would plan its `LIMIT ?` anew for each request.
        let mut found = Self::find().of(id).into_partial_model().all(connection).await?;
        found.pop().ok_or(AppError::NotFound)
    }

    /// The case with names, and with what supervisors wrote as far as it may be read: claims are between the trainee, the
    /// employer that was asked and the body.
    async fn case(
        self,
        connection: &impl ConnectionTrait,
        catalogue: &Catalogue,
        on: NaiveDate,
        readable: Option<Readable>,
    ) -> Result<Case, AppError> {
        let mut files = files::files(connection, catalogue, [(self.id, self.file.as_ref())]).await?;
        let mut file = files.remove(&self.id).ok_or(AppError::NotFound)?;
        let names = Names::of(connection, &file).await?;
        names.put_beside(&mut file.facts);
        let is_readable = |id| readable.as_ref().is_none_or(|readable| readable.has_request(id));
        put_words_into(connection, &mut file.facts, is_readable).await?;
        put_reasons_into(connection, &mut file.facts).await?;
        let case = self.read(file, catalogue, on)?;
        Ok(Case { names, readable, ..case })
    }

    /// The day of an instant where the days of the record are read.
    fn day(&self, catalogue: &Catalogue, at: DateTime<Utc>) -> NaiveDate {
        let zone = catalogue.zone_of_version(&self.framework_slug, &self.framework_version);
        civil_date(at, zone)
    }

    fn read(self, file: ChapterFile, catalogue: &Catalogue, on: NaiveDate) -> Result<Case, AppError> {
        let framework = catalogue.framework_of(self.id, (&self.framework_slug, &self.framework_version))?;
        let facts = Facts::bind(&framework, file.facts).map_err(|unknown| {
            AppError::internal(&format!(
                "the chapter file of {} names what the framework does not have: {unknown:?}",
                self.id
            ))
        })?;
        let standing = standing(&framework, &facts, on, on);
        let noted_on = self.day(catalogue, self.enrolled_at);
        Ok(Case {
            id: self.id,
            trainee: self.person_id,
            name: self.name,
            number: self.number,
            from_on: self.from_on,
            ended: self.ended,
            noted_on,
            zone: catalogue.zone_of(&framework),
            body: catalogue.body_of(&framework),
            framework,
            facts,
            standing,
            // Nobody is asked for anything of what has ended.
            waiting: if self.ended.is_some() { Vec::new() } else { file.waiting },
            names: Names::default(),
            sees_claims: true,
            readable: None,
        })
    }
}

/// One enrolment's case, for whoever may do `action` with it.
///
/// # Errors
/// [`AppError::NotFound`] where there is none or the person may not know of it; [`AppError::Forbidden`] with the reason.
pub async fn case_for<A: Act<On = EnrolmentId>>(
    cx: &RequestCx,
    id: EnrolmentId,
    action: A,
) -> Result<(Case, Permit<A>), AppError> {
    let actor = cx.actor()?;
    let db = cx.app.db.read();
    let row = CaseRow::one(db, id).await?;
    let today = row.day(&cx.app.catalogue, cx.now);
    if row.person_id == actor.person {
        let subject = Subject {
            bodies: vec![row.body_id],
            trainee: Some(actor.person),
            has_ended: row.ended.is_some(),
            ..Subject::default()
        };
        let permit = permit(actor, action, &subject)?;
        return Ok((row.case(db, &cx.app.catalogue, today, None).await?, permit));
    }
    let subject = subject(db, id, today).await?;
    let sees_claims = permit(actor, actions::ViewClaim, &subject).is_ok();
    let permit = permit(actor, action, &subject)?;
    let readable = if sees_claims { readable(db, actor, id, &subject).await? } else { Readable::of_nothing() };
    let mut case = row.case(db, &cx.app.catalogue, today, Some(readable)).await?;
    case.waiting = std::mem::take(&mut case.waiting).into_iter().filter(|waiting| case.reads_of(waiting)).collect();
    Ok((if sees_claims { case } else { case.without_claims() }, permit))
}

/// The case that an address is about, and whether it is one's own.
pub async fn case_of(cx: &RequestCx, id: EnrolmentId) -> Result<(Case, bool), AppError> {
    let (case, permit) = case_for(cx, id, actions::ViewStanding).await?;
    let own = permit.by() == case.trainee;
    Ok((case, own))
}

/// The civil date of a request in the record of an enrolment.
pub async fn today(cx: &RequestCx, id: EnrolmentId) -> Result<NaiveDate, AppError> {
    let mut found = places_of(cx.app.db.read(), &cx.app.catalogue, &[id]).await?;
    Ok(found.remove(&id).ok_or(AppError::NotFound)?.day(cx.now))
}

/// The case inside a transaction, under the lock of its record: what an action decides on.
pub async fn case_in(
    tx: &impl ConnectionTrait,
    catalogue: &Catalogue,
    id: EnrolmentId,
    on: NaiveDate,
) -> Result<Case, AppError> {
    CaseRow::one(tx, id).await?.case(tx, catalogue, on, None).await
}

//! What somebody signed, the latest first.

use super::queue::{Queued, as_known, at, supervises, with_what_is_shown, works_there};
use super::requests::Withdrawal;
use crate::entities::signing_link::name_or_holder;
use crate::entities::signing_request::subject_key;
use crate::entities::{experience, signature, signature_withdrawal, signing_request};
use crate::prelude::stores::*;
use crate::web::days::on_its_day;
use crate::web::pages::{ListPage, PAGE, after, key_of};
use crate::web::request::RequestCx;
use domain::access::{Actor, Role};
use domain::sign_off::{SigningKind, SigningOutcome};
use sea_orm::JoinType::{InnerJoin, LeftJoin};
use sea_orm::Order;
use sea_orm::sea_query::{ExprTrait, Query};
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// Something that was signed, and what became of it.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "signature::Entity")]
pub struct SignedRow {
    #[sea_orm(nested)]
    pub request: Queued,
    subject: SigningKind,
    outcome: String,
    pub signed_on: NaiveDate,
    /// Who signed; none for the holder of a link.
    pub person_id: Option<PersonId>,
    /// The name of whoever signed.
    #[sea_orm(from_expr = "name_or_holder(\"signer\")")]
    pub signer: Option<String>,
    /// That it was withdrawn.
    #[sea_orm(nested)]
    pub withdrawal: Option<Withdrawal>,
    /// The claim, where it is about one.
    #[sea_orm(from_expr = "signing_request::Column::ClaimId")]
    claim: Option<ClaimId>,
    /// The work, where it is about a spell of work.
    #[sea_orm(from_expr = "signing_request::Column::ExperienceId")]
    experience: Option<ExperienceId>,
    /// When the trainee took the work out.
    #[sea_orm(from_expr = "experience::Column::WithdrawnAt")]
    pub taken_out_at: Option<DateTime<Utc>>,
    /// Whether nobody was asked again since about the same.
    #[sea_orm(from_expr = "signing_request::Entity::is_last()")]
    pub is_last: bool,
}

/// What a request is about: whose, which node, and the claim or the work, where it is one.
type About = (EnrolmentId, String, Option<ClaimId>, Option<ExperienceId>);

/// The same of a request, with its id.
type AskedAbout = (EnrolmentId, String, Option<ClaimId>, Option<ExperienceId>, SigningRequestId);

impl SignedRow {
    /// What was signed: of two requests about the same it is the same.
    fn about(&self) -> About {
        (self.request.enrolment_id, self.request.node.clone(), self.claim, self.experience)
    }

    /// What was answered.
    ///
    /// # Errors
    /// When it is no outcome of its kind, which the schema refuses.
    pub fn outcome(&self) -> Result<SigningOutcome, AppError> {
        let outcome = SigningOutcome::read(self.subject, &self.outcome);
        outcome.ok_or_else(|| AppError::internal(&"a signature has no outcome of its kind"))
    }
}

/// What was signed for the employers for which a person signs today, with what was withdrawn of it.
fn signed_there(actor: &Actor) -> Select<signature::Entity> {
    signature::Entity::find()
        .join(InnerJoin, signature::Relation::Request.def())
        .join(LeftJoin, signature_withdrawal::Relation::Request.def().rev())
        .filter(Condition::any().add(at(actor, Role::Supervisor)).add(at(actor, Role::EmployerAdmin)))
}

/// What a person signed of it.
fn signed_by(actor: &Actor) -> Select<signature::Entity> {
    signed_there(actor).filter(signature::Column::PersonId.eq(actor.person))
}

/// What others signed of it, and the person withdrew.
fn withdrawn_by(actor: &Actor) -> Select<signature::Entity> {
    let by_others = Condition::any().add(signature::Column::PersonId.is_null());
    signed_there(actor)
        .filter(signature_withdrawal::Column::WithdrawnBy.eq(actor.person))
        .filter(by_others.add(signature::Column::PersonId.ne(actor.person)))
}

/// What a person signed and somebody else withdrew from a day on, the latest first, each with the last request about the same. What
/// they have answered anew since is left out.
pub async fn withdrawn_by_others(
    db: &impl ConnectionTrait,
    actor: &Actor,
    since: NaiveDate,
) -> Result<Vec<(SignedRow, SigningRequestId)>, AppError> {
    use signing_request::Column;
    let list = signed_by(actor)
        .filter(signature_withdrawal::Column::WithdrawnBy.ne(actor.person))
        .filter(signature_withdrawal::Column::WithdrawnOn.gte(since))
        .filter(answered_anew(actor.person).not())
        .order_by_desc(signature_withdrawal::Column::WithdrawnOn)
        .order_by_desc(signature::Column::RequestId)
        .limit(PAGE as u64);
    let mut rows: Vec<SignedRow> = with_people(list).into_partial_model().all(db).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    as_known(db, rows.iter_mut().map(|one| &mut one.request)).await?;
    let enrolments: Vec<EnrolmentId> = rows.iter().map(|one| one.request.enrolment_id).collect();
    let nodes: Vec<&str> = rows.iter().map(|one| one.request.node.as_str()).collect();
    let requests: Vec<AskedAbout> = signing_request::Entity::find()
        .of_any(&enrolments)
        .filter(Column::Node.is_in(nodes))
        .select_only()
        .columns([Column::EnrolmentId, Column::Node, Column::ClaimId, Column::ExperienceId, Column::Id])
        .order_by_asc(Column::Round)
        .into_tuple()
        .all(db)
        .await?;
    let about = |(enrolment, node, claim, experience, id)| ((enrolment, node, claim, experience), id);
    let last: HashMap<About, SigningRequestId> = requests.into_iter().map(about).collect();
    let with_last = |one: SignedRow| {
        let last = last.get(&one.about()).copied().unwrap_or(one.request.id);
        (one, last)
    };
    Ok(rows.into_iter().map(with_last).collect())
}

/// Whether somebody has answered a later request about the same.
fn answered_anew(person: PersonId) -> Expr {
    let later = |column: signing_request::Column| Expr::col(("later", column));
    let anew = |column: signature::Column| Expr::col(("anew", column));
    let of = |column: signing_request::Column| Expr::col((signing_request::Entity, column));
    let same_request = anew(signature::Column::RequestId).equals(("later", signing_request::Column::Id));
    let found = Query::select()
        .expr(Expr::value(1))
        .from_as(signing_request::Entity, "later")
        .join_as(InnerJoin, signature::Entity, "anew", same_request)
        .and_where(later(signing_request::Column::EnrolmentId).eq(of(signing_request::Column::EnrolmentId)))
        .and_where(subject_key("later").eq(subject_key(signing_request::Entity)))
        .and_where(later(signing_request::Column::Round).gt(of(signing_request::Column::Round)))
        .and_where(anew(signature::Column::PersonId).eq(person))
        .take();
    Expr::exists(found)
}

/// A page of what a person signed, or withdrew, the latest first: what comes after one of them.
pub async fn signed(
    db: &impl ConnectionTrait,
    actor: &Actor,
    last: Option<SigningRequestId>,
) -> Result<ListPage<SignedRow, SigningRequestId>, AppError> {
    use signature::Column::{RequestId, SignedOn};
    let key = [SignedOn, RequestId];
    let after_own = key_of(db, signed_by(actor), last, key).await?;
    let last = match after_own {
        None => key_of(db, withdrawn_by(actor), last, key).await?,
        own => own,
    };
    let key = key.map(|column| Expr::col((signature::Entity, column)));
    let mut rows: Vec<SignedRow> = Vec::new();
    // Each is read by an index of its own.
    for list in [signed_by(actor), withdrawn_by(actor)] {
        let list = with_people(list);
        rows.extend(after(list, (key.clone(), Order::Desc), last.clone()).into_partial_model().all(db).await?);
    }
    rows.sort_by_key(|one| Reverse((one.signed_on, one.request.id)));
    as_known(db, rows.iter_mut().map(|one| &mut one.request)).await?;
    Ok(ListPage::of(rows, |one| one.request.id))
}

/// Signatures with what was shown, who signed, and who withdrew them.
fn with_people(list: Select<signature::Entity>) -> Select<signature::Entity> {
    let withdrawer = signature_withdrawal::Relation::Withdrawer.def();
    with_what_is_shown(list).join_as(LeftJoin, signature::Relation::Signer.def(), "signer").join_as(
        LeftJoin,
        withdrawer,
        "withdrawer",
    )
}

/// Which of some requests, all answered by a person, they may still open: those about people who work there today and whom they
/// supervise, or all as an administrator; and work that they confirmed.
pub async fn open_to(
    db: &impl ConnectionTrait,
    cx: &RequestCx,
    actor: &Actor,
    requests: &[SigningRequestId],
) -> Result<HashSet<SigningRequestId>, AppError> {
    use signing_request::Column;
    let for_former = SigningKind::ALL.into_iter().filter(|kind| kind.is_for_former_employers());
    let for_former = Column::Subject.is_in(for_former);
    let reads = |today| {
        let theirs = Condition::any().add(supervises(actor, today)).add(for_former.clone());
        let as_supervisor = Condition::all().add(at(actor, Role::Supervisor)).add(theirs);
        let of_employer = Condition::any().add(works_there(today)).add(for_former.clone());
        let reader = Condition::any().add(as_supervisor).add(at(actor, Role::EmployerAdmin));
        Condition::all().add(reader).add(of_employer)
    };
    let open = signing_request::Entity::find()
        .join(InnerJoin, signing_request::Relation::Enrolment.def())
        .of_any(requests)
        .filter(on_its_day(cx, &Column::EnrolmentId.into_expr(), reads))
        .select_only()
        .column(Column::Id)
        .into_tuple();
    Ok(open.all(db).await?.into_iter().collect())
}

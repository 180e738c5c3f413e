//! A request to sign a claim, a stage or a spell of work.

use super::query::names;
use super::signing_link;
use super::{enrolment, organisation, person};
use crate::error::AppError;
use domain::ids::{ClaimId, EnrolmentId, ExperienceId, OrganisationId, PersonId, SigningLinkId, SigningRequestId};
use domain::sign_off::{SigningKind, SigningSubject};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Func, IntoIden, Query};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signing_request")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SigningRequestId,
    pub enrolment_id: EnrolmentId,
    pub trainee_id: PersonId,
    /// What kind of thing is to be signed.
    pub subject: SigningKind,
    /// The outcome that is claimed, the verification of the stage or the kind of experience, as the framework names it.
    pub node: String,
    pub claim_id: Option<ClaimId>,
    pub experience_id: Option<ExperienceId>,
    /// Which request it is about the same claim, stage or spell of work, from 1.
    pub round: i64,
    /// The employer whose people read and answer it.
    pub employer_id: OrganisationId,
    pub person_id: Option<PersonId>,
    /// The link whose holder is asked.
    pub link_id: Option<SigningLinkId>,
    /// Exactly what is shown, as JSON.
    pub shown: String,
    /// Its hash, in hexadecimal.
    pub shown_sha256: String,
    /// The first day of the work, as a claim shows it.
    pub happened_from: Option<Date>,
    /// The last day of the work, included.
    pub happened_until: Option<Date>,
    /// When it was sent.
    pub sent_at: ChronoDateTimeUtc,
    pub sent_on: Date,
    /// The first day on which it can be answered no longer.
    pub until_on: Option<Date>,
    pub is_open: bool,
    #[sea_orm(belongs_to, from = "enrolment_id", to = "id")]
    pub enrolment: BelongsTo<enrolment::Entity>,
    #[sea_orm(belongs_to, from = "claim_id", to = "id")]
    pub claim: BelongsTo<Option<super::claim::Entity>>,
    #[sea_orm(belongs_to, from = "experience_id", to = "id")]
    pub experience: BelongsTo<Option<super::experience::Entity>>,
    #[sea_orm(belongs_to, relation_enum = "Employer", from = "employer_id", to = "id")]
    pub employer: BelongsTo<organisation::Entity>,
    #[sea_orm(belongs_to, relation_enum = "Recipient", from = "person_id", to = "id")]
    pub recipient: BelongsTo<Option<person::Entity>>,
    /// The link whose holder is asked.
    #[sea_orm(belongs_to, from = "link_id", to = "id")]
    pub link: BelongsTo<Option<signing_link::Entity>>,
}

/// What is to be signed.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct Subject {
    pub subject: SigningKind,
    pub node: String,
    pub claim_id: Option<ClaimId>,
    pub experience_id: Option<ExperienceId>,
}

impl TryFrom<Subject> for SigningSubject {
    type Error = AppError;

    /// Fails when it names no claim or no spell though it is one, which the schema refuses.
    fn try_from(Subject { subject, node, claim_id, experience_id }: Subject) -> Result<Self, AppError> {
        Ok(match subject {
            SigningKind::Claim => Self::Claim {
                claim: claim_id.ok_or_else(|| AppError::internal(&"a request names no claim"))?,
                outcome: node,
            },
            SigningKind::Stage => Self::Stage { element: node },
            SigningKind::Experience => Self::Experience {
                experience: experience_id.ok_or_else(|| AppError::internal(&"a request names no spell of work"))?,
                kind: node,
            },
        })
    }
}

impl Model {
    /// What is to be signed.
    ///
    /// # Errors
    /// When it names no claim or no spell though it is one, which the schema refuses.
    pub fn subject(&self) -> Result<SigningSubject, AppError> {
        let (claim_id, experience_id) = (self.claim_id, self.experience_id);
        Subject { subject: self.subject, node: self.node.clone(), claim_id, experience_id }.try_into()
    }
}

/// Which one of an enrolment's claims, stages and spells of work a request is about.
pub fn subject_key(table: impl IntoIden) -> Expr {
    let table = table.into_iden();
    let column = |column: Column| Expr::col((table.clone(), column));
    Func::coalesce([Column::ClaimId, Column::ExperienceId, Column::Node].map(column)).into()
}

impl Entity {
    /// Whether no later request is about the same claim, stage or spell of work.
    // The table is looked at a second time, by another name: by its own the condition would be about itself.
    pub fn is_last() -> Expr {
        let of_later = |column: Column| Expr::col(("later", column));
        let later = Query::select()
            .expr(Expr::value(1))
            .from_as(Entity, "later")
            .and_where(of_later(Column::EnrolmentId).equals((Entity, Column::EnrolmentId)))
            .and_where(subject_key("later").eq(subject_key(Entity)))
            .and_where(of_later(Column::Round).gt(Expr::col((Entity, Column::Round))))
            .take();
        Expr::exists(later).not()
    }
}

names! { SigningRequestId => Id, EnrolmentId => EnrolmentId, ClaimId => ClaimId, ExperienceId => ExperienceId, OrganisationId => EmployerId }

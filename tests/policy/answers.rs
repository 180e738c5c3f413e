//! What the policy says of an address, asked of the act itself: what stands before the permit would be seen.

use super::asking::{Ids, name};
use app::error::AppError;
use app::journal::store::Stamp;
use app::web::route::Access;
use app::web::table::Row;
use app::web::tx::{Object, Tx};
use domain::access::{Act, EmploymentsAt, OwnList, actions};
use domain::ids::*;
use http::Method;
use tests::{Answer, TestApp};

/// What must be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// What is there for everybody, or for whoever is enrolled.
    NotAsked,
    /// They may.
    May,
    /// They know of it: a form is refused, and a page may show it with the reason.
    Forbidden { to_see: bool },
    /// They may not know of it.
    Unknown,
}

impl Policy {
    /// Whether this was answered.
    pub fn is_of(self, answer: &Answer) -> bool {
        match self {
            Self::NotAsked => true,
            Self::May => ![403, 404].contains(&answer.status),
            Self::Forbidden { to_see: true } => answer.status == 403 || answer.status == 200,
            Self::Forbidden { to_see: false } => answer.status == 403,
            Self::Unknown => answer.status == 404,
        }
    }
}

/// What the policy says of who asks for an address with these ids.
pub async fn policy(app: &TestApp, ids: &Ids, row: &Row, who: Option<&str>) -> Policy {
    let Some(who) = who.filter(|_| row.access == Access::SignedIn) else { return Policy::NotAsked };
    let by = PersonId::parse(&app.person(who).await);
    let stamp = Stamp { by, at: app.state.clock.now() };
    let place = (app.db(), &app.state.catalogue);
    let asked = Tx::outside(place, stamp, async |tx| act(tx, ids, row).await).await;
    match asked {
        Ok(Some(true)) => Policy::May,
        Ok(None) => Policy::NotAsked,
        Err(AppError::Forbidden(_)) => Policy::Forbidden { to_see: row.method == Method::GET },
        Ok(Some(false)) | Err(AppError::NotFound) => Policy::Unknown,
        Err(error) => panic!("{}: {error}", name(row)),
    }
}

async fn may<A: Act<On: Object>>(tx: &Tx, act: A, on: Option<A::On>) -> Result<Option<bool>, AppError> {
    tx.may(act, on.expect("it is an id")).await.map(|_| Some(true))
}

/// Asks for the permit of what is at an address, or for the list that is there.
async fn act(tx: &Tx, ids: &Ids, row: &Row) -> Result<Option<bool>, AppError> {
    let enrolment = || EnrolmentId::parse(ids.get("enrolment"));
    let claim = || ClaimId::parse(ids.get("claim"));
    let organisation = || OrganisationId::parse(ids.get("organisation"));
    let person = || PersonId::parse(ids.get("person"));
    let sitting = || SittingId::parse(ids.get("sitting"));
    let import = || ImportId::parse(ids.get("import"));
    let list = match name(row).as_str() {
        "/" | "/home" | "/claims" | "POST /sign-out" => return Ok(None),
        "/account" | "POST /account/password" | "POST /account/sessions" => {
            let own = tx.actor().await?.person;
            return may(tx, actions::ChangeOwnAccount, Some(own)).await;
        }
        "/enrolments/{enrolment}"
        | "/enrolments/{enrolment}/map"
        | "/enrolments/{enrolment}/nodes/{node}"
        | "/enrolments/{enrolment}/plan" => return may(tx, actions::ViewStanding, enrolment()).await,
        "/enrolments/{enrolment}/record" | "/enrolments/{enrolment}/record.json" => {
            return may(tx, actions::ViewRecord, enrolment()).await;
        }
        "/claims/{claim}" | "/claims/{claim}/evidence/{evidence}" => {
            return may(tx, actions::ViewClaim, enrolment()).await;
        }
        "/enrolments/{enrolment}/experience" => return may(tx, actions::ViewExperience, enrolment()).await,
        path if path.ends_with("/experience/new") => return may(tx, actions::RecordExperience, enrolment()).await,
        "/experience/{experience}" => {
            let leo = ExperienceId::parse(ids.get("experience")).expect("it is an id");
            // It is of a record, and of an employer there.
            let at = app::features::experience::store::spell(&tx.read().await?, leo).await?;
            return may(tx, actions::ViewExperience, Some(at.row.enrolment_id)).await;
        }
        path if path.contains("/experience/{experience}/") => {
            return may(tx, actions::WriteExperience, ExperienceId::parse(ids.get("experience"))).await;
        }
        path if path.contains("/enrolments/{enrolment}/exemptions") => {
            return match path.ends_with("/exemptions") {
                true => may(tx, actions::ViewPriorLearning, enrolment()).await,
                false => may(tx, actions::SendPriorLearning, enrolment()).await,
            };
        }
        "/prior-learning/{prior_learning}" | "/prior-learning/{prior_learning}/proof" => {
            let id = PriorLearningId::parse(ids.get("prior_learning")).expect("it is an id");
            // It is of a record.
            let at = app::features::exemptions::store::prior_learning(&tx.read().await?, id).await?;
            return may(tx, actions::ViewPriorLearning, Some(at.row.enrolment_id)).await;
        }
        "POST /prior-learning/{prior_learning}" => {
            return may(tx, actions::DecidePriorLearning, PriorLearningId::parse(ids.get("prior_learning"))).await;
        }
        path if path.contains("/prior-learning/{prior_learning}/") => {
            return may(tx, actions::ChangePriorLearning, PriorLearningId::parse(ids.get("prior_learning"))).await;
        }
        path if path.contains("/exemptions/{exemption}/") => {
            return may(tx, actions::WithdrawExemption, ExemptionId::parse(ids.get("exemption"))).await;
        }
        path if path.ends_with("/claims/new") => return may(tx, actions::BeginClaim, enrolment()).await,
        path if path.contains("/claims/{claim}/") => return may(tx, actions::WriteClaim, claim()).await,
        path if path.ends_with("/application/{step_off}") => {
            return may(tx, actions::ApplyForStatus, enrolment()).await;
        }
        path if path.ends_with("/specialism") => return may(tx, actions::ChooseSpecialism, enrolment()).await,
        path if path.ends_with("/verification/{element}") => {
            return may(tx, actions::AskVerification, enrolment()).await;
        }
        path if path.ends_with("/joining") || path.ends_with("/number") => {
            return may(tx, actions::NoteJoining, enrolment()).await;
        }
        path if path.ends_with("/first-day") => return may(tx, actions::CorrectFirstDay, enrolment()).await,
        "/organisations/{organisation}/name" | "POST /organisations/{organisation}/name" => {
            return may(tx, actions::RenameOrganisation, organisation()).await;
        }
        path if path.ends_with("/name") => return may(tx, actions::CorrectName, enrolment()).await,
        path if path.ends_with("/supervision/{supervision}/end") => {
            return may(tx, actions::EndSupervision, SupervisionId::parse(ids.get("supervision"))).await;
        }
        path if path.ends_with("/employments/{employer}/end") => {
            let at = enrolment().zip(OrganisationId::parse(ids.get("employer")));
            let at = at.map(|(enrolment, employer)| EmploymentsAt { enrolment, employer });
            return may(tx, actions::EndEmployment, at).await;
        }
        path if path.contains("/supervision") => return may(tx, actions::ManageSupervision, enrolment()).await,
        path if path.contains("/enrolments/{enrolment}/") => {
            return may(tx, actions::ManageEmployersAndProviders, enrolment()).await;
        }
        "/applications/{application}" => {
            let leo = ApplicationId::parse(ids.get("application")).expect("it is an id");
            // It is of a record.
            let at = app::features::awards::store::application(&tx.read().await?, leo).await?;
            return may(tx, actions::ViewApplication, Some(at.enrolment)).await;
        }
        "POST /applications/{application}" => {
            return may(tx, actions::DecideApplication, ApplicationId::parse(ids.get("application"))).await;
        }
        path if path.contains("/awards/{award}") => {
            return may(tx, actions::WithdrawAward, AwardId::parse(ids.get("award"))).await;
        }
        "/organisations/{organisation}" => return may(tx, actions::ViewPeople, organisation()).await,
        path if path.ends_with("/memberships/{membership}/end") => {
            return may(tx, actions::EndMembership, MembershipId::parse(ids.get("membership"))).await;
        }
        path if path.contains("/organisations/{organisation}") => {
            return may(tx, actions::ManagePeople, organisation()).await;
        }
        "/accounts/{person}" => return may(tx, actions::ViewAccount, person()).await,
        "POST /accounts/{person}/link" => return may(tx, actions::RenewAccountLink, person()).await,
        "POST /accounts/{person}/anew" => return may(tx, actions::StartAccountAnew, person()).await,
        path if path.ends_with("/proposals/{proposal}/end") => {
            return may(tx, actions::EndProposal, ProposalId::parse(ids.get("proposal"))).await;
        }
        path if path.ends_with("/proposals/{proposal}") => {
            return may(tx, actions::ConfirmProposal, ProposalId::parse(ids.get("proposal"))).await;
        }
        path if path.ends_with("/corrections/{result}") => {
            return may(tx, actions::CorrectResult, ResultId::parse(ids.get("result"))).await;
        }
        path if path.ends_with("/imports/{import}/confirmation") || path.ends_with("/imports/{import}/decline") => {
            return may(tx, actions::ConfirmImport, import()).await;
        }
        // Every officer of the provider sees it.
        "/imports/{import}" | "/imports/{import}/report" => return may(tx, actions::ManageSitting, sitting()).await,
        path if path.contains("/imports/{import}/") => return may(tx, actions::WriteImport, import()).await,
        path if path.contains("/sittings/{sitting}/import") => {
            return may(tx, actions::ManageSitting, sitting()).await;
        }
        path if path.ends_with("/confirmation") => {
            return may(tx, actions::ConfirmResult, ResultId::parse(ids.get("result"))).await;
        }
        path if path.ends_with("/sittings/{sitting}") || path.ends_with("/sittings/{sitting}/day") => {
            return may(tx, actions::ManageSitting, sitting()).await;
        }
        path if path.ends_with("/queue/{request}") => {
            return may(tx, actions::Sign, SigningRequestId::parse(ids.get("request"))).await;
        }
        path if path.ends_with("/queue/{request}/withdrawal") => {
            return may(tx, actions::WithdrawSignature, SigningRequestId::parse(ids.get("request"))).await;
        }
        "/queue" | "/signed" => OwnList::Queue,
        "/trainees" => OwnList::Trainees,
        "/candidates" => OwnList::Candidates,
        "/sittings" | "/sittings/new" | "POST /sittings/new" => OwnList::Sittings,
        "/organisations" => OwnList::Organisations,
        "/prior-learning"
        | "/applications"
        | "/awards"
        | "/enrolments"
        | "/proposals"
        | "/enrolments/new"
        | "POST /enrolments/new"
        | "POST /organisations" => OwnList::OfBody,
        path => panic!("say what {path} asks the policy"),
    };
    Ok(Some(list.is_for(&tx.actor().await?)))
}

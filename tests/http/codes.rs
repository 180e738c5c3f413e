//! Every code of an enum is taken by its column and read back; and a column takes no code that no enum has.

use app::entities::query::{Of, insert_many};
use app::entities::{
    application, application_decision, claim, enrolment, evidence, invitation, membership, organisation, person,
    result, signature, signing_end, signing_request,
};
use app::web::random::uuid;
use chrono::{DateTime, Utc};
use domain::access::Role;
use domain::awards::ApplicationOutcome;
use domain::ids::{
    ApplicationId, EvidenceId, InvitationId, MembershipId, OrganisationId, PersonId, ResultId, SigningRequestId,
};
use domain::people::OrganisationKind;
use domain::sign_off::{EndReason, EvidenceKind, ReasonCode, SigningKind, SigningOutcome, StageOutcome};
use domain::standing::ClaimOutcome;
use domain::standing::Outcome;
use sea_orm::{ActiveEnum, ColumnTrait, EntityTrait, IntoActiveModel, Iterable, ModelTrait, QueryFilter};
use std::collections::BTreeSet;
use tests::people::{AMARA, INES, RUTH};
use tests::{TestApp, today};

/// Inserts a row and finds the same among what is read.
async fn keep<M>(app: &TestApp, row: M)
where
    M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel> + PartialEq + std::fmt::Debug,
    M::Entity: EntityTrait<Model = M>,
    <M::Entity as EntityTrait>::ActiveModel: Send,
{
    insert_many(app.db().writer(), vec![row.clone()]).await.unwrap();
    let all = M::Entity::find().all(app.db().read()).await.unwrap();
    assert!(all.contains(&row), "{row:?}");
}

/// One of the demo people.
async fn who(app: &TestApp, address: &str) -> PersonId {
    let found = person::Entity::find().filter(person::Column::Email.eq(address));
    found.one(app.db().read()).await.unwrap().unwrap().id
}

async fn of_amara(app: &TestApp) -> enrolment::Model {
    let found = enrolment::Entity::find().of(who(app, AMARA).await);
    found.one(app.db().read()).await.unwrap().unwrap()
}

fn now(app: &TestApp) -> DateTime<Utc> {
    app.state.clock.now()
}

fn salt() -> String {
    "0".repeat(32)
}

fn hash() -> String {
    "0".repeat(64)
}

#[tokio::test]
async fn kinds_of_organisations_and_roles() {
    let app = TestApp::new().await;
    let (at, ines, amara) = (now(&app), who(&app, INES).await, who(&app, AMARA).await);
    for kind in OrganisationKind::ALL {
        let organisation = organisation::Model {
            id: OrganisationId::new(uuid()),
            name: format!("A new {}", kind.code()),
            look: uuid().to_string(),
            kind,
            slug: (kind == OrganisationKind::Body).then(|| String::from("a-new-body")),
            salt: salt(),
            created_at: at,
        };
        keep(&app, organisation.clone()).await;
        for role in Role::ALL {
            let membership = membership::Model {
                id: MembershipId::new(uuid()),
                person_id: amara,
                organisation_id: organisation.id,
                role,
                from_on: today(),
                until_on: None,
                granted_by: Some(ines),
                granted_at: at,
                ended_by: None,
                reset_id: None,
            };
            keep(&app, membership).await;
            let invitation = invitation::Model {
                id: InvitationId::new(uuid()),
                token_sha256: format!("{:0>64}", uuid().simple().to_string()),
                name: String::from("New"),
                email: String::from("new@new.example"),
                organisation_id: Some(organisation.id),
                role: Some(role),
                salt: salt(),
                person_id: None,
                invited_by: Some(ines),
                invited_at: at,
                expires_at: at,
                used_at: None,
                used_by: None,
                withdrawn_at: None,
            };
            keep(&app, invitation).await;
        }
    }
}

#[tokio::test]
async fn outcomes_of_results() {
    let app = TestApp::new().await;
    let all = result::Entity::find().all(app.db().read()).await.unwrap();
    let superseded: Vec<Option<ResultId>> = all.iter().map(|one| one.supersedes).collect();
    let mut last = all.into_iter().find(|one| !superseded.contains(&Some(one.id))).unwrap();
    for outcome in Outcome::ALL {
        let next = result::Model {
            id: ResultId::new(uuid()),
            outcome,
            mark: None,
            round: last.round + 1,
            supersedes: Some(last.id),
            reason: Some(String::from("Marked again")),
            ..last
        };
        keep(&app, next.clone()).await;
        last = next;
    }
}

/// A request about Amara's first claim, or about her stage, that waits no longer.
async fn request(app: &TestApp, kind: SigningKind, round: i64) -> signing_request::Model {
    let claim = claim::Entity::find().of(of_amara(app).await.id).one(app.db().read());
    let claim = claim.await.unwrap().unwrap();
    let employer = organisation::Entity::find().one(app.db().read()).await.unwrap().unwrap();
    let is_claim = kind == SigningKind::Claim;
    let request = signing_request::Model {
        id: SigningRequestId::new(uuid()),
        enrolment_id: claim.enrolment_id,
        trainee_id: claim.trainee_id,
        subject: kind,
        node: String::from("foundation-verification"),
        experience_id: None,
        claim_id: is_claim.then_some(claim.id),
        round,
        employer_id: employer.id,
        person_id: None,
        link_id: None,
        shown: String::from("{}"),
        shown_sha256: hash(),
        happened_from: is_claim.then(today),
        happened_until: is_claim.then(today),
        sent_at: now(app),
        sent_on: today(),
        until_on: None,
        is_open: false,
    };
    keep(app, request.clone()).await;
    request
}

async fn sign(app: &TestApp, outcome: SigningOutcome, reason_code: Option<ReasonCode>, round: i64) {
    let request = request(app, outcome.kind(), round).await;
    let is_partly = outcome == SigningOutcome::Claim(ClaimOutcome::PartlyMet);
    let signature = signature::Model {
        request_id: request.id,
        trainee_id: request.trainee_id,
        subject: request.subject,
        person_id: Some(who(app, RUTH).await),
        link_id: None,
        outcome: outcome.code().to_owned(),
        comment: String::from("Seen"),
        missing: is_partly.then(|| String::from("The last call")),
        reason_code,
        statement: String::from("I saw it"),
        statement_version: String::from("1"),
        shown: None,
        shown_sha256: request.shown_sha256,
        signed_sha256: hash(),
        salt: salt(),
        signed_on: today(),
        signed_at: now(app),
    };
    keep(app, signature.clone()).await;
    assert_eq!(signature.signed().unwrap().outcome, outcome);
}

#[tokio::test]
async fn outcomes_and_reasons_of_what_is_signed() {
    let app = TestApp::new().await;
    let mut round = 100..;
    for outcome in ClaimOutcome::ALL {
        let reason = (outcome == ClaimOutcome::Declined).then_some(ReasonCode::Other);
        sign(&app, SigningOutcome::Claim(outcome), reason, round.next().unwrap()).await;
    }
    for reason in ReasonCode::ALL {
        let declined = SigningOutcome::Claim(ClaimOutcome::Declined);
        sign(&app, declined, Some(reason), round.next().unwrap()).await;
    }
    for outcome in StageOutcome::ALL {
        sign(&app, SigningOutcome::Stage(outcome), None, round.next().unwrap()).await;
    }
}

#[tokio::test]
async fn how_requests_end() {
    let app = TestApp::new().await;
    for (reason, round) in EndReason::ALL.into_iter().zip(100..) {
        let end = signing_end::Model {
            request_id: request(&app, SigningKind::Claim, round).await.id,
            reason,
            ended_by: None,
            ended_on: today(),
            ended_at: now(&app),
        };
        keep(&app, end).await;
    }
}

#[tokio::test]
async fn kinds_of_evidence() {
    let app = TestApp::new().await;
    let claim = request(&app, SigningKind::Claim, 100).await.claim_id.unwrap();
    for kind in EvidenceKind::ALL {
        let is_file = kind == EvidenceKind::File;
        let evidence = evidence::Model {
            id: EvidenceId::new(uuid()),
            claim_id: claim,
            kind,
            title: String::from("Note"),
            content: (!is_file).then(|| String::from("https://new.example")),
            file_key: is_file.then(|| String::from("key")),
            media_type: is_file.then(|| String::from("application/pdf")),
            size: is_file.then_some(4_000_000_000),
            sha256: hash(),
            salt: salt(),
            added_at: now(&app),
            removed_at: None,
        };
        keep(&app, evidence).await;
    }
}

#[tokio::test]
async fn decisions_on_applications() {
    let app = TestApp::new().await;
    let enrolment = of_amara(&app).await;
    let body: String = app.one("SELECT body_id FROM record WHERE id = $1", [enrolment.record_id.into()]).await;
    let body_id = OrganisationId::parse(&body).unwrap();
    for (outcome, round) in ApplicationOutcome::ALL.into_iter().zip(100..) {
        let application = application::Model {
            id: ApplicationId::new(uuid()),
            enrolment_id: enrolment.id,
            body_id,
            trainee_id: enrolment.person_id,
            step_off: String::from("step-off-paralegal"),
            round,
            status: String::from("paralegal"),
            applied_on: today(),
            applied_at: now(&app),
            is_open: false,
        };
        keep(&app, application.clone()).await;
        let decision = application_decision::Model {
            application_id: application.id,
            enrolment_id: enrolment.id,
            body_id,
            trainee_id: enrolment.person_id,
            outcome,
            reason: String::from("Both keys are turned"),
            standing: String::from("{}"),
            salt: salt(),
            decided_by: who(&app, INES).await,
            decided_on: today(),
            decided_at: now(&app),
        };
        keep(&app, decision).await;
    }
}

fn codes<C: ActiveEnum<Value = String> + Iterable>() -> BTreeSet<String> {
    C::iter().map(|code| code.to_value()).collect()
}

/// The codes that the schema takes in a column.
async fn taken(app: &TestApp, table: &str, column: &str) -> BTreeSet<String> {
    let (query, list) = if app.is_sqlite() {
        ("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = $1", format!("{column} IN ("))
    } else {
        (
            "SELECT string_agg(pg_get_constraintdef(c.oid), ' ') FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
             WHERE t.relname = $1 AND c.contype = 'c'",
            format!("{column} = ANY ("),
        )
    };
    let schema: String = app.one(query, [table.into()]).await;
    let (_, list) = schema.split_once(&list).unwrap();
    let (list, _) = list.split_once(')').unwrap();
    list.split('\'').skip(1).step_by(2).map(str::to_owned).collect()
}

#[tokio::test]
async fn an_outcome_of_one_kind_is_none_of_another() {
    let app = TestApp::new().await;
    let stage = request(&app, SigningKind::Stage, 100).await;
    let met = "INSERT INTO signature (request_id, trainee_id, subject, person_id, outcome, comment, statement, statement_version, shown_sha256, signed_sha256, salt, signed_on, signed_at)
        SELECT $1, $2, $3, person_id, 'met', comment, statement, statement_version, shown_sha256, signed_sha256, salt, signed_on, signed_at
        FROM signature WHERE subject = 'claim' AND outcome = 'met' LIMIT 1";
    for kind in SigningKind::ALL {
        let values = [stage.id.into(), stage.trainee_id.into(), kind.code().into()];
        assert!(app.execute(met, values).await.is_err(), "{kind:?}");
        assert_eq!(SigningOutcome::read(kind, "met").is_some(), kind == SigningKind::Claim);
    }
}

#[tokio::test]
async fn a_column_takes_the_codes_of_its_enum_and_no_other() {
    let app = TestApp::new().await;
    for (table, column, codes) in [
        ("organisation", "kind", codes::<OrganisationKind>()),
        ("membership", "role", codes::<Role>()),
        ("invitation", "role", codes::<Role>()),
        ("result", "outcome", codes::<Outcome>()),
        ("signing_request", "subject", codes::<SigningKind>()),
        ("signature", "reason_code", codes::<ReasonCode>()),
        ("signing_end", "reason", codes::<EndReason>()),
        ("evidence", "kind", codes::<EvidenceKind>()),
        ("application_decision", "outcome", codes::<ApplicationOutcome>()),
    ] {
        assert_eq!(taken(&app, table, column).await, codes, "{table}.{column}");
    }
}

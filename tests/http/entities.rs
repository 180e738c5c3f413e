//! Entities say of each table what the schema says; each row is read by its entity, and each code is taken and read back.

use crate::imports::bring;
use crate::invitations::invite;
use crate::steps;
use app::entities::form::{kept_form, secret, sent_form};
use app::entities::journal::{chain, event, refusal, refusal_log};
use app::entities::query::insert_many;
use app::entities::{
    application, application_decision, award, award_listing, award_withdrawal, chapter_file, claim, credential,
    employment, enrolment, evidence, exemption, exemption_withdrawal, experience, former_name, import, import_row,
    import_settlement, import_table, invitation, job, joining, known_device, listing, lost_basis, membership,
    organisation, person, prior_learning, prior_learning_decision, prior_learning_review, proposal, provisional_result,
    reason_given, recognition, record, record_name, record_number, registration, result, result_confirmation, session,
    sign_in_attempts, signature, signature_withdrawal, signing_end, signing_link, signing_request, sitting, specialism,
    supervision,
};
use app::web::jobs;
use app::web::random::uuid;
use domain::ids::{ProposalId, ReasonId, SigningLinkId};
use domain::proposals::{Proposable, Settled};
use domain::sign_off::{EndReason, SigningKind};
use sea_orm::{ColumnTrait, EntityTrait, IdenStatic, Iterable, PaginatorTrait, QueryFilter};
use std::collections::{BTreeMap, BTreeSet};
use tests::people::{AMARA, PRIYA};
use tests::{TestApp, today};

/// The one table without an entity: how far the migrations are.
const WITHOUT: &str = "seaql_migrations";

/// The names of columns, with `?` where they may be empty.
type Columns = BTreeSet<String>;

/// Calls a macro with every entity there is.
macro_rules! for_every_entity {
    ($one:ident) => {
        $one!(
            application,
            application_decision,
            award,
            award_listing,
            award_withdrawal,
            chapter_file,
            chain,
            claim,
            credential,
            employment,
            enrolment,
            event,
            evidence,
            exemption,
            exemption_withdrawal,
            experience,
            former_name,
            import,
            import_row,
            import_settlement,
            import_table,
            invitation,
            job,
            joining,
            known_device,
            kept_form,
            listing,
            lost_basis,
            membership,
            organisation,
            person,
            prior_learning,
            prior_learning_decision,
            prior_learning_review,
            proposal,
            provisional_result,
            reason_given,
            recognition,
            record,
            record_name,
            record_number,
            refusal,
            refusal_log,
            registration,
            result,
            result_confirmation,
            secret,
            sent_form,
            session,
            sign_in_attempts,
            signature,
            signature_withdrawal,
            signing_end,
            signing_link,
            signing_request,
            sitting,
            specialism,
            supervision
        )
    };
}

/// A table as its entity has it.
fn as_written<E: EntityTrait>() -> (String, Columns) {
    let column = |column: E::Column| {
        let empty = if column.def().is_null() { "?" } else { "" };
        format!("{}{empty}", column.as_str())
    };
    (E::default().table_name().to_owned(), E::Column::iter().map(column).collect())
}

/// A table as the database has it.
async fn as_stored(app: &TestApp, table: &str) -> Columns {
    let query = if app.is_sqlite() {
        r#"SELECT name || CASE "notnull" WHEN 0 THEN '?' ELSE '' END FROM pragma_table_info($1)"#
    } else {
        "SELECT CAST(column_name || CASE is_nullable WHEN 'YES' THEN '?' ELSE '' END AS TEXT)
         FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1"
    };
    app.column(query, [table.into()]).await.into_iter().collect()
}

#[tokio::test]
async fn every_table_has_an_entity_with_its_columns() {
    macro_rules! described {
        ($($table:ident),+) => { BTreeMap::from([$(as_written::<$table::Entity>()),+]) };
    }
    let app = TestApp::new().await;
    let mut stored = BTreeMap::new();
    for table in app.tables().await {
        if table != WITHOUT {
            let columns = as_stored(&app, &table).await;
            stored.insert(table, columns);
        }
    }
    assert_eq!(for_every_entity!(described), stored);
}

/// How many rows an entity reads, each into its types.
async fn read<E>(app: &TestApp) -> (&'static str, usize)
where
    E: EntityTrait<Model: Send + Sync>,
{
    let rows = E::find().all(app.db().read()).await;
    let rows = rows.unwrap_or_else(|error| panic!("{}: {error}", E::default().table_name()));
    let counted = E::find().count(app.db().read()).await.unwrap();
    assert_eq!(u64::try_from(rows.len()).unwrap(), counted);
    (E::default().table_name(), rows.len())
}

/// Adds what neither the demo people nor what they do here leaves behind.
async fn add_the_rest(app: &TestApp) {
    let (db, at, on) = (app.db().writer(), app.state.clock.now(), today());
    let award = award::Entity::find().one(db).await.unwrap().unwrap();
    let withdrawal = award_withdrawal::Model {
        award_id: award.id,
        trainee_id: award.trainee_id,
        reason: String::from("Made by mistake"),
        salt: award.salt,
        withdrawn_by: award.conferred_by,
        withdrawn_on: on,
        withdrawn_at: at,
    };
    insert_many(db, vec![withdrawal]).await.unwrap();
    let of_work = signature::Column::Subject.eq(SigningKind::Experience);
    let signed = signature::Entity::find().filter(of_work).one(db).await.unwrap().unwrap();
    let undone = signature_withdrawal::Model {
        request_id: signed.request_id,
        trainee_id: signed.trainee_id,
        subject: signed.subject,
        reason: String::from("Given by mistake"),
        salt: signed.salt,
        withdrawn_by: award.conferred_by,
        withdrawn_on: on,
        withdrawn_at: at,
    };
    insert_many(db, vec![undone]).await.unwrap();
    let exempt = exemption::Entity::find().one(db).await.unwrap().unwrap();
    let withdrawn = exemption_withdrawal::Model {
        exemption_id: exempt.id,
        trainee_id: exempt.trainee_id,
        reason: String::from("Decided by mistake"),
        salt: exempt.salt,
        withdrawn_by: award.conferred_by,
        withdrawn_on: on,
        withdrawn_at: at,
    };
    insert_many(db, vec![withdrawn]).await.unwrap();
    let review = prior_learning_review::Model {
        prior_learning_id: exempt.prior_learning_id,
        reason: String::from("It was read wrongly"),
        salt: "0".repeat(32),
        asked_on: on,
        asked_at: at,
    };
    insert_many(db, vec![review]).await.unwrap();
    let request = signing_request::Entity::find().one(db).await.unwrap().unwrap();
    let end = signing_end::Model {
        request_id: request.id,
        reason: EndReason::EmploymentEnded,
        ended_by: None,
        ended_on: on,
        ended_at: at,
    };
    insert_many(db, vec![end]).await.unwrap();
    let link = signing_link::Model {
        id: SigningLinkId::new(uuid()),
        enrolment_id: award.enrolment_id,
        name: String::from("Sam Holder"),
        email: String::from("sam@elsewhere.example"),
        token_sha256: "0".repeat(64),
        salt: "0".repeat(32),
        made_at: at,
        mailbox_proved_at: None,
    };
    insert_many(db, vec![link]).await.unwrap();
    let proposal = proposal::Model {
        id: ProposalId::new(uuid()),
        body_id: record::Entity::find().one(db).await.unwrap().unwrap().body_id,
        act: Proposable::WithdrawAward,
        person_id: award.trainee_id,
        award_id: Some(award.id),
        email: None,
        reason: String::from("Made by mistake"),
        salt: "0".repeat(32),
        proposed_by: award.conferred_by,
        proposed_on: on,
        proposed_at: at,
        settled: Some(Settled::Dropped),
        settled_by: Some(award.conferred_by),
        settled_on: Some(on),
    };
    insert_many(db, vec![proposal]).await.unwrap();
    let lost = lost_basis::Model {
        award_id: award.id,
        enrolment_id: award.enrolment_id,
        body_id: record::Entity::find().one(db).await.unwrap().unwrap().body_id,
        missing: String::from("[]"),
        since_on: on,
    };
    insert_many(db, vec![lost]).await.unwrap();
    jobs::begin(app.db(), at).await.unwrap();
    let record = record::Entity::find().one(db).await.unwrap().unwrap();
    let joining = joining::Model { record_id: record.id, round: 1, joined_on: on, recorded_by: None, recorded_at: at };
    insert_many(db, vec![joining]).await.unwrap();
    let number = record_number::Model { record_id: record.id, round: 1, number: Some("4711".into()), recorded_on: on };
    insert_many(db, vec![number]).await.unwrap();
    let why = reason_given::Model {
        id: ReasonId::new(uuid()),
        record_id: record.id,
        reason: String::from("Noted late"),
        salt: "0".repeat(32),
    };
    insert_many(db, vec![why]).await.unwrap();
    let had = former_name::Model {
        organisation_id: organisation::Entity::find().one(db).await.unwrap().unwrap().id,
        round: 1,
        name: String::from("Another"),
        reason: String::from("A slip"),
        salt: "0".repeat(32),
        until_on: on,
        corrected_by: None,
    };
    insert_many(db, vec![had]).await.unwrap();
    let secret = secret::Model { name: String::from("another seal"), secret: "0".repeat(64) };
    insert_many(db, vec![secret]).await.unwrap();
    bring(app, "F05", AMARA).await;
    invite(app, PRIYA, "Noor Aziz", "noor@hale.example", "supervisor").await;
    let mut stranger = app.visitor();
    let form = stranger.page("/sign-in").await.form("Sign in");
    stranger.submit(form.fill("email", AMARA).fill("password", "a guess")).await;
}

#[tokio::test]
async fn every_row_is_read_into_its_types() {
    let app = &TestApp::new().await;
    macro_rules! read_all {
        ($($table:ident),+) => { BTreeMap::from([$(read::<$table::Entity>(app).await),+]) };
    }
    steps::hold_status(app).await;
    add_the_rest(app).await;
    app::web::forms::secret(app.db()).await.unwrap();
    let read = for_every_entity!(read_all);
    let empty: Vec<_> = read.iter().filter(|(_, rows)| **rows == 0).map(|(table, _)| *table).collect();
    assert_eq!(empty, [""; 0], "nothing is shown of a table without a row");
}

//! Reading and writing enrolments and the relations around them.

use super::case::{self, Waiting};
use super::forms::{Enrol, Supervise};
use crate::error::AppError;
use crate::features::frameworks::catalogue::Catalogue;
use crate::features::journal::store::{self as journal, Event, Stamp};
use crate::web::db::sql;
use crate::web::random;
use crate::web::request::RequestCx;
use chrono::NaiveDate;
use domain::access::{Act, Permit, Scope, Subject, actions, permit};
use domain::framework::Framework;
use domain::ids::{EnrolmentId, OrganisationId, PersonId, RowId};
use domain::standing::{Facts, FactsFile, Standing, standing};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, Value};
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
        let facts = Facts::bind(&framework, &file).map_err(|unknown| {
            AppError::internal(&format!(
                "the case file of {} names what the framework lacks: {unknown:?}",
                self.id
            ))
        })?;
        let standing = standing(&framework, &facts, on);
        Ok(Case {
            id: EnrolmentId::from(self.id),
            trainee: PersonId::from(self.person_id),
            name: self.name,
            from_on: self.from_on,
            framework,
            facts,
            standing,
            waiting: serde_json::from_str(self.waiting.as_deref().unwrap_or("[]"))?,
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
    let own = row.person_id == actor.person.as_str();
    let subject = if own {
        Subject {
            trainee: Some(actor.person.clone()),
            ..Subject::default()
        }
    } else {
        subject(db, id, cx.today).await?
    };
    let permit = permit(actor, action, &subject)?;
    Ok((row.read(&cx.app.catalogue, cx.today)?, permit))
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

/// A page of the trainees in a scope.
#[derive(Debug)]
pub struct CasePage {
    /// The cases, by name.
    pub cases: Vec<Case>,
    /// How many there are in all.
    pub total: u64,
}

/// Cases on one page of a list.
pub const PAGE: u64 = 50;

/// The trainees whom a list may hold, by name; `search` narrows it to names that contain it.
///
/// # Errors
/// When the database can't be read.
pub async fn cases(cx: &RequestCx, scope: &Scope, search: &str, page: u64) -> Result<CasePage, AppError> {
    #[derive(FromQueryResult)]
    struct Count {
        n: i64,
    }
    let db = cx.app.db.read();
    let mut values: Vec<Value> = vec![
        cx.today.into(),
        format!("%{}%", search.trim().to_lowercase().replace(['%', '_'], "")).into(),
    ];
    let filter = in_scope(scope, &mut values);
    let total = Count::find_by_statement(sql(
        db,
        &format!("SELECT COUNT(*) AS n FROM enrolment e JOIN person p ON p.id = e.person_id WHERE {filter}"),
        values.clone(),
    ))
    .one(db)
    .await?
    .map_or(0, |count| u64::try_from(count.n).unwrap_or_default());
    let text = format!(
        "{CASE} WHERE {filter} ORDER BY p.name, e.id LIMIT {PAGE} OFFSET {}",
        (page - 1).saturating_mul(PAGE)
    );
    let rows = CaseRow::find_by_statement(sql(db, &text, values)).all(db).await?;
    let cases = rows
        .into_iter()
        .map(|row| row.read(&cx.app.catalogue, cx.today))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(CasePage { cases, total })
}

/// The condition of a scope; `$1` is today, `$2` the search.
fn in_scope(scope: &Scope, values: &mut Vec<Value>) -> String {
    const IN_FORCE: &str = "x.from_on <= $1 AND (x.until_on IS NULL OR x.until_on > $1)";
    let mut any = Vec::new();
    if scope.all {
        any.push(String::from("1 = 1"));
    }
    if !scope.employers.is_empty() {
        let places = places(&scope.employers, values);
        any.push(format!("EXISTS (SELECT 1 FROM employment x WHERE x.person_id = e.person_id AND x.employer_id IN ({places}) AND {IN_FORCE})"));
    }
    if !scope.supervisor_at.is_empty() {
        let places = places(&scope.supervisor_at, values);
        values.push(scope.person.to_string().into());
        any.push(format!(
            "EXISTS (SELECT 1 FROM employment x WHERE x.person_id = e.person_id AND x.employer_id IN ({places}) AND {IN_FORCE})
             AND EXISTS (SELECT 1 FROM supervision x WHERE x.enrolment_id = e.id AND x.supervisor_id = ${} AND {IN_FORCE})",
            values.len()
        ));
    }
    if !scope.providers.is_empty() {
        let places = places(&scope.providers, values);
        any.push(format!("EXISTS (SELECT 1 FROM registration x WHERE x.enrolment_id = e.id AND x.provider_id IN ({places}) AND {IN_FORCE})"));
    }
    if any.is_empty() {
        any.push(String::from("1 = 0"));
    }
    format!(
        "({}) AND $1 = $1 AND LOWER(p.name) LIKE $2",
        any.iter()
            .map(|part| format!("({part})"))
            .collect::<Vec<_>>()
            .join(" OR ")
    )
}

/// Placeholders for these organisations, whose ids are added to the values.
fn places(organisations: &[OrganisationId], values: &mut Vec<Value>) -> String {
    let mut places = Vec::new();
    for organisation in organisations {
        values.push(organisation.to_string().into());
        places.push(format!("${}", values.len()));
    }
    places.join(", ")
}

/// Who supervises a trainee, and who might.
#[derive(Clone, Debug, FromQueryResult)]
pub struct SupervisionRow {
    /// Its id.
    pub id: String,
    /// The supervisor.
    pub supervisor_id: String,
    /// Their name.
    pub name: String,
    /// As what they are authorised, in the body's words.
    pub authorised_as: Option<String>,
    /// First day.
    pub from_on: NaiveDate,
    /// First day no longer.
    pub until_on: Option<NaiveDate>,
}

/// The supervisions of an enrolment, newest first.
///
/// # Errors
/// When the database can't be read.
pub async fn supervisions(
    connection: &impl ConnectionTrait,
    id: &EnrolmentId,
) -> Result<Vec<SupervisionRow>, AppError> {
    Ok(SupervisionRow::find_by_statement(sql(
        connection,
        "SELECT s.id, s.supervisor_id, p.name, s.authorised_as, s.from_on, s.until_on FROM supervision s JOIN person p ON p.id = s.supervisor_id
         WHERE s.enrolment_id = $1 ORDER BY s.from_on DESC, s.id DESC",
        [id.to_string().into()],
    ))
    .all(connection)
    .await?)
}

/// The people whom a trainee may ask today: they supervise the trainee, and are supervisors at the trainee's employer.
///
/// # Errors
/// When the database can't be read.
pub async fn supervisors_today(
    connection: &impl ConnectionTrait,
    id: &EnrolmentId,
    today: NaiveDate,
) -> Result<Vec<(PersonId, String)>, AppError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: String,
        name: String,
    }
    let rows = Row::find_by_statement(sql(
        connection,
        "SELECT DISTINCT p.id, p.name FROM supervision s JOIN person p ON p.id = s.supervisor_id
         JOIN enrolment e ON e.id = s.enrolment_id
         JOIN employment w ON w.person_id = e.person_id AND w.from_on <= $2 AND (w.until_on IS NULL OR w.until_on > $2)
         JOIN membership m ON m.person_id = s.supervisor_id AND m.organisation_id = w.employer_id AND m.role = 'supervisor'
              AND m.from_on <= $2 AND (m.until_on IS NULL OR m.until_on > $2)
         WHERE s.enrolment_id = $1 AND s.from_on <= $2 AND (s.until_on IS NULL OR s.until_on > $2) ORDER BY p.name",
        [id.to_string().into(), today.into()],
    ))
    .all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (PersonId::from(row.id), row.name)).collect())
}

/// Supervisors at the employers for which the trainee works today.
///
/// # Errors
/// When the database can't be read.
pub async fn possible_supervisors(
    connection: &impl ConnectionTrait,
    id: &EnrolmentId,
    today: NaiveDate,
) -> Result<Vec<(PersonId, String)>, AppError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: String,
        name: String,
    }
    let rows = Row::find_by_statement(sql(
        connection,
        "SELECT DISTINCT p.id, p.name FROM enrolment e
         JOIN employment w ON w.person_id = e.person_id AND w.from_on <= $2 AND (w.until_on IS NULL OR w.until_on > $2)
         JOIN membership m ON m.organisation_id = w.employer_id AND m.role = 'supervisor' AND m.from_on <= $2 AND (m.until_on IS NULL OR m.until_on > $2)
         JOIN person p ON p.id = m.person_id WHERE e.id = $1 AND p.id <> e.person_id ORDER BY p.name",
        [id.to_string().into(), today.into()],
    ))
    .all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (PersonId::from(row.id), row.name)).collect())
}

/// The employers for which the trainee works today.
///
/// # Errors
/// When the database can't be read.
pub async fn employers_today(
    connection: &impl ConnectionTrait,
    id: &EnrolmentId,
    today: NaiveDate,
) -> Result<Vec<(OrganisationId, String)>, AppError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: String,
        name: String,
    }
    let rows = Row::find_by_statement(sql(
        connection,
        "SELECT o.id, o.name FROM enrolment e JOIN employment w ON w.person_id = e.person_id JOIN organisation o ON o.id = w.employer_id
         WHERE e.id = $1 AND w.from_on <= $2 AND (w.until_on IS NULL OR w.until_on > $2) ORDER BY w.from_on DESC",
        [id.to_string().into(), today.into()],
    ))
    .all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (OrganisationId::from(row.id), row.name))
        .collect())
}

/// Names a supervisor.
///
/// # Errors
/// When the database can't be written.
pub async fn supervise(
    tx: &DatabaseTransaction,
    permit: Permit<actions::ManageSupervision>,
    stamp: &Stamp,
    id: &EnrolmentId,
    new: &Supervise,
) -> Result<(), AppError> {
    let trainee = permit.subject().trainee.clone().ok_or(AppError::NotFound)?;
    insert_supervision(tx, stamp, id, &trainee, new).await
}

/// Names a supervisor at set-up.
///
/// # Errors
/// When the database can't be written.
pub async fn insert_supervision(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    id: &EnrolmentId,
    trainee: &PersonId,
    new: &Supervise,
) -> Result<(), AppError> {
    let row = RowId::new(random::uuid());
    tx.execute_raw(sql(
        tx,
        "INSERT INTO supervision (id, enrolment_id, trainee_id, supervisor_id, authorised_as, from_on, until_on, recorded_by, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        [
            row.to_string().into(),
            id.to_string().into(),
            trainee.to_string().into(),
            new.supervisor.to_string().into(),
            new.authorised_as.clone().into(),
            new.from_on.into(),
            new.until_on.into(),
            stamp.by.as_ref().map(ToString::to_string).into(),
            stamp.at.into(),
        ],
    ))
    .await?;
    let detail = serde_json::json!({ "supervisor": new.supervisor, "from": new.from_on, "until": new.until_on });
    journal::write(
        tx,
        stamp,
        Event {
            act: "named supervisor",
            object_kind: "supervision",
            object: row.as_str(),
            enrolment: Some(id),
            detail,
        },
    )
    .await
}

/// Ends a supervision today. Open requests stay with the supervisor's colleagues; what was signed stays signed.
///
/// # Errors
/// [`AppError::NotFound`] when the enrolment has no such supervision in force.
pub async fn end_supervision(
    tx: &DatabaseTransaction,
    _permit: Permit<actions::ManageSupervision>,
    stamp: &Stamp,
    id: &EnrolmentId,
    row: &RowId,
) -> Result<(), AppError> {
    let done = tx
        .execute_raw(sql(
            tx,
            "UPDATE supervision SET until_on = CASE WHEN from_on > $1 THEN from_on ELSE $1 END WHERE id = $2 AND enrolment_id = $3 AND (until_on IS NULL OR until_on > $1)",
            [stamp.on.into(), row.to_string().into(), id.to_string().into()],
        ))
        .await?;
    if done.rows_affected() == 0 {
        return Err(AppError::NotFound);
    }
    journal::write(
        tx,
        stamp,
        Event {
            act: "ended supervision",
            object_kind: "supervision",
            object: row.as_str(),
            enrolment: Some(id),
            detail: serde_json::json!({}),
        },
    )
    .await
}

/// Enrols a person on a framework version, registers them with a provider and notes their employment.
///
/// # Errors
/// [`AppError::Conflict`] when the person is enrolled on it already.
pub async fn enrol(
    tx: &DatabaseTransaction,
    _permit: Permit<actions::Enrol>,
    stamp: &Stamp,
    person: &PersonId,
    new: &Enrol,
) -> Result<EnrolmentId, AppError> {
    insert_enrolment(tx, stamp, person, new).await
}

/// Enrols at set-up.
///
/// # Errors
/// [`AppError::Conflict`] when the person is enrolled on it already.
pub async fn insert_enrolment(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    person: &PersonId,
    new: &Enrol,
) -> Result<EnrolmentId, AppError> {
    let id = EnrolmentId::new(random::uuid());
    let by = || -> Value {
        stamp
            .by
            .as_ref()
            .filter(|by| *by != person)
            .map(ToString::to_string)
            .into()
    };
    let inserted = tx
        .execute_raw(sql(
            tx,
            "INSERT INTO enrolment (id, person_id, framework_slug, framework_version, specialism, from_on, enrolled_by, enrolled_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (person_id, framework_slug, framework_version) DO NOTHING",
            [
                id.to_string().into(),
                person.to_string().into(),
                new.framework.0.clone().into(),
                new.framework.1.clone().into(),
                new.specialism.clone().into(),
                new.from_on.into(),
                by(),
                stamp.at.into(),
            ],
        ))
        .await?;
    if inserted.rows_affected() == 0 {
        return Err(AppError::Conflict(String::from(
            "This person is enrolled on this framework already.",
        )));
    }
    if let Some(provider) = &new.provider {
        tx.execute_raw(sql(
            tx,
            "INSERT INTO registration (id, enrolment_id, provider_id, from_on, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)",
            [random::uuid().to_string().into(), id.to_string().into(), provider.to_string().into(), new.from_on.into(), by(), stamp.at.into()],
        ))
        .await?;
    }
    if let Some((employer, job_title)) = &new.employer {
        tx.execute_raw(sql(
            tx,
            "INSERT INTO employment (id, person_id, employer_id, job_title, from_on, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            [random::uuid().to_string().into(), person.to_string().into(), employer.to_string().into(), job_title.clone().into(), new.from_on.into(), by(), stamp.at.into()],
        ))
        .await?;
    }
    let detail =
        serde_json::json!({ "framework": new.framework.0, "version": new.framework.1, "specialism": new.specialism });
    journal::write(
        tx,
        stamp,
        Event {
            act: "enrolled",
            object_kind: "enrolment",
            object: id.as_str(),
            enrolment: Some(&id),
            detail,
        },
    )
    .await?;
    case::rewrite(tx, &id).await?;
    Ok(id)
}

/// Ends an employment: from that day the employer no longer sees the trainee.
///
/// # Errors
/// [`AppError::NotFound`] when there is no employment in force with that employer.
pub async fn end_employment(
    tx: &DatabaseTransaction,
    _permit: &Permit<actions::ManageSupervision>,
    stamp: &Stamp,
    id: &EnrolmentId,
    employer: &OrganisationId,
) -> Result<(), AppError> {
    let done = tx
        .execute_raw(sql(
            tx,
            "UPDATE employment SET until_on = CASE WHEN from_on > $1 THEN from_on ELSE $1 END
             WHERE employer_id = $2 AND person_id = (SELECT person_id FROM enrolment WHERE id = $3) AND (until_on IS NULL OR until_on > $1)",
            [stamp.on.into(), employer.to_string().into(), id.to_string().into()],
        ))
        .await?;
    if done.rows_affected() == 0 {
        return Err(AppError::NotFound);
    }
    let detail = serde_json::json!({ "employer": employer });
    journal::write(
        tx,
        stamp,
        Event {
            act: "ended employment",
            object_kind: "enrolment",
            object: id.as_str(),
            enrolment: Some(id),
            detail,
        },
    )
    .await
}

/// Chooses the practice area.
///
/// # Errors
/// When the database can't be written.
pub async fn choose_specialism(
    tx: &DatabaseTransaction,
    _permit: Permit<actions::WriteClaim>,
    stamp: &Stamp,
    id: &EnrolmentId,
    specialism: &str,
) -> Result<(), AppError> {
    case::lock(tx, id).await?;
    tx.execute_raw(sql(
        tx,
        "UPDATE enrolment SET specialism = $1 WHERE id = $2",
        [specialism.into(), id.to_string().into()],
    ))
    .await?;
    let detail = serde_json::json!({ "specialism": specialism });
    let event = Event {
        act: "chose specialism",
        object_kind: "enrolment",
        object: id.as_str(),
        enrolment: Some(id),
        detail,
    };
    journal::write(tx, stamp, event).await?;
    case::rewrite(tx, id).await
}

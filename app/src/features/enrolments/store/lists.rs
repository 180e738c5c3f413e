//! Lists of cases, each within the scope of whoever reads it.

use super::{CASE, Case, CaseRow};
use crate::error::AppError;
use crate::web::db::{containing, count, places, sql};
use crate::web::request::RequestCx;
use domain::access::Scope;
use sea_orm::{FromQueryResult, Value};

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
    let db = cx.app.db.read();
    // Who is in the scope as a provider's candidate is shown as the provider may see them.
    let sees_claims = scope.all || scope.providers.is_empty();
    let mut values: Vec<Value> = vec![cx.today.into(), containing(search).into()];
    let filter = in_scope(scope, &mut values);
    let count_all = format!("SELECT COUNT(*) AS n FROM enrolment e JOIN person p ON p.id = e.person_id WHERE {filter}");
    let total = count(db, &count_all, values.clone()).await?;
    let text = format!(
        "{CASE} WHERE {filter} ORDER BY p.name, e.id LIMIT {PAGE} OFFSET {}",
        (page - 1).saturating_mul(PAGE)
    );
    let rows = CaseRow::find_by_statement(sql(db, &text, values)).all(db).await?;
    let cases = rows
        .into_iter()
        .map(|row| {
            let case = row.read(&cx.app.catalogue, cx.today)?;
            Ok::<_, AppError>(if sees_claims { case } else { case.without_claims() })
        })
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
        values.push(scope.person.into());
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
        "({}) AND $1 = $1 AND p.name_folded LIKE $2",
        any.iter()
            .map(|part| format!("({part})"))
            .collect::<Vec<_>>()
            .join(" OR ")
    )
}

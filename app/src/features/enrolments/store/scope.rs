//! Which enrolments the lists of a person hold.

use crate::features::enrolments::entity::{employment, enrolment, registration, supervision};
use crate::web::query::{Dated, Of};
use chrono::NaiveDate;
use domain::access::Scope;
use domain::ids::OrganisationId;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryTrait, Select};

/// The condition over `enrolment` that holds of those in a scope.
pub(super) fn in_scope(scope: &Scope, today: NaiveDate) -> Condition {
    if scope.all {
        return Condition::all();
    }
    // In the scope of nothing is nobody.
    let mut any = Condition::any().add(Expr::value(false));
    if !scope.employers.is_empty() {
        any = any.add(employed_by(&scope.employers, today));
    }
    if !scope.supervisor_at.is_empty() {
        let supervised = supervision::Entity::find()
            .filter(supervision::Column::SupervisorId.eq(scope.person))
            .filter(supervision::Entity::active_on(today));
        let supervised = of_enrolment(supervised, supervision::Column::EnrolmentId, enrolment::Column::Id);
        any = any.add(employed_by(&scope.supervisor_at, today).and(supervised));
    }
    if !scope.providers.is_empty() {
        let registered = registration::Entity::find()
            .of_any(&scope.providers)
            .filter(registration::Entity::active_on(today));
        any = any.add(of_enrolment(
            registered,
            registration::Column::EnrolmentId,
            enrolment::Column::Id,
        ));
    }
    any
}

/// Whether the enrolled person works for one of some employers today, as their body knows it.
fn employed_by(employers: &[OrganisationId], today: NaiveDate) -> Expr {
    let employed = employment::Entity::find()
        .of_any(employers)
        .filter(employment::Entity::active_on(today));
    of_enrolment(employed, employment::Column::RecordId, enrolment::Column::RecordId)
}

/// Whether there is such a row of the enrolment that is looked at, by a column of each.
fn of_enrolment<E: EntityTrait>(rows: Select<E>, column: E::Column, same: enrolment::Column) -> Expr {
    let column = Expr::col((E::default(), column));
    Expr::exists(rows.filter(column.equals((enrolment::Entity, same))).into_query())
}

//! Who supervised a trainee on the days of work for an employer: they may say what they saw, after the supervision has ended.

use crate::entities::{membership, supervision};
use crate::prelude::stores::*;
use domain::access::Role;
use domain::interval::Interval;
use sea_orm::RelationDef;
use sea_orm::sea_query::ExprTrait;

/// Work of which it is asked who saw it, in the terms of a query: values or columns.
#[derive(Clone, Debug)]
pub struct WorkOf {
    pub enrolment: Expr,
    pub employer: Expr,
    pub days: DaysOf,
}

/// Days in the terms of a query.
#[derive(Clone, Debug)]
pub struct DaysOf {
    pub from: Expr,
    /// The first day no longer; may be null.
    pub until: Expr,
}

impl DaysOf {
    /// The days of the rows of a table.
    fn of<E: Dated>() -> Self {
        let column = |column: E::Column| Expr::col((E::default(), column));
        Self { from: column(E::FROM), until: column(E::UNTIL) }
    }

    fn begins_before(&self, until: Expr) -> Condition {
        Condition::any().add(until.clone().is_null()).add(self.from.clone().lt(until))
    }

    /// Whether they have a day in common with others. Of three of which each two have one, all have one in common.
    fn overlap(&self, other: &Self) -> Condition {
        let both = Condition::all().add(self.begins_before(other.until.clone()));
        both.add(other.begins_before(self.until.clone())).add(self.begins_before(self.until.clone()))
    }
}

/// The supervisions for an employer by which somebody saw work there: of a day of it, on which they were a supervisor there.
pub fn supervisions_then(WorkOf { enrolment, employer, days }: WorkOf) -> Select<supervision::Entity> {
    let held: RelationDef = supervision::Entity::belongs_to(membership::Entity)
        .from(supervision::Column::SupervisorId)
        .to(membership::Column::PersonId)
        .into();
    let (supervised, was_supervisor) = (DaysOf::of::<supervision::Entity>(), DaysOf::of::<membership::Entity>());
    supervision::Entity::find()
        .join(JoinType::InnerJoin, held)
        .filter(Expr::col((supervision::Entity, supervision::Column::EnrolmentId)).eq(enrolment))
        .filter(Expr::col((supervision::Entity, supervision::Column::EmployerId)).eq(employer))
        .filter(
            Expr::col((membership::Entity, membership::Column::OrganisationId))
                .equals((supervision::Entity, supervision::Column::EmployerId)),
        )
        .filter(membership::Column::Role.eq(Role::Supervisor))
        .filter(supervised.overlap(&days))
        .filter(was_supervisor.overlap(&days))
        .filter(supervised.overlap(&was_supervisor))
}

/// Who saw work of an enrolment for an employer on some days, which are over.
pub async fn supervised_then(
    db: &impl ConnectionTrait,
    (enrolment, employer): (EnrolmentId, OrganisationId),
    days: Interval,
) -> Result<Vec<PersonId>, AppError> {
    let days = DaysOf { from: Expr::value(days.from), until: Expr::value(days.until.unwrap_or(days.from)) };
    let work = WorkOf { enrolment: Expr::value(enrolment), employer: Expr::value(employer), days };
    let people = supervisions_then(work).select_only().column(supervision::Column::SupervisorId).distinct();
    Ok(people.into_tuple().all(db).await?)
}

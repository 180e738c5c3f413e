//! Lists of several records, each of which has a day of its own.

use crate::entities::enrolment;
use crate::prelude::stores::*;
use crate::web::request::RequestCx;
use domain::framework::Framework;
use sea_orm::sea_query::ExprTrait;
use std::sync::Arc;

/// The days of one instant by which somebody may supervise: employments and supervisions are read on that of the record, roles on that
/// of the employer.
#[derive(Clone, Copy, Debug)]
pub struct Days {
    pub record: NaiveDate,
    /// Of what belongs to no body.
    pub organisations: NaiveDate,
}

/// Whether what holds on a day holds on the day of an enrolment, whose id is `enrolment`. Where it is one day for all frameworks,
/// no enrolment is looked up.
pub fn on_its_day(cx: &RequestCx, enrolment: &Expr, holds: impl Fn(NaiveDate) -> Condition) -> Condition {
    let here = holds(cx.day_of_organisations());
    let elsewhere = cx.app.catalogue.on_other_days(cx.now);
    if elsewhere.is_empty() {
        return here;
    }
    let others = elsewhere.values().flatten();
    let here = Condition::all().add(is_on(enrolment, others).not()).add(here);
    elsewhere.iter().fold(Condition::any().add(here), |any, (day, versions)| {
        any.add(Condition::all().add(is_on(enrolment, versions.iter())).add(holds(*day)))
    })
}

/// Whether an enrolment is on one of some versions.
fn is_on<'a>(enrolment: &Expr, versions: impl Iterator<Item = &'a Arc<Framework>>) -> Expr {
    let one = |framework: &Framework| {
        let slug = enrolment::Column::FrameworkSlug.eq(framework.slug());
        Condition::all().add(slug).add(enrolment::Column::FrameworkVersion.eq(framework.version()))
    };
    let found = enrolment::Entity::find()
        .filter(enrolment::Column::Id.into_expr().eq(enrolment.clone()))
        .filter(versions.fold(Condition::any(), |any, framework| any.add(one(framework))));
    Expr::exists(found.into_query())
}

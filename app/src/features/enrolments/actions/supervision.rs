//! Naming supervisors, and ending supervisions.

#![expect(missing_docs, reason = "the fields of an action are those of its form")]

use crate::error::AppError;
use crate::features::enrolments::forms::Supervise;
use crate::features::enrolments::store;
use crate::features::journal::store::Stamp;
use crate::paths;
use crate::web::act::{Done, Fault, act};
use crate::web::form::Values;
use crate::web::request::RequestCx;
use domain::access::{Role, actions, managed_employers};
use domain::ids::{EnrolmentId, SupervisionId};
use domain::invalid::Invalid;
use leptos::prelude::*;
use std::collections::HashMap;

/// Names a supervisor, of an employer for which the person acts.
#[server(prefix = "/api", endpoint = "name-supervisor")]
pub async fn name_supervisor(#[server(default)] form: HashMap<String, String>) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let values: Values = form.into_iter().collect();
        let id = values
            .get("enrolment")
            .and_then(|id| EnrolmentId::parse(id))
            .ok_or(AppError::NotFound)?;
        let (_, permit) = store::case_for(cx, id, actions::ManageSupervision).await?;
        let managed = managed_employers(cx.actor()?, permit.subject());
        let possible = store::possible_supervisors(cx.app.db.read(), id, &managed, cx.today).await?;
        let there = store::supervisions(cx.app.db.read(), id).await?;
        let back = |errors: Invalid| Fault::SendBack {
            form: format!("supervise {id}"),
            page: paths::supervision(id),
            values: values.clone(),
            errors,
        };
        let new = Supervise::parse(&values, &possible, &there).map_err(back)?;
        let tx = cx.app.db.begin().await?;
        match store::supervise(&tx, permit, &Stamp::of(cx), id, &new).await {
            Err(AppError::Conflict(why)) => return Err(back(Invalid::one("from_on", why))),
            other => other?,
        }
        tx.commit().await?;
        Ok(Done::to(paths::supervision(id)).saying("The supervisor is named."))
    })
    .await
}

/// Ends a supervision today. An administrator ends those by people of their own employer.
#[server(prefix = "/api", endpoint = "end-supervision")]
pub async fn end_supervision(
    #[server(default)] enrolment: String,
    #[server(default)] supervision: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let id = EnrolmentId::parse(&enrolment).ok_or(AppError::NotFound)?;
        let row = SupervisionId::parse(&supervision).ok_or(AppError::NotFound)?;
        let (_, permit) = store::case_for(cx, id, actions::ManageSupervision).await?;
        if !cx.actor()?.is(Role::Registrar) {
            let managed = managed_employers(cx.actor()?, permit.subject());
            let theirs = store::supervisions_at(cx.app.db.read(), id, &managed, cx.today).await?;
            if !theirs.contains(&row) {
                let why = "This supervisor works for another employer, whose administrator ends the supervision.";
                return Err(AppError::Forbidden(String::from(why)).into());
            }
        }
        let tx = cx.app.db.begin().await?;
        match store::end_supervision(&tx, permit, &Stamp::of(cx), id, row).await {
            Err(AppError::NotFound) => {
                return Ok(Done::to(paths::supervision(id)).warning("This supervision has ended already."));
            }
            other => other?,
        }
        tx.commit().await?;
        Ok(Done::to(paths::supervision(id)).saying("The supervision has ended. What was signed stays signed."))
    })
    .await
}

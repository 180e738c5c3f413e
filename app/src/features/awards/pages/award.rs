//! One status conferred, and its withdrawal.

use super::words::with_letters;
use crate::design::back::BackLink;
use crate::design::error_summary::ErrorSummary;
use crate::design::field::{Button, ButtonTone, Buttons, Hidden, TextArea};
use crate::design::heading::Heading;
use crate::design::summary_list::{SummaryList, SummaryRow};
use crate::design::tag::Tag;
use crate::error::AppError;
use crate::features::awards::actions::WithdrawAward;
use crate::features::awards::state::{AwardState, expires_on};
use crate::features::awards::store::{self, Award};
use crate::features::enrolments::store::subject;
use crate::features::frameworks::catalogue::Catalogue;
use crate::paths;
use crate::web::page::{Page, page};
use crate::web::request::RequestCx;
use crate::web::words;
use chrono::NaiveDate;
use domain::access::{Denied, Subject, actions, permit};
use domain::ids::AwardId;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The award with its history.
#[component]
pub fn AwardPage() -> impl IntoView {
    page(|cx, params| async move {
        let (award, withdraws) = award_of(&cx, &params.path("award")).await?;
        let rows = summary(&award, &cx.app.catalogue, cx.today);
        let change = match (&award.withdrawal, withdraws) {
            (Some(_), _) => None,
            (None, Ok(())) => Some(view! { <p><a class="button danger" href=paths::withdraw_award(award.id)>"Withdraw this status"</a></p> }.into_any()),
            (None, Err(why)) => Some(view! { <p>{why.to_string()}</p> }.into_any()),
        };
        let called = with_letters(&award.title, award.letters.as_deref());
        Ok(Page::new(
            format!("{}: {}", award.title, award.holder),
            view! {
                <BackLink href=paths::AWARDS label="Statuses conferred"/>
                <Heading title=award.holder eyebrow=called/>
                <SummaryList rows=rows/>
                {change}
                <p><a href=paths::APPLICATIONS>"Go on with the applications"</a></p>
            },
        )
        .reading())
    })
}

/// The award for the registrar, and whether they may withdraw it.
async fn award_of(cx: &RequestCx, id: &str) -> Result<(Award, Result<(), Denied>), AppError> {
    permit(cx.actor()?, actions::WithdrawAward, &Subject::default())?;
    let id = AwardId::parse(id).ok_or(AppError::NotFound)?;
    let award = store::award(cx.app.db.read(), id).await?;
    let subject = subject(cx.app.db.read(), award.enrolment, cx.today).await?;
    let withdraws = permit(cx.actor()?, actions::WithdrawAward, &subject).map(drop);
    Ok((award, withdraws))
}

fn summary(award: &Award, catalogue: &Catalogue, today: NaiveDate) -> Vec<SummaryRow> {
    let state = AwardState::of(award, catalogue, today);
    let mut rows = Vec::new();
    let mut add = |key: &str, value: AnyView| {
        rows.push(SummaryRow {
            key: key.to_owned(),
            value,
            action: None,
        })
    };
    add(
        "State",
        view! { <Tag tone=state.tone() label=state.label()/> }.into_any(),
    );
    add(
        "Conferred",
        format!("{}, by {}", words::date(award.conferred_on), award.conferred_by).into_any(),
    );
    if let Some(expires) = expires_on(award, catalogue) {
        add("Last day", words::last_day(expires).into_any());
    }
    let framework = catalogue.get(&award.framework_slug, &award.framework_version);
    let framework = framework.map_or_else(
        || award.framework_slug.clone(),
        |framework| framework.title().to_owned(),
    );
    add(
        "Framework",
        format!("{framework}, version {}", award.framework_version).into_any(),
    );
    add(
        "Application",
        view! { <a href=paths::application(award.application)>"See the application"</a> }.into_any(),
    );
    add(
        "Record",
        view! { <a href=paths::record(award.enrolment)>"See the record"</a> }.into_any(),
    );
    add(
        "Public page",
        view! { <a href=paths::check(&award.code)>{award.code.clone()}</a> }.into_any(),
    );
    if let Some(withdrawal) = &award.withdrawal {
        add(
            "Withdrawn",
            format!("{}, by {}", words::date(withdrawal.on), withdrawal.by).into_any(),
        );
        add("Reason", withdrawal.reason.clone().into_any());
    }
    rows
}

/// The question before a status is withdrawn.
#[component]
pub fn WithdrawAwardPage() -> impl IntoView {
    page(|cx, params| async move {
        let (award, withdraws) = award_of(&cx, &params.path("award")).await?;
        withdraws?;
        let back = paths::award(award.id);
        if award.withdrawal.is_some() {
            // Someone was faster: the award's page says who and when.
            return Ok(Page::elsewhere(back));
        }
        let form = cx.returned(&format!("withdraw {}", award.id)).await?;
        let title = format!("Withdraw {} from {}?", award.title, award.holder);
        let lede = "From today on the status is not held. The public page says so at once, without the reason. What was decided before stays in the record.";
        let (id, reason) = (award.id.to_string(), form.value("reason", ""));
        Ok(Page::new(
            title.clone(),
            view! {
                <BackLink href=back.clone() label=award.holder/>
                <ErrorSummary errors=form.summary()/>
                <Heading title=title lede=lede/>
                <form method="post" action=WithdrawAward::PATH novalidate>
                    <Hidden name="award" value=id/>
                    <TextArea
                        name="reason"
                        label="Why it is withdrawn"
                        hint="The trainee reads it, and it stays in the record. The public never sees it."
                        rows=4
                        value=reason
                        error=form.error("reason")
                    />
                    <Buttons><Button label="Withdraw the status" tone=ButtonTone::Danger/>" "<a href=back>"Keep it"</a></Buttons>
                </form>
            },
        )
        .with_form(&form)
        .reading())
    })
}

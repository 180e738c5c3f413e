//! One status conferred.

use super::lost_basis;
use super::store::{self, Award, LostBasis, PutRight};
use super::words::{state_tag, with_letters};
use crate::content::catalogue::Catalogue;
use crate::features::record::proposals::{Proposal, about_award};
use crate::features::record::store::subject;
use crate::prelude::pages::*;
use domain::access::{Denied, known_answer};
use domain::awards::AwardState;

/// The award with its history, for the registrar.
///
/// # Errors
/// [`AppError::NotFound`] for anyone else, and where there is none.
pub async fn page(cx: RequestCx, id: AwardId) -> Result<Page, AppError> {
    let (award, withdraws) = award_of(&cx, id).await?;
    let asked = about_award(cx.app.db.read(), id).await?;
    let lost = store::lost_basis(cx.app.db.read(), id, award.today(&cx)).await?;
    let of: Vec<EnrolmentId> = lost.iter().map(|lost| lost.enrolment_id).collect();
    let put_right = PutRight::of(cx.app.db.read(), &of).await?;
    let title = format!("{}: {}", award.title, award.holder);
    Ok(Page::new(title, move || draw(&cx, award, (withdraws, asked), (lost, put_right))).reading())
}

/// The award for the registrar, and whether they may withdraw it.
///
/// # Errors
/// [`AppError::NotFound`] for anyone else, and where there is none.
pub(super) async fn award_of(cx: &RequestCx, id: AwardId) -> Result<(Award, Result<(), Denied>), AppError> {
    let award = store::award(cx.app.db.read(), id).await?;
    let subject = subject(cx.app.db.read(), award.enrolment, award.today(cx)).await?;
    Ok((award, known_answer(cx.actor()?, actions::WithdrawAward, &subject)?))
}

fn draw(
    cx: &RequestCx,
    award: Award,
    (withdraws, asked): (Result<(), Denied>, Option<Proposal>),
    (lost, put_right): (Option<LostBasis>, PutRight),
) -> AnyView {
    let lost = lost.map(|lost| lost_basis::notice(&lost, &put_right, &cx.app.catalogue));
    let today = award.today(cx);
    let rows = summary(&award, &cx.app.catalogue, today);
    let is_held = award.state(today).is_some_and(AwardState::can_be_withdrawn);
    let change = is_held.then(|| match (asked, withdraws) {
        (Some(asked), _) => {
            let text = format!("{} asked to withdraw it. ", asked.proposer);
            view! { <p>{text}<a href=paths::PROPOSAL.to(asked.id)>"See the request"</a></p> }.into_any()
        }
        (None, Ok(())) => {
            view! { <p><a class="button danger" href=paths::WITHDRAW_AWARD.to(award.id)>"Withdraw this status"</a></p> }
                .into_any()
        }
        (None, Err(why)) => view! { <p>{why.to_string()}</p> }.into_any(),
    });
    let called = with_letters(&award.title, award.letters.as_deref());
    view! {
        <BackLink href=paths::AWARDS.to(()) label="Statuses conferred"/>
        <Heading title=award.holder eyebrow=called/>
        {lost}
        <SummaryList rows=rows/>
        {change}
        <p><a href=paths::APPLICATIONS.to(())>"Next application"</a></p>
    }
    .into_any()
}

fn summary(award: &Award, catalogue: &Catalogue, today: NaiveDate) -> Vec<SummaryRow> {
    let mut rows = Vec::new();
    let mut add = |key: &str, value: AnyView| rows.push(SummaryRow { key: key.to_owned(), value, action: None });
    add("State", state_tag(award.state(today)));
    add("Conferred", format!("{}, by {}", words::date(award.conferred_on), award.conferred_by).into_any());
    if let Some(expires) = award.expires_on {
        add("Last day", words::last_day(expires).into_any());
    }
    let framework = catalogue.get(&award.framework_slug, &award.framework_version);
    let framework = framework.map_or_else(|| award.framework_slug.clone(), |framework| framework.title().to_owned());
    add("Framework", format!("{framework}, version {}", award.framework_version).into_any());
    add("Application", view! { <a href=paths::APPLICATION.to(award.application)>"See the application"</a> }.into_any());
    add("Record", view! { <a href=paths::RECORD.to(award.enrolment)>"See the record"</a> }.into_any());
    add("Public page", view! { <a href=paths::CERTIFICATE.to(award.code.clone())>{award.code.clone()}</a> }.into_any());
    if let Some(withdrawal) = &award.withdrawal {
        add("Withdrawn", format!("{}, by {}", words::date(withdrawal.on), withdrawal.by).into_any());
        add("Reason", withdrawal.reason.clone().into_any());
    }
    rows
}

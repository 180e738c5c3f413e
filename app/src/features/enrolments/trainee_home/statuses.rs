//! The statuses of the trainee: the one that was withdrawn, which comes first; and those held, with their public code.

use super::own::Own;
use crate::design::tag::Mark;
use crate::features::awards::lost_basis;
use crate::features::awards::store::{Award, PutRight, Withdrawal, awards_of, lost_of};
use crate::features::record::store::Case;
use crate::prelude::pages::*;
use domain::bodies::{Body, Register};
use domain::standing::State;

/// A status that was withdrawn, with why, for those who may read it.
pub(super) struct Withdrawn {
    pub status: String,
    award: Award,
    withdrawal: Withdrawal,
    /// Whether the holder reads it; the registrar otherwise.
    is_own: bool,
}

/// The status that was withdrawn last and is not held again. Why is between the holder and the registrar: to others there
/// is none.
pub(super) async fn withdrawn_status(
    cx: &RequestCx,
    case: &Case,
    own: Option<&Own>,
    subject: &Subject,
) -> Result<Option<Withdrawn>, AppError> {
    let awards = match own {
        Some(own) => own.awards.clone(),
        None if permit(cx.actor()?, actions::WithdrawAward, subject).is_err() => Vec::new(),
        None if case.facts.file().awards.is_empty() => Vec::new(),
        None => awards_of(cx.app.db.read(), case.id).await?,
    };
    let held = |award: &Award| {
        let status = case.framework.find(&award.status);
        status.is_some_and(|ix| case.standing.state(ix) == State::Held)
    };
    let found = awards
        .into_iter()
        .filter(|award| !held(award))
        .filter_map(|award| award.withdrawal.clone().map(|withdrawal| (award, withdrawal)))
        .max_by_key(|(award, withdrawal)| (withdrawal.on, award.conferred_on));
    Ok(found.map(|(award, withdrawal)| Withdrawn {
        status: award.status.clone(),
        award,
        withdrawal,
        is_own: own.is_some(),
    }))
}

/// What a withdrawal says first: which status, since when and why. What it means stands with the decision.
pub(super) fn withdrawn(case: &Case, withdrawn: &Withdrawn) -> AnyView {
    let day = words::date(withdrawn.withdrawal.on);
    let title = &withdrawn.award.title;
    let lead = if withdrawn.is_own {
        format!("You no longer hold {title}: it was withdrawn on {day}")
    } else {
        format!("{} no longer holds {title}: it was withdrawn on {day}", case.name)
    };
    let why = format!("Reason: {}", withdrawn.withdrawal.reason);
    let href = if withdrawn.is_own {
        let status = case.framework.find(&withdrawn.status);
        let mut step_offs = case.framework.step_offs().iter();
        let step_off = step_offs.find(|ix| status.is_some() && case.framework.node(**ix).step_off_to() == status);
        step_off.map(|ix| paths::APPLY.to((case.id, case.framework.node(*ix).id.clone())))
    } else {
        Some(paths::AWARD.to(withdrawn.award.id))
    };
    let more = href.map(|href| view! { <p><a href=href>"See the decision"</a></p> });
    view! {
        <div class="notice t-late">
            <Mark tone=Tone::Late/>
            <div class="notice-text"><p><strong>{lead}</strong></p><p>{why}</p>{more}</div>
        </div>
    }
    .into_any()
}

/// Each status that has lost its basis, with what is missing.
pub(super) async fn lost(cx: &RequestCx, case: &Case, own: &Own) -> Result<Option<AnyView>, AppError> {
    if own.awards.is_empty() {
        return Ok(None);
    }
    let db = cx.app.db.read();
    let lost = lost_of(db, case.id, case.today()).await?;
    if lost.is_empty() {
        return Ok(None);
    }
    let put_right = PutRight::of(db, &[case.id]).await?;
    let body = &case.body.look.short_name;
    let notice = |one| lost_basis::own_notice(one, &put_right, &cx.app.catalogue, body);
    Ok(Some(lost.iter().map(notice).collect_view().into_any()))
}

/// Each status in force with its code.
pub(super) fn held(case: &Case, own: &Own) -> Option<AnyView> {
    let in_force = |award: &&Award| {
        let status = case.framework.find(&award.status);
        award.withdrawal.is_none() && status.is_some_and(|ix| case.standing.state(ix) == State::Held)
    };
    let held: Vec<&Award> = own.awards.iter().filter(in_force).collect();
    (!held.is_empty()).then(|| {
        let items = held.into_iter().map(|award| view! { <li>{with_code(award, &case.body)}</li> }).collect_view();
        view! { <Section id="statuses" title="Your status"><ul>{items}</ul></Section> }.into_any()
    })
}

/// A status with its code and, where the body's register is public, the address at which anyone can check it.
pub(in crate::features::enrolments) fn with_code(award: &Award, body: &Body) -> AnyView {
    let letters = award.letters.as_ref().map_or_else(String::new, |letters| format!(" ({letters})"));
    let since = format!("{letters}, since {}. Its code is ", words::date(award.conferred_on));
    let share = (body.policies.register == Register::Public).then(|| {
        view! {
            <a href=paths::CERTIFICATE.to(award.code.clone())>"Share this link"<span class="unseen">" of the public page"</span></a>
            ": anyone can check the status there."
        }
    });
    view! { <b>{award.title.clone()}</b>{since}<code>{award.code.clone()}</code>". "{share} }.into_any()
}

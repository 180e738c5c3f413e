//! One spell of work: what was recorded, and what became of it.

use super::ask::AskToConfirm;
use super::store::{self, Spell};
use crate::features::record::store::{self as records, Case, at_employer};
use crate::features::sign_off::request::{LEFT_ASIDE, experience_rows, left_aside, proof_view, signature_view};
use crate::features::sign_off::store::requests::OnRecord;
use crate::features::sign_off::withdraw;
use crate::prelude::pages::*;
use domain::access::Actor;
use domain::experience::{NotEmployed, SpellState};
use domain::sign_off::{ShownExperience, Signer, SigningKind};

/// One's own spell, for a page that leads to a change of it.
///
/// # Errors
/// [`AppError::NotFound`] for anyone else.
pub(super) async fn own(cx: &RequestCx, id: ExperienceId) -> Result<Spell, AppError> {
    let spell = store::spell(cx.app.db.read(), id).await?;
    let subject = Subject { trainee: Some(spell.row.trainee_id), ..Subject::default() };
    permit(cx.actor()?, actions::WriteExperience, &subject)?;
    Ok(spell)
}

/// How it stands, as a tag.
pub(super) fn tag(has_ended: bool, state: SpellState) -> (Tone, &'static str) {
    match state {
        SpellState::Recorded => (Tone::Plain, "Nobody asked yet"),
        SpellState::Returned => (Tone::Plain, "Came back, not answered"),
        SpellState::Asked if has_ended => LEFT_ASIDE,
        SpellState::Asked => (Tone::Wait, "With the employer"),
        SpellState::Confirmed => (Tone::Met, "Confirmed"),
        SpellState::Declined => (Tone::Late, "Not confirmed"),
        SpellState::Withdrawn => (Tone::Late, "Confirmation withdrawn"),
        SpellState::TakenOut => (Tone::Plain, "Taken out"),
    }
}

/// One spell, to the trainee, the body, and the people of the employer for whom the work was done.
///
/// # Errors
/// [`AppError::NotFound`] for anyone else.
pub async fn page(cx: RequestCx, id: ExperienceId) -> Result<Page, AppError> {
    let spell = store::spell(cx.app.db.read(), id).await?;
    let (case, seen) = records::case_for(&cx, spell.row.enrolment_id, actions::ViewExperience).await?;
    let own = seen.by() == case.trainee;
    let at_employer = at_employer(seen.subject().clone(), spell.row.employer_id);
    permit(cx.actor()?, actions::ViewExperience, &at_employer)?;
    let withdraw = withdrawing(cx.actor()?, &spell, at_employer);
    let answer = answering(&cx, &spell, seen.subject()).await?;
    let shown = spell.shown(&case)?;
    let form = Sheet::<AskToConfirm>::on(&cx, &id).await?;
    let outside = store::confirmable_at(&spell, &records::employers(cx.app.db.read(), case.id).await?).err();
    let about = case.id;
    Ok(Page::new(format!("Work for {}", spell.employer), move || {
        let ways =
            view! { {answer}{(own && case.ended.is_none()).then(|| actions_view(&case, &spell, (&form, outside)))} };
        draw(&case, &spell, &shown, (own, ways.into_any(), withdraw))
    })
    .reading()
    .about(about))
}

/// The way to the request that is open, for those who may answer it.
async fn answering(cx: &RequestCx, spell: &Spell, around: &Subject) -> Result<Option<AnyView>, AppError> {
    let Some(open) = spell.requests.iter().find(|one| one.row.is_open) else { return Ok(None) };
    let (db, id) = (cx.app.db.read(), open.row.enrolment_id);
    let case = records::case_in(db, &cx.app.catalogue, id, records::today(cx, id).await?).await?;
    let subject = OnRecord::new(open.clone(), case)?.subject(db, around.clone()).await?;
    let href = paths::REQUEST.to(open.row.id);
    let way = || view! { <p><a class="button" href=href>"Answer the request"</a></p> }.into_any();
    Ok(permit(cx.actor()?, actions::Sign, &subject).is_ok().then(way))
}

/// The way to withdraw the confirmation, for the employer's people.
fn withdrawing(actor: &Actor, spell: &Spell, at_employer: Subject) -> Option<AnyView> {
    let last = spell.requests.first()?;
    let signer = last.signature.as_ref().map(|signature| signature.signed.signer);
    let signed_by = signer.and_then(Signer::person);
    let subject = Subject { signs: Some(SigningKind::Experience), signed_by, ..at_employer };
    permit(actor, actions::WithdrawSignature, &subject).ok()?;
    withdraw::link(last)
}

fn draw(
    case: &Case,
    spell: &Spell,
    shown: &ShownExperience,
    (own, ways, withdraw): (bool, AnyView, Option<AnyView>),
) -> AnyView {
    let (tone, label) = tag(case.ended.is_some(), spell.state());
    let eyebrow = if own { spell.days().to_string() } else { format!("{}, {}", case.name, spell.days()) };
    let requests = spell.requests.iter().map(|request| {
        let sent = format!("Sent {} to {}.", words::date(request.row.sent_on), request.to());
        let how = if request.is_closed() {
            "Came back without an answer, because the employment had ended,"
        } else {
            "Taken back"
        };
        let end = request.end.as_ref().map(|end| format!(" {how} {}.", words::instant(end.ended_at, case.zone)));
        let aside = case.ended.as_ref().filter(|_| request.row.is_open).map(|ended| format!(" {}", left_aside(ended)));
        view! { <p>{sent}{end}{aside}</p>{signature_view(request, case.zone)} }
    });
    let requests = requests.collect_view();
    view! {
        <BackLink href=paths::EXPERIENCE.to(case.id) label="Experience"/>
        <Heading title=format!("Work for {}", spell.employer) eyebrow=eyebrow/>
        <p><Tag tone=tone label=label/></p>
        {ways}
        <SummaryList rows=experience_rows(shown)/>
        {requests}
        {withdraw}
        {proof_view(&spell.requests)}
    }
    .into_any()
}

/// What to do after the employer did not confirm it, or does no longer.
fn after_a_no(spell: &Spell) -> Option<AnyView> {
    let said = match spell.state() {
        SpellState::Declined => "did not confirm it, and says why below",
        SpellState::Withdrawn => "withdrew the confirmation, and says why below",
        SpellState::Recorded
        | SpellState::Returned
        | SpellState::Asked
        | SpellState::Confirmed
        | SpellState::TakenOut => return None,
    };
    let text = format!("{} {said}. If something in it is wrong, ", spell.employer);
    let take_out =
        view! { <a href=paths::TAKE_OUT.to(spell.row.id)>"take it out, put it right and record it again"</a> };
    Some(view! { <p>{text}{take_out}". If it is right as it stands, ask again."</p> }.into_any())
}

/// What the trainee can do with it. Where it lies outside the employment nobody can be asked.
fn actions_view(case: &Case, spell: &Spell, (form, outside): (&Sheet<AskToConfirm>, Option<NotEmployed>)) -> AnyView {
    let id = spell.row.id;
    let take_out = view! { <a href=paths::TAKE_OUT.to(id)>"Take it out"</a> };
    match (spell.state(), outside) {
        (
            SpellState::Recorded | SpellState::Returned | SpellState::Declined | SpellState::Withdrawn,
            Some(why),
        ) => view! { <p>{format!("Nobody can be asked to confirm it. {why}.")}</p><p>{take_out}</p> }.into_any(),
        (SpellState::Recorded | SpellState::Returned | SpellState::Declined | SpellState::Withdrawn, None) => {
            let label = format!("Ask {} to confirm it", spell.employer);
            let form = form.around(view! { <Buttons><Button label=label/>{take_out}</Buttons> });
            view! { {after_a_no(spell)}{form} }.into_any()
        }
        (SpellState::Asked, _) => {
            view! { <p>"Until it is answered you can take it out, put it right and record it again. "{take_out}</p> }
                .into_any()
        }
        (SpellState::Confirmed, _) => view! { <p>{format!("It is signed and locked. If that was a mistake, {} can withdraw the confirmation.", spell.employer)}</p> }.into_any(),
        (SpellState::TakenOut, _) => {
            let again = paths::record_like(case.id, id);
            view! { <p><a href=again>"Record it again"</a></p> }.into_any()
        }
    }
}

//! One claim: what was sent, what came of it, what to do next.

use crate::design::back::BackLink;
use crate::design::card::Card;
use crate::design::field::Hidden;
use crate::design::heading::{Heading, Section};
use crate::design::tag::Tag;
use crate::error::AppError;
use crate::features::enrolments::store::{self as enrolments};
use crate::features::frameworks::map::called;
use crate::features::sign_off::actions::TakeBackClaim;
use crate::features::sign_off::queue::{decision_view, shown_view};
use crate::features::sign_off::shown::Shown;
use crate::features::sign_off::store::requests;
use crate::features::sign_off::store::{self, Claim, ClaimState};
use crate::paths;
use crate::web::page::{Page, page};
use crate::web::words;
use domain::access::actions;
use domain::ids::ClaimId;
use domain::standing::ClaimOutcome;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// One claim: how it stands, every time it was sent, what was decided.
#[component]
pub fn ClaimPage() -> impl IntoView {
    page(|cx, params| async move {
        let id = ClaimId::parse(&params.path("claim")).ok_or(AppError::NotFound)?;
        let db = cx.app.db.read();
        let claim = store::claim(db, &id).await?;
        let (case, _) = enrolments::case_for(&cx, &claim.enrolment, actions::ViewClaim).await?;
        let own = claim.trainee == cx.actor()?.person;
        let mut requests = requests::requests_of(db, &id).await?;
        let times = requests.len();
        if !own {
            let subject = enrolments::subject(db, &claim.enrolment, cx.today).await?;
            let readable = store::readable(db, cx.actor()?, &claim.enrolment, &subject).await?;
            requests.retain(|request| readable.has_request(&request.id));
            // A draft is nobody else's business, and what was sent to one employer is not another's.
            if requests.is_empty() {
                return Err(AppError::NotFound);
            }
        }
        let ix = case.framework.find(&claim.outcome);
        let title = ix.map_or_else(|| claim.outcome.clone(), |ix| called(&case.framework, ix));
        let (tone, label) = claim.state.tag();
        let mut rounds = Vec::new();
        for (i, request) in requests.iter().enumerate() {
            let shown = Shown::read(&request.shown)?;
            let heading = if requests.len() == 1 {
                format!("Sent {}", words::date(request.sent_on))
            } else {
                format!(
                    "Sent {} (time {} of {})",
                    words::date(request.sent_on),
                    requests.len() - i,
                    requests.len()
                )
            };
            let state = match (request.is_open, request.taken_back_at) {
                (true, _) => format!("With {} since {}.", request.supervisor, words::date(request.sent_on)),
                (false, Some(at)) => match &request.closed_for {
                    Some(employer) => format!(
                        "Closed {}, because {} works for {employer} no longer. It was not decided.",
                        words::instant(at),
                        case.name
                    ),
                    None => format!("Taken back {}.", words::instant(at)),
                },
                _ => format!("Sent to {}.", request.supervisor),
            };
            let (decision, sent, hash) = (
                decision_view(request),
                shown_view(&shown, &id),
                request.shown_sha256.clone(),
            );
            rounds.push(view! {
                <Section id=format!("sent-{}", requests.len() - i) title=heading>
                    <p>{state}</p>
                    {decision}
                    {sent}
                    <p class="count">"SHA-256 of what was shown: "<code class="hash">{hash}</code></p>
                </Section>
            });
        }
        let elsewhere = (times > requests.len())
            .then(|| view! { <p>"It was sent to another employer too. What was sent there is not shown here."</p> });
        let actions = own.then(|| claim_actions(&claim));
        Ok(Page::new(
            title.clone(),
            view! {
                <BackLink href=if own { paths::CLAIMS.to_owned() } else { paths::node(&claim.enrolment, &claim.outcome) } label=if own { "Claims" } else { "The outcome" }/>
                <Heading title=title eyebrow=format!("Claim of {}", case.name)/>
                <p><Tag tone=tone label=label/></p>
                {actions}
                {elsewhere}
                {rounds.collect_view()}
            },
        )
        .reading())
    })
}

/// What its author can do with a claim.
fn claim_actions(claim: &Claim) -> AnyView {
    let id = claim.id.to_string();
    match claim.state {
        ClaimState::Sent => view! {
            <form method="post" action=TakeBackClaim::PATH>
                <Hidden name="claim" value=id/>
                <p>"You can take it back while it is undecided. "<button class="link">"Take it back"</button></p>
            </form>
        }
        .into_any(),
        ClaimState::Decided(ClaimOutcome::Met) => view! { <p>"It is signed and locked."</p> }.into_any(),
        ClaimState::Decided(ClaimOutcome::Declined) => {
            view! { <p><a class="button" href=paths::edit_claim(&claim.id)>"Send it to someone else"</a></p> }
                .into_any()
        }
        ClaimState::Decided(_) => {
            view! { <p><a class="button" href=paths::edit_claim(&claim.id)>"Answer and send again"</a></p> }.into_any()
        }
        ClaimState::Draft => {
            let delete = claim
                .request
                .is_none()
                .then(|| view! { " "<a href=paths::delete_claim(&claim.id)>"Delete the draft"</a> });
            let line = claim.line().title;
            view! {
                <Card title="Your draft"><p>{line}</p></Card>
                <p><a class="button" href=paths::edit_claim(&claim.id)>"Go on with the draft"</a>{delete}</p>
            }
            .into_any()
        }
    }
}

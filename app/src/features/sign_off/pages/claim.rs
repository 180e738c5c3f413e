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
use crate::features::sign_off::request::{Reader, decision_view, proof_view, shown_view};
use crate::features::sign_off::shown::Shown;
use crate::features::sign_off::store::requests::{self, Request};
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
        let claim = store::claim(db, id).await?;
        let (case, _) = enrolments::case_for(&cx, claim.enrolment, actions::ViewClaim).await?;
        let own = claim.trainee == cx.actor()?.person;
        let mut requests = requests::requests_of(db, id).await?;
        let times = requests.len();
        if !own {
            let subject = enrolments::subject(db, claim.enrolment, cx.today).await?;
            let readable = store::readable(db, cx.actor()?, claim.enrolment, &subject).await?;
            requests.retain(|request| readable.has_request(request.id));
            // A draft is nobody else's business, and what was sent to one employer is not another's.
            if requests.is_empty() {
                return Err(AppError::NotFound);
            }
        }
        let ix = case.framework.find(&claim.outcome);
        let title = ix.map_or_else(|| claim.outcome.clone(), |ix| called(&case.framework, ix));
        let (tone, label) = claim.state.tag();
        let (reader, eyebrow) = if own {
            (Reader::Author, String::from("Your claim"))
        } else {
            (Reader::Other, format!("Claim of {}", case.name))
        };
        let back = if own {
            (paths::CLAIMS.to_owned(), "Claims")
        } else {
            (paths::node(claim.enrolment, &claim.outcome), "The outcome")
        };
        let elsewhere = (times > requests.len())
            .then(|| view! { <p>"It was sent to another employer too. What was sent there is not shown here."</p> });
        let actions = own.then(|| claim_actions(&claim));
        Ok(Page::new(
            title.clone(),
            view! {
                <BackLink href=back.0 label=back.1/>
                <Heading title=title eyebrow=eyebrow/>
                <p><Tag tone=tone label=label/></p>
                {actions}
                {elsewhere}
                {rounds_view(id, &requests, &case.name, reader)?}
                {proof_view(&requests)}
            },
        )
        .reading())
    })
}

/// Every time it was sent: the last one open, those before it folded.
fn rounds_view(claim: ClaimId, requests: &[Request], trainee: &str, reader: Reader) -> Result<AnyView, AppError> {
    let mut rounds = Vec::new();
    for (i, request) in requests.iter().enumerate() {
        let sent = words::date(request.sent_on);
        let (time, times) = (requests.len() - i, requests.len());
        let id = format!("sent-{time}");
        let content = view! {
            <p>{became(request, trainee, reader)}</p>
            {decision_view(request)}
            {shown_view(&Shown::read(&request.shown)?, claim, reader)}
        };
        rounds.push(if i > 0 {
            let summary = format!("Sent {sent}, {}", in_a_word(request));
            view! { <details class="round" id=id><summary>{summary}</summary>{content}</details> }.into_any()
        } else {
            let title = if times == 1 {
                format!("Sent {sent}")
            } else {
                format!("Sent {sent} (time {time} of {times})")
            };
            view! { <Section id=id title=title>{content}</Section> }.into_any()
        });
    }
    let mut rounds = rounds.into_iter();
    let (last, earlier) = (rounds.next(), rounds.collect::<Vec<_>>());
    let earlier = (!earlier.is_empty())
        .then(|| view! { <Section id="earlier" title="Before that">{earlier.collect_view()}</Section> });
    Ok(view! { {last}{earlier} }.into_any())
}

/// What became of a request, in a sentence.
fn became(request: &Request, trainee: &str, reader: Reader) -> String {
    match (request.is_open, request.taken_back_at, &request.closed_for) {
        (true, _, _) => format!("With {} since {}.", request.supervisor, words::date(request.sent_on)),
        (false, Some(at), Some(employer)) => {
            let works = match reader {
                Reader::Author => String::from("you no longer work"),
                Reader::Other => format!("{trainee} no longer works"),
            };
            format!(
                "Closed {}, because {works} for {employer}. It was not decided.",
                words::instant(at)
            )
        }
        (false, Some(at), None) => format!("Taken back {}.", words::instant(at)),
        _ => format!("Sent to {}.", request.supervisor),
    }
}

/// What became of a request, in a word or two.
fn in_a_word(request: &Request) -> String {
    match (request.outcome, request.is_open, &request.closed_for) {
        (Some(outcome), _, _) => ClaimState::Decided(outcome).tag().1.to_lowercase(),
        (None, true, _) => String::from("not decided yet"),
        (None, false, Some(_)) => String::from("closed"),
        (None, false, None) => String::from("taken back"),
    }
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
        ClaimState::Decided(ClaimOutcome::Met) => {
            let standing = paths::enrolment(claim.enrolment);
            view! { <p>"It is signed and locked. "<a href=standing>"See where you are"</a></p> }.into_any()
        }
        ClaimState::Decided(ClaimOutcome::Declined) => {
            view! { <p><a class="button" href=paths::edit_claim(claim.id)>"Send it to someone else"</a></p> }.into_any()
        }
        ClaimState::Decided(_) => {
            view! { <p><a class="button" href=paths::edit_claim(claim.id)>"Answer and send again"</a></p> }.into_any()
        }
        ClaimState::Draft => {
            let delete = claim
                .request
                .is_none()
                .then(|| view! { <a href=paths::delete_claim(claim.id)>"Delete the draft"</a> });
            let line = claim.line().title;
            view! {
                <Card title="Your draft"><p>{line}</p></Card>
                <div class="buttons"><a class="button" href=paths::edit_claim(claim.id)>"Go on with the draft"</a>{delete}</div>
            }
            .into_any()
        }
    }
}

//! One claim: what was sent, what came of it, what to do next.

use super::request::{ReadBy, claim_tag_in, left_aside, outcome_tag, proof_view, shown_view, signature_view};
use super::store::requests::{self, Request};
use super::store::{self, Claim};
use super::take_back::TakeBack;
use super::withdraw;
use crate::design::card::Card;
use crate::features::frameworks::map::called_by_id;
use crate::features::people::store as people;
use crate::features::record::store::{self as records, Ended, SupervisionRow};
use crate::prelude::pages::*;
use chrono_tz::Tz;
use domain::sign_off::{ClaimState, Shown};
use domain::standing::ClaimOutcome;

/// What the page of a claim shows.
struct Shows {
    /// Where the days of the record are read.
    zone: Tz,
    claim: Claim,
    /// The outcome's code and title.
    outcome: String,
    trainee: String,
    reader: ReadBy,
    /// Every time it was sent that the reader may read, the last first.
    rounds: Vec<(Request, Shown)>,
    /// Who supervises the trainee today, each for an employer, while it waits.
    supervise: Vec<SupervisionRow>,
    /// Who can name a supervisor, where none does.
    names: String,
    /// That the enrolment has ended.
    ended: Option<Ended>,
    /// Whether it was sent where the reader may not read it.
    elsewhere: bool,
}

/// One claim: how it stands, every time it was sent, what was decided.
///
/// # Errors
/// [`AppError::NotFound`] for those to whom nothing of it was sent.
pub async fn page(cx: RequestCx, id: ClaimId) -> Result<Page, AppError> {
    let db = cx.app.db.read();
    let claim = store::claim(db, id).await?;
    let (case, seen) = records::case_for(&cx, claim.enrolment_id, actions::ViewClaim).await?;
    let own = claim.trainee_id == cx.actor()?.person;
    let mut requests = requests::requests_of(db, id).await?;
    let times = requests.len();
    requests.retain(|request| case.reads(request.row.id));
    // A draft is nobody else's business, and what was sent to one employer is not another's.
    if !own && requests.is_empty() {
        return Err(AppError::NotFound);
    }
    let outcome = called_by_id(&case.framework, &claim.outcome);
    let form = Sheet::<TakeBack>::on(&cx, &id).await?;
    let elsewhere = times > requests.len();
    let is_open = requests.iter().any(|request| request.row.is_open);
    let supervise = if is_open { records::supervise_on(db, case.id, case.today()).await? } else { Vec::new() };
    // One request is open at a time.
    let left = requests.iter().find(|request| request.row.is_open).map(|request| request.row.employer_id);
    let left = left.filter(|employer| supervise.iter().all(|one| one.employer_id != *employer));
    let names = match left {
        Some(employer) => people::who_names_supervisors(&cx, &case, &[employer]).await?,
        None => String::new(),
    };
    let actor = cx.actor()?;
    let withdraws = requests.first().and_then(|last| withdraw::way(actor, last, seen.subject()));
    let rounds = requests.into_iter().map(|request| {
        let shown = request.shown()?;
        Ok((request, shown))
    });
    let shows = Shows {
        names,
        supervise,
        rounds: rounds.collect::<Result<_, AppError>>()?,
        reader: if own { ReadBy::Author } else { ReadBy::Other },
        zone: case.zone,
        ended: case.ended,
        trainee: case.name,
        claim,
        outcome,
        elsewhere,
    };
    Ok(Page::new(shows.outcome.clone(), move || draw(&shows, withdraws, &form)).reading().about(case.id))
}

fn draw(shows: &Shows, withdraws: Option<AnyView>, form: &Sheet<TakeBack>) -> AnyView {
    let claim = &shows.claim;
    let (tone, label) = claim_tag_in(shows.ended.is_some(), claim.state());
    let (eyebrow, back, actions) = match shows.reader {
        ReadBy::Author => (
            String::from("Your claim"),
            (paths::claims(claim.enrolment_id), "Claims"),
            if shows.ended.is_some() { left(claim) } else { Some(claim_actions(claim, form)) },
        ),
        ReadBy::Other => (
            format!("Claim of {}", shows.trainee),
            (paths::node(claim.enrolment_id, &claim.outcome), "The outcome"),
            None,
        ),
    };
    let elsewhere = shows
        .elsewhere
        .then(|| view! { <p>"It was sent to another employer too. What was sent there is not shown here."</p> });
    // Another reader has the name above it.
    let printed = (shows.reader == ReadBy::Author).then(|| format!("{}: claim of {}", shows.outcome, shows.trainee));
    view! {
        <BackLink href=back.0 label=back.1/>
        <Heading title=shows.outcome.clone() eyebrow=eyebrow printed=printed/>
        <p><Tag tone=tone label=label/></p>
        {actions}
        {elsewhere}
        {rounds_view(shows)}
        {withdraws}
        {proof_view(shows.rounds.iter().map(|(request, _)| request))}
    }
    .into_any()
}

/// Every time it was sent: the last one open, those before it folded.
fn rounds_view(shows: &Shows) -> AnyView {
    let times = shows.rounds.len();
    let round = |(i, (request, shown)): (usize, &(Request, Shown))| {
        let sent = words::date(request.row.sent_on);
        let time = times - i;
        let id = format!("sent-{time}");
        let content = view! {
            <p>{became(request, shows)}</p>
            {signature_view(request, shows.zone)}
            {shown.claim().map(|shown| shown_view(shown, shows.claim.id, shows.reader))}
        };
        if i > 0 {
            let summary = format!("Sent {sent}, {}", in_a_word(request));
            return view! { <details class="round" id=id><summary>{summary}</summary>{content}</details> }.into_any();
        }
        let title = if times == 1 {
            format!("Sent {sent}")
        } else {
            format!("Sent {sent}, for the {} time", words::ordinal(time))
        };
        view! { <Section id=id title=title>{content}</Section> }.into_any()
    };
    let mut rounds = shows.rounds.iter().enumerate().map(round);
    let (last, earlier) = (rounds.next(), rounds.collect::<Vec<_>>());
    let earlier = (!earlier.is_empty())
        .then(|| view! { <Section id="earlier" title="Before that">{earlier.collect_view()}</Section> });
    view! { {last}{earlier} }.into_any()
}

/// What became of a request, in a sentence.
fn became(request: &Request, shows: &Shows) -> String {
    let trainee = &shows.trainee;
    let at = request.end.as_ref().map(|end| words::instant(end.ended_at, shows.zone));
    match at {
        None if request.row.is_open => waits(request, shows),
        None => format!("Sent to {}.", request.to()),
        Some(at) if request.is_closed() => {
            let works = match shows.reader {
                ReadBy::Author => String::from("you no longer work"),
                ReadBy::Other => format!("{trainee} no longer works"),
            };
            format!("Closed {at}, because {works} for {}. It was not decided.", request.employer)
        }
        Some(at) => format!("Taken back {at}."),
    }
}

/// With whom an open request lies. Whoever was asked may supervise the trainee no longer.
fn waits(request: &Request, shows: &Shows) -> String {
    let sent = words::date(request.row.sent_on);
    if let Some(ended) = &shows.ended {
        return format!("Sent to {} on {sent}. {}", request.to(), left_aside(ended));
    }
    let there = || shows.supervise.iter().filter(|one| one.employer_id == request.row.employer_id);
    let is_gone = |person: PersonId| there().all(|one| one.supervisor_id != person);
    if !request.row.person_id.is_some_and(is_gone) {
        return format!("With {} since {sent}.", request.to());
    }
    let whom = match shows.reader {
        ReadBy::Author => "you",
        ReadBy::Other => shows.trainee.as_str(),
    };
    let others: Vec<&str> = there().map(|one| one.name.as_str()).collect();
    let now = match (&others[..], shows.reader) {
        ([], ReadBy::Author) => nobody_can_decide(&shows.names),
        ([], ReadBy::Other) => format!("Nobody can decide it now. {} can name a supervisor.", shows.names),
        (others, _) => format!("It can be decided by {}.", others.join(" or ")),
    };
    format!("Sent to {} on {sent}, who no longer supervises {whom}. {now}", request.to())
}

/// What its author does about a claim that lies with nobody.
pub fn nobody_can_decide(names: &str) -> String {
    format!("Nobody can decide it now. Ask {names} to name a supervisor; leave the claim where it is.")
}

/// What became of a request, in a word or two.
fn in_a_word(request: &Request) -> String {
    match &request.signature {
        Some(signature) if signature.withdrawal.is_some() => String::from("decision withdrawn"),
        Some(signature) => outcome_tag(signature.signed.outcome).1.to_lowercase(),
        None if request.row.is_open => String::from("not decided yet"),
        None if request.is_closed() => String::from("closed"),
        None => String::from("taken back"),
    }
}

/// What its author can read of a claim besides, after the enrolment has ended.
fn left(claim: &Claim) -> Option<AnyView> {
    let is_draft = claim.state() == ClaimState::Draft;
    is_draft.then(|| view! { <p><a href=paths::DRAFT.to(claim.id)>"Read the draft"</a></p> }.into_any())
}

/// What its author can do with a claim.
fn claim_actions(claim: &Claim, form: &Sheet<TakeBack>) -> AnyView {
    let edit = paths::DRAFT.to(claim.id);
    match claim.state() {
        ClaimState::Sent => form.around(view! {
            <p>"You can take it back while it is undecided. "<button class="link">"Take it back"</button></p>
        }),
        ClaimState::Decided(ClaimOutcome::Met) => {
            let standing = paths::ENROLMENT.to(claim.enrolment_id);
            view! { <p>"It is signed and locked. If that was a mistake, whoever signed it or an administrator of their employer can withdraw the decision. "<a href=standing>"See where you are"</a></p> }.into_any()
        }
        ClaimState::Decided(ClaimOutcome::Declined) => {
            view! { <p><a class="button" href=edit>"Send it to someone else"</a></p> }.into_any()
        }
        ClaimState::Decided(_) | ClaimState::Withdrawn => {
            view! { <p><a class="button" href=edit>"Answer and send again"</a></p> }.into_any()
        }
        ClaimState::Draft => {
            let delete = claim
                .request_id
                .is_none()
                .then(|| view! { <a href=paths::DELETION.to(claim.id)>"Delete the draft"</a> });
            let line = claim.title();
            view! {
                <Card title="Your draft"><p>{line}</p></Card>
                <div class="buttons"><a class="button" href=edit>"Continue the draft"</a>{delete}</div>
            }
            .into_any()
        }
    }
}

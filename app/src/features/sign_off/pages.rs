//! A trainee's claims: the list, a new one, its draft, the last look, what came of it.

use super::actions::{BeginClaim, DeleteClaim, SaveDraft, SendClaim, TakeBackClaim, own_claim};
use super::islands::AutosaveDraft;
use super::queue::{decision_view, shown_view};
use super::shown::Shown;
use super::store::requests;
use super::store::{self, Claim, ClaimState};
use crate::design::attest::Attest;
use crate::design::back::BackLink;
use crate::design::card::Card;
use crate::design::empty::Empty;
use crate::design::error_summary::ErrorSummary;
use crate::design::field::{Button, ButtonTone, Buttons, Checkboxes, Choice, Hidden, Radios, TextArea, TextField};
use crate::design::filter::Filter;
use crate::design::heading::{Heading, Section};
use crate::design::table::DataTable;
use crate::design::tag::{Tag, Tone};
use crate::error::AppError;
use crate::features::enrolments::store::{self as enrolments, Case};
use crate::features::frameworks::map::{called, tone, word};
use crate::paths;
use crate::web::page::{Page, page};
use crate::web::random;
use crate::web::request::RequestCx;
use crate::web::words;
use domain::access::{actions, permit};
use domain::framework::{CompetencyLevel, NodeIx, NodeKind};
use domain::ids::{ClaimId, EnrolmentId};
use domain::sign_off::claim_statement;
use domain::standing::ClaimOutcome;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// All claims of the trainee.
#[component]
pub fn Claims() -> impl IntoView {
    page(|cx, params| async move {
        let person = cx.person.as_deref().ok_or(AppError::SignedOut)?;
        let search = params.query("q");
        let mut rows = Vec::new();
        let mut first = None;
        for id in &person.enrolments {
            let (case, _) = enrolments::case_for(&cx, id, actions::WriteClaim).await?;
            for claim in store::claims(cx.app.db.read(), id).await? {
                let title = title_in(&case, &claim);
                if words::is_found(&format!("{title} {}", claim.narrative), &search) {
                    rows.push(claim_row(&claim, title));
                }
            }
            first.get_or_insert(case.id);
        }
        let new = first.map(|id| format!("/claims/new?enrolment={id}"));
        let body = if rows.is_empty() && search.is_empty() {
            let action = new.clone().map(|href| (href, String::from("Claim an outcome")));
            view! { <Empty title="No claim yet" text="A claim says what you did at work and which outcome it shows. Your supervisor decides it." action=action/> }.into_any()
        } else {
            view! {
                {new.map(|href| view! { <p><a class="button" href=href>"Claim an outcome"</a></p> })}
                <Filter label="Filter claims" value=search list="claim-list"/>
                <DataTable
                    id="claim-list"
                    caption="Claims"
                    caption_hidden=true
                    head=["Outcome", "State", "Supervisor", "What was done", "Last change"].map(String::from).to_vec()
                    rows=rows
                    empty="No claim has these words."
                />
            }
            .into_any()
        };
        Ok(Page::new(
            "Claims",
            view! { <Heading title="Claims" lede="Workplace competence, one piece of work at a time."/>{body} },
        ))
    })
}

fn title_in(case: &Case, claim: &Claim) -> String {
    case.framework
        .find(&claim.outcome)
        .map_or_else(|| claim.outcome.clone(), |ix| called(&case.framework, ix))
}

fn claim_row(claim: &Claim, title: String) -> Vec<AnyView> {
    let line = claim.line();
    let (tone, label) = claim.state.tag();
    vec![
        view! { <a href=paths::claim(&claim.id)>{title}</a> }.into_any(),
        view! { <Tag tone=tone label=label/> }.into_any(),
        claim.supervisor.clone().unwrap_or_default().into_any(),
        line.title.into_any(),
        words::day(line.changed_on),
    ]
}

/// A new claim: which outcome, and what it asks.
#[component]
pub fn NewClaim() -> impl IntoView {
    page(|cx, params| async move {
        let id = EnrolmentId::parse(&params.query("enrolment")).ok_or(AppError::NotFound)?;
        let (case, _) = enrolments::case_for(&cx, &id, actions::WriteClaim).await?;
        match case.framework.find(&params.query("outcome")) {
            Some(ix) if is_outcome(&case, ix) => Ok(begin_page(&case, ix)),
            _ => Ok(choose_page(&case, params.query("q"))),
        }
    })
}

fn is_outcome(case: &Case, ix: NodeIx) -> bool {
    matches!(
        case.framework.node(ix).kind,
        NodeKind::Competency(CompetencyLevel::Outcome)
    )
}

fn choose_page(case: &Case, search: String) -> Page {
    let rows = case
        .framework
        .in_file_order()
        .filter(|(ix, _)| is_outcome(case, *ix) && words::is_found(&called(&case.framework, *ix), &search))
        .map(|(ix, node)| {
            let state = case.standing.state(ix);
            let (done, of) = case.standing.progress(ix);
            let stage = node
                .stage
                .map(|stage| case.framework.node(stage).title.clone())
                .unwrap_or_default();
            vec![
                view! { <a href=paths::new_claim(&case.id, &node.id)>{called(&case.framework, ix)}</a> }.into_any(),
                stage.into_any(),
                format!("{done} of {of}").into_any(),
                view! { <Tag tone=tone(state) label=word(state)/> }.into_any(),
            ]
        })
        .collect::<Vec<_>>();
    Page::new(
        "Which outcome?",
        view! {
            <BackLink href=paths::CLAIMS label="Claims"/>
            <Heading title="Which outcome does the work show?" lede="One claim, one outcome. The same work may be claimed for several."/>
            <Filter label="Filter outcomes" value=search list="outcome-list" keep=vec![("enrolment", case.id.to_string())]/>
            <DataTable
                id="outcome-list"
                caption="Outcomes"
                caption_hidden=true
                head=["Outcome", "Stage", "Examples", "State"].map(String::from).to_vec()
                rows=rows
                empty="No outcome has these words."
            />
        },
    )
}

fn begin_page(case: &Case, ix: NodeIx) -> Page {
    let node = case.framework.node(ix);
    let (done, of) = case.standing.progress(ix);
    let title = format!("Claim {}", called(&case.framework, ix));
    let unpublished = node
        .unpublished
        .clone()
        .map(|note| view! { <p><Tag tone=Tone::Unpublished label="Unpublished"/>" "{note}</p> });
    let summary = node.summary.clone().map(|summary| view! { <p>{summary}</p> });
    let counted = if done >= of && of > 0 {
        String::from("It is met already. A further claim does no harm and counts no more.")
    } else {
        format!(
            "{done} of {} met so far.",
            words::count(of as usize, "example", "examples")
        )
    };
    Page::new(
        title.clone(),
        view! {
            <BackLink href=paths::node(&case.id, &node.id) label=node.title.clone()/>
            <Heading title=title lede=counted/>
            {summary}
            {unpublished}
            <ol>
                <li>"Say what you did, and when."</li>
                <li>"Add evidence: a text, a link or a file. Remove names of clients and other people from it first."</li>
                <li>"Send it to the person who supervised the work."</li>
            </ol>
            <form method="post" action=BeginClaim::PATH>
                <Hidden name="enrolment" value=case.id.to_string()/>
                <Hidden name="outcome" value=node.id.clone()/>
                <Hidden name="form_key" value=random::token()/>
                <Buttons><Button label="Begin"/></Buttons>
            </form>
        },
    )
    .reading()
}

/// The claim's outcome in words.
async fn outcome_title(cx: &RequestCx, claim: &Claim) -> Result<String, AppError> {
    let (case, _) = enrolments::case_for(cx, &claim.enrolment, actions::ViewClaim).await?;
    Ok(case
        .framework
        .find(&claim.outcome)
        .map_or_else(|| claim.outcome.clone(), |ix| called(&case.framework, ix)))
}

/// What was done, and when.
#[component]
pub fn DraftPage() -> impl IntoView {
    page(|cx, params| async move {
        let (claim, _) = own_claim(&cx, &params.path("claim")).await?;
        if !claim.state.is_editable() {
            return Ok(Page::elsewhere(paths::claim(&claim.id)));
        }
        let title = outcome_title(&cx, &claim).await?;
        let form = cx.returned(&format!("draft {}", claim.id)).await?;
        let date = |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
        let (narrative, from, until) = (
            form.value("narrative", &claim.narrative),
            form.value("happened_from", &date(claim.happened_from)),
            form.value("happened_until", &date(claim.happened_until)),
        );
        let answer = answer_to(&cx, &claim).await?;
        let draft = view! {
            <form method="post" action=SaveDraft::PATH id="draft" novalidate>
                <Hidden name="claim" value=claim.id.to_string()/>
                <Hidden name="revision" value=claim.revision.to_string()/>
                <TextArea name="narrative" label="What you did, and how it shows the outcome" hint="Say what was yours: what you found, decided, wrote, said. No names of clients or other people." rows=10 value=narrative error=form.error("narrative")/>
                <TextField name="happened_from" label="First day of the work" kind="date" value=from error=form.error("happened_from")/>
                <TextField name="happened_until" label="Last day of the work" kind="date" hint="The same day, if it was one." value=until error=form.error("happened_until")/>
                <Buttons>
                    <Button label="Save and go on to evidence" name="then" value="evidence"/>
                    <Button label="Save and leave" tone=ButtonTone::Quiet name="then" value="leave"/>
                </Buttons>
            </form>
        };
        Ok(Page::new(
            format!("What you did: {title}"),
            view! {
                <BackLink href=paths::claim(&claim.id) label="This claim"/>
                <ErrorSummary errors=form.summary()/>
                <Heading title="What did you do?" eyebrow=format!("Step 1 of 3 · {title}")/>
                {answer}
                <AutosaveDraft>{draft}</AutosaveDraft>
            },
        )
        .with_form(&form)
        .reading())
    })
}

/// What the supervisor last said, above the draft that answers it.
async fn answer_to(cx: &RequestCx, claim: &Claim) -> Result<Option<AnyView>, AppError> {
    let ClaimState::Decided(_) = claim.state else {
        return Ok(None);
    };
    let requests = requests::requests_of(cx.app.db.read(), &claim.id).await?;
    Ok(requests.first().and_then(decision_view))
}

/// The last look: what the supervisor will see, the declaration, whom to ask.
#[component]
pub fn SendClaimPage() -> impl IntoView {
    page(|cx, params| async move {
        let (claim, _) = own_claim(&cx, &params.path("claim")).await?;
        if !claim.state.is_editable() {
            return Ok(Page::elsewhere(paths::claim(&claim.id)));
        }
        let db = cx.app.db.read();
        let (case, _) = enrolments::case_for(&cx, &claim.enrolment, actions::WriteClaim).await?;
        let title = outcome_title(&cx, &claim).await?;
        let evidence = store::evidence(db, &claim.id).await?;
        let supervisors = enrolments::supervisors_today(db, &claim.enrolment, cx.today).await?;
        let form = cx.returned(&format!("send {}", claim.id)).await?;
        let empty = |text: &str| {
            if text.is_empty() {
                String::from("Nothing yet")
            } else {
                text.to_owned()
            }
        };
        let dates = match (claim.happened_from, claim.happened_until) {
            (Some(from), Some(until)) if from == until => words::date(from),
            (Some(from), Some(until)) => format!("{} to {}", words::date(from), words::date(until)),
            _ => String::from("Not complete yet"),
        };
        let (edit, files) = (paths::edit_claim(&claim.id), paths::claim_evidence(&claim.id));
        let listed = evidence
            .into_iter()
            .map(|piece| view! { <li>{piece.title}</li> })
            .collect_view();
        let rows = vec![
            crate::design::summary_list::SummaryRow {
                key: String::from("Outcome"),
                value: title.clone().into_any(),
                action: None,
            },
            crate::design::summary_list::SummaryRow {
                key: String::from("What you did"),
                value: view! { <div class="prose" id="narrative">{empty(&claim.narrative)}</div> }.into_any(),
                action: Some((edit.clone(), String::from("Change"))),
            },
            crate::design::summary_list::SummaryRow {
                key: String::from("When"),
                value: view! { <span id="happened_from">{dates}</span><span id="happened_until"></span> }.into_any(),
                action: Some((edit, String::from("Change"))),
            },
            crate::design::summary_list::SummaryRow {
                key: String::from("Evidence"),
                value: view! { <ul class="plain" id="evidence">{listed}</ul> }.into_any(),
                action: Some((files.clone(), String::from("Change"))),
            },
        ];
        let ask = supervisors
            .iter()
            .map(|(id, name)| Choice {
                value: id.to_string(),
                label: name.clone(),
                hint: None,
            })
            .collect::<Vec<_>>();
        let chosen = form.value("supervisor", if ask.len() == 1 { &ask[0].value } else { "" });
        let redacted = if form.value("redacted", "") == "yes" {
            vec![String::from("yes")]
        } else {
            Vec::new()
        };
        let body = if ask.is_empty() {
            view! {
                <Empty title="Nobody supervises you yet" text="Ask your employer’s administrator to name who supervises you. Your draft is safe until then."/>
            }
            .into_any()
        } else {
            let options = vec![Choice {
                value: String::from("yes"),
                label: String::from(
                    "I have removed the names and details of clients and other people from the text and the evidence",
                ),
                hint: None,
            }];
            view! {
                <form method="post" action=SendClaim::PATH novalidate>
                    <Hidden name="claim" value=claim.id.to_string()/>
                    <Checkboxes name="redacted" legend="Redaction" options=options values=redacted error=form.error("redacted")/>
                    <Radios name="supervisor" legend="Who supervised this work?" hint="They see exactly what is above. If they are away, another of your supervisors can decide." options=ask value=chosen error=form.error("supervisor")/>
                    <Buttons><Button label="Send the claim"/></Buttons>
                </form>
            }
            .into_any()
        };
        let statement = claim_statement(&case.name);
        Ok(Page::new(
            format!("Check and send: {title}"),
            view! {
                <BackLink href=files label="Evidence"/>
                <ErrorSummary errors=form.summary()/>
                <Heading title="Check and send" eyebrow=format!("Step 3 of 3 · {title}") lede="Once it is sent it can’t be changed, only taken back while it is undecided."/>
                <crate::design::summary_list::SummaryList rows=rows/>
                <Attest title="What your supervisor’s signature will say" lines=statement.lines foot=statement.foot/>
                {body}
            },
        )
        .with_form(&form)
        .reading())
    })
}

/// One claim: how it stands, every time it was sent, what was decided.
#[component]
pub fn ClaimPage() -> impl IntoView {
    page(|cx, params| async move {
        let id = ClaimId::parse(&params.path("claim")).ok_or(AppError::NotFound)?;
        let db = cx.app.db.read();
        let claim = store::claim(db, &id).await?;
        let (case, _) = enrolments::case_for(&cx, &claim.enrolment, actions::ViewClaim).await?;
        let own = claim.trainee == cx.actor()?.person;
        let requests = requests::requests_of(db, &id).await?;
        if !own && requests.is_empty() {
            // A draft is nobody else's business.
            return Err(AppError::NotFound);
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
                (false, Some(at)) => format!("Taken back {}.", words::instant(at)),
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
        let actions = own.then(|| claim_actions(&claim));
        Ok(Page::new(
            title.clone(),
            view! {
                <BackLink href=if own { paths::CLAIMS.to_owned() } else { paths::node(&claim.enrolment, &claim.outcome) } label=if own { "Claims" } else { "The outcome" }/>
                <Heading title=title eyebrow=format!("Claim of {}", case.name)/>
                <p><Tag tone=tone label=label/></p>
                {actions}
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

/// The question before a draft is deleted.
#[component]
pub fn DeleteClaimPage() -> impl IntoView {
    page(|cx, params| async move {
        let (claim, _) = own_claim(&cx, &params.path("claim")).await?;
        if claim.request.is_some() {
            return Ok(Page::elsewhere(paths::claim(&claim.id)));
        }
        let title = outcome_title(&cx, &claim).await?;
        Ok(Page::new(
            "Delete this draft?",
            view! {
                <BackLink href=paths::claim(&claim.id) label="This claim"/>
                <Heading title="Delete this draft?" eyebrow=title lede="Its text and evidence are gone for good. It was never sent, so nobody else has seen it."/>
                <form method="post" action=DeleteClaim::PATH>
                    <Hidden name="claim" value=claim.id.to_string()/>
                    <Buttons><Button label="Delete the draft" tone=ButtonTone::Danger/>" "<a href=paths::claim(&claim.id)>"Keep it"</a></Buttons>
                </form>
            },
        )
        .reading())
    })
}

/// May this person see this claim? For files and other parts of it.
///
/// # Errors
/// [`AppError::NotFound`] or [`AppError::Forbidden`].
pub async fn may_see(cx: &RequestCx, claim: &Claim) -> Result<(), AppError> {
    let subject = enrolments::subject(cx.app.db.read(), &claim.enrolment, cx.today).await?;
    permit(cx.actor()?, actions::ViewClaim, &subject)?;
    if claim.trainee != cx.actor()?.person && claim.request.is_none() {
        return Err(AppError::NotFound);
    }
    Ok(())
}

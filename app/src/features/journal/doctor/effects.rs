//! What each event makes of the rows.

use super::cell::Cell;
use chrono::NaiveDate;
use domain::awards::ApplicationOutcome;
use domain::journal::{Chain, Digest, Employed, Event, Link, Registered, ResultOf};
use domain::sign_off::{EndReason, Recipient, Signer};

/// What an event makes of one row.
#[derive(Debug)]
pub struct Effect {
    /// The table.
    pub table: &'static str,
    /// The row's key.
    pub key: String,
    /// What it says from now on, where that changes; none when the row is there no longer.
    pub says: Option<Vec<(&'static str, Cell)>>,
}

/// A row that says this in these columns.
macro_rules! row {
    ($table:literal, $key:expr, { $($column:ident: $value:expr),+ $(,)? }) => {
        Effect {
            table: $table,
            key: $key.to_string(),
            says: Some(vec![$((stringify!($column), Cell::from($value))),+]),
        }
    };
}

fn gone(table: &'static str, key: &impl ToString) -> Effect {
    Effect { table, key: key.to_string(), says: None }
}

/// The rows that an event makes, changes or takes away.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one arm for each act: a table, read from top to bottom")]
pub fn effects(link: &Link, event: &Event) -> Vec<Effect> {
    let (at, on, by) = (Cell::At(link.at), Cell::Day(link.valid_on), Cell::maybe(&link.actor));
    let record = || Cell::text(link.place.chain.id());
    let chapter = || Cell::maybe(&link.place.chapter);
    match event {
        Event::AddedPerson { person, words } => {
            vec![row!("person", person, { created_at: at, words: *words })]
        }
        Event::SetPassword { person, password } => {
            vec![row!("credential", person, { password_hash: *password, set_at: at })]
        }
        Event::EndedAccess { person, .. } => vec![gone("credential", person)],
        Event::ChangedAddress { person, words } | Event::CorrectedName { person, words } => {
            vec![row!("person", person, { words: *words })]
        }
        Event::Invited { invitation, organisation, role, expires_at, words } => vec![row!("invitation", invitation, {
            organisation_id: Cell::maybe(organisation), role: Cell::maybe(&role.map(|role| role.code())),
            person_id: account(link), invited_by: by, invited_at: at, expires_at: *expires_at, used_at: Cell::None,
            used_by: Cell::None, withdrawn_at: Cell::None, words: *words,
        })],
        Event::WithdrewInvitation { invitation } => vec![row!("invitation", invitation, { withdrawn_at: at })],
        Event::AcceptedInvitation { invitation } => {
            vec![row!("invitation", invitation, { used_at: at, used_by: by })]
        }
        Event::AddedOrganisation { organisation, kind, slug, words } => vec![row!("organisation", organisation, {
            kind: Cell::text(kind.code()), slug: Cell::maybe(slug), created_at: at, words: *words,
        })],
        Event::RecognisedOrganisation { organisation } => {
            let key = format!("{}/{organisation}", link.place.chain.id());
            vec![row!("recognition", key, {
                organisation_id: Cell::text(organisation), since: on, recognised_by: by,
            })]
        }
        Event::GrantedRole { membership, person, organisation, role, granted_by } => {
            vec![row!("membership", membership, {
                person_id: Cell::text(person), organisation_id: Cell::text(organisation),
                role: Cell::text(role.code()), from_on: on, until_on: Cell::None,
                granted_by: Cell::maybe(granted_by), granted_at: at, ended_by: Cell::None,
            })]
        }
        Event::EndedMembership { membership, until } => {
            vec![row!("membership", membership, { until_on: *until, ended_by: by })]
        }
        Event::Proposed { proposal, of, person, award, words } => vec![row!("proposal", proposal, {
            body_id: Cell::text(link.place.chain.id()), act: Cell::text(of.code()), person_id: Cell::text(person),
            award_id: Cell::maybe(award), proposed_by: by, proposed_on: on, proposed_at: at, settled: Cell::None,
            settled_by: Cell::None, settled_on: Cell::None, words: *words,
        })],
        Event::SettledProposal { proposal, settled } => vec![row!("proposal", proposal, {
            settled: Cell::text(settled.code()), settled_by: by, settled_on: on,
        })],
        Event::AddedSitting { sitting, provider, framework, framework_version, element, held_on } => {
            vec![row!("sitting", sitting, {
                provider_id: Cell::text(provider), framework_slug: Cell::text(framework),
                framework_version: Cell::text(framework_version), element: Cell::text(element),
                held_on: *held_on, created_by: by, created_at: at,
            })]
        }
        Event::OpenedRecord { person, body, number, words } => vec![
            row!("record", link.place.chain.id(), {
                person_id: Cell::text(person), body_id: Cell::text(body), number: Cell::maybe(number),
                created_at: at, words: *words,
            }),
            named(link, (1, link.valid_on), *words),
        ],
        Event::RenamedRecord { round, words, from } => {
            vec![row!("record", link.place.chain.id(), { words: *words }), named(link, (*round, *from), *words)]
        }
        Event::Enrolled { enrolment, person, framework, framework_version, from, registration } => {
            let enrolled = row!("enrolment", enrolment, {
                record_id: record(), person_id: Cell::text(person), framework_slug: Cell::text(framework),
                framework_version: Cell::text(framework_version), from_on: *from, enrolled_by: by,
                enrolled_at: at,
            });
            let with_it = registration.iter().map(|one| registered(link, one));
            std::iter::once(enrolled).chain(with_it).collect()
        }
        Event::ChoseSpecialism { round, specialism, from } => {
            let key = format!("{}/{round}", link.place.chapter.map_or_else(String::new, |id| id.to_string()));
            vec![row!("specialism", key, {
                specialism: Cell::text(specialism), from_on: *from, recorded_by: by, recorded_at: at,
            })]
        }
        Event::RecordedJoining { round, joined_on } => {
            let key = format!("{}/{round}", link.place.chain.id());
            vec![row!("joining", key, {
                joined_on: *joined_on, recorded_by: by, recorded_at: at,
            })]
        }
        Event::NamedSupervisor { supervision, supervisor, from, until, words } => {
            vec![row!("supervision", supervision, {
                enrolment_id: chapter(), supervisor_id: Cell::text(supervisor), from_on: *from,
                until_on: *until, recorded_by: by, recorded_at: at, words: *words,
            })]
        }
        Event::EndedSupervision { supervision, until } => {
            vec![row!("supervision", supervision, { until_on: *until })]
        }
        Event::AddedEmployment(one) => vec![employed(link, one)],
        Event::EndedEmployment { employment, until, .. } => {
            vec![row!("employment", employment, { until_on: *until })]
        }
        Event::AddedRegistration(one) => vec![registered(link, one)],
        Event::EndedRegistration { registration, until, .. } => {
            vec![row!("registration", registration, { until_on: *until })]
        }
        Event::RecordedResult { result, of, words } => vec![recorded(link, result, (1, Cell::None), of, *words)],
        Event::CorrectedResult { result, round, supersedes, of, words } => {
            vec![recorded(link, result, (*round, Cell::text(supersedes)), of, *words)]
        }
        Event::ConfirmedResult { result, .. } => vec![row!("result_confirmation", result, {
            confirmed_by: by, confirmed_on: on, confirmed_at: at,
        })],
        Event::BeganClaim { claim, outcome } => vec![row!("claim", claim, {
            enrolment_id: chapter(), outcome: Cell::text(outcome), created_at: at, deleted_at: Cell::None,
        })],
        Event::AddedEvidence { evidence, claim, kind, words } => vec![row!("evidence", evidence, {
            claim_id: Cell::text(claim), kind: Cell::text(kind.code()), added_at: at,
            removed_at: Cell::None, words: *words,
        })],
        Event::RemovedEvidence { evidence, kept: true, .. } => vec![row!("evidence", evidence, { removed_at: at })],
        Event::RemovedEvidence { evidence, kept: false, .. } => vec![gone("evidence", evidence)],
        Event::DeletedDraft { claim, evidence } => {
            let deleted = row!("claim", claim, { deleted_at: at });
            std::iter::once(deleted).chain(evidence.iter().map(|piece| gone("evidence", piece))).collect()
        }
        Event::RequestedSignature { request, subject, round, employer, to, until, shown } => {
            let (person, link, made) = match to {
                Recipient::Employer => (Cell::None, Cell::None, None),
                Recipient::Person(person) => (Cell::text(person), Cell::None, None),
                Recipient::Link { link, words } => {
                    let made = row!("signing_link", link, {
                        enrolment_id: chapter(), made_at: at.clone(), mailbox_proved_at: Cell::None, words: *words,
                    });
                    (Cell::None, Cell::text(link), Some(made))
                }
            };
            let asked = row!("signing_request", request, {
                enrolment_id: chapter(), subject: Cell::text(subject.kind().code()),
                node: Cell::text(subject.node()), claim_id: Cell::maybe(&subject.claim()),
                round: *round, employer_id: Cell::text(employer), person_id: person, link_id: link,
                shown_sha256: *shown, sent_at: at, sent_on: on, until_on: *until, is_open: true,
            });
            std::iter::once(asked).chain(made).collect()
        }
        Event::ProvedMailbox { link, .. } => vec![row!("signing_link", link, { mailbox_proved_at: at })],
        Event::Signed { request, outcome, reason, signer, shown, signed, .. } => {
            let (person, link) = match signer {
                Signer::Person(person) => (Cell::text(person), Cell::None),
                Signer::Link(link) => (Cell::None, Cell::text(link)),
            };
            let signature = row!("signature", request, {
                subject: Cell::text(outcome.kind().code()), outcome: Cell::text(outcome.code()),
                reason_code: Cell::maybe(&reason.map(|reason| reason.code())), person_id: person, link_id: link,
                shown_sha256: *shown, signed_sha256: *signed, signed_on: on, signed_at: at,
            });
            vec![no_longer_open(request), signature]
        }
        Event::TookBackRequest { request, .. } => ended(link, request, EndReason::TakenBack),
        Event::ClosedRequest { request, .. } => ended(link, request, EndReason::EmploymentEnded),
        Event::Applied { application, round, step_off, status } => vec![row!("application", application, {
            enrolment_id: chapter(), step_off: Cell::text(step_off), round: *round, status: Cell::text(status),
            applied_on: on, applied_at: at, is_open: true,
        })],
        Event::ConferredStatus { award, application, status, expires_on, words, decision, .. } => {
            let conferred = row!("award", award, {
                application_id: Cell::text(application), enrolment_id: chapter(),
                status: Cell::text(status), conferred_by: by, conferred_on: on, conferred_at: at,
                expires_on: expires_on.map_or(Cell::None, Into::into), words: *words,
            });
            let decided = decided(link, application, ApplicationOutcome::Conferred, *decision);
            decided.into_iter().chain([conferred]).collect()
        }
        Event::DeclinedApplication { application, decision, .. } => {
            decided(link, application, ApplicationOutcome::Declined, *decision).into()
        }
        Event::WithdrewStatus { award, words, .. } => vec![row!("award_withdrawal", award, {
            withdrawn_by: by, withdrawn_on: on, withdrawn_at: at, words: *words,
        })],
    }
}

/// Whose account a link in its chain opens.
fn account(link: &Link) -> Cell {
    match link.place.chain {
        Chain::Account(person) => Cell::text(person),
        Chain::Record(_) | Chain::Organisation(_) | Chain::Body(_) => Cell::None,
    }
}

fn named(link: &Link, (round, from): (i32, NaiveDate), words: Digest) -> Effect {
    row!("record_name", format!("{}/{round}", link.place.chain.id()), {
        from_on: from, recorded_by: Cell::maybe(&link.actor), recorded_at: link.at, words: words,
    })
}

fn registered(link: &Link, one: &Registered) -> Effect {
    row!("registration", &one.registration, {
        enrolment_id: Cell::maybe(&link.place.chapter), provider_id: Cell::text(one.provider),
        from_on: one.from, until_on: Cell::None, recorded_by: Cell::maybe(&link.actor),
        recorded_at: link.at,
    })
}

fn employed(link: &Link, one: &Employed) -> Effect {
    row!("employment", &one.employment, {
        record_id: Cell::text(link.place.chain.id()), employer_id: Cell::text(one.employer),
        from_on: one.from, until_on: Cell::None, recorded_by: Cell::maybe(&link.actor), recorded_at: link.at,
        words: one.words,
    })
}

fn recorded(
    link: &Link,
    result: &impl ToString,
    (round, supersedes): (i64, Cell),
    of: &ResultOf,
    words: Digest,
) -> Effect {
    row!("result", result, {
        sitting_id: Cell::text(of.sitting), enrolment_id: Cell::maybe(&link.place.chapter),
        round: round, outcome: Cell::text(of.outcome.code()), recorded_by: Cell::maybe(&link.actor),
        recorded_at: link.at, supersedes: supersedes, words: words,
    })
}

fn no_longer_open(request: &impl ToString) -> Effect {
    row!("signing_request", request, { is_open: false })
}

fn ended(link: &Link, request: &impl ToString, reason: EndReason) -> Vec<Effect> {
    let end = row!("signing_end", request, {
        reason: Cell::text(reason.code()), ended_by: Cell::maybe(&link.actor), ended_on: link.valid_on,
        ended_at: link.at,
    });
    vec![no_longer_open(request), end]
}

fn decided(link: &Link, application: &impl ToString, outcome: ApplicationOutcome, words: Digest) -> [Effect; 2] {
    [
        row!("application", application, { is_open: false }),
        row!("application_decision", application, {
            outcome: Cell::text(outcome.code()), decided_by: Cell::maybe(&link.actor),
            decided_on: link.valid_on, decided_at: link.at, words: words,
        }),
    ]
}

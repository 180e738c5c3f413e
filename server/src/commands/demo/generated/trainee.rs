//! One generated trainee: the rows, and what is said of them.

use super::names::name;
use super::place::{Place, Provider};
use super::{Common, DONE};
use crate::start::Refusal;
use app::features::enrolments::new_enrolment::NewEnrolment;
use app::features::enrolments::new_supervision::NewSupervision;
use app::features::enrolments::store as enrolments;
use app::features::people::store as people;
use app::features::results::record::Entry;
use app::features::results::store as results;
use app::features::sign_off::look::shown_claim;
use app::features::sign_off::store::sending::{NewRequest, new_request};
use app::features::sign_off::store::signing::{Given, new_signature};
use app::features::sign_off::store::{NewEvidence, new_claim};
use app::web::rows::Rows;
use app::web::tx::Tx;
use domain::framework::NodeIx;
use domain::ids::{EnrolmentId, OrganisationId, PersonId};
use domain::journal::{self, Chain, Event};
use domain::sign_off::{Recipient, Shown, Signer, SigningSubject, claim_statement, decide};
use domain::standing::{ClaimOutcome, Outcome};

/// The address of a trainee.
pub fn address(n: u32) -> String {
    format!("trainee-{n:05}@generated.example")
}

/// How many of the assessments a trainee has passed: the first of five all, the last none.
fn passed(n: u32) -> usize {
    DONE - n as usize % 5
}

/// How many outcomes a trainee has claimed, and whether they were found met: of ten one has all, and one waits for an answer.
fn claimed(n: u32) -> (usize, bool) {
    match n % 10 {
        0 => (DONE, true),
        5 => (1, false),
        _ => (0, false),
    }
}

/// Whether the last result of a trainee waits for a second person: that of one in twenty.
fn last_is_provisional(n: u32) -> bool {
    n % 20 == 10
}

/// Whose rows are made.
struct Whose<'a> {
    name: &'a str,
    person: PersonId,
    enrolment: EnrolmentId,
    chapter: journal::Place,
}

impl Common<'_> {
    /// Puts in a trainee.
    pub fn trainee(
        &self,
        n: u32,
        (provider, place): (&Provider, &Place),
        (tx, rows): (&Tx, &mut Rows),
    ) -> Result<(), Refusal> {
        let Some((employer, supervisor)) = place.employer else { return Ok(()) };
        let (stamp, name) = (self.stamp(None, 400), name(n));
        let (row, event) = people::new_person(&stamp, &name, &address(n));
        let person = row.id;
        rows.add(row);
        tx.says_of(&stamp, Chain::Account(person), event);
        let (row, event) = people::new_password(&stamp, person, self.password.clone());
        rows.add(row);
        tx.says_of(&stamp, Chain::Account(person), event);
        let (row, record_name, event) = enrolments::new_record(&stamp, (person, &name), self.body);
        let record = row.id;
        rows.add(row);
        rows.add(record_name);
        tx.says_of(&stamp, Chain::Record(record), event);
        let enrol = NewEnrolment {
            framework: self.version(),
            specialism: None,
            from_on: stamp.on,
            joined_on: None,
            provider: Some(provider.id),
            employer: None,
        };
        let (row, registration, event) = enrolments::new_enrolment(&stamp, (record, person), &enrol);
        let enrolment = row.id;
        let chapter = journal::Place::of_chapter(record, enrolment);
        rows.add(row);
        registration.into_iter().for_each(|row| rows.add(row));
        tx.says_of(&stamp, chapter, event);
        let (row, event) = enrolments::new_employment(&stamp, record, (employer, "Paralegal", stamp.on));
        rows.add(row);
        tx.says_of(&stamp, Chain::Record(record), event);
        let supervise = NewSupervision { supervisor, authorised_as: None, from_on: stamp.on, until_on: None };
        let (row, event) = enrolments::new_supervision(&stamp, (enrolment, person), &supervise);
        rows.add(row);
        tx.says_of(&stamp, chapter, event);
        let whose = Whose { name: &name, person, enrolment, chapter };
        self.results(n, &whose, place, (tx, rows));
        let (claims, found_met) = claimed(n);
        for (outcome, days) in self.outcomes.iter().take(claims).zip((100..).step_by(7)) {
            self.claim((*outcome, days, found_met), &whose, (employer, supervisor), (tx, rows))?;
        }
        Ok(())
    }

    fn results(&self, n: u32, whose: &Whose<'_>, place: &Place, (tx, rows): (&Tx, &mut Rows)) {
        let sat = &place.sittings[..passed(n).min(place.sittings.len())];
        for (i, sitting) in sat.iter().enumerate() {
            let (Some(recorder), Some(confirmer)) = (sitting.recorded.by, sitting.confirmed.by) else { continue };
            let of = results::of_sitting((sitting.id, &sitting.element, sitting.held_on), Outcome::Pass);
            let entry = Entry { enrolment: whose.enrolment, outcome: of.outcome, mark: None };
            let (row, event) = results::new_result((recorder, &sitting.recorded), (whose.person, &entry), of.clone());
            tx.says_of(&sitting.recorded, whose.chapter, event);
            let result = row.id;
            if i + 1 == sat.len() && last_is_provisional(n) {
                let waits = results::provisional::row(&row);
                rows.add(row);
                rows.add(waits);
                continue;
            }
            rows.add(row);
            let by = (confirmer, &sitting.confirmed);
            rows.add(results::new_confirmation(by, (result, recorder, whose.person)));
            tx.says_of(&sitting.confirmed, whose.chapter, Event::ConfirmedResult { result, of });
        }
    }

    /// A claim that was sent so many days ago, and perhaps found met three days later.
    fn claim(
        &self,
        (outcome, days, found_met): (NodeIx, i64, bool),
        whose: &Whose<'_>,
        (employer, supervisor): (OrganisationId, PersonId),
        (tx, rows): (&Tx, &mut Rows),
    ) -> Result<(), Refusal> {
        let node = &self.framework.node(outcome).id;
        let Some(narrative) = self.demo.narrative(node) else { return Ok(()) };
        let sent = self.stamp(Some(whose.person), days);
        let happened = sent.on - chrono::Duration::days(4);
        let of = (whose.enrolment, whose.person);
        let (mut claim, event) = new_claim(&sent, of, node);
        tx.says_of(&sent, whose.chapter, event);
        let id = claim.id;
        (claim.narrative, claim.revision, claim.redacted) = (narrative.text.clone(), 2, true);
        (claim.happened_from, claim.happened_until) = (Some(happened), Some(happened));
        let shows = NewEvidence::Text(String::from("What shows it"), narrative.evidence.clone());
        let (evidence, event) = shows.row(id, sent.at);
        tx.says_of(&sent, whose.chapter, event);
        let words = (whose.name, narrative.text.as_str());
        let days_of = (happened, happened, sent.on);
        let shown = shown_claim((self.framework, outcome), words, vec![evidence.clone()], days_of);
        let new = NewRequest {
            of,
            subject: SigningSubject::Claim { claim: id, outcome: node.clone() },
            to: Recipient::Person(supervisor),
            employer,
            until: None,
            shown: Shown::Claim(shown),
        };
        let (mut request, event) = new_request(&sent, 1, &new)?;
        tx.says_of(&sent, whose.chapter, event);
        let signature = if found_met {
            let saw = "I saw this work and its result. It was hers to decide and it was done well.";
            let answer = decide("met", saw, "", "").map_err(|invalid| Refusal(format!("{invalid:?}")))?;
            let statement = claim_statement(whose.name, ClaimOutcome::Met);
            let signed = self.stamp(Some(supervisor), days - 3);
            let given = Given { answer, statement, shown: new.shown };
            let (row, event) = new_signature(&signed, &request, Signer::Person(supervisor), given)?;
            tx.says_of(&signed, whose.chapter, event);
            (request.is_open, claim.changed_at) = (false, signed.at);
            Some(row)
        } else {
            None
        };
        rows.add(claim);
        rows.add(evidence);
        rows.add(request);
        signature.into_iter().for_each(|row| rows.add(row));
        Ok(())
    }
}

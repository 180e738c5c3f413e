//! What is said of one generated trainee.

use super::names::name;
use super::place::{Place as Where, Provider};
use super::{Common, DONE};
use crate::commands::demo::claim::given;
use crate::start::Refusal;
use app::entities::claim;
use app::error::AppError;
use app::features::people::store as people;
use app::features::record::store::{self as records, NewEnrolment, NewSupervision};
use app::features::results::store as results;
use app::features::sign_off::look::shown_claim;
use app::features::sign_off::store::sending::{NewRequest, new_request};
use app::features::sign_off::store::signing::new_signature;
use app::features::sign_off::store::{NewEvidence, new_claim};
use app::journal::{LocalPlace, salt};
use app::web::tx::{Batch, Writer};
use domain::access::SupervisorAt;
use domain::framework::NodeIx;
use domain::ids::{EnrolmentId, OrganisationId, PersonId};
use domain::journal::Event;
use domain::sign_off::{Asked, Recipient, Signer, SigningContent, SigningSubject, Typed};
use domain::standing::Outcome;
use sea_orm::Set;

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

/// Whose record it is.
struct Whose<'a> {
    name: &'a str,
    enrolment: EnrolmentId,
    chapter: LocalPlace,
    /// What is written in their record.
    writer: Writer<'a>,
}

impl Common<'_> {
    /// Puts in a trainee.
    pub fn trainee(
        &self,
        n: u32,
        (provider, place): (&Provider, &Where),
        (writer, together): (&Writer<'_>, &mut Batch),
    ) -> Result<(), Refusal> {
        let Some((employer, supervisor)) = place.employer else { return Ok(()) };
        let (stamp, name) = (self.stamp(None, 400), name(n));
        let (from_on, catalogue) = (self.day(400), &self.setting.catalogue);
        let (person, event, words) = people::new_person(&name, &address(n))?;
        let (account, writer) = (writer.account(person), writer.stamped(stamp).of_trainee(person));
        writer.adds(together, account, event, &[words])?;
        let (event, words) = people::new_password(person, self.password.clone())?;
        writer.adds(together, account, event, &[words])?;
        let (record, event, words) = records::new_record((person, &name), self.body)?;
        writer.adds(together, LocalPlace::record(catalogue, self.named(), record), event, &[words])?;
        let enrol = NewEnrolment {
            framework: self.version(),
            specialism: None,
            from_on,
            joined_on: None,
            provider: Some(provider.id),
            employer: None,
        };
        let (enrolment, event) = records::new_enrolment(person, &enrol);
        let chapter = LocalPlace::chapter(catalogue, self.named(), record, enrolment);
        writer.adds(together, chapter, event, &[])?;
        let (event, words) = records::new_employment((employer, "Paralegal", from_on))?;
        writer.adds(together, chapter, event, &[words])?;
        let supervise = NewSupervision {
            supervisor: SupervisorAt { person: supervisor, employer },
            authorised_as: None,
            from_on,
            until_on: None,
        };
        let (event, words) = records::new_supervision(&supervise)?;
        writer.adds(together, chapter, event, &[words])?;
        let whose = Whose { name: &name, enrolment, chapter, writer };
        self.results(n, &whose, place, together)?;
        let (claims, found_met) = claimed(n);
        for (outcome, days) in self.outcomes.iter().take(claims).zip((100..).step_by(7)) {
            self.claim((*outcome, days, found_met), &whose, (person, employer, supervisor), together)?;
        }
        Ok(())
    }

    fn results(&self, n: u32, whose: &Whose<'_>, place: &Where, together: &mut Batch) -> Result<(), Refusal> {
        let sat = &place.sittings[..passed(n).min(place.sittings.len())];
        for (i, sitting) in sat.iter().enumerate() {
            let Some(recorded_by) = sitting.recorded.by else { continue };
            let of = results::of_sitting((sitting.id, &sitting.element, sitting.held_on), Outcome::Pass);
            let (result, event, words) = results::new_result(None, of.clone(), None)?;
            whose.writer.stamped(sitting.recorded.clone()).adds(together, whose.chapter, event, &[words])?;
            if i + 1 == sat.len() && last_is_provisional(n) {
                continue;
            }
            let event = Event::ConfirmedResult { result, recorded_by, of };
            whose.writer.stamped(sitting.confirmed.clone()).adds(together, whose.chapter, event, &[])?;
        }
        Ok(())
    }

    /// A claim that was sent so many days ago, and perhaps found met three days later.
    fn claim(
        &self,
        (outcome, days, found_met): (NodeIx, i64, bool),
        whose: &Whose<'_>,
        (trainee, employer, supervisor): (PersonId, OrganisationId, PersonId),
        together: &mut Batch,
    ) -> Result<(), Refusal> {
        let node = &self.framework.node(outcome).id;
        let Some(narrative) = self.demo.narrative(node) else { return Ok(()) };
        let sent = self.stamp(Some(trainee), days);
        let (sent_on, sent_at) = (self.day(days), sent.at);
        let happened = sent_on - chrono::Duration::days(4);
        let writer = whose.writer.stamped(sent);
        let (id, event) = new_claim(node);
        writer.adds(together, whose.chapter, event, &[])?;
        let shows = NewEvidence::Text(String::from("What shows it"), narrative.evidence.clone());
        let (evidence, event, words) = shows.row(id, sent_at)?;
        writer.adds(together, whose.chapter, event, &[words])?;
        let words = (whose.name, narrative.text.as_str());
        let shown = shown_claim((self.framework, outcome), words, vec![evidence], (happened, happened, sent_on));
        let (content, subject) =
            (SigningContent::Claim(shown), SigningSubject::Claim { claim: id, outcome: node.clone() });
        let shown = content.shown();
        let text = shown.text(&salt()).map_err(AppError::from)?;
        let new = NewRequest {
            of: whose.enrolment,
            subject: subject.clone(),
            to: Recipient::Person(supervisor),
            link: None,
            employer,
            until: None,
            shown,
        };
        let (request, event, words) = new_request(1, new, text.clone());
        writer.adds(together, whose.chapter, event, &words)?;
        let mut changed_at = sent_at;
        if found_met {
            let saw =
                "I saw this work and its result. What to do was the trainee’s own decision, and it was done well.";
            let asked = Asked { request, content };
            let given = given(&asked, Typed { outcome: "met", comment: saw, ..Typed::default() })?;
            let signed = self.stamp(Some(supervisor), days - 3);
            changed_at = signed.at;
            let of = (&subject, text.as_str());
            let (event, words) = new_signature(of, Signer::Person(supervisor), given, signed.at)?;
            whose.writer.stamped(signed).adds(together, whose.chapter, event, &[words])?;
        }
        Ok(together.saves(claim::ActiveModel {
            id: Set(id),
            narrative: Set(narrative.text.clone()),
            happened_from: Set(Some(happened)),
            happened_until: Set(Some(happened)),
            redacted: Set(true),
            revision: Set(2),
            changed_at: Set(changed_at),
            ..Default::default()
        })?)
    }
}

//! Every address, typed once.

use domain::ids::{ApplicationId, AwardId, ClaimId, EnrolmentId, EvidenceId, SittingId};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Start: leads each person to their own first page.
pub const START: &str = "/";
/// Sign-in.
pub const SIGN_IN: &str = "/sign-in";
/// Where a trainee stands.
pub const HOME: &str = "/home";
/// The trainee's claims.
pub const CLAIMS: &str = "/claims";
/// A new claim, of an outcome yet to be chosen.
pub const NEW_CLAIM: &str = "/claims/new";
/// What waits for a supervisor.
pub const QUEUE: &str = "/queue";
/// An employer's trainees.
pub const TRAINEES: &str = "/trainees";
/// A provider's sittings.
pub const SITTINGS: &str = "/sittings";
/// A new sitting.
pub const NEW_SITTING: &str = "/sittings/new";
/// A provider's candidates.
pub const CANDIDATES: &str = "/candidates";
/// Applications for a status.
pub const APPLICATIONS: &str = "/applications";
/// Statuses conferred.
pub const AWARDS: &str = "/awards";
/// Enrolments of the body.
pub const ENROLMENTS: &str = "/enrolments";
/// Organisations and their people.
pub const ORGANISATIONS: &str = "/organisations";
/// What waits for a second registrar.
pub const PROPOSALS: &str = "/proposals";
/// Check a status.
pub const CHECK: &str = "/check";
/// Published frameworks.
pub const FRAMEWORKS: &str = "/frameworks";

/// Sign-in, and then back to the page asked for.
pub fn sign_in_then(uri: &str) -> String {
    if uri == START || uri.is_empty() { SIGN_IN.to_owned() } else { format!("{SIGN_IN}?next={}", encoded(uri)) }
}

/// The longest address that a link may lead back to, bytes.
const LONGEST_WAY_BACK: usize = 2000;

/// An address of ours that a link may lead back to; anything else is the start page.
///
/// A browser takes tabs and line breaks out of an address before it reads it, and a backslash for a slash: what is left of
/// `/<tab>/elsewhere.example` is another site. So nothing but visible ASCII passes, which is all that an address of ours has.
pub fn local(next: &str) -> &str {
    let ours = next.starts_with('/')
        && next.len() <= LONGEST_WAY_BACK
        && next.bytes().all(|byte| byte.is_ascii_graphic())
        && !next.contains("//")
        && !next.contains(['\\', ':']);
    if ours { next } else { START }
}

/// What a body says of itself.
pub fn body(slug: &str) -> String {
    format!("/bodies/{}", encoded(slug))
}

/// One enrolment: where the person stands.
pub fn enrolment(id: EnrolmentId) -> String {
    format!("/enrolments/{id}")
}

/// Its map.
pub fn map(id: EnrolmentId) -> String {
    format!("/enrolments/{id}/map")
}

/// One node of its map.
pub fn node(id: EnrolmentId, node: &str) -> String {
    format!("/enrolments/{id}/nodes/{}", encoded(node))
}

/// The way to a status.
pub fn plan(id: EnrolmentId, target: &str) -> String {
    format!("/enrolments/{id}/plan?to={}", encoded(target))
}

/// Its record.
pub fn record(id: EnrolmentId) -> String {
    format!("/enrolments/{id}/record")
}

/// Its record as JSON.
pub fn record_json(id: EnrolmentId) -> String {
    format!("/enrolments/{id}/record.json")
}

/// Who supervises.
pub fn supervision(id: EnrolmentId) -> String {
    format!("/enrolments/{id}/supervision")
}

/// The choice of the practice area.
pub fn specialism(id: EnrolmentId) -> String {
    format!("/enrolments/{id}/specialism")
}

/// When the trainee joined the professional body.
pub fn joining(id: EnrolmentId) -> String {
    format!("/enrolments/{id}/joining")
}

/// For whom the trainee works and with whom they are registered.
pub fn employers_and_providers(id: EnrolmentId) -> String {
    format!("/enrolments/{id}/employers-and-providers")
}

/// The question whether the employer is to be asked to verify.
pub fn ask_verification(id: EnrolmentId, element: &str) -> String {
    format!("/enrolments/{id}/verification/{}", encoded(element))
}

/// The question whether to apply for the status of a step-off point.
pub fn apply(id: EnrolmentId, step_off: &str) -> String {
    format!("/enrolments/{id}/application/{}", encoded(step_off))
}

/// A new claim of an outcome.
pub fn new_claim(id: EnrolmentId, outcome: &str) -> String {
    format!("{NEW_CLAIM}?enrolment={id}&outcome={}", encoded(outcome))
}

/// One claim.
pub fn claim(id: ClaimId) -> String {
    format!("/claims/{id}")
}

/// Its draft.
pub fn edit_claim(id: ClaimId) -> String {
    format!("/claims/{id}/draft")
}

/// The form that adds a piece of one kind to it: `file`, `text` or `link`.
pub fn add_evidence(id: ClaimId, kind: &str) -> String {
    format!("/claims/{id}/evidence?add={kind}")
}

/// The question whether to take a piece out of it.
pub fn remove_evidence(claim: ClaimId, evidence: EvidenceId) -> String {
    format!("/claims/{claim}/evidence/{evidence}/removal")
}

/// A file of a claim.
pub fn evidence(claim: ClaimId, evidence: EvidenceId) -> String {
    format!("/claims/{claim}/evidence/{evidence}")
}

/// One sitting.
pub fn sitting(id: SittingId) -> String {
    format!("/sittings/{id}")
}

/// A page of a sitting's candidates, of those with that in their name.
pub fn sitting_page(id: SittingId, search: &str, page: u64) -> String {
    if search.is_empty() && page <= 1 {
        return sitting(id);
    }
    format!("{}?q={}&page={page}", sitting(id), encoded(search))
}

/// One application.
pub fn application(id: ApplicationId) -> String {
    format!("/applications/{id}")
}

/// One status conferred.
pub fn award(id: AwardId) -> String {
    format!("/awards/{id}")
}

/// The public page of a status.
pub fn check(code: &str) -> String {
    format!("/check/{}", encoded(code))
}

/// One framework version.
pub fn framework(slug: &str, version: &str) -> String {
    format!("/frameworks/{}/{}", encoded(slug), encoded(version))
}

/// One node of a framework.
pub fn framework_node(slug: &str, version: &str, node: &str) -> String {
    format!("/frameworks/{}/{}/{}", encoded(slug), encoded(version), encoded(node))
}

/// Text as part of an address.
pub fn encoded(text: &str) -> String {
    utf8_percent_encode(text, MEANS_SOMETHING).to_string()
}

/// Everything but letters, digits and marks that stand for themselves (RFC 3986, section 2.3). A slash stays, because
/// the address of a page may have several parts.
const MEANS_SOMETHING: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');

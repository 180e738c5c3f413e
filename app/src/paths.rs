//! Every address, typed once; the features say what is served there (docs/adr/0014).

use crate::web::route::Access::{Public, SignedIn};
use crate::web::route::Route;
use chrono::NaiveDate;
use domain::ids::*;
use domain::ids::{ApplicationId, AwardId, ClaimId, EnrolmentId, EvidenceId, ImportId, SittingId};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Leads each person to their own first page.
pub const START: Route<()> = Route::new("/", Public);
/// Signing in.
pub const SIGN_IN: Route<()> = Route::new("/sign-in", Public);
/// Signing out.
pub const SIGN_OUT: Route<()> = Route::new("/sign-out", Public);
/// The account of whoever is signed in.
pub const YOUR_ACCOUNT: Route<()> = Route::new("/account", SignedIn);
/// Changing its password.
pub const CHANGE_PASSWORD: Route<()> = Route::new("/account/password", SignedIn);
/// Ending its sessions elsewhere.
pub const END_OTHER_SESSIONS: Route<()> = Route::new("/account/sessions", SignedIn);
/// What the link of an invitation opens; it names the link's token.
pub const INVITATION: Route<String> = Route::new("/invitations/{token}", Public);
/// Setting up an account by it.
pub const SET_UP: Route<String> = Route::new("/invitations/{token}/account", Public);
/// The accessibility statement.
pub const ACCESSIBILITY: Route<()> = Route::new("/accessibility", Public);
/// The organisations whose people one manages.
pub const ORGANISATIONS: Route<()> = Route::new("/organisations", SignedIn);
/// One organisation's people and open invitations.
pub const ORGANISATION: Route<OrganisationId> = Route::new("/organisations/{organisation}", SignedIn);
/// The form that corrects its name.
pub const RENAME_ORGANISATION: Route<OrganisationId> = Route::new("/organisations/{organisation}/name", SignedIn);
/// The account of a person, for the registrars of the bodies that depend on it.
pub const ACCOUNT: Route<PersonId> = Route::new("/accounts/{person}", SignedIn);
/// A new link for a person who has not set up their account.
pub const ACCOUNT_LINK: Route<PersonId> = Route::new("/accounts/{person}/link", SignedIn);
/// Asking a second registrar to start an account anew.
pub const START_ANEW: Route<PersonId> = Route::new("/accounts/{person}/anew", SignedIn);
/// Ending a membership.
pub const END_MEMBERSHIP: Route<(OrganisationId, MembershipId)> =
    Route::new("/organisations/{organisation}/memberships/{membership}/end", SignedIn);
/// Withdrawing an invitation.
pub const WITHDRAW_INVITATION: Route<(OrganisationId, InvitationId)> =
    Route::new("/organisations/{organisation}/invitations/{invitation}/end", SignedIn);

/// One body: its slug.
pub const BODY: Route<String> = Route::new("/bodies/{body}", Public);

/// All published versions.
pub const FRAMEWORKS: Route<()> = Route::new("/frameworks", Public);
/// One version as a map: slug and version.
pub const FRAMEWORK: Route<(String, String)> = Route::new("/frameworks/{slug}/{version}", Public);
/// One node of a version: slug, version, the node's id.
pub const FRAMEWORK_NODE: Route<(String, String, String)> = Route::new("/frameworks/{slug}/{version}/{node}", Public);

/// Where the trainee who is signed in stands.
pub const HOME: Route<()> = Route::new("/home", SignedIn);
/// Every enrolment of the body.
pub const ENROLMENTS: Route<()> = Route::new("/enrolments", SignedIn);
/// A new enrolment.
pub const ENROL: Route<()> = Route::new("/enrolments/new", SignedIn);
/// An employer's trainees.
pub const TRAINEES: Route<()> = Route::new("/trainees", SignedIn);
/// A provider's candidates.
pub const CANDIDATES: Route<()> = Route::new("/candidates", SignedIn);
/// Where a trainee stands.
pub const ENROLMENT: Route<EnrolmentId> = Route::new("/enrolments/{enrolment}", SignedIn);
/// The map of a trainee.
pub const MAP: Route<EnrolmentId> = Route::new("/enrolments/{enrolment}/map", SignedIn);
/// One node of the map of a trainee.
pub const NODE: Route<(EnrolmentId, String)> = Route::new("/enrolments/{enrolment}/nodes/{node}", SignedIn);
/// The way to a status, which the query names.
pub const PLAN: Route<EnrolmentId> = Route::new("/enrolments/{enrolment}/plan", SignedIn);
/// The choice of the practice area.
pub const SPECIALISM: Route<EnrolmentId> = Route::new("/enrolments/{enrolment}/specialism", SignedIn);
/// The day of joining the professional body.
pub const JOINING: Route<EnrolmentId> = Route::new("/enrolments/{enrolment}/joining", SignedIn);
/// The membership number of a trainee.
pub const MEMBERSHIP_NUMBER: Route<EnrolmentId> = Route::new("/enrolments/{enrolment}/number", SignedIn);
/// The name by which the body knows a trainee.
pub const CORRECT_NAME: Route<EnrolmentId> = Route::new("/enrolments/{enrolment}/name", SignedIn);
/// The first day of an enrolment.
pub const FIRST_DAY: Route<EnrolmentId> = Route::new("/enrolments/{enrolment}/first-day", SignedIn);
/// Ending an enrolment.
pub const END_ENROLMENT: Route<EnrolmentId> = Route::new("/enrolments/{enrolment}/end", SignedIn);
/// Taking its end back.
pub const TAKE_BACK_END: Route<EnrolmentId> = Route::new("/enrolments/{enrolment}/end/taking-back", SignedIn);
/// Who supervises a trainee, and since when.
pub const SUPERVISION: Route<EnrolmentId> = Route::new("/enrolments/{enrolment}/supervision", SignedIn);
/// Ending a supervision.
pub const END_SUPERVISION: Route<(EnrolmentId, SupervisionId)> =
    Route::new("/enrolments/{enrolment}/supervision/{supervision}/end", SignedIn);
/// For whom a trainee works and with whom they are registered.
pub const EMPLOYERS_AND_PROVIDERS: Route<EnrolmentId> =
    Route::new("/enrolments/{enrolment}/employers-and-providers", SignedIn);
/// A further employment.
pub const ADD_EMPLOYMENT: Route<EnrolmentId> = Route::new("/enrolments/{enrolment}/employments", SignedIn);
/// Ending an employment.
pub const END_EMPLOYMENT: Route<(EnrolmentId, OrganisationId)> =
    Route::new("/enrolments/{enrolment}/employments/{employer}/end", SignedIn);
/// A further registration.
pub const ADD_REGISTRATION: Route<EnrolmentId> = Route::new("/enrolments/{enrolment}/providers", SignedIn);
/// Ending a registration.
pub const END_REGISTRATION: Route<(EnrolmentId, OrganisationId)> =
    Route::new("/enrolments/{enrolment}/providers/{provider}/end", SignedIn);

/// Everything that happened, in order.
pub const RECORD: Route<EnrolmentId> = Route::new("/enrolments/{enrolment}/record", SignedIn);
/// The same as JSON.
pub const RECORD_JSON: Route<EnrolmentId> = Route::new("/enrolments/{enrolment}/record.json", SignedIn);

/// The trainee's claims.
pub const CLAIMS: Route<()> = Route::new("/claims", SignedIn);
/// A new claim, of an outcome that may be yet to be chosen.
pub const NEW_CLAIM: Route<()> = Route::new("/claims/new", SignedIn);
/// One claim.
pub const CLAIM: Route<ClaimId> = Route::new("/claims/{claim}", SignedIn);
/// Taking it back from the supervisor.
pub const TAKING_BACK: Route<ClaimId> = Route::new("/claims/{claim}/taking-back", SignedIn);
/// Its draft.
pub const DRAFT: Route<ClaimId> = Route::new("/claims/{claim}/draft", SignedIn);
/// Saving the draft while it is written.
pub const AUTOSAVE: Route<ClaimId> = Route::new("/claims/{claim}/draft/autosave", SignedIn);
/// Its evidence.
pub const EVIDENCE: Route<ClaimId> = Route::new("/claims/{claim}/evidence", SignedIn);
/// A text as evidence.
pub const EVIDENCE_TEXT: Route<ClaimId> = Route::new("/claims/{claim}/evidence/text", SignedIn);
/// A link as evidence.
pub const EVIDENCE_LINK: Route<ClaimId> = Route::new("/claims/{claim}/evidence/link", SignedIn);
/// A file as evidence.
pub const EVIDENCE_FILE: Route<ClaimId> = Route::new("/claims/{claim}/evidence/file", SignedIn);
/// A piece of evidence, as an attachment.
pub const PIECE: Route<(ClaimId, EvidenceId)> = Route::new("/claims/{claim}/evidence/{evidence}", SignedIn);
/// Removing a piece from the draft.
pub const REMOVAL: Route<(ClaimId, EvidenceId)> = Route::new("/claims/{claim}/evidence/{evidence}/removal", SignedIn);
/// The last look before a claim is sent.
pub const SENDING: Route<ClaimId> = Route::new("/claims/{claim}/sending", SignedIn);
/// Deleting a draft that was never sent.
pub const DELETION: Route<ClaimId> = Route::new("/claims/{claim}/deletion", SignedIn);
/// Asking the employer to verify a stage.
pub const ASKING: Route<(EnrolmentId, String)> = Route::new("/enrolments/{enrolment}/verification/{element}", SignedIn);
/// The work of a trainee, and what it counts towards.
pub const EXPERIENCE: Route<EnrolmentId> = Route::new("/enrolments/{enrolment}/experience", SignedIn);
/// Recording a spell of work.
pub const RECORD_EXPERIENCE: Route<EnrolmentId> = Route::new("/enrolments/{enrolment}/experience/new", SignedIn);
/// One spell of work.
pub const SPELL: Route<ExperienceId> = Route::new("/experience/{experience}", SignedIn);
/// Asking the employer to confirm it.
pub const ASK_TO_CONFIRM: Route<ExperienceId> = Route::new("/experience/{experience}/asking", SignedIn);
/// Taking it out of the record.
pub const TAKE_OUT: Route<ExperienceId> = Route::new("/experience/{experience}/removal", SignedIn);
/// What a trainee holds from before, and what it is worth.
pub const EXEMPTIONS: Route<EnrolmentId> = Route::new("/enrolments/{enrolment}/exemptions", SignedIn);
/// Sending something that one holds from before.
pub const SEND_PRIOR_LEARNING: Route<EnrolmentId> = Route::new("/enrolments/{enrolment}/exemptions/new", SignedIn);
/// Where it is sent to, with its file.
pub const SENDING_PRIOR_LEARNING: Route<EnrolmentId> =
    Route::new("/enrolments/{enrolment}/exemptions/sending", SignedIn);
/// What waits at a body to be decided, and what was.
pub const PRIOR_LEARNINGS: Route<()> = Route::new("/prior-learning", SignedIn);
/// One thing held from before, and the decision on it.
pub const PRIOR_LEARNING: Route<PriorLearningId> = Route::new("/prior-learning/{prior_learning}", SignedIn);
/// The file that proves it, as an attachment.
pub const PROOF: Route<PriorLearningId> = Route::new("/prior-learning/{prior_learning}/proof", SignedIn);
/// Taking it back.
pub const TAKE_BACK_PRIOR_LEARNING: Route<PriorLearningId> =
    Route::new("/prior-learning/{prior_learning}/taking-back", SignedIn);
/// Asking for a review.
pub const ASK_FOR_REVIEW: Route<PriorLearningId> = Route::new("/prior-learning/{prior_learning}/review", SignedIn);
/// Withdrawing an exemption.
pub const WITHDRAW_EXEMPTION: Route<ExemptionId> = Route::new("/exemptions/{exemption}/withdrawal", SignedIn);
/// What older qualifications are worth by a version of a framework: slug and version. For anyone.
pub const WORTH: Route<(String, String)> = Route::new("/worth/{slug}/{version}", Public);
/// What waits for an employer's answer.
pub const QUEUE: Route<()> = Route::new("/queue", SignedIn);
/// One request that waits, or was answered.
pub const REQUEST: Route<SigningRequestId> = Route::new("/queue/{request}", SignedIn);

/// Withdrawing what was signed by mistake.
pub const WITHDRAW_SIGNATURE: Route<SigningRequestId> = Route::new("/queue/{request}/withdrawal", SignedIn);
/// What one signed.
pub const SIGNED: Route<()> = Route::new("/signed", SignedIn);

/// The sittings of the providers that one acts for.
pub const SITTINGS: Route<()> = Route::new("/sittings", SignedIn);
/// A new sitting.
pub const NEW_SITTING: Route<()> = Route::new("/sittings/new", SignedIn);
/// One sitting with its candidates.
pub const SITTING: Route<SittingId> = Route::new("/sittings/{sitting}", SignedIn);
/// The confirmation of results by a second person.
pub const CONFIRMATION: Route<SittingId> = Route::new("/sittings/{sitting}/confirmation", SignedIn);
/// Another day of a sitting.
pub const SITTING_DAY: Route<SittingId> = Route::new("/sittings/{sitting}/day", SignedIn);
/// A file with the results of a sitting.
pub const NEW_IMPORT: Route<SittingId> = Route::new("/sittings/{sitting}/import", SignedIn);
/// Where it is uploaded to.
pub const IMPORT_FILE: Route<SittingId> = Route::new("/sittings/{sitting}/import/file", SignedIn);
/// A file to be filled in with the results of a sitting.
pub const IMPORT_TEMPLATE: Route<SittingId> = Route::new("/sittings/{sitting}/import/template", SignedIn);
/// A file that was uploaded, with what becomes of its rows.
pub const IMPORT: Route<ImportId> = Route::new("/imports/{import}", SignedIn);
/// Which of its columns says what.
pub const IMPORT_COLUMNS: Route<ImportId> = Route::new("/imports/{import}/columns", SignedIn);
/// Whose its rows are, where they leave that open.
pub const IMPORT_ROWS: Route<ImportId> = Route::new("/imports/{import}/rows", SignedIn);
/// Taking back whose one of its rows is.
pub const IMPORT_ROW_AGAIN: Route<(ImportId, String)> = Route::new("/imports/{import}/rows/{row}/again", SignedIn);
/// Recording its results.
pub const WRITE_IMPORT: Route<ImportId> = Route::new("/imports/{import}/results", SignedIn);
/// The confirmation of what it brought by a second person.
pub const CONFIRM_IMPORT: Route<ImportId> = Route::new("/imports/{import}/confirmation", SignedIn);
/// Declining to confirm it.
pub const DECLINE_IMPORT: Route<ImportId> = Route::new("/imports/{import}/decline", SignedIn);
/// Throwing it away.
pub const DISCARD_IMPORT: Route<ImportId> = Route::new("/imports/{import}/discard", SignedIn);
/// Every row of it with its verdict.
pub const IMPORT_REPORT: Route<ImportId> = Route::new("/imports/{import}/report", SignedIn);
/// The correction of one result.
pub const CORRECTION: Route<(SittingId, ResultId)> = Route::new("/sittings/{sitting}/corrections/{result}", SignedIn);

/// Applying for the status of a step-off point.
pub const APPLY: Route<(EnrolmentId, String)> = Route::new("/enrolments/{enrolment}/application/{step_off}", SignedIn);
/// The applications of the body.
pub const APPLICATIONS: Route<()> = Route::new("/applications", SignedIn);
/// One application, and the registrar's decision.
pub const APPLICATION: Route<ApplicationId> = Route::new("/applications/{application}", SignedIn);
/// The statuses conferred.
pub const AWARDS: Route<()> = Route::new("/awards", SignedIn);
/// One of them.
pub const AWARD: Route<AwardId> = Route::new("/awards/{award}", SignedIn);
/// Withdrawing it.
pub const WITHDRAW_AWARD: Route<AwardId> = Route::new("/awards/{award}/withdrawal", SignedIn);
/// Checking a status by its code.
pub const CHECK: Route<()> = Route::new("/check", Public);
/// The status of a code.
pub const CERTIFICATE: Route<String> = Route::new("/check/{code}", Public);

/// What waits for a second registrar of the body, and what came of the last ones.
pub const PROPOSALS: Route<()> = Route::new("/proposals", SignedIn);
/// One of them, and its confirmation.
pub const PROPOSAL: Route<ProposalId> = Route::new("/proposals/{proposal}", SignedIn);
/// Declining it, or taking it back.
pub const END_PROPOSAL: Route<ProposalId> = Route::new("/proposals/{proposal}/end", SignedIn);

/// Sign-in, and then back to the page asked for.
pub fn sign_in_then(uri: &str) -> String {
    let sign_in = SIGN_IN.path;
    if uri == START.path || uri.is_empty() { sign_in.to_owned() } else { format!("{sign_in}?next={}", encoded(uri)) }
}

/// In the query of the page to sign in, that whoever comes had a session, which has ended.
pub const SIGNED_OUT: &str = "signed_out";

/// The same for whoever was signed out, and is told so.
pub fn sign_in_again(uri: &str) -> String {
    let to = sign_in_then(uri);
    let joined = if to.contains('?') { '&' } else { '?' };
    format!("{to}{joined}{SIGNED_OUT}=yes")
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
    if ours { next } else { START.path }
}

/// One node of the map of a trainee.
pub fn node(id: EnrolmentId, node: &str) -> String {
    NODE.to((id, node.to_owned()))
}

/// How a node stood on a day, as it was known on it.
pub fn node_then(id: EnrolmentId, node: &str, on: NaiveDate) -> String {
    format!("{}?on={on}&known=then", self::node(id, node))
}

/// Recording work again, with what stood in a spell.
pub fn record_like(id: EnrolmentId, spell: ExperienceId) -> String {
    format!("{}?like={spell}", RECORD_EXPERIENCE.to(id))
}

/// The way to a status.
pub fn plan(id: EnrolmentId, target: &str) -> String {
    format!("{}?to={}", PLAN.to(id), encoded(target))
}

/// The trainee's claims of one enrolment.
pub fn claims(id: EnrolmentId) -> String {
    format!("{}?enrolment={id}", CLAIMS.path)
}

/// A new claim of an outcome.
pub fn new_claim(id: EnrolmentId, outcome: &str) -> String {
    format!("{}?enrolment={id}&outcome={}", NEW_CLAIM.path, encoded(outcome))
}

/// The part of a sitting's page with the candidates whose name is searched for: of one of its lists, which the query calls so,
/// what comes after one of them.
pub fn sitting_page(id: SittingId, search: &str, (list, after): (&str, &str)) -> String {
    // That of the candidates to be recorded is named also where it begins with the first: who may confirm sees it alone then.
    let said = [("q", search), (list, after)].into_iter().filter(|(name, value)| !value.is_empty() || *name == "after");
    let said: Vec<String> = said.map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    let mark = if said.is_empty() { "" } else { "?" };
    format!("{}{mark}{}", SITTING.to(id), said.join("&"))
}

/// Text as part of an address.
pub fn encoded(text: &str) -> String {
    utf8_percent_encode(text, MEANS_SOMETHING).to_string()
}

/// Everything but letters, digits and marks that stand for themselves (RFC 3986, section 2.3). A slash stays, because
/// the address of a page may have several parts.
const MEANS_SOMETHING: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');

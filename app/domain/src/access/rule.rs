use super::{Act, Action, Actor, Role, Subject};
use crate::ids::{OrganisationId, PersonId};
use crate::sign_off::SigningKind;
use std::marker::PhantomData;

/// Proof that [`permit`] said yes. Only this file can make one.
#[derive(Clone, Debug)]
pub struct Permit<A: Act> {
    by: PersonId,
    subject: Subject,
    action: PhantomData<A>,
}

impl<A: Act> Permit<A> {
    /// Who was permitted.
    pub fn by(&self) -> PersonId {
        self.by
    }

    /// What it was granted for.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// The person may not know that the thing exists: answered as if it did not (404).
    #[error("there is no such thing for this person")]
    Unknown,
    /// The person may see the thing but not do this with it (403).
    #[error("{0}")]
    Forbidden(&'static str),
}

/// May this person do this with that? The answer for every page, action and file.
///
/// # Errors
/// [`Denied::Unknown`] where the person may not know of the subject, else [`Denied::Forbidden`] with the reason.
pub fn permit<A: Act>(actor: &Actor, _action: A, subject: &Subject) -> Result<Permit<A>, Denied> {
    decide(actor, A::ACTION, subject)?;
    Ok(Permit { by: actor.person, subject: subject.clone(), action: PhantomData })
}

/// Nobody decides on their own record: the provider assesses, the employer verifies. Source: content/glossary.md, "Key".
pub(super) const OWN: Denied = Denied::Forbidden("Nobody decides on their own record. Ask a colleague to do it.");

/// The two keys of a stage are turned by different people.
pub(super) const OTHER_KEY: Denied =
    Denied::Forbidden("You confirmed results of this stage. The two keys of a stage are turned by different people.");

/// The same, from the other side.
const VERIFIED: Denied = Denied::Forbidden(
    "You verified this stage. The two keys of a stage are turned by different people: a colleague confirms its results.",
);

/// Who verified for the employer does not judge for the body what was verified.
const VERIFIED_FOR: Denied =
    Denied::Forbidden("You verified a stage of this for the employer. Another registrar of your body decides.");

/// The account is the person's, and whoever makes its link could act in what the other body holds.
const SHARED: Denied = Denied::Forbidden(
    "Another professional body depends on this account too. Ask the people who run this service to reset it: every body that depends on it must agree.",
);

/// Who acts for an organisation acts in the records of every body that it serves.
const OF_OTHERS_TOO: Denied = Denied::Forbidden(
    "Another professional body depends on this organisation too. Its own administrator invites people and ends memberships. If it has none, ask the people who run this service to invite somebody or to end a membership.",
);

/// Whoever sees the link of an account could act as its owner. A registrar could also give back what the owner was.
const ACTS: Denied = Denied::Forbidden(
    "The owner of this account acts or acted for an organisation, so no registrar sees a link to it. An administrator of their employer invites them again, and that link sets the account up. If there is no other administrator, or the owner is a trainee, or acted for more than one organisation, a training provider or a body, ask the people who run this service to reset the account.",
);

fn who_signs(kind: SigningKind) -> &'static str {
    match kind {
        SigningKind::Claim => "Only someone who supervises this trainee today can decide the claim.",
        SigningKind::Stage => "Only the trainee’s employer can verify a stage.",
    }
}

/// The policy: the answer to [`permit`], by the value of the action.
pub fn decide(actor: &Actor, action: Action, subject: &Subject) -> Result<(), Denied> {
    let own = subject.trainee == Some(actor.person);
    let registrar = actor.is_registrar_of(subject);
    let supervisor = works_with(actor, Role::Supervisor, subject) && subject.supervisors.contains(&actor.person);
    let employer_admin = works_with(actor, Role::EmployerAdmin, subject);
    let provider = actor.is_in_any(Role::Officer, &subject.providers);
    let knows = own || registrar || supervisor || employer_admin || provider;
    let known = |allowed: bool, why: &'static str| match (allowed, knows) {
        (true, _) => Ok(()),
        (false, true) => Err(Denied::Forbidden(why)),
        (false, false) => Err(Denied::Unknown),
    };
    match action {
        Action::ViewStanding => known(knows, ""),
        Action::ViewRecord => {
            known(own || registrar || employer_admin || supervisor, "A provider sees results, not the whole record.")
        }
        Action::ViewClaim => known(
            own || registrar || employer_admin || supervisor,
            "Claims are between the trainee, the employer and the body.",
        ),
        Action::WriteClaim
        | Action::BeginClaim
        | Action::ChooseSpecialism
        | Action::AskVerification
        | Action::ApplyForStatus => known(own, "Only the trainee can do this."),
        Action::Sign => {
            let kind = subject.signs.ok_or(Denied::Unknown)?;
            let signs = supervisor || (employer_admin && kind.is_for_administrators());
            if own {
                Err(OWN)
            } else if signs && subject.results_confirmed_by.contains(&actor.person) {
                Err(OTHER_KEY)
            } else {
                known(signs, who_signs(kind))
            }
        }
        Action::ManageSitting | Action::AddSitting => of_own_organisation(actor, Role::Officer, subject),
        Action::RecordResult | Action::CorrectResult => {
            of_own_organisation(actor, Role::Officer, subject)?;
            candidate(own, provider)
        }
        Action::ConfirmResult => {
            of_own_organisation(actor, Role::Officer, subject)?;
            if subject.recorded_by == Some(actor.person) {
                return Err(Denied::Forbidden("You recorded this result. Someone else at the provider confirms it."));
            }
            if subject.stage_verified_by.contains(&actor.person) {
                return Err(VERIFIED);
            }
            candidate(own, provider)
        }
        Action::DecideApplication | Action::WithdrawAward if own && registrar => Err(OWN),
        Action::DecideApplication if registrar && subject.stage_verified_by.contains(&actor.person) => {
            Err(VERIFIED_FOR)
        }
        Action::DecideApplication => known(registrar, "Only the body’s registrar decides an application."),
        Action::WithdrawAward => known(registrar, "Only the body’s registrar withdraws a status."),
        Action::ViewPeople | Action::ManagePeople => match of_own_organisation(actor, Role::EmployerAdmin, subject) {
            Err(_) if registrar && action == Action::ManagePeople && others_depend(actor, subject) => {
                Err(OF_OTHERS_TOO)
            }
            Err(_) if registrar => Ok(()),
            answer => answer,
        },
        Action::ManageSupervision if own => {
            Err(Denied::Forbidden("Nobody names their own supervisor. Ask your employer’s administrator."))
        }
        Action::ManageSupervision => {
            known(registrar || employer_admin, "Only the employer’s administrator names supervisors.")
        }
        Action::ManageEmployersAndProviders if own && registrar => Err(OWN),
        Action::ManageEmployersAndProviders => {
            known(registrar, "Only the body’s registrar notes employers and training providers.")
        }
        Action::Enrol
        | Action::NoteJoining
        | Action::CorrectName
        | Action::RenewAccountLink
        | Action::StartAccountAnew
        | Action::ConfirmProposal
        | Action::EndProposal
            if own && registrar =>
        {
            Err(OWN)
        }
        Action::NoteJoining | Action::CorrectName | Action::ViewAccount | Action::EndProposal => {
            known(registrar, "Only the body’s registrar does this.")
        }
        Action::RenewAccountLink if !own && !registrar && lets_back_in(actor, subject) => Ok(()),
        Action::RenewAccountLink | Action::StartAccountAnew => {
            known(registrar, "Only the body’s registrar does this.")?;
            let alone = subject.bodies.iter().all(|body| actor.is_in(Role::Registrar, *body));
            match alone {
                false => Err(SHARED),
                true if action == Action::RenewAccountLink && !subject.acted_at.is_empty() => Err(ACTS),
                true => Ok(()),
            }
        }
        Action::ConfirmProposal if registrar => match subject.proposed_by {
            Some(by) if by == actor.person => {
                Err(Denied::Forbidden("You asked for this. A second registrar of your body confirms it."))
            }
            Some(_) => Ok(()),
            None => Err(Denied::Forbidden(
                "The person who asked for this is no longer a registrar of your body. Ask for it yourself, and another registrar confirms it.",
            )),
        },
        Action::ConfirmProposal => known(false, "Only the body’s registrar does this."),
        Action::ManageOrganisations | Action::Enrol | Action::ListOfBody if subject.bodies.is_empty() => {
            any_of(actor, &[Role::Registrar])
        }
        Action::ManageOrganisations | Action::Enrol | Action::ListOfBody if registrar => Ok(()),
        Action::ManageOrganisations | Action::Enrol | Action::ListOfBody => Err(Denied::Unknown),
        Action::SeeQueue | Action::ListTrainees => any_of(actor, &[Role::Supervisor, Role::EmployerAdmin]),
        Action::ListCandidates | Action::ListSittings => any_of(actor, &[Role::Officer]),
        Action::ListOrganisations => any_of(actor, &[Role::Registrar, Role::EmployerAdmin]),
    }
}

/// Whether bodies whose registrar somebody is not depend on who acts for an organisation: they recognise it, and it has people
/// already or trainees of theirs.
fn others_depend(actor: &Actor, subject: &Subject) -> bool {
    let is_other = |body: &&OrganisationId| !actor.is_in(Role::Registrar, **body);
    let mut recognised_by = subject.bodies.iter().filter(|body| subject.organisation != Some(**body));
    recognised_by.any(|body| is_other(&body))
        && (subject.has_people || subject.serves.iter().any(|body| is_other(&body)))
}

/// Whether somebody administers all that the owner of an account ever acted for, and it opens nobody's record: its link shows them
/// nothing that they could not have by a membership of their own.
fn lets_back_in(actor: &Actor, subject: &Subject) -> bool {
    let acted_at = &subject.acted_at;
    !acted_at.is_empty() && !subject.has_record && acted_at.iter().all(|at| actor.is_in(Role::EmployerAdmin, *at))
}

/// An employer sees only its own trainees, only while the employment lasts.
fn works_with(actor: &Actor, role: Role, subject: &Subject) -> bool {
    actor.is_in_any(role, &subject.employers)
}

fn of_own_organisation(actor: &Actor, role: Role, subject: &Subject) -> Result<(), Denied> {
    match subject.organisation {
        Some(organisation) if actor.is_in(role, organisation) => Ok(()),
        _ => Err(Denied::Unknown),
    }
}

/// A list of one's own is for those who have one of these roles anywhere; what it holds is for [`Scope`](super::Scope) to say.
fn any_of(actor: &Actor, roles: &[Role]) -> Result<(), Denied> {
    if roles.iter().any(|role| actor.is(*role)) { Ok(()) } else { Err(Denied::Unknown) }
}

fn candidate(own: bool, registered: bool) -> Result<(), Denied> {
    match (own, registered) {
        (true, _) => Err(OWN),
        (false, true) => Ok(()),
        (false, false) => Err(Denied::Unknown),
    }
}

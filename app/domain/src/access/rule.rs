use super::{Act, Action, Actor, OwnList, Role, Subject};
use crate::ids::PersonId;
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

/// The same for a page that shows the subject also to whoever may not do this, with the reason.
///
/// # Errors
/// [`Denied::Unknown`], where there is no such page for this person.
pub fn known_answer<A: Act>(actor: &Actor, action: A, subject: &Subject) -> Result<Result<(), Denied>, Denied> {
    match permit(actor, action, subject) {
        Err(Denied::Unknown) => Err(Denied::Unknown),
        answer => Ok(answer.map(drop)),
    }
}

/// Nobody decides on their own record: the provider assesses, the employer verifies. Source: content/glossary.md, "Key".
pub(super) const OWN: Denied = Denied::Forbidden("Nobody decides on their own record. Ask a colleague to do it.");

/// The two keys of a stage are turned by different people.
pub(super) const OTHER_KEY: Denied =
    Denied::Forbidden("You confirmed results of this stage. The two keys of a stage are turned by different people.");

/// The same, from the other side.
const SIGNED: Denied = Denied::Forbidden(
    "You signed at work for this stage. The two keys of a stage are turned by different people: a colleague confirms its results.",
);

/// Who corrects another's correction before it is confirmed would keep alone what it was to put right.
const WAITS: Denied = Denied::Forbidden("Someone else recorded this correction. Confirm it, or ask them to change it.");

/// Who signed for the employer does not judge for the body what they signed.
const SIGNED_FOR: Denied =
    Denied::Forbidden("You signed at work for what this rests on. Another registrar of your body decides.");

/// A review is by somebody else, or it would be none.
const DECIDED_BEFORE: Denied =
    Denied::Forbidden("You made the decision that is reviewed. Another registrar of your body decides.");

/// The account is the person's, and whoever makes its link could act in what the other body holds.
const SHARED: Denied = Denied::Forbidden(
    "Another professional body depends on this account too. Ask the people who run this service to reset it: every body that depends on it must agree.",
);

/// Who acts for an organisation acts in the records of every body that it serves.
const OF_OTHERS_TOO: Denied = Denied::Forbidden(
    "Another professional body depends on this organisation too. Its own administrator invites people and ends memberships. If it has none, ask the people who run this service to invite somebody or to end a membership.",
);

/// All bodies know an organisation by one name.
const ONE_NAME: Denied = Denied::Forbidden(
    "Another professional body recognises this organisation too, and knows it by the same name. Ask the people who run this service to correct the name.",
);

/// The name of a body is content.
const NAME_OF_BODY: Denied = Denied::Forbidden(
    "The name of a professional body stands in its file body.toml. Ask the people who run this service to correct it.",
);

/// What is of one employer of a trainee is not for another to end.
const OF_ANOTHER_EMPLOYER: Denied =
    Denied::Forbidden("This supervisor works for another employer, whose administrator ends the supervision.");

/// What is done with a file is answered for by whoever brought it.
const OF_ANOTHER: Denied = Denied::Forbidden("Someone else uploaded this file. Upload it yourself to go on with it.");

/// What a file brought takes a second person, as what is recorded one by one.
const OWN_FILE: Denied = Denied::Forbidden("You imported this file. Someone else at the provider confirms it.");

/// Nobody ends their own membership.
const OWN_MEMBERSHIP: Denied =
    Denied::Forbidden("You can’t end your own membership. Ask a colleague or the registrar.");

/// The same of a registrar: the last one would leave the body without one.
const OWN_AT_BODY: Denied = Denied::Forbidden(
    "You can’t end your own membership. Ask another registrar of your body to end it or, if there is none, the people who run this service.",
);

/// Whoever sees the link of an account could act as its owner. A registrar could also give back what the owner was.
const ACTS: Denied = Denied::Forbidden(
    "The owner of this account acts or acted for an organisation, so no registrar sees a link to it. An administrator of their employer invites them again, and that link sets the account up. If there is no other administrator, or the owner acted for more than one organisation, a training provider or a body, ask the people who run this service to reset the account.",
);

/// The same of a trainee: no administrator may see a link by which their record opens.
const ACTS_AND_TRAINS: Denied = Denied::Forbidden(
    "The owner of this account is a trainee too and acts or acted for an organisation: only the people who run this service can let them in again. Ask them to reset the account.",
);

/// What was before stays; the registrar who ended it can take that back.
pub(super) const ENDED: Denied = Denied::Forbidden(
    "This enrolment has ended: nothing can be signed, claimed, recorded or conferred on it any more. If it ended by mistake, the registrar can take the end back.",
);

const fn who_signs(kind: SigningKind) -> Denied {
    Denied::Forbidden(match kind {
        SigningKind::Claim => "Only someone who supervises this trainee today can decide the claim.",
        SigningKind::Stage => "Only the trainee’s employer can verify a stage.",
        SigningKind::Experience => "Only the employer for whom the trainee did the work can confirm it.",
    })
}

/// Who may not sign it does not undo it.
const fn who_undoes(kind: SigningKind) -> Denied {
    Denied::Forbidden(match kind {
        SigningKind::Claim | SigningKind::Stage => {
            "Only who signed it, and an administrator of this employer, can withdraw it."
        }
        SigningKind::Experience => "Only who signed it, and who may sign it for this employer today, can withdraw it.",
    })
}

/// The policy: the answer to [`permit`], by the value of the action.
pub fn decide(actor: &Actor, action: Action, subject: &Subject) -> Result<(), Denied> {
    by_relation(actor, action, subject)?;
    if subject.has_ended && adds(action) { Err(ENDED) } else { Ok(()) }
}

/// Whether something new comes of it in an enrolment, so that it is not done after the end.
fn adds(action: Action) -> bool {
    matches!(
        action,
        Action::WriteClaim
            | Action::BeginClaim
            | Action::Sign
            | Action::AskVerification
            | Action::RecordExperience
            | Action::WriteExperience
            | Action::RecordResult
            | Action::ConfirmResult
            | Action::CorrectResult
            | Action::SendPriorLearning
            | Action::ChangePriorLearning
            | Action::DecidePriorLearning
            | Action::ApplyForStatus
            | Action::DecideApplication
            | Action::ChooseSpecialism
            | Action::CorrectFirstDay
            | Action::NameSupervisor
            | Action::AddEmployerOrProvider
    )
}

/// What somebody may do by what they are to the subject.
fn by_relation(actor: &Actor, action: Action, subject: &Subject) -> Result<(), Denied> {
    let own = subject.trainee == Some(actor.person);
    let registrar = actor.is_registrar_of(subject);
    let supervisor = subject.is_supervised_by(actor);
    let employer_admin = works_with(actor, Role::EmployerAdmin, subject);
    let provider = actor.is_in_any(Role::Officer, &subject.providers);
    // What somebody saw of a spell of work they can still say, after they supervise the trainee no longer.
    let supervised_then =
        works_with(actor, Role::Supervisor, subject) && subject.supervised_then.contains(&actor.person);
    let signed =
        subject.signed_by == Some(actor.person) && (employer_admin || works_with(actor, Role::Supervisor, subject));
    let sees_work = own || registrar || supervisor || employer_admin;
    let sees_spell = sees_work || supervised_then || signed;
    let signs = |kind: SigningKind| supervisor || supervised_then || (employer_admin && kind.is_for_administrators());
    let knows = sees_work || provider;
    let known = |allowed: bool, why: &'static str| answer(knows, (!allowed).then_some(Denied::Forbidden(why)));
    // What registrars do for their body is unknown to everybody else.
    let of_body = |why_not: Option<Denied>| answer(registrar, why_not);
    let own_record = own.then_some(OWN);
    let candidate = answer(own || provider, own_record);
    match action {
        Action::ViewStanding => known(knows, ""),
        Action::ViewRecord => known(sees_work, "A provider sees results, not the whole record."),
        // Claims and applications are between the trainee, the employer and the body: a provider may not know that there is one.
        Action::ViewClaim | Action::ViewApplication => answer(sees_work, None),
        Action::ViewExperience => answer(sees_spell, None),
        // What an employer needs is the outcome.
        Action::ReadMarksAndReasons => answer(own || registrar, None),
        // What a trainee does is unknown to everybody else.
        Action::WriteClaim
        | Action::BeginClaim
        | Action::ChooseSpecialism
        | Action::AskVerification
        | Action::RecordExperience
        | Action::WriteExperience
        | Action::ApplyForStatus
        | Action::SendPriorLearning
        | Action::ChangePriorLearning
        | Action::ChangeOwnAccount => answer(own, None),
        // What somebody was before is between them and the body.
        Action::ViewPriorLearning => answer(own || registrar, None),
        Action::Sign | Action::WithdrawSignature if !OwnList::Queue.is_for(actor) => Err(Denied::Unknown),
        Action::Sign => {
            let kind = subject.signs.ok_or(Denied::Unknown)?;
            let other_key = signs(kind) && subject.results_confirmed_by.contains(&actor.person);
            answer(sees_spell, own_record.or(other_key.then_some(OTHER_KEY)))?;
            answer(true, (!signs(kind)).then_some(who_signs(kind)))
        }
        Action::WithdrawSignature => {
            let kind = subject.signs.ok_or(Denied::Unknown)?;
            // That work was done is for anybody to say who may confirm it; what somebody judged is theirs, and their employer's.
            let (knows, undoes) = match kind {
                SigningKind::Claim | SigningKind::Stage => (sees_work, signed || employer_admin),
                SigningKind::Experience => (sees_spell, signed || signs(kind)),
            };
            answer(knows, own_record.or((!undoes).then_some(who_undoes(kind))))
        }
        Action::ManageSitting | Action::AddSitting => of_own_organisation(actor, Role::Officer, subject),
        Action::RecordResult | Action::CorrectResult => {
            of_own_organisation(actor, Role::Officer, subject)?;
            candidate?;
            match subject.correction_by.filter(|_| action == Action::CorrectResult) {
                // Who has left can't change it any more: then a colleague does.
                Some(by) if by != actor.person && subject.officers.contains(&by) => Err(WAITS),
                Some(_) | None => Ok(()),
            }
        }
        Action::ConfirmResult => {
            of_own_organisation(actor, Role::Officer, subject)?;
            if subject.recorded_by == Some(actor.person) {
                return Err(Denied::Forbidden("You recorded this result. Someone else at the provider confirms it."));
            }
            if subject.signed_at_work_by.contains(&actor.person) {
                return Err(SIGNED);
            }
            candidate
        }
        Action::WriteImport => {
            of_own_organisation(actor, Role::Officer, subject)?;
            let uploaded = subject.recorded_by == Some(actor.person);
            answer(true, (!uploaded).then_some(OF_ANOTHER))
        }
        Action::ConfirmImport => {
            of_own_organisation(actor, Role::Officer, subject)?;
            let uploaded = subject.recorded_by == Some(actor.person);
            answer(true, uploaded.then_some(OWN_FILE))
        }
        Action::ViewPeople | Action::ManagePeople => match of_own_organisation(actor, Role::EmployerAdmin, subject) {
            Err(_) if registrar && action == Action::ManagePeople && others_depend(actor, subject) => {
                Err(OF_OTHERS_TOO)
            }
            Err(_) if registrar => Ok(()),
            other => other,
        },
        Action::EndMembership => {
            decide(actor, Action::ManagePeople, subject)?;
            let at_body = of_own_organisation(actor, Role::Registrar, subject).is_ok();
            let is_own = subject.member.ok_or(Denied::Unknown)? == actor.person;
            answer(true, is_own.then_some(if at_body { OWN_AT_BODY } else { OWN_MEMBERSHIP }))
        }
        Action::ManageSupervision if !OwnList::Organisations.is_for(actor) => Err(Denied::Unknown),
        Action::ManageSupervision if own => {
            Err(Denied::Forbidden("Nobody names their own supervisor. Ask your employer’s administrator."))
        }
        Action::ManageSupervision => {
            known(registrar || employer_admin, "Only the employer’s administrator names supervisors.")
        }
        Action::NameSupervisor => by_relation(actor, Action::ManageSupervision, subject),
        Action::EndSupervision | Action::EndEmployment => {
            decide(actor, Action::ManageSupervision, subject)?;
            let ends = registrar || actor.is_in_any(Role::EmployerAdmin, &subject.of_employers);
            // A supervision by another's people is in the list that they may see, an employment elsewhere is not.
            answer(ends || action == Action::EndSupervision, (!ends).then_some(OF_ANOTHER_EMPLOYER))
        }
        Action::ManageOrganisations => of_own_organisation(actor, Role::Registrar, subject),
        Action::RenameOrganisation => {
            let is_body = of_own_organisation(actor, Role::Registrar, subject).is_ok();
            of_body(is_body.then_some(NAME_OF_BODY).or(others_know(actor, subject).then_some(ONE_NAME)))
        }
        Action::Enrol => {
            of_own_organisation(actor, Role::Registrar, subject)?;
            answer(true, own_record)
        }
        Action::ViewAccount => of_body(None),
        Action::NoteJoining
        | Action::CorrectName
        | Action::CorrectFirstDay
        | Action::EndEnrolment
        | Action::ManageEmployersAndProviders
        | Action::AddEmployerOrProvider
        | Action::EndProposal
        | Action::WithdrawAward => of_body(own_record),
        // What a review granted is not undone by whoever was overruled by it.
        Action::DecidePriorLearning | Action::WithdrawExemption => {
            let decided_before = subject.decided_by == Some(actor.person);
            of_body(own_record.or(decided_before.then_some(DECIDED_BEFORE)))
        }
        Action::DecideApplication => {
            let signed = subject.signed_at_work_by.contains(&actor.person);
            of_body(own_record.or(signed.then_some(SIGNED_FOR)))
        }
        Action::RenewAccountLink if !own && !registrar && lets_back_in(actor, subject) => Ok(()),
        Action::RenewAccountLink => {
            let acts =
                (!subject.acted_at.is_empty()).then_some(if subject.has_record { ACTS_AND_TRAINS } else { ACTS });
            of_body(own_record.or(shared(actor, subject)).or(acts))
        }
        Action::StartAccountAnew => of_body(own_record.or(shared(actor, subject))),
        Action::ConfirmProposal => of_body(own_record.or(unconfirmed(actor, subject))),
    }
}

/// Who may not know of it is not told why they may not do it.
fn answer(knows: bool, why_not: Option<Denied>) -> Result<(), Denied> {
    match (knows, why_not) {
        (false, _) => Err(Denied::Unknown),
        (true, Some(why)) => Err(why),
        (true, None) => Ok(()),
    }
}

/// Whether an account is also another body's.
fn shared(actor: &Actor, subject: &Subject) -> Option<Denied> {
    let all_own = subject.bodies.iter().all(|body| actor.is_in(Role::Registrar, *body));
    (!all_own).then_some(SHARED)
}

/// Why a registrar does not confirm what was asked for.
fn unconfirmed(actor: &Actor, subject: &Subject) -> Option<Denied> {
    match subject.proposed_by {
        Some(by) if by == actor.person => {
            Some(Denied::Forbidden("You asked for this. A second registrar of your body confirms it."))
        }
        Some(_) => None,
        None => Some(Denied::Forbidden(
            "The person who asked for this is no longer a registrar of your body. Ask for it yourself, and another registrar confirms it.",
        )),
    }
}

/// Whether bodies whose registrar somebody is not recognise an organisation.
fn others_know(actor: &Actor, subject: &Subject) -> bool {
    let mut recognised_by = subject.bodies.iter().filter(|body| subject.organisation != Some(**body));
    recognised_by.any(|body| !actor.is_in(Role::Registrar, *body))
}

/// Whether such bodies depend on who acts for it: it has people already or trainees of theirs.
fn others_depend(actor: &Actor, subject: &Subject) -> bool {
    let serves_others = || subject.serves.iter().any(|body| !actor.is_in(Role::Registrar, *body));
    others_know(actor, subject) && (subject.has_people || serves_others())
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

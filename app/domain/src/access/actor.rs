use crate::codes::codes;
use crate::ids::{OrganisationId, PersonId};
use crate::people::OrganisationKind;
use crate::sign_off::SigningKind;

codes! {
    /// What a person may be in an organisation. A trainee needs none: they are one by their enrolment.
    Role {
        /// Signs off competence seen at work (employer).
        Supervisor = "supervisor",
        /// Manages an employer's people and verifies stages (employer).
        EmployerAdmin = "employer_admin",
        /// Records and confirms formal results (training provider).
        Officer = "officer",
        /// Enrols, confers and withdraws statuses (professional body).
        Registrar = "registrar",
    }
}

impl Role {
    /// The words shown to a person.
    pub fn title(self) -> &'static str {
        match self {
            Self::Supervisor => "Supervisor",
            Self::EmployerAdmin => "Employer administrator",
            Self::Officer => "Provider officer",
            Self::Registrar => "Registrar",
        }
    }

    /// What one does in it.
    pub fn task(self) -> &'static str {
        match self {
            Self::Supervisor => "Signs off competence seen at work.",
            Self::EmployerAdmin => "Verifies stages, names supervisors, invites people.",
            Self::Officer => "Records and confirms results.",
            Self::Registrar => "Enrols, confers and withdraws statuses.",
        }
    }

    /// The same within a sentence: "a supervisor".
    pub fn with_article(self) -> String {
        let title = self.title().to_lowercase();
        let article = if title.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        format!("{article} {title}")
    }

    /// The kind of organisation in which one can have the role.
    pub fn organisation_kind(self) -> OrganisationKind {
        match self {
            Self::Supervisor | Self::EmployerAdmin => OrganisationKind::Employer,
            Self::Officer => OrganisationKind::Provider,
            Self::Registrar => OrganisationKind::Body,
        }
    }
}

/// A role held in an organisation on the day of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Where.
    pub organisation: OrganisationId,
    /// As what.
    pub role: Role,
}

/// Who asks: a signed-in person with the roles in force today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The person.
    pub person: PersonId,
    /// Memberships in force today; the store leaves out what has ended or not begun.
    pub memberships: Vec<Membership>,
}

impl Actor {
    /// Whether the person has the role anywhere.
    pub fn is(&self, role: Role) -> bool {
        self.memberships.iter().any(|m| m.role == role)
    }

    /// Whether the person has the role in this organisation.
    pub fn is_in(&self, role: Role, organisation: OrganisationId) -> bool {
        self.memberships.iter().any(|m| m.role == role && m.organisation == organisation)
    }

    /// Whether the person has the role in one of these organisations.
    pub fn is_in_any(&self, role: Role, organisations: &[OrganisationId]) -> bool {
        organisations.iter().any(|organisation| self.is_in(role, *organisation))
    }

    /// Whether the person is a registrar of a body that it belongs to: a registrar acts for their own body only.
    pub fn is_registrar_of(&self, subject: &Subject) -> bool {
        self.is_in_any(Role::Registrar, &subject.bodies)
    }

    /// The organisations in which the person has the role.
    pub fn organisations(&self, role: Role) -> Vec<OrganisationId> {
        self.memberships.iter().filter(|m| m.role == role).map(|m| m.organisation).collect()
    }
}

/// Someone as the supervisor of a trainee for one of their employers. Who supervises for two of them does so twice, and neither
/// knows or ends what is the other's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SupervisorAt {
    /// Who.
    pub person: PersonId,
    /// For which employer.
    pub employer: OrganisationId,
}

impl SupervisorAt {
    /// What a form posted to choose one, as [`std::fmt::Display`] writes it.
    pub fn parse(text: &str) -> Option<Self> {
        let (person, employer) = text.split_once('/')?;
        Some(Self { person: PersonId::parse(person)?, employer: OrganisationId::parse(employer)? })
    }
}

impl std::fmt::Display for SupervisorAt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.person, self.employer)
    }
}

/// What the question is about: the facts that a rule may look at, as of today.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// The bodies it belongs to: the one that holds the record; of an employer or a provider, those that recognise it.
    pub bodies: Vec<OrganisationId>,
    /// The thing's own organisation: of a sitting, of the people to be managed.
    pub organisation: Option<OrganisationId>,
    /// Of an organisation's people: whether there are any today.
    pub has_people: bool,
    /// Of an organisation's people: the bodies whose trainees are there, or are to be.
    pub serves: Vec<OrganisationId>,
    /// Of a membership: whose it is.
    pub member: Option<PersonId>,
    /// Of an account: where its owner acts or ever acted for an organisation.
    pub acted_at: Vec<OrganisationId>,
    /// Of an account: whether a body holds a record of its owner.
    pub has_record: bool,
    /// The trainee whose record it is.
    pub trainee: Option<PersonId>,
    /// Whether the enrolment has ended.
    pub has_ended: bool,
    /// Providers with which the trainee is registered today; for a result, also the one of a sitting that the trainee was
    /// registered for on its day.
    pub providers: Vec<OrganisationId>,
    /// Employers for which the trainee works today.
    pub employers: Vec<OrganisationId>,
    /// Of a supervision or an employment: of these employers the one whose it is.
    pub of_employers: Vec<OrganisationId>,
    /// Who supervises the trainee today, each for one employer.
    pub supervisors: Vec<SupervisorAt>,
    /// Of a spell of work: people who supervised the trainee on a day of it, as supervisors at its employer.
    pub supervised_then: Vec<PersonId>,
    /// Who recorded the result that is to be confirmed.
    pub recorded_by: Option<PersonId>,
    /// Who recorded the correction that waits to be confirmed, where the result is one.
    pub correction_by: Option<PersonId>,
    /// Who acts for the provider of a sitting today.
    pub officers: Vec<PersonId>,
    /// Who made the decision that is to be reviewed.
    pub decided_by: Option<PersonId>,
    /// Who asked for what is to be confirmed, if they are registrar of the body today.
    pub proposed_by: Option<PersonId>,
    /// What is to be signed, or was.
    pub signs: Option<SigningKind>,
    /// Who signed it.
    pub signed_by: Option<PersonId>,
    /// Who turned the other key: people who confirmed results of the stage that is to be verified.
    pub results_confirmed_by: Vec<PersonId>,
    /// The same from the other side: people who turned the employer’s key of the stage of the result that is to be confirmed, or signed
    /// at work for what the application rests on.
    pub signed_at_work_by: Vec<PersonId>,
}

impl Subject {
    /// Whether somebody supervises the trainee today for an employer for which the trainee works and they are a supervisor.
    pub fn is_supervised_by(&self, actor: &Actor) -> bool {
        let theirs = self.supervisors.iter().filter(|one| one.person == actor.person);
        let mut at = theirs.map(|one| one.employer).filter(|employer| self.employers.contains(employer));
        at.any(|employer| actor.is_in(Role::Supervisor, employer))
    }

    /// Something of an organisation and of nobody's record.
    pub fn of_organisation(organisation: OrganisationId) -> Self {
        Self { organisation: Some(organisation), ..Self::default() }
    }

    /// An employment at one of the employers of a record, or a supervision for it.
    pub fn of_employer(&self, employer: OrganisationId) -> Self {
        let at = self.employers.iter().filter(|one| **one == employer);
        Self { of_employers: at.copied().collect(), ..self.clone() }
    }
}

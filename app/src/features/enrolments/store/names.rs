//! What the ids in chapter files are called, and the words that belong to them: read where a page shows them.

use crate::error::AppError;
use crate::features::enrolments::chapter_file::{ChapterFile, Waiting};
use crate::features::people::entity::{organisation, person};
use crate::features::sign_off::entity::decision;
use domain::ids::{ClaimRequestId, OrganisationId, PersonId};
use domain::standing::FactsFile;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::{BTreeSet, HashMap};

/// The names of people and organisations, by id.
#[derive(Clone, Debug, Default)]
pub struct Names {
    people: HashMap<PersonId, String>,
    organisations: HashMap<OrganisationId, String>,
}

impl Names {
    /// The names of everybody whom a chapter file names, by one query for people and one for organisations.
    ///
    /// # Errors
    /// When the database can't be read.
    pub(super) async fn of(
        connection: &impl ConnectionTrait,
        ChapterFile { facts, waiting }: &ChapterFile,
    ) -> Result<Self, AppError> {
        let mut people: BTreeSet<PersonId> = signers(facts).filter_map(PersonId::parse).collect();
        let employers = facts.verifications.iter().filter_map(|one| one.employer.as_deref());
        let mut organisations: BTreeSet<OrganisationId> = employers.filter_map(OrganisationId::parse).collect();
        for one in waiting {
            match one {
                Waiting::Claim { supervisor, .. } => drop(people.insert(*supervisor)),
                Waiting::Verification { employer, .. } => drop(organisations.insert(*employer)),
                Waiting::Result { provider, .. } => drop(organisations.insert(*provider)),
                Waiting::Application { .. } => {}
            }
        }
        let mut names = Self::default();
        if !people.is_empty() {
            let found = person::Entity::find()
                .filter(person::Column::Id.is_in(people))
                .select_only();
            let found = found.columns([person::Column::Id, person::Column::Name]).into_tuple();
            names.people = found.all(connection).await?.into_iter().collect();
        }
        if !organisations.is_empty() {
            let found = organisation::Entity::find().filter(organisation::Column::Id.is_in(organisations));
            let found = found
                .select_only()
                .columns([organisation::Column::Id, organisation::Column::Name]);
            names.organisations = found.into_tuple().all(connection).await?.into_iter().collect();
        }
        Ok(names)
    }

    /// The name of a person; nothing for one whom the chapter file does not name.
    #[must_use]
    pub fn person(&self, id: PersonId) -> &str {
        self.people.get(&id).map_or("", String::as_str)
    }

    /// The name of an organisation; nothing for one which the chapter file does not name.
    #[must_use]
    pub fn organisation(&self, id: OrganisationId) -> &str {
        self.organisations.get(&id).map_or("", String::as_str)
    }

    /// Says in the facts what people and employers are called.
    pub(super) fn put_into(&self, facts: &mut FactsFile) {
        let people = self.people.iter();
        facts.people = people.map(|(id, name)| (id.to_string(), name.clone())).collect();
        for employer in facts.verifications.iter_mut().filter_map(|one| one.employer.as_mut()) {
            if let Some(id) = OrganisationId::parse(employer) {
                self.organisation(id).clone_into(employer);
            }
        }
    }
}

/// The ids of those who recorded, confirmed, were asked, decided, verified and conferred.
fn signers(facts: &FactsFile) -> impl Iterator<Item = &str> {
    let results = facts.results.iter();
    let results = results.flat_map(|one| [one.recorded_by.as_deref(), one.confirmed_by.as_deref()]);
    let claims = facts.claims.iter().flat_map(|one| {
        let decided = one.decision.as_ref().map(|decision| decision.by.as_str());
        [one.supervisor.as_deref(), decided]
    });
    let verifications = facts.verifications.iter().map(|one| Some(one.by.as_str()));
    let awards = facts.awards.iter().map(|one| one.conferred_by.as_deref());
    results.chain(claims).chain(verifications).chain(awards).flatten()
}

/// Puts in what supervisors wrote that is missing, of the requests that may be read.
///
/// # Errors
/// When the database can't be read.
pub(super) async fn put_words_into(
    connection: &impl ConnectionTrait,
    facts: &mut FactsFile,
    is_readable: impl Fn(ClaimRequestId) -> bool,
) -> Result<(), AppError> {
    let partly = |outcome| outcome == domain::standing::ClaimOutcome::PartlyMet;
    let decided = facts.claims.iter();
    let decided = decided.filter(|claim| claim.decision.as_ref().is_some_and(|one| partly(one.outcome)));
    let requests: Vec<ClaimRequestId> = decided.filter_map(|claim| ClaimRequestId::parse(&claim.id)).collect();
    let readable: Vec<ClaimRequestId> = requests.into_iter().filter(|id| is_readable(*id)).collect();
    if readable.is_empty() {
        return Ok(());
    }
    let found = decision::Entity::find().filter(decision::Column::RequestId.is_in(readable));
    for row in found.all(connection).await? {
        let request = row.request_id.to_string();
        let mut claims = facts.claims.iter_mut();
        if let Some(decision) = claims
            .find(|claim| claim.id == request)
            .and_then(|claim| claim.decision.as_mut())
        {
            decision.missing = row.missing;
        }
    }
    Ok(())
}

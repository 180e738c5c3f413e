//! What the ids in chapter files are called, and the words that belong to them: read where a page shows them.

use crate::entities::{exemption, organisation, person, signature, signing_link};
use crate::journal::chapter_file::{ChapterFile, Waiting};
use crate::prelude::stores::*;
use domain::standing::{ClaimOutcome, FactsFile};
use sea_orm::sea_query::UnionType;
use std::collections::{BTreeSet, HashMap};

/// The names of people, of holders of links and of organisations, by id.
#[derive(Clone, Debug, Default)]
pub struct Names(HashMap<String, String>);

impl Names {
    /// The names of everybody whom a chapter file names, by one query.
    pub(super) async fn of(
        connection: &impl ConnectionTrait,
        ChapterFile { facts, waiting }: &ChapterFile,
    ) -> Result<Self, AppError> {
        let mut ids: BTreeSet<String> = named(facts).map(str::to_owned).collect();
        ids.extend(waiting.iter().filter_map(lies_with));
        if ids.is_empty() {
            return Ok(Self::default());
        }
        let people = person::Entity::find().select_only();
        let people = people.columns([person::Column::Id, person::Column::Name]);
        let organisations = organisation::Entity::find().select_only();
        let organisations = organisations.columns([organisation::Column::Id, organisation::Column::Name]);
        let organisations = organisations.filter(organisation::Column::Id.is_in(&ids));
        let holders = signing_link::Entity::find().select_only();
        let holders = holders.columns([signing_link::Column::Id, signing_link::Column::Name]);
        let holders = holders.filter(signing_link::Column::Id.is_in(&ids));
        let mut all = people.filter(person::Column::Id.is_in(&ids)).into_query();
        all.union(UnionType::All, organisations.into_query());
        all.union(UnionType::All, holders.into_query());
        let rows = connection.query_all(&all).await?;
        let name = |row: sea_orm::QueryResult| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?));
        Ok(Self(rows.into_iter().map(name).collect::<Result<_, sea_orm::DbErr>>()?))
    }

    /// The name of a person or an organisation; nothing for one which the chapter file does not name.
    pub fn name(&self, id: impl ToString) -> &str {
        self.0.get(&id.to_string()).map_or("", String::as_str)
    }

    /// Says beside the facts what their ids are called.
    pub(super) fn put_beside(&self, facts: &mut FactsFile) {
        facts.people = self.0.clone().into_iter().collect();
    }
}

/// The ids of those who recorded, confirmed, were asked, decided, verified and conferred, and of the employers.
fn named(facts: &FactsFile) -> impl Iterator<Item = &str> {
    let results = facts.results.iter();
    let results = results.flat_map(|one| [one.recorded_by.as_deref(), one.confirmed_by.as_deref()]);
    let claims = facts.claims.iter().flat_map(|one| {
        let decided = one.decision.as_ref().map(|decision| decision.by.as_str());
        [one.supervisor.as_deref(), decided]
    });
    let verifications = facts.verifications.iter();
    let verifications = verifications.flat_map(|one| [Some(one.by.as_str()), one.employer.as_deref()]);
    let experience = facts.experience.iter();
    let experience = experience.flat_map(|one| [Some(one.organisation.as_str()), one.confirmed_by.as_deref()]);
    let awards = facts.awards.iter().map(|one| one.conferred_by.as_deref());
    let exemptions = facts.exemptions.iter().map(|one| one.decided_by.as_deref());
    let awards = awards.chain(exemptions);
    results.chain(claims).chain(verifications).chain(experience).chain(awards).flatten()
}

/// Takes out of facts what those are called whom neither the facts name nor what waits: they stood in what the reader may not read.
pub fn forget_unnamed(facts: &mut FactsFile, waiting: &[Waiting]) {
    let mut here: BTreeSet<String> = named(facts).map(str::to_owned).collect();
    here.extend(waiting.iter().filter_map(lies_with));
    facts.people.retain(|id, _| here.contains(id));
}

/// The id of whoever something lies with.
fn lies_with(one: &Waiting) -> Option<String> {
    match one {
        Waiting::Claim { supervisor, .. } => Some(supervisor.to_string()),
        Waiting::Verification { employer, .. } | Waiting::Experience { employer, .. } => Some(employer.to_string()),
        Waiting::Result { provider, .. } | Waiting::Declined { provider, .. } => Some(provider.to_string()),
        Waiting::Application { .. } | Waiting::PriorLearning { .. } => None,
    }
}

/// Puts in what supervisors wrote that is missing, of the requests that may be read.
pub(super) async fn put_words_into(
    connection: &impl ConnectionTrait,
    facts: &mut FactsFile,
    is_readable: impl Fn(SigningRequestId) -> bool,
) -> Result<(), AppError> {
    let decisions = facts.claims.iter_mut().filter_map(|claim| {
        let request = SigningRequestId::parse(&claim.id)?;
        let decision = claim.decision.as_mut()?;
        (decision.outcome == ClaimOutcome::PartlyMet && is_readable(request)).then_some((request, decision))
    });
    let mut decisions: HashMap<SigningRequestId, _> = decisions.collect();
    if decisions.is_empty() {
        return Ok(());
    }
    let found = signature::Entity::find().filter(signature::Column::RequestId.is_in(decisions.keys().copied()));
    for row in found.all(connection).await? {
        if let Some(decision) = decisions.get_mut(&row.request_id) {
            decision.missing = row.missing;
        }
    }
    Ok(())
}

/// Puts in what each exemption depends on.
pub(super) async fn put_reasons_into(connection: &impl ConnectionTrait, facts: &mut FactsFile) -> Result<(), AppError> {
    let ids: Vec<ExemptionId> = facts.exemptions.iter().filter_map(|one| ExemptionId::parse(&one.id)).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let rows = exemption::Entity::find().of_any(&ids).all(connection).await?;
    let mut because: HashMap<String, String> = rows.into_iter().map(|row| (row.id.to_string(), row.because)).collect();
    for one in &mut facts.exemptions {
        one.because = because.remove(&one.id).unwrap_or_default();
    }
    Ok(())
}

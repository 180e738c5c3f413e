//! The candidates of a sitting, the results that stand, and what stood before.

use super::files::Settlement;
use super::{OneResult, Sitting};
use crate::entities::person::name_of;
use crate::entities::{enrolment, import_settlement, listing, registration, result, result_confirmation, sitting};
use crate::features::record::store::listed::begins;
use crate::features::record::store::{KnownTo, known_to};
use crate::journal::chapter_file::AT_ONCE;
use crate::prelude::stores::*;
use crate::web::names::{by_name, look};
use domain::imports::ImportEnd;
use domain::sittings::Rounds;
use domain::standing::Outcome;
use std::collections::{BTreeSet, HashMap};

/// A candidate of a sitting, with the result that stands.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub enrolment_id: EnrolmentId,
    pub trainee_id: PersonId,
    /// Whether the enrolment has ended.
    pub has_ended: bool,
    /// The name by which the provider knows them, and beside one that others of it have their number or address.
    pub name: String,
    /// Which go at the element this sitting is, from 1.
    pub attempt: i64,
    /// The result that stands, provisional or confirmed.
    pub result: Option<Recorded>,
}

impl Candidate {
    /// Who it is, and whether the enrolment has ended, as a rule of access asks for it.
    pub fn whose(&self) -> (PersonId, bool) {
        (self.trainee_id, self.has_ended)
    }

    /// Whether a second person has confirmed the result that stands.
    pub fn is_confirmed(&self) -> bool {
        self.result.as_ref().is_some_and(Recorded::is_confirmed)
    }
}

/// One result of a candidate at a sitting.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "result::Entity")]
pub struct Recorded {
    pub id: ResultId,
    #[sea_orm(from_col = "sitting_id")]
    pub sitting: SittingId,
    /// The day of the sitting.
    #[sea_orm(from_expr = "sitting::Column::HeldOn")]
    pub held_on: NaiveDate,
    #[sea_orm(from_col = "enrolment_id")]
    pub enrolment: EnrolmentId,
    /// Who held it.
    #[sea_orm(from_expr = "sitting::Column::ProviderId")]
    pub provider: OrganisationId,
    /// What came of it.
    pub outcome: Outcome,
    pub mark: Option<String>,
    pub recorded_by: PersonId,
    #[sea_orm(from_expr = "name_of(\"recorder\")")]
    pub recorded_by_name: String,
    pub recorded_at: DateTime<Utc>,
    /// The earlier one whose place it took.
    pub supersedes: Option<ResultId>,
    /// Why it took it.
    pub reason: Option<String>,
    /// How the file ended that it came from.
    #[sea_orm(nested)]
    pub file: Option<Settlement>,
    /// None while it is provisional.
    #[sea_orm(nested)]
    pub confirmed: Option<Confirmed>,
    /// While it is provisional: the earlier one, which counts until this one is confirmed.
    #[sea_orm(skip)]
    pub counts_meanwhile: Option<CountsMeanwhile>,
}

/// A result that counts until its correction is confirmed.
#[derive(Clone, Debug)]
pub struct CountsMeanwhile {
    pub outcome: Outcome,
    pub mark: Option<String>,
    pub held_on: NaiveDate,
    /// Why it was corrected before, where nobody has confirmed that either.
    pub reasons: Vec<String>,
}

impl Recorded {
    /// Whether a second person has confirmed it.
    pub fn is_confirmed(&self) -> bool {
        self.confirmed.is_some()
    }

    /// Who declined the file that it came from, and why, while it waits.
    pub fn declined(&self) -> Option<&Settlement> {
        self.file.as_ref().filter(|file| file.settled == ImportEnd::Declined && !self.is_confirmed())
    }

    /// Whether it waits, came from a file that was declined, and somebody may put another file's result in its place: a correction
    /// is changed by who made it.
    pub fn is_replaced_by(&self, who: PersonId) -> bool {
        self.declined().is_some() && self.correction_by().is_none_or(|by| by == who)
    }

    /// Who recorded it, where it is a correction that waits to be confirmed.
    pub fn correction_by(&self) -> Option<PersonId> {
        (self.supersedes.is_some() && self.confirmed.is_none()).then_some(self.recorded_by)
    }
}

/// Who confirmed a result, and on which day.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "result_confirmation::Entity")]
pub struct Confirmed {
    #[sea_orm(from_expr = "name_of(\"confirmer\")")]
    pub by: String,
    #[sea_orm(from_col = "confirmed_on")]
    pub on: NaiveDate,
}

/// The provider's candidates for a sitting of whom these enrolments are: registered on its day or today, or with a result in
/// it. By name.
pub async fn candidates_of(
    connection: &impl ConnectionTrait,
    sitting: &Sitting,
    enrolments: &[EnrolmentId],
    today: NaiveDate,
) -> Result<Vec<Candidate>, AppError> {
    if enrolments.is_empty() {
        return Ok(Vec::new());
    }
    let who = who(sitting, today).of_any(enrolments).select_only().column(enrolment::Column::Id);
    candidates(connection, sitting, &who.into_tuple().all(connection).await?).await
}

/// The candidates of a sitting of whom these enrolments are, by name.
pub(super) async fn candidates(
    connection: &impl ConnectionTrait,
    sitting: &Sitting,
    enrolments: &[EnrolmentId],
) -> Result<Vec<Candidate>, AppError> {
    if enrolments.is_empty() {
        return Ok(Vec::new());
    }
    let people: Vec<(EnrolmentId, PersonId, Option<NaiveDate>)> = enrolment::Entity::find()
        .filter(enrolment::Column::Id.is_in(enrolments.iter().copied()))
        .select_only()
        .columns([enrolment::Column::Id, enrolment::Column::PersonId, enrolment::Column::EndedOn])
        .order_by_asc(enrolment::Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    let mut known = known_to(connection, sitting.provider_id, enrolments).await?;
    let all = rounds(connection, &sitting.element, enrolments).await?;
    let earlier = earlier(&all, sitting, &known);
    let mut results = standing(all, sitting);
    let looks: Vec<(EnrolmentId, String)> = known.iter().map(|(id, known)| (*id, look(&known.name))).collect();
    let shared = shared(connection, sitting.provider_id, &looks).await?;
    let people = people.into_iter().filter_map(|(id, trainee, ended)| Some((id, (trainee, ended), known.remove(&id)?)));
    let people: Vec<(EnrolmentId, (PersonId, Option<NaiveDate>), KnownTo)> = people.collect();
    let candidate =
        |(enrolment_id, whose, KnownTo { name, number, email, .. }): (_, (_, Option<_>), KnownTo)| Candidate {
            enrolment_id,
            trainee_id: whose.0,
            has_ended: whose.1.is_some(),
            name: match number.or(email).filter(|_| shared.contains(&look(&name))) {
                Some(differs) => format!("{name} ({differs})"),
                None => name,
            },
            attempt: 1 + earlier.get(&enrolment_id).copied().unwrap_or_default(),
            result: results.remove(&enrolment_id),
        };
    Ok(by_name(people, |(_, _, known)| &known.name).into_iter().map(candidate).collect())
}

/// The first day on which each of some is a candidate of a provider: registered with it, and enrolled. Nobody who never was registered.
pub async fn candidates_since(
    connection: &impl ConnectionTrait,
    provider: OrganisationId,
    enrolments: &[EnrolmentId],
) -> Result<HashMap<EnrolmentId, NaiveDate>, AppError> {
    let mut since: HashMap<EnrolmentId, NaiveDate> = HashMap::new();
    for some in enrolments.chunks(AT_ONCE) {
        let registered: Vec<(EnrolmentId, NaiveDate, NaiveDate)> = registration::Entity::find()
            .join(JoinType::InnerJoin, registration::Relation::Enrolment.def())
            .of(provider)
            .filter(registration::Column::EnrolmentId.is_in(some.iter().copied()))
            .select_only()
            .columns([registration::Column::EnrolmentId, registration::Column::FromOn])
            .column(enrolment::Column::FromOn)
            .into_tuple()
            .all(connection)
            .await?;
        for (id, registered, enrolled) in registered {
            let from = registered.max(enrolled);
            since.entry(id).and_modify(|first| *first = from.min(*first)).or_insert(from);
        }
    }
    Ok(since)
}

/// Who of some enrolments was registered with the provider of a sitting once and is no candidate of it now, by name.
pub async fn left(
    connection: &impl ConnectionTrait,
    sitting: &Sitting,
    enrolments: &[EnrolmentId],
    today: NaiveDate,
) -> Result<HashMap<EnrolmentId, String>, AppError> {
    let mut left = HashMap::new();
    for some in enrolments.chunks(AT_ONCE) {
        let here = who(sitting, today)
            .filter(enrolment::Column::EndedOn.is_null())
            .of_any(some)
            .select_only()
            .column(enrolment::Column::Id);
        let here: BTreeSet<EnrolmentId> = here.into_tuple().all(connection).await?.into_iter().collect();
        let on_it = on_version(sitting).of_any(some).select_only().column(enrolment::Column::Id);
        let on_it: Vec<EnrolmentId> = on_it.into_tuple().all(connection).await?;
        let gone: Vec<EnrolmentId> = on_it.into_iter().filter(|id| !here.contains(id)).collect();
        if gone.is_empty() {
            continue;
        }
        let known = candidates_since(connection, sitting.provider_id, &gone).await?;
        let known: Vec<EnrolmentId> = known.into_keys().collect();
        let named = candidates(connection, sitting, &known).await?;
        left.extend(named.into_iter().map(|one| (one.enrolment_id, one.name)));
    }
    Ok(left)
}

/// Which looks of the names of some candidates several people have who are or were registered with a provider, whatever page of a list
/// they are on.
async fn shared(
    connection: &impl ConnectionTrait,
    provider: OrganisationId,
    own: &[(EnrolmentId, String)],
) -> Result<BTreeSet<String>, AppError> {
    let looks: BTreeSet<String> = own.iter().map(|(_, look)| look.clone()).collect();
    let key = || Expr::col((listing::Entity, listing::Column::NameKey));
    let any = looks.iter().fold(Condition::any(), |any, look| any.add(begins(key(), look)));
    let listed: Vec<(String, EnrolmentId)> = listing::Entity::find()
        .select_only()
        .columns([listing::Column::NameKey])
        .column(listing::Column::EnrolmentId)
        .distinct()
        .of(ListerId::from(provider))
        .filter(listing::Column::Word.eq(""))
        .filter(any)
        .into_tuple()
        .all(connection)
        .await?;
    let have = |look: &String| {
        let here = own.iter().filter(|(_, one)| one == look).map(|(id, _)| *id);
        let listed = listed.iter().filter(|(key, _)| key.starts_with(look)).map(|(_, id)| *id);
        here.chain(listed).collect::<BTreeSet<EnrolmentId>>().len()
    };
    Ok(looks.into_iter().filter(|look| have(look) > 1).collect())
}

/// The enrolments of a sitting's candidates: registered on its day or today, or with a result in it. Otherwise a result
/// recorded before a candidate left could never be confirmed or corrected.
fn who(sitting: &Sitting, today: NaiveDate) -> Select<enrolment::Entity> {
    let registered = registration::Entity::find()
        .select_only()
        .column(registration::Column::EnrolmentId)
        .of(sitting.provider_id)
        .filter(
            Condition::any()
                .add(registration::Entity::active_on(sitting.held_on))
                .add(registration::Entity::active_on(today)),
        );
    let recorded = result::Entity::find()
        .select_only()
        .column(result::Column::EnrolmentId)
        .of(sitting.id)
        .filter(result::Entity::stands());
    on_version(sitting).filter(
        Condition::any()
            .add(enrolment::Column::Id.in_subquery(registered.into_query()))
            .add(enrolment::Column::Id.in_subquery(recorded.into_query())),
    )
}

/// The enrolments on the version of a sitting.
fn on_version(sitting: &Sitting) -> Select<enrolment::Entity> {
    enrolment::Entity::find()
        .filter(enrolment::Column::FrameworkSlug.eq(&sitting.framework_slug))
        .filter(enrolment::Column::FrameworkVersion.eq(&sitting.framework_version))
}

/// The results that stand at a sitting, by whose they are.
fn standing(mut all: Vec<Rounds<Recorded>>, sitting: &Sitting) -> HashMap<EnrolmentId, Recorded> {
    // Of somebody who was not there first, and was moved there afterwards, the later.
    all.sort_by_key(|rounds| rounds.stands().is_some_and(|stands| stands.outcome != Outcome::NotSat));
    let stands = |rounds: Rounds<Recorded>| {
        let counts = rounds.counts(Recorded::is_confirmed);
        let stands = rounds.stands().filter(|stands| stands.sitting == sitting.id)?;
        let meanwhile = counts.filter(|(_, counts)| counts.id != stands.id);
        let counts_meanwhile = meanwhile.map(|(at, counts)| CountsMeanwhile {
            outcome: counts.outcome,
            mark: counts.mark.clone(),
            held_on: counts.held_on,
            // One confirmation is of all that nobody has confirmed.
            reasons: rounds[at + 1..]
                .iter()
                .filter(|one| one.id != stands.id)
                .filter_map(|one| one.reason.clone())
                .collect(),
        });
        Some((stands.enrolment, Recorded { counts_meanwhile, ..stands.clone() }))
    };
    all.into_iter().filter_map(stands).collect()
}

/// How often each candidate had sat the element of a sitting before its day. Of two on one day, at two providers, neither was
/// before the other; and whoever was not there, as a second person has confirmed, has not sat it. What another provider recorded of
/// somebody after they left is not told.
fn earlier(
    all: &[Rounds<Recorded>],
    sitting: &Sitting,
    known: &HashMap<EnrolmentId, KnownTo>,
) -> HashMap<EnrolmentId, i64> {
    let mut earlier = HashMap::new();
    for (rounds, last) in all.iter().filter_map(|rounds| Some((rounds, rounds.stands()?))) {
        let was_there = last.outcome != Outcome::NotSat || !last.is_confirmed();
        let left_on = known.get(&last.enrolment).and_then(|known| known.left_on);
        let first = rounds.first().map(|first| first.recorded_at.date_naive());
        let is_told =
            last.provider == sitting.provider_id || left_on.is_none_or(|left| first.is_some_and(|on| on < left));
        if was_there && is_told && last.held_on < sitting.held_on {
            *earlier.entry(last.enrolment).or_default() += 1;
        }
    }
    earlier
}

/// What was recorded of an element for some enrolments, by sittings.
pub(super) async fn rounds(
    connection: &impl ConnectionTrait,
    element: &str,
    enrolments: &[EnrolmentId],
) -> Result<Vec<Rounds<Recorded>>, AppError> {
    let found = with_people(result::Entity::find().of_any(enrolments)).filter(sitting::Column::Element.eq(element));
    let all: Vec<Recorded> = found.order_by_asc(result::Column::Round).into_partial_model().all(connection).await?;
    Ok(Rounds::of_all(all, |one| (one.id, one.supersedes)))
}

/// Results with who recorded and who confirmed them, and how their files ended.
pub(super) fn with_people(results: Select<result::Entity>) -> Select<result::Entity> {
    results
        .join(JoinType::InnerJoin, result::Relation::Sitting.def())
        .join_as(JoinType::InnerJoin, result::Relation::Recorder.def(), "recorder")
        .join(JoinType::LeftJoin, result_confirmation::Relation::Result.def().rev())
        .join_as(JoinType::LeftJoin, result_confirmation::Relation::Confirmer.def(), "confirmer")
        .join(JoinType::LeftJoin, result::Entity::file())
        .join_as(JoinType::LeftJoin, import_settlement::Relation::Settler.def(), "settler")
}

/// Everything that was recorded for a candidate of the sitting of a result.
pub async fn history(connection: &impl ConnectionTrait, of: &OneResult) -> Result<Rounds<Recorded>, AppError> {
    let mut all = rounds(connection, &of.element, &[of.enrolment]).await?.into_iter();
    all.find(|rounds| rounds.iter().any(|one| one.id == of.id)).ok_or(AppError::NotFound)
}

//! Reading and writing spells of work.

use crate::entities::{experience, organisation};
use crate::features::record::store::{Case, EmployerOf, case_in, known_to, subject};
use crate::features::sign_off::store::requests::{self, Request};
use crate::features::sign_off::store::sending::{self, NewRequest};
use crate::journal::place_of;
use crate::prelude::stores::*;
use crate::web::tx::Object;
use domain::access::{Act, Subject, actions};
use domain::experience::{LastRequest, NotEmployed, Recordable, SpellState, asked_of, confirmable, kind_of_id};
use domain::framework::KindIx;
use domain::interval::Interval;
use domain::sign_off::{Recipient, Shown, ShownExperience, SigningSubject};

/// A spell of work with every time that somebody was asked to confirm it, the last first.
#[derive(Clone, Debug)]
pub struct Spell {
    pub row: experience::Model,
    pub employer: String,
    pub requests: Vec<Request>,
}

impl Spell {
    /// How it stands.
    pub fn state(&self) -> SpellState {
        let asked = self.requests.first().map(|last| match &last.signature {
            Some(signature) if signature.withdrawal.is_some() => LastRequest::Withdrawn,
            Some(signature) => LastRequest::Answered(signature.signed.outcome),
            None if last.row.is_open => LastRequest::Open,
            None => LastRequest::Ended,
        });
        SpellState::of(self.row.withdrawn_at.is_some(), asked)
    }

    /// Its days.
    pub fn days(&self) -> Interval {
        Interval { from: self.row.from_on, until: Some(self.row.until_on) }
    }

    /// What the framework calls it.
    fn subject(&self) -> SigningSubject {
        SigningSubject::Experience { experience: self.row.id, kind: self.row.kind.clone() }
    }

    /// Exactly what is shown of it to whoever confirms it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the framework has no such kind.
    pub fn shown(&self, case: &Case) -> Result<ShownExperience, AppError> {
        let ix = kind_of_id(&case.framework, &self.row.kind).ok_or(AppError::NotFound)?;
        let kind = case.framework.experience_kind(ix);
        let row = &self.row;
        Ok(ShownExperience {
            framework: format!("{} {}", case.framework.slug(), case.framework.version()),
            framework_title: case.framework.short_title().to_owned(),
            kind: kind.id.clone(),
            kind_title: kind.title.clone(),
            asks_full_time: asked_of(&case.framework, ix).full_time,
            confirms: kind.confirms.clone(),
            confirmed_by: kind.confirmed_by.clone(),
            trainee: case.name.clone(),
            employer: self.employer.clone(),
            from: row.from_on,
            last_day: row.until_on.pred_opt().unwrap_or(row.until_on),
            minutes: row.minutes,
            minutes_each_week: row.minutes_each_week,
            full_time_percent: row.full_time_percent,
            work: row.work.clone(),
        })
    }
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "experience::Entity")]
struct SpellRow {
    #[sea_orm(nested)]
    row: experience::Model,
    #[sea_orm(from_expr = "organisation::Column::Name")]
    employer: String,
}

async fn read(db: &impl ConnectionTrait, query: Select<experience::Entity>) -> Result<Vec<Spell>, AppError> {
    let query = query.join(JoinType::InnerJoin, experience::Relation::Employer.def());
    let rows: Vec<SpellRow> = query
        .order_by_desc(experience::Column::FromOn)
        .order_by_desc(experience::Column::Id)
        .into_partial_model()
        .all(db)
        .await?;
    let ids: Vec<ExperienceId> = rows.iter().map(|one| one.row.id).collect();
    let mut asked = requests::requests_about(db, &ids).await?;
    let spell = |SpellRow { row, employer }: SpellRow| {
        let requests = asked.extract_if(.., |one| one.subject.experience() == Some(row.id)).collect();
        Spell { row, employer, requests }
    };
    Ok(rows.into_iter().map(spell).collect())
}

/// One spell.
///
/// # Errors
/// [`AppError::NotFound`] where there is none.
pub async fn spell(db: &impl ConnectionTrait, id: ExperienceId) -> Result<Spell, AppError> {
    read(db, experience::Entity::find().of(id)).await?.pop().ok_or(AppError::NotFound)
}

/// The spells of an enrolment that were not taken out, the latest first.
pub async fn spells(db: &impl ConnectionTrait, id: EnrolmentId) -> Result<Vec<Spell>, AppError> {
    read(db, experience::Entity::find().of(id).filter(experience::Column::WithdrawnAt.is_null())).await
}

/// The same, with those that were taken out.
pub async fn all_spells(db: &impl ConnectionTrait, id: EnrolmentId) -> Result<Vec<Spell>, AppError> {
    read(db, experience::Entity::find().of(id)).await
}

/// Whether its days are days of an employment there.
///
/// # Errors
/// What the trainee is to do.
pub fn confirmable_at(spell: &Spell, employers: &[EmployerOf]) -> Result<(), NotEmployed> {
    let there = employers.iter().find(|one| one.employer == spell.row.employer_id);
    confirmable(spell.days(), there.map_or(&[], |one| &one.when))
}

/// A spell to be recorded.
#[derive(Clone, Debug)]
pub struct NewSpell {
    pub kind: KindIx,
    pub employer: OrganisationId,
    pub employer_name: String,
    pub worked: Recordable,
    /// What was done, in the trainee's words.
    pub work: String,
}

/// Records a spell.
pub async fn record(may: &May<'_, actions::RecordExperience>, new: &NewSpell) -> Result<ExperienceId, AppError> {
    let kind = &may.state().framework.experience_kind(new.kind).id;
    let (id, event, words) = new_spell(kind, new)?;
    may.says(event, &[words]).await?;
    Ok(id)
}

/// A spell, as it is said with its words.
pub fn new_spell(kind: &str, new: &NewSpell) -> Result<(ExperienceId, Event, Words), AppError> {
    let words = Words::new(experience::ActiveModel { work: Set(new.work.clone()), ..Default::default() })?;
    let experience = ExperienceId::new(random::uuid());
    let Recordable { from, until, minutes, minutes_each_week, full_time_percent } = new.worked;
    let (kind, employer) = (kind.to_owned(), new.employer);
    let words_of = words.digest();
    let event = Event::RecordedExperience {
        experience,
        kind,
        employer,
        from,
        until,
        minutes,
        minutes_each_week,
        full_time_percent,
        words: words_of,
    };
    Ok((experience, event, words))
}

/// Asks the employer of a spell to confirm it, of the trainee by the name that it knows: one of before knows no later name.
pub async fn ask<A: Act>(may: &May<'_, A>, case: &Case, spell: &Spell) -> Result<SigningRequestId, AppError>
where
    A::On: Object,
{
    let known = known_to(&may.tx().read().await?, spell.row.employer_id, &[case.id]).await?;
    let shown = spell.shown(case)?;
    let trainee = known.get(&case.id).map_or(shown.trainee, |known| known.name.clone());
    let new = NewRequest {
        of: case.id,
        subject: spell.subject(),
        to: Recipient::Employer,
        link: None,
        employer: spell.row.employer_id,
        until: None,
        shown: Shown::Experience(ShownExperience { trainee, ..shown }),
    };
    sending::send(may, new).await
}

/// Takes a spell out that nobody has confirmed, and back what was asked about it.
pub async fn take_out(may: &May<'_, actions::WriteExperience>) -> Result<(), AppError> {
    let (_, spell) = may.state();
    if let Some(open) = spell.requests.iter().find(|one| one.row.is_open) {
        may.says(Event::TookBackRequest { request: open.row.id, subject: spell.subject() }, &[]).await?;
    }
    let (experience, kind) = (spell.row.id, spell.row.kind.clone());
    may.says(Event::WithdrewExperience { experience, kind }, &[]).await
}

impl Object for ExperienceId {
    type State = (Case, Spell);

    async fn place(self, db: &ReadOnly<'_>) -> Result<LocalPlace, AppError> {
        place_of(db, spell(db, self).await?.row.enrolment_id).await
    }

    async fn read(self, db: &ReadOnly<'_>, today: NaiveDate) -> Result<(Subject, (Case, Spell)), AppError> {
        let spell = spell(db, self).await?;
        let id = spell.row.enrolment_id;
        Ok((subject(db, id, today).await?, (case_in(db, db.catalogue(), id, today).await?, spell)))
    }
}

//! A spell of work as it would have come about: recorded, sent, confirmed.

use super::Setting;
use super::claim::given;
use super::people::DemoSpell;
use crate::start::Refusal;
use app::error::AppError;
use app::features::experience::store::{self as experience, NewSpell};
use app::features::sign_off::store::signing;
use app::journal::store::Stamp;
use app::web::tx::SetUp;
use domain::access::actions;
use domain::experience::{Recordable, kind_of_id};
use domain::ids::{EnrolmentId, OrganisationId};
use domain::sign_off::Typed;

/// Records a spell and asks the employer, then confirms it.
///
/// # Errors
/// When the framework has no such kind, or the database can't be written.
pub async fn put_in(
    (setting, tx): (&Setting, &SetUp),
    spell: &DemoSpell,
    (enrolment, employer): (EnrolmentId, OrganisationId),
    (recorded, confirmed): (Stamp, Stamp),
) -> Result<(), Refusal> {
    let (from, until, minutes) = (setting.day(spell.from), setting.day(spell.until), spell.hours * 60);
    let worked = Recordable { from, until, minutes, minutes_each_week: None, full_time_percent: None };
    let asked = tx.part(recorded, async |tx| {
        let may = tx.may(actions::RecordExperience, enrolment).await?;
        let kind = kind_of_id(&may.state().framework, &spell.kind).ok_or(AppError::NotFound)?;
        let new = NewSpell { kind, employer, employer_name: String::new(), worked, work: spell.work.clone() };
        let id = experience::record(&may, &new).await?;
        let spell = experience::spell(&tx.read().await?, id).await?;
        experience::ask(&may, may.state(), &spell).await
    });
    let request = asked.await?;
    let answered = tx.part(confirmed, async |tx| {
        let may = tx.may(actions::Sign, request).await?;
        let given = given(&may.state().asked(), Typed { outcome: "confirmed", ..Typed::default() })?;
        signing::sign(&may, given).await
    });
    Ok(answered.await?)
}

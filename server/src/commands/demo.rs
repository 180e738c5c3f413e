//! `gradus demo`: people to look around as, or many trainees to measure with. Everything goes through the same stores,
//! rules and permits as what people do in the browser.

mod claim;
mod exemptions;
mod experience;
mod generated;
mod people;
mod trainee;

use crate::config::Store;
use crate::set_up_lock::SetUpLock;
use crate::start::{Refusal, catalogue, database};
use app::content::catalogue::Catalogue;
use app::features::people::store as people_store;
use app::web::clock::Clock;
use app::web::db::Db;
use app::web::state::AppState;
use chrono::{DateTime, Utc};
use clap::Args;
use people::DemoPeople;
use std::sync::Arc;

/// Options of `gradus demo`.
#[derive(Args, Clone, Debug)]
pub struct Options {
    /// How many trainees to generate beside the demo people, for measuring.
    #[arg(long, default_value_t = 0)]
    pub trainees: u32,
    /// Where the data is.
    #[command(flatten)]
    pub store: Store,
}

/// What putting in the demo people needs.
struct Setting {
    db: Db,
    catalogue: Arc<Catalogue>,
    now: DateTime<Utc>,
}

/// Puts in the demo people, and generated trainees if asked for.
///
/// # Errors
/// When the database is not empty, or can't be written.
pub async fn demo(options: &Options) -> Result<String, Refusal> {
    let catalogue = catalogue(&options.store)?;
    let db = database(&options.store, options.store.pool()).await?;
    let setting = Setting { db, catalogue, now: Clock::system().now() };
    let demo = DemoPeople::read(&options.store)?;
    let lock = SetUpLock::with(&options.store).await?;
    if !people::put_in(&setting, &demo).await? {
        return Err(Refusal(String::from(
            "The database has people already. Demo people are put into an empty one only: choose another with --database or --var.",
        )));
    }
    let mut text = demo.who_can_sign_in(&setting.catalogue);
    if options.trainees > 0 {
        let [trainee, officer, supervisor] = generated::put_in(&setting, &demo, options.trainees).await?;
        let (n, password) = (options.trainees, &demo.password);
        text.push_str(&format!(
            "\n{n} generated trainees; one of their officers, one of their supervisors, and one of them:\n  Officer: {officer} {password}\n  Supervisor: {supervisor} {password}\n  Trainee: {trainee} {password}"
        ));
    }
    setting.db.close().await;
    lock.end().await;
    Ok(text)
}

/// Puts the demo people into a database that has nobody yet, as if they were put in at that instant.
///
/// # Errors
/// When the content can't be read or the database not be written.
pub async fn fill(db: &Db, catalogue: &Arc<Catalogue>, now: DateTime<Utc>, store: &Store) -> Result<(), Refusal> {
    let setting = Setting { db: db.clone(), catalogue: catalogue.clone(), now };
    people::put_in(&setting, &DemoPeople::read(store)?).await.map(drop)
}

/// Puts in the demo people when nobody is there; says who can sign in when they are.
///
/// # Errors
/// When the content can't be read or the database not be written.
pub async fn on_first_start(app: &AppState, store: &Store) -> Result<String, Refusal> {
    let demo = DemoPeople::read(store)?;
    let setting = Setting { db: app.db.clone(), catalogue: app.catalogue.clone(), now: app.clock.now() };
    let lock = SetUpLock::with(store).await?;
    let put_in = people::put_in(&setting, &demo).await?;
    lock.end().await;
    let credential = people_store::credential_of(app.db.read(), demo.first_address()).await?;
    if !put_in && credential.is_none() {
        return Ok(String::from("The database has people of its own, so no demo people were put in."));
    }
    Ok(demo.who_can_sign_in(&app.catalogue))
}

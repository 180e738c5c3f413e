//! `gradus admin rename`

use super::agreed::{agreed, all_agree};
use super::at_setup;
use crate::config::Store;
use crate::start::{Refusal, catalogue, existing};
use app::features::people::store as people;
use app::journal::place_at;
use app::web::fields;
use app::web::tx::Tx;

/// Which organisation gets which name.
#[derive(Debug)]
pub(super) struct Options {
    pub organisation: String,
    pub to: String,
    pub reason: String,
    /// The bodies that have agreed.
    pub agreed: Vec<String>,
}

/// Gives it the name.
pub(super) async fn run(options: &Options, store: &Store) -> Result<String, Refusal> {
    let wrong = |why: String| Refusal(format!("{why}."));
    let name = fields::line(&options.to, "the organisation’s name", 200).map_err(wrong)?;
    let reason = fields::text(&options.reason, "why the name is corrected", 1000).map_err(wrong)?;
    let catalogue = catalogue(store)?;
    let agreed = agreed(&catalogue, &options.agreed)?;
    let db = existing(store).await?;
    let had = Tx::outside((&db, &catalogue), at_setup(), async |tx| {
        let reader = tx.read().await?;
        let at = super::named(&reader, &options.organisation).await?;
        let place = place_at(&reader, at).await?;
        tx.lock(place.chain()).await?;
        let had = people::organisation(&reader, at).await?;
        all_agree(&reader, people::recognisers(&reader, &[at]).await?, &agreed, "whether it wants this").await?;
        if had.name == name {
            return Err(Refusal(format!("It is called {name} already. Nothing was changed.")));
        }
        if people::is_taken(&reader, &name, at).await? {
            let why = "already, or one whose name looks the same. Nothing was changed.";
            return Err(Refusal(format!("There is an organisation called {name} {why}")));
        }
        people::rename(&tx.writer(), (place, &had), (&name, &reason)).await?;
        Ok(had.name)
    });
    let had = had.await?;
    db.close().await;
    Ok(format!("{had} is called {name} from today on."))
}

//! `gradus admin account`

use super::agreed::{agreed, all_agree, in_words};
use super::{at_setup, password_for};
use crate::config::Store;
use crate::start::{Refusal, catalogue, existing};
use app::features::people::store as people;
use app::paths;
use app::web::fields;
use app::web::tx::Tx;
use domain::journal::Chain;

/// What was asked for.
#[derive(Debug)]
pub(super) struct Options {
    /// The address of the account.
    pub email: String,
    /// The address that it is to have.
    pub to: Option<String>,
    /// The bodies that have agreed.
    pub agreed: Vec<String>,
    /// Whether a password is read, instead of a link made.
    pub password: bool,
    /// Where the link leads.
    pub base: Option<String>,
}

/// Starts the account anew.
pub(super) async fn run(options: &Options, store: &Store) -> Result<String, Refusal> {
    let address = |typed: &String| fields::email(typed).map_err(|why| Refusal(format!("{why}.")));
    let (email, to) = (address(&options.email)?, options.to.as_ref().map(address).transpose()?);
    let catalogue = catalogue(store)?;
    let agreed = agreed(&catalogue, &options.agreed)?;
    let db = existing(store).await?;
    let known = people::credential_of(db.read(), &email).await?;
    let (person, _) = known.ok_or_else(|| Refusal(format!("No account has the address {email}.")))?;
    let name = people::owner(db.read(), person).await?.name;
    let hash = if options.password { Some(password_for(to.as_ref().unwrap_or(&email), &name)?) } else { None };
    let done = Tx::outside((&db, &catalogue), at_setup(), async |tx| {
        tx.lock(Chain::Account(person)).await?;
        let reader = tx.read().await?;
        let depend = people::bodies_of(&reader, person).await?;
        let depend = all_agree(&reader, depend, &agreed, &format!("whether {name} asks for it")).await?;
        people::end_access(&tx.writer(), person, to.as_deref()).await?;
        let owner = people::owner(&tx.read().await?, person).await?;
        let (email, bodies) = (&owner.email, in_words(&depend));
        let said = format!(
            "The account of {name} ({email}) is reset: its password, its sessions and its open links have ended. {bodies}"
        );
        let Some(hash) = hash else {
            let token = people::account_link_at_server(&tx.writer(), &owner).await?;
            let base = options.base.as_deref().unwrap_or_default();
            let link = format!("{base}{}", paths::INVITATION.to(token));
            return Ok(format!(
                "{said} The owner sets it up by this link, which works once, for 14 days, and is shown only now:\n{link}"
            ));
        };
        people::set_password(&tx.writer(), person, hash).await?;
        Ok::<_, Refusal>(format!("{said} It has the new password."))
    });
    let said = done.await?;
    db.close().await;
    Ok(said)
}

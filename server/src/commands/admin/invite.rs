//! `gradus admin invite`

use super::agreed::{agreed, all_agree};
use super::at_setup;
use crate::config::Store;
use crate::start::{Refusal, catalogue, existing};
use app::features::people::store::{self as people, NewInvitation};
use app::paths::INVITATION;
use app::web::fields;
use app::web::tx::Tx;
use domain::access::Role;
use domain::journal::Chain;

/// Who is invited to what.
#[derive(Debug)]
pub(super) struct Options {
    pub name: String,
    pub email: String,
    pub role: String,
    pub organisation: String,
    /// The bodies that have agreed.
    pub agreed: Vec<String>,
    /// Where the link leads.
    pub base: Option<String>,
}

/// Makes the link.
pub(super) async fn run(options: &Options, store: &Store) -> Result<String, Refusal> {
    let wrong = |why: String| Refusal(format!("{why}."));
    let name = fields::line(&options.name, "the person’s name", 200).map_err(wrong)?;
    let email = fields::email(&options.email).map_err(wrong)?;
    let catalogue = catalogue(store)?;
    let agreed = agreed(&catalogue, &options.agreed)?;
    let db = existing(store).await?;
    let made = Tx::outside((&db, &catalogue), at_setup(), async |tx| {
        let reader = tx.read().await?;
        let at = super::named(&reader, &options.organisation).await?;
        let kind = people::organisation(&reader, at).await?.kind;
        tx.lock(Chain::of(at, kind)).await?;
        let roles: Vec<Role> = Role::ALL.into_iter().filter(|role| role.organisation_kind() == kind).collect();
        let role = roles.iter().find(|role| role.code() == options.role);
        let role = *role.ok_or_else(|| {
            let roles: Vec<&str> = roles.iter().map(|role| role.code()).collect();
            Refusal(format!("{} has no role {}. Its roles: {}.", options.organisation, options.role, roles.join(", ")))
        })?;
        all_agree(&reader, people::recognisers(&reader, &[at]).await?, &agreed, "whether it wants this").await?;
        let new = NewInvitation { name, email, role };
        if let Some(name) = people::holder(&reader, at, role, &new.email, reader.day_of_organisations()).await? {
            return Err(Refusal(format!("{name} has this role there already.")));
        }
        if let Some(open) = people::open_invitation_to(&reader, at, role, &new.email, tx.now()).await? {
            let why = "is invited with this role already. Whoever may invite people there can withdraw that link.";
            return Err(Refusal(format!("{} {why}", open.name)));
        }
        Ok(people::invite_at_server(&tx.writer(), at, &new).await?)
    });
    let link = format!("{}{}", options.base.as_deref().unwrap_or_default(), INVITATION.to(made.await?));
    db.close().await;
    Ok(format!(
        "{} is invited to {}. Send them this link, which works once, for 14 days, and is shown only now:\n{link}",
        options.name, options.organisation
    ))
}

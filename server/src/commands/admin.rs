//! `gradus admin`

mod account;
mod agreed;
mod invite;
mod rename;

use crate::config::{Store, base_url};
use crate::say;
use crate::start::{Refusal, catalogue, database, existing};
use app::content::catalogue::Catalogue;
use app::features::people::store as people;
use app::features::record::store::organisation_of_body;
use app::journal::place_at;
use app::journal::store::Stamp;
use app::web::clock::Clock;
use app::web::tx::{ReadOnly, Tx};
use app::web::{fields, password};
use clap::Subcommand;
use domain::access::Role;
use domain::bodies::Body;
use domain::ids::OrganisationId;
use domain::journal::Chain;
use domain::people::OrganisationKind;
use std::io::{BufRead, IsTerminal};
use std::sync::Arc;

/// What can be set up.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Make somebody the registrar of a professional body that has none: the first one, or one after the last has gone. The password
    /// of a new account is read from standard input.
    Create {
        /// The name for a new account. Without it, the account that has the address is taken as it is.
        #[arg(long)]
        name: Option<String>,
        /// The registrar's email address.
        #[arg(long)]
        email: String,
        /// The professional body: the name of its folder under content/bodies, or its full name.
        #[arg(long)]
        body: String,
        /// Where the data is.
        #[command(flatten)]
        store: Store,
    },
    /// End what somebody is at a professional body, an employer or a training provider, today: be it the last registrar of the body.
    End {
        /// The person's email address.
        #[arg(long)]
        email: String,
        /// The professional body: the name of its folder under content/bodies, or its full name.
        #[arg(long, required_unless_present = "organisation", conflicts_with = "organisation")]
        body: Option<String>,
        /// Or the employer's or training provider's name.
        #[arg(long)]
        organisation: Option<String>,
        /// Where the data is.
        #[command(flatten)]
        store: Store,
    },
    /// Start an account anew, for an owner who has lost the password or the address: its password, its sessions and its open links
    /// end, and a link is made by which the owner sets it up. Every professional body that depends on the account must have agreed.
    Account {
        /// The address of the account.
        #[arg(long)]
        email: String,
        /// The address that it is to have from now on.
        #[arg(long)]
        to: Option<String>,
        /// A professional body that depends on the account and has agreed; once for each.
        #[arg(long)]
        agreed: Vec<String>,
        /// Set a password, which is read from standard input, instead of making a link.
        #[arg(long)]
        password: bool,
        /// The address under which people reach the server, for the link: https://gradus.example, without a path.
        #[arg(long, env = "GRADUS_BASE_URL", value_parser = base_url)]
        base_url: Option<String>,
        /// Where the data is.
        #[command(flatten)]
        store: Store,
    },
    /// Make a link to a role at an employer or a training provider on which several professional bodies depend, and that has nobody
    /// who can invite. Every one of them must have agreed.
    Invite {
        /// The person's name.
        #[arg(long)]
        name: String,
        /// Their email address.
        #[arg(long)]
        email: String,
        /// The code of a role there.
        #[arg(long, help = roles())]
        role: String,
        /// The organisation's name.
        #[arg(long)]
        organisation: String,
        /// A professional body that recognises the organisation and has agreed; once for each.
        #[arg(long)]
        agreed: Vec<String>,
        /// The address under which people reach the server, for the link: https://gradus.example, without a path.
        #[arg(long, env = "GRADUS_BASE_URL", value_parser = base_url)]
        base_url: Option<String>,
        /// Where the data is.
        #[command(flatten)]
        store: Store,
    },
    /// Correct the name of an employer or a training provider that several professional bodies recognise. Every one of them must have
    /// agreed.
    Rename {
        /// The organisation's name.
        #[arg(long)]
        organisation: String,
        /// The name that it is to have from now on.
        #[arg(long)]
        to: String,
        /// Why, for those who read it on the page of the organisation.
        #[arg(long)]
        reason: String,
        /// A professional body that recognises the organisation and has agreed; once for each.
        #[arg(long)]
        agreed: Vec<String>,
        /// Where the data is.
        #[command(flatten)]
        store: Store,
    },
    /// Let a professional body use an employer or a training provider that another one added.
    Recognise {
        /// The professional body: the name of its folder under content/bodies, or its full name.
        #[arg(long)]
        body: String,
        /// The organisation's name.
        #[arg(long)]
        organisation: String,
        /// Where the data is.
        #[command(flatten)]
        store: Store,
    },
}

/// What somebody can be at an employer or a provider.
fn roles() -> String {
    let roles = Role::ALL.into_iter().filter(|role| role.organisation_kind() != OrganisationKind::Body);
    format!("What they are to be: {}", roles.map(Role::code).collect::<Vec<_>>().join(" or "))
}

/// Runs it.
///
/// # Errors
/// When something is missing or there already.
pub async fn run(command: Command) -> Result<String, Refusal> {
    match command {
        Command::Create { name, email, body, store } => create((name.as_deref(), &email, &body), &store).await,
        Command::End { email, body, organisation, store } => {
            end(&email, (body.as_deref(), organisation.as_deref().unwrap_or_default()), &store).await
        }
        Command::Invite { name, email, role, organisation, agreed, base_url, store } => {
            let options = invite::Options { name, email, role, organisation, agreed, base: base_url };
            invite::run(&options, &store).await
        }
        Command::Account { email, to, agreed, password, base_url, store } => {
            let options = account::Options { email, to, agreed, password, base: base_url };
            account::run(&options, &store).await
        }
        Command::Rename { organisation, to, reason, agreed, store } => {
            rename::run(&rename::Options { organisation, to, reason, agreed }, &store).await
        }
        Command::Recognise { body, organisation, store } => recognise(&body, &organisation, &store).await,
    }
}

async fn create((name, email, body): (Option<&str>, &str, &str), store: &Store) -> Result<String, Refusal> {
    let email = fields::email(email).map_err(|why| Refusal(format!("{why}.")))?;
    let name = name.map(|name| fields::line(name, "the registrar’s name", 200)).transpose();
    let name = name.map_err(|why| Refusal(format!("{why}.")))?;
    let catalogue = catalogue(store)?;
    let body = fields::line(body, "the professional body’s name", 200).map_err(|why| Refusal(format!("{why}.")))?;
    let body = body_named(&catalogue, &body)?;
    let new = match name {
        Some(name) => Some((password_for(&email, &name)?, name)),
        None => None,
    };
    let db = database(store, store.pool()).await?;
    let registrar = Tx::outside((&db, &catalogue), at_setup(), async |tx| {
        let known = people::account_of(&tx.read().await?, &email).await?;
        if known.is_some() && new.is_some() {
            return Err(Refusal(format!(
                "{email} is known already. Leave out --name to make that account the registrar, or choose another address."
            )));
        }
        let at = match without_registrar(tx, &body).await? {
            Some(at) => at,
            None => people::insert_body(&tx.writer(), &body.name, &body.slug).await?,
        };
        let (person, name) = match (new, known) {
            (Some((hash, name)), _) => {
                let person = people::add_person(&tx.writer(), &name, &email).await?;
                people::set_password(&tx.writer(), person, hash).await?;
                (person, name)
            }
            (None, Some(account)) => {
                in_good_hands(&account, at, &email)?;
                (account.person, account.name)
            }
            (None, None) => {
                return Err(Refusal(format!("No account has the address {email}. Give --name to make one.")));
            }
        };
        people::grant(&tx.writer(), person, at, Role::Registrar, None).await?;
        Ok(name)
    });
    let registrar = registrar.await?;
    db.close().await;
    Ok(format!("{registrar} can sign in as {email} and invite everyone else."))
}

/// Whether an account may become a registrar's as it is: whoever made its link, or has it, would be registrar.
fn in_good_hands(account: &people::Account, body: OrganisationId, email: &str) -> Result<(), Refusal> {
    if !account.is_in_doubt(body) {
        return Ok(());
    }
    let why = match &account.set_up_by {
        Some(organisation) => format!("was set up by a link from {organisation}, and whoever made it may be in"),
        None => String::from("is not set up: nobody can sign in, and whoever has its link could set it up"),
    };
    Err(Refusal(format!(
        "The account of {email} {why}. Nothing was changed. Give it a new password first: gradus admin account --email {email} --password."
    )))
}

/// The organisation of a body, if it was set up: one that has a registrar is refused. Its lock is taken, so that of two at once the
/// second sees what the first has granted.
async fn without_registrar(tx: &Tx, body: &Body) -> Result<Option<OrganisationId>, Refusal> {
    let Some(at) = body_in(tx, body).await? else { return Ok(None) };
    tx.lock(Chain::Body(at)).await?;
    match people::acting(&tx.read().await?, at, tx.now()).await?.first() {
        None => Ok(Some(at)),
        Some(registrar) => Err(Refusal(format!(
            "{} has a registrar already: {registrar}, who can invite others. If they are gone, end their grant first: gradus admin end.",
            body.name
        ))),
    }
}

async fn end(email: &str, (body, organisation): (Option<&str>, &str), store: &Store) -> Result<String, Refusal> {
    let catalogue = catalogue(store)?;
    let body = body.map(|named| body_named(&catalogue, named)).transpose()?;
    let email = fields::email(email).map_err(|why| Refusal(format!("{why}.")))?;
    let db = existing(store).await?;
    let (at, what) = match &body {
        Some(body) => (body.name.as_str(), "is no registrar of"),
        None => (organisation, "has no role at"),
    };
    let none = || Refusal(format!("{email} {what} {at} today."));
    let left = Tx::outside((&db, &catalogue), at_setup(), async |tx| {
        let reader = tx.read().await?;
        let id = match &body {
            Some(body) => body_in(tx, body).await?.ok_or_else(none)?,
            None => named(&reader, at).await?,
        };
        let place = place_at(&reader, id).await?;
        tx.lock(place.chain()).await?;
        let (person, _) = people::credential_of(&reader, &email).await?.ok_or_else(none)?;
        if !people::end_roles(&tx.writer(), (place, id), person, None).await? {
            return Err(none());
        }
        Ok::<_, Refusal>(people::acting(&reader, id, tx.now()).await?)
    });
    let left = left.await?;
    db.close().await;
    let now = match (left.is_empty(), &body) {
        (true, Some(_)) => String::from("It has no registrar now: make one with gradus admin create."),
        (true, None) => String::from("Nobody acts for it now."),
        (false, Some(_)) => format!("Its registrars are {}.", left.join(", ")),
        (false, None) => format!("Who acts for it: {}.", left.join(", ")),
    };
    Ok(format!("{email} {what} {at} any more. {now}"))
}

/// The employer or provider of a name.
async fn named(db: &ReadOnly<'_>, organisation: &str) -> Result<OrganisationId, Refusal> {
    let none =
        || Refusal(format!("There is no employer or training provider called {organisation}. Give its whole name."));
    people::named(db, organisation).await?.ok_or_else(none)
}

/// The organisation of a body, if it was set up.
async fn body_in(tx: &Tx, body: &Body) -> Result<Option<OrganisationId>, Refusal> {
    Ok(organisation_of_body(&tx.read().await?, &body.slug).await?)
}

/// Reads a new password from standard input and hashes it.
fn password_for(email: &str, name: &str) -> Result<String, Refusal> {
    if std::io::stdin().is_terminal() {
        say::err(&format!("Password for {email} (15 characters or more):"));
    }
    let mut password = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut password)
        .map_err(|error| Refusal(format!("The password can’t be read: {error}.")))?;
    let password = fields::new_password(password.trim_end_matches(['\r', '\n']), &[name, email])
        .map_err(|why| Refusal(format!("{why}.")))?;
    Ok(password::hash_now(&password)?)
}

async fn recognise(body: &str, organisation: &str, store: &Store) -> Result<String, Refusal> {
    let catalogue = catalogue(store)?;
    let body = body_named(&catalogue, body)?;
    let db = existing(store).await?;
    Tx::outside((&db, &catalogue), at_setup(), async |tx| {
        let reader = tx.read().await?;
        let at = organisation_of_body(&reader, &body.slug).await?;
        let at = at.ok_or_else(|| Refusal(format!("{} has no registrar yet. Create one first.", body.name)))?;
        let known = named(&reader, organisation).await?;
        if people::recognisers(&reader, &[known]).await?.contains(&at) {
            return Err(Refusal(format!("{} recognises {organisation} already.", body.name)));
        }
        Ok(people::recognise(&tx.writer(), at, known).await?)
    })
    .await?;
    db.close().await;
    Ok(format!("{} recognises {organisation} from today on.", body.name))
}

fn at_setup() -> Stamp {
    Stamp { by: None, at: Clock::system().now() }
}

/// The body of the content folder that is meant.
fn body_named(catalogue: &Catalogue, named: &str) -> Result<Arc<Body>, Refusal> {
    let mut all = catalogue.bodies().all();
    let found = all.find(|body| body.slug == named || body.name == named);
    found.cloned().ok_or_else(|| {
        let there: Vec<&str> = catalogue.bodies().all().map(|body| body.slug.as_str()).collect();
        Refusal(format!(
            "There is no body {named} under content/bodies. Put its body.toml there, or name one of these: {}.",
            there.join(", ")
        ))
    })
}

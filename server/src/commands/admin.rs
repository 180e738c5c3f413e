//! `gradus admin`

use crate::config::Store;
use crate::say;
use crate::start::{Refusal, catalogue, database};
use app::features::frameworks::catalogue::Catalogue;
use app::features::journal::store::Stamp;
use app::features::people::{password, store as people};
use app::web::clock::{Clock, civil_date};
use app::web::fields;
use app::web::tx::Tx;
use clap::Subcommand;
use domain::access::Role;
use domain::bodies::Body;
use std::io::{BufRead, IsTerminal};
use std::sync::Arc;

/// What can be set up.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Create the first registrar and their professional body. The password is read from standard input.
    Create {
        /// The registrar's name.
        #[arg(long)]
        name: String,
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

/// Runs it.
///
/// # Errors
/// When something is missing or there already.
pub async fn run(command: Command) -> Result<String, Refusal> {
    match command {
        Command::Create { name, email, body, store } => create((&name, &email, &body), &store).await,
        Command::Recognise { body, organisation, store } => recognise(&body, &organisation, &store).await,
    }
}

async fn create((name, email, body): (&str, &str, &str), store: &Store) -> Result<String, Refusal> {
    let email = fields::email(email).map_err(|why| Refusal(format!("{why}.")))?;
    let name = fields::line(name, "the registrar’s name", 200).map_err(|why| Refusal(format!("{why}.")))?;
    let catalogue = catalogue(store)?;
    let body = fields::line(body, "the professional body’s name", 200).map_err(|why| Refusal(format!("{why}.")))?;
    let body = body_named(&catalogue, &body)?;
    if std::io::stdin().is_terminal() {
        say::err(&format!("Password for {email} (15 characters or more):"));
    }
    let mut password = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut password)
        .map_err(|error| Refusal(format!("The password can’t be read: {error}.")))?;
    let password = fields::new_password(password.trim_end_matches(['\r', '\n']), &[&name, &email])
        .map_err(|why| Refusal(format!("{why}.")))?;
    let hash = password::hash_now(&password)?;
    let db = database(store).await?;
    let stamp = at_setup(&catalogue);
    Tx::outside((&db, &catalogue), stamp, async |tx| {
        if people::credential_of(&tx.read().await?, &email).await?.is_some() {
            return Err(Refusal(format!("{email} is known already. Choose another address.")));
        }
        let writer = &tx.writer();
        let person = people::add_person(writer, &name, &email).await?;
        people::set_password(writer, person, hash).await?;
        let body = people::insert_body(writer, &body.name, &body.slug).await?;
        people::grant(writer, person, body, Role::Registrar, None).await?;
        Ok(())
    })
    .await?;
    db.close().await;
    Ok(format!("{name} can sign in as {email} and invite everyone else."))
}

async fn recognise(body: &str, organisation: &str, store: &Store) -> Result<String, Refusal> {
    let catalogue = catalogue(store)?;
    let body = body_named(&catalogue, body)?;
    let db = database(store).await?;
    Tx::outside((&db, &catalogue), at_setup(&catalogue), async |tx| {
        let reader = tx.read().await?;
        let at = people::organisation_of_body(&reader, &body.slug).await?;
        let at = at.ok_or_else(|| Refusal(format!("{} has no registrar yet. Create one first.", body.name)))?;
        let known = people::named(&reader, organisation).await?;
        let known = known.ok_or_else(|| {
            Refusal(format!("There is no employer or training provider called {organisation}. Give its whole name."))
        })?;
        if people::subject_of(&reader, known).await?.bodies.contains(&at) {
            return Err(Refusal(format!("{} recognises {organisation} already.", body.name)));
        }
        Ok(people::recognise(&tx.writer(), at, known).await?)
    })
    .await?;
    db.close().await;
    Ok(format!("{} recognises {organisation} from today on.", body.name))
}

fn at_setup(catalogue: &Catalogue) -> Stamp {
    let at = Clock::system().now();
    Stamp { by: None, at, on: civil_date(at, catalogue.zone()) }
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

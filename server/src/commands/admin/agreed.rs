//! What takes the word of several professional bodies, which whoever runs the server asks.

use super::body_named;
use crate::start::Refusal;
use app::content::catalogue::Catalogue;
use app::features::people::store as people;
use app::web::tx::ReadOnly;
use domain::ids::OrganisationId;
use std::collections::BTreeSet;

/// The slugs of the bodies that were named as having agreed.
pub(super) fn agreed(catalogue: &Catalogue, named: &[String]) -> Result<BTreeSet<String>, Refusal> {
    named.iter().map(|named| Ok(body_named(catalogue, named)?.slug.clone())).collect()
}

/// The names of the bodies that depend on something, when each was named as having agreed; `ask` is what each is to be asked.
pub(super) async fn all_agree(
    db: &ReadOnly<'_>,
    depend: impl IntoIterator<Item = OrganisationId>,
    agreed: &BTreeSet<String>,
    ask: &str,
) -> Result<Vec<String>, Refusal> {
    let bodies: Vec<_> = depend.into_iter().collect();
    let depend = people::slugs_of(db, &bodies).await?;
    let called =
        |slug: &String| db.catalogue().bodies().get(slug).map_or_else(|| slug.clone(), |body| body.name.clone());
    let missing: Vec<&String> = depend.iter().filter(|slug| !agreed.contains(*slug)).collect();
    let names: Vec<String> = depend.iter().map(called).collect();
    if missing.is_empty() {
        return Ok(names);
    }
    let say: Vec<String> = missing.iter().map(|slug| format!("--agreed {slug}")).collect();
    Err(Refusal(format!(
        "{} Ask each of them {ask}, and say that they agreed: {}. Nothing was changed.",
        in_words(&names),
        say.join(" ")
    )))
}

/// Which bodies depend on it.
pub(super) fn in_words(bodies: &[String]) -> String {
    match bodies {
        [] => String::from("No professional body depends on it."),
        [one] => format!("{one} depends on it."),
        [all @ .., last] => format!("{} and {last} depend on it.", all.join(", ")),
    }
}

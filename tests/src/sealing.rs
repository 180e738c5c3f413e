//! Forms that a test sends without having opened their page: sealed as a page of ours would have done.

use app::routes;
use app::web::forms::Sealed;
use app::web::request::PERSON;
use app::web::state::AppState;
use domain::ids::PersonId;
use http::Method;
use server::middleware::session_store::DbSessionStore;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use tower_sessions::SessionStore;
use tower_sessions::session::Id;

/// The addresses to which forms are sent, with their placeholders.
static ADDRESSES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let rows = routes::table().rows;
    rows.into_iter().filter(|row| row.method == Method::POST).map(|row| row.path).collect()
});

/// The hidden field of a form that is sent to this path by whoever has these cookies; none where nothing is sent to it.
pub(crate) async fn seal(state: &AppState, path: &str, cookies: &BTreeMap<String, String>) -> Option<String> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    ADDRESSES.iter().find(|address| is_of(address, path))?;
    let sealed = Sealed { key: app::web::random::uuid(), person: signed_in(state, cookies).await };
    Some(state.seal.write(sealed, path))
}

fn is_of(address: &str, path: &str) -> bool {
    let (address, path) = (address.split('/'), path.split('/'));
    address.clone().count() == path.clone().count()
        && address.zip(path).all(|(wanted, part)| wanted.starts_with('{') || wanted == part)
}

async fn signed_in(state: &AppState, cookies: &BTreeMap<String, String>) -> Option<PersonId> {
    let id: Id = cookies.values().find_map(|value| value.parse().ok())?;
    let store = DbSessionStore::new(state.db.clone(), state.clock.clone());
    let record = store.load(&id).await.ok()??;
    serde_json::from_value(record.data.get(PERSON)?.clone()).ok()
}

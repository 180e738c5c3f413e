//! Adding a file, once it is stored.

use super::add::{add, buttons, listed};
use super::adding;
use crate::design::field::FileField;
use crate::features::sign_off::incoming::Incoming;
use crate::features::sign_off::store::NewEvidence;
use crate::features::sign_off::{own, routes};
use crate::web::forms::{Done, Field, Form, Sheet, Stop, Values};
use crate::web::request::RequestCx;
use crate::web::route::Route;
use crate::web::tx::Tx;
use domain::ids::ClaimId;
use domain::invalid::Invalid;
use leptos::prelude::*;
use std::sync::{Arc, Mutex};

/// The file. As a value of the form it is what the server made of it: [`NewEvidence`], or why it was refused, as JSON. That
/// is not shown again, since a browser can't fill in a file.
pub const FILE: Field = Field::secret("file");

/// What a file dialog offers.
const ACCEPT: &str = ".pdf,.jpg,.jpeg,.png,.heic,.docx,.xlsx,.txt";

tokio::task_local! {
    /// The stored file that the form is about, until a row is to name it.
    static STORED: Arc<Mutex<Option<Incoming>>>;
}

/// Runs the form about a stored file, and leaves nothing of a file that no row was written for.
pub async fn about<T>(stored: Option<Incoming>, form: impl Future<Output = T>) -> T {
    let stored = Arc::new(Mutex::new(stored));
    let answer = STORED.scope(Arc::clone(&stored), form).await;
    // Nobody should wait for the database while the store deletes: the form is over.
    if let Some(file) = taken(&stored) {
        file.discard().await;
    }
    answer
}

fn taken(stored: &Mutex<Option<Incoming>>) -> Option<Incoming> {
    stored.lock().expect("nobody panics while taking a file").take()
}

/// Adds a file as evidence.
pub struct AddFile;

impl Form for AddFile {
    const FIELDS: &'static [Field] = &[FILE];
    type At = ClaimId;
    const ROUTE: Route<ClaimId> = routes::EVIDENCE_FILE;

    fn shown_on(id: &ClaimId, _values: &Values) -> String {
        adding(*id, "file")
    }

    async fn act(_cx: &RequestCx, tx: &Tx, id: ClaimId, values: &Values) -> Result<Done, Stop> {
        let may = own::edit(tx, id).await.map_err(own::conflict_on_claim(id))?;
        let received: Result<NewEvidence, String> = serde_json::from_str(values.get(FILE))?;
        let new = received.map_err(|why| Invalid::one(FILE.name, why))?;
        let is_new = add(&may, new, FILE).await?;
        if is_new && let Ok(Some(file)) = STORED.try_with(|stored| taken(stored)) {
            // A commit that is cut off may have happened: better a file without a row than a row without its file.
            file.keep();
        }
        Ok(listed(id, is_new, "The file is added."))
    }
}

/// Its field.
pub fn draw(id: ClaimId, form: &Sheet<AddFile>) -> AnyView {
    form.around_file(view! {
        <FileField of=form.field(FILE) label="File" hint="PDF, JPEG, PNG, HEIC, Word, Excel or plain text, up to 25 MB a file and 100 MB a claim." accept=ACCEPT/>
        {buttons(id, "Add file")}
    })
}

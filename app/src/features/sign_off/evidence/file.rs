//! Adding a file, once it is stored.

use super::add::{add, buttons, listed};
use super::adding;
use crate::design::field::FileField;
use crate::features::sign_off::incoming::Incoming;
use crate::features::sign_off::own;
use crate::features::sign_off::store::NewEvidence;
use crate::prelude::pages::*;
use crate::web::forms::Upload;
use crate::web::upload::Received;

/// The file. It is not shown again, since a browser can't fill one in.
pub const FILE: Field = Field::secret("file");

/// What an upload brought, until a row is to name it.
pub struct BroughtFile(pub Received<(NewEvidence, Incoming)>);

/// What a file dialog offers.
pub const ACCEPT: &str = ".pdf,.jpg,.jpeg,.png,.heic,.docx,.xlsx,.txt";

/// Adds a file as evidence.
pub struct AddFile;

impl Form for AddFile {
    const FIELDS: &'static [Field] = &[FILE];
    type At = ClaimId;
    const ROUTE: Route<ClaimId> = paths::EVIDENCE_FILE;

    fn shown_on(id: &ClaimId, _values: &Values) -> String {
        adding(*id, "file")
    }

    async fn act(_cx: &RequestCx, _tx: &Tx, _id: ClaimId, _values: &Values) -> Result<Done, Stop> {
        Err(Invalid::one(FILE.name, "Choose a file").into())
    }
}

impl Upload<AddFile> for BroughtFile {
    async fn act(&mut self, cx: &RequestCx, tx: &Tx, id: ClaimId, values: &Values) -> Result<Done, Stop> {
        let may = own::edit(tx, id).await.map_err(own::conflict_on_claim(id))?;
        let new = match &self.0 {
            Some(Ok((new, _))) => new.clone(),
            Some(Err(why)) => return Err(Invalid::one(FILE.name, why.clone()).into()),
            None => return AddFile::act(cx, tx, id, values).await,
        };
        let is_new = add(&may, new, FILE).await?;
        if is_new && let Some(Ok((_, stored))) = self.0.take() {
            // A commit that is cut off may have happened: better a file without a row than a row without its file.
            stored.keep();
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

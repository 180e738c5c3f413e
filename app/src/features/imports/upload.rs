//! Uploading a file with the results of a sitting.

use super::read::read;
use super::store::{self, NewImport};
use super::words::encoded_as;
use crate::design::field::FileField;
use crate::features::results::files::whose;
use crate::features::results::store as results;
use crate::features::results::words::of_sitting;
use crate::features::sign_off::files::readable_name;
use crate::prelude::pages::*;
use crate::web::forms::{self, Upload};
use crate::web::upload::{AROUND, Arriving, Limit, Received, Receives, received, too_many};
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use domain::imports::{Encoding, Unread};
use domain::journal::Digest;
use domain::text::is_blank;
use http::StatusCode;

/// Largest file, bytes.
pub const FILE_LIMIT: usize = 5 * 1024 * 1024;
/// Largest request: the file and what multipart wraps around it.
pub const BODY_LIMIT: usize = FILE_LIMIT + AROUND;
/// Longest name of a file that is kept, in characters.
const LONGEST_NAME: usize = 150;

const LIMIT: Limit = Limit { bytes: FILE_LIMIT, too_large: "Choose a file of at most 5 MB, or divide it" };

/// The file. It is not shown again, since a browser can't fill one in.
const FILE: Field = Field::secret("file");

/// Uploads a file, which is read at once.
#[derive(Debug)]
pub struct UploadResults;

/// The file, read.
struct BroughtTable(Received<(NewImport, Option<Encoding>)>);

impl Form for UploadResults {
    const FIELDS: &'static [Field] = &[FILE];
    type At = SittingId;
    const ROUTE: Route<SittingId> = paths::IMPORT_FILE;

    fn shown_on(id: &SittingId, _values: &Values) -> String {
        paths::NEW_IMPORT.to(*id)
    }

    async fn act(_cx: &RequestCx, _tx: &Tx, _id: SittingId, _values: &Values) -> Result<Done, Stop> {
        Err(Invalid::one(FILE.name, "Choose a file").into())
    }
}

impl Upload<UploadResults> for BroughtTable {
    async fn act(&mut self, cx: &RequestCx, tx: &Tx, id: SittingId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::ManageSitting, id).await?;
        let (new, encoding) = match &self.0 {
            Some(Ok(read)) => read,
            None => return UploadResults::act(cx, tx, id, values).await,
            Some(Err(why)) => return Err(Invalid::one(FILE.name, why.clone()).into()),
        };
        let same = store::the_same(&tx.read().await?, id, (new.sha256, may.permit().by())).await?;
        if let Some(same) = same {
            let said = "This file was uploaded before, and nothing was recorded twice. This is its page.";
            return Err(Stop::Instead(Done::to(paths::IMPORT.to(same)).warning(said)));
        }
        let (import, replaced) = store::begin(&may, new).await?;
        let rows = words::count(new.table.lines.len(), "row is", "rows are");
        let replaced = match &replaced[..] {
            [] => String::new(),
            names => format!(" It takes the place of {}, of which nothing was written.", domain::text::list(names)),
        };
        let encoding = encoding.map(encoded_as).unwrap_or_default();
        let said = format!("The file is read: {rows} below its headings.{encoding}{replaced}");
        Ok(Done::to(paths::IMPORT_COLUMNS.to(import)).saying(said))
    }
}

/// Takes a file.
pub async fn upload(cx: RequestCx, sitting: SittingId, request: Request) -> Response {
    take(&cx, sitting, request).await.unwrap_or_else(IntoResponse::into_response)
}

async fn take(cx: &RequestCx, id: SittingId, request: Request) -> Result<Response, AppError> {
    if let Ok(actor) = cx.actor() {
        let sitting = results::sitting(cx.app.db.read(), id).await?;
        permit(actor, actions::ManageSitting, &sitting.subject())?;
    }
    let fields = UploadResults::FIELDS;
    let Some((values, table)) = received(cx, request, fields, (FILE, LIMIT), IntoTable).await? else {
        return Ok(StatusCode::PAYLOAD_TOO_LARGE.into_response());
    };
    Ok(forms::run::<UploadResults>(cx, id, values, &mut BroughtTable(table)).await)
}

/// Receives a file, and reads the table that it is. The place that it holds is for its bytes and for all that they are unpacked to.
struct IntoTable;

impl Receives for IntoTable {
    type Got = (NewImport, Option<Encoding>);

    async fn receive(self, cx: &RequestCx, mut arriving: Arriving<'_>) -> Result<Received<Self::Got>, AppError> {
        // Who is no longer signed in is led back by the form, which keeps what was typed.
        let Ok(actor) = cx.actor() else { return Ok(None) };
        let Some(place) = cx.app.uploads.take(actor.person).await else {
            return Ok(Some(Err(too_many())));
        };
        let mut bytes = Vec::new();
        loop {
            match arriving.next().await {
                Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
                Ok(None) => break,
                Err(why) => return Ok(Some(Err(why.to_owned()))),
            }
        }
        if arriving.is_nothing() {
            return Ok(None);
        }
        if let Err(why) = arriving.is_something() {
            return Ok(Some(Err(why.to_owned())));
        }
        let name: String = readable_name(&arriving.name).chars().take(LONGEST_NAME).collect();
        let name = if is_blank(&name) { String::from("file") } else { name };
        let read = tokio::task::spawn_blocking(move || {
            let read = read(&bytes).map(|(table, encoding)| (table, encoding, Digest::of_bytes(&bytes)));
            drop(place);
            read
        });
        let read = match read.await {
            Ok(read) => read,
            // What reads workbooks gives up on some that no spreadsheet wrote.
            Err(error) if error.is_panic() => Err(Unread::Broken),
            Err(error) => return Err(AppError::internal(&error)),
        };
        let read = read.map(|(table, encoding, sha256)| (NewImport { name, sha256, table }, encoding));
        Ok(Some(read.map_err(|why: Unread| why.to_string())))
    }
}

/// The form for a file.
///
/// # Errors
/// [`AppError::NotFound`] for who does not act for the provider of the sitting.
pub async fn page(cx: RequestCx, id: SittingId) -> Result<Page, AppError> {
    let sitting = results::sitting(cx.app.db.read(), id).await?;
    permit(cx.actor()?, actions::ManageSitting, &sitting.subject())?;
    let form = Sheet::<UploadResults>::on(&cx, &id).await?;
    let db = cx.app.db.read();
    let mut back = results::came_back(db, &[sitting.provider_id], cx.actor()?.person).await?;
    back.retain(|file| file.sitting_id == id);
    let left = results::left_of(db, &back.iter().map(|file| file.id).collect::<Vec<_>>()).await?;
    let (_, element) = of_sitting(&sitting, &cx.app.catalogue);
    let eyebrow = format!("{element}, {}", words::date(sitting.held_on));
    Ok(Page::new("Import results from a file", move || {
        let template = paths::IMPORT_TEMPLATE.to(id);
        let replaced = back.iter().filter_map(|file| {
            let whose = whose(left.get(&file.id)?);
            let text = format!(" was declined. {whose} can be mended by this file: what it says of the same people takes their place.");
            let name = file.file_name.clone();
            Some(view! { <p><a href=paths::IMPORT.to(file.id)>{name}</a>{text}</p> })
        });
        let replaced = replaced.collect_view();
        view! {
            <BackLink href=paths::SITTING.to(id) label="The sitting"/>
            <Heading
                title="Import results from a file"
                eyebrow=eyebrow
                intro="Every row is checked, and you see what becomes of each before anything is recorded. What you record then waits for a second person."
            />
            {replaced}
            <p>"The first row names the columns. Each further row needs the candidate’s membership number, email address or name, and the result. A mark and the date of the sitting may stand beside them, and other columns do no harm."</p>
            <p><a href=template>"Download a file to fill in"</a>" with the candidates of this sitting who have no result yet, or whose result came back (CSV, which Excel opens)."</p>
            {form.around_file(view! {
                <FileField of=form.field(FILE) label="File" hint="CSV or Excel (.xlsx), up to 5 MB and 10,000 rows." accept=".csv,.txt,.tsv,.xlsx"/>
                <Buttons><Button label="Upload file"/></Buttons>
            })}
        }
    })
    .reading())
}

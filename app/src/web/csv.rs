//! Tables that are downloaded, as spreadsheets read them.

use crate::error::AppError;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use domain::imports::guarded;
use http::{HeaderValue, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// By it Excel reads letters as they are written.
const MARK: &str = "\u{feff}";

/// Rows as CSV (RFC 4180), in Unicode with its mark. No cell is one with which a spreadsheet would reckon.
pub fn written(rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut text = String::from(MARK);
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| quoted(&guarded(cell))).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

fn quoted(cell: &str) -> String {
    let is_plain = !cell.contains([',', ';', '"', '\n', '\r', '\t']) && cell.trim() == cell;
    if is_plain { cell.to_owned() } else { format!("\"{}\"", cell.replace('"', "\"\"")) }
}

/// Everything but letters, digits and a few of the marks that RFC 5987 lets stand.
pub const NOT_IN_A_NAME: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// A download under a name, that no browser runs.
///
/// # Errors
/// When the name can't be sent.
pub fn attachment(name: &str, text: String) -> Result<Response, AppError> {
    let disposition = format!("attachment; filename*=UTF-8''{}", utf8_percent_encode(name, NOT_IN_A_NAME));
    let disposition = HeaderValue::from_str(&disposition).map_err(|error| AppError::internal(&error))?;
    let mut response = Body::from(text).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

//! The file that proves what is held, given back as an attachment to the trainee and the body.

use super::one::readable;
use crate::features::sign_off::download::attachment;
use crate::prelude::pages::*;
use axum::body::Body;
use axum::response::Response;
use futures::TryStreamExt;
use object_store::ObjectStoreExt;
use object_store::path::Path as Key;

/// Serves it.
///
/// # Errors
/// [`AppError::NotFound`] for anyone else, and where no file was sent.
pub async fn download(cx: RequestCx, id: PriorLearningId) -> Result<Response, AppError> {
    let (one, ..) = readable(&cx, id).await?;
    let (Some(key), Some(name), Some(media_type)) = (one.row.file_key, one.row.file_name, one.row.media_type) else {
        return Err(AppError::NotFound);
    };
    let got = cx.app.evidence.get(&Key::from(key)).await?;
    let size = got.meta.size;
    let body = Body::from_stream(got.into_stream().map_err(std::io::Error::other));
    Ok(attachment(body, &name, (&media_type, size)))
}

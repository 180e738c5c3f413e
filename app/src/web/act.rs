//! How an action ends: always by sending the browser to a page.

use super::form::{Tone, Values};
use super::request::RequestCx;
use crate::error::AppError;
use crate::features::journal::refusals;
use domain::invalid::Invalid;
use http::{HeaderName, HeaderValue, StatusCode, header};
use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;

/// A finished action: where to go and what to say there.
#[derive(Clone, Debug)]
pub struct Done {
    to: String,
    notice: Option<(Tone, String)>,
}

impl Done {
    /// Goes to a page.
    #[must_use]
    pub fn to(path: impl Into<String>) -> Self {
        Self {
            to: path.into(),
            notice: None,
        }
    }

    /// Says there what was done.
    #[must_use]
    pub fn saying(mut self, text: impl Into<String>) -> Self {
        self.notice = Some((Tone::Done, text.into()));
        self
    }

    /// Says there what happened instead.
    #[must_use]
    pub fn warning(mut self, text: impl Into<String>) -> Self {
        self.notice = Some((Tone::Warning, text.into()));
        self
    }
}

/// Why an action did nothing.
#[derive(Clone, Debug)]
pub enum Fault {
    /// The form is to be shown again.
    SendBack {
        /// The form's name, as its page asks for it.
        form: String,
        /// The page that shows it.
        page: String,
        /// What was typed.
        values: Values,
        /// What is wrong.
        errors: Invalid,
    },
    /// Anything else.
    Error(AppError),
}

impl<E: Into<AppError>> From<E> for Fault {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

/// Runs an action and answers the browser.
///
/// # Errors
/// Whatever is not a field error. The error page is made by the middleware, which the header tells about it.
pub async fn act<F>(action: F) -> Result<(), AppError>
where
    F: AsyncFnOnce(&RequestCx) -> Result<Done, Fault>,
{
    let response = expect_context::<ResponseOptions>();
    let cx = RequestCx::current().ok_or(AppError::Malformed)?;
    let result = match action(&cx).await {
        Ok(done) => match &done.notice {
            Some((tone, text)) => cx.leave_notice(*tone, text).await.map(|()| done.to),
            None => Ok(done.to),
        },
        Err(Fault::SendBack {
            form,
            page,
            values,
            errors,
        }) => cx
            .send_back(&form, values, errors)
            .await
            .map(|()| format!("{page}#error-summary")),
        Err(Fault::Error(AppError::SignedOut)) => Ok(crate::paths::SIGN_IN.to_owned()),
        Err(Fault::Error(error)) => Err(error),
    };
    match result {
        Ok(to) => {
            see_other(&response, &to);
            Ok(())
        }
        Err(error) => {
            // Where this can't be written the cause is logged, and the person is told what they would be told anyway.
            refusals::permit(&cx, &error).await.ok();
            tell_middleware(&response, &error);
            Err(error)
        }
    }
}

/// 303 to a page of ours.
pub fn see_other(response: &ResponseOptions, to: &str) {
    response.set_status(StatusCode::SEE_OTHER);
    if let Ok(value) = HeaderValue::from_str(to) {
        response.insert_header(header::LOCATION, value);
    }
}

/// The header by which an action's error reaches the middleware that draws its page.
pub const ERROR_HEADER: HeaderName = HeaderName::from_static("x-gradus-error");

/// Tells the middleware of an error that keeps an action from even beginning: its fields could not be read.
pub fn tell(error: &AppError) {
    if let Some(response) = use_context::<ResponseOptions>() {
        tell_middleware(&response, error);
    }
}

fn tell_middleware(response: &ResponseOptions, error: &AppError) {
    let text = serde_json::to_string(error).unwrap_or_default();
    if let Ok(value) = HeaderValue::from_bytes(text.as_bytes()) {
        response.insert_header(ERROR_HEADER, value);
    }
    set_status(response, error);
}

/// The status of an error. Leptos answers 500 for every error of an action, ours or not.
pub fn set_status(response: &ResponseOptions, error: &AppError) {
    if let Ok(status) = StatusCode::from_u16(error.status()) {
        response.set_status(status);
    }
}

//! The form contract: post, redirect, get; every error at once; typed values kept in the session, never in the URL.

use super::request::RequestCx;
use crate::error::AppError;
use domain::invalid::Invalid;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a person typed, by field name.
pub type Values = BTreeMap<String, String>;

/// A form that came back: what was typed and what is wrong with it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Returned {
    /// What was typed. Passwords are never kept.
    pub values: Values,
    /// What is wrong.
    pub errors: Invalid,
}

impl Returned {
    /// What to show in a field: what was typed, else what is stored.
    #[must_use]
    pub fn value(&self, field: &str, stored: &str) -> String {
        self.values.get(field).cloned().unwrap_or_else(|| stored.to_owned())
    }

    /// The error of a field.
    #[must_use]
    pub fn error(&self, field: &str) -> Option<String> {
        self.errors
            .0
            .iter()
            .find(|error| error.field == field)
            .map(|error| error.message.clone())
    }

    /// Field and message of every error, for the summary.
    #[must_use]
    pub fn summary(&self) -> Vec<(String, String)> {
        self.errors
            .0
            .iter()
            .map(|error| (error.field.clone(), error.message.clone()))
            .collect()
    }
}

/// The tone of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tone {
    /// Done.
    Done,
    /// Something the person should read before going on.
    Warning,
}

#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    form: String,
    returned: Returned,
}

const FORM: &str = "form";
const NOTICE: &str = "notice";
/// A returned form larger than this is not kept: the session is not a store. The longest form of ours is a claim.
const KEPT_MAX: usize = 64 * 1024;

impl RequestCx {
    /// The form of that name if it came back; taken once.
    ///
    /// # Errors
    /// When the session can't be read.
    pub async fn returned(&self, form: &str) -> Result<Returned, AppError> {
        match self.session.get::<Kept>(FORM).await? {
            Some(kept) if kept.form == form => {
                self.session.remove::<Kept>(FORM).await?;
                Ok(kept.returned)
            }
            _ => Ok(Returned::default()),
        }
    }

    /// The notice left by the last action; taken once.
    ///
    /// # Errors
    /// When the session can't be read.
    pub async fn notice(&self) -> Result<Option<(Tone, String)>, AppError> {
        Ok(match self.session.get_value(NOTICE).await? {
            Some(_) => self.session.remove::<(Tone, String)>(NOTICE).await?,
            None => None,
        })
    }

    /// Leaves a notice for the next page.
    ///
    /// # Errors
    /// When the session can't be written.
    pub async fn leave_notice(&self, tone: Tone, text: &str) -> Result<(), AppError> {
        Ok(self.session.insert(NOTICE, (tone, text)).await?)
    }

    /// Sends a form back: keeps it for the page that shows it.
    ///
    /// # Errors
    /// When the session can't be written.
    pub async fn send_back(&self, form: &str, values: Values, errors: Invalid) -> Result<(), AppError> {
        let size: usize = values.values().map(String::len).sum();
        let values = if size > KEPT_MAX { Values::new() } else { values };
        Ok(self
            .session
            .insert(
                FORM,
                Kept {
                    form: form.to_owned(),
                    returned: Returned { values, errors },
                },
            )
            .await?)
    }
}

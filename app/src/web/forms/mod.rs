//! Forms: a sheet handed to one person, sent once, shown again with every error and everything that was typed
//! (docs/adr/0015).

mod kept;
mod page;
pub mod present;
mod question;
mod received;
mod seal;
pub mod sent;
mod sheet;
mod sweep;
mod values;

pub use crate::design::field::FieldState;
pub use kept::Kept;
pub use page::FormPage;
pub use question::Question;
pub use received::{received, run};
pub use seal::{Seal, Sealed, secret};
pub use sheet::{SHEET, Sheet, is_shown_again};
pub use sweep::sweep;
pub use values::{Field, Values};

use super::request::RequestCx;
use super::route::{Params, Route};
use super::tx::Tx;
use crate::error::AppError;
use domain::invalid::Invalid;

/// One thing that a person can do by sending a form.
pub trait Form: Sized + Send + 'static {
    /// Its fields, in the order of the page.
    const FIELDS: &'static [Field];
    /// Whether sending it twice must have one effect. Only what merely saves a draft may be sent again and again.
    const ONCE: bool = true;
    /// Whether a person is handed it on a page. What stands on every page, such as the way out, is not.
    const SEALED: bool = true;
    /// What its address names.
    type At: Params;
    /// Where it is sent to.
    const ROUTE: Route<Self::At>;
    /// The page that shows it, where that is another one.
    const SHOWN_ON: Route<Self::At> = Self::ROUTE;

    /// What is wrong with it when nothing was typed. Of a form that anyone may send nothing is kept then.
    fn unfilled() -> Invalid {
        Invalid::default()
    }

    /// Its address, at which it is shown again when something is wrong.
    fn shown_on(at: &Self::At, _values: &Values) -> String {
        Self::SHOWN_ON.to(at.clone())
    }

    /// What was chosen in it, and what has no sentence of its own, each with its label, in the words of its page ([`entered`]): given
    /// back where no page shows it again.
    fn entered(_cx: &RequestCx, _at: &Self::At, _values: &Values) -> impl Future<Output = Vec<String>> + Send {
        async { Vec::new() }
    }

    /// Does it: whatever is slow first, then the unit of work, which begins where it is first used.
    fn act(cx: &RequestCx, tx: &Tx, at: Self::At, values: &Values) -> impl Future<Output = Result<Done, Stop>> + Send;
}

/// What was entered, each with its label: "Mark: 62". Nothing of what is empty.
pub fn entered<const N: usize>(all: [(&str, Option<String>); N]) -> Vec<String> {
    let all = all.into_iter().filter_map(|(label, value)| Some((label, value.filter(|value| !value.is_empty())?)));
    all.map(|(label, value)| format!("{label}: {value}")).collect()
}

/// What a form brought besides its values, as an upload its file: it acts in the form's place.
pub trait Upload<F: Form>: Send {
    /// Does what the form is for, as [`Form::act`].
    fn act(
        &mut self,
        cx: &RequestCx,
        tx: &Tx,
        at: F::At,
        values: &Values,
    ) -> impl Future<Output = Result<Done, Stop>> + Send;
}

/// Nothing but its values.
impl<F: Form> Upload<F> for () {
    async fn act(&mut self, cx: &RequestCx, tx: &Tx, at: F::At, values: &Values) -> Result<Done, Stop> {
        F::act(cx, tx, at, values).await
    }
}

/// The tone of what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Tone {
    /// Done.
    Done,
    /// Something the person should read before going on.
    Warning,
}

/// What was done: where to go, and what to say there.
#[derive(Clone, Debug)]
pub struct Done {
    /// The page to go to.
    pub to: String,
    /// What to say there.
    pub notice: Option<(Tone, String)>,
    /// What an island that sent the form is told besides.
    pub data: Option<serde_json::Value>,
    /// What the page shows with the notice, once and to whoever sent the form.
    pub once: Option<serde_json::Value>,
}

impl Done {
    /// Goes to a page.
    pub fn to(path: impl Into<String>) -> Self {
        Self { to: path.into(), notice: None, data: None, once: None }
    }

    /// Says there what was done.
    pub fn saying(mut self, text: impl Into<String>) -> Self {
        self.notice = Some((Tone::Done, text.into()));
        self
    }

    /// Says there what happened instead.
    pub fn warning(mut self, text: impl Into<String>) -> Self {
        self.notice = Some((Tone::Warning, text.into()));
        self
    }

    /// Has the page that says what was done show this too, once and to whoever sent the form ([`sent::shown_once`]).
    pub fn showing_once(mut self, shown: serde_json::Value) -> Self {
        self.once = Some(shown);
        self
    }

    /// Tells it to an island that sent the form.
    pub fn with(mut self, data: serde_json::Value) -> Self {
        self.data = Some(data);
        self
    }
}

/// The id of the part of a page where a form stands that is shown again with other values.
pub type Place = &'static str;

/// Why a form did nothing. Nothing of its unit of work is written.
#[derive(Clone, Debug)]
pub enum Stop {
    /// It is shown again, with these errors.
    Fields(Invalid),
    /// It is shown again with these values, and nothing is wrong with them: a button that changes what is typed and does nothing.
    Changed(Values, Place),
    /// Another page is shown, with what happened instead.
    Instead(Done),
    /// Anything else.
    Error(AppError),
}

impl From<Invalid> for Stop {
    fn from(errors: Invalid) -> Self {
        Self::Fields(errors)
    }
}

impl<E: Into<AppError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

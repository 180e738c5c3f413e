//! Addresses: typed constants that make links, name their access and are served (docs/adr/0014).

use super::request::RequestCx;
use crate::error::AppError;
use crate::paths::encoded;
use domain::ids;
use std::marker::PhantomData;

/// Who may ask for an address at all. The question of one person and one thing is asked by its page or form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anyone.
    Public,
    /// A person who is signed in.
    SignedIn,
}

impl Access {
    /// Lets a request through.
    pub fn admit(self, cx: &RequestCx) -> Result<(), AppError> {
        match self {
            Self::Public => Ok(()),
            Self::SignedIn => cx.actor().map(drop),
        }
    }
}

/// An address: its path with one placeholder for each of its parameters, and its access.
pub struct Route<P> {
    /// As axum reads it: `/claims/{claim}`.
    pub path: &'static str,
    /// Who may ask for it.
    pub access: Access,
    of: PhantomData<fn() -> P>,
}

impl<P> Clone for Route<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for Route<P> {}

impl<P> std::fmt::Debug for Route<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Route").field(&self.path).finish()
    }
}

impl<P: Params> Route<P> {
    /// An address.
    ///
    /// # Panics
    /// When the program is compiled, if the path has more or fewer placeholders than the type has parameters.
    pub const fn new(path: &'static str, access: Access) -> Self {
        assert!(placeholders(path) == P::COUNT, "the path has more or fewer parameters than its type");
        Self { path, access, of: PhantomData }
    }

    /// The address of these parameters.
    pub fn to(self, params: P) -> String {
        let mut address = String::with_capacity(self.path.len() + 37 * P::COUNT);
        let mut rest = self.path;
        for value in params.write() {
            let Some((before, placeholder)) = rest.split_once('{') else {
                break;
            };
            address.push_str(before);
            address.push_str(&encoded(&value));
            rest = placeholder.split_once('}').map_or("", |(_, after)| after);
        }
        address.push_str(rest);
        address
    }
}

const fn placeholders(path: &str) -> usize {
    let (bytes, mut at, mut count) = (path.as_bytes(), 0, 0);
    while at < bytes.len() {
        if bytes[at] == b'{' {
            count += 1;
        }
        at += 1;
    }
    count
}

/// One parameter of an address.
pub trait Parameter: Sized {
    /// Reads it, decoded; `None` when it can't be one.
    fn read(text: &str) -> Option<Self>;
    /// Writes it, not yet encoded.
    fn write(&self) -> String;
}

impl Parameter for String {
    fn read(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }

    fn write(&self) -> String {
        self.clone()
    }
}

macro_rules! parts {
    ($($id:ident),+ $(,)?) => {$(
        impl Parameter for ids::$id {
            fn read(text: &str) -> Option<Self> {
                Self::parse(text)
            }

            fn write(&self) -> String {
                self.to_string()
            }
        }
    )+};
}

parts!(
    ApplicationId,
    AwardId,
    ClaimId,
    EmploymentId,
    EnrolmentId,
    EvidenceId,
    ExemptionId,
    ExperienceId,
    ImportId,
    InvitationId,
    MembershipId,
    OrganisationId,
    PersonId,
    PriorLearningId,
    ProposalId,
    RegistrationId,
    ResultId,
    SigningRequestId,
    SittingId,
    SupervisionId,
);

/// All parameters of an address: none, one [`Parameter`], or a tuple of them.
pub trait Params: Sized + Clone + Send + Sync + 'static {
    /// How many there are.
    const COUNT: usize;
    /// Reads them in the order of the path; `None` when one can't be read.
    fn read(parts: &[&str]) -> Option<Self>;
    /// Writes them in the order of the path.
    fn write(&self) -> Vec<String>;
}

impl Params for () {
    const COUNT: usize = 0;

    fn read(_: &[&str]) -> Option<Self> {
        Some(())
    }

    fn write(&self) -> Vec<String> {
        Vec::new()
    }
}

impl<A: Parameter + Clone + Send + Sync + 'static> Params for A {
    const COUNT: usize = 1;

    fn read(parts: &[&str]) -> Option<Self> {
        A::read(parts.first()?)
    }

    fn write(&self) -> Vec<String> {
        vec![Parameter::write(self)]
    }
}

macro_rules! tuples {
    ($($count:literal: $($part:ident $place:tt),+;)+) => {$(
        impl<$($part: Parameter + Clone + Send + Sync + 'static),+> Params for ($($part,)+) {
            const COUNT: usize = $count;

            fn read(parts: &[&str]) -> Option<Self> {
                Some(($(<$part as Parameter>::read(parts.get($place)?)?,)+))
            }

            fn write(&self) -> Vec<String> {
                vec![$(self.$place.write()),+]
            }
        }
    )+};
}

tuples! {
    2: A 0, B 1;
    3: A 0, B 1, C 2;
}

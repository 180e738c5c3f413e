//! The forms of people: strings in, values or every error out.

use crate::web::fields;
use domain::access::Role;
use domain::invalid::Invalid;
use domain::people::OrganisationKind;

/// A new invitation.
pub struct NewInvitation {
    /// As the person will be shown.
    pub name: String,
    /// In lower case.
    pub email: String,
    /// As what.
    pub role: Role,
}

impl NewInvitation {
    /// # Errors
    /// Every field that is wrong. `kind` is the organisation's: it decides which roles there are.
    pub fn parse(name: &str, email: &str, role: &str, kind: OrganisationKind) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let name = invalid.take("name", fields::line(name, "the person’s name", 200));
        let email = invalid.take("email", fields::email(email));
        let role = Role::from_code(role).filter(|role| role.organisation_kind() == kind);
        if role.is_none() {
            invalid.add("role", "Choose what the person will do");
        }
        match (name, email, role) {
            (Some(name), Some(email), Some(role)) if invalid.is_empty() => Ok(Self { name, email, role }),
            _ => Err(invalid),
        }
    }
}

/// What a person chooses when they accept an invitation.
pub struct Accept {
    /// As shown.
    pub name: String,
    /// Not stored.
    pub password: String,
}

impl Accept {
    /// # Errors
    /// Every field that is wrong.
    pub fn parse(name: &str, password: &str, again: &str, email: &str) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let name = invalid.take("name", fields::line(name, "your name", 200));
        let words = [name.as_deref().unwrap_or_default(), email];
        let password = invalid.take("password", fields::new_password(password, &words));
        if password.as_deref().is_some_and(|password| password != again) {
            invalid.add("again", "Enter the same password a second time");
        }
        match (name, password) {
            (Some(name), Some(password)) if invalid.is_empty() => Ok(Self { name, password }),
            _ => Err(invalid),
        }
    }
}

/// A new organisation.
pub struct NewOrganisation {
    /// As shown.
    pub name: String,
    /// What it is.
    pub kind: OrganisationKind,
}

impl NewOrganisation {
    /// # Errors
    /// Every field that is wrong.
    pub fn parse(name: &str, kind: &str) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let name = invalid.take("name", fields::line(name, "the organisation’s name", 200));
        let kind = OrganisationKind::from_code(kind);
        if kind.is_none() {
            invalid.add("kind", "Choose what kind of organisation it is");
        }
        match (name, kind) {
            (Some(name), Some(kind)) if invalid.is_empty() => Ok(Self { name, kind }),
            _ => Err(invalid),
        }
    }
}

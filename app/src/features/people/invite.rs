//! Inviting someone to an organisation.

use super::new_link::NewLink;
use super::store::{self, MemberRow, NewInvitation};
use crate::journal::place_at;
use crate::prelude::pages::*;
use crate::web::tx::May;
use domain::access::Role;
use domain::people::OrganisationKind;

const NAME: Field = Field::new("name");
const EMAIL: Field = Field::new("email");
const ROLE: Field = Field::new("role");

/// Invites a person to an organisation. The page that it leads to shows the link, once.
pub struct Invite;

impl Form for Invite {
    const FIELDS: &'static [Field] = &[NAME, EMAIL, ROLE];
    type At = OrganisationId;
    const ROUTE: Route<OrganisationId> = paths::ORGANISATION;

    async fn act(_cx: &RequestCx, tx: &Tx, id: OrganisationId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::ManagePeople, id).await?;
        let new = parse(values, may.state().kind)?;
        not_oneself(tx, may.permit().by(), &new).await?;
        free(&may, &new).await?;
        let token = store::invite(&may, &new).await?;
        let said = format!("{} is invited.", new.name);
        Ok(NewLink { name: new.name, token }.on(Done::to(paths::ORGANISATION.to(id)).saying(said))?)
    }
}

/// Nobody gives themselves a role; it is asked again when the link is used, of whoever has the address then.
async fn not_oneself(tx: &Tx, by: PersonId, new: &NewInvitation) -> Result<(), Stop> {
    match store::credential_of(&tx.read().await?, &new.email).await? {
        Some((person, _)) if person == by => {
            let own = "This is your own address, and nobody gives themselves a role. Somebody else who may invite people here can invite you";
            Err(Invalid::one(EMAIL.name, own).into())
        }
        _ => Ok(()),
    }
}

/// Whether the person has not the role there already, and is not invited to it.
async fn free(may: &May<'_, actions::ManagePeople>, new: &NewInvitation) -> Result<(), Stop> {
    let (db, id) = (may.tx().read().await?, may.on());
    let taken = if let Some(name) = store::holder(&db, id, new.role, &new.email, may.today()).await? {
        format!("{name} has this role here already. Choose another role or enter another address")
    } else if let Some(open) = store::open_invitation_to(&db, id, new.role, &new.email, may.tx().now()).await? {
        format!(
            "{} is invited with this role already, and the link works until {}. Withdraw that invitation to make a new link",
            open.name,
            words::date(place_at(&db, id).await?.day(open.expires_at))
        )
    } else {
        return Ok(());
    };
    Err(Invalid::one(EMAIL.name, taken).into())
}

/// `kind` is the organisation's: it decides which roles there are.
fn parse(values: &Values, kind: OrganisationKind) -> Result<NewInvitation, Invalid> {
    let mut invalid = Invalid::default();
    let name = invalid.take(NAME.name, fields::line(values.get(NAME), "the person’s name", 200));
    let email = invalid.take(EMAIL.name, fields::email(values.get(EMAIL)));
    let role = Role::from_code(values.get(ROLE)).filter(|role| role.organisation_kind() == kind);
    if role.is_none() {
        invalid.add(ROLE.name, "Choose what the person will do");
    }
    match (name, email, role) {
        (Some(name), Some(email), Some(role)) if invalid.is_empty() => Ok(NewInvitation { name, email, role }),
        _ => Err(invalid),
    }
}

/// The form, with what is known of somebody who is to be invited again.
pub(super) fn draw(form: &Sheet<Invite>, kind: OrganisationKind, again: Option<MemberRow>) -> AnyView {
    let (name, email, role) = again.map_or_else(Default::default, |one| (one.name, one.email, one.role.code()));
    let roles = Role::ALL.into_iter().filter(|role| role.organisation_kind() == kind);
    let roles: Vec<_> = roles.map(|role| Choice::new(role.code(), role.title()).hinted(role.task())).collect();
    form.around(view! {
        <TextField of=form.field_or(NAME, name) label="Name"/>
        <TextField of=form.field_or(EMAIL, email) label="Email address" kind="email"/>
        <Radios of=form.field_or(ROLE, role) legend="Role" options=roles/>
        <Buttons><Button label="Make an invitation link"/></Buttons>
    })
}

//! One organisation's people and open invitations.

use super::invite::{self, Invite};
use super::new_link::{NewLink, ShownLink};
use super::rename_organisation;
use super::store::{self, FormerName, MemberRow};
use crate::entities::{invitation, organisation};
use crate::features::record::proposals::to_be_ended;
use crate::prelude::pages::*;
use crate::web::clock::civil_date;
use chrono_tz::Tz;
use domain::access::{Denied, Role};
use std::collections::{BTreeMap, HashMap};

/// In the query, who had a role here and is to be invited again.
pub(super) const AGAIN: &str = "again";

/// One organisation's people and open invitations, with the form to invite someone.
///
/// # Errors
/// [`AppError::NotFound`] for who may not see its people.
pub async fn page(cx: RequestCx, id: OrganisationId) -> Result<Page, AppError> {
    let db = cx.app.db.read();
    let actor = cx.actor()?;
    let (organisation, subject) = store::organisation_on_its_day(&cx, id).await?;
    permit(actor, actions::ViewPeople, &subject)?;
    let manages = permit(actor, actions::ManagePeople, &subject).map(drop);
    let ends = |member: &MemberRow| {
        let of = Subject { member: Some(member.person_id), ..subject.clone() };
        permit(actor, actions::EndMembership, &of).is_ok()
    };
    let members = store::members(db, id).await?;
    let again = PersonId::parse(&cx.query(AGAIN));
    let again = members.iter().filter(|one| Some(one.person_id) == again).max_by_key(|one| one.until_on).cloned();
    let members = members.into_iter();
    let shown = Shown {
        members: members.map(|member| (ends(&member), member)).collect(),
        invited: invited(&cx, id).await?,
        link: NewLink::found(&cx).await?,
        form: Sheet::on(&cx, &id).await?,
        again,
        to_be_ended: to_be_ended(db, id).await?,
        names: match permit(actor, actions::RenameOrganisation, &subject) {
            Ok(_) => Some(Ok(())),
            Err(Denied::Forbidden(why)) => Some(Err(why.to_owned())),
            Err(Denied::Unknown) => None,
        },
        formerly: store::former_names(db, id).await?,
        manages,
        me: actor.person,
        is_registrar: actor.is_registrar_of(&subject),
        today: cx.day_of_organisation(organisation.slug.as_deref()),
        zone: cx.app.catalogue.zone_of_organisation(organisation.slug.as_deref()),
        organisation,
    };
    Ok(Page::new(shown.organisation.name.clone(), move || draw(shown)))
}

/// The invitations that nobody has used, each with whether whoever made it could still make it.
async fn invited(cx: &RequestCx, id: OrganisationId) -> Result<Vec<(bool, invitation::Model)>, AppError> {
    let (db, catalogue) = (cx.app.db.read(), &cx.app.catalogue);
    let mut makers = BTreeMap::new();
    let mut all = Vec::new();
    for one in store::open_invitations(db, id, cx.now).await? {
        let works = match makers.get(&one.invited_by) {
            Some(works) => *works,
            None => store::may_still_invite(db, catalogue, &one, cx.now).await?,
        };
        makers.insert(one.invited_by, works);
        all.push((works, one));
    }
    Ok(all)
}

struct Shown {
    organisation: organisation::Model,
    /// Each with whether whoever looks may end the membership.
    members: Vec<(bool, MemberRow)>,
    /// Each with whether its link still works.
    invited: Vec<(bool, invitation::Model)>,
    /// The link that was made just now.
    link: Option<ShownLink>,
    form: Sheet<Invite>,
    /// Who is to be invited again: what is known of them stands in the form.
    again: Option<MemberRow>,
    /// Registrars whose end waits for a second one, with the request.
    to_be_ended: HashMap<PersonId, ProposalId>,
    /// Why whoever looks may not change them.
    manages: Result<(), Denied>,
    /// The names that it had.
    formerly: Vec<FormerName>,
    /// Whether whoever looks may correct the name, or why not; none where that is nothing to them.
    names: Option<Result<(), String>>,
    me: PersonId,
    /// Whether whoever looks may see the accounts of the people.
    is_registrar: bool,
    today: NaiveDate,
    zone: Tz,
}

fn draw(shown: Shown) -> AnyView {
    let rows: Vec<_> = shown.members.iter().map(|(ends, member)| member_row(&shown, member, *ends)).collect();
    let organisation = shown.organisation;
    let may = shown.manages.is_ok();
    let invited: Vec<_> =
        shown.invited.into_iter().map(|one| invited_row(one, (organisation.id, may), shown.zone)).collect();
    let invited = (!invited.is_empty()).then(|| {
        view! {
            <Section id="invited" title="Invited, not here yet">
                <DataTable named_by="invited-title" head=["Name", "As", "Works until", "Change"].map(String::from).to_vec() rows=invited/>
            </Section>
        }
    });
    let names = rename_organisation::section(organisation.id, shown.formerly, shown.names);
    let invite = match shown.manages {
        Ok(()) => invite::draw(&shown.form, organisation.kind, shown.again),
        Err(why) => view! { <p>{why.to_string()}</p> }.into_any(),
    };
    view! {
        <BackLink href=paths::ORGANISATIONS.to(()) label="Organisations and people"/>
        <Heading title=organisation.name eyebrow=organisation.kind.title()/>
        {shown.link.map(ShownLink::draw)}
        <Section id="people" title="People">
            <DataTable
                named_by="people-title"
                head=["Name", "Role", "From", "State", "Change"].map(String::from).to_vec()
                rows=rows
                empty="Nobody yet. Invite the first person below."
            />
        </Section>
        {invited}
        <Section id="invite" title="Invite someone">{invite}</Section>
        {names}
    }
    .into_any()
}

fn invited_row(
    (works, invitation): (bool, invitation::Model),
    (organisation, may): (OrganisationId, bool),
    zone: Tz,
) -> Vec<AnyView> {
    let role = invitation.role.map(Role::title);
    let until = match works {
        true => words::date(civil_date(invitation.expires_at, zone)),
        false => String::from("It works no longer: who made it may not invite here any more"),
    };
    let href = paths::WITHDRAW_INVITATION.to((organisation, invitation.id));
    let of = format!(" the invitation of {}", invitation.name);
    vec![
        invitation.name.into_any(),
        role.into_any(),
        until.into_any(),
        may.then(|| view! { <a href=href>"Withdraw"<span class="unseen">{of}</span></a> }).into_any(),
    ]
}

fn member_row(shown: &Shown, member: &MemberRow, ends: bool) -> Vec<AnyView> {
    let ended = member.until_on.filter(|until| *until <= shown.today);
    let state = match ended {
        Some(until) => view! { <Tag tone=Tone::Later label=format!("Ended on {}", words::date(until))/> }.into_any(),
        None => view! { <Tag tone=Tone::Met label="In force"/> }.into_any(),
    };
    let asked = shown.to_be_ended.get(&member.person_id).filter(|_| member.role == Role::Registrar);
    let change = (ends && ended.is_none()).then(|| {
        let (href, label, of) = match asked {
            Some(asked) => (paths::PROPOSAL.to(*asked), "End asked for", format!(": {}", member.name)),
            None => {
                let href = paths::END_MEMBERSHIP.to((shown.organisation.id, member.id));
                (href, "End", format!(" the membership of {}", member.name))
            }
        };
        view! { <a href=href>{label}<span class="unseen">{of}</span></a> }
    });
    let account = (shown.is_registrar && member.person_id != shown.me).then(|| {
        let of = format!(" of {}", member.name);
        let apart = change.is_some().then(|| view! { <br/> });
        view! { {apart}<a href=paths::ACCOUNT.to(member.person_id)>"Account"<span class="unseen">{of}</span></a> }
    });
    vec![
        view! { {member.name.clone()}<br/><span class="count">{member.email.clone()}</span> }.into_any(),
        member.role.title().into_any(),
        words::day(member.from_on),
        state,
        view! { {change}{account} }.into_any(),
    ]
}

//! Sign-in, invitations, organisations and their people.

use super::actions::{AcceptInvitation, AddOrganisation, EndMembership, Invite, SignIn, WithdrawInvitation};
use super::store::{self, Link, MemberRow};
use crate::design::back::BackLink;
use crate::design::card::Card;
use crate::design::empty::Empty;
use crate::design::error_summary::ErrorSummary;
use crate::design::field::{Button, ButtonTone, Buttons, Choice, Hidden, Radios, TextField};
use crate::design::heading::{Heading, Section};
use crate::design::once::OnceLink;
use crate::design::table::DataTable;
use crate::design::tag::{Tag, Tone};
use crate::error::AppError;
use crate::paths;
use crate::web::form::Returned;
use crate::web::page::{Page, page};
use crate::web::words;
use domain::access::{Role, Subject, actions, permit};
use domain::ids::{OrganisationId, RowId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Session key of a link just made: shown once.
pub const NEW_LINK: &str = "new_link";

/// Leads each person to their own first page; tells a visitor what this is.
#[component]
pub fn Start() -> impl IntoView {
    page(|cx, _| async move {
        let Some(person) = cx.person.as_deref() else {
            return Ok(welcome());
        };
        let actor = &person.actor;
        let first = if !person.enrolments.is_empty() {
            paths::HOME
        } else if actor.is(Role::Supervisor) || actor.is(Role::EmployerAdmin) {
            paths::QUEUE
        } else if actor.is(Role::Officer) {
            paths::SITTINGS
        } else if actor.is(Role::Registrar) {
            paths::APPLICATIONS
        } else {
            return Ok(nothing_yet(&person.name));
        };
        Ok(Page::elsewhere(first))
    })
}

fn welcome() -> Page {
    Page::new(
        "Every step of a qualification, in one record",
        view! {
            <Heading
                title="Every step of a qualification, in one record"
                lede="A qualification is a stair: each stage needs formal results and competence verified at work. Gradus shows where you stand on it, what counts, what is missing and why."
            />
            <p><a class="button" href=paths::SIGN_IN>"Sign in"</a></p>
            <ul>
                <li><a href=paths::CHECK>"Check a status by its code"</a></li>
                <li><a href=paths::FRAMEWORKS>"Look at the published frameworks"</a></li>
            </ul>
        },
    )
    .reading()
}

fn nothing_yet(name: &str) -> Page {
    let title = format!("Welcome, {name}");
    Page::new(
        title.clone(),
        view! {
            <Heading title=title/>
            <Empty
                title="You have no part in a qualification yet"
                text="Your professional body enrols trainees, and organisations invite their people. Ask whoever sent you here."
            />
        },
    )
    .reading()
}

/// Sign-in.
#[component]
pub fn SignInPage() -> impl IntoView {
    page(|cx, params| async move {
        let next = paths::local(&params.query("next")).to_owned();
        let form = cx.returned("sign-in").await?;
        let email = form.value("email", "");
        Ok(Page::new(
            "Sign in",
            view! {
                <ErrorSummary errors=form.summary()/>
                <Heading title="Sign in"/>
                <form method="post" action=SignIn::PATH novalidate>
                    <Hidden name="next" value=next/>
                    <TextField name="email" label="Email address" kind="email" autocomplete="username" value=email error=form.error("email")/>
                    <TextField name="password" label="Password" kind="password" autocomplete="current-password" error=form.error("password")/>
                    <Buttons><Button label="Sign in"/></Buttons>
                </form>
                <p>"No account? Your employer, training provider or professional body invites you by a link."</p>
            },
        )
        .with_form(&form)
        .reading())
    })
}

/// An invitation: set up an account, or what happened to the link.
#[component]
pub fn Invitation() -> impl IntoView {
    page(|cx, params| async move {
        let token = params.path("token");
        let dead = |title: &str, text: &str| {
            let (title, text) = (title.to_owned(), text.to_owned());
            Ok(Page::new(
                title.clone(),
                view! { <Heading title=title lede=text/><p><a href=paths::SIGN_IN>"Sign in"</a></p> },
            )
            .reading())
        };
        let open = match store::invitation_of(cx.app.db.read(), &token, cx.now).await? {
            Link::Open(open) => open,
            Link::Used => {
                return dead(
                    "This invitation has been used",
                    "If it was you, sign in with the password you chose. If not, tell whoever invited you.",
                );
            }
            Link::Expired => {
                return dead(
                    "This invitation has expired",
                    "Invitations work for 14 days. Ask whoever invited you for a new one.",
                );
            }
            Link::Withdrawn => {
                return dead(
                    "This invitation was withdrawn",
                    "Ask whoever invited you whether you still need an account.",
                );
            }
            Link::Unknown => return Err(AppError::NotFound),
        };
        let form = cx.returned("accept-invitation").await?;
        let organisation = match &open.organisation_id {
            Some(id) => Some(
                store::organisation(cx.app.db.read(), &OrganisationId::from(id.clone()))
                    .await?
                    .name,
            ),
            None => None,
        };
        let role = open
            .role
            .as_deref()
            .and_then(Role::from_code)
            .map_or("trainee", Role::title)
            .to_lowercase();
        let lede = match organisation {
            Some(name) => format!(
                "You are invited to {name} as {role}. You will sign in as {}.",
                open.email
            ),
            None => format!("You are invited as {role}. You will sign in as {}.", open.email),
        };
        let known = store::credential_of(cx.app.db.read(), &open.email).await?;
        if known.is_some_and(|(_, hash)| hash.is_some()) {
            return Ok(account_there(token, lede, &form));
        }
        let name = form.value("name", &open.name);
        Ok(Page::new(
            "Set up your account",
            view! {
                <ErrorSummary errors=form.summary()/>
                <Heading title="Set up your account" lede=lede/>
                <form method="post" action=AcceptInvitation::PATH novalidate>
                    <Hidden name="token" value=token/>
                    <TextField name="name" label="Your name" hint="As it should stand on records and certificates." autocomplete="name" value=name error=form.error("name")/>
                    <TextField name="password" label="Choose a password" kind="password" autocomplete="new-password" hint="15 characters or more. Four or five words are good." error=form.error("password")/>
                    <TextField name="again" label="The same password again" kind="password" autocomplete="new-password" error=form.error("again")/>
                    <Buttons><Button label="Create account and sign in"/></Buttons>
                </form>
            },
        )
        .with_form(&form)
        .reading())
    })
}

/// The page of an invitation whose address has an account: its password proves who accepts.
fn account_there(token: String, lede: String, form: &Returned) -> Page {
    Page::new(
        "Accept the invitation",
        view! {
            <ErrorSummary errors=form.summary()/>
            <Heading title="Accept the invitation" lede=lede/>
            <form method="post" action=AcceptInvitation::PATH novalidate>
                <Hidden name="token" value=token/>
                <TextField name="password" label="Your password" kind="password" autocomplete="current-password" hint="You have an account with this address. Enter the password with which you sign in." error=form.error("password")/>
                <Buttons><Button label="Accept and sign in"/></Buttons>
            </form>
        },
    )
    .with_form(form)
    .reading()
}

fn kind_word(kind: &str) -> &'static str {
    match kind {
        "employer" => "Employer",
        "provider" => "Training provider",
        _ => "Professional body",
    }
}

/// The organisations whose people one may manage.
#[component]
pub fn Organisations() -> impl IntoView {
    page(|cx, _| async move {
        let actor = cx.actor()?;
        let rows = store::organisations(cx.app.db.read(), actor, cx.today).await?;
        let may_add = permit(actor, actions::ManageOrganisations, &Subject::default()).is_ok();
        let form = cx.returned("add-organisation").await?;
        let cells = rows
            .into_iter()
            .map(|row| {
                let href = paths::organisation(&OrganisationId::from(row.id));
                let people = words::count(usize::try_from(row.members).unwrap_or_default(), "person", "people");
                vec![
                    view! { <a href=href>{row.name}</a> }.into_any(),
                    kind_word(&row.kind).into_any(),
                    people.into_any(),
                ]
            })
            .collect::<Vec<_>>();
        let kinds = ["employer", "provider", "body"]
            .map(|kind| Choice {
                value: kind.to_owned(),
                label: kind_word(kind).to_owned(),
                hint: None,
            })
            .to_vec();
        let (name, kind) = (form.value("name", ""), form.value("kind", ""));
        let add = may_add.then(|| {
            let fields = view! {
                <form method="post" action=AddOrganisation::PATH novalidate>
                    <TextField name="name" label="Name" value=name error=form.error("name")/>
                    <Radios name="kind" legend="What it is" options=kinds value=kind error=form.error("kind")/>
                    <Buttons><Button label="Add organisation"/></Buttons>
                </form>
            };
            view! { <Section id="add" title="Add an organisation">{fields}</Section> }
        });
        Ok(Page::new(
            "Organisations and people",
            view! {
                <ErrorSummary errors=form.summary()/>
                <Heading title="Organisations and people" lede="Choose an organisation to see its people, invite someone or end a membership."/>
                <DataTable
                    caption="Organisations"
                    caption_hidden=true
                    head=vec![String::from("Name"), String::from("Kind"), String::from("Today")]
                    rows=cells
                    empty="No organisation yet."
                />
                {add}
            },
        )
        .with_form(&form))
    })
}

/// One organisation's people and open invitations.
#[component]
pub fn Organisation() -> impl IntoView {
    page(|cx, params| async move {
        let id = OrganisationId::parse(&params.path("organisation")).ok_or(AppError::NotFound)?;
        permit(
            cx.actor()?,
            actions::ManagePeople,
            &Subject::of_organisation(id.clone()),
        )?;
        let db = cx.app.db.read();
        let organisation = store::organisation(db, &id).await?;
        let members = store::members(db, &id).await?;
        let invitations = store::open_invitations(db, &id, cx.now).await?;
        let form = cx.returned(&format!("invite {id}")).await?;
        let link = cx.session.get::<(String, String)>(NEW_LINK).await?;
        if link.is_some() {
            cx.session.remove_value(NEW_LINK).await?;
        }
        let new_link = link.map(|(name, token)| {
            let path = paths::invitation(&token);
            let link = view! { <OnceLink path=path/> };
            view! {
                <Card title=format!("Link for {name}")>
                    <p>"Send it by a way you trust. It works once, for 14 days."</p>
                    <p class="once">{link}</p>
                </Card>
            }
        });
        let me = cx.actor()?.person.to_string();
        let rows = members
            .into_iter()
            .map(|member| member_row(member, &id, &me, cx.today))
            .collect::<Vec<_>>();
        let invited = invitations
            .into_iter()
            .map(|invitation| {
                let role = invitation.role.as_deref().and_then(Role::from_code).map_or("Trainee", Role::title);
                let until = words::date(crate::web::clock::civil_date(invitation.expires_at, crate::web::request::ZONE));
                let (org, name) = (id.to_string(), invitation.name.clone());
                vec![
                    invitation.name.into_any(),
                    role.into_any(),
                    until.into_any(),
                    view! {
                        <form method="post" action=WithdrawInvitation::PATH>
                            <Hidden name="organisation" value=org/>
                            <Hidden name="invitation" value=invitation.id/>
                            <button class="link danger">"Withdraw"<span class="unseen">{format!(" the invitation of {name}")}</span></button>
                        </form>
                    }
                    .into_any(),
                ]
            })
            .collect::<Vec<_>>();
        let roles = Role::ALL
            .into_iter()
            .filter(|role| role.organisation_kind() == organisation.kind)
            .map(|role| Choice {
                value: role.code().to_owned(),
                label: role.title().to_owned(),
                hint: Some(role_hint(role).to_owned()),
            })
            .collect::<Vec<_>>();
        let (name, email, role) = (form.value("name", ""), form.value("email", ""), form.value("role", ""));
        let some_invited = (!invited.is_empty()).then(|| {
            view! {
                <Section id="invited" title="Invited, not here yet">
                    <DataTable caption="Open invitations" caption_hidden=true head=["Name", "As", "Works until", "Change"].map(String::from).to_vec() rows=invited/>
                </Section>
            }
        });
        let invite = view! {
            <form method="post" action=Invite::PATH novalidate>
                <Hidden name="organisation" value=id.to_string()/>
                <TextField name="name" label="Name" value=name error=form.error("name")/>
                <TextField name="email" label="Email address" kind="email" value=email error=form.error("email")/>
                <Radios name="role" legend="Role" options=roles value=role error=form.error("role")/>
                <Buttons><Button label="Make an invitation link"/></Buttons>
            </form>
        };
        Ok(Page::new(
            organisation.name.clone(),
            view! {
                <BackLink href=paths::ORGANISATIONS label="Organisations and people"/>
                <ErrorSummary errors=form.summary()/>
                <Heading title=organisation.name eyebrow=kind_word(&organisation.kind)/>
                {new_link}
                <Section id="people" title="People">
                    <DataTable
                        caption="People"
                        caption_hidden=true
                        head=["Name", "Role", "From", "State", "Change"].map(String::from).to_vec()
                        rows=rows
                        empty="Nobody yet. Invite the first person below."
                    />
                </Section>
                {some_invited}
                <Section id="invite" title="Invite someone">{invite}</Section>
            },
        )
        .with_form(&form))
    })
}

fn role_hint(role: Role) -> &'static str {
    match role {
        Role::Supervisor => "Signs off competence seen at work.",
        Role::EmployerAdmin => "Verifies stages, names supervisors, invites people.",
        Role::Officer => "Records and confirms results.",
        Role::Registrar => "Enrols, confers and withdraws statuses.",
    }
}

fn member_row(member: MemberRow, organisation: &OrganisationId, me: &str, today: chrono::NaiveDate) -> Vec<AnyView> {
    let ended = member.until_on.is_some_and(|until| until <= today);
    let role = Role::from_code(&member.role).map_or("", Role::title);
    let state = match member.until_on {
        Some(until) if ended => {
            view! { <Tag tone=Tone::Later label=format!("Ended {}", words::date(until))/> }.into_any()
        }
        _ => view! { <Tag tone=Tone::Met label="In force"/> }.into_any(),
    };
    let change = if ended || member.person_id == me {
        "".into_any()
    } else {
        let href = paths::end_membership(organisation, &RowId::from(member.id));
        view! { <a href=href>"End"<span class="unseen">{format!(" the membership of {}", member.name)}</span></a> }
            .into_any()
    };
    vec![
        view! { {member.name}<br/><span class="count">{member.email}</span> }.into_any(),
        role.into_any(),
        words::date(member.from_on).into_any(),
        state,
        change,
    ]
}

/// The question before a membership ends.
#[component]
pub fn EndMembershipPage() -> impl IntoView {
    page(|cx, params| async move {
        let id = OrganisationId::parse(&params.path("organisation")).ok_or(AppError::NotFound)?;
        permit(
            cx.actor()?,
            actions::ManagePeople,
            &Subject::of_organisation(id.clone()),
        )?;
        let membership = params.path("membership");
        let members = store::members(cx.app.db.read(), &id).await?;
        let member = members
            .into_iter()
            .find(|member| member.id == membership)
            .ok_or(AppError::NotFound)?;
        let role = Role::from_code(&member.role)
            .map_or("member", Role::title)
            .to_lowercase();
        let title = format!("End the membership of {}?", member.name);
        let lede = format!(
            "From today {} can no longer act as {role}. What they signed before stays valid, and they can be invited again.",
            member.name
        );
        Ok(Page::new(
            title.clone(),
            view! {
                <BackLink href=paths::organisation(&id) label="Back"/>
                <Heading title=title lede=lede/>
                <form method="post" action=EndMembership::PATH>
                    <Hidden name="organisation" value=id.to_string()/>
                    <Hidden name="membership" value=membership/>
                    <Buttons><Button label="End membership" tone=ButtonTone::Danger/>" "<a href=paths::organisation(&id)>"Keep it"</a></Buttons>
                </form>
            },
        )
        .reading())
    })
}

//! Enrolling a trainee.

use super::new_enrolment::{
    ACCOUNT, EMAIL, EMPLOYER, FRAMEWORK, FROM_ON, JOB_TITLE, JOINED_ON, NAME, NAMESAKE, NewTrainee, PROVIDER,
    SPECIALISM, after_the_earlier,
};
use crate::design::field::Checkboxes;
use crate::features::awards::store::awards_of;
use crate::features::people::new_link::NewLink;
use crate::features::people::store::{self as people, Account};
use crate::features::record::store::{self, NewEnrolment};
use crate::prelude::pages::*;
use crate::web::tx::May;
use domain::access::{Actor, Role};
use domain::framework::Framework;
use domain::people::OrganisationKind;
use domain::text::list;
use sea_orm::ConnectionTrait;

/// Enrols a trainee, known or new. A new one gets an invitation, whose link the next page shows once.
pub struct Enrol;

impl Form for Enrol {
    const FIELDS: &'static [Field] =
        &[NAME, EMAIL, FRAMEWORK, SPECIALISM, FROM_ON, JOINED_ON, PROVIDER, EMPLOYER, JOB_TITLE, ACCOUNT, NAMESAKE];
    type At = ();
    const ROUTE: Route<()> = paths::ENROL;

    async fn act(cx: &RequestCx, tx: &Tx, (): (), values: &Values) -> Result<Done, Stop> {
        let offered = frameworks_of(cx, cx.lists(OwnList::OfBody)?).await?;
        let new = NewTrainee::parse(values, cx, &offered)?;
        let body = store::body_of(cx.app.db.read(), &cx.app.catalogue, &new.enrolment.framework).await?;
        let may = tx.may(actions::Enrol, body).await?;
        recognised(&may, &new.enrolment).await?;
        let account = people::account_for(&may, &new.name, &new.email).await?.as_known_to(body, &new.name);
        // Roles are read again: the account's lock may have been waited for.
        if !in_good_hands(&tx.actor().await?, &may, &account)? {
            return clear_up(&may, account, &new).await;
        }
        is_meant(&account, body, &new)?;
        if !account.known_as.contains_key(&body) && !new.is_another {
            is_new(&tx.read().await?, body, &account).await?;
        }
        let (slug, version) = &new.enrolment.framework;
        let left = store::left_from(&tx.read().await?, account.person, (slug, version)).await?;
        after_the_earlier(new.enrolment.from_on, left).map_err(|why| Invalid::one(FROM_ON.name, why))?;
        let kept = store::enrol(&may, (account.person, &account.name), &new.enrolment).await.map_err(at_email)?;
        let earlier = earlier(&tx.read().await?, account.person, slug).await?;
        let said = format!("{}{earlier}", said(&account, kept));
        if account.is_set_up { Ok(enrolled(said)) } else { with_link(&may, account, &new, said).await }
    }
}

fn enrolled(said: String) -> Done {
    Done::to(paths::ENROLMENTS.to(())).saying(said)
}

/// Leads on with a link by which the owner of an account shows that it is theirs.
async fn with_link(
    may: &May<'_, actions::Enrol>,
    account: Account,
    new: &NewTrainee,
    said: String,
) -> Result<Done, Stop> {
    let token = people::make_account_link(may, account.person, (&account.name, &new.email)).await?;
    Ok(NewLink { name: account.name, token }.on(enrolled(said))?)
}

/// What stands in the way of whoever has the address.
fn at_email(error: AppError) -> Stop {
    match error {
        AppError::Conflict(why) | AppError::Forbidden(why) => {
            Invalid::one(EMAIL.name, why.trim_end_matches('.')).into()
        }
        other => other.into(),
    }
}

/// Asked before anybody is enrolled under another name, or whose name the body does not know: an address with a slip in it is somebody
/// else's.
fn is_meant(account: &Account, body: OrganisationId, new: &NewTrainee) -> Result<(), Invalid> {
    let (known, address, name) = (&account.name, &new.email, &new.name);
    let text = if account.is_of_others_alone(body) {
        format!(
            "{address} is the address of an account of which you can’t see the name: another professional body knows its owner, and yours does not yet. Make sure that it is the address of {name}, and tick the box to enrol them, or enter another address"
        )
    } else if known == name {
        return Ok(());
    } else {
        format!(
            "{address} is the address of {known}, and you entered the name {name}. Tick the box to enrol {known}, or enter another address"
        )
    };
    if new.agreed { Ok(()) } else { Err(Invalid::one(ACCOUNT.name, text)) }
}

/// Asked before a second record is opened under a name that a trainee of the body has: they may be the same person.
async fn is_new(db: &impl ConnectionTrait, body: OrganisationId, account: &Account) -> Result<(), Stop> {
    let namesakes = store::namesakes(db, body, (account.person, &account.name)).await?;
    let known: Vec<String> = namesakes.iter().map(|one| format!("{} ({})", one.name, one.email)).collect();
    if known.is_empty() {
        return Ok(());
    }
    let text = format!(
        "You have a trainee of this name: {}. If they are the same person, enter that address. If not, tick the box",
        list(&known)
    );
    Err(Invalid::one(NAMESAKE.name, text).into())
}

/// The frameworks of the bodies whose registrar somebody is.
async fn frameworks_of(cx: &RequestCx, actor: &Actor) -> Result<Vec<Arc<Framework>>, AppError> {
    let slugs = people::slugs_of(cx.app.db.read(), &actor.organisations(Role::Registrar)).await?;
    let of_them = |one: &&Arc<Framework>| slugs.iter().any(|slug| slug == one.body());
    Ok(cx.app.catalogue.all().filter(of_them).cloned().collect())
}

/// Whether the body recognises the provider and the employer. One that it does not is as if there were none.
async fn recognised(may: &May<'_, actions::Enrol>, new: &NewEnrolment) -> Result<(), Stop> {
    let (db, employer) = (may.tx().read().await?, new.employer.as_ref().map(|(id, _)| *id));
    for (field, kind, id) in
        [(PROVIDER, OrganisationKind::Provider, new.provider), (EMPLOYER, OrganisationKind::Employer, employer)]
    {
        if id.is_some() && people::chosen(&db, (kind, &[may.on()]), id).await?.is_none() {
            let text = format!("Choose one from the list: this is no {}", kind.code());
            return Err(Invalid::one(field.name, text).into());
        }
    }
    Ok(())
}

/// Whether the account may become a trainee's as it is. Only when it is known whose address it is, it is known whose record it is.
///
/// # Errors
/// Of what can't be settled here: a registrar's own account, and one that a link of theirs would open to whoever has the link, and
/// on which another body depends.
fn in_good_hands(actor: &Actor, may: &May<'_, actions::Enrol>, account: &Account) -> Result<bool, Stop> {
    let body = may.on();
    let trainee = Subject { trainee: Some(account.person), ..may.permit().subject().clone() };
    permit(actor, actions::Enrol, &trainee).map_err(|denied| at_email(denied.into()))?;
    if !account.is_set_up && !account.is_of(body) {
        let of = whose(body, account);
        let text = format!(
            "This address belongs to an account {of}, and which its owner has not set up yet. Enrol them when they have. If they have no link that works, ask the people who run this service to reset the account"
        );
        return Err(Invalid::one(EMAIL.name, text).into());
    }
    Ok(!account.is_set_up || !account.is_in_doubt(body))
}

/// Why a registrar sees no link that would set an account up.
fn whose(body: OrganisationId, account: &Account) -> &'static str {
    if account.is_known_besides(body) {
        "on which another professional body depends"
    } else {
        "whose owner acts or acted for an organisation"
    }
}

/// Does what must come before the enrolment when an account that was set up may be in other hands: its owner shows by a link and the
/// password that was there that it is theirs.
async fn clear_up(may: &May<'_, actions::Enrol>, account: Account, new: &NewTrainee) -> Result<Done, Stop> {
    if !new.agreed {
        let of = whose(may.on(), &account);
        let text = format!(
            "This address belongs to an account {of}, and its owner has not used a link of yours: somebody else may be in it. Tick the box to make a link by which the owner shows that the account is theirs, and enrol them when they have used it. If they can’t sign in, ask the people who run this service to reset the account"
        );
        return Err(Invalid::one(ACCOUNT.name, text).into());
    }
    let said = format!(
        "{} is not enrolled yet. First they open the link that was made for them, and enter the password with which they sign in. Then enrol them.",
        account.name
    );
    with_link(may, account, new, said).await
}

/// What was done, in words; `kept` is an employment that was noted already.
fn said(account: &Account, kept: Option<store::Employment>) -> String {
    let mut said = format!("{} is enrolled.", account.name);
    if let Some(kept) = kept {
        said.push_str(&format!(
            " They work for {} already, {}, as {}: the job title that you entered was not noted.",
            kept.name,
            kept.spell(),
            kept.job_title
        ));
    }
    if !account.is_set_up {
        said.push_str(" They set up their account by the link that was made for them.");
    }
    said
}

/// What is said of enrolments on the framework that have ended, and of the statuses that were conferred on them.
async fn earlier(db: &impl ConnectionTrait, person: PersonId, slug: &str) -> Result<String, AppError> {
    let mut said = String::new();
    for one in store::earlier(db, person, slug).await? {
        let (version, from, last) = (&one.version, words::date(one.from_on), words::last_day(one.ended_on));
        said.push_str(&format!(" They had an enrolment on version {version} before, from {from} to {last}."));
        let held = awards_of(db, one.id).await?.into_iter().filter(|award| award.withdrawal.is_none());
        let held: Vec<String> = held.map(|award| award.title).collect();
        if !held.is_empty() {
            said.push_str(&format!(" What was conferred on it stays: {}.", list(&held)));
        }
    }
    Ok(said)
}

/// What can be chosen from.
struct Choices {
    frameworks: Vec<Choice>,
    specialisms: Vec<Choice>,
    providers: Vec<Choice>,
    employers: Vec<Choice>,
}

/// The page with the form.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but the registrar.
pub async fn page(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    let (db, actor) = (cx.app.db.read(), cx.lists(OwnList::OfBody)?);
    let bodies = actor.organisations(Role::Registrar);
    let organisations = async |kind: OrganisationKind| -> Result<Vec<Choice>, AppError> {
        let found = people::recognised(db, kind, &bodies).await?;
        Ok(found.into_iter().map(|(id, name)| Choice::new(id, name)).collect())
    };
    let offered = frameworks_of(&cx, actor).await?;
    let choices = Choices {
        frameworks: frameworks(&offered),
        specialisms: specialisms(&offered),
        providers: organisations(OrganisationKind::Provider).await?,
        employers: organisations(OrganisationKind::Employer).await?,
    };
    let form = Sheet::<Enrol>::on(&cx, &()).await?;
    let page = FormPage {
        title: String::from("Enrol a trainee"),
        eyebrow: Words::default(),
        intro: String::new(),
        back: (paths::ENROLMENTS.to(()), String::from("Enrolments")),
    };
    Ok(form.page(page, move |form| fields(choices, form)))
}

fn frameworks(offered: &[Arc<Framework>]) -> Vec<Choice> {
    let choice = |slug: &str, version: &str, title: &str| {
        Choice::new(format!("{slug} {version}"), format!("{title}, version {version}"))
    };
    let all = offered.iter();
    all.map(|one| choice(one.slug(), one.version(), one.title())).collect()
}

fn specialisms(offered: &[Arc<Framework>]) -> Vec<Choice> {
    let of = offered.iter().flat_map(|framework| {
        let specialisms = framework.specialisms().iter();
        specialisms.map(|one| Choice::new(&one.id, format!("{}: {}", framework.short_title(), one.title)))
    });
    of.collect()
}

fn fields(choices: Choices, form: &Sheet<Enrol>) -> AnyView {
    let account = form.field(ACCOUNT);
    let account = account.error.is_some().then(|| {
        let address =
            form.typed().and_then(|typed| crate::web::fields::email(typed.get(EMAIL)).ok()).unwrap_or_default();
        let of_this = Choice::new(address.clone(), format!("Yes, do this for the account of {address}"));
        view! { <Checkboxes of=account legend="Account" options=vec![of_this]/> }
    });
    let namesake = form.field(NAMESAKE);
    let namesake = namesake.error.is_some().then(|| {
        let name = form.typed().and_then(|typed| crate::web::fields::line(typed.get(NAME), "", 200).ok());
        let other = Choice::new(name.unwrap_or_default(), "Yes, this is another person");
        view! { <Checkboxes of=namesake legend="Same name" options=vec![other]/> }
    });
    view! {
        <TextField of=form.field(NAME) label="Name"/>
        <TextField of=form.field(EMAIL) label="Email address" kind="email" hint="If an account with this address exists, its owner is enrolled. If the name differs, or you can’t see it, you are asked first."/>
        <Radios of=form.field(FRAMEWORK) legend="Framework" options=choices.frameworks/>
        <Select of=form.field(SPECIALISM) label="Specialism" prompt="Not yet chosen" options=choices.specialisms optional=true/>
        <TextField of=form.field(FROM_ON) label="First day" kind="date"/>
        <TextField of=form.field(JOINED_ON) label="Joined the professional body on (optional)" kind="date" hint="Some routes depend on it. It can be added later."/>
        <Select of=form.field(PROVIDER) label="Training provider" prompt="None yet" options=choices.providers optional=true/>
        <Select of=form.field(EMPLOYER) label="Employer" prompt="None yet" options=choices.employers optional=true/>
        <TextField of=form.field(JOB_TITLE) label="Job title, if there is an employer"/>
        {account}
        {namesake}
        <Buttons><Button label="Enrol"/></Buttons>
    }
    .into_any()
}

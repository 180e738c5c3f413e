//! Correcting the name of an employer or a provider.

use super::add_organisation::{ANOTHER, NAME, another, asked_about, is_another, name_typed, taken};
use super::store::{self, FormerName, Resembling};
use crate::entities::organisation;
use crate::prelude::pages::*;
use crate::web::forms::present::{self, PRESENT};
use domain::access::Role;

const REASON: Field = Field::written("reason");

/// The longest reason, in characters.
const REASON_MAX: usize = 1000;

/// Puts another name in the place of the one that an organisation has.
pub struct RenameOrganisation;

impl Form for RenameOrganisation {
    const FIELDS: &'static [Field] = &[NAME, REASON, ANOTHER, PRESENT];
    type At = OrganisationId;
    const ROUTE: Route<OrganisationId> = paths::RENAME_ORGANISATION;

    async fn act(cx: &RequestCx, tx: &Tx, id: OrganisationId, values: &Values) -> Result<Done, Stop> {
        let (known, subject) = store::organisation_on_its_day(cx, id).await?;
        permit(cx.actor()?, actions::RenameOrganisation, &subject)?;
        let (name, reason) = parse(values, &known.name)?;
        // All names are read, so before the work begins, for which others would wait.
        if values.get(ANOTHER) != name {
            let bodies = cx.lists(OwnList::OfBody)?.organisations(Role::Registrar);
            is_another(store::resembling(cx, &name, &bodies, Some(id)).await?)?;
        }
        let may = tx.may(actions::RenameOrganisation, id).await?;
        let now = &may.state().name;
        present::is_seen(values, NAME, now, &format!("the name was changed to {now}"))?;
        if store::is_taken(&tx.read().await?, &name, id).await? {
            return Err(taken(&name).into());
        }
        store::rename(may.writer(), (may.place(), may.state()), (&name, &reason)).await?;
        let said =
            format!("The organisation is called {name} from today on. Its earlier name stands beside it in the list.");
        Ok(Done::to(paths::ORGANISATION.to(id)).saying(said))
    }
}

fn parse(values: &Values, known: &str) -> Result<(String, String), Invalid> {
    let mut invalid = Invalid::default();
    let name = name_typed(values).and_then(|name| {
        let is_other = name != known;
        is_other
            .then_some(name)
            .ok_or_else(|| String::from("Enter another name: the organisation has this one already"))
    });
    let name = invalid.take(NAME.name, name);
    let reason = fields::text(values.get(REASON), "why the name is corrected", REASON_MAX);
    match (name, invalid.take(REASON.name, reason)) {
        (Some(name), Some(reason)) => Ok((name, reason)),
        _ => Err(invalid),
    }
}

/// The page with the form.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but a registrar of a body that recognises it; [`AppError::Forbidden`] where another body depends on
/// it, and for a body.
pub async fn page(cx: RequestCx, id: OrganisationId) -> Result<Page, AppError> {
    let (organisation, subject) = store::organisation_on_its_day(&cx, id).await?;
    permit(cx.actor()?, actions::RenameOrganisation, &subject)?;
    let form = Sheet::<RenameOrganisation>::on(&cx, &id).await?;
    let alike = asked_about(&cx, &form, Some(id)).await?;
    let title = format!("The name of {}", organisation.name);
    Ok(Page::new(title.clone(), move || draw(&organisation, title, (&form, &alike))).reading())
}

fn draw(
    organisation: &organisation::Model,
    title: String,
    (form, alike): (&Sheet<RenameOrganisation>, &Resembling),
) -> AnyView {
    let leave = paths::ORGANISATION.to(organisation.id);
    let back = leave.clone();
    let fields = view! {
        {present::held(form, &organisation.name)}
        <TextField of=form.field_or(NAME, organisation.name.clone()) label="Name"/>
        <TextArea of=form.field(REASON) label="Why the name is corrected" hint="The registrars of the bodies that it serves and its administrators read it." rows=3/>
        {another(form, alike)}
        <Buttons><Button label="Correct the name"/>" "<a href=leave>"Leave it as it is"</a></Buttons>
    };
    view! {
        <BackLink href=back label=organisation.name.clone()/>
        <Heading title=title intro="Everybody reads this name from now on. What was signed keeps the name that it was made with. The earlier name is kept: it stands here and in the list of organisations, and whoever adds one of that name is asked about this one."/>
        {form.around(fields)}
    }
    .into_any()
}

/// What it was called, and the way to correct what it is called or why that is not to be done here.
pub(super) fn section(
    id: OrganisationId,
    formerly: Vec<FormerName>,
    may: Option<Result<(), String>>,
) -> Option<AnyView> {
    if formerly.is_empty() && may.is_none() {
        return None;
    }
    let change = may.map(|may| match may {
        Ok(()) => view! { <p><a href=paths::RENAME_ORGANISATION.to(id)>"Correct the name"</a></p> }.into_any(),
        Err(why) => view! { <p>{why}</p> }.into_any(),
    });
    let rows: Vec<_> = formerly.into_iter().map(row).collect();
    let names = (!rows.is_empty()).then(|| {
        let head = ["Name", "Changed on", "Why it was corrected"].map(String::from).to_vec();
        view! { <DataTable caption="Earlier names" caption_hidden=true head=head rows=rows/> }
    });
    let title = if names.is_some() { "Earlier names" } else { "Name" };
    Some(view! { <Section id="names" title=title>{names}{change}</Section> }.into_any())
}

fn row(one: FormerName) -> Vec<AnyView> {
    let by = one.corrector.map(|name| view! { <br/><span class="count">{format!("by {name}")}</span> });
    let why = view! { {one.reason}{by} }.into_any();
    vec![one.name.into_any(), words::day(one.until_on), why]
}

//! Adding a sitting.

use super::store::{self, NewSitting};
use super::words::elements;
use crate::content::catalogue::Catalogue;
use crate::features::people::store as people;
use crate::prelude::pages::*;
use domain::access::Role;
use domain::people::OrganisationKind;

const PROVIDER: Field = Field::new("provider");
const ELEMENT: Field = Field::new("element");
const HELD_ON: Field = Field::new("held_on");

/// Adds a sitting.
#[derive(Debug)]
pub struct AddSitting;

impl Form for AddSitting {
    const FIELDS: &'static [Field] = &[PROVIDER, ELEMENT, HELD_ON];
    type At = ();
    const ROUTE: Route<()> = paths::NEW_SITTING;

    async fn act(cx: &RequestCx, tx: &Tx, (): (), values: &Values) -> Result<Done, Stop> {
        let providers = cx.lists(OwnList::Sittings)?.organisations(Role::Officer);
        let new = parse(values, &providers, cx)?;
        let may = tx.may(actions::AddSitting, new.provider).await?;
        if let Some(there) = store::find_sitting(&tx.read().await?, &new).await? {
            let done = Done::to(paths::SITTING.to(there));
            return Err(Stop::Instead(done.warning("This sitting was added before. This is its page.")));
        }
        let id = store::add_sitting(&may, &new).await?;
        Ok(Done::to(paths::SITTING.to(id)).saying("The sitting is added. Record its results."))
    }
}

/// `element` is "slug version element"; the provider may be left out by a person who acts for one only.
fn parse(values: &Values, providers: &[OrganisationId], cx: &RequestCx) -> Result<NewSitting, Invalid> {
    let catalogue = &cx.app.catalogue;
    let mut invalid = Invalid::default();
    let provider = match (values.get(PROVIDER), providers) {
        ("", [only]) => Some(*only),
        (typed, _) => OrganisationId::parse(typed),
    };
    if provider.is_none() {
        invalid.add(PROVIDER.name, "Choose the provider that held the sitting");
    }
    let chosen = chosen_element(values.get(ELEMENT), catalogue);
    if chosen.is_none() {
        invalid.add(ELEMENT.name, "Choose an assessment or a course");
    }
    let held_on = held_on(&mut invalid, values.get(HELD_ON), cx, chosen.as_ref().map(|(version, _)| version));
    match (provider, chosen, held_on) {
        (Some(provider), Some((framework, element)), Some(held_on)) if invalid.is_empty() => {
            Ok(NewSitting { provider, framework, element, held_on })
        }
        _ => Err(invalid),
    }
}

/// The day of a sitting, which has been and on which the version of its framework was in force.
pub(super) fn held_on(
    invalid: &mut Invalid,
    typed: &str,
    cx: &RequestCx,
    version: Option<&(String, String)>,
) -> Option<NaiveDate> {
    let held_on = invalid.take(HELD_ON.name, fields::date(typed, "the date of the sitting"))?;
    let version = version.and_then(|(slug, version)| cx.app.catalogue.get(slug, version));
    let today = version.as_ref().map_or_else(|| cx.day_of_organisations(), |version| cx.day_of(version));
    for why in domain::sittings::held_on(held_on, today, version.as_deref()) {
        invalid.add(HELD_ON.name, why.to_string());
    }
    Some(held_on)
}

fn chosen_element(value: &str, catalogue: &Catalogue) -> Option<((String, String), String)> {
    let mut words = value.splitn(3, ' ');
    let (slug, version, element) = (words.next()?, words.next()?, words.next()?);
    let framework = catalogue.get(slug, version)?;
    let ix = framework.find(element)?;
    framework.node(ix).kind.has_results().then(|| ((slug.to_owned(), version.to_owned()), element.to_owned()))
}

/// The form for a new sitting of a provider that one acts for.
///
/// # Errors
/// [`AppError::NotFound`] for who acts for none.
pub async fn page(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    let own = cx.lists(OwnList::Sittings)?.organisations(Role::Officer);
    let providers = providers_to_choose(&cx, &own).await?;
    let form = Sheet::<AddSitting>::on(&cx, &()).await?;
    let page = FormPage {
        title: String::from("Add a sitting"),
        eyebrow: Words::default(),
        intro: String::from("Its results are recorded afterwards, on the sitting’s own page."),
        back: (paths::SITTINGS.to(()), String::from("Sittings")),
    };
    Ok(form.page(page, move |form| fields(form, elements(&cx.app.catalogue), providers)))
}

/// The providers as choices, when there is a choice.
async fn providers_to_choose(cx: &RequestCx, own: &[OrganisationId]) -> Result<Vec<Choice>, AppError> {
    if own.len() < 2 {
        return Ok(Vec::new());
    }
    let providers = people::organisations_of_kind(cx.app.db.read(), OrganisationKind::Provider).await?;
    let own = providers.into_iter().filter(|provider| own.contains(&provider.id));
    Ok(own.map(|provider| Choice::new(provider.id, provider.name)).collect())
}

fn fields(form: &Sheet<AddSitting>, elements: Vec<Choice>, providers: Vec<Choice>) -> AnyView {
    let provider = (!providers.is_empty()).then(|| {
        view! { <Select of=form.field(PROVIDER) label="Provider" prompt="Choose a provider" options=providers/> }
    });
    view! {
        {provider}
        <Select of=form.field(ELEMENT) label="Assessment or course" prompt="Choose an assessment or a course" options=elements/>
        <TextField
            of=form.field(HELD_ON)
            label="Date"
            kind="date"
            hint="The day of the sitting, or of the completion of a course."
            width=FieldWidth::Short
        />
        <Buttons><Button label="Add sitting"/></Buttons>
    }
    .into_any()
}

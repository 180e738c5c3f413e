//! Correcting the name by which a body knows a trainee.

use super::earlier;
use crate::features::awards::store::listing;
use crate::features::record::store::{self, KnownAs};
use crate::journal::Because;
use crate::prelude::pages::*;
use crate::web::forms::present;

const NAME: Field = Field::new("name");
const FROM_ON: Field = Field::new("from_on");

/// The longest name, in characters.
const NAME_MAX: usize = 200;

/// Puts another name in the place of the one in the record, from a day on. The name of the account stays its owner's.
pub struct CorrectName;

impl Form for CorrectName {
    const FIELDS: &'static [Field] = &[NAME, FROM_ON, earlier::REASON, present::PRESENT];
    type At = EnrolmentId;
    const ROUTE: Route<EnrolmentId> = paths::CORRECT_NAME;

    async fn act(_cx: &RequestCx, tx: &Tx, id: EnrolmentId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::CorrectName, id).await?;
        let (name, from, why) = parse(values, &may.state().name, may.today())?;
        let now = &may.state().name;
        present::is_seen(values, NAME, now, &format!("the name was changed to {now}"))?;
        store::correct_name(&may, (&name, from), &Because::new(why.as_deref())?).await?;
        listing::list_anew(&may).await?;
        let said = format!("The record has the name {name} from {}.", words::date(from));
        Ok(Done::to(paths::ENROLMENT.to(id)).saying(said))
    }
}

fn parse(values: &Values, known: &str, today: NaiveDate) -> Result<(String, NaiveDate, Option<String>), Invalid> {
    let mut invalid = Invalid::default();
    let name = fields::line(values.get(NAME), "the name", NAME_MAX).and_then(|name| {
        let another = name != known;
        another.then_some(name).ok_or_else(|| String::from("Enter another name: the record has this one already"))
    });
    let from = fields::date(values.get(FROM_ON), "the day from which they have the name").and_then(|from| {
        (from <= today).then_some(from).ok_or_else(|| String::from("Enter a day that is not in the future"))
    });
    let (name, from) = (invalid.take(NAME.name, name), invalid.take(FROM_ON.name, from));
    let why = invalid
        .take(earlier::REASON.name, earlier::reason(values, earlier::WHY, from.is_some_and(|from| from < today)));
    match (name, from, why) {
        (Some(name), Some(from), Some(why)) => Ok((name, from, why)),
        _ => Err(invalid),
    }
}

/// The page with the form.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but the registrar; [`AppError::Forbidden`] for the registrar's own.
pub async fn page(cx: RequestCx, id: EnrolmentId) -> Result<Page, AppError> {
    let (case, _) = store::case_for(&cx, id, actions::CorrectName).await?;
    let names = store::names_of_record(cx.app.db.read(), id).await?;
    let form = Sheet::<CorrectName>::on(&cx, &id).await?;
    let title = format!("The name of {}", case.name);
    Ok(Page::new(title.clone(), move || draw(&case, title, names, &form)).reading())
}

fn draw(case: &store::Case, title: String, names: Vec<KnownAs>, form: &Sheet<CorrectName>) -> AnyView {
    let leave = paths::ENROLMENT.to(case.id);
    let back = leave.clone();
    let intro = format!(
        "{} uses this name on lists, on pages and on everything that is signed and conferred from now on. What was signed or conferred before keeps the name that it was made with. The name of the account belongs to its owner and stays as it is.",
        case.body.look.short_name
    );
    let today = case.today().to_string();
    let rows: Vec<_> = names.into_iter().map(|one| row(one, case)).collect();
    let fields = view! {
        {present::held(form, &case.name)}
        <TextField of=form.field_or(NAME, case.name.clone()) label="Name"/>
        <TextField of=form.field_or(FROM_ON, today) label="From" kind="date" width=FieldWidth::Short hint="The first day on which this is their name."/>
        {earlier::field(form)}
        <Buttons><Button label="Correct the name"/>" "<a href=leave>"Leave it as it is"</a></Buttons>
    };
    view! {
        <BackLink href=back label=case.name.clone()/>
        <Heading title=title intro=intro/>
        {form.around(fields)}
        <Section id="names" title="Names in this record">
            <DataTable caption="Names in this record" caption_hidden=true head=["Name", "From", "Noted"].map(String::from).to_vec() rows=rows/>
        </Section>
    }
    .into_any()
}

fn row(one: KnownAs, case: &store::Case) -> Vec<AnyView> {
    let by = one.recorder.map_or_else(String::new, |name| format!(", by {name}"));
    let noted = format!("{}{by}", words::instant(one.recorded_at, case.zone));
    vec![one.name.into_any(), words::day(one.from_on), noted.into_any()]
}

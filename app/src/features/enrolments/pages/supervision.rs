//! Who supervises and employs a trainee.

use super::employers_and_providers::spell_tag;
use crate::design::back::BackLink;
use crate::design::error_summary::ErrorSummary;
use crate::design::field::{Button, ButtonTone, Buttons, Choice, Hidden, Radios, TextField};
use crate::design::heading::{Heading, Section};
use crate::design::table::DataTable;
use crate::error::AppError;
use crate::features::enrolments::actions::{NameSupervisor, RenewAccountLink};
use crate::features::enrolments::store::{self, Case};
use crate::features::people::pages::new_link;
use crate::features::people::store as people;
use crate::paths;
use crate::web::clock::civil_date;
use crate::web::page::{Page, page};
use crate::web::request::{RequestCx, ZONE};
use crate::web::words;
use domain::access::{Role, Subject, actions, managed_employers, permit};
use domain::ids::EnrolmentId;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Who supervises a trainee, and since when.
#[component]
pub fn Supervision() -> impl IntoView {
    page(|cx, params| async move {
        let id = EnrolmentId::parse(&params.path("enrolment")).ok_or(AppError::NotFound)?;
        let (case, permit) = store::case_for(&cx, id, actions::ManageSupervision).await?;
        let db = cx.app.db.read();
        let registrar = cx.actor()?.is(Role::Registrar);
        // A trainee may have several employers: an administrator acts for their own.
        let managed = managed_employers(cx.actor()?, permit.subject());
        let possible = store::possible_supervisors(db, id, &managed, cx.today).await?;
        let theirs = store::supervisions_at(db, id, &managed, cx.today).await?;
        let mut employers = store::employers_today(db, id, cx.today).await?;
        employers.retain(|(employer, _)| managed.contains(employer));
        let form = cx.returned(&format!("supervise {id}")).await?;
        let rows = store::supervisions(db, id)
            .await?
            .into_iter()
            .map(|row| {
                let may_end = row.spell().can_end(cx.today) && (registrar || theirs.contains(&row.id));
                let state = spell_tag(row.spell(), cx.today);
                let end = may_end.then(|| {
                    let href = paths::end_supervision(id, row.id);
                    view! { <a href=href>"End"<span class="unseen">{format!(" the supervision by {}", row.name)}</span></a> }
                });
                vec![
                    row.name.into_any(),
                    row.authorised_as.unwrap_or_default().into_any(),
                    words::day(row.from_on),
                    state,
                    end.into_any(),
                ]
            })
            .collect::<Vec<_>>();
        let options = possible
            .iter()
            .map(|(id, name)| Choice::new(id, name))
            .collect::<Vec<_>>();
        let (supervisor, authorised_as, from_on, until_on) = (
            form.value("supervisor", ""),
            form.value("authorised_as", ""),
            form.value("from_on", &cx.today.to_string()),
            form.value("until_on", ""),
        );
        let new = if employers.is_empty() {
            view! { <p>{format!("{} works for no employer today. Supervisors are named among the people of an employer, so note the employer first.", case.name)}</p> }
                .into_any()
        } else if options.is_empty() {
            view! { <p>"The employer has no further supervisor who could be named. Invite one under People first."</p> }
                .into_any()
        } else {
            view! {
                <form method="post" action=NameSupervisor::PATH novalidate>
                    <Hidden name="form[enrolment]" value=id.to_string()/>
                    <Radios id="supervisor" name="form[supervisor]" legend="Supervisor" options=options value=supervisor error=form.error("supervisor")/>
                    <TextField id="authorised_as" name="form[authorised_as]" label="Authorised as" hint="Such as solicitor or Fellow. Needed where the framework asks for an authorised person." value=authorised_as error=form.error("authorised_as") optional=true/>
                    <TextField id="from_on" name="form[from_on]" label="First day" kind="date" value=from_on error=form.error("from_on")/>
                    <TextField id="until_on" name="form[until_on]" label="Last day" kind="date" hint="Leave it empty while it goes on." value=until_on error=form.error("until_on") optional=true/>
                    <Buttons><Button label="Name supervisor"/></Buttons>
                </form>
            }
            .into_any()
        };
        let name = case.name.clone();
        let nowhere = employers.is_empty().then(|| view! { <p>"No employer yet."</p> });
        let employments = employers
            .into_iter()
            .map(|(employer, title)| {
                let href = paths::end_employment(id, employer);
                view! { <p>{format!("{name} works for {title}. ")}<a href=href>"End this employment"</a></p> }
            })
            .collect_view();
        let employers_and_providers = registrar.then(|| {
            let words = if nowhere.is_some() {
                "Add an employer"
            } else {
                "All employers and training providers"
            };
            view! { <p><a href=paths::employers_and_providers(id)>{words}</a></p> }
        });
        let link = new_link(&cx).await?;
        let account = account(&cx, &case).await?;
        Ok(Page::new(
            format!("Supervision of {}", case.name),
            view! {
                <BackLink href=paths::enrolment(id) label=case.name.clone()/>
                <ErrorSummary errors=form.summary()/>
                <Heading title=format!("Supervision of {}", case.name) lede="A supervisor decides claims from the first day to the last. What they sign stays valid afterwards."/>
                {link}
                <DataTable
                    caption="Supervisors"
                    caption_hidden=true
                    head=["Supervisor", "Authorised as", "From", "State", "Change"].map(String::from).to_vec()
                    rows=rows
                    empty="Nobody supervises this trainee yet."
                />
                <Section id="new" title="Name a supervisor">{new}</Section>
                <Section id="employment" title="Employment">{nowhere}{employments}{employers_and_providers}</Section>
                {account}
            },
        )
        .with_form(&form))
    })
}

/// For the registrar, when the trainee has not set up their account: until when the link works, and a new one.
async fn account(cx: &RequestCx, case: &Case) -> Result<Option<AnyView>, AppError> {
    if permit(cx.actor()?, actions::Enrol, &Subject::default()).is_err() {
        return Ok(None);
    }
    let Some(person) = people::not_set_up(cx.app.db.read(), case.trainee).await? else {
        return Ok(None);
    };
    let day = |at| words::date(civil_date(at, ZONE));
    let link = match person.link_until {
        Some(until) if until > cx.now => format!("The link made for them works until {}.", day(until)),
        Some(until) => format!("The link made for them ran out on {}.", day(until)),
        None => String::from("No link for them works."),
    };
    let text = format!(
        "{} has not set up their account ({}) yet. {link}",
        person.name, person.email
    );
    let renew = view! {
        <p>{text}</p>
        <form method="post" action=RenewAccountLink::PATH>
            <Hidden name="enrolment" value=case.id.to_string()/>
            <Buttons><Button label="Make a new link" tone=ButtonTone::Quiet/></Buttons>
        </form>
    };
    Ok(Some(
        view! { <Section id="account" title="Account">{renew}</Section> }.into_any(),
    ))
}

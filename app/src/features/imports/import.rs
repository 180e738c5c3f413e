//! One file: what becomes of each of its rows, and what is to be done next.

use super::answer::{self, AnswerRows};
use super::confirm::{self, ConfirmImport, Waiting};
use super::rows::{self, Shown};
use super::store;
use super::words::settled;
use super::write::{self, WriteImport};
use crate::design::progress::Progress;
use crate::features::results::files::state;
use crate::features::results::store::{self as results, Import, ImportState};
use crate::features::results::words::of_sitting;
use crate::prelude::pages::*;
use domain::access::Denied;
use domain::imports::Verdict;
use domain::journal::Digest;
use std::collections::BTreeMap;

/// How often the page of a file that is being checked is asked for anew, seconds.
const LOOKS_AGAIN: u32 = 2;

/// Whether nothing is written of a file yet: its columns can be matched and its rows checked.
pub(super) fn checkable(import: &Import) -> Result<(), Stop> {
    let ended = match import.state() {
        ImportState::Columns | ImportState::Checking | ImportState::Checked => return Ok(()),
        ImportState::Written | ImportState::LookedAt | ImportState::Confirmed | ImportState::Declined => {
            "The results of this file are recorded already. Nothing was changed."
        }
        ImportState::Discarded => "This file was thrown away. Nothing was changed.",
    };
    Err(Stop::Instead(Done::to(paths::IMPORT.to(import.id)).warning(ended)))
}

/// The page of a file.
///
/// # Errors
/// [`AppError::NotFound`] for who does not act for its provider.
pub async fn page(cx: RequestCx, id: ImportId) -> Result<Page, AppError> {
    let db = cx.app.db.read();
    let import = results::import(db, id).await?;
    let actor = cx.actor()?.clone();
    permit(&actor, actions::ManageSitting, &import.subject())?;
    let is_own = permit(&actor, actions::WriteImport, &import.subject()).is_ok();
    let state = import.state();
    if state == ImportState::Columns && is_own {
        return Ok(Page::elsewhere(paths::IMPORT_COLUMNS.to(id)));
    }
    let sitting = results::sitting(db, import.sitting_id).await?;
    let today = cx.day_of_version(&sitting.framework_slug, &sitting.framework_version);
    let counts = store::counts(db, id).await?;
    let mut shown = BTreeMap::new();
    if !matches!(state, ImportState::Columns | ImportState::Checking | ImportState::Discarded) {
        let table = store::table(db, id).await?;
        for verdict in Verdict::ALL {
            shown.insert(verdict, rows::shown(&cx, (&sitting, today), (id, verdict), &table).await?);
        }
    }
    let may_answer = is_own && state == ImportState::Checked;
    let waiting = match state {
        ImportState::Written | ImportState::Declined => results::waiting_of(db, id).await?.len(),
        _ => 0,
    };
    let who = actor.person;
    let changed = match state {
        ImportState::Written | ImportState::LookedAt | ImportState::Confirmed | ImportState::Declined => {
            results::changed_since(db, id).await?
        }
        _ => 0,
    };
    let may_confirm = permit(&actor, actions::ConfirmImport, &import.subject()).map(drop);
    let waits = waiting > 0 && state == ImportState::Written;
    let forms = Forms {
        answer: if may_answer { Some(Sheet::on(&cx, &id).await?) } else { None },
        write: if may_answer { Some((Sheet::on(&cx, &id).await?, store::hash(db, id).await?)) } else { None },
        confirm: if waits && may_confirm.is_ok() {
            Some((Sheet::on(&cx, &id).await?, confirm::waiting(db, &cx.app.catalogue, (id, &actor), today).await?))
        } else {
            None
        },
        refused: may_confirm.err().filter(|_| waits),
        waiting,
        changed,
        who,
    };
    let (_, element) = of_sitting(&sitting, &cx.app.catalogue);
    let eyebrow = format!("{element}, {}", words::date(sitting.held_on));
    let page = Page::new(import.file_name.clone(), move || {
        let zone = cx.app.catalogue.zone_of_version(&sitting.framework_slug, &sitting.framework_version);
        let uploaded = format!("Uploaded by {}, {}.", import.importer, words::instant(import.began_at, zone));
        let content = match state {
            ImportState::Checking => checking(&import),
            ImportState::Columns => {
                view! { <p>{format!("{} has not matched its columns yet.", import.importer)}</p> }.into_any()
            }
            ImportState::Discarded => view! { <p>"It was thrown away before anything was recorded."</p> }.into_any(),
            _ => looked_at(&import, (counts, shown), forms),
        };
        view! {
            <BackLink href=paths::SITTING.to(import.sitting_id) label="The sitting"/>
            <Heading title=import.file_name.clone() eyebrow=eyebrow intro=uploaded/>
            {content}
        }
    });
    Ok(if state == ImportState::Checking { page.asked_again(LOOKS_AGAIN) } else { page })
}

/// What can be done, as far as whoever looks may.
struct Forms {
    answer: Option<Sheet<AnswerRows>>,
    /// With the hash of what is shown.
    write: Option<(Sheet<WriteImport>, Digest)>,
    /// With the results that wait.
    confirm: Option<(Sheet<ConfirmImport>, Waiting)>,
    /// Why whoever looks can't confirm it.
    refused: Option<Denied>,
    /// How many of its results wait.
    waiting: usize,
    /// How many of its results others took the place of.
    changed: usize,
    /// Who looks.
    who: PersonId,
}

fn checking(import: &Import) -> AnyView {
    let number = |rows: i64| u32::try_from(rows).unwrap_or(u32::MAX);
    let (done, of) = (number(import.checked), number(import.row_count));
    view! {
        <Progress done of label="Rows checked" unit="rows" named=true/>
        <p>"This page looks again by itself. You can leave it: the check goes on, and the file stands on the page of the sitting."</p>
        <p><a href=paths::IMPORT.to(import.id)>"Look again now"</a></p>
    }
    .into_any()
}

fn looked_at(
    import: &Import,
    (counts, mut shown): (BTreeMap<Verdict, usize>, BTreeMap<Verdict, Shown>),
    forms: Forms,
) -> AnyView {
    let id = import.id;
    let count = |verdict| counts.get(&verdict).copied().unwrap_or_default();
    let is_written = import.written_at.is_some();
    let checked = import.state() == ImportState::Checked;
    let mut rows: Vec<SummaryRow> = Vec::new();
    let mut add = |key: &str, value: AnyView| rows.push(SummaryRow { key: key.to_owned(), value, action: None });
    let (tone, label) = state(import);
    add("State", view! { <Tag tone=tone label=label/> }.into_any());
    if let Some(by) = &import.settled {
        add(label, settled(by).into_any());
    }
    if let Some(reason) = import.settled.as_ref().and_then(|by| by.reason.clone()) {
        add("Reason", reason.into_any());
    }
    if forms.changed > 0 {
        add("Changed since", words::counted(forms.changed, "result", "results").into_any());
    }
    for verdict in Verdict::ALL.into_iter().filter(|verdict| count(*verdict) > 0) {
        add(super::words::verdict(verdict, is_written), words::count(count(verdict), "row", "rows").into_any());
    }
    let next = match &forms {
        Forms { write: Some((form, seen)), .. } => {
            write::draw(import, (form, *seen), (count(Verdict::Ready), count(Verdict::Ask), count(Verdict::Wrong)))
        }
        _ if checked => {
            view! { <p>{format!("Nothing is recorded yet: {} goes on with this file.", import.importer)}</p> }
                .into_any()
        }
        _ => {
            let (form, waiting) = forms.confirm.as_ref().map(|(form, waiting)| (form, (waiting, forms.who))).unzip();
            confirm::draw(import, form, (forms.refused, forms.waiting, waiting))
        }
    };
    let may_answer = forms.answer.is_some();
    let ask = shown.remove(&Verdict::Ask);
    let ask = ask.zip(forms.answer.as_ref()).map(|(rows, form)| answer::draw(form, rows));
    let sections: Vec<AnyView> = [Verdict::Wrong, Verdict::Ready, Verdict::Known, Verdict::LeftOut, Verdict::Nothing]
        .into_iter()
        .filter_map(|verdict| rows::section(verdict, (is_written, may_answer), count(verdict), shown.remove(&verdict)?))
        .collect();
    view! {
        <SummaryList rows=rows/>
        <p><a href=paths::IMPORT_REPORT.to(id)>"Download the report"</a>" with every row, its verdict and the reason (CSV)."</p>
        {ask}
        {next}
        {sections}
    }
    .into_any()
}

//! Asking that somebody else at the body decides once more on what was refused.

use super::one::{lacks_second, own};
use super::store;
use super::store::PriorLearning;
use crate::prelude::pages::*;

const REASON: Field = Field::written("reason");

/// Asks for a review, once.
pub struct AskForReview;

impl Form for AskForReview {
    const FIELDS: &'static [Field] = &[REASON];
    type At = PriorLearningId;
    const ROUTE: Route<PriorLearningId> = paths::ASK_FOR_REVIEW;

    async fn act(_cx: &RequestCx, tx: &Tx, id: PriorLearningId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::ChangePriorLearning, id).await?;
        let there = Done::to(paths::PRIOR_LEARNING.to(id));
        if !can_be_asked(&may.state().one) {
            return Err(Stop::Instead(there.warning(why_not(&may.state().one))));
        }
        let reason = fields::text(values.get(REASON), "why it should be looked at once more", 2_000);
        let reason = reason.map_err(|message| Invalid::one(REASON.name, message))?;
        store::ask_for_review(&may, reason).await?;
        Ok(there.saying("Somebody else at the body decides on it once more."))
    }
}

/// Whether its trainee may ask for a review.
pub(super) fn can_be_asked(one: &PriorLearning) -> bool {
    one.state().can_be_reviewed(one.was_refused())
}

/// Why no review can be asked for.
fn why_not(one: &PriorLearning) -> String {
    match &one.review {
        Some(review) => format!(
            "A review is asked for once, and you asked for it on {}. Nothing was sent.",
            words::date(review.asked_on)
        ),
        None => String::from("A review is asked for once, of something that was refused. Nothing was sent."),
    }
}

/// The page with the form.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but the trainee.
pub async fn page(cx: RequestCx, id: PriorLearningId) -> Result<Page, AppError> {
    let one = own(&cx, id).await?;
    let back = paths::PRIOR_LEARNING.to(id);
    if !can_be_asked(&one) {
        let why = why_not(&one);
        let page = Page::new("Ask for a review", move || {
            view! {
                <BackLink href=back label="This qualification"/>
                <Heading title="Ask for a review"/>
                <p>{why}</p>
            }
        });
        return Ok(page.about(one.row.enrolment_id));
    }
    let today = cx.day_of_version(&one.framework_slug, &one.framework_version);
    let intro = match lacks_second(&cx, &one, today).await? {
        false => {
            "Somebody else at the body looks at what was refused, once. What was granted stays as it is, and the second decision is the last one."
        }
        true => {
            "A review is for another registrar than the one who decided, and the body has none at present: it waits until there is one. What was granted stays as it is, and the second decision is the last one."
        }
    };
    let form = Sheet::<AskForReview>::on(&cx, &id).await?;
    let page = FormPage {
        title: String::from("Ask for a review"),
        eyebrow: one.row.title.clone().into(),
        intro: String::from(intro),
        back: (back.clone(), String::from("This qualification")),
    };
    let draw = move |form: &Sheet<AskForReview>| {
        view! {
            <TextArea of=form.field(REASON) label="Why should it be looked at once more?" hint="Say what was overlooked or misread. The registrars of your professional body read it." rows=5/>
            <Buttons><Button label="Ask for a review"/>" "<a href=back.clone()>"Cancel"</a></Buttons>
        }
        .into_any()
    };
    Ok(form.page(page, draw).about(one.row.enrolment_id))
}

//! A stage as whoever verifies it reads and answers the request.

use super::{COMMENT, OUTCOME, READERS, Sign, WHY, when};
use crate::design::attest::Attest;
use crate::design::card::Card;
use crate::features::record::store::Case;
use crate::features::sign_off::basis::{basis_view, missing_rows};
use crate::features::sign_off::request::unpublished_view;
use crate::features::sign_off::store::requests::Request;
use crate::prelude::pages::*;
use domain::framework::NodeIx;
use domain::sign_off::{StageOutcome, stage_statement, stage_title, workplace_missing};
use domain::standing::Key;

/// What the browser calls the page.
pub(super) fn title(case: &Case, ix: NodeIx) -> String {
    format!("Verify {}: {}", stage_title(&case.framework, ix), case.name)
}

/// Whose stage it is, who was asked, and how the other key stands.
pub(super) fn heading((request, case): (&Request, &Case), ix: NodeIx) -> (String, String, String) {
    let title = format!("Verify the {} stage of {}", stage_title(&case.framework, ix), case.name);
    let eyebrow = format!("{} · asked {}", request.to(), words::date(request.row.sent_on));
    let stage = case.framework.node(ix).stage;
    let results = stage.map(|stage| {
        if case.standing.key(stage, Key::Results).turned {
            return String::from("The results key is turned.");
        }
        let (done, of) = case.standing.key_progress(&case.framework, stage, Key::Results);
        format!("{done} of {of} for the results key. The training provider turns it, before or after yours.")
    });
    (title, eyebrow, results.unwrap_or_default())
}

/// What the stage stands on.
pub(super) fn draw(case: &Case, ix: NodeIx) -> AnyView {
    view! { {basis_view(case, ix)}{unpublished_view(case.framework.unpublished(ix))} }.into_any()
}

/// What is missing, and the fields of the answer. Verifying is offered only where it can be done; the standing is asked once
/// more when it is sent.
pub(super) fn fields((case, ix): (&Case, NodeIx), form: &Sheet<Sign>) -> (Option<AnyView>, AnyView) {
    let (trainee, stage) = (&case.name, stage_title(&case.framework, ix));
    let missing = workplace_missing(&case.framework, &case.standing, ix);
    let is_complete = missing.is_empty();
    let choice = |value: StageOutcome, label: &str, hint: &str| Choice::new(value.code(), label).hinted(hint);
    let declining = choice(StageOutcome::Declined, "No, not now", "Say why; the trainee can ask again.");
    let mut options = vec![declining];
    if is_complete {
        let verifying = choice(StageOutcome::Verified, "Yes, I verify it", "This turns the employer’s key.");
        options.insert(0, verifying);
    }
    let declining = stage_statement(trainee, stage, StageOutcome::Declined);
    let verifying = is_complete.then(|| {
        let statement = stage_statement(trainee, stage, StageOutcome::Verified);
        view! {
            <div class=when("when-verified", form, COMMENT, StageOutcome::Verified.code())>
                <TextArea of=form.field(COMMENT) label="Remark" hint=READERS rows=2 optional=true/>
            </div>
            <div class="when when-verified"><Attest lines=statement.lines foot=statement.foot/></div>
        }
    });
    let fields = view! {
        <Radios of=form.field(OUTCOME) legend=format!("Has {trainee} shown the competence of this stage at work?") options=options/>
        <div class=when("when-declined", form, WHY, StageOutcome::Declined.code())>
            <TextArea of=form.field(WHY) label="Why not" hint=READERS rows=3/>
        </div>
        <div class="when when-declined">
            <Attest title="What your signature says when you do not verify" lines=declining.lines foot=declining.foot/>
        </div>
        {verifying}
    };
    let incomplete = (!is_complete).then(|| {
        let rows = missing_rows(case, missing);
        view! {
            <Card title="Not complete">
                <p>"Something that was there when the trainee asked is missing now. Until it is there again you can only answer that you do not verify the stage."</p>
                <DataTable caption="Missing" head=["What", "State"].map(String::from).to_vec() rows=rows/>
            </Card>
        }
        .into_any()
    });
    (incomplete, fields.into_any())
}

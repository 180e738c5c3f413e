//! What changes for whom when an enrolment has ended.

use crate::table::{asked_about, holder_of_a_link, rows, to_be_signed};
use domain::access::{Action, Denied, Subject, decide, permit_link};
use domain::sign_off::SigningKind;

/// Whoever could add something to it reads why they can't; whoever reads it or takes something back still does, and nobody learns of
/// what they did not know.
#[test]
fn after_the_end_only_what_adds_is_refused_and_to_those_who_could() {
    let mut refused = Vec::new();
    for action in Action::ALL {
        for (of, subject) in asked_about(*action) {
            let ended = Subject { has_ended: true, ..subject.clone() };
            for row in rows() {
                let (before, after) = (decide(&row.actor, *action, &subject), decide(&row.actor, *action, &ended));
                match (before, after) {
                    (Ok(()), Err(Denied::Forbidden(why))) if why.starts_with("This enrolment has ended") => {
                        refused.push(action.code());
                    }
                    (before, after) => assert_eq!(before, after, "{}{of}: {}", action.code(), row.who),
                }
            }
        }
    }
    refused.dedup();
    assert_eq!(
        refused,
        [
            "write claim",
            "sign",
            "ask for verification",
            "record experience",
            "change experience",
            "record result",
            "confirm result",
            "apply for status",
            "decide application",
            "name supervisor",
            "add employer or provider",
            "begin claim",
            "choose specialism",
            "correct first day",
            "send prior learning",
            "change prior learning",
            "decide prior learning",
            "correct result",
        ]
    );
}

#[test]
fn the_holder_of_a_link_signs_nothing_after_the_end() {
    for kind in SigningKind::ALL {
        let subject = to_be_signed(kind).1;
        let (holder, on) = holder_of_a_link();
        assert!(permit_link(&holder, &subject, on).is_ok());
        let refused = permit_link(&holder, &Subject { has_ended: true, ..subject }, on);
        assert!(matches!(refused, Err(Denied::Forbidden(why)) if why.contains("has ended")), "{refused:?}");
    }
}

//! The day of a sitting, and what may be moved to another.

use crate::support::{BASE, d, loaded};
use domain::ids::PersonId;
use domain::sittings::{Moving, NotHeld, NotMoved, held_on, not_moved, registered_later};

#[test]
fn a_sitting_was_held_on_a_day_that_has_been_and_on_which_its_version_was_in_force() {
    let framework = loaded(BASE);
    let (first, today) = (framework.effective_from(), d("2030-05-05"));
    let of = |day| held_on(day, today, Some(&framework));
    assert_eq!(of(today), []);
    assert_eq!(of(today.succ_opt().unwrap()), [NotHeld::ToCome]);
    assert_eq!(of(first), []);
    let before = first.pred_opt().unwrap();
    assert_eq!(of(before), [NotHeld::BeforeVersion(first)]);
    assert_eq!(held_on(before, before.pred_opt().unwrap(), Some(&framework)).len(), 2);
    assert_eq!(held_on(before, today, None), []);
}

#[test]
fn what_waits_is_its_recorders_to_move_and_nobody_moves_their_own() {
    let who = |n: u128| PersonId::parse(&format!("019ac000-0000-7000-8000-{n:012}")).unwrap();
    let (dana, owen) = (who(1), who(2));
    let of = |name, n, waits_of, is_there| Moving { name, trainee: who(n), waits_of, is_there, since: None };
    let (first, day) = (d("2030-03-02"), d("2030-03-01"));
    let not_moved = |all: &[Moving], by| not_moved(all, by, day);
    let all = [of("Amara", 3, Some(dana), false), of("Leo", 4, None, true), of("Mina", 5, Some(dana), true)];
    let there = || NotMoved::There(String::from("Leo, Mina"));
    assert_eq!(not_moved(&all, dana), [there()]);
    assert_eq!(not_moved(&all, owen), [NotMoved::Waits(String::from("Amara, Mina")), there()]);
    assert_eq!(not_moved(&all[..1], who(3)), [NotMoved::Waits(String::from("Amara")), NotMoved::Own]);
    assert_eq!(not_moved(&all[..1], dana), []);
    let since = |one: &Moving<'static>, since| Moving { since: Some(since), ..*one };
    assert_eq!(not_moved(&[since(&all[0], day)], dana), []);
    let early = not_moved(&[since(&all[0], first), since(&all[2], day)], dana);
    assert_eq!(
        early,
        [NotMoved::There(String::from("Mina")), NotMoved::Before(String::from("Amara (from 2 March 2030 on)"), first)]
    );
    assert!(early[1].to_string().starts_with("Enter 2 March 2030 or a later day"), "{}", early[1]);
}

#[test]
fn nobody_has_a_result_of_a_sitting_before_they_were_a_candidate() {
    let held_on = d("2030-03-01");
    for (since, is_one) in
        [(None, true), (Some("2030-02-28"), true), (Some("2030-03-01"), true), (Some("2030-03-02"), false)]
    {
        assert_eq!(registered_later(since.map(d), held_on).is_none(), is_one, "{since:?}");
    }
    let why = registered_later(Some(d("2030-03-02")), held_on).unwrap_or_default();
    assert!(why.contains("registered with you from 2 March 2030 on"), "{why}");
}

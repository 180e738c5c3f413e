//! Membership numbers that look the same are the same, wherever they come from.

use crate::imports::{Given, given, row};
use tests::people::{DANA, INES};
use tests::{Form, Visitor};

const NUMBER: &str = "UPDATE record SET number = $1 WHERE id = (SELECT record_id FROM enrolment WHERE id = $2)";

#[tokio::test]
async fn a_number_is_the_same_however_its_digits_and_spaces_are_written() {
    let given = given(&["Ada Okafor", "Jonas Brandt", "Zoe Winter"]).await;
    let mut ines = given.app.sign_in(INES).await;
    let form = ines.page(&format!("/enrolments/{}/number", given.candidates[0])).await.form("Save the number");
    let typed = form.clone().fill("number", "ＡＢ\u{a0}００１\u{200b}２３");
    ines.submit(typed).await.must_say("Ada Okafor has the membership number AB 00123.");
    // The same number in other letters is the same, and in small ones.
    let small = other_form(&given, &mut ines, 1).await.fill("number", "ab 00123");
    let small = ines.submit(small).await.page.errors();
    assert_eq!(small, ["Enter another number: this one is of Ada Okafor"]);
    let other = ines.page(&format!("/enrolments/{}/number", given.candidates[1])).await.form("Save the number");
    let same = ines.submit(other.clone().fill("number", "AB 001\u{feff}23")).await.page.errors();
    assert_eq!(same, ["Enter another number: this one is of Ada Okafor"]);
    for control in ["12\u{7}34", "12\u{1b}34", "12\u{9f}34", "12\t34"] {
        let errors = ines.submit(other.clone().anew().fill("number", control)).await.page.errors();
        assert!(
            errors[0].starts_with("Enter the membership number with the letters A to Z"),
            "{control:?}: {errors:?}"
        );
    }
    for (id, number) in given.candidates[1..].iter().zip(["4711", "4712"]) {
        given.app.execute(NUMBER, [number.into(), id.to_string().into()]).await.unwrap();
    }
    let mut dana = given.app.sign_in(DANA).await;
    let file = "Number,Result\nAB\u{a0}00123\u{200b},Passed\n４７１１,Passed\n47\u{7}12,Passed\n";
    let import = given.checked(&mut dana, file.as_bytes()).await;
    let page = dana.page(&import).await;
    let ready = row(&page, "rows-ready", "Ada Okafor: Passed");
    assert!(ready.contains("Jonas Brandt: Passed"), "{ready}");
    row(&page, "rows-wrong", "Cell A4: “47\u{fffd}12” has a character that can’t be read: enter it again.");
}

async fn other_form(given: &Given, ines: &mut Visitor, of: usize) -> Form {
    ines.page(&format!("/enrolments/{}/number", given.candidates[of])).await.form("Save the number")
}

//! What became of the results of a file since it was recorded.

use crate::imports::{given, row};
use crate::steps;
use tests::people::{DANA, OWEN};

#[tokio::test]
async fn the_page_of_a_file_says_what_each_result_is_by_now() {
    let given = given(&["Ada Okafor", "Jonas Brandt", "Zoe Winter"]).await;
    let (mut dana, mut owen) = (given.app.sign_in(DANA).await, given.app.sign_in(OWEN).await);
    let file: String = given.emails.iter().map(|email| format!("{email},Passed,61\n")).collect();
    let import = given.checked(&mut dana, format!("Email,Result,Mark\n{file}").as_bytes()).await;
    let form = dana.page(&import).await.form("Record 3 results");
    let page = dana.submit(form).await.must_say("3 results are recorded.");
    row(&page, "rows-ready", "Waits for a second person");
    let form = owen.page(&import).await.form("Confirm 3 results");
    owen.submit(form).await.must_say("3 results are confirmed and count.");
    let page = dana.page(&import).await;
    let told = row(&page, "rows-ready", "Confirmed by Owen Marsh");
    assert_eq!(told.matches("Confirmed by Owen Marsh").count(), 3, "{told}");
    assert!(!page.says("Changed since"), "{}", page.text());
    // One is corrected by hand, and waits; then that is confirmed by somebody else.
    let correction = dana.page(&given.sitting).await.link("Correct the result of Ada Okafor");
    let form = dana.page(&correction).await.form("Correct the result");
    let form = form.fill("outcome", "fail").fill("mark", "41").fill("reason", "Two were mixed up.");
    dana.submit(form).await.must_say("is recorded. It waits for a second person");
    for reader in [&mut dana, &mut owen] {
        let page = reader.page(&import).await;
        let told = row(&page, "rows-ready", "Changed since by Dana Whitlock. Waits for a second person");
        assert!(told.contains("Ada Okafor: Passed, 61 Not passed, 41"), "{told}");
        assert_eq!(told.matches("Confirmed by Owen Marsh").count(), 2, "{told}");
        assert!(page.says("Changed since 1 result"), "{}", page.text());
        // The way to what it is, with all that was before.
        let history = reader.page(&page.link("Not passed, 41")).await;
        assert!(history.says("Two were mixed up."), "{}", history.text());
    }
    steps::confirm(&mut owen, &given.sitting).await.must_say("confirmed");
    row(&dana.page(&import).await, "rows-ready", "Changed since by Dana Whitlock. Confirmed by Owen Marsh");
}

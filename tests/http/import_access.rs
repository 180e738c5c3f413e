//! Who may do what with a file of results.

use crate::imports::given;
use tests::people::{AMARA, DANA, INES, OWEN, RUTH};

#[tokio::test]
async fn a_file_is_known_to_its_provider_alone_and_is_its_uploaders() {
    let given = given(&["Ada Okafor"]).await;
    let mut dana = given.app.sign_in(DANA).await;
    let import = given.checked(&mut dana, format!("Email,Result\n{},Passed\n", given.emails[0]).as_bytes()).await;
    let pages = ["", "/columns", "/decline", "/discard", "/report"].map(|page| format!("{import}{page}"));
    let forms =
        ["/columns", "/rows", "/results", "/confirmation", "/decline", "/discard"].map(|to| format!("{import}{to}"));
    let at_sitting = ["/import", "/import/template"].map(|page| format!("{}{page}", given.sitting));
    for person in [AMARA, RUTH, INES] {
        let mut visitor = given.app.sign_in(person).await;
        for page in pages.iter().chain(&at_sitting) {
            assert_eq!(visitor.get(page).await.status, 404, "{person}: {page}");
        }
        for form in &forms {
            assert_eq!(visitor.post(form, &[]).await.status, 404, "{person}: {form}");
        }
        assert_eq!(given.upload(&mut visitor, b"a,b\n1,2\n").await.status, 404);
    }
    // A colleague sees it, and goes on with it by uploading it themselves.
    let mut owen = given.app.sign_in(OWEN).await;
    let page = owen.page(&import).await;
    assert!(page.says("Nothing is recorded yet: Dana Whitlock goes on with this file."), "{}", page.text());
    for form in ["/columns", "/rows", "/results", "/discard"] {
        let answer = owen.post(&format!("{import}{form}"), &[]).await;
        assert_eq!(answer.status, 403, "{form}");
        assert!(answer.says("Someone else uploaded this file. Upload it yourself to go on with it."));
    }
    assert!(owen.post(&format!("{import}/confirmation"), &[]).await.says("Nothing is recorded of this file."));
    assert_eq!(given.results().await, (0, 0));
}

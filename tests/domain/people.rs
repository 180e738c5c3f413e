//! Whose hands an account is in.

use domain::people::LinkMaker::{Body, Organisation};
use domain::people::stands_only_for;

#[test]
fn an_account_that_the_body_never_sent_a_link_stands_only_for_the_organisation_that_did() {
    let (hale, northgate) = (
        || Organisation(String::from("Hale & Partners")),
        || Organisation(String::from("Northgate")),
    );
    for (links, only) in [
        // Set up at the server.
        (vec![], None),
        (vec![Body], None),
        (vec![hale()], Some("Hale & Partners")),
        // The first one set the password.
        (vec![hale(), northgate()], Some("Hale & Partners")),
        // To use the body's link afterwards one needs the link and the password.
        (vec![hale(), Body], None),
        (vec![Body, hale()], None),
    ] {
        assert_eq!(stands_only_for(&links), only, "{links:?}");
    }
}

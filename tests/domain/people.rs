//! Whose hands an account is in.

use domain::ids::OrganisationId;
use domain::people::LinkMaker::{Body, Organisation};
use domain::people::stands_only_for;

#[test]
fn an_account_that_the_body_never_sent_a_link_stands_only_for_the_organisation_that_did() {
    let [hale, northgate] = [1, 2].map(|n| OrganisationId::new(uuid::Uuid::from_u128(n)));
    let only_hale = Some(hale);
    let [hale, northgate] = [hale, northgate].map(Organisation);
    for (set_up, links, only) in [
        // Set up at the server.
        (None, vec![], None),
        // And a role was taken since, with the password that was there.
        (None, vec![hale], None),
        (Some(Body), vec![Body], None),
        (Some(hale), vec![hale], only_hale),
        (Some(hale), vec![hale, northgate], only_hale),
        (Some(hale), vec![northgate, hale], only_hale),
        // To use the body's link afterwards one needs the link and the password.
        (Some(hale), vec![hale, Body], None),
        (Some(Body), vec![Body, hale], None),
    ] {
        assert_eq!(stands_only_for(set_up, &links), only, "{set_up:?} {links:?}");
    }
}

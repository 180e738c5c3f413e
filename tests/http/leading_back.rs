//! Where a link may lead back to after signing in: read as a browser reads it, never off the site.

use app::paths::{START, local};
use proptest::prelude::*;
use url::Url;

/// Where a browser on our site goes that is told to go there.
fn goes(to: &str) -> Url {
    Url::parse("https://gradus.example/sign-in").unwrap().join(to).unwrap()
}

#[test]
fn addresses_of_ours_are_kept() {
    for ours in ["/", "/home", "/claims?x=1&y=%2F", "/enrolments/0189-a/nodes/F01", "/a%09b"] {
        assert_eq!(local(ours), ours);
    }
    let long = format!("/{}", "a".repeat(1999));
    assert_eq!(local(&long), long);
    assert_eq!(local(&format!("{long}a")), START.path, "2,001 characters");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_asked_for_the_browser_stays_on_the_site(
        next in prop_oneof![r"/[/\\\t\r\n\x00-\x20.:@%a-z0-9?#]{0,12}evil\.example", r"[/\\\t\n .:]{1,6}", any::<String>()]
    ) {
        let to = local(&next);
        prop_assert_eq!(goes(to).origin(), goes("/").origin(), "{:?}", to);
        // What no header can carry would lead nowhere.
        prop_assert!(http::HeaderValue::from_str(to).is_ok(), "{:?}", to);
    }
}

//! The addresses of frameworks.

use super::pages;

crate::routes! {
    /// All published versions.
    FRAMEWORKS: () = "/frameworks", Public => page(pages::all);
    /// One version as a map: slug and version.
    FRAMEWORK: (String, String) = "/frameworks/{slug}/{version}", Public => page(pages::one);
    /// One node of a version: slug, version, the node's id.
    NODE: (String, String, String) = "/frameworks/{slug}/{version}/{node}", Public => page(pages::node);
}

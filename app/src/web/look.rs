//! How the pages of a body's people look.

use crate::design::layout::Brand;
use crate::paths;
use domain::bodies::Body;

/// The name and the mark in the heading.
pub fn brand(body: &Body) -> Brand {
    Brand { name: body.look.short_name.clone(), mark: body.look.mark.clone(), href: paths::BODY.to(body.slug.clone()) }
}

/// The body's colour in the place of ours. Mixed with that of text, it can only be read better.
pub fn stylesheet(body: &Body) -> String {
    let accent = body.look.accent;
    format!(
        ":root{{--link:light-dark({},{});--link-deep:color-mix(in srgb,var(--link) 70%,var(--ink))}}",
        accent.light, accent.dark
    )
}

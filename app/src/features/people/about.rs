//! What we say of ourselves.

use crate::prelude::pages::*;

/// The accessibility statement, in short; the long one is docs/accessibility.md.
pub async fn accessibility(_cx: RequestCx, (): ()) -> Result<Page, AppError> {
    Ok(Page::new("Accessibility", statement).reading())
}

fn statement() -> AnyView {
    view! {
        <Heading title="Accessibility" intro="Everyone should be able to use every part of Gradus. Our goal is WCAG 2.2, level AA."/>
        <Section id="how" title="How it is built">
            <ul>
                <li>"Every page works without JavaScript, with a keyboard alone, and at a width of 320 pixels."</li>
                <li>"State is always a word and a shape, never colour alone."</li>
                <li>"The map of a framework has a table beside it that says the same in words."</li>
                <li>"Errors are listed at the top of a form, link to their fields, and keep what you typed."</li>
            </ul>
        </Section>
        <Section id="tested" title="How it is tested">
            <p>"Automatic checks run over every page of the main journeys at each change. They find only part of what can be wrong."</p>
            <p>"If something keeps you from your work here, tell the people who run this service: they can reach its makers."</p>
        </Section>
    }
    .into_any()
}

//! The island that saves a claim's draft while it is written.

use leptos::prelude::*;

/// Wraps the form with the id `form`. A moment after the last key its fields are saved; a line says when. Without
/// JavaScript the form's own button saves.
#[island]
pub fn AutosaveDraft(form: String, children: Children) -> impl IntoView {
    let (said, say) = signal(String::new());
    #[cfg(feature = "hydrate")]
    let changed = {
        let saver = browser::Saver::new(form, say);
        move || saver.changed()
    };
    #[cfg(not(feature = "hydrate"))]
    let changed = {
        let _ = (form, say);
        || {}
    };
    view! {
        <div class="autosave" on:input=move |_| changed()>
            {children()}
            <p class="autosave-said count" role="status">{said}</p>
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use crate::error::AppError;
    use crate::features::sign_off::autosave::autosave_draft;
    use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use leptos::wasm_bindgen::JsCast;
    use leptos::web_sys::{HtmlInputElement, HtmlTextAreaElement};
    use std::time::Duration;

    /// How long to wait after the last key.
    const PAUSE: Duration = Duration::from_millis(1200);

    /// Saves once writing pauses; one save at a time.
    #[derive(Clone, Copy)]
    pub struct Saver {
        form: StoredValue<String>,
        say: WriteSignal<String>,
        timer: StoredValue<Option<TimeoutHandle>>,
        saving: StoredValue<bool>,
    }

    impl Saver {
        pub fn new(form: String, say: WriteSignal<String>) -> Self {
            Self {
                form: StoredValue::new(form),
                say,
                timer: StoredValue::new(None),
                saving: StoredValue::new(false),
            }
        }

        pub fn changed(self) {
            if let Some(timer) = self.timer.get_value() {
                timer.clear();
            }
            self.timer
                .set_value(set_timeout_with_handle(move || self.save(), PAUSE).ok());
        }

        fn save(self) {
            if self.saving.get_value() {
                return self.changed();
            }
            let form = self.form.get_value();
            let value = |name: &str| field(&form, name);
            let (claim, revision) = (value("claim"), value("revision"));
            let (narrative, from, until) = (value("narrative"), value("happened_from"), value("happened_until"));
            self.saving.set_value(true);
            spawn_local(async move {
                let saved = autosave_draft(claim, revision, narrative, from, until).await;
                self.saving.set_value(false);
                match saved {
                    Ok(saved) => {
                        set_field(&self.form.get_value(), "revision", &saved.revision.to_string());
                        self.say.set(format!("Draft saved at {}.", saved.at));
                    }
                    Err(AppError::Conflict(why)) => self.say.set(format!("Not saved: {why}")),
                    Err(AppError::SignedOut) => self.say.set(String::from(
                        "Not saved: you are signed out. Copy your text before you sign in again.",
                    )),
                    Err(_) => self.say.set(String::from("Not saved just now. Use the Save button.")),
                }
            });
        }
    }

    fn element(form: &str, name: &str) -> Option<leptos::web_sys::Element> {
        document()
            .query_selector(&format!("#{form} [name=\"{name}\"]"))
            .ok()
            .flatten()
    }

    fn field(form: &str, name: &str) -> String {
        let Some(element) = element(form, name) else {
            return String::new();
        };
        match element.dyn_into::<HtmlTextAreaElement>() {
            Ok(area) => area.value(),
            Err(element) => element
                .dyn_into::<HtmlInputElement>()
                .map(|input| input.value())
                .unwrap_or_default(),
        }
    }

    fn set_field(form: &str, name: &str, value: &str) {
        if let Some(input) = element(form, name).and_then(|element| element.dyn_into::<HtmlInputElement>().ok()) {
            input.set_value(value);
        }
    }
}

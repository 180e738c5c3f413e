//! The island that saves a claim's draft while it is written.

use leptos::prelude::*;

/// Wraps a draft's form. A moment after the last key its fields are saved; a line says when. Without JavaScript the
/// form's own button saves.
#[island]
pub fn AutosaveDraft(children: Children) -> impl IntoView {
    let (said, say) = signal(String::new());
    #[cfg(feature = "hydrate")]
    let (changed, submitted) = {
        let saver = browser::Saver::new(say);
        (
            move |event: leptos::ev::Event| saver.changed(event.target()),
            move |event: leptos::ev::SubmitEvent| saver.submitted(&event),
        )
    };
    #[cfg(not(feature = "hydrate"))]
    let (changed, submitted) = {
        let _ = say;
        (|_: leptos::ev::Event| {}, |_: leptos::ev::SubmitEvent| {})
    };
    view! {
        <div class="autosave" on:input=changed on:submit=submitted>
            {children()}
            <p class="autosave-said count" role="status">{said}</p>
        </div>
    }
}

/// The browser's own `fetch` and JSON: a client of another kind would weigh more than all three islands.
#[cfg(feature = "hydrate")]
mod browser {
    use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use leptos::wasm_bindgen::{JsCast, JsValue};
    use leptos::web_sys::{
        EventTarget, Headers, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlTextAreaElement, RequestInit,
        Response, SubmitEvent, UrlSearchParams,
    };
    use std::time::Duration;
    use wasm_bindgen_futures::JsFuture;
    use web_sys::js_sys::Reflect;

    /// How long to wait after the last key.
    const PAUSE: Duration = Duration::from_millis(1200);
    /// The form without fields of its own that says where the draft is saved to, and on which sheet.
    const AUTOSAVE: &str = "autosave";
    /// The sheet that the server handed out.
    const SHEET: &str = "form";
    /// What is saved of the draft.
    const FIELDS: [&str; 4] = ["revision", "narrative", "happened_from", "happened_until"];

    /// Saves once writing pauses; one save at a time.
    #[derive(Clone, Copy)]
    pub struct Saver {
        say: WriteSignal<String>,
        timer: StoredValue<Option<TimeoutHandle>>,
        saving: StoredValue<bool>,
        /// The button that was pressed while a save was under way.
        pressed: StoredValue<Option<HtmlElement>, LocalStorage>,
    }

    impl Saver {
        pub fn new(say: WriteSignal<String>) -> Self {
            Self {
                say,
                timer: StoredValue::new(None),
                saving: StoredValue::new(false),
                pressed: StoredValue::new_local(None),
            }
        }

        /// A button of the form was pressed. While a save is under way the form waits for the draft's new revision: with
        /// the old one the person's own save would pass for another window's.
        pub fn submitted(self, event: &SubmitEvent) {
            if let Some(timer) = self.timer.get_value() {
                timer.clear();
            }
            if !self.saving.get_value() {
                return;
            }
            // Pressed again: whoever does not want to wait need not.
            let waits = self.pressed.with_value(Option::is_some);
            self.pressed.set_value(event.submitter().filter(|_| !waits));
            if self.pressed.with_value(Option::is_some) {
                event.prevent_default();
            }
        }

        /// Something was typed into a field.
        pub fn changed(self, field: Option<EventTarget>) {
            let form = field
                .and_then(|field| field.dyn_into::<leptos::web_sys::Element>().ok())
                .and_then(|field| field.closest("form").ok().flatten())
                .and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
            if let Some(form) = form {
                self.save_soon(form);
            }
        }

        fn save_soon(self, form: HtmlFormElement) {
            if let Some(timer) = self.timer.get_value() {
                timer.clear();
            }
            self.timer.set_value(set_timeout_with_handle(move || self.save(form), PAUSE).ok());
        }

        fn save(self, form: HtmlFormElement) {
            if self.saving.get_value() {
                return self.save_soon(form);
            }
            self.saving.set_value(true);
            spawn_local(async move {
                let said = match post(&form).await {
                    Ok(answer) => in_words(&form, &answer),
                    Err(_) => None,
                };
                self.saving.set_value(false);
                if let Some(button) = self.pressed.get_value() {
                    self.pressed.set_value(None);
                    let _ = form.request_submit_with_submitter(Some(&button));
                }
                self.say.set(said.unwrap_or_else(|| String::from("Not saved just now. Use the Save button.")));
            });
        }
    }

    /// The status and the JSON that came with it.
    struct Answer {
        status: u16,
        json: JsValue,
    }

    impl Answer {
        fn get(&self, key: &str) -> Option<JsValue> {
            get(&self.json, key)
        }
    }

    fn get(json: &JsValue, key: &str) -> Option<JsValue> {
        Reflect::get(json, &JsValue::from_str(key)).ok()
    }

    async fn post(form: &HtmlFormElement) -> Result<Answer, JsValue> {
        let autosave = document().get_element_by_id(AUTOSAVE).ok_or(JsValue::NULL)?;
        let autosave: HtmlFormElement = autosave.dyn_into()?;
        let fields = UrlSearchParams::new()?;
        fields.append(SHEET, &value(&autosave, SHEET));
        for name in FIELDS {
            fields.append(name, &value(form, name));
        }
        let request = RequestInit::new();
        request.set_method("POST");
        request.set_body(&fields);
        // Without it, whoever is signed out would be led to the sign-in page.
        let headers = Headers::new()?;
        headers.set("accept", "application/json")?;
        request.set_headers(&headers);
        let response: Response =
            JsFuture::from(window().fetch_with_str_and_init(&autosave.action(), &request)).await?.dyn_into()?;
        Ok(Answer { status: response.status(), json: JsFuture::from(response.json()?).await? })
    }

    /// What the answer means, in words; keeps the draft's new revision for the next save.
    fn in_words(form: &HtmlFormElement, answer: &Answer) -> Option<String> {
        match answer.status {
            200 => {
                let saved = answer.get("data")?;
                let revision = get(&saved, "revision")?.as_f64()?.to_string();
                input(form, "revision")?.set_value(&revision);
                let (at, but) = (get(&saved, "at")?.as_string()?, get(&saved, "but")?.as_string()?);
                Some(format!("Draft saved at {at}. {but}").trim_end().to_owned())
            }
            401 => Some(String::from("Not saved: you are signed out. Copy your text before you sign in again.")),
            409 => Some(format!("Not saved: {}", answer.get("error")?.as_string()?)),
            _ => None,
        }
    }

    fn value(form: &HtmlFormElement, name: &str) -> String {
        if let Some(input) = input(form, name) {
            return input.value();
        }
        named::<HtmlTextAreaElement>(form, name).map(|area| area.value()).unwrap_or_default()
    }

    fn input(form: &HtmlFormElement, name: &str) -> Option<HtmlInputElement> {
        named(form, name)
    }

    fn named<T: JsCast>(form: &HtmlFormElement, name: &str) -> Option<T> {
        form.elements().named_item(name).and_then(|element| element.dyn_into().ok())
    }
}

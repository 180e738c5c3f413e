//! Files that belong to something.

use leptos::prelude::*;

/// One file. `detail` is its size and kind in words; `remove` is where to post to and the hidden values to send.
#[derive(Clone, Debug)]
pub struct FileItem {
    pub href: String,
    pub name: String,
    pub detail: String,
    pub remove: Option<(String, Vec<(String, String)>)>,
}

/// The files, each a link, with a button to take it away where that is allowed. Each such button is a form of its own,
/// so a list that has any must not stand inside another form.
#[component]
pub fn FileList(files: Vec<FileItem>) -> impl IntoView {
    let files = files.into_iter().map(file).collect_view();
    view! { <ul class="files">{files}</ul> }.into_any()
}

fn file(item: FileItem) -> impl IntoView {
    let remove = item.remove.map(|(action, values)| {
        let values = values
            .into_iter()
            .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
            .collect_view();
        view! {
            <form method="post" action=action>
                {values}
                <button class="link danger">"Remove"<span class="unseen">{format!(" {}", item.name)}</span></button>
            </form>
        }
    });
    view! {
        <li>
            <svg class="sheet" viewBox="0 0 16 20" aria-hidden="true" focusable="false"><path d="M1.5 1.5h8l5 5v12h-13zM9.5 1.5v5h5"></path></svg>
            <a href=item.href>{item.name}</a>
            <span class="count">{item.detail}</span>
            {remove}
        </li>
    }
}

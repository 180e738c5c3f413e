//! Files that belong to something.

use leptos::prelude::*;

/// One file. `detail` is its size and kind in words; `remove` is where it is asked whether to take it away.
#[derive(Clone, Debug)]
pub struct FileItem {
    /// Where it is read.
    pub href: String,
    pub name: String,
    /// Its kind and size.
    pub detail: String,
    /// Where one is asked whether it is to go.
    pub remove: Option<String>,
}

/// The files, each a link, with a way to take it away where that is allowed.
#[component]
pub fn FileList(
    /// The files, in order.
    files: Vec<FileItem>,
) -> impl IntoView {
    let files = files.into_iter().map(file).collect_view();
    view! { <ul class="files">{files}</ul> }.into_any()
}

fn file(item: FileItem) -> impl IntoView {
    let name = format!(" {}", item.name);
    let remove =
        item.remove.map(|href| view! { <a class="danger" href=href>"Remove"<span class="unseen">{name}</span></a> });
    view! {
        <li class="file">
            <svg class="sheet" viewBox="0 0 16 20" aria-hidden="true" focusable="false"><path d="M1.5 1.5h8l5 5v12h-13zM9.5 1.5v5h5"></path></svg>
            <div><a href=item.href>{item.name}</a>" "<span class="count">{item.detail}</span></div>
            {remove}
        </li>
    }
}

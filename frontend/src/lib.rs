//! Hydrates the islands of a page that the server has already drawn.

// Without this use the linker drops every island's export (docs/adr/0001).
use app as _;

/// Called once by the script that `HydrationScripts` puts into the page.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}

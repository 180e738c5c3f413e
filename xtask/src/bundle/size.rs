//! How much the browser fetches.

use super::files::read;
use super::publish::Names;
use crate::failure::Outcome;
use crate::place;

/// One file of the bundle, in bytes.
pub struct Size {
    pub name: String,
    pub plain: usize,
    pub gzip: usize,
    pub brotli: usize,
}

pub fn sizes(names: &Names) -> Outcome<Vec<Size>> {
    let site = place::site();
    let of = |name: &String| -> Outcome<Size> {
        Ok(Size {
            name: name.clone(),
            plain: read(&site.join(name))?.len(),
            gzip: read(&site.join(format!("{name}.gz")))?.len(),
            brotli: read(&site.join(format!("{name}.br")))?.len(),
        })
    };
    [&names.script, &names.wasm, &names.styles].into_iter().map(of).collect()
}

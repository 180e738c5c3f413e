//! The addresses of bodies.

use super::page;

crate::routes! {
    /// One body: its slug.
    BODY: String = "/bodies/{body}", Public => page(page::page);
}

//! Brands, colors, sizes, materials, tax categories and specification groups: one list and one form for all of them.

mod edit;
mod form;
mod list;
mod merge;
pub mod parts;
mod sizes;

pub use edit::ReferenceEditPage;
pub use list::ReferenceListPage;

use crate::domain::references::ReferenceKind;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The kind that the address names: "/admin/brands/7".
fn kind_of_address() -> Memo<Option<ReferenceKind>> {
    let path = use_location().pathname;
    Memo::new(move |_| path.with(|path| path.split('/').nth(2).and_then(ReferenceKind::from_slug)))
}

//! Products, for staff.

mod edit;
mod form;
mod list;
mod pictures;
mod variants;

pub use edit::ProductEditPage;
pub use list::ProductListPage;

use crate::{
    domain::product::ProductStatus,
    ui::{Badge, Tone},
};
use leptos::prelude::*;

/// Whether shoppers see it, in its color.
#[component]
fn ProductBadge(status: ProductStatus) -> impl IntoView {
    let tone = match status {
        ProductStatus::Active => Tone::Ok,
        ProductStatus::Draft => Tone::Warn,
        ProductStatus::Archived => Tone::Info,
    };
    view! { <Badge tone text=status.label() /> }
}

//! Products, for staff.

mod bulk;
mod edit;
mod filters;
mod form;
mod list;
mod pictures;
mod upload;

pub use bulk::ProductBulkPage;
pub use edit::ProductEditPage;
pub use list::ProductListPage;

use crate::{
    domain::product::ProductStatus,
    ui::{Badge, Tone},
};
use leptos::prelude::*;

const PATH: &str = "/admin/products";

/// Whether shoppers see it, in its color.
#[component]
fn ProductBadge(status: ProductStatus, #[prop(optional)] is_scheduled: bool) -> impl IntoView {
    let tone = match status {
        ProductStatus::Active if is_scheduled => Tone::Info,
        ProductStatus::Active => Tone::Ok,
        ProductStatus::Draft => Tone::Warn,
        ProductStatus::Archived => Tone::Info,
    };
    let text = if is_scheduled { "Scheduled" } else { status.label() };
    view! { <Badge tone text /> }
}

//! Returns, for staff.

mod list;
mod of_order;
mod page;
mod settings;
mod steps;

pub use list::ReturnListPage;
pub use of_order::{OpenReturnForm, ReturnsOfOrder};
pub use page::ReturnPage;
pub use settings::ReturnSettingsPage;

use crate::{
    domain::returns::ReturnStatus,
    ui::{Badge, Tone},
};
use leptos::prelude::*;

/// Where a return stands, in its color.
#[component]
fn ReturnBadge(status: ReturnStatus) -> impl IntoView {
    let tone = match status {
        ReturnStatus::Requested | ReturnStatus::Received => Tone::Warn,
        ReturnStatus::Refunded => Tone::Ok,
        ReturnStatus::Rejected => Tone::Error,
        ReturnStatus::Approved | ReturnStatus::Canceled => Tone::Info,
    };
    view! { <Badge tone text=status.label() /> }
}

//! Header and footer around shoppers' pages.

mod badge;
mod footer;
mod header;

pub use badge::CartBadge;

use crate::{
    domain::access::Visit,
    ui::{Toaster, provide_toasts},
};
use footer::SiteFooter;
use header::SiteHeader;
use leptos::prelude::*;
use leptos_router::components::Outlet;

/// Header, page, footer.
#[component]
pub fn StorefrontLayout() -> impl IntoView {
    provide_toasts();
    provide_context(CartBadge::new(use_context::<Visit>().unwrap_or_default().cart_items));
    view! {
        <a class="skip-link" href="#main" rel="external">"Skip to content"</a>
        <SiteHeader />
        <main id="main" tabindex="-1"><Outlet /></main>
        <SiteFooter />
        <Toaster />
    }
    .into_any()
}

//! Header and footer around shoppers' pages.

use leptos::prelude::*;
use leptos_router::components::Outlet;

/// Header, page, footer.
#[component]
pub fn StorefrontLayout() -> impl IntoView {
    view! { <main id="main"><Outlet /></main> }.into_any()
}

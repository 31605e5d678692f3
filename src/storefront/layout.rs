//! Header and footer around shoppers' pages.

use leptos::prelude::*;
use leptos_router::components::Outlet;

/// Units in the cart, as the header's badge shows them; whoever changes the cart sets it.
#[derive(Clone, Copy, Debug)]
pub struct CartBadge(RwSignal<u32>);

impl CartBadge {
    pub fn set(self, items: u32) {
        self.0.set(items);
    }
}

/// Header, page, footer.
#[component]
pub fn StorefrontLayout() -> impl IntoView {
    view! { <main id="main"><Outlet /></main> }.into_any()
}

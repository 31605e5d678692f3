//! The frame of the admin.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::Outlet, lazy_route};

/// Navigation and page.
#[derive(Debug)]
pub struct AdminLayout;

#[lazy_route]
impl LazyRoute for AdminLayout {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let _ = this;
        view! { <h1>"AdminLayout"</h1><Outlet /> }.into_any()
    }
}


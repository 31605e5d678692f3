//! What waits for the crew.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// Numbers of the day.
#[derive(Debug)]
pub struct DashboardPage;

#[lazy_route]
impl LazyRoute for DashboardPage {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let _ = this;
        view! { <h1>"DashboardPage"</h1> }.into_any()
    }
}


//! Orders, for staff.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// All orders.
#[derive(Debug)]
pub struct OrderListPage;

#[lazy_route]
impl LazyRoute for OrderListPage {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let _ = this;
        view! { <h1>"OrderListPage"</h1> }.into_any()
    }
}

/// One order.
#[derive(Debug)]
pub struct OrderPage;

#[lazy_route]
impl LazyRoute for OrderPage {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let _ = this;
        view! { <h1>"OrderPage"</h1> }.into_any()
    }
}


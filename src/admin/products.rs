//! Products, for staff.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// All products.
#[derive(Debug)]
pub struct ProductListPage;

#[lazy_route]
impl LazyRoute for ProductListPage {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let _ = this;
        view! { <h1>"ProductListPage"</h1> }.into_any()
    }
}

/// One product.
#[derive(Debug)]
pub struct ProductEditPage;

#[lazy_route]
impl LazyRoute for ProductEditPage {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let _ = this;
        view! { <h1>"ProductEditPage"</h1> }.into_any()
    }
}


//! Mail that the shop wrote.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// All mail.
#[derive(Debug)]
pub struct MailListPage;

#[lazy_route]
impl LazyRoute for MailListPage {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let _ = this;
        view! { <h1>"MailListPage"</h1> }.into_any()
    }
}

/// One mail.
#[derive(Debug)]
pub struct MailPage;

#[lazy_route]
impl LazyRoute for MailPage {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let _ = this;
        view! { <h1>"MailPage"</h1> }.into_any()
    }
}


//! An order, for whoever placed it.

use leptos::prelude::*;

/// An order, for whoever placed it.
#[component]
pub fn OrderPage() -> impl IntoView {
    view! { <h1>"OrderPage"</h1> }.into_any()
}

//! A product.

use leptos::prelude::*;

/// A product.
#[component]
pub fn ProductPage() -> impl IntoView {
    view! { <h1>"ProductPage"</h1> }.into_any()
}

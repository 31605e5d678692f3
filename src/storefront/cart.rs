//! The cart.

use leptos::prelude::*;

/// The cart.
#[component]
pub fn CartPage() -> impl IntoView {
    view! { <h1>"CartPage"</h1> }.into_any()
}

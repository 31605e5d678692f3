//! The checkout, step by step.

use leptos::prelude::*;

/// The checkout, step by step.
#[component]
pub fn CheckoutPage() -> impl IntoView {
    view! { <h1>"CheckoutPage"</h1> }.into_any()
}

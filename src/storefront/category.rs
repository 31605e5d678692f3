//! A category and what is in it.

use leptos::prelude::*;

/// A category and what is in it.
#[component]
pub fn CategoryPage() -> impl IntoView {
    view! { <h1>"CategoryPage"</h1> }.into_any()
}

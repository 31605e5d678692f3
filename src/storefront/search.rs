//! Search by words.

use leptos::prelude::*;

/// Search by words.
#[component]
pub fn SearchPage() -> impl IntoView {
    view! { <h1>"SearchPage"</h1> }.into_any()
}

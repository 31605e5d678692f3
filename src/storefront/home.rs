//! The front page.

use leptos::prelude::*;

/// The front page.
#[component]
pub fn HomePage() -> impl IntoView {
    view! { <h1>"HomePage"</h1> }.into_any()
}

//! Signing in.

use leptos::prelude::*;

/// Signing in.
#[component]
pub fn LoginPage() -> impl IntoView {
    view! { <h1>"LoginPage"</h1> }.into_any()
}

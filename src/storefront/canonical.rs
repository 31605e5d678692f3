//! The one address that a page is known by.

use crate::domain::access::Visit;
use leptos::prelude::*;
use leptos_meta::Link;

/// Names the page's address without its choices; browsers share it, search engines file the page under it.
#[component]
pub fn Canonical(#[prop(into)] path: String) -> impl IntoView {
    let shop = use_context::<Visit>().unwrap_or_default().public_url;
    view! { <Link rel="canonical" href=format!("{shop}{path}") /> }
}

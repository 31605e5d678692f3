use super::words;
use leptos::prelude::*;

/// The way here: pairs of address and name from the root downward, then the name of this page.
#[component]
pub fn Breadcrumbs(trail: Vec<(String, String)>, #[prop(into)] current: String) -> impl IntoView {
    let links = trail.into_iter().map(|(href, name)| view! { <li><a href=href>{name}</a></li> }).collect_view();
    view! {
        <nav class="breadcrumbs" aria-label=words().breadcrumbs>
            <ol>{links}<li aria-current="page">{current}</li></ol>
        </nav>
    }
}

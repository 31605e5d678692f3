use super::Tone;
use leptos::prelude::*;

/// A state in a word or two.
#[component]
pub fn Badge(#[prop(optional)] tone: Tone, #[prop(into)] text: String) -> impl IntoView {
    view! { <span class=tone.badge_class()>{text}</span> }
}

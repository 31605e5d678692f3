use super::{Glyph, Icon, words};
use leptos::{html, prelude::*, web_sys::js_sys::Reflect};

/// Switches between light and dark and remembers it for a year in the cookie `theme`, from which the server sets
/// `<html data-theme>`. CSS decides which of the two icons shows, so the server need not know the system's choice.
#[component]
pub fn ThemeToggle() -> impl IntoView {
    let moon = NodeRef::<html::Span>::new();
    let switch = move |_| {
        // The moon shows in light: what the reader sees is the truth, whether chosen or the system's.
        let light = moon.get_untracked().is_some_and(|moon| moon.offset_width() > 0);
        remember(if light { "dark" } else { "light" });
    };
    view! {
        <button class="icon-link theme-toggle" type="button" aria-label=words().switch_theme on:click=switch>
            <span class="when-light" node_ref=moon><Icon glyph=Glyph::Moon /></span>
            <span class="when-dark"><Icon glyph=Glyph::Sun /></span>
        </button>
    }
}

fn remember(theme: &str) {
    let document = document();
    if let Some(root) = document.document_element() {
        let _ = root.set_attribute("data-theme", theme);
    }
    let cookie = format!("theme={theme}; Path=/; Max-Age=31536000; SameSite=Lax");
    let _ = Reflect::set(&document, &"cookie".into(), &cookie.into());
}

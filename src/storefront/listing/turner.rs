//! The way to the page before and to the next one.

use crate::ui::{Glyph, Icon};
use leptos::prelude::*;

/// Links to the neighbors of a page, which work without scripts. Prints nothing for a single page.
#[component]
pub fn PageTurner(page: u32, pages: u32, previous: Option<String>, next: Option<String>) -> impl IntoView {
    (previous.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="pagination" aria-label="Pages">
                {turn(previous, "prev", Glyph::ChevronLeft, "Previous page")}
                <span class="page-turn num" aria-current="page">{format!("Page {page} of {pages}")}</span>
                {turn(next, "next", Glyph::ChevronRight, "Next page")}
            </nav>
        }
    })
}

fn turn(href: Option<String>, rel: &'static str, glyph: Glyph, name: &'static str) -> AnyView {
    match href {
        Some(href) => view! {
            <a class="page-link" href=href rel=rel><Icon glyph /><span class="sr-only">{name}</span></a>
        }
        .into_any(),
        None => view! {
            <span class="page-link muted" aria-disabled="true"><Icon glyph /><span class="sr-only">{name}</span></span>
        }
        .into_any(),
    }
}

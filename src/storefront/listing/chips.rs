//! What was chosen, each with the way back.

use crate::{
    domain::catalog::Chip,
    ui::{Glyph, Icon},
};
use leptos::prelude::*;

#[component]
pub fn Chips(chips: Vec<Chip>, path: String, cleared: String) -> impl IntoView {
    let any = !chips.is_empty();
    let chips = chips
        .into_iter()
        .map(|chip| {
            view! {
                <li>
                    <a class="chip" href=chip.without.href(&path) data-noscroll="true">
                        <span class="sr-only">"Remove "</span>{chip.label}<Icon glyph=Glyph::Close />
                    </a>
                </li>
            }
        })
        .collect_view();
    any.then(|| {
        view! {
            <ul class="chips mb-6" aria-label="Chosen filters">
                {chips}
                <li><a class="link small px-2" href=cleared data-noscroll="true">"Clear all"</a></li>
            </ul>
        }
    })
}

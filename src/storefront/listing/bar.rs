//! How many there are, in which order, and on a phone the way to the facets.

use super::{FORM, PANEL, submit};
use crate::{
    domain::catalog::Sort,
    ui::{Glyph, Icon},
};
use leptos::prelude::*;

/// "1 product", "24 products".
pub(super) fn count_label(total: i64) -> String {
    if total == 1 { "1 product".into() } else { format!("{total} products") }
}

#[component]
pub fn ListBar(total: i64, sort: Sort, chosen: usize) -> impl IntoView {
    let options = Sort::ALL
        .into_iter()
        .map(|each| {
            let selected = each == sort;
            view! { <option value=each.key() selected=selected>{each.title()}</option> }
        })
        .collect_view();
    let filters = if chosen == 0 { "Filter".to_owned() } else { format!("Filter ({chosen})") };
    view! {
        <div class="list-bar">
            <p class="num" role="status">{count_label(total)}</p>
            <div class="flex flex-wrap items-center gap-3">
                <button class="btn btn-secondary btn-small phone-only" type="button" popovertarget=PANEL>
                    <Icon glyph=Glyph::Filter />{filters}
                </button>
                <label class="sr-only" for="sort">"Sort by"</label>
                <select
                    class="select"
                    id="sort"
                    name="sort"
                    form=FORM
                    prop:value=sort.key()
                    on:change=move |_| submit::form_by_id(FORM)
                >
                    {options}
                </select>
            </div>
        </div>
    }
}

//! How an order was changed.

use crate::domain::order_edit::AppliedEdit;
use leptos::prelude::*;

/// Every change with who, when, what and why; nothing for an order that is as it was placed.
#[component]
pub fn Changes(edits: Vec<AppliedEdit>) -> impl IntoView {
    let rows = edits.iter().cloned().map(|edit| view! { <Change edit /> }).collect_view();
    (!edits.is_empty()).then(|| {
        view! {
            <section class="card" aria-labelledby="order-changes">
                <h2 id="order-changes">"Changes"</h2>
                <ol class="grid gap-4">{rows}</ol>
            </section>
        }
    })
}

#[component]
fn Change(edit: AppliedEdit) -> impl IntoView {
    let changes = edit.changes.into_iter().map(|change| view! { <li class="break-words">{change}</li> }).collect_view();
    let is_same = edit.total_before == edit.total_after;
    let totals = if is_same {
        format!("Total {}", edit.total_after)
    } else {
        format!("Total {} → {}", edit.total_before, edit.total_after)
    };
    view! {
        <li class="grid gap-1">
            <p class="muted tiny">
                <time datetime=edit.at.iso()>{edit.at.to_string()}</time> {format!(" UTC, {}", edit.actor)}
            </p>
            <ul>{changes}</ul>
            <p class="num">{totals}</p>
            {(!edit.note.is_empty()).then(|| view! { <p class="muted">{edit.note}</p> })}
        </li>
    }
}

//! What to do when somebody else saved first: nothing that was typed is lost, and nothing of theirs unseen.

use super::{Step, page_of};
use crate::{
    domain::staff::{ConflictEntry, FormStep, ProductEditor},
    ui::{Notice, Tone},
};
use leptos::prelude::*;

#[component]
pub fn ConflictNotice(editor: StoredValue<ProductEditor>) -> impl IntoView {
    let conflict = editor.with_value(|editor| editor.conflict.clone()).unwrap_or_default();
    let entries = conflict.entries.into_iter().map(|entry| view! { <Entry entry /> }).collect_view();
    view! {
        <div id="conflict" class="conflict">
            <Notice tone=Tone::Warn title="Somebody else changed this product while you were editing it">
                <p>"Nothing was saved. What you typed is still below."</p>
                {conflict.stock_moved.then(|| view! { <p>"Stock that you set has moved meanwhile, as sales move it."</p> })}
                {entries}
                <p class="form-actions mt-3">
                    <Step step=FormStep::Overwrite>"Save mine anyway"</Step>
                    <a class="btn btn-quiet btn-small" href=editor.with_value(page_of) rel="external">"Take theirs"</a>
                </p>
            </Notice>
        </div>
    }
}

#[component]
fn Entry(entry: ConflictEntry) -> impl IntoView {
    let empty = |text: String| if text.is_empty() { "nothing".to_owned() } else { text };
    let rows = entry
        .changes
        .into_iter()
        .map(|(field, before, after)| {
            view! {
                <tr>
                    <th scope="row">{field}</th>
                    <td>{empty(before)}</td>
                    <td>{empty(after)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="mt-3">
            <p>
                <strong>{entry.actor}</strong> " " {entry.action.verb()} " it on "
                <time datetime=entry.at.iso()>{entry.at.to_string()}</time> " UTC:"
            </p>
            <table class="conflict-table">
                <thead>
                    <tr><th scope="col">"Field"</th><th scope="col">"Before"</th><th scope="col">"Now"</th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

//! Two entries that are the same thing: one takes the other's place.

use super::parts::is_conflict;
use crate::{
    actions::admin::references::MergeReference,
    domain::references::{Entry, ReferenceInput, ReferenceKind},
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Button, ButtonKind, Notice, Select, Tone},
};
use leptos::prelude::*;

/// Offers the other entries. Opening it is the question, the button within the answer: both work without scripts.
#[component]
pub fn Merge(kind: ReferenceKind, entry: Entry<ReferenceInput>, others: Vec<(i64, String)>) -> impl IntoView {
    let action = ServerAction::<MergeReference>::new();
    let errors = FormErrors::of(move || action.value().get());
    let is_stale = Signal::derive(move || action.value().with(|result| is_conflict(result.as_ref())));
    let choose = (String::new(), "Choose…".to_owned());
    let others = others.into_iter().map(|(id, name)| (id.to_string(), name));
    let options = [choose].into_iter().chain(others).collect::<Vec<_>>();
    let noun = kind.noun();
    view! {
        <section class="card" aria-labelledby="entry-merge">
            <h2 id="entry-merge">"Merge"</h2>
            <p class="small muted">
                {format!("If another {noun} is the same thing, products and promotions of “{}” go over to it, and this one is deleted.", entry.value.name)}
            </p>
            {move || is_stale.get().then(|| view! { <Notice tone=Tone::Error title="It was changed meanwhile. Load the page again first." /> })}
            <FormProblems errors labels=&[("into", "Merge into")] />
            <details class="mt-2">
                <summary class="btn btn-quiet btn-small">"Merge into another…"</summary>
                <ActionForm action attr:class="grid gap-3 mt-2">
                    <input type="hidden" name="kind" value=kind.slug() />
                    <input type="hidden" name="id" value=entry.id.to_string() />
                    <input type="hidden" name="version" value=entry.version.to_string() />
                    <Select
                        label="Merge into"
                        name="into"
                        options
                        value=""
                        error=errors.field("into")
                        hint="Not one that a product has beside this one"
                    />
                    <Button kind=ButtonKind::Danger busy=action.pending()>"Merge and delete this one"</Button>
                </ActionForm>
            </details>
        </section>
    }
}

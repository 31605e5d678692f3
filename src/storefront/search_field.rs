//! A field for words with suggestions below it. Without scripts, and until it is first used, it is a plain field; the
//! code of the suggestions is loaded then.

mod suggestions;

use leptos::{html, prelude::*};

/// The field. `id` is its own, and what the ids of its suggestions begin with.
#[component]
pub fn SearchField(
    id: &'static str,
    label: &'static str,
    #[prop(optional, into)] value: String,
    #[prop(optional)] placeholder: Option<&'static str>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let used = RwSignal::new(false);
    view! {
        <input
            class="input"
            type="search"
            name="q"
            id=id
            aria-label=label
            placeholder=placeholder
            value=value
            maxlength="200"
            autocomplete="off"
            node_ref=input
            on:focus=move |_| used.set(true)
        />
        {move || used.get().then(|| Suspend::new(async move { suggestions::suggestions(id, input).await }))}
    }
}

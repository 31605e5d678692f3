//! What a promotion is for: nothing chosen is everything.

use crate::{domain::promotion::MAX_TARGETS, storefront::form_errors::FormErrors, ui::TextArea};
use leptos::prelude::*;

/// What is chosen already.
#[derive(Clone, Debug, Default)]
pub(super) struct Chosen {
    pub products: String,
    pub categories: Vec<String>,
    pub brands: Vec<String>,
}

/// Fields "promotion[categories]" and so on, with `prefix` before the last part: "get_".
#[component]
pub(super) fn Targets(
    prefix: &'static str,
    chosen: Chosen,
    /// Ids and names.
    categories: Vec<(String, String)>,
    brands: Vec<(String, String)>,
    errors: FormErrors,
) -> impl IntoView {
    let products = format!("promotion[{prefix}products]");
    view! {
        <Boxes legend="Categories" name=format!("{prefix}categories") options=categories chosen=chosen.categories errors />
        <Boxes legend="Brands" name=format!("{prefix}brands") options=brands chosen=chosen.brands errors />
        <TextArea
            label="Single products"
            name=products.clone()
            value=chosen.products
            error=errors.field(products)
            hint=format!("The last part of a product's address, one a line, at most {MAX_TARGETS}")
            rows=3
        />
    }
}

#[component]
fn Boxes(
    legend: &'static str,
    name: String,
    options: Vec<(String, String)>,
    chosen: Vec<String>,
    errors: FormErrors,
) -> impl IntoView {
    if options.is_empty() {
        return ().into_any();
    }
    let error = errors.field(format!("promotion[{name}]"));
    let field = format!("promotion[{name}][]");
    let boxes = options
        .into_iter()
        .map(|(id, label)| {
            let checked = chosen.contains(&id);
            view! {
                <label class="check">
                    <input class="check-input" type="checkbox" name=field.clone() value=id checked=checked />
                    <span>{label}</span>
                </label>
            }
        })
        .collect_view();
    let any = !chosen.is_empty();
    view! {
        <fieldset class="target-boxes">
            <legend class="field-label">{legend} <span class="field-optional">" (optional)"</span></legend>
            <details open=any>
                <summary class="link small">{if any { format!("{} chosen", chosen.len()) } else { "Choose…".to_owned() }}</summary>
                <div class="target-list" tabindex="0" role="group" aria-label=legend>{boxes}</div>
            </details>
            {move || error.get().map(|error| view! { <p class="field-error">{error}</p> })}
        </fieldset>
    }
    .into_any()
}

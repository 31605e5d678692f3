//! An input in a cell of the grid.

use crate::{
    storefront::form_errors::FormErrors,
    ui::{Glyph, Icon, field_id},
};
use leptos::prelude::*;

/// The column's head names it to the eye, `label` to a screen reader.
#[component]
pub fn Cell(
    label: String,
    name: String,
    value: String,
    errors: FormErrors,
    #[prop(default = "text")] inputmode: &'static str,
    #[prop(optional)] wide: bool,
) -> impl IntoView {
    let error = errors.field(name.clone());
    let id = field_id(&name);
    let error_id = format!("{id}-error");
    let described_by = error_id.clone();
    view! {
        <input
            class=if wide { "input cell-input cell-wide" } else { "input cell-input num text-right" }
            id=id
            name=name
            value=value
            inputmode=inputmode
            autocomplete="off"
            aria-label=label
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            aria-describedby=move || error.with(Option::is_some).then(|| described_by.clone())
        />
        <CellError id=error_id error />
    }
}

#[component]
pub fn CellError(id: String, error: Signal<Option<String>>) -> impl IntoView {
    move || {
        error.get().map(|message| {
            view! {
                <p class="field-error mt-1" id=id.clone()><Icon glyph=Glyph::Alert /><span>{message}</span></p>
            }
        })
    }
}

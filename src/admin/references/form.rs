//! The form of any of the simple models.

use super::{
    edit::out_of_date,
    parts::{OutOfDate, SaveButton, Swatch},
};
use crate::{
    actions::admin::references::SaveReference,
    admin::unsaved::UnsavedGuard,
    domain::references::{Entry, ReferenceInput, ReferenceKind},
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Field, TextArea},
};
use leptos::prelude::*;

pub(super) const LABELS: &[(&str, &str)] = &[
    ("reference[name]", "Name"),
    ("reference[slug]", "Address"),
    ("reference[description]", "Description"),
    ("reference[hex]", "Color"),
];

#[component]
pub fn ReferenceForm(
    kind: ReferenceKind,
    /// `None` for a new one.
    entry: Option<Entry<ReferenceInput>>,
    action: ServerAction<SaveReference>,
) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let page = entry.as_ref().map_or_else(|| kind.list_page().to_owned(), |entry| kind.page(entry.id));
    let id = entry.as_ref().map(|entry| entry.id.to_string()).unwrap_or_default();
    let version = entry.as_ref().map_or(0, |entry| entry.version).to_string();
    let value = entry.map(|entry| entry.value).unwrap_or_default();
    let hint = match kind {
        ReferenceKind::Brand => "In links to its products. Empty: made of the name",
        _ => "In links that filter by it. Empty: made of the name",
    };
    view! {
        <ActionForm action attr:class="card grid gap-4" attr:novalidate=true>
            <UnsavedGuard />
            <FormProblems errors labels=LABELS />
            <OutOfDate when=out_of_date(action) page />
            <input type="hidden" name="kind" value=kind.slug() />
            <input type="hidden" name="id" value=id />
            <input type="hidden" name="version" value=version />
            {(kind == ReferenceKind::Size).then(|| view! {
                <input type="hidden" name="reference[size_system]" value=value.size_system.clone() />
            })}
            <Field
                label="Name"
                name="reference[name]"
                value=value.name
                error=errors.field("reference[name]")
                autocomplete="off"
                required=true
                maxlength=60
            />
            <Field
                label="Address"
                name="reference[slug]"
                value=value.slug
                error=errors.field("reference[slug]")
                hint
                autocomplete="off"
                maxlength=120
            />
            {kind.has_hex().then(|| view! { <ColorField value=value.hex errors /> })}
            {kind.has_description().then(|| view! {
                <TextArea
                    label="Description"
                    name="reference[description]"
                    value=value.description
                    error=errors.field("reference[description]")
                    maxlength=2000
                />
            })}
            <SaveButton busy=action.pending() />
        </ActionForm>
    }
}

/// A color as text, with the browser's picker beside it and the swatch that shoppers will see.
#[component]
fn ColorField(value: String, errors: FormErrors) -> impl IntoView {
    const NAME: &str = "reference[hex]";
    let hex = RwSignal::new(if value.is_empty() { "#7a8b99".to_owned() } else { value });
    let error = errors.field(NAME);
    // The picker takes nothing but whole colors.
    let picked =
        move || hex.with(|hex| if hex.len() == 7 && hex.starts_with('#') { hex.clone() } else { "#000000".into() });
    view! {
        <div class="field">
            <label class="field-label" for="reference-hex">"Color"</label>
            <p class="field-hint" id="reference-hex-hint">"Like #1d3557"</p>
            <div class="color-field">
                <Swatch hex />
                <input
                    class="input"
                    id="reference-hex"
                    name=NAME
                    value=hex.get_untracked()
                    prop:value=move || hex.get()
                    autocomplete="off"
                    maxlength="7"
                    aria-describedby="reference-hex-hint"
                    aria-invalid=move || error.get().is_some().then_some("true")
                    on:input:target=move |event| hex.set(event.target().value())
                />
                <input
                    class="color-picker needs-script"
                    type="color"
                    aria-label="Pick the color"
                    value=picked()
                    prop:value=picked
                    on:input:target=move |event| hex.set(event.target().value())
                />
            </div>
            {move || error.get().map(|error| view! { <p class="field-error">{error}</p> })}
        </div>
    }
}

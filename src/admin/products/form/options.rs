//! What shoppers choose: up to three options, their values linked to the shop's colors and sizes.

use super::{SectionHead, Sections, Step};
use crate::{
    domain::{
        product::OptionKind,
        staff::{EditorChoices, FormStep, MAX_OPTIONS, OptionInput, ProductInput, Section, ValueInput},
    },
    ui::{ButtonKind, Checkbox, Field, Select, field_id},
};
use leptos::prelude::*;

#[component]
pub fn Options(sections: Sections) -> impl IntoView {
    let options = sections.form(|form| form.options.clone());
    let count = options.len();
    let error = sections.errors.field("options");
    let shown = options
        .into_iter()
        .enumerate()
        .map(|(index, option)| view! { <OptionFields sections index option /> })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="options">
            <SectionHead section="options" title="Options" />
            <p class="field-hint">
                "Up to three. Every combination of their values is a variant; variants that are there keep their price, stock and SKU."
            </p>
            {move || error.get().map(|error| view! { <p class="field-error" id="options-error">{error}</p> })}
            {shown}
            {(count < MAX_OPTIONS).then(|| view! { <NewOption sections index=count /> })}
            <p><Step step=FormStep::Show(Section::Variants)>"Update the variants"</Step></p>
        </section>
    }
}

fn kind_label(kind: OptionKind) -> &'static str {
    match kind {
        OptionKind::Color => "Color",
        OptionKind::Size => "Size",
        OptionKind::Other => "Other",
    }
}

#[component]
fn OptionFields(sections: Sections, index: usize, option: OptionInput) -> impl IntoView {
    let field = move |name: &str| ProductInput::option_field(index, name);
    let kind = option.kind();
    let links = sections.editor.with_value(|editor| links(&editor.choices, kind));
    let used: Vec<String> = option.values.iter().map(|value| value.link.clone()).collect();
    let values = option
        .values
        .into_iter()
        .enumerate()
        .map(|(place, value)| view! { <Value sections index place value links=links.clone() /> })
        .collect_view();
    let legend = format!("{} ({})", option.name, kind_label(kind).to_lowercase());
    view! {
        <fieldset class="option-edit">
            <legend class="sr-only">{legend}</legend>
            <input type="hidden" name=field("kind") value=option.kind />
            <div class="option-edit-head">
                <Field label="Name" name=field("name") value=option.name.clone() error=sections.errors.field(field("name")) autocomplete="off" required=true maxlength=60 />
                <Checkbox label=format!("Remove {}", option.name) name=field("remove") />
            </div>
            <ul class="option-values">{values}</ul>
            <AddValues sections index kind used />
        </fieldset>
    }
}

/// Ids, names and swatches of what values of a kind can be linked to.
fn links(choices: &EditorChoices, kind: OptionKind) -> Vec<(String, String)> {
    match kind {
        OptionKind::Color => choices.colors.iter().map(|color| (color.id.to_string(), color.name.clone())).collect(),
        OptionKind::Size => {
            choices.sizes.iter().map(|size| (size.id.to_string(), format!("{} ({})", size.name, size.system))).collect()
        }
        OptionKind::Other => Vec::new(),
    }
}

#[component]
fn Value(
    sections: Sections,
    index: usize,
    place: usize,
    value: ValueInput,
    links: Vec<(String, String)>,
) -> impl IntoView {
    let field = move |name: &str| ProductInput::value_field(index, place, name);
    let (name, link, remove) = (field("name"), field("link"), field("remove"));
    let error = sections.errors.field(name.clone());
    let id = field_id(&name);
    let error_id = format!("{id}-error");
    let described = error_id.clone();
    let shown = value.name.clone();
    let options = links
        .into_iter()
        .map(|(id, label)| {
            let selected = id == value.link;
            view! { <option value=id selected=selected>{label}</option> }
        })
        .collect_view();
    let has_links = !options.is_empty();
    view! {
        <li>
            <input
                class="input cell-input"
                id=id
                name=name
                value=value.name
                maxlength="60"
                autocomplete="off"
                aria-label=format!("Name of {shown}")
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || error.with(Option::is_some).then(|| described.clone())
            />
            {has_links.then(|| view! {
                <select class="select cell-input" name=link aria-label=format!("What {shown} is in the shop")>
                    <option value="">"Not linked"</option>
                    {options}
                </select>
            })}
            <label class="check">
                <input class="check-input" type="checkbox" name=remove value="true" />
                <span>"Remove" <span class="sr-only">{format!(" {shown}")}</span></span>
            </label>
            {move || error.get().map(|error| view! { <p class="field-error" id=error_id.clone()>{error}</p> })}
        </li>
    }
}

/// The shop's colors or sizes that are not used yet, and other names.
#[component]
fn AddValues(sections: Sections, index: usize, kind: OptionKind, used: Vec<String>) -> impl IntoView {
    let field = ProductInput::option_field(index, "add");
    let boxes = sections.editor.with_value(|editor| {
        links(&editor.choices, kind)
            .into_iter()
            .filter(|(id, _)| !used.contains(id))
            .enumerate()
            .map(|(place, (id, label))| {
                let name = format!("product[options][{index}][add_links][{place}]");
                view! { <Checkbox label name value=id /> }
            })
            .collect_view()
    });
    let has_boxes = !boxes.is_empty();
    let what = if kind == OptionKind::Size { "sizes" } else { "colors" };
    view! {
        {has_boxes.then(|| view! {
            <details class="add-links">
                <summary class="btn btn-quiet btn-small">{format!("Add {what} of the shop")}</summary>
                <div class="add-links-list">{boxes}</div>
            </details>
        })}
        <Field
            label="New values"
            name=field.clone()
            error=sections.errors.field(field)
            hint="Separated by commas"
            autocomplete="off"
        />
    }
}

#[component]
fn NewOption(sections: Sections, index: usize) -> impl IntoView {
    let field = move |name: &str| ProductInput::option_field(index, name);
    let kinds = [("other", "Anything else"), ("color", "Color"), ("size", "Size")];
    let kinds = kinds.map(|(value, label)| (value.to_owned(), label.to_owned())).to_vec();
    view! {
        <details class="option-edit" open=index == 0>
            <summary class="btn btn-quiet btn-small">"Add an option"</summary>
            <div class="form-grid mt-3">
                <Field label="Name of the new option" name=field("name") hint="Such as Size or Finish; colors and sizes need none" autocomplete="off" maxlength=60 class="span-3" />
                <Select label="Kind" name=field("kind") options=kinds value="other" hint="Colors and sizes can be filtered by" class="span-3" />
                <Field
                    label="Its values"
                    name=field("add")
                    error=sections.errors.field(field("add"))
                    hint="Separated by commas: Small, Medium, Large. Names that the shop has are linked to its colors and sizes."
                    autocomplete="off"
                />
            </div>
            <p class="mt-3"><Step step=FormStep::Show(Section::Options) kind=ButtonKind::Secondary>"Add the option"</Step></p>
        </details>
    }
}

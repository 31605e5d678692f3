//! Where the product belongs: categories, brand, material, tax, tags.

use super::{SectionHead, Sections};
use crate::{
    domain::staff::ProductInput,
    ui::{Select, TextArea},
};
use leptos::prelude::*;

#[component]
pub fn Organize(sections: Sections) -> impl IntoView {
    let (tags, tags_error) = sections.named("tags");
    view! {
        <section class="card" aria-labelledby="organize">
            <SectionHead section="organize" title="Organization" />
            <Categories sections />
            <Choice sections label="Brand" field="brand" none="No brand" />
            <Choice sections label="Material" field="material" none="No material" />
            <Choice sections label="Tax category" field="tax_category" none="" />
            <TextArea
                label="Tags"
                name=tags
                value=sections.form(|form| form.tags.clone())
                error=tags_error
                hint="Separated by commas; shoppers do not see them"
                rows=2
            />
        </section>
    }
}

#[component]
fn Choice(sections: Sections, label: &'static str, field: &'static str, none: &'static str) -> impl IntoView {
    let (name, error) = sections.named(field);
    let (all, value) = sections.editor.with_value(|editor| {
        let (choices, form) = (&editor.choices, &editor.form);
        match field {
            "brand" => (choices.brands.clone(), form.brand.clone()),
            "material" => (choices.materials.clone(), form.material.clone()),
            _ => (choices.tax_categories.clone(), form.tax_category.clone()),
        }
    });
    let none = (!none.is_empty() || all.is_empty()).then(|| (String::new(), none.to_owned()));
    let options = none.into_iter().chain(all.into_iter().map(|(id, name)| (id.to_string(), name))).collect();
    view! { <Select label=label name=name options value error /> }
}

/// The whole tree to tick in; with scripts, words narrow it.
#[component]
fn Categories(sections: Sections) -> impl IntoView {
    let (categories, chosen, primary) = sections.editor.with_value(|editor| {
        (editor.choices.categories.clone(), editor.form.categories.clone(), editor.form.primary.clone())
    });
    let error = sections.errors.field(ProductInput::field("categories"));
    let words = RwSignal::new(String::new());
    let rows = categories
        .into_iter()
        .enumerate()
        .map(|(place, category)| {
            let id = category.id.to_string();
            let is_chosen = chosen.contains(&id) || id == primary;
            let is_primary = id == primary;
            let name = category.name.clone();
            let lower = category.name.to_lowercase();
            let fits = move || is_chosen || words.with(|words| words.is_empty() || lower.contains(words.as_str()));
            view! {
                <li hidden=move || !fits() data-depth=category.depth.min(5).to_string()>
                    <label class="check">
                        <input class="check-input" type="checkbox" name=format!("product[categories][{place}]") value=id.clone() checked=is_chosen />
                        <span>{category.name}</span>
                    </label>
                    <label class="check category-primary">
                        <input class="check-input" type="radio" name="product[primary]" value=id checked=is_primary />
                        <span class="tiny">"Main" <span class="sr-only">{format!(": {name}")}</span></span>
                    </label>
                </li>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field" aria-describedby="product-categories-hint">
            <legend class="field-label">"Categories"</legend>
            <p class="field-hint" id="product-categories-hint">"The main one is the way down to the product. It decides on nothing else."</p>
            <input
                class="input cell-input needs-script"
                type="search"
                placeholder="Find a category"
                aria-label="Find a category"
                on:input:target=move |event| words.set(event.target().value().to_lowercase())
                on:keydown=move |event| if event.key() == "Enter" { event.prevent_default() }
            />
            <ul class="category-picker" id="product-categories" tabindex="0" aria-label="Categories">{rows}</ul>
            {move || error.get().map(|error| view! { <p class="field-error">{error}</p> })}
        </fieldset>
    }
}

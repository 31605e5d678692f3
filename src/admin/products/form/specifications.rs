//! The specifications that the product's categories ask for, each typed.

use super::{SectionHead, Sections, Step};
use crate::{
    domain::{
        product::SpecificationKind,
        staff::{FormStep, Section, SpecificationField, specification_field},
    },
    ui::{ButtonKind, Field, Select},
};
use leptos::prelude::*;

#[component]
pub fn Specifications(sections: Sections) -> impl IntoView {
    let fields = sections.editor.with_value(|editor| editor.choices.specifications.clone());
    let mut groups: Vec<(String, Vec<(usize, SpecificationField)>)> = Vec::new();
    for (place, field) in fields.into_iter().enumerate() {
        match groups.last_mut().filter(|(name, _)| *name == field.group) {
            Some((_, group)) => group.push((place, field)),
            None => groups.push((field.group.clone(), vec![(place, field)])),
        }
    }
    let is_empty = groups.is_empty();
    let groups = groups
        .into_iter()
        .map(|(name, fields)| {
            let fields =
                fields.into_iter().map(|(place, field)| view! { <Value sections place field /> }).collect_view();
            let name = if name.is_empty() { "Further".to_owned() } else { name };
            view! {
                <fieldset class="specification-group">
                    <legend>{name}</legend>
                    <div class="form-grid">{fields}</div>
                </fieldset>
            }
        })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="specifications">
            <SectionHead section="specifications" title="Specifications" />
            {is_empty.then(|| view! { <p class="muted small">"The product's categories ask for none."</p> })}
            {groups}
            <p>
                <Step step=FormStep::Show(Section::Specifications) kind=ButtonKind::Quiet>
                    "Show those of the ticked categories"
                </Step>
            </p>
        </section>
    }
}

#[component]
fn Value(sections: Sections, place: usize, field: SpecificationField) -> impl IntoView {
    let name = specification_field(place, "value");
    let error = sections.errors.field(name.clone());
    let id = field.id.0;
    let value =
        sections.form(|form| form.specifications.iter().find(|value| value.id == id).map(|value| value.value.clone()));
    let value = value.unwrap_or_default();
    let choices = |choices: Vec<(String, String)>| {
        [(String::new(), "—".to_owned())].into_iter().chain(choices).collect::<Vec<_>>()
    };
    let input = match field.kind {
        SpecificationKind::Boolean => {
            let options = choices(vec![("true".to_owned(), "Yes".to_owned()), ("false".to_owned(), "No".to_owned())]);
            view! { <Select label=field.name name=name options value error class="span-3" /> }.into_any()
        }
        SpecificationKind::Choice => {
            let options = choices(field.choices.into_iter().map(|choice| (choice.clone(), choice)).collect());
            view! { <Select label=field.name name=name options value error class="span-3" /> }.into_any()
        }
        SpecificationKind::Number => {
            let label = if field.unit.is_empty() { field.name } else { format!("{}, {}", field.name, field.unit) };
            view! { <Field label name=name value error inputmode="decimal" autocomplete="off" class="span-3" /> }
                .into_any()
        }
        SpecificationKind::Text => {
            view! { <Field label=field.name name=name value error autocomplete="off" maxlength=300 class="span-3" /> }
                .into_any()
        }
    };
    view! {
        <input type="hidden" name=specification_field(place, "id") value=id.to_string() />
        {input}
    }
}

//! One specification, or a new one.

use crate::{
    actions::{
        admin::specifications::{DeleteSpecification, SaveSpecification, get_specification},
        page_data::page_data,
    },
    admin::{
        edit_frame::{DeleteForm, EditAddress, EditForm, EditFrame},
        parts::{CardSkeleton, FormOf, Loaded},
        references::parts::DeleteStep,
        unsaved::UnsavedGuard,
    },
    domain::{
        audit::AuditSubject,
        product::SpecificationKind,
        references::{GroupLink, SpecificationEditor, SpecificationEntry, UsedChoice},
    },
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Checkbox, Field, Select},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

const PATH: &str = "/admin/specifications";

/// Rows for choices to come; saving brings new ones.
const NEW_CHOICES: usize = 3;

const LABELS: &[(&str, &str)] = &[
    ("specification[name]", "Name"),
    ("specification[slug]", "Address"),
    ("specification[group]", "Group"),
    ("specification[kind]", "Kind"),
    ("specification[unit]", "Unit"),
    ("specification[choices]", "Choices"),
];

/// One specification.
#[component]
pub fn SpecificationEditPage() -> impl IntoView {
    let (address, query) = (EditAddress::current(), use_query_map());
    let group = Memo::new(move |_| query.with(|query| query.get("group").unwrap_or_default()));
    let editor = page_data(move || address.source(), |(id, _)| get_specification(id));
    let (save, delete) = (ServerAction::new(), ServerAction::new());
    view! {
        <div class="admin-page admin-page-narrow">
            <Loaded data=editor fallback=|| view! { <CardSkeleton /> } what="specification" back=PATH let:editor>
                <Found editor group=group.get_untracked() save delete is_saved=address.is_saved() />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(
    editor: SpecificationEditor,
    /// That a new one starts with.
    group: String,
    save: ServerAction<SaveSpecification>,
    delete: ServerAction<DeleteSpecification>,
    is_saved: Signal<bool>,
) -> impl IntoView {
    let title = editor.entry.as_ref().map_or("New specification".to_owned(), |entry| entry.name.clone());
    let state = editor.entry.as_ref().map(|entry| (entry.id.0, entry.version));
    let usage = editor.entry.clone().map(|entry| view! { <Usage entry action=delete /> });
    view! {
        <EditFrame list=(PATH, "Specifications") title subject=AuditSubject::Specification state is_saved>
            <div><FormOf state><Form editor=editor.clone() group=group.clone() state action=save /></FormOf></div>
            <div>{usage}</div>
        </EditFrame>
    }
}

#[component]
fn Form(
    editor: SpecificationEditor,
    group: String,
    state: Option<(i64, i64)>,
    action: ServerAction<SaveSpecification>,
) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let SpecificationEditor { entry, groups } = editor;
    let uses = entry.as_ref().map_or(0, |entry| entry.uses);
    let entry = entry.unwrap_or_else(|| blank(&group, &groups));
    let groups = [(String::new(), "No group".to_owned())]
        .into_iter()
        .chain(groups.into_iter().map(|group| (group.id.to_string(), group.name)))
        .collect();
    let kind = RwSignal::new(entry.kind);
    let is_number = move || kind.get() == SpecificationKind::Number;
    let is_choice = move || kind.get() == SpecificationKind::Choice;
    view! {
        <EditForm action labels=LABELS path=PATH state>
            <UnsavedGuard />
            <section class="card">
                <Field label="Name" name="specification[name]" value=entry.name error=errors.field("specification[name]") autocomplete="off" required=true maxlength=60 />
                <Field
                    label="Address"
                    name="specification[slug]"
                    value=entry.slug
                    error=errors.field("specification[slug]")
                    hint="In links that filter by it. Empty: made of the name"
                    autocomplete="off"
                    maxlength=120
                />
                <Select
                    label="Group"
                    name="specification[group]"
                    options=groups
                    value=entry.group.map(|group| group.to_string()).unwrap_or_default()
                    error=errors.field("specification[group]")
                    hint="The heading on a product's page"
                />
                <KindField kind uses errors />
                <div class:hidden-with-script=move || !is_number()>
                    <Field
                        label="Unit"
                        name="specification[unit]"
                        value=entry.unit
                        error=errors.field("specification[unit]")
                        hint="Of a number, like g/m² or ml"
                        autocomplete="off"
                        maxlength=20
                    />
                </div>
                <div>
                    <Checkbox label="Shoppers can filter by it" name="specification[filterable]" checked=entry.filterable />
                    <Checkbox label="Shown when products are compared" name="specification[comparable]" checked=entry.comparable />
                </div>
            </section>
            <div class:hidden-with-script=move || !is_choice()><Choices choices=entry.choices errors /></div>
        </EditForm>
    }
}

fn blank(group: &str, groups: &[GroupLink]) -> SpecificationEntry {
    SpecificationEntry {
        id: crate::domain::ids::SpecificationId(0),
        version: 0,
        uses: 0,
        name: String::new(),
        slug: String::new(),
        group: groups.iter().map(|known| known.id).find(|id| id.to_string() == group),
        kind: SpecificationKind::Text,
        unit: String::new(),
        filterable: false,
        comparable: true,
        choices: Vec::new(),
    }
}

/// The kind: what else the form asks for depends on it.
#[component]
fn KindField(kind: RwSignal<SpecificationKind>, uses: i64, errors: FormErrors) -> impl IntoView {
    let error = errors.field("specification[kind]");
    let chosen = kind.get_untracked();
    let options = SpecificationKind::ALL
        .into_iter()
        // Values of one kind mean nothing in another.
        .filter(|each| uses == 0 || *each == chosen)
        .map(|each| view! { <option value=each.slug() selected=each == chosen>{each.label()}</option> })
        .collect_view();
    let hint = if uses == 0 {
        "It cannot change any more once products have values"
    } else {
        "Settled: products have values of it"
    };
    view! {
        <div class="field">
            <label class="field-label" for="specification-kind">"Kind"</label>
            <p class="field-hint" id="specification-kind-hint">{hint}</p>
            <select
                class="select"
                id="specification-kind"
                name="specification[kind]"
                aria-describedby="specification-kind-hint"
                aria-invalid=move || error.get().is_some().then_some("true")
                on:change:target=move |event| {
                    if let Some(chosen) = SpecificationKind::from_slug(&event.target().value()) {
                        kind.set(chosen);
                    }
                }
            >
                {options}
            </select>
            {move || error.get().map(|error| view! { <p class="field-error">{error}</p> })}
        </div>
    }
}

/// The choices in their order, with rows for new ones. A choice whose name is cleared is taken out.
#[component]
fn Choices(choices: Vec<UsedChoice>, errors: FormErrors) -> impl IntoView {
    let new = UsedChoice { id: 0, name: String::new(), uses: 0 };
    let rows = choices
        .into_iter()
        .chain(std::iter::repeat_n(new, NEW_CHOICES))
        .enumerate()
        .map(|(index, choice)| {
            let field = format!("specification[choices][{index}]");
            let error = errors.field(field.clone());
            let id = format!("specification-choices-{index}");
            view! {
                <li class="choice-row">
                    <input type="hidden" name=format!("{field}[id]") value=choice.id.to_string() />
                    <label class="sr-only" for=id.clone()>{format!("Choice {}", index + 1)}</label>
                    <input
                        class="input"
                        id=id
                        name=format!("{field}[name]")
                        value=choice.name
                        placeholder=(choice.id == 0).then_some("Another choice")
                        autocomplete="off"
                        maxlength="60"
                        aria-invalid=move || error.get().is_some().then_some("true")
                    />
                    <span class="tiny muted">{(choice.id != 0).then(|| uses(choice.uses))}</span>
                    {move || error.get().map(|error| view! { <p class="field-error">{error}</p> })}
                </li>
            }
        })
        .collect_view();
    let error = errors.field("specification[choices]");
    view! {
        <section class="card" id="specification-choices" aria-labelledby="choices-title" tabindex="-1">
            <h2 id="choices-title">"Choices"</h2>
            <p class="small muted">"Shoppers see them in this order. Clear a name to take a choice out; those that products have must stay."</p>
            {move || error.get().map(|error| view! { <p class="field-error">{error}</p> })}
            <ol class="grid gap-3">{rows}</ol>
        </section>
    }
}

#[component]
fn Usage(entry: SpecificationEntry, action: ServerAction<DeleteSpecification>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let step = if entry.uses > 0 {
        view! { <p class="small">{format!("{} a value for it, so it cannot be deleted.", have(entry.uses))}</p> }
            .into_any()
    } else {
        view! {
            <p class="small muted">"No product has a value for it."</p>
            <DeleteStep what="this specification">
                <p class="small">{format!("“{}” will be gone for good.", entry.name)}</p>
                <DeleteForm action state=(entry.id.0, entry.version) />
            </DeleteStep>
        }
        .into_any()
    };
    view! {
        <section class="card" aria-labelledby="entry-use">
            <h2 id="entry-use">"In use"</h2>
            <FormProblems errors labels=&[] />
            {step}
        </section>
    }
}

fn have(products: i64) -> String {
    if products == 1 { "1 product has".into() } else { format!("{products} products have") }
}

fn uses(count: i64) -> String {
    if count == 1 { "1 product".into() } else { format!("{count} products") }
}

//! The product form: one form in sections, the same with scripts and without.
//!
//! Its buttons that do not save send the form, too, and get it back changed: there is one way in which options become
//! variants, and nothing that was typed is lost on it.

mod cell;
mod conflict;
mod options;
mod organize;
mod related;
mod seo;
mod specifications;
mod texts;
mod variants;

use crate::{
    actions::admin::products::SaveProduct,
    admin::unsaved::UnsavedGuard,
    domain::staff::{FormStep, ProductEditor, ProductInput, Section},
    error::AppError,
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Button, ButtonKind},
};
use conflict::ConflictNotice;
use leptos::prelude::*;
use options::Options;
use organize::Organize;
use related::Related;
use seo::SearchEngines;
use specifications::Specifications;
use texts::{Publishing, Texts};
use variants::Variants;

const LABELS: &[(&str, &str)] = &[
    ("product[title]", "Title"),
    ("product[slug]", "Address"),
    ("product[summary]", "Summary"),
    ("product[description]", "Description"),
    ("product[brand]", "Brand"),
    ("product[material]", "Material"),
    ("product[tax_category]", "Tax category"),
    ("product[categories]", "Categories"),
    ("product[tags]", "Tags"),
    ("product[related_search]", "Related products"),
    ("product[status]", "State"),
    ("product[published_at]", "Publish date"),
    ("product[seo_title]", "Title for search engines"),
    ("product[seo_description]", "Description for search engines"),
    ("options", "Options"),
    ("variants", "Variants"),
];

/// What the sections share.
#[derive(Clone, Copy)]
pub struct Sections {
    pub editor: StoredValue<ProductEditor>,
    pub errors: FormErrors,
}

impl Sections {
    /// A field's name and what is wrong with it.
    pub fn named(self, field: &str) -> (String, Signal<Option<String>>) {
        let name = ProductInput::field(field);
        (name.clone(), self.errors.field(name))
    }

    /// Something of the form as it is shown first.
    pub fn form<T>(self, read: impl FnOnce(&ProductInput) -> T) -> T {
        self.editor.with_value(|editor| read(&editor.form))
    }
}

#[component]
pub fn ProductForm(editor: StoredValue<ProductEditor>, action: ServerAction<SaveProduct>) -> impl IntoView {
    let sent = editor.with_value(|editor| editor.errors.clone());
    let sent = (!sent.is_empty()).then_some(AppError::Invalid(sent));
    let errors = FormErrors::of(move || match action.value().get() {
        Some(result) => Some(result),
        None => sent.clone().map(Err),
    });
    let sections = Sections { editor, errors };
    let dirty = RwSignal::new(editor.with_value(|editor| editor.is_draft));
    let form = sections.form(Clone::clone);
    let has_conflict = editor.with_value(|editor| editor.conflict.is_some());
    view! {
        <ActionForm
            action
            attr:id="product-form"
            attr:class="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5"
            attr:novalidate=true
            on:input=move |_| dirty.set(true)
        >
            <UnsavedGuard changed=dirty />
            // Enter in a field presses the first button of a form.
            <button class="sr-only" type="submit" name="step" value="save" tabindex="-1" aria-hidden="true">"Save"</button>
            <FormProblems errors labels=LABELS />
            {has_conflict.then(|| view! { <ConflictNotice editor /> })}
            <input type="hidden" name=ProductInput::field("id") value=form.id.to_string() />
            <input type="hidden" name=ProductInput::field("version") value=form.version.to_string() />
            <input type="hidden" name=ProductInput::field("audit_seen") value=form.audit_seen.to_string() />
            <div class="edit-layout">
                <div>
                    <Texts sections />
                    <Options sections />
                    <Variants sections />
                    <Specifications sections />
                    <Related sections />
                    <SearchEngines sections />
                </div>
                <div>
                    <Publishing sections />
                    <Organize sections />
                </div>
            </div>
            <SaveBar editor action dirty />
        </ActionForm>
    }
}

#[component]
fn SaveBar(
    editor: StoredValue<ProductEditor>,
    action: ServerAction<SaveProduct>,
    dirty: RwSignal<bool>,
) -> impl IntoView {
    let updated = editor.with_value(|editor| editor.stored.as_ref().map(|stored| stored.updated_at));
    let is_draft = editor.with_value(|editor| editor.is_draft);
    view! {
        <div class="save-bar">
            <p class="small muted">
                <span class="unsaved" hidden=move || !dirty.get()>"Not saved yet. "</span>
                {updated.map(|at| view! { "Last saved " <time datetime=at.iso()>{at.to_string()}</time> " UTC" })}
            </p>
            {is_draft.then(|| view! {
                <a class="btn btn-quiet" href=editor.with_value(page_of) rel="external">"Discard"</a>
            })}
            <Button kind=ButtonKind::Primary busy=action.pending() name="step" value="save">"Save"</Button>
        </div>
    }
}

/// The product's page without a draft.
pub fn page_of(editor: &ProductEditor) -> String {
    match editor.form.id {
        0 => "/admin/products/new".to_owned(),
        id => format!("/admin/products/{id}"),
    }
}

/// A button that does something to the form short of saving it.
#[component]
fn Step(
    step: FormStep,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional, into)] label: Option<String>,
    children: Children,
) -> impl IntoView {
    let class = match kind {
        ButtonKind::Quiet => "btn btn-quiet btn-small",
        _ => "btn btn-secondary btn-small",
    };
    view! { <button class=class type="submit" name="step" value=step.text() aria-label=label>{children()}</button> }
}

/// The head of a section, to which its address leads.
#[component]
fn SectionHead(section: &'static str, title: &'static str) -> impl IntoView {
    view! { <h2 id=section class="section-anchor" tabindex="-1">{title}</h2> }
}

/// Sections of the page for its navigation: ids and names.
pub const SECTIONS: [(&str, &str); 8] = [
    (Section::Texts.id(), "Text"),
    (Section::Options.id(), "Options"),
    (Section::Variants.id(), "Variants"),
    (Section::Specifications.id(), "Specifications"),
    (Section::Related.id(), "Related"),
    (Section::Search.id(), "Search engines"),
    ("organize", "Organization"),
    ("pictures", "Pictures"),
];

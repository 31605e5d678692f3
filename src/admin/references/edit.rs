//! One entry of a model, or a new one.

use super::{
    form::ReferenceForm,
    kind_of_address,
    merge::Merge,
    parts::{DeleteStep, Pressed, is_conflict},
    sizes::Sizes,
};
use crate::{
    actions::{
        admin::references::{DeleteReference, MoveReference, SaveReference, get_reference},
        page_data::page_data,
    },
    admin::{
        edit_frame::{DeleteForm, EditAddress, EditFrame},
        parts::{CardSkeleton, FormOf, LoadError},
    },
    domain::references::{Entry, ReferenceEditor, ReferenceInput, ReferenceKind},
    error::AppError,
    storefront::form_errors::{FormErrors, FormProblems},
};
use leptos::prelude::*;

/// What can be done on the page.
#[derive(Clone, Copy)]
pub(super) struct ReferenceActions {
    pub save: ServerAction<SaveReference>,
    pub add_size: ServerAction<SaveReference>,
    pub delete: ServerAction<DeleteReference>,
    pub shift: ServerAction<MoveReference>,
}

/// One entry.
#[component]
pub fn ReferenceEditPage() -> impl IntoView {
    let (kind, address) = (kind_of_address(), EditAddress::current());
    let actions = ReferenceActions {
        save: ServerAction::new(),
        add_size: ServerAction::new(),
        delete: ServerAction::new(),
        shift: ServerAction::new(),
    };
    let source = move || (kind.get(), address.source(), actions.shift.version().get());
    let entry = page_data(source, |(kind, (id, _), _): (Option<ReferenceKind>, (String, String), usize)| async move {
        let kind = kind.ok_or(AppError::NotFound)?;
        if id == "new" && kind != ReferenceKind::Size {
            return Ok(None);
        }
        get_reference(kind.slug().to_owned(), id).await.map(Some)
    });
    Pressed::provide();
    view! {
        <div class="admin-page admin-page-narrow">
            <Transition fallback=|| view! { <CardSkeleton /> }>
                {move || Suspend::new(async move {
                    let kind = kind.get_untracked().unwrap_or(ReferenceKind::Brand);
                    match entry.await {
                        Ok(editor) => view! { <Found kind editor actions is_saved=address.is_saved() /> }.into_any(),
                        Err(error) => view! { <LoadError error what=kind.noun() back=kind.list_page() /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Found(
    kind: ReferenceKind,
    editor: Option<ReferenceEditor>,
    actions: ReferenceActions,
    is_saved: Signal<bool>,
) -> impl IntoView {
    if let Some(pressed) = use_context::<Pressed>() {
        pressed.give_focus_back();
    }
    let entry = editor.as_ref().map(|editor| editor.entry.clone());
    let title = entry.as_ref().map_or_else(|| format!("New {}", kind.noun()), |entry| entry.value.name.clone());
    let state = entry.as_ref().map(|entry| (entry.id, entry.version));
    let form = entry.clone();
    let others = editor.as_ref().map(|editor| editor.others.clone()).unwrap_or_default();
    let sizes = editor.filter(|_| kind == ReferenceKind::SizeSystem).map(|editor| {
        view! { <Sizes system=editor.entry.id sizes=editor.sizes actions /> }
    });
    view! {
        <EditFrame list=(kind.list_page(), list_title(kind)) title subject=kind.subject() state is_saved>
            <div>
                <FormOf state=(kind, state)><ReferenceForm kind entry=form.clone() action=actions.save /></FormOf>
                {sizes}
            </div>
            <div>
                {entry.clone().filter(|_| !others.is_empty()).map(|entry| view! { <Merge kind entry others /> })}
                {entry.map(|entry| view! { <Usage kind entry action=actions.delete /> })}
            </div>
        </EditFrame>
    }
}

const fn list_title(kind: ReferenceKind) -> &'static str {
    match kind {
        ReferenceKind::Size => ReferenceKind::SizeSystem.title(),
        ReferenceKind::SpecificationGroup => "Specifications",
        kind => kind.title(),
    }
}

/// What uses the entry, and deleting it when nothing does.
#[component]
fn Usage(kind: ReferenceKind, entry: Entry<ReferenceInput>, action: ServerAction<DeleteReference>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let (uses, noun) = (entry.uses, kind.noun());
    let things = match (kind, uses) {
        (ReferenceKind::SizeSystem, 1) => "1 size belongs to it".to_owned(),
        (ReferenceKind::SizeSystem, uses) => format!("{uses} sizes belong to it"),
        (ReferenceKind::SpecificationGroup, 1) => "1 specification stands under it".to_owned(),
        (ReferenceKind::SpecificationGroup, uses) => format!("{uses} specifications stand under it"),
        (ReferenceKind::TaxCategory, uses) => format!("{uses} products and tax rates fall under it"),
        (_, 1) => "1 product uses it".to_owned(),
        (_, uses) => format!("{uses} products use it"),
    };
    let products = format!("/admin/products?q={}", entry.value.name.replace(' ', "+"));
    let step = if uses > 0 {
        view! {
            <p class="small">{format!("{things}, so it cannot be deleted. Give them another {noun} first, or rename this one.")}</p>
            {(kind == ReferenceKind::Brand).then(|| view! { <p><a class="link small" href=products>"Show its products"</a></p> })}
        }
        .into_any()
    } else {
        view! {
            <p class="small muted">"Nothing uses it."</p>
            <DeleteStep what=format!("this {noun}")>
                <p class="small">{format!("“{}” will be gone for good.", entry.value.name)}</p>
                <DeleteForm action state=(entry.id, entry.version)>
                    <input type="hidden" name="kind" value=kind.slug() />
                </DeleteForm>
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

/// Whether the last save was refused because the form was out of date.
pub(super) fn out_of_date(action: ServerAction<SaveReference>) -> Signal<bool> {
    Signal::derive(move || action.value().with(|result| is_conflict(result.as_ref())))
}

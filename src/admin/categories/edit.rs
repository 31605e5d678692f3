//! One category.

use super::{PATH, picture::CategoryPicture, places};
use crate::{
    actions::{
        admin::categories::{DeleteCategory, MoveCategory, RemoveCategoryPicture, SaveCategory, get_category},
        page_data::page_data,
    },
    admin::{
        edit_frame::{EditAddress, EditForm},
        parts::{CardSkeleton, FormOf, Loaded, PageHead},
        references::parts::{DeleteStep, Done, HistoryLink},
        unsaved::UnsavedGuard,
    },
    domain::{
        audit::AuditSubject,
        references::{CategoryEditor, PLACES},
    },
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Breadcrumbs, Button, ButtonKind, Checkbox, Field, Glyph, Icon, LinkButton, Select, TextArea},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

pub(super) const LABELS: &[(&str, &str)] = &[
    ("category[name]", "Name"),
    ("category[slug]", "Address"),
    ("category[description]", "Description"),
    ("category[groups]", "Specifications"),
    ("parent", "Below"),
];

/// What can be done on the page.
#[derive(Clone, Copy)]
pub(super) struct CategoryActions {
    pub save: ServerAction<SaveCategory>,
    pub shift: ServerAction<MoveCategory>,
    pub delete: ServerAction<DeleteCategory>,
    pub remove_picture: ServerAction<RemoveCategoryPicture>,
}

/// One category.
#[component]
pub fn CategoryEditPage() -> impl IntoView {
    let (address, query) = (EditAddress::current(), use_query_map());
    let picture = Memo::new(move |_| query.with(|query| query.get("picture").unwrap_or_default()));
    let actions = CategoryActions {
        save: ServerAction::new(),
        shift: ServerAction::new(),
        delete: ServerAction::new(),
        remove_picture: ServerAction::new(),
    };
    let source = move || (address.source(), picture.get(), actions.shift.version().get());
    let category = page_data(source, |((id, _), ..)| get_category(id));
    view! {
        <div class="admin-page">
            <Loaded data=category fallback=|| view! { <CardSkeleton /> } what="category" back=PATH let:category>
                <Found category actions is_saved=address.is_saved() />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(category: CategoryEditor, actions: CategoryActions, is_saved: Signal<bool>) -> impl IntoView {
    let (id, version, name, slug) = (category.id, category.version, category.name.clone(), category.slug.clone());
    let form = category.clone();
    view! {
        <Breadcrumbs trail=vec![(PATH.into(), "Categories".into())] current=name.clone() />
        <PageHead title=name>
            <HistoryLink subject=AuditSubject::Category id=id.0 />
            {category.visible.then(|| view! {
                <LinkButton href=format!("/c/{slug}") kind=ButtonKind::Quiet class="btn-small"><Icon glyph=Glyph::External />"View in shop"</LinkButton>
            })}
            <LinkButton href=format!("{PATH}/new?parent={id}") class="btn-small">"Add a category below"</LinkButton>
        </PageHead>
        <Done when=is_saved text="Saved." />
        <div class="edit-layout">
            <div><FormOf state=(id, version)><Form category=form.clone() action=actions.save /></FormOf></div>
            <div>
                <CategoryPicture id picture=category.picture.clone() action=actions.remove_picture />
                <MoveTo category=category.clone() action=actions.shift />
                <Deleting category action=actions.delete />
            </div>
        </div>
    }
}

#[component]
fn Form(category: CategoryEditor, action: ServerAction<SaveCategory>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let old =
        (!category.old_slugs.is_empty()).then(|| format!("Links to {} lead here, too.", old(&category.old_slugs)));
    view! {
        <EditForm action labels=LABELS path=PATH state=Some((category.id.0, category.version))>
            <UnsavedGuard />
            <section class="card">
                <Field label="Name" name="category[name]" value=category.name.clone() error=errors.field("category[name]") autocomplete="off" required=true maxlength=60 />
                <Field
                    label="Address"
                    name="category[slug]"
                    value=category.slug.clone()
                    error=errors.field("category[slug]")
                    hint="The part after /c/. The old address will lead to the new one"
                    autocomplete="off"
                    maxlength=120
                />
                {old.map(|old| view! { <p class="field-hint">{old}</p> })}
                <TextArea label="Description" name="category[description]" value=category.description.clone() error=errors.field("category[description]") maxlength=2000 />
                <Checkbox label="Visible in the shop" name="category[visible]" checked=category.visible />
            </section>
            <Groups category errors />
        </EditForm>
    }
}

fn old(slugs: &[String]) -> String {
    slugs.iter().map(|slug| format!("/c/{slug}")).collect::<Vec<_>>().join(", ")
}

/// Which specifications its products have: those of the categories above cannot be taken away.
#[component]
fn Groups(category: CategoryEditor, errors: FormErrors) -> impl IntoView {
    let error = errors.field("category[groups]");
    let is_empty = category.all_groups.is_empty();
    let boxes = category
        .all_groups
        .into_iter()
        .map(|group| {
            let is_inherited = category.inherited.contains(&group.id);
            let checked = is_inherited || category.groups.contains(&group.id);
            view! {
                <label class="check">
                    <input
                        class="check-input"
                        type="checkbox"
                        name="category[groups][]"
                        value=group.id.to_string()
                        checked=checked
                        disabled=is_inherited
                    />
                    <span>{group.name}{is_inherited.then_some(" (from above)")}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="card" id="category-groups">
            <legend class="sr-only">"Specifications"</legend>
            <h2 aria-hidden="true">"Specifications"</h2>
            <p class="small muted">"The groups that products of this category, and of those below it, can have."</p>
            {move || error.get().map(|error| view! { <p class="field-error">{error}</p> })}
            {is_empty.then(|| view! { <p class="small"><a class="link" href="/admin/specifications">"There are no groups yet"</a></p> })}
            <div class="check-list">{boxes}</div>
        </fieldset>
    }
}

/// To anywhere in the tree, without dragging.
#[component]
fn MoveTo(category: CategoryEditor, action: ServerAction<MoveCategory>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let places = PLACES.map(|(place, label)| (place.to_owned(), label.to_owned())).to_vec();
    let top = (String::new(), "The top of the menu".to_owned());
    let targets = [top].into_iter().chain(places::choices(&category.tree, Some(category.id))).collect();
    let parent = category.parent.map(|parent| parent.to_string()).unwrap_or_default();
    view! {
        <section class="card" aria-labelledby="category-place">
            <h2 id="category-place">"Place"</h2>
            <FormProblems errors labels=&[("target", "Place")] />
            <ActionForm action attr:class="grid gap-3">
                <input type="hidden" name="id" value=category.id.to_string() />
                <Select label="Move it" name="step" options=places value="inside" />
                <Select label="Category" name="target" options=targets value=parent error=errors.field("target") />
                <Button busy=action.pending()>"Move"</Button>
            </ActionForm>
        </section>
    }
}

/// A category is deleted when none lie in it; its products go to another one.
#[component]
fn Deleting(category: CategoryEditor, action: ServerAction<DeleteCategory>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let below = category.tree.iter().filter(|node| node.parent == Some(category.id)).count();
    let targets = places::choices(&category.tree, Some(category.id));
    let parent = category.parent.map(|parent| parent.to_string()).unwrap_or_default();
    let products = match category.products {
        1 => "1 product is in it".to_owned(),
        products => format!("{products} products are in it"),
    };
    let step = if below > 0 {
        let text = if below == 1 {
            "A category lies in it: move or delete that one first.".into()
        } else {
            format!("{below} categories lie in it: move or delete those first.")
        };
        view! { <p class="small">{text}</p> }.into_any()
    } else {
        view! {
            <DeleteStep what="this category">
                <ActionForm action attr:class="grid gap-3">
                    <input type="hidden" name="id" value=category.id.to_string() />
                    <input type="hidden" name="version" value=category.version.to_string() />
                    {(category.products > 0).then(|| view! {
                        <p class="small">{format!("{products}. Where shall they go?")}</p>
                        <Select label="Put them into" name="products_to" options=targets value=parent error=errors.field("products_to") />
                    })}
                    <Button kind=ButtonKind::Danger busy=action.pending()>"Delete it"</Button>
                </ActionForm>
            </DeleteStep>
        }
        .into_any()
    };
    view! {
        <section class="card" aria-labelledby="category-delete">
            <h2 id="category-delete">"Delete"</h2>
            <FormProblems errors labels=&[("products_to", "Products")] />
            {step}
        </section>
    }
}

//! A new category.

use super::{PATH, edit::LABELS, places};
use crate::{
    actions::{
        admin::categories::{AddCategory, list_categories},
        page_data::page_data,
    },
    admin::{
        parts::{CardSkeleton, Loaded, PageHead},
        references::parts::SaveButton,
    },
    domain::references::CategoryNode,
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Breadcrumbs, Checkbox, Field, Select, TextArea},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// A new category.
#[component]
pub fn CategoryNewPage() -> impl IntoView {
    let tree = page_data(|| (), |()| list_categories());
    let query = use_query_map();
    let parent = Memo::new(move |_| query.with(|query| query.get("parent").unwrap_or_default()));
    let action = ServerAction::new();
    view! {
        <div class="admin-page admin-page-narrow">
            <Breadcrumbs trail=vec![(PATH.into(), "Categories".into())] current="New category" />
            <PageHead title="New category" />
            <Loaded data=tree fallback=|| view! { <CardSkeleton /> } what="tree" back=PATH let:tree>
                <Form tree parent=parent.get_untracked() action />
            </Loaded>
        </div>
    }
}

#[component]
fn Form(tree: Vec<CategoryNode>, parent: String, action: ServerAction<AddCategory>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let top = (String::new(), "The top of the menu".to_owned());
    let parents = [top].into_iter().chain(places::choices(&tree, None)).collect();
    view! {
        <ActionForm action attr:class="card grid gap-4" attr:novalidate=true>
            <FormProblems errors labels=LABELS />
            <Field label="Name" name="category[name]" error=errors.field("category[name]") autocomplete="off" required=true maxlength=60 />
            <Field
                label="Address"
                name="category[slug]"
                error=errors.field("category[slug]")
                hint="The part after /c/. Empty: made of the name"
                autocomplete="off"
                maxlength=120
            />
            <Select label="Below" name="parent" options=parents value=parent error=errors.field("parent") />
            <TextArea label="Description" name="category[description]" error=errors.field("category[description]") maxlength=2000 />
            <Checkbox label="Visible in the shop" name="category[visible]" checked=true />
            <SaveButton busy=action.pending() name="Add category" />
        </ActionForm>
    }
}

//! Changing an order before it ships: a form, and what it comes to before it is saved. Each step is an address of its own.

mod form;
mod preview;

use crate::{
    actions::{
        admin::order_edits::{ApplyOrderEdit, DraftOrderEdit, get_order_edit, preview_order_edit},
        page_data::page_data,
    },
    admin::parts::{CardSkeleton, FormOf, LoadError, PageHead},
    domain::order_edit::{OrderEditPreview, OrderEditor},
    error::AppError,
    ui::Breadcrumbs,
};
use form::EditForm;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use preview::Preview;

/// The form, or with `step=preview` what a draft comes to.
#[component]
pub fn OrderEditPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let number = Memo::new(move |_| params.with(|params| params.get("number").unwrap_or_default()));
    let value = move |name| Memo::new(move |_| query.with(|query| query.get(name).unwrap_or_default()));
    let (draft, step) = (value("draft"), value("step"));
    let editor = page_data(move || (number.get(), draft.get()), |(number, draft)| get_order_edit(number, draft));
    let preview = page_data(
        move || (number.get(), draft.get(), step.get()),
        |(number, draft, step)| async move {
            if step == "preview" { preview_order_edit(number, draft).await.map(Some) } else { Ok(None) }
        },
    );
    let actions = Actions { draft: ServerAction::new(), apply: ServerAction::new() };
    view! {
        <div class="admin-page">
            <Transition fallback=|| view! { <CardSkeleton /> }>
                {move || Suspend::new(async move {
                    let (editor, preview) = (editor.await, preview.await);
                    match editor {
                        Ok(editor) => {
                            let draft = draft.get_untracked();
                            view! { <Found editor draft preview actions /> }.into_any()
                        }
                        Err(error) => view! { <LoadError error what="order" back="/admin/orders" /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[derive(Clone, Copy)]
struct Actions {
    draft: ServerAction<DraftOrderEdit>,
    apply: ServerAction<ApplyOrderEdit>,
}

#[component]
fn Found(
    editor: OrderEditor,
    draft: String,
    preview: Result<Option<OrderEditPreview>, AppError>,
    actions: Actions,
) -> impl IntoView {
    let number = editor.number;
    let trail =
        vec![("/admin/orders".into(), "Orders".into()), (format!("/admin/orders/{number}"), number.to_string())];
    let body = match preview {
        Ok(Some(preview)) => view! { <Preview number draft preview action=actions.apply /> }.into_any(),
        Ok(None) => view! { <Fresh editor draft refused=None actions /> }.into_any(),
        Err(error) => view! { <Fresh editor draft refused=Some(error) actions /> }.into_any(),
    };
    view! {
        <Breadcrumbs trail current="Edit" />
        <PageHead title=format!("Edit {number}") />
        {body}
    }
}

/// The form as a draft has it; another one for another draft.
#[component]
fn Fresh(editor: OrderEditor, draft: String, refused: Option<AppError>, actions: Actions) -> impl IntoView {
    let state = (draft, refused.as_ref().map(ToString::to_string));
    view! {
        <FormOf state>
            <EditForm editor=editor.clone() refused=refused.clone() action=actions.draft />
        </FormOf>
    }
}

//! One promotion, or a new one.

use super::{PATH, form::PromotionForm, try_it::TryIt};
use crate::{
    actions::{
        admin::promotions::{DeletePromotion, SavePromotion, get_promotion},
        page_data::page_data,
    },
    admin::{
        edit_frame::{DeleteForm, EditAddress, EditFrame},
        parts::{CardSkeleton, FormOf, Loaded},
        references::parts::DeleteStep,
    },
    domain::{audit::AuditSubject, ids::PromotionId, staff::PromotionEditor},
    storefront::form_errors::{FormErrors, FormProblems},
};
use leptos::prelude::*;

/// One promotion.
#[component]
pub fn PromotionPage() -> impl IntoView {
    let address = EditAddress::current();
    let editor = page_data(move || address.source(), |(id, _)| get_promotion(id));
    let (save, delete) = (ServerAction::new(), ServerAction::new());
    view! {
        <div class="admin-page">
            <Loaded data=editor fallback=|| view! { <CardSkeleton /> } what="promotion" back=PATH let:editor>
                <Found editor save delete is_saved=address.is_saved() />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(
    editor: PromotionEditor,
    save: ServerAction<SavePromotion>,
    delete: ServerAction<DeletePromotion>,
    is_saved: Signal<bool>,
) -> impl IntoView {
    let title = if editor.promotion.is_some() { editor.form.name.clone() } else { "New promotion".to_owned() };
    let state = editor.promotion.map(|(id, version)| (id.0, version));
    let (promotion, form) = (editor.promotion, editor.clone());
    view! {
        <EditFrame list=(PATH, "Promotions") title subject=AuditSubject::Promotion state is_saved>
            <div><FormOf state><PromotionForm editor=form.clone() state action=save /></FormOf></div>
            <div class="grid gap-5 content-start">
                {promotion.map(|(id, version)| view! {
                    <TryIt id groups=editor.groups.clone() />
                    <Uses id version uses=editor.uses codes=editor.used_codes action=delete />
                })}
            </div>
        </EditFrame>
    }
}

/// How often it was used, and deleting it while it never was.
#[component]
fn Uses(
    id: PromotionId,
    version: i64,
    uses: i64,
    codes: Vec<(String, i64)>,
    action: ServerAction<DeletePromotion>,
) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let sentence = match uses {
        0 => "No order has it yet.".to_owned(),
        1 => "One order has it.".to_owned(),
        uses => format!("{uses} orders have it."),
    };
    let by_code = codes
        .into_iter()
        .map(|(code, uses)| view! { <p class="leader small"><span class="num">{code}</span><span>{uses}</span></p> })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="promotion-uses">
            <h2 id="promotion-uses">"Use"</h2>
            <FormProblems errors labels=&[] />
            <p class="small">{sentence}</p>
            {by_code}
            {if uses == 0 {
                view! {
                    <DeleteStep what="this promotion">
                        <p class="small">"It and its codes will be gone for good. To stop it for a while, pause it instead."</p>
                        <DeleteForm action state=(id.0, version) />
                    </DeleteStep>
                }.into_any()
            } else {
                view! { <p class="small muted">"Orders refer to it, so it cannot be deleted; it can be paused."</p> }.into_any()
            }}
        </section>
    }
}

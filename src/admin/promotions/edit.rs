//! One promotion, or a new one.

use super::{PATH, form::PromotionForm, try_it::TryIt};
use crate::{
    actions::{
        admin::promotions::{DeletePromotion, SavePromotion, get_promotion},
        page_data::page_data,
    },
    admin::{
        parts::{CardSkeleton, FormOf, LoadError, PageHead},
        references::parts::{DeleteStep, Done, HistoryLink},
    },
    domain::{audit::AuditSubject, ids::PromotionId, staff::PromotionEditor},
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Breadcrumbs, Button, ButtonKind},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// One promotion.
#[component]
pub fn PromotionPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let saved = Memo::new(move |_| query.with(|query| query.get("saved").unwrap_or_default()));
    let editor = page_data(move || (id.get(), saved.get()), |(id, _)| get_promotion(id));
    let (save, delete) = (ServerAction::new(), ServerAction::new());
    let is_saved = Signal::derive(move || saved.with(|saved| !saved.is_empty()));
    view! {
        <div class="admin-page">
            <Transition fallback=|| view! { <CardSkeleton /> }>
                {move || Suspend::new(async move {
                    match editor.await {
                        Ok(editor) => view! { <Found editor save delete is_saved /> }.into_any(),
                        Err(error) => view! { <LoadError error what="promotion" back=PATH /> }.into_any(),
                    }
                })}
            </Transition>
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
    let (state, form) = (editor.promotion, editor.clone());
    view! {
        <Breadcrumbs trail=vec![(PATH.into(), "Promotions".into())] current=title.clone() />
        <PageHead title>{state.map(|(id, _)| view! { <HistoryLink subject=AuditSubject::Promotion id=id.0 /> })}</PageHead>
        <Done when=is_saved text="Saved." />
        <div class="edit-layout">
            <div><FormOf state><PromotionForm editor=form.clone() action=save /></FormOf></div>
            <div class="grid gap-5 content-start">
                {state.map(|(id, version)| view! {
                    <TryIt id groups=editor.groups.clone() />
                    <Uses id version uses=editor.uses codes=editor.used_codes action=delete />
                })}
            </div>
        </div>
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
                        <ActionForm action>
                            <input type="hidden" name="id" value=id.0 />
                            <input type="hidden" name="version" value=version />
                            <Button kind=ButtonKind::Danger busy=action.pending()>"Delete it"</Button>
                        </ActionForm>
                    </DeleteStep>
                }.into_any()
            } else {
                view! { <p class="small muted">"Orders refer to it, so it cannot be deleted; it can be paused."</p> }.into_any()
            }}
        </section>
    }
}

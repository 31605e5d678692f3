//! Cards that the customer keeps.

use super::parts::{AccountFailure, AccountHead, Done};
use crate::{
    actions::{
        account::payment_methods::{RemovePaymentMethod, SetDefaultPaymentMethod, list_payment_methods},
        page_data::page_data,
    },
    domain::account::SavedPaymentMethod,
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Badge, Button, ButtonKind, EmptyState, Glyph, SkeletonLines, Tone},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[derive(Clone, Copy)]
struct Actions {
    remove: ServerAction<RemovePaymentMethod>,
    set_default: ServerAction<SetDefaultPaymentMethod>,
}

#[component]
pub fn PaymentMethodsPage() -> impl IntoView {
    let query = use_query_map();
    let done = Memo::new(move |_| query.with(|query| query.get("done").unwrap_or_default()));
    let actions = Actions { remove: ServerAction::new(), set_default: ServerAction::new() };
    let source = move || (done.get(), actions.remove.version().get(), actions.set_default.version().get());
    let methods = page_data(source, |_| list_payment_methods());
    let removed = Signal::derive(move || {
        actions.remove.value().with(|value| matches!(value, Some(Ok(())))) || done.with(|done| done == "removed")
    });
    let remove_errors = FormErrors::of(move || actions.remove.value().get());
    let default_errors = FormErrors::of(move || actions.set_default.value().get());
    view! {
        <AccountHead
            title="Payment methods"
            text="Cards that the payment service keeps for you. We know no more of them than you see here."
        />
        <Done when=removed text="The card is removed." />
        <FormProblems errors=remove_errors labels=&[] />
        <FormProblems errors=default_errors labels=&[] />
        <Transition fallback=|| view! { <SkeletonLines count=6 /> }>
            {move || Suspend::new(async move {
                match methods.await {
                    Ok(methods) => view! { <Methods methods actions /> }.into_any(),
                    Err(error) => view! { <AccountFailure error /> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Methods(methods: Vec<SavedPaymentMethod>, actions: Actions) -> impl IntoView {
    if methods.is_empty() {
        return view! {
            <EmptyState
                glyph=Glyph::Lock
                title="No card kept yet"
                text="Tick \u{201c}Save this card\u{201d} when you pay an order, and the next one is paid with a click."
            />
        }
        .into_any();
    }
    let cards = methods.into_iter().map(|method| view! { <li><MethodCard method actions /></li> }).collect_view();
    view! { <ul class="account-cards">{cards}</ul> }.into_any()
}

#[component]
fn MethodCard(method: SavedPaymentMethod, actions: Actions) -> impl IntoView {
    let title = method.title();
    let label = title.clone();
    // Told apart by those who hear the buttons one by one.
    let whose = format!(": {title}");
    let id = method.id.to_string();
    let action = actions.remove;
    view! {
        <article class="card account-card" aria-label=label>
            <div>
                <p><strong>{title}</strong></p>
                <p class="small muted">"Valid through " {method.expiry()}</p>
            </div>
            <p class="flex flex-wrap gap-2">
                {method.is_default.then(|| view! { <Badge text="Chosen at the checkout" /> })}
                {method.is_expired.then(|| view! { <Badge tone=Tone::Warn text="Expired" /> })}
            </p>
            {(!method.is_default).then(|| view! {
                <DefaultForm id=id.clone() whose=whose.clone() actions />
            })}
            <details class="account-ask">
                <summary class="btn btn-quiet btn-small">"Remove"<span class="sr-only">{whose.clone()}</span></summary>
                <ActionForm action>
                    <input type="hidden" name="id" value=id.clone() />
                    <Button kind=ButtonKind::Danger class="btn-small" busy=action.pending()>
                        "Remove this card"<span class="sr-only">{whose.clone()}</span>
                    </Button>
                </ActionForm>
            </details>
        </article>
    }
}

#[component]
fn DefaultForm(id: String, whose: String, actions: Actions) -> impl IntoView {
    let action = actions.set_default;
    view! {
        <div class="form-actions">
            <ActionForm action>
                <input type="hidden" name="id" value=id />
                <Button kind=ButtonKind::Quiet class="btn-small" busy=action.pending()>
                    "Choose at the checkout"<span class="sr-only">{whose}</span>
                </Button>
            </ActionForm>
        </div>
    }
}

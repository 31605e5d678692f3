//! What the customer ordered.

use super::parts::{AccountFailure, AccountHead, OrderRows};
use crate::{
    actions::{account::list_own_orders, page_data::page_data},
    domain::account::OwnOrders,
    ui::{EmptyState, Glyph, LinkButton, SkeletonLines},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn OwnOrdersPage() -> impl IntoView {
    let query = use_query_map();
    let page = Memo::new(move |_| {
        query.with(|query| (query.get("older").unwrap_or_default(), query.get("newer").unwrap_or_default()))
    });
    let orders = page_data(move || page.get(), |(older, newer)| list_own_orders(older, newer));
    view! {
        <AccountHead title="Orders" />
        <Transition fallback=|| view! { <SkeletonLines count=8 /> }>
            {move || Suspend::new(async move {
                match orders.await {
                    Ok(orders) => view! { <History orders /> }.into_any(),
                    Err(error) => view! { <AccountFailure error /> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn History(orders: OwnOrders) -> impl IntoView {
    let OwnOrders { orders, pages } = orders;
    if orders.is_empty() {
        return view! {
            <EmptyState
                glyph=Glyph::Box
                title="No orders yet"
                text="What you order while logged in shows here, and so does what you ordered as a guest once your e-mail is verified."
            >
                <LinkButton href="/">"To the shop"</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    let step = |id: Option<i64>, word: &str, name: &'static str| match id {
        Some(id) => {
            let href = format!("/account/orders?{word}={id}");
            view! { <a class="btn btn-secondary btn-small" href=href>{name}</a> }.into_any()
        }
        None => view! { <span class="btn btn-secondary btn-small" aria-disabled="true">{name}</span> }.into_any(),
    };
    let paged = (pages.newer.is_some() || pages.older.is_some()).then(|| {
        view! {
            <nav class="flex gap-2" aria-label="Pages">
                {step(pages.newer, "newer", "Newer")}
                {step(pages.older, "older", "Older")}
            </nav>
        }
    });
    view! { <OrderRows orders />{paged} }.into_any()
}

//! What is in the cart, in short, right after something was put in.

use super::side::FreeShippingMeter;
use crate::{
    actions::cart::load_cart,
    domain::cart::Cart,
    storefront::summary::{SummaryLine, SummaryLines},
    ui::{ButtonKind, Dialog, DialogKind, LinkButton, SkeletonLines},
};
use leptos::prelude::*;

/// Opens whenever `opened` grows. Without scripts it is never seen: there the form leads to the cart's page.
#[component]
pub fn CartDrawer(opened: RwSignal<u32>) -> impl IntoView {
    let (open, cart) = (RwSignal::new(false), RwSignal::new(None::<Cart>));
    let load = Action::new(|(): &()| load_cart());
    Effect::new(move |_| {
        if opened.get() > 0 {
            open.set(true);
            load.dispatch(());
        }
    });
    Effect::new(move |_| {
        if let Some(Ok(loaded)) = load.value().get() {
            cart.set(Some(loaded));
        }
    });
    let foot = move || {
        view! {
            <div class="grid w-full gap-3">
                <LinkButton kind=ButtonKind::Strong class="btn-block" href="/cart">"View cart"</LinkButton>
                <button class="btn btn-quiet btn-block" type="button" on:click=move |_| open.set(false)>"Keep looking"</button>
            </div>
        }
    };
    view! {
        <Dialog id="cart-drawer" title="In your cart" open kind=DialogKind::Drawer foot=foot>
            {move || match cart.get() {
                Some(cart) => view! { <Contents cart /> }.into_any(),
                None => view! { <SkeletonLines count=4 /> }.into_any(),
            }}
        </Dialog>
    }
}

#[component]
fn Contents(cart: Cart) -> impl IntoView {
    let sum = cart.shown_items().unwrap_or(cart.totals.money(cart.totals.amounts.item_total)).to_string();
    let label = format!("Items {}", cart.tax_note);
    let lines = cart.lines.into_iter().map(|line| SummaryLine { total: line.shown_total, ..line.into() }).collect();
    view! {
        <div class="grid gap-6">
            {cart.free_shipping.map(|free| view! { <FreeShippingMeter free /> })}
            <SummaryLines lines />
            <p class="leader totals-sum"><span>{label}</span><span class="money">{sum}</span></p>
        </div>
    }
}

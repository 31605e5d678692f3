//! The sum of the cart and the way on.

use super::{
    CartActions,
    coupons::Coupons,
    estimate::{Estimate, Estimated, Estimating},
};
use crate::{
    actions::cart::CheckOut,
    domain::cart::{Cart, CartNotice, FreeShipping},
    storefront::summary::TotalsList,
    ui::{Button, ButtonKind, Glyph, Icon, LinkButton},
};
use leptos::prelude::*;

#[component]
pub(super) fn CartSide(
    cart: RwSignal<Cart>,
    actions: CartActions,
    estimate: Estimated,
    estimating: Estimating,
) -> impl IntoView {
    let totals = move || {
        let totals = cart.with(|cart| cart.totals.clone());
        view! { <TotalsList totals=totals.amounts currency=totals.currency discounts=totals.discounts taxes=totals.taxes shipping=totals.shipping_method /> }
    };
    let free_shipping = move || cart.with(|cart| cart.free_shipping).map(|free| view! { <FreeShippingMeter free /> });
    // Where lines are shown without the tax that they are charged with, their sum as it is shown leads to the totals.
    let shown_items = move || {
        cart.with(|cart| cart.shown_items().map(|sum| (cart.tax_note.clone(), sum))).map(|(note, sum)| {
            view! { <p class="leader tiny muted"><span>"Items " {note}</span><span class="money">{sum.to_string()}</span></p> }
        })
    };
    view! {
        <aside class="cart-side grid gap-4" aria-label="Summary">
            <div class="summary">
                <h2 class="panel-title">"Summary"</h2>
                {free_shipping}
                <Coupons cart actions />
                {shown_items}
                {totals}
                <WayOn cart />
            </div>
            <Estimate cart estimate estimating />
            <p class="tiny muted flex gap-2 items-center">
                <Icon glyph=Glyph::Lock />
                "Card numbers go straight to the payment service, never to us."
            </p>
        </aside>
    }
}

/// A link to the checkout; a button where prices changed, as pressing it takes note of them.
#[component]
fn WayOn(cart: RwSignal<Cart>) -> impl IntoView {
    let check_out = ServerAction::<CheckOut>::new();
    let state = Memo::new(move |_| {
        cart.with(|cart| {
            let changed = cart.notices.iter().any(|notice| matches!(notice, CartNotice::PriceChanged { .. }));
            (cart.is_buyable(), changed)
        })
    });
    move || {
        match state.get() {
        (false, _) => view! {
            <p class="small">"Please change what is marked first; then you can check out."</p>
            <Button kind=ButtonKind::Primary class="btn-large btn-block" action="button" disabled=true>"Check out"</Button>
        }
        .into_any(),
        (true, true) => view! {
            <ActionForm action=check_out>
                <Button kind=ButtonKind::Primary class="btn-large btn-block" busy=check_out.pending()>"Check out"</Button>
            </ActionForm>
        }
        .into_any(),
        (true, false) => {
            view! { <LinkButton kind=ButtonKind::Primary class="btn-large btn-block" href="/checkout">"Check out"</LinkButton> }.into_any()
        }
    }
    }
}

#[component]
pub fn FreeShippingMeter(free: FreeShipping) -> impl IntoView {
    let FreeShipping { threshold, missing } = free;
    view! {
        <div class="free-shipping">
            {if missing.is_zero() {
                view! { <p><strong>"Free shipping"</strong> " is yours: from " <span class="money">{threshold.to_string()}</span> " it is on us."</p> }.into_any()
            } else {
                view! { <p><span class="money">{missing.to_string()}</span> " more and shipping is " <strong>"free"</strong> "."</p> }.into_any()
            }}
            <progress
                class="meter"
                max=threshold.minor
                value=threshold.minor - missing.minor
                aria-label="On the way to free shipping"
            ></progress>
        </div>
    }
}

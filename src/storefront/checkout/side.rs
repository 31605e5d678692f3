//! The order in short, beside the steps; folded above them on a phone.

use crate::{
    domain::cart::Cart,
    storefront::summary::{SummaryLines, TotalsList},
    ui::{Glyph, Icon},
};
use leptos::prelude::*;

#[component]
pub fn CheckoutSide(cart: Cart) -> impl IntoView {
    let Cart { lines, totals, .. } = cart;
    let total = totals.money(totals.amounts.total).to_string();
    let lines = lines.into_iter().map(Into::into).collect();
    view! {
        <aside class="checkout-side" aria-label="Order summary">
            <details class="summary-fold">
                <summary>
                    "Order summary"
                    <Icon glyph=Glyph::ChevronDown />
                    <span class="money">{total}</span>
                </summary>
                <div class="summary-fold-body">
                    <SummaryLines lines />
                    <TotalsList totals=totals.amounts currency=totals.currency discounts=totals.discounts taxes=totals.taxes shipping=totals.shipping_method />
                    <a class="link small" href="/cart">"Change the cart"</a>
                </div>
            </details>
        </aside>
    }
}

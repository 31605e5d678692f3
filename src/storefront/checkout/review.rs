//! Everything once more, and the button.

use crate::{
    actions::checkout::PlaceOrder,
    domain::{
        account::SavedPaymentMethod,
        checkout::{Checkout, CheckoutStep},
    },
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Button, ButtonKind, Notice, Tone},
};
use leptos::prelude::*;

#[component]
pub fn ReviewStep(checkout: Checkout, place: ServerAction<PlaceOrder>) -> impl IntoView {
    let errors = FormErrors::of(move || place.value().get());
    let seen_total = checkout.cart.totals.amounts.total;
    let total = checkout.cart.totals.money(seen_total).to_string();
    let (version, key) = (checkout.cart.version, checkout.idempotency_key.clone());
    let buyable = checkout.cart.is_buyable();
    let next_page = if checkout.saved_method.is_some() {
        "Your card is charged now. Should your bank ask whether it is you, the next page is its."
    } else {
        "The next page is the payment service's. Your order is kept for you while you pay."
    };
    // It stays pressed until the payment service's page is there.
    let busy =
        Signal::derive(move || place.pending().get() || place.value().with(|value| matches!(value, Some(Ok(_)))));
    view! {
        <FormProblems errors labels=&[] />
        {(!buyable).then(|| view! {
            <Notice tone=Tone::Warn title="Not everything in your cart can be bought now">
                <p><a href="/cart">"Change the cart"</a> " and come back; what you entered here is kept."</p>
            </Notice>
        })}
        <section class="checkout-part" aria-labelledby="review-title">
            <h2 id="review-title">"Is everything right?"</h2>
            <Entries checkout />
        </section>
        <ActionForm action=place attr:class="grid gap-4">
            <input type="hidden" name="cart_version" value=version />
            <input type="hidden" name="seen_total" value=seen_total />
            <input type="hidden" name="idempotency_key" value=key />
            <div class="form-actions">
                <Button
                    kind=ButtonKind::Primary
                    class="btn-large"
                    busy
                    disabled=Signal::derive(move || busy.get() || !buyable)
                >
                    "Place order, " <span class="money">{total}</span>
                </Button>
                <a class="link small" href=CheckoutStep::Payment.path()>"Back to payment"</a>
            </div>
            <p class="small muted">{next_page}</p>
        </ActionForm>
    }
}

#[component]
fn Entries(checkout: Checkout) -> impl IntoView {
    let method = checkout.offers.iter().find(|offer| Some(offer.id) == checkout.shipping_method);
    let method = method.map(|offer| vec![offer.name.clone(), offer.description()]).unwrap_or_default();
    let saved = checkout.saved_methods.iter().find(|method| Some(method.id) == checkout.saved_method);
    let gateway = checkout.gateways.iter().find(|gateway| gateway.slug == checkout.gateway);
    let gateway = saved.map(SavedPaymentMethod::title).or(gateway.map(|gateway| gateway.name.clone()));
    let gateway = gateway.into_iter().collect::<Vec<_>>();
    let billing = checkout
        .billing_address
        .as_ref()
        .map_or_else(|| vec!["The same address".to_owned()], |billing| billing.lines());
    view! {
        <div>
            <Entry name="Contact" lines=vec![checkout.email] step=CheckoutStep::Contact />
            <Entry name="Ship to" lines=checkout.shipping_address.lines() step=CheckoutStep::Address />
            <Entry name="Invoice to" lines=billing step=CheckoutStep::Address />
            <Entry name="Shipping" lines=method step=CheckoutStep::Shipping />
            <Entry name="Payment" lines=gateway step=CheckoutStep::Payment />
        </div>
    }
}

#[component]
fn Entry(name: &'static str, lines: Vec<String>, step: CheckoutStep) -> impl IntoView {
    let lines = lines.into_iter().map(|line| view! { <span class="block">{line}</span> }).collect_view();
    view! {
        <div class="checkout-done">
            <h3 class="font-sans text-sm">{name}</h3>
            <p>{lines}</p>
            <a class="link" href=step.path()>"Change" <span class="sr-only">": " {name}</span></a>
        </div>
    }
}

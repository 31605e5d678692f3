//! The promotions of the cart: which apply, why one does not, and the field for a code.

use super::CartActions;
use crate::{
    domain::{
        cart::Cart,
        money::Money,
        promotion::{CartPromotion, CartPromotionState},
    },
    error::AppError,
    ui::{Button, Field, Glyph, Icon},
};
use leptos::prelude::*;

#[component]
pub(super) fn Coupons(cart: RwSignal<Cart>, actions: CartActions) -> impl IntoView {
    let promotions = move || cart.with(|cart| cart.promotions.clone());
    let currency = move || cart.with(|cart| cart.totals.currency);
    let rows = move || {
        let money = |minor| Money::new(minor, currency()).to_string();
        let rows = promotions().into_iter().map(|promotion| {
            let (class, text) = match &promotion.state {
                CartPromotionState::Applied(amount) => {
                    ("cart-promotion is-applied", format!("You save {}.", money(*amount)))
                }
                CartPromotionState::WaitsForShipping => {
                    ("cart-promotion is-applied", "Applies once shipping is chosen.".to_owned())
                }
                CartPromotionState::Refused(why) => ("cart-promotion", why.sentence(currency())),
            };
            view! { <Row promotion class text actions /> }
        });
        rows.collect_view()
    };
    view! {
        <section class="grid gap-3" aria-labelledby="cart-promotions">
            <h3 class="sr-only" id="cart-promotions">"Promotions"</h3>
            <div aria-live="polite">
                <Show when=move || !promotions().is_empty()>
                    <ul class="cart-promotions">{rows}</ul>
                </Show>
            </div>
            <CodeForm actions />
        </section>
    }
}

#[component]
fn Row(promotion: CartPromotion, class: &'static str, text: String, actions: CartActions) -> impl IntoView {
    let applied = !matches!(promotion.state, CartPromotionState::Refused(_));
    let glyph = if applied { Glyph::Check } else { Glyph::Info };
    let code = promotion.code.map(|code| {
        view! {
            <ActionForm action=actions.remove_coupon>
                <input type="hidden" name="code" value=code.clone() />
                <button class="btn btn-quiet btn-small btn-icon" type="submit" aria-label=format!("Remove the code {code}")>
                    <Icon glyph=Glyph::Close />
                </button>
            </ActionForm>
        }
    });
    view! {
        <li class=class>
            <Icon glyph />
            <p>
                <strong>{promotion.name}</strong>
                <span class="block muted">
                    {(!applied).then_some("Does not apply: ")} {text}
                </span>
            </p>
            {code}
        </li>
    }
}

#[component]
fn CodeForm(actions: CartActions) -> impl IntoView {
    let error = Signal::derive(move || match actions.add_coupon.value().get() {
        Some(Err(AppError::TooManyTries)) => Some("Too many codes were tried. Please wait a few minutes.".to_owned()),
        Some(Err(error)) => error.field_message("code"),
        _ => None,
    });
    view! {
        <ActionForm action=actions.add_coupon attr:class="coupon-form" attr:novalidate=true>
            <Field
                label="Coupon code"
                name="code"
                error=error
                autocomplete="off"
                required=true
                maxlength=40
            />
            <Button class="btn-secondary" busy=actions.add_coupon.pending()>"Apply"</Button>
        </ActionForm>
    }
}

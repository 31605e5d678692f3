//! How the parcel travels.

use super::steps::StepActions;
use crate::{
    actions::checkout::SaveShipping,
    domain::{forms::Problem, ids::ShippingMethodId, shipping::ShippingOffer},
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Glyph, Icon, Notice, RadioCard, RadioCards, Tone},
};
use leptos::prelude::*;

#[component]
pub fn ShippingStep(offers: Vec<ShippingOffer>, chosen: Option<ShippingMethodId>) -> impl IntoView {
    let action = ServerAction::<SaveShipping>::new();
    let errors = FormErrors::of(move || action.value().get());
    let is_gone = chosen.is_some_and(|chosen| offers.iter().all(|offer| offer.id != chosen));
    let chosen = chosen.filter(|chosen| offers.iter().any(|offer| offer.id == *chosen));
    let chosen = chosen.or(offers.first().map(|offer| offer.id));
    let cards = offers
        .into_iter()
        .map(|offer| {
            view! {
                <RadioCard
                    name="shipping_method"
                    value=offer.id.to_string()
                    title=offer.name.clone()
                    text=offer.description()
                    aside=offer.price_text()
                    checked=Some(offer.id) == chosen
                />
            }
        })
        .collect_view();
    view! {
        <FormProblems errors labels=&[("shipping_method", "Shipping")] />
        {is_gone.then(|| view! { <Notice tone=Tone::Warn title=Problem::ShippingGone.message() /> })}
        <ActionForm action attr:class="grid gap-10" attr:novalidate=true>
            <div id="shipping-method" tabindex="-1">
                <RadioCards legend="Shipping">{cards}</RadioCards>
                <ChoiceError error=errors.field("shipping_method") />
            </div>
            <StepActions label="Continue to payment" back="/checkout/address" back_label="Back to address" busy=action.pending() />
        </ActionForm>
    }
}

/// Below a group of choices: what is wrong with the choice.
#[component]
pub fn ChoiceError(error: Signal<Option<String>>) -> impl IntoView {
    move || {
        error
            .get()
            .map(|error| view! { <p class="field-error mt-3"><Icon glyph=Glyph::Alert /><span>{error}</span></p> })
    }
}

//! What the shopper pays with.

use super::{shipping::ChoiceError, steps::StepActions};
use crate::{
    actions::checkout::SavePayment,
    domain::{
        account::SavedPaymentMethod,
        checkout::{Checkout, GatewayOffer, PaymentChoice},
    },
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{RadioCard, RadioCards},
};
use leptos::prelude::*;

/// The choice that the step begins with: what was chosen before, else the customer's default card, else the first gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentStepChoice(String);

impl PaymentStepChoice {
    pub fn of(checkout: &Checkout) -> Self {
        let is_known = checkout.gateways.iter().any(|gateway| gateway.slug == checkout.gateway);
        let default = checkout.saved_methods.iter().find(|method| method.is_default);
        Self(match (checkout.saved_method, default) {
            (Some(method), _) => PaymentChoice::value_of(method),
            (None, _) if is_known => checkout.gateway.clone(),
            (None, Some(default)) => PaymentChoice::value_of(default.id),
            (None, None) => checkout.gateways.first().map(|gateway| gateway.slug.clone()).unwrap_or_default(),
        })
    }
}

#[component]
pub fn PaymentStep(
    gateways: Vec<GatewayOffer>,
    saved: Vec<SavedPaymentMethod>,
    chosen: PaymentStepChoice,
) -> impl IntoView {
    let action = ServerAction::<SavePayment>::new();
    let errors = FormErrors::of(move || action.value().get());
    let PaymentStepChoice(chosen) = chosen;
    let mut ways: Vec<(String, String, String)> = Vec::new();
    ways.extend(saved.iter().map(|method| {
        let text = format!("Valid through {}. Charged when you place the order.", method.expiry());
        (PaymentChoice::value_of(method.id), method.title(), text)
    }));
    ways.extend(gateways.into_iter().map(|gateway| (gateway.slug, gateway.name, gateway.description)));
    let cards = ways
        .into_iter()
        .map(|(value, title, text)| {
            let checked = value == chosen;
            view! { <RadioCard name="gateway" value title text checked /> }
        })
        .collect_view();
    let note = if saved.is_empty() {
        "You pay after placing the order. Nothing is charged before."
    } else {
        "Nothing is charged before you place the order."
    };
    view! {
        <FormProblems errors labels=&[("gateway", "Payment")] />
        <ActionForm action attr:class="grid gap-10" attr:novalidate=true>
            <div id="gateway" tabindex="-1">
                <RadioCards legend="Payment">{cards}</RadioCards>
                <ChoiceError error=errors.field("gateway") />
            </div>
            <p class="small muted">{note}</p>
            <StepActions label="Review the order" back="/checkout/shipping" back_label="Back to shipping" busy=action.pending() />
        </ActionForm>
    }
}

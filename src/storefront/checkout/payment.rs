//! Whom the shopper pays with.

use super::{shipping::ChoiceError, steps::StepActions};
use crate::{
    actions::checkout::SavePayment,
    domain::checkout::GatewayOffer,
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{RadioCard, RadioCards},
};
use leptos::prelude::*;

#[component]
pub fn PaymentStep(gateways: Vec<GatewayOffer>, chosen: String) -> impl IntoView {
    let action = ServerAction::<SavePayment>::new();
    let errors = FormErrors::of(move || action.value().get());
    let known = gateways.iter().any(|gateway| gateway.slug == chosen);
    let chosen = if known { chosen } else { gateways.first().map(|gateway| gateway.slug.clone()).unwrap_or_default() };
    let cards = gateways
        .into_iter()
        .map(|GatewayOffer { slug, name, description }| {
            let checked = slug == chosen;
            view! { <RadioCard name="gateway" value=slug title=name text=description checked /> }
        })
        .collect_view();
    view! {
        <FormProblems errors labels=&[("gateway", "Payment")] />
        <ActionForm action attr:class="grid gap-10" attr:novalidate=true>
            <div id="gateway" tabindex="-1">
                <RadioCards legend="Payment">{cards}</RadioCards>
                <ChoiceError error=errors.field("gateway") />
            </div>
            <p class="small muted">"You pay after placing the order. Nothing is charged before."</p>
            <StepActions label="Review the order" back="/checkout/shipping" back_label="Back to shipping" busy=action.pending() />
        </ActionForm>
    }
}

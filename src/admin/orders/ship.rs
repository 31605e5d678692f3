//! The next step of an order: shipping it, or calling it off.

use crate::{
    actions::admin::orders::{CancelOrder, ShipOrder},
    domain::{ids::ShippingCarrierId, order::OrderNumber},
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Button, ButtonKind, Field, LinkButton, Select},
};
use leptos::prelude::*;

/// Carrier and tracking number.
#[component]
pub fn ShipForm(
    number: OrderNumber,
    carriers: Vec<(ShippingCarrierId, String)>,
    carrier: Option<ShippingCarrierId>,
    action: ServerAction<ShipOrder>,
) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let carriers = carriers.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let chosen = carrier.map(|id| id.to_string()).unwrap_or_default();
    view! {
        <section class="card" aria-labelledby="order-ship">
            <h2 id="order-ship">"Ship it"</h2>
            <FormProblems errors labels=&[("carrier", "Carrier"), ("tracking_number", "Tracking number")] />
            <ActionForm action attr:class="grid gap-4" attr:novalidate=true>
                <input type="hidden" name="number" value=number.to_string() />
                <Select label="Carrier" name="carrier" options=carriers value=chosen error=errors.field("carrier") required=true />
                <Field
                    label="Tracking number"
                    name="tracking_number"
                    error=errors.field("tracking_number")
                    hint="The customer gets it by mail"
                    autocomplete="off"
                    required=true
                    maxlength=60
                />
                <Button kind=ButtonKind::Primary class="btn-block" busy=action.pending()>"Mark as shipped"</Button>
            </ActionForm>
        </section>
    }
}

/// Asks first, at an address of its own, so that it also asks where no script runs.
#[component]
pub fn CancelStep(
    number: OrderNumber,
    /// Whether there is money to give back.
    is_paid: bool,
    action: ServerAction<CancelOrder>,
    confirm: Memo<String>,
) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let page = format!("/admin/orders/{number}");
    let ask = format!("{page}?confirm=cancel#order-cancel");
    let consequence =
        if is_paid { "The payment is refunded and the stock released." } else { "The stock is released." };
    let step = move || {
        if confirm.with(|confirm| confirm != "cancel") {
            return view! { <LinkButton href=ask.clone() kind=ButtonKind::Danger class="btn-block">"Cancel order…"</LinkButton> }.into_any();
        }
        let page = page.clone();
        view! {
            <p>{consequence} " This cannot be undone."</p>
            <ActionForm action attr:class="form-actions">
                <input type="hidden" name="number" value=number.to_string() />
                <Button kind=ButtonKind::Danger busy=action.pending()>"Cancel the order"</Button>
                <LinkButton href=page kind=ButtonKind::Quiet>"Keep it"</LinkButton>
            </ActionForm>
        }
        .into_any()
    };
    view! {
        <section class="card" id="order-cancel" aria-labelledby="order-cancel-title">
            <h2 id="order-cancel-title">"Cancel"</h2>
            <FormProblems errors labels=&[] />
            {step}
        </section>
    }
}

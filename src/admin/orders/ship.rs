//! The next step of an order: shipping it, or calling it off.

use crate::{
    actions::admin::orders::{CancelOrder, MarkPickedUp, ShipOrder},
    domain::{
        ids::ShippingCarrierId,
        order::OrderNumber,
        staff::{OpenAtCenter, OpenLine, quantity_field},
    },
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Button, ButtonKind, Field, LinkButton, Select},
};
use leptos::prelude::*;

const LABELS: &[(&str, &str)] = &[("carrier", "Carrier"), ("tracking_number", "Tracking number")];

/// What is open at a center, and the form of the parcel that leaves from there.
#[component]
pub fn ShipForm(
    number: OrderNumber,
    open: OpenAtCenter,
    /// Whether another center has something to send as well.
    is_one_of_several: bool,
    /// How many parcels of the order have left so far.
    seen: usize,
    /// How often the order was changed so far.
    edits: i64,
    carriers: Vec<(ShippingCarrierId, String)>,
    carrier: Option<ShippingCarrierId>,
    /// The customer fetches it: no carrier, no number.
    is_pickup: bool,
    action: ServerAction<ShipOrder>,
) -> impl IntoView {
    // Several centers have a form each, and what is refused is shown at the one that was sent.
    let center = open.center.to_string();
    let slip = format!("/admin/orders/{number}/pack/{center}");
    let own = center.clone();
    let is_own = move || {
        let sent = action.input().with(|input| input.as_ref().map(|input| input.center.clone()));
        !is_one_of_several || sent.is_none_or(|sent| sent == own)
    };
    let errors = FormErrors::of(move || action.value().get().filter(|_| is_own()));
    let carriers = carriers.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let chosen = carrier.map(|id| id.to_string()).unwrap_or_default();
    let title = format!("ship-{center}");
    let heading = title.clone();
    let carrier_id = if is_one_of_several { format!("carrier-{center}") } else { "carrier".into() };
    let tracking = if is_one_of_several { format!("tracking-number-{center}") } else { "tracking-number".into() };
    let heading_text = if is_pickup { format!("Pickup in {}", open.name) } else { format!("Ship from {}", open.name) };
    let lines = open.lines.into_iter().map(|line| view! { <Quantity line errors /> }).collect_view();
    view! {
        <section class="card" aria-labelledby=title>
            <h2 id=heading>{heading_text}</h2>
            <p class="small">
                <a class="link" href=slip.clone()>"Packing slip"</a> " · "
                <a class="link" href=format!("{slip}/slip.pdf") rel="external" target="_blank">"As PDF"</a>
            </p>
            <FormProblems errors labels=LABELS />
            <ActionForm action attr:class="grid gap-4" attr:novalidate=true>
                <input type="hidden" name="number" value=number.to_string() />
                <input type="hidden" name="center" value=center />
                <input type="hidden" name="seen" value=seen.to_string() />
                <input type="hidden" name="edits" value=edits.to_string() />
                {lines}
                {if is_pickup { view! { <input type="hidden" name="carrier" value=chosen /> }.into_any() } else { view! {
                <Select label="Carrier" name="carrier" id=carrier_id options=carriers value=chosen error=errors.field("carrier") required=true />
                <Field
                    label="Tracking number"
                    name="tracking_number"
                    id=tracking
                    error=errors.field("tracking_number")
                    hint="The customer gets it by mail"
                    autocomplete="off"
                    required=true
                    maxlength=60
                />
                }.into_any() }}
                <Button kind=ButtonKind::Primary class="btn-block" busy=action.pending()>
                    {if is_pickup { "Mark as ready for pickup" } else { "Mark as shipped" }}
                </Button>
            </ActionForm>
        </section>
    }
}

/// Hands over what waits.
#[component]
pub fn PickUpForm(number: OrderNumber) -> impl IntoView {
    let action = ServerAction::<MarkPickedUp>::new();
    let errors = FormErrors::of(move || action.value().get());
    view! {
        <section class="card" aria-labelledby="pick-up-title">
            <h2 id="pick-up-title">"Waits to be picked up"</h2>
            <FormProblems errors labels=&[] />
            <ActionForm action>
                <input type="hidden" name="number" value=number.to_string() />
                <Button kind=ButtonKind::Primary class="btn-block" busy=action.pending()>"Mark as picked up"</Button>
            </ActionForm>
        </section>
    }
}

/// How much of a line is in the parcel: all that is open, unless it is changed.
#[component]
fn Quantity(line: OpenLine, errors: FormErrors) -> impl IntoView {
    let name = quantity_field(line.line);
    let options = if line.options.is_empty() { String::new() } else { format!(", {}", line.options) };
    let hint = match line.is_short {
        true => format!("{}{options}. {} open, and not all of it is on hand", line.title, line.quantity),
        false => format!("{}{options}. {} open", line.title, line.quantity),
    };
    let error = errors.field(name.clone());
    view! { <Field label=line.sku name value=line.quantity.to_string() hint inputmode="numeric" error autocomplete="off" required=true /> }
}

/// Asks first, at an address of its own, so that it also asks where no script runs.
#[component]
pub fn CancelStep(
    number: OrderNumber,
    /// How often the order was changed so far.
    edits: i64,
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
                <input type="hidden" name="edits" value=edits.to_string() />
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

//! The parcels of an order, and that they arrived.

use crate::{
    actions::admin::orders::MarkDelivered,
    domain::order::{OrderNumber, Shipment},
    storefront::form_errors::{FormErrors, FormProblems},
    ui::Button,
};
use leptos::prelude::*;

/// What left; nothing before the first parcel.
#[component]
pub fn Parcels(
    number: OrderNumber,
    shipments: Vec<Shipment>,
    /// The customer fetches it: nothing of it is delivered.
    is_pickup: bool,
) -> impl IntoView {
    let action = ServerAction::<MarkDelivered>::new();
    let errors = FormErrors::of(move || action.value().get());
    (!shipments.is_empty()).then(|| {
        let parcels =
            shipments.into_iter().map(|shipment| view! { <Parcel number shipment is_pickup action /> }).collect_view();
        view! {
            <section class="card" aria-labelledby="order-parcels">
                <h2 id="order-parcels">"Parcels"</h2>
                <FormProblems errors labels=&[] />
                <ul class="grid gap-4">{parcels}</ul>
            </section>
        }
    })
}

#[component]
fn Parcel(
    number: OrderNumber,
    shipment: Shipment,
    is_pickup: bool,
    action: ServerAction<MarkDelivered>,
) -> impl IntoView {
    let slip = format!("/admin/shipments/{}/slip", shipment.id);
    let file = format!("{slip}.pdf");
    let from = if shipment.center.is_empty() { String::new() } else { format!(" from {}", shipment.center) };
    let contents: Vec<_> = shipment.lines.iter().map(|line| format!("{} × {}", line.quantity, line.sku)).collect();
    let received = shipment.received_at().map(|at| {
        let how = if is_pickup { "Picked up" } else { "Delivered" };
        view! { <p class="muted tiny">{how} " " <time datetime=at.iso()>{at.to_string()}</time></p> }
    });
    let waits = !is_pickup && received.is_none();
    let (id, tracking_number) = (shipment.id, shipment.tracking_number.clone());
    let tracking = if shipment.tracking_url.is_empty() {
        view! { <span class="mono">{shipment.tracking_number}</span> }.into_any()
    } else {
        view! { <a class="link mono" href=shipment.tracking_url rel="external noopener">{shipment.tracking_number}</a> }
            .into_any()
    };
    view! {
        <li class="grid gap-1">
            <p>{shipment.carrier} " " {tracking}</p>
            <p class="muted tiny">
                {format!("{} units{from}, ", shipment.units)}
                <time datetime=shipment.shipped_at.iso()>{shipment.shipped_at.to_string()}</time> <br />
                <span class="mono">{contents.join(", ")}</span>
            </p>
            {received}
            <p class="small">
                <a class="link" href=slip>"Packing slip"</a> " · "
                <a class="link" href=file rel="external" target="_blank">"As PDF"</a>
            </p>
            {waits.then(|| view! {
                <ActionForm action>
                    <input type="hidden" name="number" value=number.to_string() />
                    <input type="hidden" name="shipment" value=id.to_string() />
                    <Button class="btn-small" busy=action.pending()>
                        "Mark delivered" <span class="sr-only">{format!(" {tracking_number}")}</span>
                    </Button>
                </ActionForm>
            })}
        </li>
    }
}

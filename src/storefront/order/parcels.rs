//! Parcels on their way.

use crate::{
    domain::{order::Shipment, staff::PackedLine},
    ui::{Glyph, Icon},
};
use leptos::prelude::*;

/// The order's shipments with their tracking links; nothing before the first.
#[component]
pub fn Parcels(shipments: Vec<Shipment>) -> impl IntoView {
    let parcels = shipments.iter().cloned().map(|shipment| view! { <Parcel shipment /> }).collect_view();
    (!shipments.is_empty()).then(|| {
        view! {
            <section aria-labelledby="parcels-title">
                <div class="section-head"><h2 id="parcels-title">"Parcels"</h2></div>
                <ul class="grid gap-4">{parcels}</ul>
            </section>
        }
    })
}

#[component]
fn Parcel(shipment: Shipment) -> impl IntoView {
    if tracking_number_is_missing(&shipment) {
        return view! { <Waiting shipment /> }.into_any();
    }
    let Shipment { carrier, tracking_number, tracking_url, shipped_at, delivered_at, units, lines, .. } = shipment;
    let contents = lines.into_iter().map(|line| view! { <li><Packed line /></li> }).collect_view();
    let pieces = if units == 1 { "1 piece".to_owned() } else { format!("{units} pieces") };
    let delivered = delivered_at.map(|at| view! { ", delivered on " <time datetime=at.iso()>{at.date()}</time> });
    let number = if tracking_url.is_empty() {
        view! { <span class="mono">{tracking_number}</span> }.into_any()
    } else {
        view! {
            <a class="link mono" href=tracking_url rel="external noopener noreferrer" target="_blank">
                {tracking_number} <span class="sr-only">" (opens a new window)"</span>
            </a>
        }
        .into_any()
    };
    view! {
        <li class="card flex gap-4 items-start">
            <Icon glyph=Glyph::Truck />
            <div>
                <p><strong>{carrier}</strong> ", " {number}</p>
                <p class="small muted">{pieces} ", sent on " <time datetime=shipped_at.iso()>{shipped_at.date()}</time>{delivered}</p>
                <ul class="small mt-2">{contents}</ul>
            </div>
        </li>
    }
    .into_any()
}

/// Only what is fetched has none.
const fn tracking_number_is_missing(shipment: &Shipment) -> bool {
    shipment.tracking_number.is_empty()
}

/// What waits to be picked up, or was.
#[component]
fn Waiting(shipment: Shipment) -> impl IntoView {
    let state = match shipment.picked_up_at {
        Some(at) => format!("Picked up on {}", at.date()),
        None => format!("Ready for pickup since {}", shipment.shipped_at.date()),
    };
    let contents = shipment.lines.into_iter().map(|line| view! { <li><Packed line /></li> }).collect_view();
    view! {
        <li class="card flex gap-4 items-start">
            <Icon glyph=Glyph::Box />
            <div><p><strong>{state}</strong></p><ul class="small mt-2">{contents}</ul></div>
        </li>
    }
}

#[component]
fn Packed(line: PackedLine) -> impl IntoView {
    let PackedLine { title, options, quantity, .. } = line;
    let options = (!options.is_empty()).then(|| view! { <span class="muted">{format!(", {options}")}</span> });
    view! { {format!("{quantity} × {title}")}{options} }
}

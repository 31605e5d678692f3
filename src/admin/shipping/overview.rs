//! Everything about shipping on one page.

use super::PATH;
use crate::{
    actions::{admin::shipping::list_shipping, page_data::page_data},
    admin::{
        parts::{Loaded, PageHead, TableSkeleton},
        references::parts::Done,
    },
    domain::staff::{CarrierRow, MethodRow, ShippingOverview, ZoneRate, ZoneRow},
    ui::{Badge, ButtonKind, EmptyState, Glyph, LinkButton, Tone},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Methods, zones and carriers.
#[component]
pub fn ShippingPage() -> impl IntoView {
    let params = use_query_map();
    let deleted = Memo::new(move |_| params.with(|params| params.get("deleted")));
    let shipping = page_data(move || deleted.get(), |_| list_shipping());
    view! {
        <div class="admin-page">
            <PageHead title="Shipping">
                <LinkButton href="/admin/shipping/methods/new" kind=ButtonKind::Primary>"Add method"</LinkButton>
            </PageHead>
            <p class="page-hint">
                "A method is offered where it has a rate for the zone of the address, if the cart keeps within its limits. A zone of a region wins over that of its country."
            </p>
            <Done when=Signal::derive(move || deleted.with(Option::is_some)) text="Deleted." />
            <Loaded data=shipping fallback=|| view! { <TableSkeleton /> } what="list" back=PATH let:shipping>
                <Found shipping />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(shipping: ShippingOverview) -> impl IntoView {
    let ShippingOverview { carriers, zones, methods } = shipping;
    view! {
        <Methods methods />
        <Zones zones />
        <Carriers carriers />
    }
}

#[component]
fn Methods(methods: Vec<MethodRow>) -> impl IntoView {
    if methods.is_empty() {
        return view! {
            <EmptyState glyph=Glyph::Truck title="No methods yet" text="Without one, nobody can check out. It takes a carrier and a zone.">
                <LinkButton href="/admin/shipping/methods/new">"Add the first method"</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    let rows = methods.into_iter().map(|method| view! { <Method method /> }).collect_view();
    view! {
        <section class="grid gap-3">
            <h2 id="shipping-methods">"Methods"</h2>
            <div class="table-wrap" role="region" aria-labelledby="shipping-methods" tabindex="0">
                <table class="table">
                    <caption class="sr-only">"Shipping methods in the order of the checkout"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Name"</th>
                            <th scope="col">"Carrier"</th>
                            <th scope="col">"State"</th>
                            <th scope="col">"Working days"</th>
                            <th scope="col">"Costs"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Method(method: MethodRow) -> impl IntoView {
    let (tone, state) = if method.active { (Tone::Ok, "Offered") } else { (Tone::Warn, "Paused") };
    let days = match (method.days_min, method.days_max) {
        (least, most) if least == most => least.to_string(),
        (least, most) => format!("{least}–{most}"),
    };
    let cost = |rate: &ZoneRate| view! { <li>{format!("{}: {}", rate.zone_name, rate.summary())}</li> };
    let costs = match method.rates.as_slice() {
        [] => view! { <span class="muted">"Nowhere yet"</span> }.into_any(),
        rates => view! { <ul>{rates.iter().map(cost).collect_view()}</ul> }.into_any(),
    };
    let kind = method.pickup.is_some().then(|| view! { <span class="block tiny muted font-normal">"Pickup"</span> });
    view! {
        <tr>
            <th scope="row"><a class="link" href=format!("{PATH}/methods/{}", method.id)>{method.name}</a>{kind}</th>
            <td>{method.carrier}</td>
            <td><Badge tone text=state /></td>
            <td class="num">{days}</td>
            <td>{costs}</td>
        </tr>
    }
}

#[component]
fn Zones(zones: Vec<ZoneRow>) -> impl IntoView {
    let row = |zone: ZoneRow| {
        let summary = zone.summary();
        view! {
            <tr>
                <th scope="row"><a class="link" href=format!("{PATH}/zones/{}", zone.id)>{zone.name}</a></th>
                <td>{summary}</td>
            </tr>
        }
    };
    let rows = zones.into_iter().map(row).collect_view();
    view! {
        <section class="grid gap-3">
            <div class="section-head"><h2 id="shipping-zones">"Zones"</h2><LinkButton class="btn-small" href="/admin/shipping/zones/new">"Add zone"</LinkButton></div>
            <div class="table-wrap" role="region" aria-labelledby="shipping-zones" tabindex="0">
                <table class="table table-narrow">
                    <caption class="sr-only">"Shipping zones"</caption>
                    <thead><tr><th scope="col">"Name"</th><th scope="col">"Places"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn Carriers(carriers: Vec<CarrierRow>) -> impl IntoView {
    let row = |carrier: CarrierRow| {
        let tracking = if carrier.tracking_url.is_empty() { "No link".to_owned() } else { carrier.tracking_url };
        view! {
            <tr>
                <th scope="row"><a class="link" href=format!("{PATH}/carriers/{}", carrier.id)>{carrier.name}</a></th>
                <td class="muted break-all">{tracking}</td>
            </tr>
        }
    };
    let rows = carriers.into_iter().map(row).collect_view();
    view! {
        <section class="grid gap-3">
            <div class="section-head"><h2 id="shipping-carriers">"Carriers"</h2><LinkButton class="btn-small" href="/admin/shipping/carriers/new">"Add carrier"</LinkButton></div>
            <div class="table-wrap" role="region" aria-labelledby="shipping-carriers" tabindex="0">
                <table class="table table-narrow">
                    <caption class="sr-only">"Shipping carriers"</caption>
                    <thead><tr><th scope="col">"Name"</th><th scope="col">"Tracking link"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

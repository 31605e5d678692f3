//! The packing slip of a parcel, or of what is to be packed: a page made to be printed.

use crate::{
    actions::{
        admin::stock::{get_packing_slip, get_slip_to_pack},
        page_data::page_data,
    },
    admin::parts::{CardSkeleton, Loaded, PageHead},
    domain::{
        shop_settings::Shop,
        staff::{PackedLine, PackingSlip},
    },
    ui::{Breadcrumbs, Notice, Tone},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The slip of a shipment.
#[component]
pub fn PackingSlipPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let slip = page_data(move || id.get(), get_packing_slip);
    view! {
        <div class="admin-page admin-page-narrow">
            <Loaded data=slip fallback=|| view! { <CardSkeleton /> } what="parcel" back="/admin/orders" let:slip>
                <Found slip />
            </Loaded>
        </div>
    }
}

/// The slip of what is to be packed of an order at a center.
#[component]
pub fn SlipToPackPage() -> impl IntoView {
    let params = use_params_map();
    let value = move |name| Memo::new(move |_| params.with(|params| params.get(name).unwrap_or_default()));
    let (number, center) = (value("number"), value("center"));
    let source = move || (number.get(), center.get());
    let slip = page_data(source, |(number, center)| get_slip_to_pack(number, center));
    let file = Signal::derive(move || format!("/admin/orders/{}/pack/{}/slip.pdf", number.get(), center.get()));
    view! {
        <div class="admin-page admin-page-narrow">
            <Loaded data=slip fallback=|| view! { <CardSkeleton /> } what="order" back="/admin/fulfillment" let:slip>
                <Found slip />
                <p class="no-print"><a class="link" href=file.get_untracked() rel="external" target="_blank">"As PDF"</a></p>
            </Loaded>
        </div>
    }
}

#[component]
fn Found(slip: PackingSlip) -> impl IntoView {
    let shop = use_context::<Shop>().unwrap_or_default().name;
    let number = slip.number.to_string();
    let order = format!("/admin/orders/{number}");
    let lines = slip.lines.into_iter().map(|line| view! { <Line line /> }).collect_view();
    let address = slip.address.lines().into_iter().map(|line| view! { {line}<br /> }).collect_view();
    let rest = if slip.to_follow == 1 { "1 more unit".to_owned() } else { format!("{} more units", slip.to_follow) };
    let sent = slip.sent.as_ref().map(|sent| {
        let at = sent.shipped_at;
        view! { "Sent " <time datetime=at.iso()>{at.date()}</time> <br /> }
    });
    let carrier = slip.sent.map(|sent| {
        view! { {format!(", {} ", sent.carrier)} <span class="mono">{sent.tracking_number}</span> }
    });
    view! {
        <div class="no-print">
            <Breadcrumbs trail=vec![("/admin/orders".into(), "Orders".into()), (order, number.clone())] current="Packing slip" />
        </div>
        <PageHead title="Packing slip" />
        <div class="no-print"><Notice tone=Tone::Info title="Print this page: menus and colors stay behind." /></div>
        <section class="card grid gap-5" aria-labelledby="slip-order">
            <div class="grid gap-6 sm:grid-cols-2">
                <div class="grid content-start gap-1">
                    <h2 id="slip-order">{format!("Order {number}")}</h2>
                    <p class="small">
                        "Ordered " <time datetime=slip.placed_at.iso()>{slip.placed_at.date()}</time> <br />
                        {sent}
                        {(!slip.center.is_empty()).then(|| format!("From {}", slip.center))} <br />
                        {slip.shipping_method}{carrier}
                    </p>
                </div>
                <div>
                    <h3 class="field-label font-sans">"Ships to"</h3>
                    <address class="not-italic break-words">{address}{slip.address.phone}</address>
                </div>
            </div>
            <table class="table table-narrow">
                <caption class="sr-only">"In this parcel"</caption>
                <thead>
                    <tr>
                        <th scope="col">"SKU"</th>
                        <th scope="col">"Product"</th>
                        <th scope="col" class="is-num">"Quantity"</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
            {(slip.to_follow > 0).then(|| view! { <p>{rest} " of this order come in another parcel."</p> })}
            <p class="small">{shop}". Something is missing or broken? Please tell us within 14 days."</p>
        </section>
    }
}

#[component]
fn Line(line: PackedLine) -> impl IntoView {
    let options = (!line.options.is_empty()).then(|| format!(", {}", line.options));
    view! {
        <tr>
            <th scope="row" class="mono">{line.sku}</th>
            <td>{line.title}{options}</td>
            <td class="is-num">{line.quantity}</td>
        </tr>
    }
}

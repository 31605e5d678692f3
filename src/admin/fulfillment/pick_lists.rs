//! What is to be picked, center by center.

use crate::{
    actions::{admin::stock::get_pick_lists, page_data::page_data},
    admin::parts::{Loaded, PageHead, TableSkeleton},
    domain::{
        ids::FulfillmentCenterId,
        order::OrderNumber,
        staff::{Bin, Fulfillment, PickList},
    },
    ui::{Badge, EmptyState, Glyph, LinkButton, Notice, Tone},
};
use leptos::prelude::*;

/// Pick lists over all orders that are ready to ship; to be printed as they are.
#[component]
pub fn PickListPage() -> impl IntoView {
    let lists = page_data(|| (), |()| get_pick_lists());
    view! {
        <div class="admin-page">
            <PageHead title="Pick lists">
                <LinkButton href="/admin/orders?tab=to-ship">"Orders to ship"</LinkButton>
            </PageHead>
            <Loaded data=lists fallback=|| view! { <TableSkeleton /> } what="list" back="/admin/fulfillment" let:lists>
                <Found lists />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(lists: Fulfillment) -> impl IntoView {
    if lists.centers.is_empty() {
        return view! { <EmptyState glyph=Glyph::Check title="Nothing to pick" text="Everything that may ship is on its way." /> }
            .into_any();
    }
    let centers = lists.centers.into_iter().map(|list| view! { <Center list /> }).collect_view();
    view! {
        {lists.is_cut.then(|| view! {
            <Notice tone=Tone::Info title="These are the oldest orders. The next ones stand here as these leave." />
        })}
        {centers}
    }
    .into_any()
}

#[component]
fn Center(list: PickList) -> impl IntoView {
    let id = format!("pick-{}", list.center);
    let (heading, group) = (id.clone(), id.clone());
    let orders = if list.orders == 1 { "1 order".to_owned() } else { format!("{} orders", list.orders) };
    let center = list.center;
    let rows = list.bins.into_iter().map(|bin| view! { <Row bin center /> }).collect_view();
    let slips = list.to_pack.into_iter().map(|(number, units)| view! { <ToPack number units center /> }).collect_view();
    view! {
        <section class="card" aria-labelledby=id>
            <h2 id=heading>{list.name}</h2>
            <p class="muted small">{format!("{} units for {orders}", list.units)}</p>
            <div class="table-wrap" role="group" aria-labelledby=group tabindex="0">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">"SKU"</th>
                            <th scope="col">"Product"</th>
                            <th scope="col" class="is-num">"Pick"</th>
                            <th scope="col">"For"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <h3 class="field-label font-sans">"Packing slips"</h3>
            <ul class="flex flex-wrap gap-x-5 gap-y-2">{slips}</ul>
        </section>
    }
}

/// The slip of what is to be packed of an order.
#[component]
fn ToPack(number: OrderNumber, units: i64, center: FulfillmentCenterId) -> impl IntoView {
    let page = format!("/admin/orders/{number}/pack/{center}");
    let file = format!("{page}/slip.pdf");
    let pieces = if units == 1 { "1 unit".to_owned() } else { format!("{units} units") };
    view! {
        <li class="small whitespace-nowrap">
            <a class="link num" href=page>{number.to_string()} <span class="sr-only">": packing slip"</span></a>
            <span class="muted">{format!(", {pieces}")}</span>
            " · "
            <a class="link" href=file rel="external" target="_blank">"PDF" <span class="sr-only">{format!(" of {number}")}</span></a>
        </li>
    }
}

#[component]
fn Row(bin: Bin, center: FulfillmentCenterId) -> impl IntoView {
    let missing = (bin.on_hand < bin.quantity)
        .then(|| view! { " " <Badge tone=Tone::Warn text=format!("{} on hand", bin.on_hand) /> });
    let options =
        (!bin.options.is_empty()).then(|| view! { <span class="muted">{format!(", {}", bin.options)}</span> });
    let orders = bin
        .orders
        .into_iter()
        .map(|(number, quantity)| {
            view! {
                <span class="whitespace-nowrap">
                    <a class="link num" href=format!("/admin/orders/{number}/pack/{center}")>{number.to_string()}</a>
                    {format!(" × {quantity} ")}
                </span>
                " "
            }
        })
        .collect_view();
    view! {
        <tr>
            <th scope="row" class="mono">{bin.sku}</th>
            <td>{bin.title}{options}</td>
            <td class="is-num"><strong>{bin.quantity}</strong>{missing}</td>
            <td>{orders}</td>
        </tr>
    }
}

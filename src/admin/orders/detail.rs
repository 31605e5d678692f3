//! What was ordered, for whom, and what happened since.

use crate::{
    domain::{
        address::Address,
        order::{OrderDetail, OrderEvent, OrderLine},
    },
    ui::{Step, Timeline},
};
use leptos::prelude::*;

/// Lines and totals.
#[component]
pub fn Lines(order: OrderDetail) -> impl IntoView {
    let lines = order.lines.iter().cloned().map(|line| view! { <Line line /> }).collect_view();
    view! {
        <section class="card" aria-labelledby="order-lines">
            <h2 id="order-lines">"Items"</h2>
            <div class="table-wrap order-lines" role="group" aria-labelledby="order-lines" tabindex="0">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col" class="is-thumb"><span class="sr-only">"Picture"</span></th>
                            <th scope="col">"Product"</th>
                            <th scope="col" class="is-num">"Price"</th>
                            <th scope="col" class="is-num">"Quantity"</th>
                            <th scope="col" class="is-num">"Shipped"</th>
                            <th scope="col" class="is-num">"Total"</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
            <Totals order />
        </section>
    }
}

#[component]
fn Line(line: OrderLine) -> impl IntoView {
    let picture = line.picture.map(|picture| {
        view! {
            <img class="table-thumb" src=picture.url(160) alt="" width="40" height="50" loading="lazy" />
        }
    });
    view! {
        <tr>
            <td class="is-thumb">{picture}</td>
            <th scope="row">
                <a class="link-quiet" href=format!("/p/{}", line.product_slug) rel="external">{line.title}</a>
                <br />
                <span class="muted tiny font-normal">
                    {(!line.options.is_empty()).then(|| format!("{} · ", line.options))}<span class="mono">{line.sku}</span>
                </span>
            </th>
            <td class="is-num" data-label="Price">{line.unit_price.to_string()}</td>
            <td class="is-num" data-label="Quantity">
                {line.quantity}
                {(line.backordered > 0).then(|| view! { <br /><span class="muted tiny">{format!("{} backordered", line.backordered)}</span> })}
                {(line.canceled > 0).then(|| view! { <br /><span class="muted tiny">{format!("{} canceled", line.canceled)}</span> })}
            </td>
            <td class="is-num" data-label="Shipped">
                {line.shipped}
                {(line.returned > 0).then(|| view! { <br /><span class="muted tiny">{format!("{} in returns", line.returned)}</span> })}
            </td>
            <td class="is-num" data-label="Total">{line.total.to_string()}</td>
        </tr>
    }
}

#[component]
fn Totals(order: OrderDetail) -> impl IntoView {
    let totals = order.totals;
    let mut rows = vec![("Items".to_owned(), order.money(totals.item_total))];
    rows.extend(order.discounts.iter().map(|discount| (discount.label.clone(), order.money(-discount.amount_minor))));
    let shipping = match order.delivery_estimate.as_str() {
        "" => format!("Shipping: {}", order.shipping_method),
        estimate => format!("Shipping: {} ({estimate})", order.shipping_method),
    };
    rows.push((shipping, order.money(totals.shipping_total)));
    for tax in &order.taxes {
        let label = if tax.included { format!("{} (included)", tax.label) } else { tax.label.clone() };
        rows.push((label, order.money(tax.amount_minor)));
    }
    let rows = rows
        .into_iter()
        .map(|(label, amount)| {
            view! {
                <div class="leader"><dt>{label}</dt><dd>{amount.to_string()}</dd></div>
            }
        })
        .collect_view();
    let refunded = (!order.refunded.is_zero()).then(|| {
        view! {
            <div class="leader"><dt>"Refunded"</dt><dd>{order.refunded.to_string()}</dd></div>
        }
    });
    let credited = (!order.credited.is_zero()).then(|| {
        view! {
            <div class="leader"><dt>"Credited"</dt><dd>{order.money(-order.credited.minor).to_string()}</dd></div>
        }
    });
    let due = (!order.due().is_zero()).then(|| {
        view! {
            <div class="leader font-semibold"><dt>"To be paid"</dt><dd>{order.due().to_string()}</dd></div>
        }
    });
    view! {
        <dl class="ml-auto grid w-full max-w-96 gap-1">
            {rows}
            <div class="leader font-semibold"><dt>"Total"</dt><dd>{order.money(totals.total).to_string()}</dd></div>
            {credited}
            <div class="leader"><dt>"Paid"</dt><dd>{order.captured.to_string()}</dd></div>
            {refunded}
            {due}
        </dl>
    }
}

/// Customer and addresses.
#[component]
pub fn Addresses(order: OrderDetail) -> impl IntoView {
    let same = order.billing_address == order.shipping_address;
    view! {
        <section class="card" aria-labelledby="order-customer">
            <h2 id="order-customer">"Customer"</h2>
            <p class="break-words"><a class="link" href=format!("mailto:{}", order.email)>{order.email.clone()}</a></p>
            {(!order.referral_code.is_empty()).then(|| view! {
                <div><h3 class="field-label font-sans">"Sent by"</h3><p class="mono break-words">{order.referral_code}</p></div>
            })}
            <div><h3 class="field-label font-sans">"Ships to"</h3><AddressLines address=order.shipping_address /></div>
            <div>
                <h3 class="field-label font-sans">"Invoice to"</h3>
                {if same {
                    view! { <p class="muted">"The same address"</p> }.into_any()
                } else {
                    view! { <AddressLines address=order.billing_address /> }.into_any()
                }}
            </div>
        </section>
    }
}

#[component]
fn AddressLines(address: Address) -> impl IntoView {
    let phone = address.phone.clone();
    let lines = address.lines().into_iter().map(|line| view! { {line}<br /> }).collect_view();
    view! { <address class="not-italic break-words">{lines}{phone}</address> }
}

/// The timeline, with who did what.
#[component]
pub fn Events(events: Vec<OrderEvent>) -> impl IntoView {
    let step = |event: OrderEvent| Step {
        title: event.kind.label().to_owned(),
        time: format!("{} UTC, {}", event.at, event.actor),
        detail: event.message,
        ..Step::default()
    };
    let steps: Vec<Step> = events.into_iter().map(step).collect();
    view! {
        <section class="card" aria-labelledby="order-events">
            <h2 id="order-events">"What happened"</h2>
            <Timeline steps />
        </section>
    }
}

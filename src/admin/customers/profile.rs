//! What the shop knows of a customer.

use crate::{
    admin::{orders::OrderTable, staff::places},
    domain::staff::{CustomerDetail, KeptAddress},
    ui::{Badge, EmptyState, Glyph},
};
use leptos::prelude::*;

#[component]
pub fn Profile(customer: CustomerDetail) -> impl IntoView {
    let row = customer.row;
    let spent = row.purchases.spent_text();
    view! {
        <section class="card" aria-labelledby="customer-profile">
            <h2 id="customer-profile">"Profile"</h2>
            <dl class="grid gap-3">
                <div><dt class="muted tiny">"E-mail"</dt><dd class="break-all">{row.email}</dd></div>
                {(!customer.phone.is_empty()).then(|| view! { <div><dt class="muted tiny">"Phone"</dt><dd>{customer.phone}</dd></div> })}
                <div><dt class="muted tiny">"Customer since"</dt><dd><time datetime=row.created_at.iso()>{row.created_at.date()}</time></dd></div>
                <div><dt class="muted tiny">"Orders"</dt><dd class="num">{row.purchases.orders}</dd></div>
                <div><dt class="muted tiny">"Spent"</dt><dd class="num">{spent}</dd></div>
                <div><dt class="muted tiny">"Second factor"</dt><dd>{if customer.has_second_factor { "Set up" } else { "None" }}</dd></div>
                <div><dt class="muted tiny">"Logged in at"</dt><dd>{places(customer.sessions)}</dd></div>
            </dl>
        </section>
    }
}

#[component]
pub fn Addresses(addresses: Vec<KeptAddress>) -> impl IntoView {
    let is_empty = addresses.is_empty();
    let entries = addresses.into_iter().map(|kept| view! { <Kept kept /> }).collect_view();
    view! {
        <section class="card" aria-labelledby="customer-addresses">
            <h2 id="customer-addresses">"Addresses"</h2>
            {is_empty.then(|| view! { <p class="muted">"None in the address book."</p> })}
            <ul class="grid gap-4">{entries}</ul>
        </section>
    }
}

#[component]
fn Kept(kept: KeptAddress) -> impl IntoView {
    let lines = kept.address.lines().into_iter().map(|line| view! { {line}<br /> }).collect_view();
    view! {
        <li class="grid gap-1">
            <address class="not-italic break-words">{lines}</address>
            <p class="flex gap-2">
                {kept.default_shipping.then(|| view! { <Badge text="Shipping" /> })}
                {kept.default_billing.then(|| view! { <Badge text="Billing" /> })}
            </p>
        </li>
    }
}

#[component]
pub fn Orders(customer: CustomerDetail) -> impl IntoView {
    let (shown, all) = (customer.orders.len(), customer.row.purchases.orders);
    let hidden = i64::try_from(shown).is_ok_and(|shown| shown < all);
    view! {
        <section class="grid gap-3" aria-labelledby="customer-orders">
            <h2 id="customer-orders">"Orders"</h2>
            {if shown == 0 {
                view! { <EmptyState glyph=Glyph::Box title="No orders yet" text="What this customer orders will stand here." /> }.into_any()
            } else {
                view! { <OrderTable orders=customer.orders /> }.into_any()
            }}
            {hidden.then(|| view! { <p class="small muted">{format!("The newest {shown} of {all}.")}</p> })}
        </section>
    }
}

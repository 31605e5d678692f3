//! What waits for the crew.

mod chart;
mod start;

use crate::{
    actions::admin::dashboard::get_dashboard,
    actions::page_data::page_data,
    admin::{
        orders::OrderTable,
        parts::{CardSkeleton, Loaded, PageHead},
    },
    domain::{
        access::{Permission, Visit},
        staff::{Dashboard, LowStock, change},
    },
    ui::{EmptyState, Glyph, Icon, Notice, Tone},
};
use chart::RevenueChart;
use leptos::prelude::*;
use start::StartPage;

/// Numbers of the day for whoever works on orders; others of the staff start with what is open to them.
#[component]
pub fn DashboardPage() -> impl IntoView {
    match use_context::<Visit>().unwrap_or_default().account {
        Some(account) if !account.may(Permission::Orders) => view! { <StartPage account /> }.into_any(),
        _ => view! { <Numbers /> }.into_any(),
    }
}

#[component]
fn Numbers() -> impl IntoView {
    let numbers = page_data(|| (), |()| get_dashboard());
    view! {
        <div class="admin-page">
            <PageHead title="Dashboard" />
            <Loaded data=numbers fallback=|| view! { <CardSkeleton /> } what="page" back="/admin" let:numbers>
                <Found numbers />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(numbers: Dashboard) -> impl IntoView {
    let revenue = numbers.revenue;
    let (orders, orders_before) = numbers.orders;
    let to_ship = if numbers.to_ship == 0 { "All packed" } else { "Paid and waiting" };
    view! {
        {(numbers.needs_attention > 0).then(|| view! { <Attention orders=numbers.needs_attention /> })}
        <dl class="tiles">
            <Tile label="To ship" value=numbers.to_ship.to_string() note=to_ship href="/admin/orders?tab=to-ship" />
            <Tile
                label="Pending payment"
                value=numbers.pending_payment.to_string()
                note="Their stock is kept for them"
                href="/admin/orders?tab=pending-payment"
            />
            <Compared label="Revenue, 7 days" value=revenue.total().to_string() now=revenue.total().minor before=revenue.total_before().minor />
            <Compared label="Orders, 7 days" value=orders.to_string() now=orders before=orders_before />
        </dl>
        <div class="edit-layout">
            <div>
                <section class="card" aria-labelledby="revenue-title">
                    <h2 id="revenue-title">"Revenue by day"</h2>
                    <RevenueChart revenue />
                </section>
            </div>
            <div><LowStockList rows=numbers.low_stock /></div>
        </div>
        <section class="grid gap-3" aria-labelledby="newest-title">
            <h2 id="newest-title">"Newest orders"</h2>
            {if numbers.newest.is_empty() {
                view! { <EmptyState glyph=Glyph::Box title="No orders yet" text="The first one will stand here." /> }.into_any()
            } else {
                view! { <OrderTable orders=numbers.newest /> }.into_any()
            }}
        </section>
    }
}

/// Money that did not go as it should, until somebody has seen to it.
#[component]
fn Attention(orders: i64) -> impl IntoView {
    let title =
        if orders == 1 { "1 order needs attention".to_owned() } else { format!("{orders} orders need attention") };
    view! {
        <Notice tone=Tone::Warn title=title>
            <p><a class="link" href="/admin/orders?tab=needs-attention">"See what happened to their money"</a></p>
        </Notice>
    }
}

#[component]
fn Tile(label: &'static str, value: String, note: &'static str, href: &'static str) -> impl IntoView {
    view! {
        <div class="tile">
            <dt class="tile-label"><a class="link-quiet" href=href>{label}</a></dt>
            <dd class="tile-value">{value}</dd>
            <dd class="tile-change">{note}</dd>
        </div>
    }
}

#[component]
fn Compared(label: &'static str, value: String, now: i64, before: i64) -> impl IntoView {
    let is_comparable = before > 0;
    let (class, glyph) = match now.cmp(&before) {
        std::cmp::Ordering::Greater if is_comparable => ("tile-change is-up", Some(Glyph::ArrowUp)),
        std::cmp::Ordering::Less if is_comparable => ("tile-change is-down", Some(Glyph::ArrowDown)),
        _ => ("tile-change", None),
    };
    view! {
        <div class="tile">
            <dt class="tile-label">{label}</dt>
            <dd class="tile-value">{value}</dd>
            <dd class=class>{glyph.map(|glyph| view! { <Icon glyph /> })}{change(now, before)}</dd>
        </div>
    }
}

#[component]
fn LowStockList(rows: Vec<LowStock>) -> impl IntoView {
    let is_empty = rows.is_empty();
    let rows = rows.into_iter().map(|row| {
        let left = match row.available {
            left if left <= 0 => "Sold out".to_owned(),
            left => format!("{left} left"),
        };
        view! {
            <li class="leader">
                <span class="min-w-0">
                    <a class="link-quiet font-semibold" href=format!("/admin/products/{}", row.product)>{row.title}</a>
                    <br /><span class="mono muted tiny">{row.sku}</span>
                </span>
                <span class="stock-low">{left}</span>
            </li>
        }
    }).collect_view();
    view! {
        <section class="card" aria-labelledby="low-stock-title">
            <h2 id="low-stock-title">"Running out"</h2>
            {is_empty.then(|| view! { <p class="muted">"Everything on sale has more than five units."</p> })}
            <ul class="grid gap-3">{rows}</ul>
        </section>
    }
}

//! Orders as rows.

use crate::{
    admin::parts::OrderBadge,
    domain::{
        access::{Permission, Visit},
        staff::OrderRow,
    },
    ui::{Badge, Tone},
};
use leptos::prelude::*;

/// A box that was ticked or not.
type BoxChange = leptos::ev::Targeted<leptos::ev::Event, leptos::web_sys::HtmlInputElement>;

/// A table of orders; `children` is its foot. With `boxes`, one for each row, orders can be ticked.
#[component]
pub fn OrderTable(
    orders: Vec<OrderRow>,
    #[prop(optional)] boxes: Option<StoredValue<Vec<RwSignal<bool>>>>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let head = boxes.map(|boxes| view! { <th scope="col" class="is-check"><TickAll boxes /></th> });
    let ticked = move |row: usize| boxes.and_then(|boxes| boxes.with_value(|boxes| boxes.get(row).copied()));
    let rows = orders.into_iter().enumerate();
    let rows = rows.map(|(row, order)| view! { <Row order ticked=ticked(row) /> }).collect_view();
    view! {
        <div class="table-wrap" role="region" aria-label="Orders" tabindex="0">
            <table class="table order-table">
                <caption class="sr-only">"Orders, newest first"</caption>
                <thead>
                    <tr>
                        {head}
                        <th scope="col">"Order"</th>
                        <th scope="col">"Customer"</th>
                        <th scope="col">"Placed (UTC)"</th>
                        <th scope="col">"State"</th>
                        <th scope="col" class="is-num">"Items"</th>
                        <th scope="col" class="is-num">"Total"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {children.map(|children| children())}
        </div>
    }
}

#[component]
fn TickAll(boxes: StoredValue<Vec<RwSignal<bool>>>) -> impl IntoView {
    let all = move || boxes.with_value(|boxes| boxes.iter().all(|ticked| ticked.get()));
    let tick_all = move |event: BoxChange| {
        let is_ticked = event.target().checked();
        boxes.with_value(|boxes| boxes.iter().for_each(|ticked| ticked.set(is_ticked)));
    };
    view! {
        <label class="check needs-script">
            <input class="check-input" type="checkbox" prop:checked=all on:change:target=tick_all autocomplete="off" />
            <span class="sr-only">"Choose all on this page"</span>
        </label>
        <span class="sr-only">"Choose"</span>
    }
}

#[component]
fn Tick(number: String, ticked: RwSignal<bool>) -> impl IntoView {
    let tick = move |event: BoxChange| ticked.set(event.target().checked());
    let name = format!("Choose {number}");
    view! {
        <td class="is-check">
            <label class="check">
                <input class="check-input" type="checkbox" name="orders" value=number prop:checked=ticked on:change:target=tick autocomplete="off" />
                <span class="sr-only">{name}</span>
            </label>
        </td>
    }
}

#[component]
fn Row(order: OrderRow, ticked: Option<RwSignal<bool>>) -> impl IntoView {
    let number = order.number.to_string();
    let tick = ticked.map(|ticked| view! { <Tick number=number.clone() ticked /> });
    // Staff for customers see that there are orders, but their pages are for those who work on them.
    let reader = use_context::<Visit>().unwrap_or_default().account;
    let number = if reader.is_some_and(|reader| reader.may(Permission::Orders)) {
        view! { <a class="link num" href=format!("/admin/orders/{number}")>{number.clone()}</a> }.into_any()
    } else {
        view! { <span class="num">{number}</span> }.into_any()
    };
    view! {
        <tr>
            {tick}
            <th scope="row">{number}</th>
            <td>{order.name}<br /><span class="muted tiny">{order.email}</span></td>
            <td class="num muted"><time datetime=order.placed_at.iso()>{order.placed_at.to_string()}</time></td>
            <td>
                <OrderBadge status=order.status />
                {order.needs_attention.then(|| view! { " " <Badge tone=Tone::Error text="Needs attention" /> })}
            </td>
            <td class="is-num" data-label="Items">{order.units}</td>
            <td class="is-num">{order.total.to_string()}</td>
        </tr>
    }
}

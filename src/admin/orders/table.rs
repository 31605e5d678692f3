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

/// A table of orders; `children` is its foot.
#[component]
pub fn OrderTable(orders: Vec<OrderRow>, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let rows = orders.into_iter().map(|order| view! { <Row order /> }).collect_view();
    view! {
        <div class="table-wrap" role="region" aria-label="Orders" tabindex="0">
            <table class="table">
                <caption class="sr-only">"Orders, newest first"</caption>
                <thead>
                    <tr>
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
fn Row(order: OrderRow) -> impl IntoView {
    let number = order.number.to_string();
    // Staff for customers see that there are orders, but their pages are for those who work on them.
    let reader = use_context::<Visit>().unwrap_or_default().account;
    let number = if reader.is_some_and(|reader| reader.may(Permission::Orders)) {
        view! { <a class="link num" href=format!("/admin/orders/{number}")>{number.clone()}</a> }.into_any()
    } else {
        view! { <span class="num">{number}</span> }.into_any()
    };
    view! {
        <tr>
            <th scope="row">{number}</th>
            <td>{order.name}<br /><span class="muted tiny">{order.email}</span></td>
            <td class="num muted"><time datetime=order.placed_at.iso()>{order.placed_at.to_string()}</time></td>
            <td>
                <OrderBadge status=order.status />
                {order.needs_attention.then(|| view! { " " <Badge tone=Tone::Error text="Needs attention" /> })}
            </td>
            <td class="is-num">{order.units}</td>
            <td class="is-num">{order.total.to_string()}</td>
        </tr>
    }
}

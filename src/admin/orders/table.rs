//! Orders as rows.

use crate::{admin::parts::OrderBadge, domain::staff::OrderRow};
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
    view! {
        <tr>
            <th scope="row"><a class="link num" href=format!("/admin/orders/{number}")>{number.clone()}</a></th>
            <td>{order.name}<br /><span class="muted tiny">{order.email}</span></td>
            <td class="num muted"><time datetime=order.placed_at.iso()>{order.placed_at.to_string()}</time></td>
            <td><OrderBadge status=order.status /></td>
            <td class="is-num">{order.units}</td>
            <td class="is-num">{order.total.to_string()}</td>
        </tr>
    }
}

//! What happened to an item.

use crate::{
    admin::list_query::ListQuery,
    domain::{
        ids::InventoryItemId,
        staff::{MovementRow, PageLinks},
    },
};
use leptos::prelude::*;

/// A page of an item's movements.
#[component]
pub fn Movements(
    item: InventoryItemId,
    movements: Vec<MovementRow>,
    links: PageLinks,
    query: ListQuery,
) -> impl IntoView {
    let path = format!("/admin/stock/{item}");
    let rows = movements.into_iter().map(|row| view! { <Row row /> }).collect_view();
    let step = |href: Option<String>, name: &'static str| {
        href.map(|href| view! { <a class="btn btn-secondary btn-small" href=href>{name}</a> })
    };
    let newer = step(links.newer.map(|id| query.newer_than(id).href(&path)), "Newer");
    let older = step(links.older.map(|id| query.older_than(id).href(&path)), "Older");
    view! {
        <section class="card" aria-labelledby="stock-movements">
            <h2 id="stock-movements">"Movements"</h2>
            <div class="table-wrap" role="group" aria-labelledby="stock-movements" tabindex="0">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">"What"</th>
                            <th scope="col" class="is-num">"On hand"</th>
                            <th scope="col" class="is-num">"Reserved"</th>
                            <th scope="col">"Who and why"</th>
                            <th scope="col">"When (UTC)"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <nav class="flex gap-2" aria-label="Pages">{newer}{older}</nav>
        </section>
    }
}

#[component]
fn Row(row: MovementRow) -> impl IntoView {
    let order = row.order.map(|number| {
        view! { " " <a class="link num" href=format!("/admin/orders/{number}")>{number.to_string()}</a> }
    });
    view! {
        <tr>
            <th scope="row">{row.kind.label()}{order}</th>
            <td class="is-num">{signed(row.on_hand_change)}</td>
            <td class="is-num">{signed(row.reserved_change)}</td>
            <td class="break-words">
                {row.actor}
                {(!row.reason.is_empty()).then(|| view! { <br /><span class="muted">{row.reason}</span> })}
            </td>
            <td class="num muted"><time datetime=row.at.iso()>{row.at.to_string()}</time></td>
        </tr>
    }
}

/// With its sign; nothing for nothing.
fn signed(change: i64) -> String {
    match change {
        0 => String::new(),
        change => format!("{change:+}"),
    }
}

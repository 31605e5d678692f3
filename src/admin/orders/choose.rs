//! Choosing orders in the list, for one pick list, their packing slips, or a file. Each button is an address, so that
//! looking changes nothing and works without scripts.

use super::OrderTable;
use crate::{admin::fulfillment::SLIPS_PATH, domain::staff::OrderRow};
use leptos::prelude::*;

/// The rows, to be ticked; `children` is the foot of the table.
#[component]
pub fn ChooseOrders(orders: Vec<OrderRow>, children: Children) -> impl IntoView {
    let boxes: Vec<RwSignal<bool>> = orders.iter().map(|_| RwSignal::new(false)).collect();
    let boxes = StoredValue::new(boxes);
    let ticked = Memo::new(move |_| boxes.with_value(|boxes| boxes.iter().filter(|ticked| ticked.get()).count()));
    view! {
        // Tells that orders were to be chosen, also where none was.
        <form method="get" action="/admin/fulfillment" class="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5">
            <input type="hidden" name="chosen" value="1" />
            <OrderTable orders boxes>{children()}</OrderTable>
            <BulkBar ticked />
        </form>
    }
}

#[component]
fn BulkBar(ticked: Memo<usize>) -> impl IntoView {
    let text = move || match ticked.get() {
        0 => "Tick orders to work on them together".to_owned(),
        1 => "1 order ticked".to_owned(),
        count => format!("{count} orders ticked"),
    };
    view! {
        <div class="bulk-bar" role="group" aria-label="Work on several orders">
            <p role="status">{text}</p>
            <button class="btn btn-secondary btn-small" type="submit">"Pick list"</button>
            <button class="btn btn-secondary btn-small" type="submit" formaction=SLIPS_PATH>"Packing slips"</button>
            <button class="btn btn-secondary btn-small" type="submit" formaction="/admin/orders.csv">"Export"</button>
            <button class="btn btn-quiet btn-small" type="submit" formaction="/admin/orders.csv" name="rows" value="lines">"Export their lines"</button>
        </div>
    }
}

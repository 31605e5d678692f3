//! What will not come.

use crate::domain::order::{OrderLine, OrderStatus};
use leptos::prelude::*;

/// Units that were canceled while the rest of the order stayed; nothing where there are none.
#[component]
pub fn CanceledUnits(lines: Vec<OrderLine>, status: OrderStatus) -> impl IntoView {
    let canceled: Vec<OrderLine> = lines.into_iter().filter(|line| line.canceled > 0).collect();
    let is_part = !canceled.is_empty() && status != OrderStatus::Canceled;
    is_part.then(|| {
        let unit = |line: OrderLine| {
            let options = (!line.options.is_empty())
                .then(|| view! { <span class="muted">{format!(", {}", line.options)}</span> });
            view! { <li>{format!("{} × {}", line.canceled, line.title)}{options}</li> }
        };
        let units = canceled.into_iter().map(unit).collect_view();
        view! {
            <section aria-labelledby="canceled-title">
                <div class="section-head"><h2 id="canceled-title">"Canceled"</h2></div>
                <ul class="card">{units}</ul>
            </section>
        }
    })
}

//! The documents of an order.

use crate::domain::{invoice::IssuedInvoice, order::OrderNumber};
use leptos::prelude::*;

/// Invoices and credit notes as files; nothing before the first.
#[component]
pub fn Invoices(number: OrderNumber, invoices: Vec<IssuedInvoice>) -> impl IntoView {
    (!invoices.is_empty()).then(|| {
        let documents = invoices
            .into_iter()
            .map(|document| {
                let href = format!("/admin/orders/{number}/invoices/{}", document.file());
                view! {
                    <li class="leader">
                        <span>
                            <a class="link" href=href rel="external" target="_blank">
                                {document.title()} <span class="sr-only">" (PDF, opens a new window)"</span>
                            </a>
                            <br />
                            <time class="muted tiny" datetime=document.issued_at.iso()>{document.issued_at.date()}</time>
                        </span>
                        <span class="money">{document.total.to_string()}</span>
                    </li>
                }
            })
            .collect_view();
        view! {
            <section class="card" aria-labelledby="order-invoices">
                <h2 id="order-invoices">"Documents"</h2>
                <ul class="grid gap-2">{documents}</ul>
            </section>
        }
    })
}

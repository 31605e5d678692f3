//! Invoices and credit notes of an order, as files.

use crate::domain::{invoice::IssuedInvoice, order::OrderNumber};
use leptos::prelude::*;

/// Links to the documents; nothing before the first. `token` is that of the order's link, which opens them, too.
#[component]
pub fn Invoices(number: OrderNumber, invoices: Vec<IssuedInvoice>, token: String) -> impl IntoView {
    (!invoices.is_empty()).then(|| {
        let query = if token.is_empty() { String::new() } else { format!("?token={token}") };
        let documents = invoices
            .into_iter()
            .map(|document| {
                let href = format!("/orders/{number}/invoices/{}{query}", document.file());
                view! {
                    <li>
                        <a class="link" href=href rel="external" target="_blank">
                            {document.title()} <span class="sr-only">" (PDF, opens a new window)"</span>
                        </a>
                        <span class="small muted">{format!(", {}, {}", document.issued_at.date(), document.total)}</span>
                    </li>
                }
            })
            .collect_view();
        view! {
            <section aria-labelledby="invoices-title">
                <div class="section-head"><h2 id="invoices-title">"Invoices"</h2></div>
                <ul class="grid gap-2">{documents}</ul>
            </section>
        }
    })
}

//! How an order was, or was not, paid.

use crate::{
    domain::staff::{PaymentRow, TransactionRow},
    ui::{Badge, Tone},
};
use leptos::prelude::*;

/// Attempts at payment, each with what the gateway did.
#[component]
pub fn Payments(payments: Vec<PaymentRow>) -> impl IntoView {
    let none = payments.is_empty().then(|| view! { <p class="muted">"Nobody has tried to pay yet."</p> });
    let payments = payments.into_iter().map(|payment| view! { <li><Payment payment /></li> }).collect_view();
    view! {
        <section class="card" aria-labelledby="order-payments">
            <h2 id="order-payments">"Payments"</h2>
            {none}
            <ul class="grid gap-4">{payments}</ul>
        </section>
    }
}

#[component]
fn Payment(payment: PaymentRow) -> impl IntoView {
    let tone = match payment.status.as_str() {
        "captured" => Tone::Ok,
        "failed" => Tone::Error,
        "pending" => Tone::Warn,
        _ => Tone::Info,
    };
    let transactions = payment.transactions.into_iter().map(|row| view! { <Transaction row /> }).collect_view();
    view! {
        <div class="grid gap-1">
            <p class="flex flex-wrap items-center gap-x-3 gap-y-1">
                <strong>{capitalized(&payment.gateway)}</strong>
                <span class="money">{payment.amount.to_string()}</span>
                <Badge tone text=capitalized(&payment.status) />
                <span class="muted tiny"><time datetime=payment.created_at.iso()>{payment.created_at.to_string()}</time></span>
            </p>
            {(!payment.reference.is_empty()).then(|| view! { <p class="mono tiny muted break-all">{payment.reference}</p> })}
            <ul class="grid gap-1 border-l border-line pl-3">{transactions}</ul>
        </div>
    }
}

#[component]
fn Transaction(row: TransactionRow) -> impl IntoView {
    view! {
        <li class="small">
            {format!("{} {}, ", capitalized(&row.kind), row.status)}
            <span class="money">{row.amount.to_string()}</span>
            <span class="muted tiny">" " <time datetime=row.at.iso()>{row.at.to_string()}</time></span>
            {(!row.message.is_empty()).then(|| view! { <br /><span class="muted">{row.message}</span> })}
        </li>
    }
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

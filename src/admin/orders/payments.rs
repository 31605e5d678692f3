//! How an order was, or was not, paid, and what can be done about it.

use super::payment_forms::{CaptureForm, MarkPaidForm, MarkRefundedForm, RefundForm, VoidForm};
use crate::{
    domain::{
        order::OrderNumber,
        payment::GatewayKind,
        staff::{PaymentRow, RefundRow, TransactionRow},
    },
    ui::{Badge, Tone},
};
use leptos::prelude::*;

/// Attempts at payment, each with what the gateway did, what went back, and the forms for what can be done now.
#[component]
pub fn Payments(number: OrderNumber, payments: Vec<PaymentRow>) -> impl IntoView {
    let none = payments.is_empty().then(|| view! { <p class="muted">"Nobody has tried to pay yet."</p> });
    let payments = payments.into_iter().map(|payment| view! { <li><Payment number payment /></li> }).collect_view();
    view! {
        <section class="card" id="payments" aria-labelledby="order-payments">
            <h2 id="order-payments">"Payments"</h2>
            {none}
            <ul class="grid gap-6">{payments}</ul>
        </section>
    }
}

#[component]
fn Payment(number: OrderNumber, payment: PaymentRow) -> impl IntoView {
    let refunds = payment.refunds.clone();
    view! {
        <div class="grid gap-3">
            <Head payment=payment.clone() />
            <Amounts payment=payment.clone() />
            <Transactions rows=payment.transactions.clone() />
            {(!refunds.is_empty()).then(|| view! { <Refunds number refunds kind=payment.kind() /> })}
            <Forms number payment />
        </div>
    }
}

#[component]
fn Head(payment: PaymentRow) -> impl IntoView {
    let tone = match payment.status.as_str() {
        "captured" => Tone::Ok,
        "failed" => Tone::Error,
        "pending" | "authorized" => Tone::Warn,
        _ => Tone::Info,
    };
    view! {
        <div>
            <p class="flex flex-wrap items-center gap-x-3 gap-y-1">
                <strong>{capitalized(&payment.gateway.replace('-', " "))}</strong>
                <span class="money">{payment.amount.to_string()}</span>
                <Badge tone text=capitalized(&payment.status) />
                <span class="muted tiny"><time datetime=payment.created_at.iso()>{payment.created_at.to_string()}</time></span>
            </p>
            {(!payment.reference.is_empty()).then(|| view! { <p class="mono tiny muted break-all">{payment.reference}</p> })}
        </div>
    }
}

/// What was promised, taken and given back; amounts of nothing are left out.
#[component]
fn Amounts(payment: PaymentRow) -> impl IntoView {
    let rows = [("To be captured", payment.capturable), ("Captured", payment.captured), ("Refunded", payment.refunded)];
    let fee = payment.fee.map(|fee| ("Fee of the gateway", fee));
    let rows = rows
        .into_iter()
        .chain(fee)
        .filter(|(_, amount)| !amount.is_zero())
        .map(|(label, amount)| view! { <div class="leader"><dt>{label}</dt><dd class="money">{amount.to_string()}</dd></div> })
        .collect_view();
    view! { <dl class="grid max-w-96 gap-1 small">{rows}</dl> }
}

#[component]
fn Transactions(rows: Vec<TransactionRow>) -> impl IntoView {
    let rows = rows.into_iter().map(|row| view! { <Transaction row /> }).collect_view();
    view! { <ul class="grid gap-1 border-l border-line pl-3">{rows}</ul> }
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

#[component]
fn Refunds(number: OrderNumber, refunds: Vec<RefundRow>, kind: GatewayKind) -> impl IntoView {
    let rows = refunds.into_iter().map(|refund| view! { <Refund number refund kind /> }).collect_view();
    view! { <ul class="grid gap-2">{rows}</ul> }
}

#[component]
fn Refund(number: OrderNumber, refund: RefundRow, kind: GatewayKind) -> impl IntoView {
    let tone = match refund.status.as_str() {
        "succeeded" => Tone::Ok,
        "failed" => Tone::Error,
        _ => Tone::Warn,
    };
    let waits_for_staff = kind.is_manual() && refund.status == "pending";
    let why = if refund.failure.is_empty() { refund.reason } else { format!("{}: {}", refund.reason, refund.failure) };
    view! {
        <li class="grid gap-2 small">
            <p class="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span>"Refund of " <span class="money">{refund.amount.to_string()}</span></span>
                <Badge tone text=capitalized(&refund.status) />
                <span class="muted tiny">
                    {why} ", " {refund.actor} ", " <time datetime=refund.at.iso()>{refund.at.to_string()}</time>
                </span>
            </p>
            {waits_for_staff.then(|| view! { <MarkRefundedForm number refund=refund.id /> })}
        </li>
    }
}

/// Only what can be done now.
#[component]
fn Forms(number: OrderNumber, payment: PaymentRow) -> impl IntoView {
    let capture = (!payment.capturable.is_zero()).then(|| view! { <CaptureForm number payment=payment.clone() /> });
    let refund = (!payment.refundable.is_zero()).then(|| view! { <RefundForm number payment=payment.clone() /> });
    let paid = payment.can_mark_paid().then(|| view! { <MarkPaidForm number payment=payment.clone() /> });
    let void = payment.can_void().then(|| view! { <VoidForm number payment=payment.clone() /> });
    view! { <div class="grid gap-3">{capture}{paid}{refund}{void}</div> }
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

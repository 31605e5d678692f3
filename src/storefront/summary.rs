//! What is bought and what it comes to, in short: beside the checkout and on the order.

use crate::domain::{
    cart::CartLine,
    money::{Currency, Money},
    order::OrderLine,
    picture::Picture,
    pricing::{DiscountAmount, Totals},
    tax::TaxAmount,
};
use leptos::prelude::*;

/// One line of a summary.
#[derive(Clone, Debug)]
pub struct SummaryLine {
    pub picture: Option<Picture>,
    pub title: String,
    pub options: String,
    pub quantity: i64,
    pub total: Money,
    /// What leaves later; empty where everything can leave now.
    pub note: String,
}

impl From<CartLine> for SummaryLine {
    fn from(line: CartLine) -> Self {
        let note = line.availability.backorder_note(line.quantity).unwrap_or_default();
        let CartLine { picture, title, options, quantity, total, .. } = line;
        Self { picture, title, options, quantity, total, note }
    }
}

impl From<OrderLine> for SummaryLine {
    fn from(line: OrderLine) -> Self {
        let note = line.backorder_note().unwrap_or_default();
        let OrderLine { picture, title, options, quantity, total, .. } = line;
        Self { picture, title, options, quantity, total, note }
    }
}

/// Pictures, names and prices.
#[component]
pub fn SummaryLines(lines: Vec<SummaryLine>) -> impl IntoView {
    let lines = lines
        .into_iter()
        .map(|line| {
            let pieces = if line.quantity == 1 { "1 piece".to_owned() } else { format!("{} pieces", line.quantity) };
            view! {
                <li class="order-line">
                    <span class="order-picture">
                        {line.picture.map(|picture| view! { <Thumbnail picture /> })}
                        <span class="order-quantity" aria-hidden="true">{line.quantity}</span>
                    </span>
                    <span>
                        <strong>{line.title}</strong>
                        <span class="sr-only">", " {pieces}</span>
                        <span class="block cart-meta">{line.options}</span>
                        {(!line.note.is_empty()).then(|| view! { <span class="block stock stock-low">{line.note}</span> })}
                    </span>
                    <span class="money">{line.total.to_string()}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="order-lines">{lines}</ul> }
}

/// A small picture beside the name of what it shows, so without words of its own.
#[component]
pub fn Thumbnail(picture: Picture) -> impl IntoView {
    view! {
        <img
            src=picture.url(160)
            srcset=picture.srcset()
            sizes="88px"
            width=picture.width
            height=picture.height
            alt=""
            loading="lazy"
            decoding="async"
        />
    }
}

/// Items, discounts, shipping, tax and their sum. `shipping` names the method, once there is one.
#[component]
pub fn TotalsList(
    totals: Totals,
    currency: Currency,
    discounts: Vec<DiscountAmount>,
    taxes: Vec<TaxAmount>,
    shipping: Option<String>,
) -> impl IntoView {
    let money = move |minor| Money::new(minor, currency).to_string();
    let row = move |label: String, minor| {
        view! { <p class="leader"><span>{label}</span><span class="money">{money(minor)}</span></p> }
    };
    let (included, added): (Vec<_>, Vec<_>) = taxes.into_iter().partition(|tax| tax.included);
    let (shipping_label, shipping_amount) = match shipping {
        None => ("Shipping".to_owned(), "Chosen at checkout".to_owned()),
        Some(method) if totals.shipping_total == 0 => (format!("Shipping, {method}"), "Free".to_owned()),
        Some(method) => (format!("Shipping, {method}"), money(totals.shipping_total)),
    };
    let included = included
        .into_iter()
        .map(|tax| {
            view! {
                <p class="leader tiny muted">
                    <span>"Includes " {tax.label}</span>
                    <span class="money">{money(tax.amount_minor)}</span>
                </p>
            }
        })
        .collect_view();
    view! {
        <div class="totals">
            {row("Items".into(), totals.item_total)}
            {discounts.into_iter().map(|discount| row(discount.label, -discount.amount_minor)).collect_view()}
            <p class="leader"><span>{shipping_label}</span><span class="money">{shipping_amount}</span></p>
            {added.into_iter().map(|tax| row(tax.label, tax.amount_minor)).collect_view()}
            <p class="leader totals-sum"><span>"Total"</span><span class="money">{money(totals.total)}</span></p>
            {included}
        </div>
    }
}

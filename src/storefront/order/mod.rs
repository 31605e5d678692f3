//! An order, for whoever placed it.

mod again;
mod cancel;
mod canceled;
mod invoices;
mod parcels;
mod payment;
mod progress;
mod returns;

use crate::{
    actions::orders::{CancelOwnOrder, ReorderOrder, load_order},
    actions::page_data::page_data,
    domain::{
        order::{OrderDetail, OrderStatus},
        payment::HowToPay,
        reorder::Reordered,
    },
    storefront::{
        failure::FailurePage,
        form_errors::{FormErrors, FormProblems},
        layout::CartBadge,
        summary::{SummaryLines, TotalsList},
    },
    ui::{Badge, SkeletonLines, Tone},
};
pub use returns::WantedUnits;

use again::{AgainNotice, OrderAgain};
use cancel::{CancelLink, CancelQuestion};
use canceled::CanceledUnits;
use invoices::Invoices;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::{use_params_map, use_query_map};
use parcels::Parcels;
use payment::{MissingPayment, MoneySoFar};
use progress::Progress;
use returns::{ReturnSteps, Returns};

/// The confirmation right after placing the order ("?placed=1"), and where it stands from then on.
#[component]
pub fn OrderPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let address = Memo::new(move |_| {
        (params.read().get("number").unwrap_or_default(), query.read().get("token").unwrap_or_default())
    });
    let placed = Memo::new(move |_| query.read().get("placed").is_some());
    // Another instant after every step of a return, so that the page is loaded anew.
    let at = Memo::new(move |_| query.read().get("at").unwrap_or_default());
    let confirm = Memo::new(move |_| query.read().get("confirm").unwrap_or_default());
    let source = move || (address.get(), at.get(), confirm.get());
    let order = page_data(source, |((number, token), ..)| load_order(number, token));
    let cancel = ServerAction::new();
    let again = OneMore::new();
    let done = Memo::new(move |_| query.read().get("return").unwrap_or_default());
    let steps = ReturnSteps { request: ServerAction::new(), cancel: ServerAction::new(), done };
    view! {
        <Meta name="robots" content="noindex" />
        <Suspense fallback=|| view! { <div class="wrap py-8"><SkeletonLines count=8 /></div> }>
            {move || Suspend::new(async move {
                match order.await {
                    Ok(order) => {
                        let token = address.get_untracked().1;
                        if order.may_cancel && confirm.with_untracked(|confirm| confirm == "cancel") {
                            return view! { <CancelQuestion order token action=cancel /> }.into_any();
                        }
                        view! { <OrderView order token placed=placed.get_untracked() steps cancel again /> }.into_any()
                    }
                    // An order that is not the visitor's does not exist for them.
                    Err(error) => view! { <FailurePage error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// Ordering the same again, and what came of it.
#[derive(Clone, Copy)]
struct OneMore {
    action: ServerAction<ReorderOrder>,
    result: Memo<Option<Reordered>>,
}

impl OneMore {
    fn new() -> Self {
        let (query, badge) = (use_query_map(), use_context::<CartBadge>());
        let action = ServerAction::<ReorderOrder>::new();
        Effect::new(move |_| {
            if let (Some(Ok(units)), Some(badge)) = (action.value().get(), badge) {
                badge.set(units);
            }
        });
        let result = Memo::new(move |_| {
            query.with(|query| {
                let value = |name| query.get(name).unwrap_or_default();
                Reordered::read(&value("again"), &value("left"))
            })
        });
        Self { action, result }
    }
}

#[component]
fn OrderView(
    order: OrderDetail,
    token: String,
    placed: bool,
    steps: ReturnSteps,
    cancel: ServerAction<CancelOwnOrder>,
    again: OneMore,
) -> impl IntoView {
    let put_into_cart = again.result.get_untracked().filter(|_| order.may_reorder);
    let put_into_cart = put_into_cart.map(|result| view! { <AgainNotice result lines=order.lines.clone() /> });
    // Whoever came too late to cancel reads so here: the question is not asked any more.
    let too_late = FormErrors::of(move || cancel.value().get());
    let number = order.number.to_string();
    let shipping = Some(order.shipping_method.clone());
    let money = order.clone();
    view! {
        <Title text=format!("Order {number}") />
        <div class="wrap">
            <header class="page-head">
                <h1>{headline(&order, placed)}</h1>
                <p>{introduction(&order)}</p>
            </header>
            <FormProblems errors=too_late labels=&[] />
            {put_into_cart}
            <MissingPayment order=order.clone() token=token.clone() />
            <div class="cart-layout">
                <div class="grid gap-10">
                    <section aria-labelledby="progress-title">
                        <div class="section-head">
                            <h2 id="progress-title">"Where it is"</h2>
                            <Badge tone=tone(order.status) text=order.status.label() />
                        </div>
                        <Progress order=order.clone() />
                    </section>
                    <CanceledUnits lines=order.lines.clone() status=order.status />
                    <Parcels shipments=order.shipments.clone() />
                    <Returns order=order.clone() token=token.clone() steps />
                    <Invoices number=order.number invoices=order.invoices.clone() token=token.clone() />
                    <section aria-labelledby="details-title">
                        <div class="section-head"><h2 id="details-title">"To and how"</h2></div>
                        <Facts order=order.clone() />
                    </section>
                    <OrderAgain order=order.clone() token=token.clone() action=again.action />
                    <CancelLink order=order.clone() token />
                </div>
                <aside class="summary cart-side" aria-label="What you ordered">
                    <h2 class="panel-title">"What you ordered"</h2>
                    <SummaryLines lines=order.lines.into_iter().map(Into::into).collect() />
                    <TotalsList totals=order.totals currency=order.currency discounts=order.discounts taxes=order.taxes shipping />
                    <MoneySoFar order=money />
                </aside>
            </div>
        </div>
    }
}

#[component]
fn Facts(order: OrderDetail) -> impl IntoView {
    let lines =
        |lines: Vec<String>| lines.into_iter().map(|line| view! { <span class="block">{line}</span> }).collect_view();
    let same = order.billing_address == order.shipping_address;
    let invoice = if same { vec!["The same address".to_owned()] } else { order.billing_address.lines() };
    view! {
        <dl class="facts">
            {order.is_pickup().then(|| {
                let place = order.pickup_place.lines().map(|line| line.trim().to_owned()).collect();
                view! { <div><dt>"Pick up at"</dt><dd>{lines(place)}</dd></div> }
            })}
            <div><dt>{if order.is_pickup() { "Address" } else { "Ship to" }}</dt><dd>{lines(order.shipping_address.lines())}</dd></div>
            <div><dt>"Invoice to"</dt><dd>{lines(invoice)}</dd></div>
            <div><dt>"Shipping"</dt><dd>{order.shipping_method}</dd></div>
            {(!order.delivery_estimate.is_empty()).then(|| view! {
                <div><dt>"Delivery time"</dt><dd>{order.delivery_estimate}</dd></div>
            })}
            <div><dt>"Contact"</dt><dd>{order.email}</dd></div>
        </dl>
    }
}

fn headline(order: &OrderDetail, placed: bool) -> String {
    let first_name = order.shipping_address.name.split_whitespace().next().unwrap_or_default();
    match order.status {
        OrderStatus::PendingPayment if placed && order.how_to_pay == Some(HowToPay::Online) => "Almost there".into(),
        OrderStatus::PendingPayment if placed => format!("Thank you, {first_name}"),
        OrderStatus::Paid if placed => format!("Thank you, {first_name}"),
        _ => format!("Order {}", order.number),
    }
}

fn introduction(order: &OrderDetail) -> String {
    let (number, email) = (order.number, &order.email);
    match order.status {
        OrderStatus::PendingPayment if order.how_to_pay == Some(HowToPay::OnDelivery) => {
            format!("Order {number} is being packed. The confirmation is on its way to {email}.")
        }
        OrderStatus::PendingPayment => format!("Order {number} is kept for you and waits for its payment."),
        OrderStatus::Paid if order.lacks_difference() => {
            format!("Order {number} is being packed. A part of its price is still to be paid.")
        }
        OrderStatus::Paid if order.due().minor > 0 => {
            format!("Order {number} is being packed. Your payment is authorized and charged when it ships.")
        }
        OrderStatus::Paid => {
            format!("Order {number} is paid and being packed. The confirmation is on its way to {email}.")
        }
        OrderStatus::Fulfilled if order.is_pickup() => format!("Order {number} is ready to be picked up."),
        OrderStatus::PartlyFulfilled if order.is_pickup() => {
            format!("A part of order {number} is ready to be picked up.")
        }
        OrderStatus::PartlyFulfilled => format!("A part of order {number} is on its way."),
        OrderStatus::Fulfilled => format!("Order {number} is on its way."),
        OrderStatus::Completed => format!("Order {number} is complete."),
        OrderStatus::Canceled => {
            format!("Order {number} is canceled. Nothing will be sent, and what was paid is paid back.")
        }
        OrderStatus::PartlyRefunded | OrderStatus::Refunded => {
            format!("Of order {number}, {} is paid back.", order.refunded)
        }
    }
}

const fn tone(status: OrderStatus) -> Tone {
    match status {
        OrderStatus::PendingPayment | OrderStatus::PartlyFulfilled => Tone::Warn,
        OrderStatus::Paid | OrderStatus::Fulfilled => Tone::Ok,
        OrderStatus::Canceled => Tone::Error,
        OrderStatus::Completed | OrderStatus::PartlyRefunded | OrderStatus::Refunded => Tone::Info,
    }
}

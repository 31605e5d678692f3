//! What happened to an order, and what comes next.

use crate::{
    domain::order::{OrderDetail, OrderEvent, OrderEventKind, OrderStatus},
    ui::{Step, StepState, Timeline},
};
use leptos::prelude::*;

#[component]
pub fn Progress(order: OrderDetail) -> impl IntoView {
    view! { <Timeline steps=steps(order) /> }
}

fn steps(order: OrderDetail) -> Vec<Step> {
    let is_pickup = order.is_pickup();
    let last = order.events.len().saturating_sub(1);
    let past = order.events.into_iter().enumerate().map(|(index, event)| past_step(event, index == last));
    past.chain(coming(order.status, is_pickup).iter().map(|title| Step {
        title: (*title).to_owned(),
        state: StepState::Next,
        ..Step::default()
    }))
    .collect()
}

fn past_step(event: OrderEvent, last: bool) -> Step {
    let title = match event.kind {
        OrderEventKind::CanceledByCustomer => "Canceled by you",
        kind => kind.label(),
    };
    Step {
        title: title.to_owned(),
        time: format!("{} UTC", event.at),
        detail: if event.kind.tells_customer() { event.message } else { String::new() },
        state: if last { StepState::Current } else { StepState::Done },
    }
}

const fn coming(status: OrderStatus, is_pickup: bool) -> &'static [&'static str] {
    match status {
        OrderStatus::PendingPayment if is_pickup => &["Payment received", "Ready for pickup"],
        OrderStatus::Paid if is_pickup => &["Ready for pickup"],
        OrderStatus::PartlyFulfilled if is_pickup => &["The rest ready for pickup"],
        OrderStatus::Fulfilled if is_pickup => &["Picked up"],
        OrderStatus::PendingPayment => &["Payment received", "On its way"],
        OrderStatus::Paid => &["On its way"],
        OrderStatus::PartlyFulfilled => &["The rest on its way"],
        OrderStatus::Fulfilled => &["Delivered"],
        _ => &[],
    }
}

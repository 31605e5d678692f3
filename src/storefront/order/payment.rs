//! An order that waits for its money, and what became of the money of one that does not.

use crate::{
    actions::orders::RetryPayment,
    domain::{
        checkout::WayToPay,
        order::{OrderDetail, OrderStatus},
        payment::HowToPay,
    },
    storefront::full_load::leave_for_answer,
    ui::{Button, ButtonKind, Notice, RadioCard, RadioCards, Tone},
};
use leptos::prelude::*;

/// How to pay an order that waits for its money; nothing for others.
#[component]
pub fn MissingPayment(order: OrderDetail, token: String) -> impl IntoView {
    order.how_to_pay.clone().map(|how| {
        let notice = match how {
            HowToPay::Online => view! { <PayOnline order token /> }.into_any(),
            HowToPay::BankTransfer { holder, iban, bic, purpose } => {
                let account = [("To", holder), ("IBAN", iban), ("BIC", bic), ("Purpose", purpose)];
                view! { <Transfer order account /> }.into_any()
            }
            HowToPay::OnDelivery => view! { <OnDelivery order /> }.into_any(),
        };
        view! { <div class="mb-8">{notice}</div> }
    })
}

/// Why it was not paid, until when it is kept, and the way to pay it.
#[component]
fn PayOnline(order: OrderDetail, token: String) -> impl IntoView {
    let retry = ServerAction::<RetryPayment>::new();
    leave_for_answer(retry);
    let problem = order.payment_problem.clone();
    let title = match (&problem, order.lacks_difference()) {
        (Some(_), _) => "The payment did not go through".to_owned(),
        (None, true) => format!("{} are still to be paid", order.to_pay()),
        (None, false) => "The payment is still missing".to_owned(),
    };
    let tone = if problem.is_some() { Tone::Error } else { Tone::Warn };
    let failure = move || retry.value().get().and_then(Result::err).map(|error| error.to_string());
    let busy =
        Signal::derive(move || retry.pending().get() || retry.value().with(|value| matches!(value, Some(Ok(_)))));
    view! {
        <Notice tone title>
            {problem.map(|problem| view! { <p>{problem}</p> })}
            <KeptUntil order=order.clone() />
            {move || failure().map(|failure| view! { <p role="alert"><strong>{failure}</strong></p> })}
            <ActionForm action=retry attr:class="mt-3 grid gap-3">
                <input type="hidden" name="number" value=order.number.to_string() />
                <input type="hidden" name="token" value=token.clone() />
                <WaysToPay ways=order.ways_to_pay.clone() />
                <Button kind=ButtonKind::Primary busy disabled=busy>"Pay now"</Button>
            </ActionForm>
        </Notice>
    }
}

/// The choice, where there is one; the first of it is what the customer most likely wants.
#[component]
fn WaysToPay(ways: Vec<WayToPay>) -> impl IntoView {
    (ways.len() > 1).then(|| {
        let cards = ways.into_iter().enumerate().map(|(place, way)| {
            let WayToPay { value, title, text } = way;
            view! { <RadioCard name="pay_with" value title text checked=place == 0 /> }
        });
        view! { <RadioCards legend="Pay with">{cards.collect_view()}</RadioCards> }
    })
}

#[component]
fn KeptUntil(order: OrderDetail) -> impl IntoView {
    if order.lacks_difference() {
        return view! { <p>"Your order was changed and costs more now. What you paid before is counted in."</p> }
            .into_any();
    }
    view! {
        <p>
            "Nothing is lost: we keep the order until "
            <time datetime=order.payment_due_at.iso()>{order.payment_due_at.to_string()} " UTC"</time> "."
        </p>
    }
    .into_any()
}

/// Where to transfer how much.
#[component]
fn Transfer(order: OrderDetail, account: [(&'static str, String); 4]) -> impl IntoView {
    let rows = account
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(label, value)| view! { <div><dt>{label}</dt><dd class="break-words">{value}</dd></div> })
        .collect_view();
    let paid =
        (!order.captured.is_zero()).then(|| view! { <p>{format!("{} has arrived, thank you.", order.captured)}</p> });
    view! {
        <Notice tone=Tone::Warn title=format!("Please transfer {}", order.to_pay())>
            {paid}
            <dl class="facts my-3">{rows}</dl>
            <KeptUntil order />
        </Notice>
    }
}

#[component]
fn OnDelivery(order: OrderDetail) -> impl IntoView {
    view! {
        <Notice tone=Tone::Info title=format!("You pay {} when the parcel arrives", order.due())>
            <p>"Please have the amount ready for the carrier."</p>
        </Notice>
    }
}

/// What was taken back, paid, paid back and is still due; nothing while that is plain from the order's state.
#[component]
pub fn MoneySoFar(order: OrderDetail) -> impl IntoView {
    let is_plain = order.credited.is_zero() && order.refunded.is_zero() && order.captured.is_zero()
        || order.captured.minor == order.totals.total && order.credited.is_zero();
    let due = if order.status == OrderStatus::Canceled { order.money(0) } else { order.due() };
    let rows = [
        ("Credited to you", order.money(-order.credited.minor)),
        ("Paid", order.captured),
        ("Paid back to you", order.refunded),
        ("Still to be paid", due),
    ];
    (!is_plain).then(|| {
        let rows = rows
            .into_iter()
            .filter(|(_, amount)| !amount.is_zero())
            .map(|(label, amount)| {
                view! { <p class="leader"><span>{label}</span><span class="money">{amount.to_string()}</span></p> }
            })
            .collect_view();
        view! { <div class="totals" role="group" aria-label="What was paid and paid back">{rows}</div> }
    })
}

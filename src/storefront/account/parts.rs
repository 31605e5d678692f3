//! Pieces that several pages of an account share.

use crate::{
    actions::status::set_status,
    domain::{account::OwnOrder, address::Address, order::OrderStatus},
    error::AppError,
    storefront::not_found::NotFoundPage,
    ui::{Badge, Notice, Tone},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Redirect;

/// Title and main action of a page.
#[component]
pub fn AccountHead(
    #[prop(into)] title: String,
    #[prop(optional, into)] text: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <Title text=title.clone() />
        <header class="account-head">
            <div>
                <h1>{title}</h1>
                {(!text.is_empty()).then(|| view! { <p class="muted">{text}</p> })}
            </div>
            {children.map(|children| children())}
        </header>
    }
}

/// What stands in place of a page that could not be loaded. Whose session ended meanwhile is led to the login.
#[component]
pub fn AccountFailure(error: AppError) -> impl IntoView {
    if error == AppError::NotFound {
        return view! { <NotFoundPage /> }.into_any();
    }
    if error == AppError::SignInRequired {
        return view! { <Redirect path="/login?next=/account" /> }.into_any();
    }
    set_status(error.status());
    view! {
        <AccountHead title="Your account" />
        <Notice tone=Tone::Error title=error.to_string()>
            <p><a href="" rel="external">"Load the page again"</a></p>
        </Notice>
    }
    .into_any()
}

/// What was just done.
#[component]
pub fn Done(#[prop(into)] when: Signal<bool>, #[prop(into)] text: Signal<String>) -> impl IntoView {
    move || when.get().then(|| view! { <Notice tone=Tone::Ok title=text.get() /> })
}

/// An address as it goes on a parcel.
#[component]
pub fn AddressLines(address: Address) -> impl IntoView {
    let phone = (!address.phone.is_empty()).then(|| view! { <span class="block muted">{address.phone.clone()}</span> });
    let lines = address.lines().into_iter().map(|line| view! { <span class="block">{line}</span> }).collect_view();
    view! { <address class="account-address">{lines}{phone}</address> }
}

/// Orders as a list of links.
#[component]
pub fn OrderRows(orders: Vec<OwnOrder>) -> impl IntoView {
    let rows = orders.into_iter().map(|order| {
        let things = if order.units == 1 { "1 item".to_owned() } else { format!("{} items", order.units) };
        view! {
            <li class="account-row">
                <div>
                    <a class="link" href=format!("/orders/{}", order.number)>{order.number.to_string()}</a>
                    <p class="small muted">
                        <time datetime=order.placed_at.iso()>{order.placed_at.date()}</time>
                        ", " {things}
                    </p>
                </div>
                <div class="account-row-end">
                    <Badge tone=tone(order.status) text=order.status.label() />
                    <span class="money">{order.total.to_string()}</span>
                </div>
            </li>
        }
    });
    view! { <ul class="account-rows">{rows.collect_view()}</ul> }
}

const fn tone(status: OrderStatus) -> Tone {
    match status {
        OrderStatus::PendingPayment | OrderStatus::PartlyFulfilled => Tone::Warn,
        OrderStatus::Paid | OrderStatus::Fulfilled => Tone::Ok,
        OrderStatus::Canceled => Tone::Error,
        OrderStatus::Completed | OrderStatus::PartlyRefunded | OrderStatus::Refunded => Tone::Info,
    }
}

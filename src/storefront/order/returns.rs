//! What is sent back of an order, and asking for more.

mod card;
mod form;

pub use form::WantedUnits;

use crate::{
    actions::returns::{CancelReturn, RequestReturn},
    domain::order::OrderDetail,
    ui::{Notice, Tone},
};
use card::ReturnCard;
use form::RequestForm;
use leptos::prelude::*;

/// What can be done about returns, and what was.
#[derive(Clone, Copy)]
pub struct ReturnSteps {
    pub request: ServerAction<RequestReturn>,
    pub cancel: ServerAction<CancelReturn>,
    /// Said by the address once it was done.
    pub done: Memo<String>,
}

/// The returns of an order and the form that asks for one; nothing where there are none and none can be asked for.
#[component]
pub fn Returns(order: OrderDetail, token: String, steps: ReturnSteps) -> impl IntoView {
    let is_empty = order.returns.is_empty() && order.returnable_until.is_none();
    (!is_empty).then(|| {
        let number = order.number;
        let cards = order
            .returns
            .iter()
            .cloned()
            .map(|detail| view! { <ReturnCard detail number token=token.clone() action=steps.cancel /> })
            .collect_view();
        let has_returns = !order.returns.is_empty();
        let form = order.returnable_until.map(|until| view! { <RequestForm order token until action=steps.request /> });
        view! {
            <section id="returns" aria-labelledby="returns-title">
                <div class="section-head"><h2 id="returns-title">"Returns"</h2></div>
                <div class="grid gap-4">
                    <Done done=steps.done />
                    {has_returns.then(|| view! { <ul class="grid gap-4">{cards}</ul> })}
                    {form}
                </div>
            </section>
        }
    })
}

#[component]
fn Done(done: Memo<String>) -> impl IntoView {
    let title = move || match done.get().as_str() {
        "requested" => Some("We have your request. You hear from us by mail."),
        "canceled" => Some("Your return is canceled."),
        _ => None,
    };
    move || title().map(|title| view! { <Notice tone=Tone::Ok title /> })
}

//! An order that waits for its money.

use crate::{
    actions::orders::RetryPayment,
    domain::order::OrderDetail,
    storefront::full_load::leave_for_answer,
    ui::{Button, ButtonKind, Notice, Tone},
};
use leptos::prelude::*;

/// Why it was not paid, until when it is kept, and the way to pay it.
#[component]
pub fn MissingPayment(order: OrderDetail, token: String) -> impl IntoView {
    let retry = ServerAction::<RetryPayment>::new();
    leave_for_answer(retry);
    let problem = order.payment_problem.clone();
    let title = if problem.is_some() { "The payment did not go through" } else { "The payment is still missing" };
    let tone = if problem.is_some() { Tone::Error } else { Tone::Warn };
    let failure = move || retry.value().get().and_then(Result::err).map(|error| error.to_string());
    let busy =
        Signal::derive(move || retry.pending().get() || retry.value().with(|value| matches!(value, Some(Ok(_)))));
    view! {
        <div class="mb-8">
            <Notice tone title>
                {problem.map(|problem| view! { <p>{problem}</p> })}
                <p>
                    "Nothing is lost: we keep the order until "
                    <time datetime=order.payment_due_at.iso()>{order.payment_due_at.to_string()} " UTC"</time> "."
                </p>
                {move || failure().map(|failure| view! { <p role="alert"><strong>{failure}</strong></p> })}
                <ActionForm action=retry attr:class="mt-3">
                    <input type="hidden" name="number" value=order.number.to_string() />
                    <input type="hidden" name="token" value=token.clone() />
                    <Button kind=ButtonKind::Primary busy disabled=busy>"Pay now"</Button>
                </ActionForm>
            </Notice>
        </div>
    }
}

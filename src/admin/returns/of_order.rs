//! The returns of an order, on its page.

use super::ReturnBadge;
use crate::{
    actions::admin::returns::OpenReturn,
    domain::{
        order::OrderDetail,
        returns::{INSTRUCTIONS_LENGTH, OrderReturn},
    },
    storefront::{
        form_errors::{FormErrors, FormProblems},
        order::WantedUnits,
    },
    ui::{Button, ButtonKind, TextArea},
};
use leptos::prelude::*;

/// Links to the returns; nothing before the first.
#[component]
pub fn ReturnsOfOrder(returns: Vec<OrderReturn>) -> impl IntoView {
    (!returns.is_empty()).then(|| {
        let rows = returns
            .into_iter()
            .map(|detail| {
                let number = detail.number.to_string();
                let told = detail.told();
                view! {
                    <li class="leader">
                        <span>
                            <a class="link num" href=format!("/admin/returns/{number}")>{number.clone()}</a> <br />
                            <span class="muted tiny mono break-words">{told}</span>
                        </span>
                        <ReturnBadge status=detail.status />
                    </li>
                }
            })
            .collect_view();
        view! {
            <section class="card" aria-labelledby="order-returns">
                <h2 id="order-returns">"Returns"</h2>
                <ul class="grid gap-3">{rows}</ul>
            </section>
        }
    })
}

/// Opens a return on the customer's behalf; nothing while nothing can be sent back. Works without scripts.
#[component]
pub fn OpenReturnForm(order: OrderDetail, action: ServerAction<OpenReturn>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let is_refused = move || action.value().with(|answer| matches!(answer, Some(Err(_))));
    let seen = order.returns.len();
    view! {
        <section class="card" aria-labelledby="order-open-return">
            <h2 id="order-open-return">"Open a return"</h2>
            <details class="delete-step" open=is_refused>
                <summary class="btn btn-secondary btn-block">"Choose items…"</summary>
                <div class="grid gap-3 pt-3">
                    <FormProblems errors labels=&[] />
                    <p class="small">"On the customer\u{2019}s behalf, also after the time in which they may ask. It is approved at once."</p>
                    <ActionForm action attr:class="grid gap-4" attr:novalidate=true>
                        <input type="hidden" name="number" value=order.number.to_string() />
                        <input type="hidden" name="seen" value=seen.to_string() />
                        <WantedUnits lines=order.lines errors />
                        <TextArea
                            label="How to send it"
                            name="return_instructions"
                            rows=3
                            hint="The customer reads it in the mail"
                            error=errors.field("return_instructions")
                            maxlength=INSTRUCTIONS_LENGTH
                        />
                        <Button kind=ButtonKind::Strong class="btn-block" busy=action.pending()>"Open the return"</Button>
                    </ActionForm>
                </div>
            </details>
        </section>
    }
}

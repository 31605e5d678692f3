//! Calling an order off before anything of it has shipped.

use crate::{
    actions::orders::CancelOwnOrder,
    domain::order::OrderDetail,
    storefront::{
        form_errors::{FormErrors, FormProblems},
        summary::SummaryLines,
    },
    ui::{Button, ButtonKind, LinkButton, Notice, Tone},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The order's page, by its link where there is one.
fn page(order: &OrderDetail, token: &str) -> String {
    let query = if token.is_empty() { String::new() } else { format!("?token={token}") };
    format!("/orders/{}{query}", order.number)
}

/// The way to the question; nothing where the order cannot be canceled.
#[component]
pub fn CancelLink(order: OrderDetail, token: String) -> impl IntoView {
    order.may_cancel.then(|| {
        let page = page(&order, &token);
        let sign = if token.is_empty() { '?' } else { '&' };
        view! {
            <section aria-labelledby="cancel-title">
                <div class="section-head"><h2 id="cancel-title">"Changed your mind?"</h2></div>
                <p class="mb-4">"Nothing has left our warehouse yet, so you can still cancel the order."</p>
                <LinkButton href=format!("{page}{sign}confirm=cancel")>"Cancel order…"</LinkButton>
            </section>
        }
    })
}

/// Asks first, as a page of its own, so that it also asks where no script runs.
#[component]
pub fn CancelQuestion(order: OrderDetail, token: String, action: ServerAction<CancelOwnOrder>) -> impl IntoView {
    let number = order.number;
    let back = page(&order, &token);
    let errors = FormErrors::of(move || action.value().get());
    let is_paid = !order.captured.is_zero() || !order.authorized.is_zero();
    let consequence = match (order.captured.is_zero(), order.authorized.is_zero()) {
        (false, _) => format!("What you paid, {}, goes back to where it came from.", order.captured),
        (true, false) => "Your payment was only authorized: it is let go of, and nothing is charged.".to_owned(),
        (true, true) => "You have not paid yet, so there is nothing to pay back.".to_owned(),
    };
    let hint = is_paid.then(|| view! { <p class="small muted">"Banks take a few days to show it."</p> });
    view! {
        <Title text=format!("Cancel order {number}") />
        <div class="wrap">
            <header class="page-head">
                <h1>{format!("Cancel order {number}?")}</h1>
                <p>"Nothing of it will be sent. This cannot be undone."</p>
            </header>
            <div class="grid max-w-2xl gap-6 pb-8">
                <FormProblems errors labels=&[] />
                <Notice tone=Tone::Info title=consequence>{hint}</Notice>
                <SummaryLines lines=order.lines.into_iter().map(Into::into).collect() />
                <ActionForm action attr:class="form-actions">
                    <input type="hidden" name="number" value=number.to_string() />
                    <input type="hidden" name="token" value=token />
                    <Button kind=ButtonKind::Danger busy=action.pending()>"Cancel the order"</Button>
                    <LinkButton href=back kind=ButtonKind::Quiet>"Keep it"</LinkButton>
                </ActionForm>
            </div>
        </div>
    }
}

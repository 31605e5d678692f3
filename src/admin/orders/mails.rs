//! What was written to the customer.

use crate::{
    actions::admin::orders::ResendOrderMail,
    domain::{order::OrderNumber, staff::OrderMailRow},
    storefront::form_errors::{FormErrors, FormProblems},
    ui::Button,
};
use leptos::prelude::*;

/// Every mail about the order, each to be sent once more.
#[component]
pub fn Mails(number: OrderNumber, mails: Vec<OrderMailRow>, action: ServerAction<ResendOrderMail>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let is_empty = mails.is_empty();
    let mails = mails.into_iter().map(|mail| view! { <Row number mail action /> }).collect_view();
    (!is_empty).then(|| {
        view! {
            <section class="card" aria-labelledby="order-mails">
                <h2 id="order-mails">"Mails"</h2>
                <FormProblems errors labels=&[] />
                <ul class="grid gap-4">{mails}</ul>
            </section>
        }
    })
}

#[component]
fn Row(number: OrderNumber, mail: OrderMailRow, action: ServerAction<ResendOrderMail>) -> impl IntoView {
    let about = format!(": {}", mail.subject);
    view! {
        <li class="grid gap-2 small">
            <p>
                <a class="link" href=format!("/admin/mail/{}", mail.id)>{mail.subject}</a> <br />
                <span class="muted tiny break-words">
                    {mail.recipient} ", " <time datetime=mail.created_at.iso()>{mail.created_at.to_string()}</time>
                </span>
            </p>
            <ActionForm action>
                <input type="hidden" name="number" value=number.to_string() />
                <input type="hidden" name="mail" value=mail.id.to_string() />
                <Button class="btn-small" busy=action.pending()>"Send again" <span class="sr-only">{about}</span></Button>
            </ActionForm>
        </li>
    }
}

//! Buying the things of an order once more.

use crate::{
    actions::orders::ReorderOrder,
    domain::{
        order::{OrderDetail, OrderLine},
        reorder::{LeftOut, Reordered},
    },
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Button, ButtonKind, LinkButton, Notice, Tone},
};
use leptos::prelude::*;

/// The button; nothing where whoever looks is not the order's customer.
#[component]
pub fn OrderAgain(order: OrderDetail, token: String, action: ServerAction<ReorderOrder>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    order.may_reorder.then(|| {
        view! {
            <section aria-labelledby="again-title">
                <div class="section-head"><h2 id="again-title">"Once more?"</h2></div>
                <FormProblems errors labels=&[] />
                <p class="mb-4">"What can still be bought goes into your cart, at today's prices."</p>
                <ActionForm action>
                    <input type="hidden" name="number" value=order.number.to_string() />
                    <input type="hidden" name="token" value=token />
                    <Button busy=action.pending()>"Order again"</Button>
                </ActionForm>
            </section>
        }
    })
}

/// What is in the cart now, and what is not.
#[component]
pub fn AgainNotice(result: Reordered, lines: Vec<OrderLine>) -> impl IntoView {
    let title = match result.units {
        0 => "Nothing of this order can be bought right now".to_owned(),
        1 => "1 piece of this order is in your cart".to_owned(),
        units => format!("{units} pieces of this order are in your cart"),
    };
    let tone = if result.left_out.is_empty() { Tone::Ok } else { Tone::Warn };
    let left = result.left_out.into_iter().filter_map(|left| {
        let line = lines.iter().find(|line| line.id == left.line)?;
        Some(view! { <li>{describe(left, line)}</li> })
    });
    let left: Vec<_> = left.collect();
    let left = (!left.is_empty()).then(|| view! { <ul>{left.collect_view()}</ul> });
    let to_cart = (result.units > 0)
        .then(|| view! { <LinkButton href="/cart" kind=ButtonKind::Primary>"Go to the cart"</LinkButton> });
    view! {
        <div class="mb-6">
            <Notice tone title=title>
                <div class="grid gap-3">{left}<div>{to_cart}</div></div>
            </Notice>
        </div>
    }
}

fn describe(left: LeftOut, line: &OrderLine) -> String {
    let name = if line.options.is_empty() { line.title.clone() } else { format!("{}, {}", line.title, line.options) };
    format!("{name}: {}", left.why.message(left.units))
}

//! One line of the cart, with its forms.

use super::CartActions;
use crate::{
    actions::cart::SetCartQuantity,
    domain::{
        cart::{Availability, Cart, CartLine, MAX_QUANTITY},
        ids::CartLineId,
    },
    error::AppError,
    storefront::summary::Thumbnail,
    ui::{Glyph, Icon, QuantityStepper},
};
use leptos::prelude::*;

#[component]
pub fn LineRow(id: CartLineId, cart: RwSignal<Cart>, actions: CartActions) -> impl IntoView {
    let line = Memo::new(move |_| cart.with(|cart| cart.lines.iter().find(|line| line.id == id).cloned()));
    let first = line.get_untracked()?;
    let href = format!("/p/{}", first.product_slug);
    let total = move || line.with(|line| line.as_ref().map(|line| line.shown_total.to_string()));
    let each = move || {
        line.with(|line| {
            line.as_ref().filter(|line| line.quantity > 1).map(|line| format!("{} each", line.shown_unit_price))
        })
    };
    let stock = move || line.with(|line| line.as_ref().and_then(stock_note));
    let sku = first.sku.clone();
    let error = Signal::derive(move || match actions.set.value().get() {
        Some(Err(error)) => line_error(&error, id, &sku),
        _ => None,
    });
    Some(view! {
        <li class="cart-line">
            <a class="cart-picture" href=href.clone() tabindex="-1" aria-hidden="true">
                {first.picture.clone().map(|picture| view! { <Thumbnail picture /> })}
            </a>
            <div>
                <h2 class="cart-name"><a href=href>{first.title.clone()}</a></h2>
                <p class="cart-meta">{first.options.clone()}</p>
                {move || stock().map(|(class, text)| view! { <p class=class>{text}</p> })}
            </div>
            <div class="cart-price">
                <p><span class="sr-only">"Together "</span><span class="money">{total}</span></p>
                {move || each().map(|each| view! { <p class="cart-meta money">{each}</p> })}
            </div>
            <LineActions id line=first actions error />
        </li>
    })
}

#[component]
fn LineActions(id: CartLineId, line: CartLine, actions: CartActions, error: Signal<Option<String>>) -> impl IntoView {
    let change = Callback::new(move |quantity: u32| {
        actions.set.dispatch(SetCartQuantity { line_id: id.0, quantity: quantity.to_string() });
    });
    let CartLine { title, quantity, .. } = line;
    let label = format!("Quantity of {title}");
    let removing = move || actions.remove.input().get().is_some_and(|input| input.line_id == id.0);
    view! {
        <div class="cart-actions">
            <ActionForm action=actions.set attr:class="flex items-center gap-2" attr:novalidate=true>
                <input type="hidden" name="line_id" value=id.0 />
                <QuantityStepper
                    id=format!("quantity-{id}")
                    name="quantity"
                    value=u32::try_from(quantity).unwrap_or(1)
                    max=u32::try_from(MAX_QUANTITY).unwrap_or(99)
                    label
                    class="stepper-small"
                    on_change=change
                />
                <noscript inner_html=r#"<button class="btn btn-secondary btn-small" type="submit">Update</button>"#></noscript>
            </ActionForm>
            <ActionForm action=actions.remove>
                <input type="hidden" name="line_id" value=id.0 />
                <button
                    class="btn btn-quiet btn-small btn-icon"
                    type="submit"
                    aria-label=format!("Remove {title}")
                    aria-busy=move || removing().then_some("true")
                >
                    <Icon glyph=Glyph::Trash />
                </button>
            </ActionForm>
            <div class="basis-full" role="status">
                {move || error.get().map(|error| view! {
                    <p class="field-error"><Icon glyph=Glyph::Alert /><span>{error}</span></p>
                })}
            </div>
        </div>
    }
}

/// The message of a failed change, if it was this line that should change.
fn line_error(error: &AppError, id: CartLineId, sku: &str) -> Option<String> {
    match error {
        AppError::OutOfStock { sku: short, .. } if short == sku => Some(error.to_string()),
        _ => error.field_message(&format!("quantity_{id}")),
    }
}

/// What to say about a line's stock, with its class.
fn stock_note(line: &CartLine) -> Option<(&'static str, String)> {
    match line.availability {
        Availability::Withdrawn => Some(("stock stock-out", "No longer for sale: please remove it.".into())),
        Availability::Units(0) => Some(("stock stock-out", "Sold out: please remove it.".into())),
        Availability::Units(left) if left < line.quantity => {
            Some(("stock stock-low", format!("Only {left} left: please take fewer.")))
        }
        availability => availability.few_left().map(|left| ("stock stock-low", format!("{left} left"))),
    }
}

//! One line of the cart, with its forms.

use super::{CartActions, focus};
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
        <li class="cart-line" id=focus::line(id) tabindex="-1">
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
            <LineActions id line=first cart actions error />
        </li>
    })
}

#[component]
fn LineActions(
    id: CartLineId,
    line: CartLine,
    cart: RwSignal<Cart>,
    actions: CartActions,
    error: Signal<Option<String>>,
) -> impl IntoView {
    let (keep, drop) = (format!("Save for later: {}", line.title), format!("Remove {}", line.title));
    let saving = move || actions.save.input().get().is_some_and(|input| input.line_id == id.0);
    let removing = move || actions.remove.input().get().is_some_and(|input| input.line_id == id.0);
    view! {
        <div class="cart-actions">
            <ActionForm action=actions.set attr:class="flex items-center gap-2" attr:novalidate=true>
                <input type="hidden" name="line_id" value=id.0 />
                <Units line cart actions />
                <noscript inner_html=r#"<button class="btn btn-secondary btn-small" type="submit">Update</button>"#></noscript>
            </ActionForm>
            <ActionForm action=actions.save>
                <input type="hidden" name="line_id" value=id.0 />
                <button
                    class="btn btn-quiet btn-small"
                    type="submit"
                    aria-label=keep
                    aria-busy=move || saving().then_some("true")
                >
                    "Save for later"
                </button>
            </ActionForm>
            <ActionForm action=actions.remove attr:class="cart-remove">
                <input type="hidden" name="line_id" value=id.0 />
                <button
                    class="btn btn-quiet btn-small btn-icon"
                    type="submit"
                    aria-label=drop
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

/// The number of units; made anew when a saved line may have joined this one, as it keeps its number to itself.
#[component]
fn Units(line: CartLine, cart: RwSignal<Cart>, actions: CartActions) -> impl IntoView {
    let CartLine { id, title, quantity, .. } = line;
    let change = Callback::new(move |quantity: u32| {
        actions.set.dispatch(SetCartQuantity { line_id: id.0, quantity: quantity.to_string() });
    });
    move || {
        actions.refilled.track();
        let now = cart.with_untracked(|cart| cart.lines.iter().find(|line| line.id == id).map(|line| line.quantity));
        view! {
            <QuantityStepper
                id=format!("quantity-{id}")
                name="quantity"
                value=u32::try_from(now.unwrap_or(quantity)).unwrap_or(1)
                max=u32::try_from(MAX_QUANTITY).unwrap_or(99)
                label=format!("Quantity of {title}")
                class="stepper-small"
                on_change=change
            />
        }
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
        Availability::Withdrawn => {
            Some(("stock stock-out", "No longer for sale: please remove it, or save it for later.".into()))
        }
        Availability::Units(0) => Some(("stock stock-out", "Sold out: please remove it, or save it for later.".into())),
        Availability::Units(left) if left < line.quantity => {
            Some(("stock stock-low", format!("Only {left} left: please take fewer.")))
        }
        availability => availability
            .backorder_note(line.quantity)
            .or_else(|| availability.few_left().map(|left| format!("{left} left")))
            .map(|note| ("stock stock-low", note)),
    }
}

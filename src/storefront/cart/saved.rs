//! What is saved for later, below the lines of the cart.

use super::{CartActions, focus};
use crate::{
    domain::{
        cart::{Availability, Cart, SavedLine},
        ids::SavedLineId,
    },
    error::AppError,
    storefront::summary::Thumbnail,
    ui::{Glyph, Icon},
};
use leptos::prelude::*;

/// Nothing while nothing is saved.
#[component]
pub(super) fn SavedLines(cart: RwSignal<Cart>, actions: CartActions) -> impl IntoView {
    let count = Memo::new(move |_| cart.with(|cart| cart.saved.len()));
    let ids = move || cart.with(|cart| cart.saved.iter().map(|line| line.id).collect::<Vec<_>>());
    let items = move || match count.get() {
        1 => "1 item".to_owned(),
        count => format!("{count} items"),
    };
    view! {
        <Show when=move || { count.get() > 0 }>
            <section class="saved-lines" aria-labelledby=focus::SAVED>
                <div class="section-head">
                    <h2 id=focus::SAVED tabindex="-1">"Saved for later"</h2>
                    <p class="small muted">{items}</p>
                </div>
                <ul>
                    <For each=ids key=|id| *id let:id>
                        <SavedRow id cart actions />
                    </For>
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn SavedRow(id: SavedLineId, cart: RwSignal<Cart>, actions: CartActions) -> impl IntoView {
    let line = Memo::new(move |_| cart.with(|cart| cart.saved.iter().find(|line| line.id == id).cloned()));
    let first = line.get_untracked()?;
    let is_for_sale = first.availability != Availability::Withdrawn;
    let href = is_for_sale.then(|| format!("/p/{}", first.product_slug));
    let title = first.title.clone();
    let name = match href.clone() {
        Some(href) => view! { <a href=href>{title}</a> }.into_any(),
        None => title.into_any(),
    };
    let picture = first.picture.clone().map(|picture| view! { <Thumbnail picture /> });
    // All of these may change with what an action answers.
    let notes = move || line.with(|line| line.as_ref().map(|line| view! { <Notes line=line.clone() /> }));
    let price = move || line.with(|line| line.as_ref().map(|line| view! { <Price line=line.clone() /> }));
    let way_back = move || line.with(|line| line.as_ref().map(|line| view! { <WayBack line=line.clone() actions /> }));
    Some(view! {
        <li class="cart-line saved-line" id=focus::saved(id) tabindex="-1">
            <a class="cart-picture" href=href tabindex="-1" aria-hidden="true">{picture}</a>
            <div>
                <h3 class="cart-name">{name}</h3>
                <p class="cart-meta">{first.options.clone()}</p>
                {notes}
            </div>
            <div class="cart-price">{price}</div>
            <div class="cart-actions">
                {way_back}
                <RemoveSaved id title=first.title.clone() actions />
                <Refused sku=first.sku actions />
            </div>
        </li>
    })
}

/// How many were saved, whether there are as many, and whether the price changed since.
#[component]
fn Notes(line: SavedLine) -> impl IntoView {
    let pieces = (line.quantity > 1).then(|| view! { <p class="cart-meta">{format!("{} pieces", line.quantity)}</p> });
    let is_for_sale = line.availability != Availability::Withdrawn;
    let price = line.price_before().filter(|_| is_for_sale).map(|before| {
        if before.minor > line.shown_unit_price.minor {
            view! { <p class="stock">{format!("Now cheaper: it was {before}.")}</p> }
        } else {
            view! { <p class="stock stock-low">{format!("The price went up: it was {before}.")}</p> }
        }
    });
    let stock = stock_note(&line).map(|note| view! { <p class="stock stock-low">{note}</p> });
    view! { {pieces} {price} {stock} }
}

/// What to say about the stock of something that can be moved to the cart.
fn stock_note(line: &SavedLine) -> Option<String> {
    match line.availability {
        Availability::Units(left) if left > 0 && left < line.quantity => {
            Some(format!("Only {left} left: that many move to the cart."))
        }
        availability => availability
            .backorder_note(line.quantity)
            .or_else(|| availability.few_left().map(|left| format!("{left} left"))),
    }
}

/// Today's price; none for what cannot be bought any more.
#[component]
fn Price(line: SavedLine) -> impl IntoView {
    (line.availability != Availability::Withdrawn).then(|| {
        let each = (line.quantity > 1).then(|| view! { <p class="cart-meta">"each"</p> });
        view! {
            <p class="money">{line.shown_unit_price.to_string()}</p>
            {each}
        }
    })
}

/// The way back to the cart, or why there is none.
#[component]
fn WayBack(line: SavedLine, actions: CartActions) -> impl IntoView {
    let SavedLine { id, title, availability, .. } = line;
    let label = format!("Move to cart: {title}");
    let moving = move || {
        let is_this = actions.move_saved.input().get().is_some_and(|input| input.saved_line_id == id.0);
        is_this.then_some("true")
    };
    match availability {
        Availability::Withdrawn => view! { <p class="stock stock-out">"No longer for sale"</p> }.into_any(),
        availability if !availability.can_be_bought() => view! { <p class="stock stock-out">"Sold out"</p> }.into_any(),
        _ => view! {
            <ActionForm action=actions.move_saved>
                <input type="hidden" name="saved_line_id" value=id.0 />
                <button
                    class="btn btn-secondary btn-small"
                    type="submit"
                    aria-label=label
                    aria-busy=moving
                >
                    "Move to cart"
                </button>
            </ActionForm>
        }
        .into_any(),
    }
}

#[component]
fn RemoveSaved(id: SavedLineId, title: String, actions: CartActions) -> impl IntoView {
    let removing = move || {
        let is_this = actions.remove_saved.input().get().is_some_and(|input| input.saved_line_id == id.0);
        is_this.then_some("true")
    };
    view! {
        <ActionForm action=actions.remove_saved attr:class="cart-remove">
            <input type="hidden" name="saved_line_id" value=id.0 />
            <button
                class="btn btn-quiet btn-small btn-icon"
                type="submit"
                aria-label=format!("Remove {title} from what is saved")
                aria-busy=removing
            >
                <Icon glyph=Glyph::Trash />
            </button>
        </ActionForm>
    }
}

/// Why it could not be moved, if it was this line that should.
#[component]
fn Refused(sku: String, actions: CartActions) -> impl IntoView {
    let error = move || match actions.move_saved.value().get() {
        Some(Err(AppError::OutOfStock { sku: short, available })) if short == sku => {
            Some(if available > 0 { "The cart has all that are left.".to_owned() } else { "Sold out.".to_owned() })
        }
        _ => None,
    };
    view! {
        <div class="basis-full" role="status">
            {move || error().map(|error| view! {
                <p class="field-error"><Icon glyph=Glyph::Alert /><span>{error}</span></p>
            })}
        </div>
    }
}

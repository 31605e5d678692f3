//! The cart.

mod actions;
mod coupons;
mod drawer;
mod estimate;
mod focus;
mod line;
mod notices;
mod saved;
mod side;

pub use drawer::CartDrawer;
pub use notices::CartNotices;

use crate::{
    actions::{cart::load_cart, page_data::page_data},
    domain::cart::Cart,
    ui::{ButtonKind, EmptyState, Glyph, LinkButton, Notice, SkeletonLines, Tone},
};
use actions::CartActions;
use estimate::{Estimated, Estimating, estimate};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use line::LineRow;
use saved::SavedLines;
use side::CartSide;

/// What is in the cart, what it costs, and the way to the checkout.
#[component]
pub fn CartPage() -> impl IntoView {
    let cart = page_data(|| (), |()| load_cart());
    let estimating = RwSignal::new(None);
    let estimate = estimate(estimating);
    view! {
        <Title text="Cart" />
        <Meta name="robots" content="noindex" />
        <div class="wrap">
            <header class="page-head"><h1>"Cart"</h1></header>
            <Suspense fallback=|| view! { <SkeletonLines count=6 /> }>
                {move || Suspend::new(async move {
                    match cart.await {
                        Ok(cart) => view! { <CartView cart estimate estimating /> }.into_any(),
                        Err(error) => view! { <Notice tone=Tone::Error title=error.to_string() /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
}

#[component]
fn CartView(cart: Cart, estimate: Estimated, estimating: Estimating) -> impl IntoView {
    let cart = RwSignal::new(cart);
    let actions = CartActions::new();
    actions.keep_showing(cart);
    let ids = move || cart.with(|cart| cart.lines.iter().map(|line| line.id).collect::<Vec<_>>());
    let notices = Signal::derive(move || cart.with(|cart| cart.notices.clone()));
    view! {
        {move || actions.failure().map(|message| view! { <div class="mb-6"><Notice tone=Tone::Error title=message /></div> })}
        <CartNotices notices accept=actions.accept />
        <div class="cart-layout">
            <Show when=move || cart.with(|cart| !cart.lines.is_empty()) fallback=|| view! { <EmptyCart /> }>
                <section id=focus::LINES tabindex="-1" aria-label="Items in the cart">
                    <ul class="cart-lines">
                        <For each=ids key=|id| *id let:id>
                            <LineRow id cart actions />
                        </For>
                    </ul>
                    {move || {
                        let note = cart.with(|cart| cart.tax_note.clone());
                        (!note.is_empty()).then(|| view! { <p class="tiny muted mt-2" data-testid="tax-note">"Prices " {note}</p> })
                    }}
                </section>
                <CartSide cart actions estimate estimating />
            </Show>
            <SavedLines cart actions />
        </div>
    }
}

#[component]
fn EmptyCart() -> impl IntoView {
    view! {
        <EmptyState glyph=Glyph::Cart title="Nothing in it yet" text="What you put in the cart waits here for sixty days.">
            <LinkButton kind=ButtonKind::Primary href="/">"Look around"</LinkButton>
        </EmptyState>
    }
}

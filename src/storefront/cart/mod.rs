//! The cart.

mod coupons;
mod drawer;
mod estimate;
mod line;
mod notices;
mod side;

pub use drawer::CartDrawer;
pub use notices::CartNotices;

use crate::{
    actions::cart::{AcceptPrices, AddCoupon, RemoveCartLine, RemoveCoupon, SetCartQuantity, load_cart},
    actions::page_data::page_data,
    domain::cart::Cart,
    error::AppError,
    storefront::layout::CartBadge,
    ui::{ButtonKind, EmptyState, Glyph, LinkButton, Notice, SkeletonLines, Tone},
};
use estimate::{Estimated, Estimating, estimate};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use line::LineRow;
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

/// The forms of the cart; each answers with the cart as it is now.
#[derive(Clone, Copy)]
struct CartActions {
    set: ServerAction<SetCartQuantity>,
    remove: ServerAction<RemoveCartLine>,
    accept: ServerAction<AcceptPrices>,
    add_coupon: ServerAction<AddCoupon>,
    remove_coupon: ServerAction<RemoveCoupon>,
}

impl CartActions {
    fn new() -> Self {
        Self {
            set: ServerAction::new(),
            remove: ServerAction::new(),
            accept: ServerAction::new(),
            add_coupon: ServerAction::new(),
            remove_coupon: ServerAction::new(),
        }
    }

    /// Shows every cart that an action answers with, on the page and in the header's badge.
    fn keep_showing(self, cart: RwSignal<Cart>) {
        let badge = use_context::<CartBadge>();
        let show = move |answer: Option<Result<Cart, AppError>>| {
            if let Some(Ok(answer)) = answer {
                if let Some(badge) = badge {
                    badge.set(answer.items());
                }
                cart.set(answer);
            }
        };
        Effect::new(move |_| show(self.set.value().get()));
        Effect::new(move |_| show(self.remove.value().get()));
        Effect::new(move |_| show(self.accept.value().get()));
        Effect::new(move |_| show(self.add_coupon.value().get()));
        Effect::new(move |_| show(self.remove_coupon.value().get()));
    }

    /// A failure that no line shows beside itself.
    fn failure(self) -> Option<String> {
        let of_line = |error: &AppError| matches!(error, AppError::Invalid(_) | AppError::OutOfStock { .. });
        let of_code = |error: &AppError| matches!(error, AppError::Invalid(_) | AppError::TooManyTries);
        let set = self.set.value().get().and_then(Result::err).filter(|error| !of_line(error));
        let remove = self.remove.value().get().and_then(Result::err);
        let accept = self.accept.value().get().and_then(Result::err);
        let add = self.add_coupon.value().get().and_then(Result::err).filter(|error| !of_code(error));
        let drop = self.remove_coupon.value().get().and_then(Result::err);
        set.or(remove).or(accept).or(add).or(drop).map(|error| error.to_string())
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
        <Show when=move || cart.with(|cart| !cart.lines.is_empty()) fallback=|| view! { <EmptyCart /> }>
            <CartNotices notices accept=actions.accept />
            <div class="cart-layout">
                <section aria-label="Items in the cart">
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
            </div>
        </Show>
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

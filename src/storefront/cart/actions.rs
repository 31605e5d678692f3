//! The forms of the cart; each answers with the cart as it is now.

use super::focus;
use crate::{
    actions::cart::{
        AcceptPrices, AddCoupon, MoveSavedLine, RemoveCartLine, RemoveCoupon, RemoveSavedLine, SaveCartLine,
        SetCartQuantity,
    },
    domain::cart::Cart,
    error::AppError,
    storefront::layout::CartBadge,
    ui::{Toasts, Tone, use_toasts},
};
use leptos::prelude::*;

type Answer = Option<Result<Cart, AppError>>;

#[derive(Clone, Copy)]
pub struct CartActions {
    pub set: ServerAction<SetCartQuantity>,
    pub remove: ServerAction<RemoveCartLine>,
    pub accept: ServerAction<AcceptPrices>,
    pub save: ServerAction<SaveCartLine>,
    pub move_saved: ServerAction<MoveSavedLine>,
    pub remove_saved: ServerAction<RemoveSavedLine>,
    pub add_coupon: ServerAction<AddCoupon>,
    pub remove_coupon: ServerAction<RemoveCoupon>,
    /// Grows when a saved line came into the cart: what came may have joined a line, which then has more units.
    pub refilled: RwSignal<u32>,
}

/// Shows the carts that the forms answer with.
#[derive(Clone, Copy)]
struct Screen {
    cart: RwSignal<Cart>,
    badge: Option<CartBadge>,
    toasts: Toasts,
}

impl CartActions {
    pub fn new() -> Self {
        Self {
            set: ServerAction::new(),
            remove: ServerAction::new(),
            accept: ServerAction::new(),
            save: ServerAction::new(),
            move_saved: ServerAction::new(),
            remove_saved: ServerAction::new(),
            add_coupon: ServerAction::new(),
            remove_coupon: ServerAction::new(),
            refilled: RwSignal::new(0),
        }
    }

    /// Shows every cart that an action answers with, on the page and in the header's badge.
    pub fn keep_showing(self, cart: RwSignal<Cart>) {
        let screen = Screen { cart, badge: use_context(), toasts: use_toasts() };
        Effect::new(move |_| screen.show(self.set.value().get()));
        Effect::new(move |_| screen.show(self.remove.value().get()));
        Effect::new(move |_| screen.show(self.accept.value().get()));
        Effect::new(move |_| screen.show(self.save.value().get()));
        Effect::new(move |_| {
            let answer = self.move_saved.value().get();
            let has_moved = matches!(answer, Some(Ok(_)));
            screen.show(answer);
            if has_moved {
                self.refilled.update(|times| *times = times.wrapping_add(1));
            }
        });
        Effect::new(move |_| screen.show(self.remove_saved.value().get()));
        Effect::new(move |_| screen.show(self.add_coupon.value().get()));
        Effect::new(move |_| screen.show(self.remove_coupon.value().get()));
    }

    /// A failure that no line shows beside itself.
    pub fn failure(self) -> Option<String> {
        let of_line = |error: &AppError| matches!(error, AppError::Invalid(_) | AppError::OutOfStock { .. });
        let of_code = |error: &AppError| matches!(error, AppError::Invalid(_) | AppError::TooManyTries);
        let set = self.set.value().get().and_then(Result::err).filter(|error| !of_line(error));
        let remove = self.remove.value().get().and_then(Result::err);
        let accept = self.accept.value().get().and_then(Result::err);
        let save = self.save.value().get().and_then(Result::err);
        let back = self.move_saved.value().get().and_then(Result::err).filter(|error| !of_line(error));
        let forget = self.remove_saved.value().get().and_then(Result::err);
        let add = self.add_coupon.value().get().and_then(Result::err).filter(|error| !of_code(error));
        let drop = self.remove_coupon.value().get().and_then(Result::err);
        set.or(remove).or(accept).or(save).or(back).or(forget).or(add).or(drop).map(|error| error.to_string())
    }
}

impl Screen {
    fn show(self, answer: Answer) {
        let Some(Ok(now)) = answer else { return };
        let before = self.cart.get_untracked();
        if let Some(badge) = self.badge {
            badge.set(now.items());
        }
        self.cart.set(now.clone());
        focus::hand_on(&before, &now);
        if let Some(text) = moved(&before, &now) {
            self.toasts.show(Tone::Ok, text, None);
        }
    }
}

/// What went from one list of the cart to the other, in words: its other end may be off the screen.
fn moved(before: &Cart, now: &Cart) -> Option<String> {
    let gone = before.lines.iter().find(|line| now.lines.iter().all(|other| other.id != line.id));
    if let Some(line) = gone {
        let is_saved = now.saved.iter().any(|saved| saved.variant_id == Some(line.variant_id));
        return is_saved.then(|| format!("{} is saved for later.", line.title));
    }
    let gone = before.saved.iter().find(|saved| now.saved.iter().all(|other| other.id != saved.id))?;
    let units = |cart: &Cart| {
        let of_variant = cart.lines.iter().filter(|line| Some(line.variant_id) == gone.variant_id);
        of_variant.map(|line| line.quantity).sum::<i64>()
    };
    (units(now) > units(before)).then(|| format!("{} is in the cart.", gone.title))
}

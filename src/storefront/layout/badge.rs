//! How many units are in the cart, on every page.

use leptos::prelude::*;

/// Units in the cart, as the header's badge shows them; whoever changes the cart sets it.
#[derive(Clone, Copy, Debug)]
pub struct CartBadge(RwSignal<u32>);

impl CartBadge {
    pub(super) fn new(items: u32) -> Self {
        Self(RwSignal::new(items))
    }

    pub fn set(self, items: u32) {
        self.0.set(items);
    }

    pub(super) fn items(self) -> u32 {
        self.0.get()
    }
}

/// "Cart, 3 items".
pub(super) fn cart_label(items: u32) -> String {
    match items {
        0 => "Cart, empty".into(),
        1 => "Cart, 1 item".into(),
        items => format!("Cart, {items} items"),
    }
}

//! "Order again": the cart gets what an order had, as far as it can be bought today.

use super::{carts, orders};
use crate::{
    domain::{
        cart::{MAX_LINES, MAX_QUANTITY},
        ids::VariantId,
        order::OrderNumber,
        reorder::{Reordered, Room, WantedAgain, refill},
    },
    error::AppError,
    server::{
        sessions::Identity,
        state::State,
        store::{carts as store, order_lines},
    },
};
use std::collections::BTreeMap;

/// A cart that was filled from an order.
#[derive(Debug)]
pub struct Refilled {
    pub result: Reordered,
    /// Units over all lines of the cart.
    pub items: u32,
    /// Opens the cart, if it was made just now.
    pub new_token: Option<String>,
}

/// Makes sure that the cart of an order's customer has at least what the order had, at today's prices and as far as there is
/// any. Asked twice it comes to the same. What was canceled of an order is left out, unless all of it was.
pub async fn put_into_cart(
    state: &State,
    identity: &Identity,
    number: OrderNumber,
    token: Option<&str>,
) -> Result<Refilled, AppError> {
    orders::of_customer(state, identity, number, token).await?;
    let now = state.clock.now();
    let wanted = wanted(&order_lines::bought(&state.db, number.0).await?);
    let mut tx = state.db.begin().await?;
    let (cart, new_token) = carts::open(&mut tx, identity, now).await?;
    let present = store::quantities(&mut tx, cart).await?;
    let mut variants: Vec<VariantId> = wanted.iter().filter_map(|line| line.variant).collect();
    variants.sort_unstable();
    variants.dedup();
    let sellable: BTreeMap<VariantId, store::Sellable> =
        store::sellable_among(&mut tx, &variants).await?.into_iter().collect();
    let room = |(variant, sellable): (&VariantId, &store::Sellable)| Room {
        variant: *variant,
        present: present.iter().find(|(known, _)| known == variant).map_or(0, |(_, units)| *units),
        most: sellable.availability.at_most(MAX_QUANTITY).max(0),
    };
    let rooms: Vec<Room> = sellable.iter().map(room).collect();
    let lines_left = MAX_LINES - i64::try_from(present.len()).unwrap_or(MAX_LINES);
    let (changed, result) = refill(&wanted, &rooms, lines_left);
    let priced =
        changed.iter().filter_map(|(variant, units)| Some((*variant, *units, sellable.get(variant)?.price_minor)));
    let priced: Vec<(VariantId, i64, i64)> = priced.collect();
    if priced.is_empty() {
        // Neither an empty cart is made nor a cart's version raised for nothing.
        let units: i64 = present.iter().map(|(_, units)| units).sum();
        return Ok(Refilled { result, items: u32::try_from(units).unwrap_or(u32::MAX), new_token: None });
    }
    store::put_lines(&mut tx, cart, &priced, now).await?;
    let (_, units) = store::count(&mut tx, cart).await?;
    tx.commit().await?;
    Ok(Refilled { result, items: u32::try_from(units).unwrap_or(u32::MAX), new_token })
}

fn wanted(lines: &[order_lines::BoughtLine]) -> Vec<WantedAgain> {
    let is_canceled = lines.iter().all(|line| line.canceled >= line.quantity);
    let units =
        |line: &order_lines::BoughtLine| if is_canceled { line.quantity } else { line.quantity - line.canceled };
    lines.iter().map(|line| WantedAgain { line: line.line, variant: line.variant, units: units(line) }).collect()
}

//! Holding stock for orders: over centers by the rule of `domain::allocation`, in the transaction of whoever asks.

use super::stock_watch;
use crate::{
    domain::{
        allocation::{self, Share, Wanted, allocate},
        ids::{FulfillmentCenterId, InventoryItemId, OrderId, OrderLineId, VariantId},
        timestamp::Timestamp,
    },
    server::store::{
        StoreError, StoreResult, Tx,
        allocations::{self, Allocated},
        inventory::{self, Movement, Units},
    },
};
use std::collections::BTreeMap;

/// A line of an order that is to be served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineToHold {
    pub line: OrderLineId,
    pub variant: VariantId,
    pub quantity: i64,
}

/// A line for which there is not enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortage {
    pub line: OrderLineId,
    /// Units of its variant over all centers.
    pub available: i64,
}

/// Reserves what an order wants, sent to a country, and notes where: at any center, or `only` at one. All or nothing.
///
/// The levels are read under the locks that the reservation needs: whoever comes second waits, and then allocates by what
/// is left, so that nobody is refused while the centers together have enough.
pub async fn hold_at(
    tx: &mut Tx,
    lines: &[LineToHold],
    destination: &str,
    only: Option<FulfillmentCenterId>,
    note: (OrderId, &str, Timestamp),
) -> StoreResult<Result<(), Shortage>> {
    let mut variants: Vec<VariantId> = lines.iter().map(|line| line.variant).collect();
    variants.sort_unstable();
    variants.dedup();
    let wanted: Vec<Wanted> =
        lines.iter().map(|line| Wanted { variant: line.variant, quantity: line.quantity }).collect();
    let line_at = |index: usize| {
        lines.get(index).map(|line| line.line).ok_or_else(|| StoreError::Inconsistent("no such line".into()))
    };
    let mut chosen = choose(tx, &variants, &wanted, destination, only).await?;
    if chosen.is_err() {
        // Units may just have been moved to an item that was made while this one waited for its locks.
        chosen = choose(tx, &variants, &wanted, destination, only).await?;
    }
    let shares = match chosen {
        Ok(shares) => shares,
        Err(short) => return Ok(Err(Shortage { line: line_at(short.line)?, available: short.available })),
    };
    let allocated =
        |share: Share| Ok(Allocated { line: line_at(share.line)?, item: share.item, quantity: share.quantity });
    let allocated = shares.into_iter().map(allocated).collect::<StoreResult<Vec<_>>>()?;
    move_units(tx, Movement::Reserve, &allocated, note).await?;
    allocations::insert(tx, &allocated).await?;
    Ok(Ok(()))
}

async fn choose(
    tx: &mut Tx,
    variants: &[VariantId],
    wanted: &[Wanted],
    destination: &str,
    only: Option<FulfillmentCenterId>,
) -> StoreResult<Result<Vec<Share>, allocation::Shortage>> {
    let (mut levels, mut centers) = inventory::lock_levels(tx, variants).await?;
    levels.retain(|level| only.is_none_or(|only| level.center == only));
    centers.retain(|center| only.is_none_or(|only| center.id == only));
    Ok(allocate(wanted, &levels, &centers, destination))
}

/// Gives back everything of a locked order that has not shipped.
pub async fn release(tx: &mut Tx, note: (OrderId, &str, Timestamp)) -> StoreResult<()> {
    let open = allocations::open_of(&mut *tx, note.0).await?;
    let open = open.iter().map(|open| Allocated { line: open.line, item: open.item, quantity: open.quantity });
    move_units(tx, Movement::Release, &open.collect::<Vec<_>>(), note).await?;
    allocations::release_open(tx, note.0).await
}

/// Gives units of a locked order back that have not shipped.
pub async fn give_back(tx: &mut Tx, units: &[Allocated], note: (OrderId, &str, Timestamp)) -> StoreResult<()> {
    move_units(tx, Movement::Release, units, note).await?;
    allocations::give_back(tx, units).await
}

/// Releases units of lines of a locked order, those of the centers that ship last first.
pub async fn let_go(tx: &mut Tx, units: &[(OrderLineId, i64)], note: (OrderId, &str, Timestamp)) -> StoreResult<()> {
    let held = allocations::open_of(&mut *tx, note.0).await?;
    let mut gone: Vec<Allocated> = Vec::new();
    for (line, quantity) in units {
        let mut missing = *quantity;
        for open in held.iter().rev().filter(|open| open.line == *line) {
            let taken = missing.min(open.quantity);
            if taken > 0 {
                gone.push(Allocated { line: open.line, item: open.item, quantity: taken });
                missing -= taken;
            }
        }
        if missing > 0 {
            return Err(StoreError::Inconsistent(format!("order {} holds too little of line {line}", note.0)));
        }
    }
    if gone.is_empty() { Ok(()) } else { give_back(tx, &gone, note).await }
}

/// Locks the stock of variants at once, for a transaction that releases some of it and then takes other: in two steps, two
/// such transactions could wait for each other.
pub async fn lock(tx: &mut Tx, variants: &[VariantId]) -> StoreResult<()> {
    inventory::lock_levels(tx, variants).await?;
    Ok(())
}

/// Takes the stock of a locked order once more, by what the centers have now; `false` if there is not enough any more.
pub async fn hold_again(tx: &mut Tx, note: (OrderId, &str, Timestamp)) -> StoreResult<bool> {
    let lines = allocations::lines_to_serve(&mut *tx, note.0).await?;
    let (destination, only) = allocations::destination(&mut *tx, note.0).await?;
    let line = |line: &allocations::LineToServe| {
        Some(LineToHold { line: line.line, variant: line.variant?, quantity: line.quantity })
    };
    // Of a variant that was deleted there is nothing.
    let Some(lines) = lines.iter().map(line).collect::<Option<Vec<_>>>() else { return Ok(false) };
    Ok(hold_at(tx, &lines, &destination, only, note).await?.is_ok())
}

/// Takes units of a locked order off the shelf.
pub async fn ship(tx: &mut Tx, units: &[Allocated], note: (OrderId, &str, Timestamp)) -> StoreResult<()> {
    move_units(tx, Movement::Ship, units, note).await?;
    allocations::ship(tx, units).await
}

async fn move_units(
    tx: &mut Tx,
    movement: Movement,
    allocated: &[Allocated],
    note: (OrderId, &str, Timestamp),
) -> StoreResult<()> {
    let mut by_item: BTreeMap<InventoryItemId, i64> = BTreeMap::new();
    for row in allocated {
        *by_item.entry(row.item).or_default() += row.quantity;
    }
    let units: Vec<Units> = by_item.iter().map(|(item, quantity)| Units { item: *item, quantity: *quantity }).collect();
    if let Err(shortage) = inventory::move_units(tx, movement, &units, note).await? {
        return Err(StoreError::Inconsistent(format!("stock under a lock is short: {shortage:?}")));
    }
    let items: Vec<InventoryItemId> = by_item.into_keys().collect();
    stock_watch::levels_changed(tx, &items, note.2).await
}

//! Stock as staff keep it: receiving, adjusting, counting, moving between centers. Every change is a movement and is noted
//! in the audit log.

use super::{
    audit::{self, Subject},
    stock_watch,
};
use crate::{
    domain::{
        audit::AuditSubject,
        forms::Problem,
        ids::{FulfillmentCenterId, InventoryItemId},
        staff::{
            InventoryDetail, InventoryFilter, InventoryList, InventoryRow, MovementKind, PageRequest, StockChange,
            reorder_level,
        },
        timestamp::Timestamp,
    },
    error::AppError,
    server::{
        state::State,
        store::{
            StoreResult, Tx,
            admin::{
                slices::{self, ItemFilter, MovementRecord},
                stock as lists,
            },
            audit::AuditRow,
            slice::{Slice, Sliced},
            stock::{self as store, LockedItem, Note},
        },
    },
};
use serde::Serialize;

/// A page of the items that fit a filter and a search.
pub async fn list(
    state: &State,
    filter: InventoryFilter,
    query: &str,
    page: PageRequest,
) -> Result<InventoryList, AppError> {
    let (items, pages) = lists::list(&state.db, filter, query, page).await?;
    Ok(InventoryList { items, pages, centers: lists::center_names(&state.db).await? })
}

/// An item with a page of its movements.
pub async fn open(state: &State, id: InventoryItemId, page: PageRequest) -> Result<InventoryDetail, AppError> {
    let (own, elsewhere): (Vec<_>, Vec<_>) =
        lists::find_with_others(&state.db, id).await?.into_iter().partition(|item| item.id == id);
    let item = own.into_iter().next().ok_or(AppError::NotFound)?;
    let (movements, pages) = lists::movements(&state.db, id, page).await?;
    let mut other_centers = lists::center_names(&state.db).await?;
    other_centers.retain(|(center, _)| *center != item.center);
    let waiting = lists::waiting(&state.db, id).await?;
    Ok(InventoryDetail { item, elsewhere, other_centers, waiting, movements, pages })
}

/// A slice of the items that fit a filter.
pub async fn slice(state: &State, filter: &ItemFilter, slice: Slice) -> Result<Sliced<InventoryRow>, AppError> {
    Ok(slices::items(&state.db, filter, slice).await?)
}

/// One item.
pub async fn find(state: &State, id: InventoryItemId) -> Result<InventoryRow, AppError> {
    let found = lists::find_with_others(&state.db, id).await?.into_iter().find(|item| item.id == id);
    found.ok_or(AppError::NotFound)
}

/// A slice of the movements, of all items or of one.
pub async fn movements(
    state: &State,
    item: Option<InventoryItemId>,
    slice: Slice,
) -> Result<Sliced<MovementRecord>, AppError> {
    Ok(slices::movements(&state.db, item, slice).await?)
}

/// Changes what is on hand of an item; the answer is the id of the movement.
///
/// # Errors
/// Names the field of the form where less would be left than is promised to orders.
pub async fn change(state: &State, actor: &str, id: InventoryItemId, change: &StockChange) -> Result<i64, AppError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let movement = match change {
        StockChange::Receive { quantity, reason } => {
            let note = note(MovementKind::Receive, reason, actor, now);
            let item = lock(&mut tx, id).await?;
            add(&mut tx, &item, *quantity, note, "receive_quantity").await?
        }
        StockChange::Adjust { change, reason } => {
            let note = note(MovementKind::Adjust, reason, actor, now);
            let item = lock(&mut tx, id).await?;
            add(&mut tx, &item, *change, note, "adjust_change").await?
        }
        StockChange::Count { counted, seen, reason } => {
            let item = lock(&mut tx, id).await?;
            is_as_seen(&item, *seen).map_err(|problem| AppError::field("counted", problem))?;
            let note = note(MovementKind::Count, reason, actor, now);
            // Also a count that finds what the books say is noted: it was counted.
            add(&mut tx, &item, counted - item.on_hand, note, "counted").await?
        }
        StockChange::Transfer { to, quantity, reason } => {
            transfer(&mut tx, id, (*to, *quantity), note(MovementKind::Transfer, reason, actor, now)).await?
        }
    };
    tx.commit().await?;
    state.wake.notify_one();
    Ok(movement)
}

/// Sets the level at which staff are told, or with an empty text none.
pub async fn set_reorder_level(state: &State, actor: &str, id: InventoryItemId, level: &str) -> Result<(), AppError> {
    let level = reorder_level(level).map_err(|problem| AppError::field("reorder_level", problem))?;
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let item = lock(&mut tx, id).await?;
    store::set_reorder_level(&mut tx, id, level).await?;
    let (before, after) = (Noted::of(&item, ""), Noted { reorder_level: level, ..Noted::of(&item, "") });
    audit::note(&mut tx, now, actor, subject(&item), Some(&before), Some(&after)).await?;
    stock_watch::levels_changed(&mut tx, &[id], now).await?;
    tx.commit().await?;
    state.wake.notify_one();
    Ok(())
}

const fn note<'a>(kind: MovementKind, reason: &'a str, actor: &'a str, at: Timestamp) -> Note<'a> {
    Note { kind, reason, transfer: None, actor, at }
}

async fn lock(tx: &mut Tx, id: InventoryItemId) -> Result<LockedItem, AppError> {
    store::lock_items(tx, &[id]).await?.into_iter().next().ok_or(AppError::NotFound)
}

/// What was counted holds only as long as the books say what they said to whoever counted.
pub(super) fn is_as_seen(item: &LockedItem, seen: Option<i64>) -> Result<(), Problem> {
    if seen.is_none_or(|seen| seen == item.on_hand) { Ok(()) } else { Err(Problem::LevelChanged(item.on_hand)) }
}

/// A level may not fall below what is promised to orders, unless more may be sold than is there.
pub(super) const fn keeps_promises(item: &LockedItem, left: i64) -> Result<(), Problem> {
    if left < item.on_hand && !item.backorder && left < item.reserved {
        Err(Problem::BelowReserved(item.reserved))
    } else {
        Ok(())
    }
}

/// How the audit log has a change of an item's level.
pub(super) fn entry(item: &LockedItem, on_hand: i64, reason: &str) -> StoreResult<Option<AuditRow>> {
    let (before, after) = (Noted::of(item, ""), Noted { on_hand, ..Noted::of(item, reason) });
    audit::entry(subject(item), Some(&before), Some(&after))
}

/// Changes the level of a locked item, with everything that follows. `field` is where a refusal stands.
async fn add(tx: &mut Tx, item: &LockedItem, change: i64, note: Note<'_>, field: &str) -> Result<i64, AppError> {
    let left = item.on_hand.saturating_add(change);
    keeps_promises(item, left).map_err(|problem| AppError::field(field, problem))?;
    let movement = store::change_on_hand(&mut *tx, item.id, change, note).await?.ok_or(AppError::Conflict)?;
    let entries: Vec<AuditRow> = entry(item, left, note.reason)?.into_iter().collect();
    audit::note_all(&mut *tx, note.at, note.actor, &entries).await?;
    stock_watch::levels_changed(tx, &[item.id], note.at).await?;
    Ok(movement)
}

/// Moves units that are promised to nobody to another center: out of one item, into the other.
async fn transfer(
    tx: &mut Tx,
    id: InventoryItemId,
    (to, quantity): (FulfillmentCenterId, i64),
    note: Note<'_>,
) -> Result<i64, AppError> {
    // What variant it is never changes, so it needs no lock.
    let from = find_unlocked(tx, id).await?;
    if from.center == to {
        return Err(AppError::field("transfer_to", Problem::UnknownChoice));
    }
    let other = store::item_at(&mut *tx, from.variant, to, from.backorder).await?;
    let other = other.ok_or_else(|| AppError::field("transfer_to", Problem::UnknownChoice))?;
    let items = store::lock_items(&mut *tx, &[id, other]).await?;
    let item = |id: InventoryItemId| items.iter().find(|item| item.id == id).ok_or(AppError::NotFound);
    let (from, into) = (item(id)?, item(other)?);
    let free = from.on_hand - from.reserved;
    if free < quantity {
        return Err(AppError::field("transfer_quantity", most(free)));
    }
    let transfer = store::insert_transfer(&mut *tx, from.variant, quantity, note.at).await?;
    let note = Note { transfer: Some(transfer), ..note };
    let movement = add(&mut *tx, from, -quantity, note, "transfer_quantity").await?;
    add(tx, into, quantity, note, "transfer_quantity").await?;
    Ok(movement)
}

/// How many can go: none, or from one on.
fn most(free: i64) -> Problem {
    Problem::OutOfRange(free.clamp(0, 1), free.max(0))
}

async fn find_unlocked(tx: &mut Tx, id: InventoryItemId) -> Result<LockedItem, AppError> {
    store::find_item(tx, id).await?.ok_or(AppError::NotFound)
}

fn subject(item: &LockedItem) -> Subject {
    Subject::new(AuditSubject::InventoryItem, item.id.0, format!("{} at {}", item.sku, item.center_name))
}

/// An item as the log has it.
#[derive(Serialize)]
struct Noted {
    on_hand: i64,
    reorder_level: Option<i64>,
    /// Why, in the words of whoever did it.
    reason: Option<String>,
}

impl Noted {
    fn of(item: &LockedItem, reason: &str) -> Self {
        let reason = (!reason.is_empty()).then(|| reason.to_owned());
        Self { on_hand: item.on_hand, reorder_level: item.reorder_level, reason }
    }
}

/// Adds a variant's first units to a center, for who sets up a shop.
pub async fn put(
    tx: &mut Tx,
    item: (crate::domain::ids::VariantId, FulfillmentCenterId),
    quantity: i64,
    (actor, now): (&str, Timestamp),
) -> StoreResult<()> {
    let Some(id) = store::item_at(&mut *tx, item.0, item.1, false).await? else { return Ok(()) };
    store::change_on_hand(tx, id, quantity, note(MovementKind::Receive, "", actor, now)).await?;
    Ok(())
}

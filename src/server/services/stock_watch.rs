//! What follows when stock levels change: staff are told what runs out, shoppers what is back.
//!
//! Whoever changes levels calls this in the same transaction, so that a job exists exactly if the change does.

use crate::{
    domain::{
        ids::{InventoryItemId, ProductId, VariantId},
        timestamp::Timestamp,
    },
    server::{
        jobs::Job,
        store::{
            StoreResult, Tx,
            stock_watch::{self as store, Watched},
            webhooks,
        },
    },
};

/// Levels of these items, locked by the transaction, rose or fell.
pub async fn levels_changed(tx: &mut Tx, items: &[InventoryItemId], now: Timestamp) -> StoreResult<()> {
    let watched = store::watched_items(&mut *tx, items).await?;
    react(tx, &watched, now).await
}

/// Levels of a product, or whether its variants may be oversold, changed.
pub async fn product_changed(tx: &mut Tx, product: ProductId, now: Timestamp) -> StoreResult<()> {
    let watched = store::watched_items_of(&mut *tx, product).await?;
    react(tx, &watched, now).await
}

async fn react(tx: &mut Tx, watched: &[Watched], now: Timestamp) -> StoreResult<()> {
    let those = |is_wanted: fn(&Watched) -> bool| -> Vec<InventoryItemId> {
        watched.iter().filter(|watched| is_wanted(watched)).map(|watched| watched.item).collect()
    };
    // Once it was above the level, falling is news again.
    store::set_told(&mut *tx, &those(|watched| watched.is_told && !watched.is_low), false).await?;
    let items = store::set_told(&mut *tx, &those(|watched| watched.is_low && !watched.is_told), true).await?;
    if !items.is_empty() {
        let low: Vec<i64> = items.iter().map(|item| item.0).collect();
        webhooks::tell(&mut *tx, "stock.low", &low, now).await?;
        Job::LowStock { items }.enqueue(&mut *tx, now).await?;
    }
    let mut variants: Vec<VariantId> =
        watched.iter().filter(|watched| watched.is_awaited).map(|watched| watched.variant).collect();
    variants.sort_unstable();
    variants.dedup();
    if !variants.is_empty() {
        Job::BackInStock { variants }.enqueue(tx, now).await?;
    }
    Ok(())
}

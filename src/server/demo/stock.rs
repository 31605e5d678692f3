//! The demo shop's fulfillment centers, and what lies in the second one.

use super::seed::ACTOR;
use crate::{
    domain::{
        ids::{FulfillmentCenterId, VariantId},
        staff::CheckedCenter,
        timestamp::Timestamp,
    },
    server::{
        services::stock,
        store::{StoreResult, Tx, centers, stock as store},
    },
};

/// Slug, name, country, priority: the first ships first.
const CENTERS: [(&str, &str, &str, i64); 2] = [("hamburg", "Hamburg", "DE", 0), ("rotterdam", "Rotterdam", "NL", 10)];

/// Of every so many products, one is in Rotterdam, too.
const EVERY: usize = 5;
/// Units of each variant there.
const UNITS: i64 = 12;
/// When so few are left in Hamburg, the crew is told.
const REORDER_LEVEL: i64 = 6;

/// Adds the centers to a shop that has none, so that the products that follow come into the first. Later changes of them
/// stay.
pub async fn add_centers(tx: &mut Tx) -> StoreResult<()> {
    if centers::count(&mut *tx).await? > 0 {
        return Ok(());
    }
    for (slug, name, country, priority) in CENTERS {
        let center = CheckedCenter { name: name.into(), country: country.into(), priority };
        centers::insert(&mut *tx, slug, &center).await?;
    }
    Ok(())
}

/// Puts some of the products into the second center as well, and gives them reorder levels in the first. What is there
/// already stays as it is.
pub async fn add_second_stock(tx: &mut Tx, slugs: &[&str], now: Timestamp) -> StoreResult<()> {
    let chosen: Vec<&str> = slugs.iter().step_by(EVERY).copied().collect();
    let places = store::first_and_second_places(&mut *tx, &chosen).await?;
    let missing = places.iter().filter(|place| !place.is_in_second && place.on_hand > 0);
    for (variant, first, second) in missing.map(|place| (place.variant, place.first_center, place.second_center)) {
        put(&mut *tx, (variant, first, second), now).await?;
    }
    Ok(())
}

async fn put(
    tx: &mut Tx,
    (variant, first, second): (VariantId, FulfillmentCenterId, FulfillmentCenterId),
    now: Timestamp,
) -> StoreResult<()> {
    stock::put(&mut *tx, (variant, second), UNITS, (ACTOR, now)).await?;
    let item = store::item_at(&mut *tx, variant, first, false).await?;
    match item {
        Some(item) => store::set_reorder_level(tx, item, Some(REORDER_LEVEL)).await,
        None => Ok(()),
    }
}

//! Fulfillment centers.

use super::{
    Conn, StoreResult, Tx,
    db::{execute, select},
};
use crate::domain::{
    ids::FulfillmentCenterId,
    staff::{CheckedCenter, FulfillmentCenter},
};

const CENTERS: &str = "
    SELECT center.id, center.version, center.name, center.country, center.priority,
           CAST(COALESCE((SELECT SUM(on_hand) FROM inventory_item WHERE fulfillment_center_id = center.id), 0) AS BIGINT)
               AS on_hand,
           CAST(COALESCE((SELECT SUM(reserved) FROM inventory_item WHERE fulfillment_center_id = center.id), 0) AS BIGINT)
               AS reserved
    FROM fulfillment_center center";

/// All of them, the one that ships first before the others: a shop has a handful.
pub async fn all(on: impl Into<Conn<'_>>) -> StoreResult<Vec<FulfillmentCenter>> {
    select(on, format!("{CENTERS} ORDER BY center.priority, center.id")).all().await
}

/// Of all; nobody adds another before the transaction ends.
pub async fn count(tx: &mut Tx) -> StoreResult<i64> {
    super::limits::count_locked(tx, "fulfillment_center").await
}

pub async fn find(on: impl Into<Conn<'_>>, id: FulfillmentCenterId) -> StoreResult<Option<FulfillmentCenter>> {
    select(on, format!("{CENTERS} WHERE center.id = $1")).bind(id).optional().await
}

/// Adds a center under a slug of its own.
pub async fn insert(tx: &mut Tx, slug: &str, center: &CheckedCenter) -> StoreResult<FulfillmentCenterId> {
    let text = "INSERT INTO fulfillment_center (slug, name, country, priority) VALUES ($1, $2, $3, $4) RETURNING id";
    let (id,): (FulfillmentCenterId,) =
        select(tx, text).bind(slug).bind(&center.name).bind(&center.country).bind(center.priority).one().await?;
    Ok(id)
}

/// Changes a center if it still has the version; tells whether it had.
pub async fn update(
    tx: &mut Tx,
    (id, version): (FulfillmentCenterId, i64),
    center: &CheckedCenter,
) -> StoreResult<bool> {
    let text = "UPDATE fulfillment_center SET name = $3, country = $4, priority = $5, version = version + 1
                WHERE id = $1 AND version = $2";
    let statement = execute(tx, text).bind(id).bind(version).bind(&center.name).bind(&center.country);
    Ok(statement.bind(center.priority).run().await? == 1)
}

//! Stored pictures, and which products show them.

use crate::{
    domain::{
        ids::{ImageId, ProductId, ProductImageId, VariantId},
        timestamp::Timestamp,
    },
    server::store::{
        Conn, StoreResult, Tx,
        db::select,
        multi_row::{insert_rows, insert_rows_returning},
    },
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A stored picture: id, width and height.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ImageRow {
    pub id: ImageId,
    pub width: i64,
    pub height: i64,
}

pub async fn find_image(on: impl Into<Conn<'_>>, hash: &str) -> StoreResult<Option<ImageRow>> {
    select(on, "SELECT id, width, height FROM image WHERE hash = $1").bind(hash).optional().await
}

/// One derived file: width, height and bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenditionRow {
    pub width: i64,
    pub height: i64,
    pub bytes: i64,
}

/// Adds a picture, or finds the one that is already there; either way it counts as uploaded now.
pub async fn insert_image(
    tx: &mut Tx,
    hash: &str,
    original: RenditionRow,
    renditions: &[RenditionRow],
    now: Timestamp,
) -> StoreResult<ImageRow> {
    let image: ImageRow = select(
        &mut *tx,
        "INSERT INTO image (hash, width, height, bytes, created_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (hash) DO UPDATE SET created_at = excluded.created_at RETURNING id, width, height",
    )
    .bind(hash)
    .bind(original.width)
    .bind(original.height)
    .bind(original.bytes)
    .bind(now)
    .one()
    .await?;
    let into = "rendition (image_id, width, height, bytes)";
    insert_rows(tx, into, renditions, "ON CONFLICT (image_id, width) DO NOTHING", |statement, row: &RenditionRow| {
        statement.bind(image.id).bind(row.width).bind(row.height).bind(row.bytes)
    })
    .await?;
    Ok(image)
}

#[derive(Debug)]
pub struct ProductImageRow<'a> {
    pub product: ProductId,
    pub image: ImageId,
    pub alt: &'a str,
    pub position: i64,
}

/// Shows pictures on products; the answer is the ids by product and position.
pub async fn insert_product_images(
    tx: &mut Tx,
    rows: &[ProductImageRow<'_>],
) -> StoreResult<HashMap<(ProductId, i64), ProductImageId>> {
    let into = "product_image (product_id, image_id, alt, position)";
    let ids: Vec<(ProductId, i64, ProductImageId)> = insert_rows_returning(
        tx,
        into,
        rows,
        "RETURNING product_id, position, id",
        |statement, row: &ProductImageRow<'_>| {
            statement.bind(row.product).bind(row.image).bind(row.alt).bind(row.position)
        },
    )
    .await?;
    Ok(ids.into_iter().map(|(product, position, id)| ((product, position), id)).collect())
}

/// Says which variants a picture shows.
pub async fn insert_variant_images(tx: &mut Tx, rows: &[(VariantId, ProductImageId)]) -> StoreResult<()> {
    insert_rows(tx, "variant_image (variant_id, product_image_id)", rows, "", |statement, (variant, image)| {
        statement.bind(*variant).bind(*image)
    })
    .await?;
    Ok(())
}

/// The position after a product's last picture; `None` when there is no such product.
pub async fn next_image_position(tx: &mut Tx, product: ProductId) -> StoreResult<Option<i64>> {
    let position: Option<(i64,)> = select(
        tx,
        "SELECT CAST(COALESCE((SELECT MAX(position) + 1 FROM product_image WHERE product_id = product.id), 0) AS BIGINT)
         FROM product WHERE id = $1",
    )
    .bind(product)
    .optional()
    .await?;
    Ok(position.map(|(position,)| position))
}

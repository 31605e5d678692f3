//! Pictures that nobody shows any more.

use super::{
    Conn, Db, StoreResult, Tx,
    db::{execute, select},
    sql,
};
use crate::domain::{
    ids::{ImageId, ProductId},
    timestamp::Timestamp,
};

/// Nothing shows the picture `image`, and nobody uploaded it after an instant, the first placeholder: who did may be
/// about to show it.
const UNUSED: &str = "image.created_at <= $1
    AND NOT EXISTS (SELECT 1 FROM product_image WHERE product_image.image_id = image.id)
    AND image.hash NOT IN (SELECT picture FROM category WHERE picture IS NOT NULL)
    AND image.hash NOT IN (SELECT value FROM setting)";

/// The pictures that products show, by hash.
pub async fn hashes_of_products(on: impl Into<Conn<'_>>, products: &[ProductId]) -> StoreResult<Vec<String>> {
    if products.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT DISTINCT image.hash FROM product_image JOIN image ON image.id = product_image.image_id
         WHERE product_image.product_id IN ({})",
        sql::list(1, products.len())
    );
    let rows: Vec<(String,)> = select(on, text).bind_all(products.iter().copied()).all().await?;
    Ok(rows.into_iter().map(|(hash,)| hash).collect())
}

/// Keeps everyone else from noting or deleting a picture before the transaction ends, whether it exists or not.
///
/// Whoever uploads the same picture waits here, and looks for its files afterwards.
pub async fn lock(tx: &mut Tx, hash: &str) -> StoreResult<ImageId> {
    let (id,): (ImageId,) = select(
        tx,
        "INSERT INTO image (hash, width, height, bytes, created_at) VALUES ($1, 1, 1, 0, 0)
         ON CONFLICT (hash) DO UPDATE SET hash = excluded.hash RETURNING id",
    )
    .bind(hash)
    .one()
    .await?;
    Ok(id)
}

/// Of the renditions that were noted of a picture.
pub async fn rendition_widths(on: impl Into<Conn<'_>>, image: ImageId) -> StoreResult<Vec<i64>> {
    let rows: Vec<(i64,)> = select(on, "SELECT width FROM rendition WHERE image_id = $1").bind(image).all().await?;
    Ok(rows.into_iter().map(|(width,)| width).collect())
}

/// Deletes a locked picture's rows if nothing shows it and nobody uploaded it after `before`; tells whether it did.
pub async fn delete_unused(tx: &mut Tx, image: ImageId, before: Timestamp) -> StoreResult<bool> {
    let text = format!("DELETE FROM image WHERE {UNUSED} AND image.id = $2");
    Ok(execute(tx, text).bind(before).bind(image).run().await? == 1)
}

/// Up to `most` unused pictures in the order of their ids, after one of them.
pub async fn list_unused(db: &Db, after: ImageId, before: Timestamp, most: i64) -> StoreResult<Vec<(ImageId, String)>> {
    let text = format!("SELECT id, hash FROM image WHERE {UNUSED} AND image.id > $2 ORDER BY image.id LIMIT $3");
    select(db, text).bind(before).bind(after).bind(most).all().await
}

/// Which of these hashes have a row.
pub async fn known(on: impl Into<Conn<'_>>, hashes: &[String]) -> StoreResult<Vec<String>> {
    if hashes.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!("SELECT hash FROM image WHERE hash IN ({})", sql::list(1, hashes.len()));
    let rows: Vec<(String,)> = select(on, text).bind_all(hashes.iter().cloned()).all().await?;
    Ok(rows.into_iter().map(|(hash,)| hash).collect())
}

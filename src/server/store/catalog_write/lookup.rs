//! Finding stored products by what people call them by, many at once.

use crate::{
    domain::ids::ProductId,
    server::store::{Conn, StoreResult, Tx, db::select, sql},
};
use std::collections::HashMap;

/// Ids of products by their slugs.
pub async fn products_by_slug(on: impl Into<Conn<'_>>, slugs: &[&str]) -> StoreResult<HashMap<String, ProductId>> {
    let mut on = on.into();
    let mut all = HashMap::new();
    for part in slugs.chunks(MOST) {
        let text = format!("SELECT slug, id FROM product WHERE slug IN ({})", sql::list(1, part.len()));
        let statement = select(on.again(), text).bind_all(part.iter().map(|slug| (*slug).to_owned()));
        let rows: Vec<(String, ProductId)> = statement.all().await?;
        all.extend(rows);
    }
    Ok(all)
}

/// Slugs of the products that have variants with these SKUs, by SKU.
pub async fn products_by_sku(on: impl Into<Conn<'_>>, skus: &[&str]) -> StoreResult<HashMap<String, String>> {
    let mut on = on.into();
    let mut all = HashMap::new();
    for part in skus.chunks(MOST) {
        let text = format!(
            "SELECT variant.sku, product.slug FROM variant JOIN product ON product.id = variant.product_id
             WHERE variant.sku IN ({})",
            sql::list(1, part.len())
        );
        let statement = select(on.again(), text).bind_all(part.iter().map(|sku| (*sku).to_owned()));
        let rows: Vec<(String, String)> = statement.all().await?;
        all.extend(rows);
    }
    Ok(all)
}

/// The next products after one, in the order in which they were added.
pub async fn products_after(on: impl Into<Conn<'_>>, after: ProductId, most: i64) -> StoreResult<Vec<ProductId>> {
    let rows: Vec<(ProductId,)> =
        select(on, "SELECT id FROM product WHERE id > $1 ORDER BY id LIMIT $2").bind(after).bind(most).all().await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The next products after one that have others shown beside them.
pub async fn related_after(
    on: impl Into<Conn<'_>>,
    after: ProductId,
    most: i64,
) -> StoreResult<Vec<(ProductId, String)>> {
    select(
        on,
        "SELECT id, slug FROM product WHERE id > $1
         AND EXISTS (SELECT 1 FROM related_product WHERE related_product.product_id = product.id) ORDER BY id LIMIT $2",
    )
    .bind(after)
    .bind(most)
    .all()
    .await
}

/// Slugs of the products shown beside others, in their order.
pub async fn related_slugs(on: impl Into<Conn<'_>>, products: &[ProductId]) -> StoreResult<Vec<(ProductId, String)>> {
    if products.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT related_product.product_id, product.slug FROM related_product
         JOIN product ON product.id = related_product.related_id WHERE related_product.product_id IN ({})
         ORDER BY related_product.product_id, related_product.position, related_product.related_id",
        sql::list(1, products.len())
    );
    select(on, text).bind_all(products.iter().copied()).all().await
}

/// Keeps products and their stock as they are until the transaction ends.
pub async fn lock_products(tx: &mut Tx, products: &[ProductId]) -> StoreResult<()> {
    let lock = Conn::from(&mut *tx).dialect().for_update();
    if lock.is_empty() || products.is_empty() {
        return Ok(());
    }
    let list = sql::list(1, products.len());
    let text = format!("SELECT id FROM product WHERE id IN ({list}) ORDER BY id {lock}");
    let _: Vec<(ProductId,)> = select(&mut *tx, text).bind_all(products.iter().copied()).all().await?;
    let text = format!(
        "SELECT id FROM inventory_item WHERE variant_id IN (SELECT id FROM variant WHERE product_id IN ({list}))
         ORDER BY id {lock}"
    );
    let _: Vec<(i64,)> = select(tx, text).bind_all(products.iter().copied()).all().await?;
    Ok(())
}

/// Most values of one statement.
const MOST: usize = 5_000;

//! What is saved for later beside a cart.

use super::{
    Conn, StoreResult, Tx,
    db::{execute, select},
};
use crate::domain::{
    cart::MAX_QUANTITY,
    ids::{CartId, CartLineId, SavedLineId, TaxCategoryId, VariantId},
    picture::Picture,
    timestamp::Timestamp,
};

/// A saved line as the catalog and the stock stand now.
#[derive(Clone, Debug)]
pub struct WaitingLine {
    pub id: SavedLineId,
    /// `None`: the variant was deleted.
    pub variant_id: Option<VariantId>,
    pub quantity: i64,
    pub seen_price_minor: i64,
    /// Empty without a variant, as are slug, options and picture.
    pub sku: String,
    /// The one that was last seen, without a variant.
    pub price_minor: i64,
    pub compare_at_minor: Option<i64>,
    pub product_slug: String,
    pub title: String,
    /// The product is active.
    pub for_sale: bool,
    /// More than there is may be ordered.
    pub backorder: bool,
    /// Its units are counted.
    pub tracked: bool,
    /// On hand less reserved, over all fulfillment centers.
    pub available: i64,
    /// That of nothing without a variant.
    pub tax_category_id: TaxCategoryId,
    pub options: String,
    pub picture: Option<Picture>,
}

/// Number of lines that are saved beside a cart.
pub async fn count(on: impl Into<Conn<'_>>, cart: CartId) -> StoreResult<i64> {
    let text = "SELECT CAST(COUNT(*) AS BIGINT) FROM saved_line WHERE cart_id = $1";
    let (count,): (i64,) = select(on, text).bind(cart).one().await?;
    Ok(count)
}

/// The variant of a saved line, unless that was deleted, and its units; `None` when it is not beside this cart.
pub async fn find(
    on: impl Into<Conn<'_>>,
    cart: CartId,
    saved: SavedLineId,
) -> StoreResult<Option<(Option<VariantId>, i64)>> {
    select(on, "SELECT variant_id, quantity FROM saved_line WHERE id = $1 AND cart_id = $2")
        .bind(saved)
        .bind(cart)
        .optional()
        .await
}

/// Saves a cart's line as well, on top of what is saved of its variant; `false` when the cart has no such line.
pub async fn save(tx: &mut Tx, cart: CartId, line: CartLineId, now: Timestamp) -> StoreResult<bool> {
    let saved = execute(
        tx,
        "INSERT INTO saved_line (cart_id, variant_id, title, quantity, seen_price_minor, saved_at)
         SELECT cart_line.cart_id, cart_line.variant_id, product.title, cart_line.quantity, cart_line.seen_price_minor, $3
         FROM cart_line
         JOIN variant ON variant.id = cart_line.variant_id
         JOIN product ON product.id = variant.product_id
         WHERE cart_line.id = $1 AND cart_line.cart_id = $2
         ON CONFLICT (cart_id, variant_id) DO UPDATE SET quantity =
            CASE WHEN saved_line.quantity + excluded.quantity > $4 THEN $4 ELSE saved_line.quantity + excluded.quantity END",
    )
    .bind(line)
    .bind(cart)
    .bind(now)
    .bind(MAX_QUANTITY)
    .run()
    .await?;
    Ok(saved > 0)
}

/// Removes a saved line; `false` when there is no such line beside the cart.
pub async fn delete(tx: &mut Tx, cart: CartId, saved: SavedLineId) -> StoreResult<bool> {
    let deleted =
        execute(tx, "DELETE FROM saved_line WHERE id = $1 AND cart_id = $2").bind(saved).bind(cart).run().await?;
    Ok(deleted > 0)
}

/// Copies all that is saved beside one cart to another; the same variant in both adds up.
pub async fn absorb(tx: &mut Tx, into: CartId, from: CartId) -> StoreResult<()> {
    execute(
        tx,
        "INSERT INTO saved_line (cart_id, variant_id, title, quantity, seen_price_minor, saved_at)
         SELECT $1, variant_id, title, quantity, seen_price_minor, saved_at FROM saved_line WHERE cart_id = $2 ORDER BY id
         ON CONFLICT (cart_id, variant_id) DO UPDATE SET quantity =
            CASE WHEN saved_line.quantity + excluded.quantity > $3 THEN $3 ELSE saved_line.quantity + excluded.quantity END",
    )
    .bind(into)
    .bind(from)
    .bind(MAX_QUANTITY)
    .run()
    .await?;
    Ok(())
}

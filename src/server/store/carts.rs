//! Carts and their lines.

use super::{
    Conn, StoreResult, Tx,
    db::{execute, select},
    multi_row::insert_rows,
    saved_lines, sql,
};
use crate::domain::{
    cart::{Availability, MAX_QUANTITY},
    ids::{AccountId, CartId, CartLineId, VariantId},
    timestamp::Timestamp,
};

/// A variant as far as adding it to a cart is concerned.
#[derive(Debug)]
pub struct Sellable {
    pub sku: String,
    pub price_minor: i64,
    pub availability: Availability,
}

#[derive(sqlx::FromRow)]
struct SellableRow {
    id: VariantId,
    sku: String,
    price_minor: i64,
    backorder: bool,
    track_stock: bool,
    units: i64,
}

/// The cart that a token opens, unless it expired or belongs to another account than the visitor's.
pub async fn find_by_token(
    on: impl Into<Conn<'_>>,
    token_hash: &str,
    visitor: Option<AccountId>,
    now: Timestamp,
) -> StoreResult<Option<CartId>> {
    let row: Option<(CartId,)> = select(
        on,
        "SELECT id FROM cart
         WHERE token_hash = $1 AND expires_at > $2 AND (account_id IS NULL OR account_id = $3)",
    )
    .bind(token_hash)
    .bind(now)
    .bind(visitor)
    .optional()
    .await?;
    Ok(row.map(|(id,)| id))
}

/// The cart that an account used last.
pub async fn find_by_account(
    on: impl Into<Conn<'_>>,
    account: AccountId,
    now: Timestamp,
) -> StoreResult<Option<CartId>> {
    let row: Option<(CartId,)> = select(
        on,
        "SELECT id FROM cart WHERE account_id = $1 AND expires_at > $2 ORDER BY updated_at DESC, id DESC LIMIT 1",
    )
    .bind(account)
    .bind(now)
    .optional()
    .await?;
    Ok(row.map(|(id,)| id))
}

/// Makes whoever else wants to open a cart for this account wait until the transaction ends.
pub async fn lock_account(tx: &mut Tx, account: AccountId) -> StoreResult<()> {
    let conn = Conn::from(tx);
    let sql = format!("SELECT id FROM account WHERE id = $1 {}", conn.dialect().for_update());
    let _: Option<(AccountId,)> = select(conn, sql).bind(account).optional().await?;
    Ok(())
}

pub async fn insert(
    tx: &mut Tx,
    token_hash: &str,
    account: Option<AccountId>,
    now: Timestamp,
    expires_at: Timestamp,
) -> StoreResult<CartId> {
    let (id,): (CartId,) = select(
        tx,
        "INSERT INTO cart (token_hash, account_id, created_at, updated_at, expires_at) VALUES ($1, $2, $3, $3, $4)
         RETURNING id",
    )
    .bind(token_hash)
    .bind(account)
    .bind(now)
    .bind(expires_at)
    .one()
    .await?;
    Ok(id)
}

/// Raises a cart's version and tells it; the row stays locked until the transaction ends.
///
/// `None`: the cart expired or was bought in the meantime.
pub async fn raise_version(
    tx: &mut Tx,
    cart: CartId,
    now: Timestamp,
    expires_at: Timestamp,
) -> StoreResult<Option<i64>> {
    let row: Option<(i64,)> = select(
        tx,
        "UPDATE cart SET version = version + 1, updated_at = $2, expires_at = $3
         WHERE id = $1 AND expires_at > $2 RETURNING version",
    )
    .bind(cart)
    .bind(now)
    .bind(expires_at)
    .optional()
    .await?;
    Ok(row.map(|(version,)| version))
}

/// A variant that is for sale.
pub async fn find_sellable(on: impl Into<Conn<'_>>, variant: VariantId) -> StoreResult<Option<Sellable>> {
    Ok(sellable_among(on, &[variant]).await?.pop().map(|(_, sellable)| sellable))
}

/// Those of some variants that are for sale. The units of all fulfillment centers count: a line may be split over them.
pub async fn sellable_among(
    on: impl Into<Conn<'_>>,
    variants: &[VariantId],
) -> StoreResult<Vec<(VariantId, Sellable)>> {
    if variants.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT variant.id, variant.sku, variant.price_minor, variant.track_stock,
            EXISTS (SELECT 1 FROM inventory_item item WHERE item.variant_id = variant.id AND item.backorder) AS backorder,
            (SELECT CAST(COALESCE(SUM(item.on_hand - item.reserved), 0) AS BIGINT) FROM inventory_item item
             WHERE item.variant_id = variant.id AND item.on_hand > item.reserved) AS units
         FROM variant JOIN product ON product.id = variant.product_id
         WHERE product.status = 'active' AND variant.id IN ({})",
        sql::list(1, variants.len())
    );
    let rows: Vec<SellableRow> = select(on, text).bind_all(variants.iter().copied()).all().await?;
    let sellable = |SellableRow { id, sku, price_minor, backorder, track_stock, units }: SellableRow| {
        (id, Sellable { sku, price_minor, availability: Availability::of(backorder, track_stock, units) })
    };
    Ok(rows.into_iter().map(sellable).collect())
}

/// Number of lines, and of units over all of them.
pub async fn count(on: impl Into<Conn<'_>>, cart: CartId) -> StoreResult<(i64, i64)> {
    select(
        on,
        "SELECT CAST(COUNT(*) AS BIGINT), CAST(COALESCE(SUM(quantity), 0) AS BIGINT) FROM cart_line WHERE cart_id = $1",
    )
    .bind(cart)
    .one()
    .await
}

/// Units of a variant in a cart; 0 when there is no line of it.
pub async fn quantity_of(on: impl Into<Conn<'_>>, cart: CartId, variant: VariantId) -> StoreResult<i64> {
    let row: Option<(i64,)> = select(on, "SELECT quantity FROM cart_line WHERE cart_id = $1 AND variant_id = $2")
        .bind(cart)
        .bind(variant)
        .optional()
        .await?;
    Ok(row.map_or(0, |(quantity,)| quantity))
}

/// Units of every variant in a cart.
pub async fn quantities(on: impl Into<Conn<'_>>, cart: CartId) -> StoreResult<Vec<(VariantId, i64)>> {
    select(on, "SELECT variant_id, quantity FROM cart_line WHERE cart_id = $1 ORDER BY id").bind(cart).all().await
}

/// The variant of a cart's line; `None` when the line is not this cart's.
pub async fn variant_of(on: impl Into<Conn<'_>>, cart: CartId, line: CartLineId) -> StoreResult<Option<VariantId>> {
    let row: Option<(VariantId,)> = select(on, "SELECT variant_id FROM cart_line WHERE id = $1 AND cart_id = $2")
        .bind(line)
        .bind(cart)
        .optional()
        .await?;
    Ok(row.map(|(variant,)| variant))
}

/// Puts so many units of a variant into a cart, whatever was there before.
pub async fn put_line(
    tx: &mut Tx,
    cart: CartId,
    variant: VariantId,
    (quantity, seen_price_minor): (i64, i64),
    now: Timestamp,
) -> StoreResult<()> {
    execute(
        tx,
        "INSERT INTO cart_line (cart_id, variant_id, quantity, seen_price_minor, added_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (cart_id, variant_id) DO UPDATE SET quantity = excluded.quantity",
    )
    .bind(cart)
    .bind(variant)
    .bind(quantity)
    .bind(seen_price_minor)
    .bind(now)
    .run()
    .await?;
    Ok(())
}

/// The same for several variants, each with its units and its price.
pub async fn put_lines(tx: &mut Tx, cart: CartId, lines: &[(VariantId, i64, i64)], now: Timestamp) -> StoreResult<()> {
    let into = "cart_line (cart_id, variant_id, quantity, seen_price_minor, added_at)";
    let tail = "ON CONFLICT (cart_id, variant_id) DO UPDATE SET quantity = excluded.quantity";
    insert_rows(tx, into, lines, tail, |statement, (variant, quantity, seen_price_minor)| {
        statement.bind(cart).bind(*variant).bind(*quantity).bind(*seen_price_minor).bind(now)
    })
    .await?;
    Ok(())
}

/// Removes a line; `false` when the cart has no such line.
pub async fn delete_line(tx: &mut Tx, cart: CartId, line: CartLineId) -> StoreResult<bool> {
    let deleted =
        execute(tx, "DELETE FROM cart_line WHERE id = $1 AND cart_id = $2").bind(line).bind(cart).run().await?;
    Ok(deleted > 0)
}

/// Notes that the shopper has seen the current prices.
pub async fn see_prices(tx: &mut Tx, cart: CartId) -> StoreResult<()> {
    execute(
        tx,
        "UPDATE cart_line SET seen_price_minor = (SELECT price_minor FROM variant WHERE variant.id = cart_line.variant_id)
         WHERE cart_id = $1",
    )
    .bind(cart)
    .run()
    .await?;
    Ok(())
}

/// Gives a cart to an account, under a new token.
pub async fn assign(tx: &mut Tx, cart: CartId, account: AccountId, token_hash: &str) -> StoreResult<()> {
    execute(tx, "UPDATE cart SET account_id = $2, token_hash = $3 WHERE id = $1")
        .bind(cart)
        .bind(account)
        .bind(token_hash)
        .run()
        .await?;
    Ok(())
}

/// Moves all lines of one cart into another, the saved ones too, and what was entered at its checkout unless the other has its own.
pub async fn absorb(tx: &mut Tx, into: CartId, from: CartId) -> StoreResult<()> {
    execute(
        &mut *tx,
        "INSERT INTO cart_line (cart_id, variant_id, quantity, seen_price_minor, added_at)
         SELECT $1, variant_id, quantity, seen_price_minor, added_at FROM cart_line WHERE cart_id = $2
         ON CONFLICT (cart_id, variant_id) DO UPDATE SET quantity =
            CASE WHEN cart_line.quantity + excluded.quantity > $3 THEN $3 ELSE cart_line.quantity + excluded.quantity END",
    )
    .bind(into)
    .bind(from)
    .bind(MAX_QUANTITY)
    .run()
    .await?;
    execute(
        &mut *tx,
        "UPDATE checkout SET cart_id = $1
         WHERE cart_id = $2 AND NOT EXISTS (SELECT 1 FROM checkout AS other WHERE other.cart_id = $1)",
    )
    .bind(into)
    .bind(from)
    .run()
    .await?;
    execute(
        &mut *tx,
        "INSERT INTO cart_coupon (cart_id, coupon_code_id, added_at)
         SELECT $1, coupon_code_id, added_at FROM cart_coupon WHERE cart_id = $2 ON CONFLICT DO NOTHING",
    )
    .bind(into)
    .bind(from)
    .run()
    .await?;
    saved_lines::absorb(&mut *tx, into, from).await?;
    execute(tx, "DELETE FROM cart WHERE id = $1").bind(from).run().await?;
    Ok(())
}

/// Forgets carts that nobody touched for long.
pub async fn delete_expired(on: impl Into<Conn<'_>>, now: Timestamp) -> StoreResult<u64> {
    execute(on, "DELETE FROM cart WHERE expires_at <= $1").bind(now).run().await
}

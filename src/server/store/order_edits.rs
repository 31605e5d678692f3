//! Changes of orders: drafts of what staff type, what an order is when it is changed, and writing it anew.
//!
//! Lines and adjustments change under the order's lock alone.

mod variants;

pub use variants::{BuyableVariant, search_variants, variants, variants_by_sku};

use super::{
    Conn, StoreError, StoreResult, Tx,
    db::{execute, select},
    sql,
};
use crate::domain::{
    ids::{OrderId, OrderLineId, PromotionId, TaxCategoryId, VariantId},
    pricing::{AdjustmentKind, Totals},
    timestamp::Timestamp,
};

/// A draft, or a change that was made.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KeptEdit {
    pub id: i64,
    pub order_id: OrderId,
    pub actor: String,
    /// The form as JSON; empty once it is applied.
    pub form: String,
    pub note: String,
    /// Sentences as JSON.
    pub changes: String,
    pub total_before_minor: i64,
    pub total_after_minor: i64,
    pub applied_at: Option<Timestamp>,
}

const COLUMNS: &str =
    "SELECT id, order_id, actor, form, note, changes, total_before_minor, total_after_minor, applied_at
    FROM order_edit";

/// Keeps a form that is not applied yet; the answer is its id.
pub async fn keep_draft(tx: &mut Tx, order: OrderId, (actor, form): (&str, &str), now: Timestamp) -> StoreResult<i64> {
    let text = "INSERT INTO order_edit (order_id, actor, form, created_at) VALUES ($1, $2, $3, $4) RETURNING id";
    let (id,): (i64,) = select(tx, text).bind(order).bind(actor).bind(form).bind(now).one().await?;
    Ok(id)
}

pub async fn find(on: impl Into<Conn<'_>>, id: i64) -> StoreResult<Option<KeptEdit>> {
    select(on, format!("{COLUMNS} WHERE id = $1")).bind(id).optional().await
}

/// The changes that were made to an order, oldest first.
pub async fn list_applied(on: impl Into<Conn<'_>>, order: OrderId) -> StoreResult<Vec<KeptEdit>> {
    let text = format!("{COLUMNS} WHERE order_id = $1 AND applied_at IS NOT NULL ORDER BY id");
    select(on, text).bind(order).all().await
}

/// What a change came to.
#[derive(Clone, Copy, Debug)]
pub struct Applied<'a> {
    pub note: &'a str,
    /// Sentences as JSON.
    pub changes: &'a str,
    /// Before and after.
    pub totals: (i64, i64),
    pub at: Timestamp,
}

/// Notes that a draft was applied, and forgets what was typed; without a draft, notes a change that had none. The answer is
/// its id.
pub async fn apply(
    tx: &mut Tx,
    (order, actor, draft): (OrderId, &str, Option<i64>),
    applied: Applied<'_>,
) -> StoreResult<i64> {
    let id = match draft {
        Some(draft) => draft,
        None => keep_draft(tx, order, (actor, ""), applied.at).await?,
    };
    let text = "UPDATE order_edit
         SET form = '', note = $2, changes = $3, total_before_minor = $4, total_after_minor = $5, applied_at = $6
         WHERE id = $1 AND applied_at IS NULL";
    let changed = execute(tx, text)
        .bind(id)
        .bind(applied.note)
        .bind(applied.changes)
        .bind(applied.totals.0)
        .bind(applied.totals.1)
        .bind(applied.at)
        .run()
        .await?;
    if changed == 1 { Ok(id) } else { Err(StoreError::Inconsistent(format!("edit {id} was applied before"))) }
}

/// Forgets drafts that nobody came back to.
pub async fn delete_older(on: impl Into<Conn<'_>>, than: Timestamp) -> StoreResult<u64> {
    execute(on, "DELETE FROM order_edit WHERE applied_at IS NULL AND created_at < $1").bind(than).run().await
}

/// What changing an order needs to know of it besides its lock.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct EditableOrder {
    pub email: String,
    /// `domain::address::Address` as JSON.
    pub shipping_address: String,
    pub billing_address: String,
    pub shipping_total_minor: i64,
    pub shipping_credited_minor: i64,
    pub placed_at: Timestamp,
}

pub async fn find_order(on: impl Into<Conn<'_>>, order: OrderId) -> StoreResult<EditableOrder> {
    let text =
        "SELECT email, shipping_address, billing_address, shipping_total_minor, shipping_credited_minor, placed_at
         FROM orders WHERE id = $1";
    select(on, text).bind(order).one().await
}

/// A line as it stands.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct EditableLine {
    pub line: OrderLineId,
    /// `None` if it was deleted.
    pub variant: Option<VariantId>,
    pub tax_category: Option<TaxCategoryId>,
    pub sku: String,
    pub title: String,
    pub options: String,
    pub unit_price_minor: i64,
    pub quantity: i64,
    pub shipped: i64,
    pub canceled: i64,
}

/// The lines of an order, oldest first.
pub async fn lines(on: impl Into<Conn<'_>>, order: OrderId) -> StoreResult<Vec<EditableLine>> {
    select(
        on,
        "SELECT order_line.id AS line, variant.id AS variant, product.tax_category_id AS tax_category, order_line.sku,
                order_line.title, order_line.options, unit_price_minor, quantity, shipped, canceled
         FROM order_line
         LEFT JOIN variant ON variant.id = order_line.variant_id
         LEFT JOIN product ON product.id = variant.product_id
         WHERE order_id = $1 ORDER BY order_line.id",
    )
    .bind(order)
    .all()
    .await
}

/// A part of the total that is no line.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KeptAdjustment {
    pub order_line_id: Option<OrderLineId>,
    pub kind: AdjustmentKind,
    pub label: String,
    pub amount_minor: i64,
    pub included: bool,
    pub promotion_id: Option<PromotionId>,
}

pub async fn adjustments(on: impl Into<Conn<'_>>, order: OrderId) -> StoreResult<Vec<KeptAdjustment>> {
    let text = "SELECT order_line_id, kind, label, amount_minor, included, promotion_id FROM adjustment
         WHERE order_id = $1 ORDER BY id";
    select(on, text).bind(order).all().await
}

/// Takes out the adjustments of an order, for others to be written.
pub async fn delete_adjustments(tx: &mut Tx, order: OrderId) -> StoreResult<()> {
    execute(tx, "DELETE FROM adjustment WHERE order_id = $1").bind(order).run().await?;
    Ok(())
}

/// Takes out lines of which nothing is held, shipped or canceled.
pub async fn delete_lines(tx: &mut Tx, lines: &[OrderLineId]) -> StoreResult<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let text =
        format!("DELETE FROM order_line WHERE shipped = 0 AND canceled = 0 AND id IN ({})", sql::list(1, lines.len()));
    if execute(tx, text).bind_all(lines.iter().copied()).run().await? == lines.len() as u64 {
        Ok(())
    } else {
        Err(StoreError::Inconsistent("a line with shipped or canceled units would be removed".into()))
    }
}

/// Gives lines other quantities.
pub async fn set_quantities(tx: &mut Tx, lines: &[(OrderLineId, i64)]) -> StoreResult<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let row = |row: usize| format!("(CAST(${} AS BIGINT), CAST(${} AS BIGINT))", row * 2 + 1, row * 2 + 2);
    let values = (0..lines.len()).map(row).collect::<Vec<_>>().join(", ");
    let text = format!(
        "UPDATE order_line SET quantity = wanted.column2, total_minor = unit_price_minor * wanted.column2
         FROM (VALUES {values}) AS wanted
         WHERE order_line.id = wanted.column1 AND shipped + canceled <= wanted.column2"
    );
    let values = lines.iter().flat_map(|(line, quantity)| [line.0, *quantity]);
    if execute(tx, text).bind_all(values).run().await? == lines.len() as u64 {
        Ok(())
    } else {
        Err(StoreError::Inconsistent("a line would have fewer units than have left".into()))
    }
}

/// What an order is after a change.
#[derive(Clone, Debug)]
pub struct ChangedOrder {
    pub totals: Totals,
    /// Of the captured money, what the order does not need any more.
    pub surplus_minor: i64,
    pub email: String,
    pub shipping_address: String,
    pub billing_address: String,
    pub payment_due_at: Timestamp,
}

/// Writes a locked order anew; `false` if it has another version than the one that was seen.
pub async fn write(
    tx: &mut Tx,
    (order, version): (OrderId, i64),
    changed: &ChangedOrder,
    now: Timestamp,
) -> StoreResult<bool> {
    let text = "UPDATE orders
         SET item_total_minor = $3, shipping_total_minor = $4, discount_total_minor = $5, included_tax_total_minor = $6,
             additional_tax_total_minor = $7, total_minor = $8, captured_minor = captured_minor - $9, email = $10,
             shipping_address = $11, billing_address = $12, payment_due_at = $13, updated_at = $14,
             edits = edits + 1, version = version + 1
         WHERE id = $1 AND version = $2";
    let totals = &changed.totals;
    let written = execute(tx, text)
        .bind(order)
        .bind(version)
        .bind(totals.item_total)
        .bind(totals.shipping_total)
        .bind(totals.discount_total)
        .bind(totals.included_tax_total)
        .bind(totals.additional_tax_total)
        .bind(totals.total)
        .bind(changed.surplus_minor)
        .bind(&changed.email)
        .bind(&changed.shipping_address)
        .bind(&changed.billing_address)
        .bind(changed.payment_due_at)
        .bind(now)
        .run()
        .await?;
    Ok(written == 1)
}

/// Makes what an order's promotions took off what its discounts say. Their uses stay counted.
pub async fn follow_discounts(tx: &mut Tx, order: OrderId) -> StoreResult<()> {
    execute(
        tx,
        "UPDATE promotion_claim SET amount_minor = CAST(COALESCE((
             SELECT -SUM(adjustment.amount_minor) FROM adjustment
             WHERE adjustment.order_id = promotion_claim.order_id AND adjustment.kind = 'discount'
               AND adjustment.promotion_id = promotion_claim.promotion_id), 0) AS BIGINT)
         WHERE order_id = $1",
    )
    .bind(order)
    .run()
    .await?;
    Ok(())
}

/// Raises the counts of units sold by what an order got on top.
pub async fn count_sold(tx: &mut Tx, units: &[(VariantId, i64)]) -> StoreResult<()> {
    if units.is_empty() {
        return Ok(());
    }
    let variants: Vec<i64> = units.iter().map(|(variant, _)| variant.0).collect();
    let of_units = format!("SELECT product_id FROM variant WHERE id IN ({})", sql::list(1, variants.len()));
    super::orders::lock_products(tx, &of_units, &variants).await?;
    let row = |row: usize| format!("(CAST(${} AS BIGINT), CAST(${} AS BIGINT))", row * 2 + 1, row * 2 + 2);
    let values = (0..units.len()).map(row).collect::<Vec<_>>().join(", ");
    let text = format!(
        "UPDATE product SET sold = sold + bought.units
         FROM (SELECT variant.product_id, CAST(SUM(got.column2) AS BIGINT) AS units
               FROM (VALUES {values}) AS got JOIN variant ON variant.id = got.column1
               GROUP BY variant.product_id) AS bought
         WHERE product.id = bought.product_id"
    );
    let values = units.iter().flat_map(|(variant, units)| [variant.0, *units]);
    execute(tx, text).bind_all(values).run().await?;
    Ok(())
}

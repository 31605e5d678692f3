//! Orders: writing them once, and moving them from state to state.

mod account;
mod cart;
mod read;

pub use account::{OF_ACCOUNT, claim_of_guests, count_of_account, list_of_account, slice_of_account};
pub use cart::{claim_cart, empty_cart};
pub use read::find_detail;

use super::{
    Conn, StoreError, StoreResult, Tx,
    db::{execute, select},
    sql,
};
use crate::domain::{
    ids::{AccountId, FulfillmentCenterId, OrderId, OrderLineId, ShippingCarrierId, VariantId},
    money::{Currency, Money},
    order::{OrderEventKind, OrderStatus},
    pricing::{Adjustment, Totals},
    referral::ReferralCode,
    shipping::Pickup,
    timestamp::Timestamp,
};

/// An order to be written, its numbers already computed.
#[derive(Debug)]
pub struct NewOrder {
    pub account: Option<AccountId>,
    pub email: String,
    pub currency: Currency,
    /// `domain::address::Address` as JSON.
    pub shipping_address: String,
    pub billing_address: String,
    pub shipping_method: String,
    /// How long delivery takes, as the checkout said it.
    pub delivery_estimate: String,
    pub shipping_carrier: Option<ShippingCarrierId>,
    /// Where it is fetched.
    pub pickup: Option<Pickup>,
    pub totals: Totals,
    /// By whose link the customer had come.
    pub referral: Option<ReferralCode>,
    pub idempotency_key: String,
    pub placed_at: Timestamp,
    pub payment_due_at: Timestamp,
}

/// A line to be written.
#[derive(Debug)]
pub struct NewOrderLine {
    pub variant: VariantId,
    pub product_slug: String,
    pub sku: String,
    pub title: String,
    pub options: String,
    pub picture: String,
    pub unit_price_minor: i64,
    pub quantity: i64,
}

/// What a change of state needs to know of an order, which stays locked until the end of the
/// transaction.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct LockedOrder {
    pub id: OrderId,
    pub status: OrderStatus,
    pub total_minor: i64,
    pub captured_minor: i64,
    pub refunded_minor: i64,
    /// What was taken back of the total.
    pub credited_minor: i64,
    /// ISO 4217.
    pub currency: String,
    pub payment_due_at: Timestamp,
    /// Only this center serves it, and there it is fetched.
    pub pickup_center_id: Option<FulfillmentCenterId>,
    /// Counts up with every change of its state or its money.
    pub version: i64,
    /// How often staff changed it.
    pub edits: i64,
}

impl LockedOrder {
    pub fn money(&self, minor: i64) -> Money {
        Money::new(minor, Currency::from_code(&self.currency).unwrap_or_default())
    }

    /// Whether it was changed since somebody saw it after so many changes; nobody who does not tell is kept from anything.
    pub fn was_edited_since(&self, seen: Option<i64>) -> bool {
        seen.is_some_and(|seen| seen != self.edits)
    }

    /// What the customer owes; below zero, what the shop owes them.
    pub const fn owed(&self) -> i64 {
        self.total_minor - self.credited_minor - self.captured_minor + self.refunded_minor
    }
}

/// An order that was placed with an idempotency key.
pub async fn find_by_idempotency_key(on: impl Into<Conn<'_>>, key: &str) -> StoreResult<Option<OrderId>> {
    let row: Option<(OrderId,)> =
        select(on, "SELECT id FROM orders WHERE idempotency_key = $1").bind(key).optional().await?;
    Ok(row.map(|(id,)| id))
}

pub async fn insert(tx: &mut Tx, order: &NewOrder) -> StoreResult<OrderId> {
    let (id,): (OrderId,) = select(
        tx,
        "INSERT INTO orders (account_id, email, status, currency, shipping_address, billing_address, shipping_method,
            shipping_carrier_id, item_total_minor, shipping_total_minor, discount_total_minor, included_tax_total_minor,
            additional_tax_total_minor, total_minor, idempotency_key, placed_at, payment_due_at, updated_at, pickup_center_id,
            pickup_place, delivery_estimate, referral_code)
         VALUES ($1, $2, 'pending_payment', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $15, $17, $18, $19, $20)
         RETURNING id",
    )
    .bind(order.account)
    .bind(&order.email)
    .bind(order.currency.code())
    .bind(&order.shipping_address)
    .bind(&order.billing_address)
    .bind(&order.shipping_method)
    .bind(order.shipping_carrier)
    .bind(order.totals.item_total)
    .bind(order.totals.shipping_total)
    .bind(order.totals.discount_total)
    .bind(order.totals.included_tax_total)
    .bind(order.totals.additional_tax_total)
    .bind(order.totals.total)
    .bind(&order.idempotency_key)
    .bind(order.placed_at)
    .bind(order.payment_due_at)
    .bind(order.pickup.as_ref().map(|pickup| pickup.center))
    .bind(order.pickup.as_ref().map(|pickup| pickup.place.clone()).unwrap_or_default())
    .bind(&order.delivery_estimate)
    .bind(order.referral.as_ref().map_or("", ReferralCode::as_str))
    .one()
    .await?;
    Ok(id)
}

/// Writes the lines; the answer has their ids in the order given.
pub async fn insert_lines(tx: &mut Tx, order: OrderId, lines: &[NewOrderLine]) -> StoreResult<Vec<OrderLineId>> {
    let text = format!(
        "INSERT INTO order_line (order_id, variant_id, product_slug, sku, title, options, picture,
            unit_price_minor, quantity, total_minor) VALUES {} RETURNING id, variant_id",
        sql::rows(lines.len(), 10)
    );
    let mut statement = select::<(OrderLineId, VariantId)>(tx, text);
    for line in lines {
        statement = statement
            .bind(order)
            .bind(line.variant)
            .bind(&line.product_slug)
            .bind(&line.sku)
            .bind(&line.title)
            .bind(&line.options)
            .bind(&line.picture)
            .bind(line.unit_price_minor)
            .bind(line.quantity)
            .bind(line.unit_price_minor * line.quantity);
    }
    let written = statement.all().await?;
    let id_of = |line: &NewOrderLine| written.iter().find(|(_, variant)| *variant == line.variant).map(|(id, _)| *id);
    lines
        .iter()
        .map(|line| id_of(line).ok_or_else(|| StoreError::Inconsistent("an order line was not written".into())))
        .collect()
}

/// Notes which units of an order that was just reserved are not there yet: its reservations are the last of their items.
pub async fn note_backordered(tx: &mut Tx, order: OrderId) -> StoreResult<()> {
    execute(
        tx,
        "UPDATE order_line SET backordered = (
            SELECT CAST(COALESCE(SUM(CASE WHEN item.reserved - item.on_hand > held.quantity THEN held.quantity
                                          WHEN item.reserved > item.on_hand THEN item.reserved - item.on_hand
                                          ELSE 0 END), 0) AS BIGINT)
            FROM order_allocation held JOIN inventory_item item ON item.id = held.inventory_item_id
            WHERE held.order_line_id = order_line.id)
         WHERE order_id = $1 AND variant_id IN (SELECT id FROM variant WHERE track_stock)",
    )
    .bind(order)
    .run()
    .await?;
    Ok(())
}

/// Writes the adjustments; `lines` are the ids that their line indexes refer to.
pub async fn insert_adjustments(
    tx: &mut Tx,
    order: OrderId,
    adjustments: &[Adjustment],
    lines: &[OrderLineId],
) -> StoreResult<()> {
    if adjustments.is_empty() {
        return Ok(());
    }
    let text = format!(
        "INSERT INTO adjustment (order_id, order_line_id, kind, label, amount_minor, included, promotion_id) VALUES {}",
        sql::rows(adjustments.len(), 7)
    );
    let mut statement = execute(tx, text);
    for adjustment in adjustments {
        let line = adjustment.line.and_then(|index| lines.get(index)).copied();
        statement = statement
            .bind(order)
            .bind(line)
            .bind(adjustment.kind)
            .bind(&adjustment.label)
            .bind(adjustment.amount_minor)
            .bind(adjustment.included)
            .bind(adjustment.promotion);
    }
    statement.run().await?;
    Ok(())
}

/// Locks an order for a change of state.
pub async fn lock(tx: &mut Tx, order: OrderId) -> StoreResult<Option<LockedOrder>> {
    let text = format!(
        "SELECT id, status, total_minor, captured_minor, refunded_minor, credited_minor, currency, payment_due_at, pickup_center_id,
                version, edits FROM orders WHERE id = $1 {}",
        Conn::from(&mut *tx).dialect().for_update()
    );
    select(tx, text).bind(order).optional().await
}

/// Moves a locked order to another state; a transition that [`OrderStatus::may_become`] does not
/// know is refused.
pub async fn set_status(tx: &mut Tx, order: &LockedOrder, next: OrderStatus, now: Timestamp) -> StoreResult<()> {
    if !order.status.may_become(next) {
        return Err(StoreError::Inconsistent(format!(
            "order {} cannot go from {:?} to {next:?}",
            order.id, order.status
        )));
    }
    let changed = execute(
        tx,
        "UPDATE orders SET status = $2, updated_at = $3, version = version + 1 WHERE id = $1 AND status = $4",
    )
    .bind(order.id)
    .bind(next)
    .bind(now)
    .bind(order.status)
    .run()
    .await?;
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::Inconsistent(format!("order {} moved under its lock", order.id)))
    }
}

/// Counts money as received, never more than the order's total.
pub async fn add_captured(tx: &mut Tx, order: OrderId, amount_minor: i64) -> StoreResult<bool> {
    let text = "UPDATE orders SET captured_minor = captured_minor + $2, version = version + 1
                WHERE id = $1 AND captured_minor + $2 <= total_minor";
    Ok(execute(tx, text).bind(order).bind(amount_minor).run().await? == 1)
}

/// Counts money as given back, never more than was received.
pub async fn add_refunded(tx: &mut Tx, order: OrderId, amount_minor: i64) -> StoreResult<bool> {
    let text = "UPDATE orders SET refunded_minor = refunded_minor + $2, version = version + 1
                WHERE id = $1 AND refunded_minor + $2 <= captured_minor";
    Ok(execute(tx, text).bind(order).bind(amount_minor).run().await? == 1)
}

/// Adds an entry to the order's timeline.
pub async fn add_event(
    tx: &mut Tx,
    order: OrderId,
    kind: OrderEventKind,
    (from, to): (Option<OrderStatus>, Option<OrderStatus>),
    (actor, message, now): (&str, &str, Timestamp),
) -> StoreResult<()> {
    execute(
        tx,
        "INSERT INTO order_event (order_id, kind, from_status, to_status, actor, message, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(order)
    .bind(kind)
    .bind(from)
    .bind(to)
    .bind(actor)
    .bind(message)
    .bind(now)
    .run()
    .await?;
    Ok(())
}

/// The account that placed an order, which a guest's has none of; `None` without such an order.
pub async fn account_of(on: impl Into<Conn<'_>>, order: OrderId) -> StoreResult<Option<Option<AccountId>>> {
    let row: Option<(Option<AccountId>,)> =
        select(on, "SELECT account_id FROM orders WHERE id = $1").bind(order).optional().await?;
    Ok(row.map(|(account,)| account))
}

/// The ISO 4217 code of an order's currency.
pub async fn currency(on: impl Into<Conn<'_>>, order: OrderId) -> StoreResult<String> {
    let (code,): (String,) = select(on, "SELECT currency FROM orders WHERE id = $1").bind(order).one().await?;
    Ok(code)
}

/// Until when an order waits for its payment, if it does.
pub async fn waits_until(on: impl Into<Conn<'_>>, order: OrderId) -> StoreResult<Option<Timestamp>> {
    let text = "SELECT payment_due_at FROM orders WHERE id = $1 AND status = 'pending_payment'";
    let row: Option<(Timestamp,)> = select(on, text).bind(order).optional().await?;
    Ok(row.map(|(due_at,)| due_at))
}

/// Whether a canceled order was canceled because nobody paid it in time.
pub async fn has_expired(tx: &mut Tx, order: OrderId) -> StoreResult<bool> {
    Ok(last_cancellation(tx, order).await? == Some(OrderEventKind::Expired))
}

/// As what the timeline has that an order was canceled, the last time.
async fn last_cancellation(tx: &mut Tx, order: OrderId) -> StoreResult<Option<OrderEventKind>> {
    let text = "SELECT kind FROM order_event WHERE order_id = $1 AND to_status = 'canceled' ORDER BY id DESC LIMIT 1";
    let row: Option<(OrderEventKind,)> = select(tx, text).bind(order).optional().await?;
    Ok(row.map(|(kind,)| kind))
}

/// Whether a canceled order was canceled by its customer.
pub async fn was_canceled_by_customer(tx: &mut Tx, order: &LockedOrder) -> StoreResult<bool> {
    let is_canceled = order.status == OrderStatus::Canceled;
    Ok(is_canceled && last_cancellation(tx, order.id).await? == Some(OrderEventKind::CanceledByCustomer))
}

/// Raises the products' counts of units sold by what the order holds. Locks the products, which come after stock and
/// promotions and before the series of invoices.
pub async fn count_sold(tx: &mut Tx, order: OrderId) -> StoreResult<()> {
    let of_order = "SELECT variant.product_id FROM order_line JOIN variant ON variant.id = order_line.variant_id
                    WHERE order_line.order_id = $1";
    lock_products(tx, of_order, &[order.0]).await?;
    execute(
        tx,
        "UPDATE product SET sold = sold + bought.units
         FROM (SELECT variant.product_id, CAST(SUM(order_line.quantity - order_line.canceled) AS BIGINT) AS units
               FROM order_line JOIN variant ON variant.id = order_line.variant_id
               WHERE order_line.order_id = $1 GROUP BY variant.product_id) AS bought
         WHERE product.id = bought.product_id",
    )
    .bind(order)
    .run()
    .await?;
    Ok(())
}

/// Locks the products of a subquery in the order of their ids: whoever sells several of the same would otherwise wait for one
/// who waits for them.
pub(super) async fn lock_products(tx: &mut Tx, products: &str, values: &[i64]) -> StoreResult<()> {
    let lock = Conn::from(&mut *tx).dialect().for_update();
    if lock.is_empty() {
        // There is one writer.
        return Ok(());
    }
    let text = format!("SELECT id FROM product WHERE id IN ({products}) ORDER BY id {lock}");
    let _locked: Vec<(i64,)> = select(tx, text).bind_all(values.iter().copied()).all().await?;
    Ok(())
}

/// Whether a carrier exists.
pub async fn carrier_exists(on: impl Into<Conn<'_>>, carrier: ShippingCarrierId) -> StoreResult<bool> {
    let row: Option<(i64,)> =
        select(on, "SELECT id FROM shipping_carrier WHERE id = $1").bind(carrier).optional().await?;
    Ok(row.is_some())
}

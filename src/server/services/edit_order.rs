//! Changing an order before it ships: lines, addresses and contact, with its stock, its taxes, its money and its books.
//!
//! A preview is the change itself in a transaction that is not committed, so that it tells exactly what would happen.

mod money;
mod plan;
mod stock;

use super::{audit, invoices};
use crate::{
    domain::{
        audit::AuditSubject,
        forms::Problem,
        ids::VariantId,
        order::{OrderEventKind, OrderNumber, OrderStatus},
        order_edit::{OrderChange, OrderEditPreview},
        timestamp::Timestamp,
    },
    error::AppError,
    server::{
        jobs::Job,
        state::State,
        store::{self, StoreError, StoreResult, Tx, order_edits::Applied, orders::LockedOrder},
    },
};
use plan::Plan;
use serde::Serialize;

/// What a change would come to. Nothing is changed.
pub async fn preview(
    state: &State,
    actor: &str,
    number: OrderNumber,
    change: &OrderChange,
) -> Result<OrderEditPreview, AppError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let (_, preview) = carry_out(&mut tx, state, (actor, now), number, change).await?;
    drop(tx);
    Ok(preview)
}

/// The variants for sale with these SKUs, for programs, which know no ids.
pub async fn variants_by_sku(state: &State, skus: &[String]) -> StoreResult<Vec<(VariantId, String)>> {
    store::order_edits::variants_by_sku(&state.db, skus).await
}

/// What whoever asks for a change has before them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Confirmed {
    /// The draft that is applied.
    pub draft: Option<i64>,
    /// The total that the preview showed: a price may have changed since.
    pub total: Option<i64>,
}

/// Changes an order. For staff.
///
/// Of two who change, ship or cancel an order at once, the second is refused with a conflict, as the order has another
/// version by then.
pub async fn edit_order(
    state: &State,
    actor: &str,
    number: OrderNumber,
    change: &OrderChange,
    confirmed: Confirmed,
) -> Result<OrderEditPreview, AppError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let (order, preview) = carry_out(&mut tx, state, (actor, now), number, change).await?;
    if confirmed.total.is_some_and(|total| total != preview.total_after.minor) {
        return Err(AppError::Conflict);
    }
    let changes =
        serde_json::to_string(&preview.changes()).map_err(|error| StoreError::Inconsistent(error.to_string()))?;
    let totals = (preview.total_before.minor, preview.total_after.minor);
    let applied = Applied { note: &change.note, changes: &changes, totals, at: now };
    let edit = store::order_edits::apply(&mut tx, (order.id, actor, confirmed.draft), applied).await?;
    Job::OrderEditMail { edit }.enqueue(&mut tx, now).await?;
    note(&mut tx, (actor, now), number, &preview, &change.note).await?;
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(preview)
}

/// What the audit log keeps: no addresses, which are the customer's.
#[derive(Serialize)]
struct Noted {
    changed: String,
}

async fn note(
    tx: &mut Tx,
    (actor, now): (&str, Timestamp),
    number: OrderNumber,
    preview: &OrderEditPreview,
    note: &str,
) -> StoreResult<()> {
    let subject = audit::Subject::new(AuditSubject::Order, number.0.0, number.to_string());
    audit::note(tx, now, actor, subject, None, Some(&Noted { changed: preview.summary(note) })).await
}

/// Does all of it but what tells of it.
async fn carry_out(
    tx: &mut Tx,
    state: &State,
    (actor, now): (&str, Timestamp),
    number: OrderNumber,
    change: &OrderChange,
) -> Result<(LockedOrder, OrderEditPreview), AppError> {
    let order = store::orders::lock(tx, number.0).await?.ok_or(AppError::NotFound)?;
    if !matches!(order.status, OrderStatus::PendingPayment | OrderStatus::Paid | OrderStatus::PartlyFulfilled) {
        return Err(AppError::OrderMovedOn);
    }
    if change.version.is_some_and(|version| version != order.version) {
        return Err(AppError::Conflict);
    }
    let plan = Plan::make(tx, &order, change).await?;
    let left = plan.amended.totals.total - order.credited_minor;
    if left < 0 {
        let field = plan.first_field();
        return Err(AppError::field(&field, Problem::LessThanCredited(order.money(order.credited_minor))));
    }
    let sale = store::payments::sale_postings(tx, order.id).await?;
    stock::apply(tx, &order, &plan, (actor, now)).await?;
    let settlement = money::settle(tx, state, &order, &plan, (&sale, now)).await?;
    let preview = plan.preview(&order, settlement);
    conclude(tx, &order, (actor, now), &preview.summary(&change.note)).await?;
    // The series of invoices is the last that is locked.
    invoices::reissue(tx, order.id, "The order was changed", now).await?;
    Ok((order, preview))
}

/// The order's state and its timeline.
async fn conclude(
    tx: &mut Tx,
    before: &LockedOrder,
    (actor, now): (&str, Timestamp),
    told: &str,
) -> Result<(), AppError> {
    let order = store::orders::lock(tx, before.id).await?.ok_or(AppError::NotFound)?;
    let is_paid = order.status == OrderStatus::PendingPayment && order.owed() <= 0;
    let mut states = (None, None);
    if is_paid {
        store::orders::set_status(tx, &order, OrderStatus::Paid, now).await?;
        store::orders::count_sold(tx, order.id).await?;
        states = (Some(order.status), Some(OrderStatus::Paid));
    }
    store::orders::add_event(tx, order.id, OrderEventKind::Edited, states, (actor, told, now)).await?;
    Ok(())
}

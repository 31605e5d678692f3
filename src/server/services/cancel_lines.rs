//! Calling off a part of an order that has not shipped: its stock released, and what was to be paid for it credited.

use super::{
    cancel_order::{self, settle_payments},
    credits, refunds,
};
use crate::{
    domain::{
        credit::{TakenBack, due},
        forms::{FieldErrors, Problem, optional_line},
        ids::{OrderId, OrderLineId},
        order::{OrderEventKind, OrderNumber, OrderStatus},
        payment::GatewayKind,
        staff::{CANCEL_REASON_LENGTH, LinesToCancel, cancel_field},
        timestamp::Timestamp,
    },
    error::AppError,
    server::{
        jobs::{Job, OrderMailKind},
        services::allocations,
        state::State,
        store::{
            self, StoreError, StoreResult, Tx,
            order_lines::{self, LineWorth},
            orders::LockedOrder,
        },
    },
};

/// Cancels units of an order that have not shipped. For staff.
///
/// Where nothing of the order is left, this is the same as canceling it. Whoever saw fewer canceled units than there are by
/// now is refused, so that a form that is sent twice cancels once.
pub async fn cancel_lines(
    state: &State,
    actor: &str,
    number: OrderNumber,
    wish: &LinesToCancel,
) -> Result<(), AppError> {
    let now = state.clock.now();
    let reason = optional_line(&wish.reason, CANCEL_REASON_LENGTH)
        .map_err(|problem| AppError::field("cancel_reason", problem))?;
    let mut tx = state.db.begin().await?;
    let order = store::orders::lock(&mut tx, number.0).await?.ok_or(AppError::NotFound)?;
    if !matches!(order.status, OrderStatus::PendingPayment | OrderStatus::Paid | OrderStatus::PartlyFulfilled) {
        return Err(AppError::OrderMovedOn);
    }
    if order.was_edited_since(wish.edits) {
        return Err(AppError::Conflict);
    }
    let lines = order_lines::list(&mut tx, order.id).await?;
    if wish.seen.is_some_and(|seen| seen != lines.iter().map(|line| line.canceled).sum::<i64>()) {
        return Err(AppError::Conflict);
    }
    let units = chosen(wish, &lines)?;
    let canceled: i64 = units.iter().map(|(_, quantity)| quantity).sum();
    let open: i64 = lines.iter().map(LineWorth::open).sum();
    if canceled == open && lines.iter().all(|line| line.shipped == 0) {
        cancel_order::release(&mut tx, &order, OrderEventKind::Canceled, actor, now).await?;
    } else {
        take_out(&mut tx, &order, &units, (actor, now)).await?;
        let amount = worth(&mut tx, order.id, (&lines, &units), wish.shipping, now).await?;
        let told = told(&lines, &units, &reason);
        conclude(&mut tx, &order, amount, canceled == open, (actor, &told, now)).await?;
    }
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(())
}

/// The lines with what is to be canceled of each: no more than is open.
fn chosen(wish: &LinesToCancel, lines: &[LineWorth]) -> Result<Vec<(OrderLineId, i64)>, AppError> {
    let mut errors = FieldErrors::default();
    for (line, quantity) in &wish.quantities {
        let most = lines.iter().find(|known| known.line == *line).map_or(0, LineWorth::open);
        if !(0..=most).contains(quantity) {
            errors.add(&cancel_field(*line), Problem::OutOfRange(0, most));
        }
    }
    errors.into_result()?;
    let units: Vec<_> = wish.quantities.iter().copied().filter(|(_, quantity)| *quantity > 0).collect();
    if units.is_empty() {
        let field = lines.iter().find(|line| line.open() > 0).map(|line| cancel_field(line.line)).unwrap_or_default();
        return Err(AppError::field(&field, Problem::Required));
    }
    Ok(units)
}

/// Releases the stock of the units, those of the centers that ship last first, and counts them as canceled.
async fn take_out(
    tx: &mut Tx,
    order: &LockedOrder,
    units: &[(OrderLineId, i64)],
    (actor, now): (&str, Timestamp),
) -> StoreResult<()> {
    allocations::let_go(tx, units, (order.id, actor, now)).await?;
    if order_lines::cancel(tx, units).await? {
        Ok(())
    } else {
        Err(StoreError::Inconsistent(format!("lines of order {} moved under its lock", order.id)))
    }
}

/// Credits what the customer was to pay for the units, with shipping if staff say so: what is left of the order at most.
async fn worth(
    tx: &mut Tx,
    order: OrderId,
    (lines, units): (&[LineWorth], &[(OrderLineId, i64)]),
    shipping: bool,
    now: Timestamp,
) -> StoreResult<i64> {
    let of_line = |(line, quantity): &(OrderLineId, i64)| -> Option<TakenBack> {
        Some(lines.iter().find(|known| known.line == *line)?.take_back(*quantity))
    };
    let mut of_shipping = 0;
    if shipping {
        let (price, credited) = order_lines::shipping(&mut *tx, order).await?;
        of_shipping = (price - credited).max(0);
        order_lines::give_up_shipping(tx, order, of_shipping).await?;
    }
    let order = store::orders::lock(tx, order).await?;
    let left = order.as_ref().map_or(0, |order| order.total_minor - order.credited_minor);
    let amount = due(units.iter().filter_map(of_line), of_shipping, left);
    if let Some(order) = order {
        if order.status == OrderStatus::PendingPayment && order.owed() - amount <= 0 {
            // It is paid then. Products are locked before the series of invoices, as by whoever pays.
            store::orders::count_sold(tx, order.id).await?;
        }
        credits::credit(tx, order.id, amount, "canceled in part", now).await?;
    }
    Ok(amount)
}

/// "2 x MUG, 1 x TEA. Sold out".
fn told(lines: &[LineWorth], units: &[(OrderLineId, i64)], reason: &str) -> String {
    let unit = |(line, quantity): &(OrderLineId, i64)| {
        let sku = lines.iter().find(|known| known.line == *line).map(|known| known.sku.as_str()).unwrap_or_default();
        format!("{quantity} x {sku}")
    };
    let what = units.iter().map(unit).collect::<Vec<_>>().join(", ");
    if reason.is_empty() { what } else { format!("{what}. {reason}") }
}

/// The order's state, its payments and its mail after so much was credited.
async fn conclude(
    tx: &mut Tx,
    before: &LockedOrder,
    amount: i64,
    is_rest: bool,
    (actor, told, now): (&str, &str, Timestamp),
) -> StoreResult<()> {
    let Some(order) = store::orders::lock(&mut *tx, before.id).await? else { return Ok(()) };
    let next = match order.status {
        OrderStatus::PartlyFulfilled if is_rest => Some(OrderStatus::Fulfilled),
        OrderStatus::PendingPayment if order.owed() <= 0 => Some(OrderStatus::Paid),
        _ => None,
    };
    match next {
        Some(next) => store::orders::set_status(tx, &order, next, now).await?,
        None => store::shipments::touch_order(tx, order.id, now).await?,
    }
    let states = (next.map(|_| order.status), next);
    store::orders::add_event(tx, order.id, OrderEventKind::PartlyCanceled, states, (actor, told, now)).await?;
    if order.owed() <= 0 {
        settle_payments(tx, order.id, "canceled in part", now).await?;
    } else if amount > 0 {
        ask_for_less(tx, &order, now).await?;
    }
    Job::OrderMail { order: order.id, mail: OrderMailKind::PartlyCanceled }.enqueue(tx, now).await
}

/// What nobody has paid yet is asked for anew, and what came in too much goes back. Of what was authorized, no more is
/// captured than is owed then.
pub(super) async fn ask_for_less(tx: &mut Tx, order: &LockedOrder, now: Timestamp) -> StoreResult<()> {
    for payment in store::payments::list(&mut *tx, order.id).await? {
        if GatewayKind::of(&payment.gateway).is_manual() {
            store::payments::lower(tx, payment.id, order.owed()).await?;
        } else if payment.status == store::payments::PaymentStatus::Pending {
            store::payments::replace(tx, payment.id).await?;
            Job::CancelPayment { payment: payment.id }.enqueue(tx, now).await?;
        }
    }
    refunds::request_all_owed(tx, order.id, "canceled in part", now).await
}

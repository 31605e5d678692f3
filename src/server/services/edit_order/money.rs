//! The money of a changed order: its books, what goes back, and what is asked for now.

use super::plan::Plan;
use crate::{
    domain::{
        ids::PaymentId,
        order::OrderStatus,
        order_edit::Settlement,
        payment::{GatewayKind, PaymentSettings},
        timestamp::Timestamp,
    },
    error::AppError,
    server::{
        jobs::Job,
        services::{payment_settings, refunds},
        state::State,
        store::{
            self, StoreError, StoreResult, Tx,
            order_edits::{self, ChangedOrder},
            orders::LockedOrder,
            payments::{Account, Payment, PaymentStatus, post, sale_postings},
        },
    },
};

/// Why money goes back; the customer reads it.
const REASON: &str = "the order was changed";

/// Writes the order's totals, posts what changed, gives back what it does not need and asks for what it lacks.
///
/// What is captured beyond the new total is of no use to the order any more: it becomes money that waits to go back, so that
/// what an order holds is never more than it comes to.
pub(super) async fn settle(
    tx: &mut Tx,
    state: &State,
    order: &LockedOrder,
    plan: &Plan,
    (sale, now): (&[(Account, i64)], Timestamp),
) -> Result<Settlement, AppError> {
    let settings = payment_settings::load(&mut *tx).await?;
    let payments = store::payments::list(&mut *tx, order.id).await?;
    let total = plan.amended.totals.total;
    let pending = store::refunds::pending_of_order(tx, order.id).await?;
    let surplus = (order.captured_minor - order.refunded_minor - pending + order.credited_minor - total).max(0);
    let payment_due_at = due_at(state, order, (&payments, &settings), total, now);
    let json = |address| {
        serde_json::to_string(address).map_err(|error| AppError::from(StoreError::Inconsistent(error.to_string())))
    };
    let changed = ChangedOrder {
        totals: plan.amended.totals,
        surplus_minor: surplus,
        email: plan.email.clone(),
        shipping_address: json(&plan.shipping_address)?,
        billing_address: json(&plan.billing_address)?,
        payment_due_at,
    };
    if !order_edits::write(tx, (order.id, order.version), &changed, now).await? {
        return Err(AppError::Conflict);
    }
    post_change(tx, order, sale, now).await?;
    set_apart(tx, order, &payments, surplus, now).await?;
    if payment_due_at != order.payment_due_at {
        Job::ExpireOrder { order: order.id }.enqueue_at(tx, now, payment_due_at).await?;
    }
    let asked = ask(tx, order, now).await?;
    Ok(if surplus > 0 { Settlement::Refund(order.money(surplus)) } else { asked })
}

/// Whoever is asked for another amount has as much time as for a new order.
fn due_at(
    state: &State,
    order: &LockedOrder,
    (payments, settings): (&[Payment], &PaymentSettings),
    total: i64,
    now: Timestamp,
) -> Timestamp {
    if order.status != OrderStatus::PendingPayment || total == order.total_minor {
        return order.payment_due_at;
    }
    let gateway = payments.first().map(|payment| payment.gateway.as_str()).unwrap_or_default();
    order.payment_due_at.max(now.plus_minutes(settings.minutes_to_pay(gateway, state.config.payment_minutes)))
}

/// The difference between the sale as it was posted and as it is now.
async fn post_change(tx: &mut Tx, order: &LockedOrder, before: &[(Account, i64)], now: Timestamp) -> StoreResult<()> {
    let after = sale_postings(tx, order.id).await?;
    let was =
        |account: Account| before.iter().filter(|(known, _)| *known == account).map(|(_, amount)| amount).sum::<i64>();
    let change: Vec<_> = after.into_iter().map(|(account, amount)| (account, amount - was(account))).collect();
    post(tx, order.id, "order changed", &change, now).await
}

/// Takes the surplus off the payments that brought it, the newest first, and asks it back.
async fn set_apart(
    tx: &mut Tx,
    order: &LockedOrder,
    payments: &[Payment],
    surplus: i64,
    now: Timestamp,
) -> StoreResult<()> {
    if surplus == 0 {
        return Ok(());
    }
    let postings = [(Account::Receivable, surplus), (Account::Unallocated, -surplus)];
    post(tx, order.id, "order changed: paid too much", &postings, now).await?;
    let mut left = surplus;
    let mut given: Vec<PaymentId> = Vec::new();
    for payment in payments {
        let part = left.min(payment.refundable());
        if part > 0 {
            if !store::payments::add_unallocated(tx, payment.id, part).await? {
                return Err(StoreError::Inconsistent(format!("payment {} moved under its order's lock", payment.id)));
            }
            left -= part;
            given.push(payment.id);
        }
    }
    if left > 0 {
        return Err(StoreError::Inconsistent(format!("order {} holds {left} that no payment brought", order.id)));
    }
    for payment in given {
        if let Some(payment) = store::payments::find(&mut *tx, payment).await? {
            refunds::request_unallocated(tx, &payment, REASON, now).await?;
        }
    }
    Ok(())
}

/// Makes every open payment ask for what is owed now, and tells what the customer has to do.
async fn ask(tx: &mut Tx, before: &LockedOrder, now: Timestamp) -> Result<Settlement, AppError> {
    let order = store::orders::lock(tx, before.id).await?.ok_or(AppError::NotFound)?;
    let payments = store::payments::list(&mut *tx, order.id).await?;
    let promised: i64 = payments.iter().map(Payment::capturable).sum();
    let to_pay = (order.owed() - promised).max(0);
    for (index, payment) in payments.iter().enumerate() {
        if GatewayKind::of(&payment.gateway).is_manual() {
            match index {
                0 => store::payments::ask_for(tx, payment.id, to_pay).await?,
                _ => store::payments::lower(tx, payment.id, 0).await?,
            }
        } else if payment.status == PaymentStatus::Pending && (to_pay == 0 || payment.outstanding() != to_pay) {
            store::payments::replace(tx, payment.id).await?;
            Job::CancelPayment { payment: payment.id }.enqueue(tx, now).await?;
        } else if order.owed() <= 0 && payment.capturable() > 0 {
            Job::CancelPayment { payment: payment.id }.enqueue(tx, now).await?;
        }
    }
    let by = payments.first().map_or(GatewayKind::Online, |payment| GatewayKind::of(&payment.gateway));
    let is_waiting = order.status == OrderStatus::PendingPayment;
    Ok(match order.owed() {
        owed if owed == before.owed() => Settlement::Nothing,
        owed if owed <= 0 => Settlement::Settled,
        _ if is_waiting => Settlement::AskAnew { amount: order.money(to_pay), by },
        _ if to_pay > 0 => Settlement::Pay { amount: order.money(to_pay), by },
        owed if promised > 0 => Settlement::CaptureLess(order.money(owed)),
        _ => Settlement::Nothing,
    })
}

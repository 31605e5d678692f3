//! Money that comes, or is promised.

use super::Context;
use crate::{
    domain::{
        order::{OrderEventKind, OrderStatus},
        order_alert::AlertReason,
        payment::GatewayKind,
    },
    server::{
        jobs::{Job, OrderMailKind},
        services::{allocations, credits, order_alerts, payments::PaymentError, refunds},
        store::{
            self, StoreResult, Tx,
            payments::{Account, post},
        },
    },
};

/// Money was promised: an order that waits for it is as good as paid. A promise that the order cannot use is let go of.
pub(super) async fn authorized(tx: &mut Tx, context: Context<'_>, amount: i64) -> Result<(), PaymentError> {
    let (payment, order, now) = context;
    if !store::payments::add_authorized(tx, payment.id, amount).await? {
        return Err(PaymentError::OutOfOrder);
    }
    if payment.captured_minor > 0 || payment.voided_minor > 0 {
        // Told late: what came of it is known already.
        return Ok(());
    }
    let covers = amount >= order.owed() && order.owed() > 0;
    match order.status {
        // A promise of a former total is let go of, which is on its way already: the customer pays anew.
        _ if payment.replaced => Ok(Job::CancelPayment { payment: payment.id }.enqueue(tx, now).await?),
        OrderStatus::PendingPayment if covers => Ok(secured(tx, context, OrderEventKind::Authorized, "").await?),
        OrderStatus::Canceled if amount == order.total_minor && revive(tx, context).await? => {
            let told = "Authorized late; the stock was still there.";
            secured(tx, context, OrderEventKind::Authorized, told).await?;
            Ok(tell_honored(tx, context, amount).await?)
        }
        OrderStatus::PendingPayment => Ok(()),
        _ => Ok(Job::CancelPayment { payment: payment.id }.enqueue(tx, now).await?),
    }
}

/// Money came. The order takes what it is owed; the rest waits on an account of its own until it went back.
pub(super) async fn captured(tx: &mut Tx, context: Context<'_>, amount: i64) -> Result<(), PaymentError> {
    let (payment, order, now) = context;
    if !store::payments::add_captured(tx, payment.id, amount).await? {
        return Err(PaymentError::OutOfOrder);
    }
    let is_late = order.status == OrderStatus::Canceled;
    let revived = is_late && amount == order.total_minor && revive(tx, context).await?;
    let usable = match (is_late, revived) {
        (true, true) => amount,
        (true, false) => 0,
        // What was paid once and refunded since cannot be paid a second time.
        (false, _) => amount.min(order.owed()).min(order.total_minor - order.captured_minor).max(0),
    };
    let rest = amount - usable;
    let postings = [(Account::Gateway, amount), (Account::Receivable, -usable), (Account::Unallocated, -rest)];
    post(tx, order.id, "payment captured", &postings, now).await?;
    if usable > 0 {
        if !store::orders::add_captured(tx, order.id, usable).await? {
            return Err(store::StoreError::Inconsistent(format!("order {} moved under its lock", order.id)).into());
        }
        if revived {
            secured(tx, context, OrderEventKind::Paid, "Paid late; the stock was still there.").await?;
            tell_honored(tx, context, amount).await?;
        } else {
            used(tx, context, usable).await?;
        }
    }
    if rest > 0 {
        store::payments::add_unallocated(tx, payment.id, rest).await?;
        let reason = if is_late { "the order could not be served any more" } else { "paid twice" };
        if let Some(payment) = store::payments::find(&mut *tx, payment.id).await? {
            refunds::request_unallocated(tx, &payment, reason, now).await?;
        }
        let alert = if is_late { AlertReason::LatePayment } else { AlertReason::PaidTwice };
        let detail = format!("{} came through {} and go back: {reason}.", order.money(rest), payment.gateway);
        order_alerts::raise(tx, order.id, alert, &detail, now).await?;
    }
    Ok(())
}

/// The order has the money: it is paid, or paid in part.
async fn used(tx: &mut Tx, context: Context<'_>, amount: i64) -> StoreResult<()> {
    let (payment, order, now) = context;
    let is_whole = amount == order.owed();
    match order.status {
        OrderStatus::PendingPayment if is_whole => secured(tx, context, OrderEventKind::Paid, "").await,
        _ => {
            let kind = if is_whole { OrderEventKind::Paid } else { OrderEventKind::PartlyPaid };
            let message = order.money(amount).to_string();
            store::orders::add_event(tx, order.id, kind, (None, None), (&payment.gateway, &message, now)).await?;
            if is_whole { order_alerts::money_came(tx, order.id, &payment.gateway, now).await } else { Ok(()) }
        }
    }
}

/// The order's money is safe: it goes on to be shipped.
async fn secured(tx: &mut Tx, context: Context<'_>, kind: OrderEventKind, message: &str) -> StoreResult<()> {
    let (payment, order, now) = context;
    store::orders::set_status(tx, order, OrderStatus::Paid, now).await?;
    let states = (Some(order.status), Some(OrderStatus::Paid));
    store::orders::add_event(tx, order.id, kind, states, (&payment.gateway, message, now)).await?;
    store::orders::count_sold(tx, order.id).await?;
    // Of what staff see in their bank account, they heard when it was ordered.
    if !GatewayKind::of(&payment.gateway).is_manual() {
        order_alerts::queue_new_order(tx, order.id, now).await?;
    }
    Job::OrderMail { order: order.id, mail: OrderMailKind::Confirmation }.enqueue(tx, now).await
}

/// Sells an expired order once more, if its stock and its promotions can be had again; what staff canceled stays canceled.
async fn revive(tx: &mut Tx, (payment, order, now): Context<'_>) -> StoreResult<bool> {
    let was_paid_before = order.captured_minor > 0;
    if was_paid_before
        || !store::orders::has_expired(tx, order.id).await?
        || store::order_lines::was_canceled_in_part(tx, order.id).await?
        || !store::promotions::can_reclaim(tx, order.id).await?
    {
        return Ok(false);
    }
    store::order_lines::want_again(tx, order.id).await?;
    if !allocations::hold_again(tx, (order.id, payment.gateway.as_str(), now)).await? {
        store::order_lines::cancel_open(tx, order.id).await?;
        return Ok(false);
    }
    store::promotions::reclaim(tx, order.id).await?;
    credits::sell_again(tx, order.id, "canceled order paid after all", now).await?;
    Ok(true)
}

/// Tells staff of an order that comes back after it had expired, as they are told of one that does not.
async fn tell_honored(tx: &mut Tx, (payment, order, now): Context<'_>, amount: i64) -> StoreResult<()> {
    let amount = order.money(amount);
    let detail = format!("{amount} came through {} after the stock was released. It was still there.", payment.gateway);
    order_alerts::raise(tx, order.id, AlertReason::LatePaymentHonored, &detail, now).await?;
    Ok(())
}

/// A try to pay failed. The shopper is told while the order still waits.
pub(super) async fn failed(tx: &mut Tx, context: Context<'_>, reason: &str) -> StoreResult<()> {
    let (payment, order, now) = context;
    let reason: String = reason.chars().take(200).collect();
    let note = (payment.gateway.as_str(), reason.as_str(), now);
    store::orders::add_event(tx, order.id, OrderEventKind::PaymentFailed, (None, None), note).await?;
    if order.status == OrderStatus::PendingPayment {
        Job::OrderMail { order: order.id, mail: OrderMailKind::PaymentFailed }.enqueue(tx, now).await?;
    }
    Ok(())
}

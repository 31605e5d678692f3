//! Money that goes back, and promises that are let go of.

use super::Context;
use crate::{
    domain::{
        order::{OrderEventKind, OrderStatus},
        order_alert::AlertReason,
    },
    server::{
        gateways::payment::GatewayEvent,
        jobs::Job,
        services::{allocations, order_alerts, payments::PaymentError, refunds},
        store::{
            self, StoreError, StoreResult, Tx,
            orders::LockedOrder,
            payments::{Account, Payment, post},
            refunds::{Refund, RefundStatus},
        },
    },
};

/// A promise was let go of. An order that counted on it has to be paid otherwise, which staff see on its timeline.
pub(super) async fn voided(tx: &mut Tx, (payment, order, now): Context<'_>, amount: i64) -> Result<(), PaymentError> {
    if !store::payments::add_voided(tx, payment.id, amount).await? {
        return Err(PaymentError::OutOfOrder);
    }
    if order.status == OrderStatus::Canceled || order.owed() <= 0 {
        return Ok(());
    }
    let note = (payment.gateway.as_str(), "The authorization was let go of.", now);
    store::orders::add_event(tx, order.id, OrderEventKind::PaymentFailed, (None, None), note).await?;
    // A pending order waits for another payment, or expires.
    let promised: i64 = store::payments::list(&mut *tx, order.id).await?.iter().map(Payment::capturable).sum();
    let missing = order.owed() - promised;
    if order.status != OrderStatus::PendingPayment && missing > 0 {
        let detail = format!("{} of it are not promised any more.", order.money(missing));
        order_alerts::raise(tx, order.id, AlertReason::AuthorizationLost, &detail, now).await?;
    }
    Ok(())
}

/// Money went back: the refund is settled, in the books and on the order.
pub(super) async fn refunded(
    tx: &mut Tx,
    context: Context<'_>,
    event: &GatewayEvent,
    (amount, key): (i64, Option<&str>),
) -> Result<(), PaymentError> {
    let (payment, order, now) = context;
    let key = refunds::key_of_event(payment, event, key);
    let refund = match store::refunds::find_by_key(&mut *tx, &key).await? {
        Some(refund) => refund,
        None => {
            // Made at the gateway. Its credit takes the row of the invoice series, so stock and promotions come before.
            if order.status != OrderStatus::Canceled && refunds::will_end(tx, order, payment, amount).await? {
                release_rest(tx, order, (&payment.gateway, now)).await?;
            }
            refunds::note(tx, order, payment, (amount, &key), now).await?
        }
    };
    if refund.amount_minor != amount || refund.payment_id != payment.id {
        return Err(inconsistent(&refund, "is of another amount or payment").into());
    }
    if !store::refunds::settle(tx, refund.id, RefundStatus::Succeeded, (&event.id, ""), now).await? {
        return Err(inconsistent(&refund, "has ended otherwise").into());
    }
    let unallocated = refund.source.is_unallocated();
    if !store::payments::end_refund(tx, payment.id, amount, unallocated, true).await? {
        return Err(inconsistent(&refund, "was not set apart").into());
    }
    let owed_on = if unallocated { Account::Unallocated } else { Account::Receivable };
    post(tx, order.id, "payment refunded", &[(owed_on, amount), (Account::Gateway, -amount)], now).await?;
    if unallocated {
        let note = (payment.gateway.as_str(), refund.reason.as_str(), now);
        store::orders::add_event(tx, order.id, OrderEventKind::Returned, (None, None), note).await?;
    } else {
        take_off(tx, context, amount).await?;
    }
    Ok(Job::RefundMail { refund: refund.id }.enqueue(tx, now).await?)
}

/// Counts a refund on the order and moves its state where that hides nothing still to be done.
async fn take_off(tx: &mut Tx, (payment, _, now): Context<'_>, amount: i64) -> Result<(), PaymentError> {
    // Read again: a refund made at the gateway was credited a moment ago.
    let order = store::orders::lock(tx, payment.order_id).await?.ok_or(PaymentError::NothingToPay)?;
    if !store::orders::add_refunded(tx, order.id, amount).await? {
        return Err(StoreError::Inconsistent(format!("order {} holds no {amount}", order.id)).into());
    }
    let is_whole = order.refunded_minor + amount == order.captured_minor && order.credited_minor == order.total_minor;
    if is_whole && order.status != OrderStatus::Canceled {
        release_rest(tx, &order, (&payment.gateway, now)).await?;
    }
    let is_done =
        store::allocations::open_of(&mut *tx, order.id).await?.is_empty() || order.status == OrderStatus::Canceled;
    let next = if is_whole { OrderStatus::Refunded } else { OrderStatus::PartlyRefunded };
    let mut states = (None, None);
    if is_done && order.status.may_become(next) {
        store::orders::set_status(tx, &order, next, now).await?;
        states = (Some(order.status), Some(next));
    }
    let message = order.money(amount).to_string();
    let note = (payment.gateway.as_str(), message.as_str(), now);
    store::orders::add_event(tx, order.id, OrderEventKind::Refunded, states, note).await?;
    Ok(())
}

/// An order of which everything was given back keeps no stock for itself.
async fn release_rest(
    tx: &mut Tx,
    order: &LockedOrder,
    (actor, now): (&str, crate::domain::timestamp::Timestamp),
) -> Result<(), PaymentError> {
    let lines = store::order_lines::list(&mut *tx, order.id).await?;
    if lines.iter().all(|line| line.open() == 0) {
        return Ok(());
    }
    allocations::release(tx, (order.id, actor, now)).await?;
    store::order_lines::cancel_open(tx, order.id).await?;
    if lines.iter().all(|line| line.shipped == 0) {
        store::promotions::release(tx, order.id, now).await?;
    }
    Ok(())
}

/// The gateway refused to give money back: it is the order's again, and staff see why.
pub(super) async fn refund_failed(
    tx: &mut Tx,
    (payment, order, now): Context<'_>,
    key: &str,
    reason: &str,
) -> Result<(), PaymentError> {
    // Of one that the shop never asked for, nothing was written down.
    let Some(refund) = store::refunds::find_by_key(&mut *tx, key).await? else { return Ok(()) };
    let reason: String = reason.chars().take(200).collect();
    if !store::refunds::settle(tx, refund.id, RefundStatus::Failed, ("", &reason), now).await? {
        return Ok(());
    }
    let unallocated = refund.source.is_unallocated();
    if !store::payments::end_refund(tx, payment.id, refund.amount_minor, unallocated, false).await? {
        return Err(inconsistent(&refund, "was not set apart").into());
    }
    let message = format!("{}: {reason}", order.money(refund.amount_minor));
    let note = (payment.gateway.as_str(), message.as_str(), now);
    store::orders::add_event(tx, order.id, OrderEventKind::RefundFailed, (None, None), note).await?;
    let detail = format!("The refund of {message}.");
    order_alerts::raise(tx, order.id, AlertReason::RefundFailed, &detail, now).await?;
    Ok(())
}

/// The payer wants their money back. Staff are told once of every dispute; what comes of it, the gateway's refunds tell.
pub(super) async fn disputed(
    tx: &mut Tx,
    (payment, order, now): Context<'_>,
    event: &GatewayEvent,
    reason: &str,
) -> StoreResult<bool> {
    let news = (reason, event.id.as_str());
    let is_news = order_alerts::raise_once(tx, order.id, AlertReason::PaymentDisputed, news, now).await?;
    if is_news {
        let message = format!("{}: {reason}", AlertReason::PaymentDisputed.label());
        let note = (payment.gateway.as_str(), message.as_str(), now);
        store::orders::add_event(tx, order.id, OrderEventKind::Note, (None, None), note).await?;
    }
    Ok(is_news)
}

fn inconsistent(refund: &Refund, what: &str) -> StoreError {
    StoreError::Inconsistent(format!("refund {} {what}", refund.id))
}

//! What a gateway did, taken into the shop's books exactly once.
//!
//! Webhook, browser return, the answer of a call and the worker's look-up all end here, in any order, twice, or at once:
//! the gateway's id of the movement is claimed in the transaction that acts on it, and the order is locked.

mod money_back;
mod money_in;

use super::{
    fees, invoices,
    payments::{self, PaymentError, failed, gateway},
    saved_payment_methods,
    staff_payments::ByStaff,
};
use crate::{
    domain::{ids::PaymentId, payment::GatewayKind, timestamp::Timestamp},
    server::{
        gateways::payment::{GatewayError, GatewayEvent, NewPayment, Outcome, PaymentGateway, Resolved},
        state::State,
        store::{
            self, StoreResult, Tx,
            orders::LockedOrder,
            payments::{Payment, PaymentStatus, TransactionKind},
        },
    },
};

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    Now,
    /// Somebody else was first; nothing changed.
    Before,
}

/// Takes an event of a gateway into the books. Should it be the effect of something that was not told yet, the gateway
/// is asked for everything first.
///
/// # Errors
/// A payment that the shop does not know is an error, so that a webhook which overtakes its own
/// payment is delivered again.
pub async fn record_payment(state: &State, gateway: &str, event: &GatewayEvent) -> Result<Recorded, PaymentError> {
    record_noted(state, gateway, event, None).await
}

/// The same for what staff had done; the audit log and the books have it in one transaction.
pub(super) async fn record_noted(
    state: &State,
    gateway: &str,
    event: &GatewayEvent,
    by: Option<&ByStaff<'_>>,
) -> Result<Recorded, PaymentError> {
    match record_once(state, gateway, event, by).await {
        Err(PaymentError::OutOfOrder) => {
            catch_up(state, gateway, event).await?;
            record_once(state, gateway, event, by).await
        }
        recorded => recorded,
    }
}

/// Takes what a webhook told into the books. Where it only says that something happened, the gateway is asked what.
pub async fn receive(state: &State, slug: &str, mut event: GatewayEvent) -> Result<Recorded, PaymentError> {
    let known = store::payments::find_by_reference(&state.db, slug, &event.reference).await?;
    let payment = match known {
        Some(payment) => payment,
        None => {
            let gateway = state.gateways.get(slug).ok_or_else(|| PaymentError::UnknownGateway(slug.to_owned()))?;
            let told = |error| PaymentError::Gateway { gateway: slug.to_owned(), error };
            match gateway.resolve(&event.reference).await.map_err(told)? {
                Resolved::Reference(reference) => {
                    event.reference = reference;
                    let found = store::payments::find_by_reference(&state.db, slug, &event.reference).await?;
                    found.ok_or_else(|| unknown(slug))?
                }
                Resolved::Key(key) => {
                    let payment = claim(state, slug, &key, &event.reference).await?;
                    event.reference.clone_from(&payment.reference);
                    payment
                }
            }
        }
    };
    // Of a kept card's refusal there is one word, whoever brings it: the gateway's record.
    let is_refusal = matches!(event.outcome, Outcome::Failed { .. }) && payment.saved_payment_method_id.is_some();
    if event.outcome == Outcome::Changed || is_refusal {
        payments::ask(state, &payment).await?;
        return Ok(Recorded::Now);
    }
    record_payment(state, slug, &event).await
}

/// The payment with a key. Its gateway may tell its name for it before the answer of the call does, or in its place.
async fn claim(state: &State, slug: &str, key: &str, reference: &str) -> Result<Payment, PaymentError> {
    let id = NewPayment::of_key(key).ok_or_else(|| unknown(slug))?;
    let payment = store::payments::find(&state.db, id).await?.filter(|payment| payment.gateway == slug);
    let payment = payment.ok_or_else(|| unknown(slug))?;
    if !payment.reference.is_empty() {
        return Ok(payment);
    }
    if reference == key {
        return Err(unknown(slug));
    }
    store::payments::set_reference(&state.db, id, reference, "").await?;
    Ok(Payment { reference: reference.to_owned(), ..payment })
}

/// Notes that a payment was refused for good: it is closed, and its order goes on waiting.
pub(super) async fn refuse(
    state: &State,
    payment: PaymentId,
    (event_id, reason): (&str, &str),
) -> Result<(), PaymentError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let found = store::payments::find(&mut tx, payment).await?.ok_or(PaymentError::UnknownPayment(payment))?;
    let order = store::orders::lock(&mut tx, found.order_id).await?.ok_or(PaymentError::NothingToPay)?;
    // Read again: it may have changed while the order's lock was waited for.
    let payment = store::payments::find(&mut tx, payment).await?.ok_or(PaymentError::UnknownPayment(payment))?;
    if payment.status != PaymentStatus::Pending {
        return Ok(());
    }
    let outcome = Outcome::Failed { reason: reason.to_owned() };
    let event = GatewayEvent { id: event_id.to_owned(), reference: payment.reference.clone(), outcome };
    if note(&mut tx, &payment, &event, now).await? {
        money_in::failed(&mut tx, (&payment, &order, now), reason).await?;
    }
    store::payments::close(&mut tx, payment.id).await?;
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(())
}

/// Takes events into the books, in their order.
pub async fn record_events(state: &State, gateway: &str, events: &[GatewayEvent]) -> Result<(), PaymentError> {
    for event in events {
        record_once(state, gateway, event, None).await?;
    }
    Ok(())
}

async fn catch_up(state: &State, slug: &str, event: &GatewayEvent) -> Result<(), PaymentError> {
    let payment = store::payments::find_by_reference(&state.db, slug, &event.reference).await?;
    let payment = payment.ok_or_else(|| unknown(slug))?;
    let record = gateway(state, &payment)?.look_up(&event.reference).await.map_err(|error| failed(&payment, error))?;
    record_events(state, slug, &record.events).await
}

fn unknown(gateway: &str) -> PaymentError {
    PaymentError::Gateway { gateway: gateway.to_owned(), error: GatewayError::UnknownPayment }
}

fn gateway_of<'s>(state: &'s State, slug: &str) -> Result<&'s dyn PaymentGateway, PaymentError> {
    state.gateways.get(slug).ok_or_else(|| PaymentError::UnknownGateway(slug.to_owned()))
}

async fn record_once(
    state: &State,
    gateway: &str,
    event: &GatewayEvent,
    by: Option<&ByStaff<'_>>,
) -> Result<Recorded, PaymentError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let found = store::payments::find_by_reference(&mut tx, gateway, &event.reference).await?;
    let found = found.ok_or_else(|| unknown(gateway))?;
    let order = store::orders::lock(&mut tx, found.order_id).await?.ok_or(PaymentError::NothingToPay)?;
    // Read again: it may have changed while the order's lock was waited for.
    let payment = store::payments::find(&mut tx, found.id).await?.ok_or(PaymentError::UnknownPayment(found.id))?;
    if !note(&mut tx, &payment, event, now).await? {
        // A webhook was faster with what staff had the gateway do. What no gateway tells of, staff said before.
        if let Some(by) = by.filter(|_| !GatewayKind::of(gateway).is_manual()) {
            by.write(&mut tx, now).await?;
            tx.commit().await?;
        }
        return Ok(Recorded::Before);
    }
    if let Some(by) = by {
        by.write(&mut tx, now).await?;
    }
    let context = (&payment, &order, now);
    match &event.outcome {
        Outcome::Authorized { amount_minor } => {
            money_in::authorized(&mut tx, context, *amount_minor).await?;
            saved_payment_methods::queue_keeping(&mut tx, &payment, now).await?;
        }
        Outcome::Captured { amount_minor } => {
            money_in::captured(&mut tx, context, *amount_minor).await?;
            saved_payment_methods::queue_keeping(&mut tx, &payment, now).await?;
            let fee = gateway_of(state, gateway)?.fee_of(order.money(*amount_minor));
            if let Some(fee) = fee {
                fees::record(&mut tx, &payment, (&event.id, fee.minor), now).await?;
            }
            invoices::settle(&mut tx, order.id, "", now).await?;
        }
        Outcome::Failed { reason } => money_in::failed(&mut tx, context, reason).await?,
        Outcome::Voided { amount_minor } => money_back::voided(&mut tx, context, *amount_minor).await?,
        Outcome::Refunded { amount_minor, key } => {
            money_back::refunded(&mut tx, context, event, (*amount_minor, key.as_deref())).await?;
        }
        Outcome::Fee { capture, amount_minor } => {
            if !fees::record(&mut tx, &payment, (capture, *amount_minor), now).await? {
                return Ok(Recorded::Before);
            }
        }
        // These move nothing by themselves.
        Outcome::Disputed { reason } => {
            if !money_back::disputed(&mut tx, context, event, reason).await? {
                return Ok(Recorded::Before);
            }
        }
        Outcome::Changed => return Ok(Recorded::Before),
        Outcome::RefundFailed { key, reason } => money_back::refund_failed(&mut tx, context, key, reason).await?,
    }
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(Recorded::Now)
}

/// What every kind of event needs to know: the payment, its locked order, and when.
type Context<'a> = (&'a Payment, &'a LockedOrder, Timestamp);

/// Claims the event in the ledger; `false` if it is there already.
async fn note(tx: &mut Tx, payment: &Payment, event: &GatewayEvent, now: Timestamp) -> StoreResult<bool> {
    use TransactionKind::{Authorize, Capture, Refund, Void};
    let (kind, succeeded, amount, message) = match &event.outcome {
        Outcome::Authorized { amount_minor } => (Authorize, true, *amount_minor, ""),
        Outcome::Captured { amount_minor } => (Capture, true, *amount_minor, ""),
        Outcome::Voided { amount_minor } => (Void, true, *amount_minor, ""),
        Outcome::Failed { reason } => (Capture, false, payment.amount_minor, reason.as_str()),
        Outcome::Refunded { amount_minor, .. } => (Refund, true, *amount_minor, ""),
        // Fees and disputes are known by what is kept of them.
        Outcome::Fee { .. } | Outcome::Disputed { .. } | Outcome::Changed => return Ok(true),
        Outcome::RefundFailed { reason, key } => {
            let refund = store::refunds::find_by_key(&mut *tx, key).await?;
            (Refund, false, refund.map_or(0, |refund| refund.amount_minor), reason.as_str())
        }
    };
    let message: String = message.chars().take(200).collect();
    store::payments::insert_transaction(tx, payment, (kind, succeeded), amount, (&event.id, &message), now).await
}

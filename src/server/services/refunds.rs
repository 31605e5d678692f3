//! Giving money back: written down first, then asked of the gateway, once whatever crashes.
//!
//! A refund is a row before anybody is asked. Its amount is set apart on the payment by a guarded UPDATE, so that two
//! refunds at the same moment cannot give back more than was captured. The job asks the gateway with the row's key, which
//! the gateway recognizes should the job run again.

use super::{
    credits, order_alerts,
    payments::{self, PaymentError, failed, gateway},
    record_payment,
};
use crate::{
    domain::{
        ids::{OrderId, PaymentId, RefundId},
        money::Money,
        order_alert::AlertReason,
        payment::GatewayKind,
        timestamp::Timestamp,
    },
    server::{
        gateways::payment::{GatewayError, GatewayEvent, Outcome, Part},
        jobs::Job,
        state::State,
        store::{
            self, StoreError, StoreResult, Tx,
            orders::LockedOrder,
            payments::Payment,
            refunds::{NewRefund, Refund, RefundSource, RefundStatus},
        },
    },
};

/// What became of a wish for a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requested {
    Now(RefundId),
    /// The same was asked for before, by its key.
    Before(RefundId),
    /// There is not so much left that was not asked back already.
    TooMuch,
}

/// Writes a refund down and queues its job. The order must be locked by the transaction.
///
/// Money of the order is credited first as far as the customer has no credit for it yet, so that the books never owe
/// what they do not say.
pub async fn request(
    tx: &mut Tx,
    order: &LockedOrder,
    payment: &Payment,
    refund: &NewRefund<'_>,
    now: Timestamp,
) -> StoreResult<Requested> {
    let unallocated = refund.source.is_unallocated();
    let to_credit = if unallocated { 0 } else { uncredited(tx, order, refund.amount_minor).await? };
    let Some(id) = store::refunds::insert(tx, payment.id, refund, now).await? else {
        let before = store::refunds::find_by_key(&mut *tx, refund.idempotency_key).await?;
        let same =
            before.filter(|before| (before.payment_id, before.amount_minor) == (payment.id, refund.amount_minor));
        return Ok(same.map_or(Requested::TooMuch, |before| Requested::Before(before.id)));
    };
    if !store::payments::begin_refund(tx, payment.id, refund.amount_minor, unallocated).await? {
        return Ok(Requested::TooMuch);
    }
    credits::credit(tx, order.id, to_credit, refund.reason, now).await?;
    if !GatewayKind::of(&payment.gateway).is_manual() {
        Job::SendRefund { refund: id }.enqueue(tx, now).await?;
    }
    Ok(Requested::Now(id))
}

/// What of a new refund the customer has no credit for yet: all but what the shop owes them already and nobody has asked back.
async fn uncredited(tx: &mut Tx, order: &LockedOrder, amount_minor: i64) -> StoreResult<i64> {
    let pending = store::refunds::pending_of_order(tx, order.id).await?;
    Ok(amount_minor - (-order.owed() - pending).clamp(0, amount_minor))
}

/// Asks back all money that an order holds and its customer does not owe, and all that it cannot use. For canceled orders.
/// Asked again, it finds nothing left.
pub async fn request_all_owed(tx: &mut Tx, order: OrderId, reason: &str, now: Timestamp) -> StoreResult<()> {
    for payment in store::payments::list(&mut *tx, order).await? {
        request_unallocated(tx, &payment, reason, now).await?;
        let Some(order) = store::orders::lock(tx, order).await? else { return Ok(()) };
        let owed = -order.owed() - store::refunds::pending_of_order(tx, order.id).await?;
        ask_back(tx, &order, &payment, (owed.min(payment.refundable()), RefundSource::Order), reason, now).await?;
    }
    Ok(())
}

/// Asks back what came through a payment and its order cannot use.
pub async fn request_unallocated(tx: &mut Tx, payment: &Payment, reason: &str, now: Timestamp) -> StoreResult<()> {
    let Some(order) = store::orders::lock(tx, payment.order_id).await? else { return Ok(()) };
    ask_back(tx, &order, payment, (payment.unallocated_minor, RefundSource::Unallocated), reason, now).await
}

async fn ask_back(
    tx: &mut Tx,
    order: &LockedOrder,
    payment: &Payment,
    (amount_minor, source): (i64, RefundSource),
    reason: &str,
    now: Timestamp,
) -> StoreResult<()> {
    if amount_minor <= 0 {
        return Ok(());
    }
    tracing::info!(payment = %payment.id, order = %order.id, amount_minor, reason, "money is given back");
    let key = key_of(payment.id, store::refunds::count(&mut *tx, payment.id).await?);
    let refund = NewRefund { amount_minor, source, reason, idempotency_key: &key, actor: "worker" };
    match request(tx, order, payment, &refund, now).await? {
        Requested::Now(_) | Requested::Before(_) => Ok(()),
        Requested::TooMuch => {
            Err(StoreError::Inconsistent(format!("payment {} does not hold {amount_minor}", payment.id)))
        }
    }
}

/// A refund's key: its payment, and how many refunds of it were there before, so that a form sent twice asks once.
pub fn key_of(payment: PaymentId, refunds_before: i64) -> String {
    format!("refund-{payment}-{refunds_before}")
}

/// Asks the gateway for a refund that is still pending. For the worker; running it again is safe at any point.
pub async fn send(state: &State, refund: RefundId) -> Result<(), PaymentError> {
    let refund = store::refunds::find(&state.db, refund).await?.ok_or(PaymentError::UnknownRefund(refund))?;
    if refund.status != RefundStatus::Pending {
        return Ok(());
    }
    let payment = get_payment(state, refund.payment_id).await?;
    let currency = payments::currency(state, payment.order_id).await?;
    let part =
        Part { amount: Money::new(refund.amount_minor, currency), idempotency_key: refund.idempotency_key.clone() };
    let gateway = gateway(state, &payment)?;
    let event = match gateway.refund(&payment.reference, &part).await {
        Ok(Some(event)) => event,
        // It tells by webhook, or when it is asked.
        Ok(None) => return Ok(()),
        Err(error @ (GatewayError::NotPossible | GatewayError::UnknownPayment)) => refused(&payment, &refund, &error),
        Err(error) => return Err(failed(&payment, error)),
    };
    record_payment::record_payment(state, gateway.slug(), &event).await?;
    Ok(())
}

/// Tells staff of a refund whose gateway does not answer. It stays pending: the gateway may have made it all the same.
pub async fn tell_unsent(state: &State, refund: RefundId, why: &str) -> Result<(), PaymentError> {
    let now = state.clock.now();
    let refund = store::refunds::find(&state.db, refund).await?.ok_or(PaymentError::UnknownRefund(refund))?;
    let payment = get_payment(state, refund.payment_id).await?;
    let mut tx = state.db.begin().await?;
    let order = store::orders::lock(&mut tx, payment.order_id).await?.ok_or(PaymentError::NothingToPay)?;
    if refund.status == RefundStatus::Pending {
        let amount = order.money(refund.amount_minor);
        let detail =
            format!("The refund of {amount} could not be sent: {why}. Retry its job once the gateway answers.");
        let told = (payment.gateway.as_str(), detail.as_str());
        order_alerts::raise_with_note(&mut tx, order.id, AlertReason::RefundFailed, told, now).await?;
        tx.commit().await?;
    }
    Ok(())
}

fn refused(payment: &Payment, refund: &Refund, error: &GatewayError) -> GatewayEvent {
    GatewayEvent {
        id: format!("{}-refused", refund.idempotency_key),
        reference: payment.reference.clone(),
        outcome: Outcome::RefundFailed { key: refund.idempotency_key.clone(), reason: error.to_string() },
    }
}

/// Gives everything back that an order's customer is owed. For jobs that older versions queued.
pub async fn give_back(state: &State, payment: PaymentId) -> Result<(), PaymentError> {
    let payment = get_payment(state, payment).await?;
    let mut tx = state.db.begin().await?;
    store::orders::lock(&mut tx, payment.order_id).await?;
    request_all_owed(&mut tx, payment.order_id, "order canceled", state.clock.now()).await?;
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(())
}

async fn get_payment(state: &State, payment: PaymentId) -> Result<Payment, PaymentError> {
    store::payments::find(&state.db, payment).await?.ok_or(PaymentError::UnknownPayment(payment))
}

/// The key of the refund that an event is about: of the call that asked, else one of its own, as it was made at the gateway.
pub(super) fn key_of_event(payment: &Payment, event: &GatewayEvent, key: Option<&str>) -> String {
    key.map_or_else(|| format!("{}-{}", payment.gateway, event.id), str::to_owned)
}

/// Where the money of a refund comes from that was made at the gateway.
fn source_of(payment: &Payment, amount_minor: i64) -> RefundSource {
    if payment.refundable() >= amount_minor { RefundSource::Order } else { RefundSource::Unallocated }
}

/// Whether a refund that was made at the gateway will leave nothing of its order: all that was captured is back, and all that
/// was sold is credited.
pub(super) async fn will_end(
    tx: &mut Tx,
    order: &LockedOrder,
    payment: &Payment,
    amount_minor: i64,
) -> StoreResult<bool> {
    if source_of(payment, amount_minor).is_unallocated() || order.refunded_minor + amount_minor != order.captured_minor
    {
        return Ok(false);
    }
    Ok(order.credited_minor + uncredited(tx, order, amount_minor).await? == order.total_minor)
}

/// Writes down a refund that was made at the gateway.
pub(super) async fn note(
    tx: &mut Tx,
    order: &LockedOrder,
    payment: &Payment,
    (amount_minor, key): (i64, &str),
    now: Timestamp,
) -> Result<Refund, PaymentError> {
    let refund = NewRefund {
        amount_minor,
        source: source_of(payment, amount_minor),
        reason: "refunded at the gateway",
        idempotency_key: key,
        actor: &payment.gateway,
    };
    match request(tx, order, payment, &refund, now).await? {
        Requested::Now(id) | Requested::Before(id) => {
            let refund = store::refunds::find(&mut *tx, id).await?;
            refund.ok_or_else(|| StoreError::Inconsistent(format!("refund {id} is gone")).into())
        }
        // The capture that it gives back is not known yet.
        Requested::TooMuch => Err(PaymentError::OutOfOrder),
    }
}

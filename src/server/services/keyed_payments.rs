//! What staff's programs do about an order's money, each under a key: sent again, it moves money once, also where the
//! shop stopped half-way.
//!
//! The key becomes a part of what the gateway gets. Where the first half of a request may have changed what it would be
//! allowed by, that it was allowed is noted before it begins: see [`Run::set_checked`].

use super::{
    idempotency::Run,
    payments,
    record_payment::record_noted,
    refunds::{self, Requested},
    staff_payments::{ByStaff, Noted, REASON_LENGTH, find},
};
use crate::{
    domain::{
        forms::{FieldErrors, Problem, required_line},
        ids::{PaymentId, RefundId},
        money::Money,
        order::OrderNumber,
        payment::GatewayKind,
    },
    error::AppError,
    server::{
        gateways::payment::{GatewayEvent, Outcome},
        state::State,
        store::{
            self,
            accounts::Account,
            refunds::{NewRefund, RefundSource},
        },
    },
};

/// An amount above nothing and at most what there is, in the order's currency.
fn amount(wanted: Money, most: Money) -> Result<i64, Problem> {
    if wanted.currency != most.currency {
        Err(Problem::UnknownChoice)
    } else if wanted.minor <= 0 {
        Err(Problem::NotAPrice)
    } else if wanted.minor > most.minor {
        Err(Problem::MoreThan(most))
    } else {
        Ok(wanted.minor)
    }
}

/// Takes a part of what was authorized, at most what the order owes; without an amount, all of that.
pub async fn capture(
    state: &State,
    staff: &Account,
    (number, payment): (OrderNumber, PaymentId),
    wanted: Money,
    run: &Run,
) -> Result<(), AppError> {
    let mut tx = state.db.begin().await?;
    let (order, payment) = find(&mut tx, number, payment).await?;
    drop(tx);
    if !run.was_checked {
        let most = order.money(payment.capturable().min(order.owed()).max(0));
        amount(wanted, most).map_err(|problem| AppError::field("amount", problem))?;
        run.set_checked(state).await?;
    }
    let noted = Noted { captured: Some(wanted.to_string()), ..Noted::of(&payment) };
    let by = ByStaff { staff, number, noted: &noted };
    Ok(payments::capture_as(state, &payment, wanted.minor, (format!("capture-{}", run.name), Some(&by))).await?)
}

/// Gives a part of a captured payment back, and credits it to the customer. The answer is the refund, which is under way.
pub async fn refund(
    state: &State,
    staff: &Account,
    (number, payment): (OrderNumber, PaymentId),
    (wanted, reason): (Money, &str),
    run: &Run,
) -> Result<RefundId, AppError> {
    let mut tx = state.db.begin().await?;
    let (order, payment) = find(&mut tx, number, payment).await?;
    let key = format!("refund-{}", run.name);
    if let Some(before) = store::refunds::find_by_key(&mut tx, &key).await? {
        return Ok(before.id);
    }
    let most = order.money(payment.refundable());
    let mut errors = FieldErrors::default();
    let amount_minor = errors.take("amount", amount(wanted, most)).unwrap_or_default();
    let reason = errors.take("reason", required_line(reason, REASON_LENGTH)).unwrap_or_default();
    errors.into_result()?;
    let source = RefundSource::Order;
    let new = NewRefund { amount_minor, source, reason: &reason, idempotency_key: &key, actor: &staff.email };
    let id = match refunds::request(&mut tx, &order, &payment, &new, state.clock.now()).await? {
        Requested::Now(id) | Requested::Before(id) => id,
        Requested::TooMuch => return Err(AppError::field("amount", Problem::MoreThan(most))),
    };
    let refunded = Some(wanted.to_string());
    let noted = Noted { refunded, reason: Some(reason), ..Noted::of(&payment) };
    ByStaff { staff, number, noted: &noted }.write(&mut tx, state.clock.now()).await?;
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(id)
}

/// Says that money came which no gateway tells of.
pub async fn mark_paid(
    state: &State,
    staff: &Account,
    (number, payment): (OrderNumber, PaymentId),
    wanted: Money,
    run: &Run,
) -> Result<(), AppError> {
    let mut tx = state.db.begin().await?;
    let (order, mut payment) = find(&mut tx, number, payment).await?;
    if !GatewayKind::of(&payment.gateway).is_manual() {
        return Err(AppError::OrderMovedOn);
    }
    let id = format!("paid-{}", run.name);
    if store::payments::has_transaction(&mut tx, &payment.gateway, &id).await? {
        return Ok(());
    }
    let most = order.money(payment.outstanding());
    let amount_minor = amount(wanted, most).map_err(|problem| AppError::field("amount", problem))?;
    if payment.reference.is_empty() {
        // The shop stopped before it had told its customer how to pay.
        payment.reference = format!("payment-{}", payment.id);
        store::payments::set_reference(&mut tx, payment.id, &payment.reference, "").await?;
        tx.commit().await?;
    } else {
        drop(tx);
    }
    let event = GatewayEvent { id, reference: payment.reference.clone(), outcome: Outcome::Captured { amount_minor } };
    let noted = Noted { captured: Some(wanted.to_string()), ..Noted::of(&payment) };
    let by = ByStaff { staff, number, noted: &noted };
    record_noted(state, &payment.gateway, &event, Some(&by)).await?;
    Ok(())
}

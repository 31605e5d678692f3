//! What staff do about an order's money: capture, void, refund, and say that money came or went where no gateway does.

use super::{
    audit::{self, Subject},
    payments,
    record_payment::record_noted,
    refunds::{self, Requested, key_of},
};
use crate::{
    domain::{
        audit::AuditSubject,
        forms::{FieldErrors, Problem, required_line},
        ids::{PaymentId, RefundId},
        money::{Currency, Money},
        order::OrderNumber,
        payment::GatewayKind,
        timestamp::Timestamp,
    },
    error::AppError,
    server::{
        gateways::payment::{GatewayEvent, Outcome},
        state::State,
        store::{
            self, StoreResult, Tx,
            accounts::Account,
            orders::LockedOrder,
            payments::Payment,
            refunds::{NewRefund, RefundSource, RefundStatus},
        },
    },
};
use serde::Serialize;
use tracing::Instrument;

/// Longest reason of a refund; the gateway may show it to the customer.
pub(super) const REASON_LENGTH: u32 = 120;

/// What the audit log keeps.
#[derive(Debug, Serialize)]
pub(super) struct Noted {
    pub(super) payment: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) captured: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) authorization: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) refunded: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
}

impl Noted {
    pub(super) fn of(payment: &Payment) -> Self {
        let payment = format!("{} {}", payment.gateway, payment.id);
        Self { payment, captured: None, authorization: None, refunded: None, reason: None }
    }
}

/// What somebody of the staff does to an order, for the audit log.
#[derive(Clone, Copy, Debug)]
pub(super) struct ByStaff<'a> {
    pub(super) staff: &'a Account,
    pub(super) number: OrderNumber,
    pub(super) noted: &'a Noted,
}

impl ByStaff<'_> {
    /// Writes it down with what it is about.
    pub(super) async fn write(&self, tx: &mut Tx, now: Timestamp) -> StoreResult<()> {
        let subject = Subject::new(AuditSubject::Order, self.number.0.0, self.number.to_string());
        audit::note(tx, now, &self.staff.email, subject, None, Some(self.noted)).await
    }
}

/// Does it in a task of its own: whoever hangs up does not end it between the gateway, the books and the audit log.
async fn to_its_end(work: impl Future<Output = Result<(), AppError>> + Send + 'static) -> Result<(), AppError> {
    let done = tokio::spawn(work.in_current_span()).await;
    done.unwrap_or_else(|error| {
        tracing::error!(%error, "what staff did about a payment ended early");
        Err(AppError::Internal)
    })
}

/// The order's page after something was done; another address each time, so that an open page loads itself anew.
pub fn page_after(state: &State, number: OrderNumber, done: &str) -> String {
    format!("/admin/orders/{number}?done={done}&at={}", state.clock.now().0)
}

/// A payment of an order, both as they are while the order is locked.
pub(super) async fn find(
    tx: &mut Tx,
    number: OrderNumber,
    payment: PaymentId,
) -> Result<(LockedOrder, Payment), AppError> {
    let order = store::orders::lock(tx, number.0).await?.ok_or(AppError::NotFound)?;
    let payment = store::payments::find(tx, payment).await?.ok_or(AppError::NotFound)?;
    if payment.order_id == order.id { Ok((order, payment)) } else { Err(AppError::NotFound) }
}

/// An amount above nothing and at most what there is.
fn amount(text: &str, most: Money) -> Result<i64, AppError> {
    let refused = |problem| AppError::field("amount", problem);
    if text.trim().is_empty() {
        return Err(refused(Problem::Required));
    }
    match Money::parse(text, most.currency) {
        Some(amount) if amount.minor > most.minor => Err(refused(Problem::MoreThan(most))),
        Some(amount) if amount.minor > 0 => Ok(amount.minor),
        _ => Err(refused(Problem::NotAPrice)),
    }
}

/// Takes a part of what was authorized, at most what the order owes. `seen` is what the form showed as captured: sent
/// twice, it captures once.
pub async fn capture(
    state: &State,
    staff: &Account,
    number: OrderNumber,
    payment: PaymentId,
    (wanted, seen): (&str, i64),
) -> Result<(), AppError> {
    let (state, staff, wanted) = (state.clone(), staff.clone(), wanted.to_owned());
    to_its_end(async move {
        let mut tx = state.db.begin().await?;
        let (order, payment) = find(&mut tx, number, payment).await?;
        if seen != payment.captured_minor {
            let before = store::payments::capture_after(&mut tx, payment.id, seen).await?;
            let currency = Currency::from_code(&order.currency).unwrap_or_default();
            let asked = Money::parse(&wanted, currency).map(|amount| amount.minor);
            return if before.is_some() && asked == before { Ok(()) } else { Err(AppError::Conflict) };
        }
        drop(tx);
        let amount = amount(&wanted, order.money(payment.capturable().min(order.owed()).max(0)))?;
        let noted = Noted { captured: Some(order.money(amount).to_string()), ..Noted::of(&payment) };
        let by = ByStaff { staff: &staff, number, noted: &noted };
        Ok(payments::capture_as(&state, &payment, amount, (payments::capture_key(&payment), Some(&by))).await?)
    })
    .await
}

/// Lets go of what was authorized and not captured, and closes a payment that nobody paid.
pub async fn void(state: &State, staff: &Account, number: OrderNumber, payment: PaymentId) -> Result<(), AppError> {
    let (state, staff) = (state.clone(), staff.clone());
    to_its_end(async move {
        let mut tx = state.db.begin().await?;
        let (_, payment) = find(&mut tx, number, payment).await?;
        drop(tx);
        if !payment.is_open() && payment.capturable() == 0 {
            return Err(AppError::OrderMovedOn);
        }
        let noted = Noted { authorization: Some("voided"), ..Noted::of(&payment) };
        let by = ByStaff { staff: &staff, number, noted: &noted };
        Ok(payments::cancel_as(&state, payment.id, Some(&by)).await?)
    })
    .await
}

/// A refund as staff ask for it.
#[derive(Clone, Debug)]
pub struct RefundForm<'a> {
    pub payment: PaymentId,
    pub amount: &'a str,
    pub reason: &'a str,
    /// How many refunds of the payment the form showed: sent twice, it asks once.
    pub seen: i64,
}

/// Gives a part of a captured payment back, and credits it to the customer.
pub async fn refund(
    state: &State,
    staff: &Account,
    number: OrderNumber,
    form: &RefundForm<'_>,
) -> Result<(), AppError> {
    let mut tx = state.db.begin().await?;
    let (order, payment) = find(&mut tx, number, form.payment).await?;
    let key = key_of(payment.id, form.seen.max(0));
    let mut errors = FieldErrors::default();
    let reason = errors.take("reason", required_line(form.reason, REASON_LENGTH)).unwrap_or_default();
    let currency = Currency::from_code(&order.currency).unwrap_or_default();
    if let Some(before) = store::refunds::find_by_key(&mut tx, &key).await? {
        let same = Money::parse(form.amount, currency).is_some_and(|amount| amount.minor == before.amount_minor);
        return if same { Ok(()) } else { Err(AppError::Conflict) };
    }
    let amount_minor = match amount(form.amount, order.money(payment.refundable())) {
        Ok(amount) => amount,
        Err(AppError::Invalid(refused)) => {
            errors.0.splice(0..0, refused.0);
            0
        }
        Err(error) => return Err(error),
    };
    errors.into_result()?;
    let new = NewRefund {
        amount_minor,
        source: RefundSource::Order,
        reason: &reason,
        idempotency_key: &key,
        actor: &staff.email,
    };
    if refunds::request(&mut tx, &order, &payment, &new, state.clock.now()).await? == Requested::TooMuch {
        return Err(AppError::field("amount", Problem::MoreThan(order.money(payment.refundable()))));
    }
    let refunded = Some(order.money(amount_minor).to_string());
    let noted = Noted { refunded, reason: Some(reason), ..Noted::of(&payment) };
    ByStaff { staff, number, noted: &noted }.write(&mut tx, state.clock.now()).await?;
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(())
}

/// Says that money came which no gateway tells of. `seen` is what the form showed as paid: sent twice, it counts once.
pub async fn mark_paid(
    state: &State,
    staff: &Account,
    number: OrderNumber,
    payment: PaymentId,
    (wanted, seen): (&str, i64),
) -> Result<(), AppError> {
    let (state, staff, wanted) = (state.clone(), staff.clone(), wanted.to_owned());
    to_its_end(async move {
        let mut tx = state.db.begin().await?;
        let (order, mut payment) = find(&mut tx, number, payment).await?;
        if !GatewayKind::of(&payment.gateway).is_manual() {
            return Err(AppError::NotFound);
        }
        if payment.reference.is_empty() {
            // The shop stopped before it had told its customer how to pay.
            payment.reference = format!("payment-{}", payment.id);
            store::payments::set_reference(&mut tx, payment.id, &payment.reference, "").await?;
            tx.commit().await?;
        } else {
            drop(tx);
        }
        if seen != payment.captured_minor {
            return Err(AppError::Conflict);
        }
        let amount_minor = amount(&wanted, order.money(payment.outstanding()))?;
        let event = GatewayEvent {
            id: format!("paid-{}-{seen}", payment.id),
            reference: payment.reference.clone(),
            outcome: Outcome::Captured { amount_minor },
        };
        let noted = Noted { captured: Some(order.money(amount_minor).to_string()), ..Noted::of(&payment) };
        let by = ByStaff { staff: &staff, number, noted: &noted };
        record_noted(&state, &payment.gateway, &event, Some(&by)).await?;
        Ok(())
    })
    .await
}

/// Says that a refund was made which no gateway makes.
pub async fn mark_refunded(
    state: &State,
    staff: &Account,
    number: OrderNumber,
    refund: RefundId,
) -> Result<(), AppError> {
    let (state, staff) = (state.clone(), staff.clone());
    to_its_end(async move {
        let refund = store::refunds::find(&state.db, refund).await?.ok_or(AppError::NotFound)?;
        let mut tx = state.db.begin().await?;
        let (order, payment) = find(&mut tx, number, refund.payment_id).await?;
        drop(tx);
        if !GatewayKind::of(&payment.gateway).is_manual() || refund.status == RefundStatus::Failed {
            return Err(AppError::NotFound);
        }
        let key = Some(refund.idempotency_key.clone());
        let event = GatewayEvent {
            id: format!("given-{}", refund.id),
            reference: payment.reference.clone(),
            outcome: Outcome::Refunded { amount_minor: refund.amount_minor, key },
        };
        let noted = Noted { refunded: Some(order.money(refund.amount_minor).to_string()), ..Noted::of(&payment) };
        let by = ByStaff { staff: &staff, number, noted: &noted };
        record_noted(&state, &payment.gateway, &event, Some(&by)).await?;
        Ok(())
    })
    .await
}

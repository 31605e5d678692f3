//! Asking gateways: for payment pages, for what they know, for captures, and to close what is no longer wanted.

mod captures;
mod voids;

pub use captures::{capture, capture_due, queue_captures, tell_uncaptured};
pub(super) use captures::{capture_as, capture_key};
pub(super) use voids::cancel_as;
pub use voids::{cancel, cancel_unneeded};

use super::{
    orders, payment_settings,
    record_payment::{self, record_events},
    saved_charges, saved_payment_methods,
};
use crate::{
    domain::{
        ids::{OrderId, PaymentId, RefundId, SavedPaymentMethodId},
        money::{Currency, Money},
        order::{OrderNumber, OrderStatus},
        payment::{CaptureTime, GatewayKind},
    },
    error::AppError,
    server::{
        gateways::payment::{GatewayError, NewPayment, PaymentGateway},
        state::State,
        store::{
            self, StoreError, StoreResult, Tx,
            orders::LockedOrder,
            payments::{Payment, PaymentStatus},
        },
    },
};
use futures::{StreamExt, stream};
use std::time::Duration;

/// Why a payment could not be started, changed or recorded.
#[derive(Debug, thiserror::Error)]
pub enum PaymentError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{gateway}: {error}")]
    Gateway { gateway: String, error: GatewayError },
    #[error("there is no gateway {0}")]
    UnknownGateway(String),
    #[error("there is no payment {0}")]
    UnknownPayment(PaymentId),
    #[error("there is no refund {0}")]
    UnknownRefund(RefundId),
    #[error("the order needs no payment")]
    NothingToPay,
    #[error("the gateway told of something whose cause it has not told yet")]
    OutOfOrder,
}

impl From<PaymentError> for AppError {
    fn from(error: PaymentError) -> Self {
        match error {
            PaymentError::Store(error) => error.into(),
            PaymentError::NothingToPay => Self::OrderMovedOn,
            PaymentError::Gateway { error: GatewayError::NotPossible, .. } => Self::OrderMovedOn,
            error => {
                tracing::warn!(%error, "payment");
                Self::GatewayUnavailable
            }
        }
    }
}

/// How a new payment of an order is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    pub gateway: String,
    /// The customer's card that is charged; without one, the gateway's page asks.
    pub method: Option<SavedPaymentMethodId>,
}

impl Way {
    /// Whether a payment is made so.
    pub fn is_of(&self, payment: &Payment) -> bool {
        payment.gateway == self.gateway && payment.saved_payment_method_id == self.method
    }
}

/// Where the shopper pays an order: the open payment's page, asked for if it is not known yet. A card that the customer
/// keeps is charged instead, and the answer is the order's page.
///
/// Called again after a lost answer, it finds the same payment at the gateway. A payment that was closed while the order
/// still waits makes room for another one.
pub async fn start(state: &State, order: OrderId) -> Result<String, PaymentError> {
    start_in(state, order, None).await
}

/// The same, where a new payment is made in a chosen way; without one, on the page of the gateway before.
pub(super) async fn start_in(state: &State, order: OrderId, way: Option<&Way>) -> Result<String, PaymentError> {
    let (detail, owner) = store::orders::find_detail(&state.db, order).await?.ok_or(PaymentError::NothingToPay)?;
    if detail.status != OrderStatus::PendingPayment && !detail.lacks_difference() {
        return Ok(orders::order_url(state, order));
    }
    let payment = find_or_open(state, order, way).await?;
    if !payment.redirect_url.is_empty() {
        return Ok(payment.redirect_url);
    }
    let gateway = gateway(state, &payment)?;
    let customer = match owner {
        Some(account) => saved_payment_methods::customer_at(state, account, gateway.slug()).await?,
        None => None,
    };
    let number = OrderNumber(order);
    let order_url = orders::order_url(state, order);
    let request = NewPayment {
        idempotency_key: NewPayment::key(payment.id),
        amount: Money::new(payment.amount_minor, detail.currency),
        capture_later: payment.capture_later,
        description: format!("Order {number}"),
        return_url: format!(
            "{}/orders/{number}/return?token={}",
            state.config.public_url(),
            orders::order_token(state, order)
        ),
        order_url: format!("{order_url}&placed=1"),
        customer,
        totals: Some(detail.totals),
    };
    if payment.saved_payment_method_id.is_some() {
        return saved_charges::charge(state, &payment, &request).await;
    }
    let created = gateway.create(&request).await.map_err(|error| failed(&payment, error))?;
    store::payments::set_reference(&state.db, payment.id, &created.reference, &created.redirect_url).await?;
    Ok(created.redirect_url)
}

/// The payment that waits for the shopper, or a new one for what is still due if all before it were closed.
async fn find_or_open(state: &State, order: OrderId, way: Option<&Way>) -> Result<Payment, PaymentError> {
    if let Some(payment) = store::payments::list(&state.db, order).await?.into_iter().find(Payment::is_waiting) {
        return Ok(payment);
    }
    let settings = payment_settings::load(&state.db).await?;
    let mut tx = state.db.begin().await?;
    let locked = store::orders::lock(&mut tx, order).await?.ok_or(PaymentError::NothingToPay)?;
    let payments = store::payments::list(&mut tx, order).await?;
    if let Some(payment) = payments.iter().find(|payment| payment.is_waiting()) {
        return Ok(payment.clone());
    }
    let due = still_to_pay(&locked, &payments);
    let is_pending = locked.status == OrderStatus::PendingPayment;
    if due <= 0 || (is_pending && payments.first().is_some_and(|last| last.is_open() && !last.replaced)) {
        return Err(PaymentError::NothingToPay);
    }
    // The difference of a changed order is taken at once: the order may ship any time.
    let capture_later = is_pending && settings.capture == CaptureTime::AtShipment;
    // An order that cost nothing before has no payment.
    let gateway = way.map(|way| way.gateway.clone()).or_else(|| payments.first().map(|last| last.gateway.clone()));
    let gateway = gateway.or_else(|| state.gateways.offers(&settings).into_iter().next().map(|offer| offer.slug));
    let gateway = gateway.ok_or(PaymentError::NothingToPay)?;
    let id = store::payments::insert(&mut tx, order, &gateway, (due, capture_later), state.clock.now()).await?;
    if let Some(method) = way.and_then(|way| way.method) {
        store::saved_payment_methods::set_of_payment(&mut tx, id, method).await?;
    }
    let payment = store::payments::find(&mut tx, id).await?.ok_or(PaymentError::UnknownPayment(id))?;
    tx.commit().await?;
    Ok(payment)
}

/// What an order owes and nobody has promised yet, while it may still be paid; nothing otherwise.
fn still_to_pay(order: &LockedOrder, payments: &[Payment]) -> i64 {
    use OrderStatus::{Completed, Fulfilled, Paid, PartlyFulfilled, PendingPayment};
    let may_be_paid = match order.status {
        PendingPayment => true,
        Paid | PartlyFulfilled | Fulfilled | Completed => order.edits > 0,
        _ => false,
    };
    let promised: i64 = payments.iter().map(Payment::capturable).sum();
    if may_be_paid { order.owed() - promised } else { 0 }
}

/// What a locked order that was changed owes and nobody has promised yet.
pub(super) async fn unpromised(tx: &mut Tx, order: &LockedOrder) -> StoreResult<i64> {
    Ok(still_to_pay(order, &store::payments::list(tx, order.id).await?))
}

/// Asks the gateways about an order's open payments, as when the shopper's browser returns or the order is about to
/// expire. Tells whether a gateway is still at work.
pub async fn look_up(state: &State, order: OrderId) -> Result<bool, PaymentError> {
    let mut is_processing = false;
    for payment in store::payments::list(&state.db, order).await? {
        if payment.is_open() {
            is_processing |= ask(state, &payment).await?;
        }
    }
    Ok(is_processing)
}

/// Takes everything that a gateway knows of a payment into the books. Tells whether the gateway is still at work.
pub async fn ask(state: &State, payment: &Payment) -> Result<bool, PaymentError> {
    let gateway = gateway(state, payment)?;
    let payment = saved_charges::located(state, payment).await?;
    if payment.reference.is_empty() || !gateway.keeps_records() {
        return Ok(false);
    }
    if payment.status == PaymentStatus::Pending {
        let refused = gateway.complete(&payment.reference).await.map_err(|error| failed(&payment, error))?;
        if let Some(event) = refused {
            record_payment::record_payment(state, gateway.slug(), &event).await?;
        }
    }
    let record = gateway.look_up(&payment.reference).await.map_err(|error| failed(&payment, error))?;
    record_events(state, gateway.slug(), &record.events).await?;
    if let Some(refusal) = record.declined.filter(|_| payment.saved_payment_method_id.is_some()) {
        saved_charges::decline(state, &payment, &refusal).await?;
    }
    Ok(record.is_processing)
}

/// Payments are asked about from so many seconds after they were begun; before, the browser or the webhook tells.
const ASKED_AFTER_SECONDS: i64 = 120;
/// Until so many days after they were begun. Whoever authorizes money promises it for about a week.
const ASKED_FOR_DAYS: i64 = 10;
/// Most payments that one run asks about.
const ASKED_AT_ONCE: i64 = 200;
/// So many are asked about at the same time: a gateway that is slow holds up itself and no other job.
const ASKED_TOGETHER: usize = 4;
/// A run begins no more questions after so long, well before its lease ends; the next run goes on.
const ASKED_WITHIN: Duration = Duration::from_secs(60);

/// Asks about every payment that is still open, so that a lost webhook does not cost an order. For the worker.
///
/// Those that were asked about longest ago come first, so that each has its turn however many there are. One gateway that
/// does not answer does not keep the others from being asked.
pub async fn look_up_open(state: &State) -> StoreResult<()> {
    let now = state.clock.now();
    let within = (now.plus_days(-ASKED_FOR_DAYS), now.plus_seconds(-ASKED_AFTER_SECONDS));
    let open = store::payments::list_open(&state.db, within, ASKED_AT_ONCE).await?;
    let in_time = stream::iter(open).take_until(tokio::time::sleep(ASKED_WITHIN));
    in_time
        .for_each_concurrent(ASKED_TOGETHER, |payment| async move {
            if let Err(error) = ask_in_turn(state, &payment).await {
                tracing::warn!(payment = %payment.id, %error, "could not ask about a payment");
            }
        })
        .await;
    Ok(())
}

/// Notes the question before it is asked: one that never ends well must not be the first again.
async fn ask_in_turn(state: &State, payment: &Payment) -> Result<(), PaymentError> {
    store::payments::set_asked(&state.db, payment.id, state.clock.now()).await?;
    ask(state, payment).await.map(drop)
}

/// Whether an order may leave the house: it is paid for, can be captured, or is paid at the door. One whose authorization
/// was let go of before anything was captured may not.
pub async fn may_ship(tx: &mut Tx, order: &LockedOrder) -> StoreResult<bool> {
    let payments = store::payments::list(tx, order.id).await?;
    let at_the_door = payments.first().is_some_and(|payment| GatewayKind::of(&payment.gateway).ships_unpaid());
    let has_money = order.owed() <= 0 || order.captured_minor > 0;
    Ok(match order.status {
        OrderStatus::Paid | OrderStatus::PartlyFulfilled => {
            has_money || at_the_door || payments.iter().any(|payment| payment.capturable() > 0)
        }
        OrderStatus::PendingPayment => at_the_door,
        _ => false,
    })
}

/// The currency of an order.
pub(super) async fn currency(state: &State, order: OrderId) -> StoreResult<Currency> {
    let code = store::orders::currency(&state.db, order).await?;
    Currency::from_code(&code).ok_or_else(|| StoreError::Inconsistent(format!("order {order} is in {code}")))
}

async fn get(state: &State, payment: PaymentId) -> Result<Payment, PaymentError> {
    store::payments::find(&state.db, payment).await?.ok_or(PaymentError::UnknownPayment(payment))
}

pub(super) fn gateway<'s>(state: &'s State, payment: &Payment) -> Result<&'s dyn PaymentGateway, PaymentError> {
    state.gateways.get(&payment.gateway).ok_or_else(|| PaymentError::UnknownGateway(payment.gateway.clone()))
}

pub(super) fn failed(payment: &Payment, error: GatewayError) -> PaymentError {
    PaymentError::Gateway { gateway: payment.gateway.clone(), error }
}

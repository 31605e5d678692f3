//! Charging a card that the customer keeps, without the gateway's page.
//!
//! The payment is written down with the order, and its id is the key of the charge: pressed twice, or asked again after a
//! lost answer, it is one charge. What came of it is always read from the gateway's records, never from the answer. A
//! refusal closes the payment, so that the customer chooses another way.

use super::{
    payments::{self, PaymentError, failed},
    record_payment,
};
use crate::{
    domain::ids::OrderId,
    server::{
        gateways::payment::{CardToCharge, GatewayError, NewPayment, Wallet},
        state::State,
        store::{
            self, StoreResult,
            payments::{Payment, PaymentStatus},
            saved_payment_methods as methods,
        },
    },
};

const REMOVED: &str = "The saved card was removed.";
const UNUSABLE: &str = "The saved card cannot be used any more.";

/// Charges a payment's card; the answer is where the customer goes next: to their bank, or to the order's page.
pub(super) async fn charge(state: &State, payment: &Payment, request: &NewPayment) -> Result<String, PaymentError> {
    if payment.reference.is_empty() {
        let Some(card) = methods::token_of_payment(&state.db, payment.id).await? else {
            return give_up(state, payment, REMOVED, request).await;
        };
        let card = CardToCharge { token: card.token, customer: card.customer };
        let created = match wallet(state, payment)?.charge(request, &card).await {
            Ok(created) => created,
            Err(GatewayError::NotPossible) => return give_up(state, payment, UNUSABLE, request).await,
            Err(error) => return Err(failed(payment, error)),
        };
        store::payments::set_reference(&state.db, payment.id, &created.reference, &created.redirect_url).await?;
        if !created.redirect_url.is_empty() {
            return Ok(created.redirect_url);
        }
    }
    if let Some(payment) = store::payments::find(&state.db, payment.id).await? {
        payments::ask(state, &payment).await?;
    }
    Ok(request.order_url.clone())
}

/// A card that nobody can charge: unless it was charged before, whose answer was lost, the payment is over.
async fn give_up(state: &State, payment: &Payment, reason: &str, request: &NewPayment) -> Result<String, PaymentError> {
    let payment = located(state, payment).await?;
    if payment.reference.is_empty() {
        record_payment::refuse(state, payment.id, (&format!("unusable-{}", payment.id), reason)).await?;
    } else {
        payments::ask(state, &payment).await?;
    }
    Ok(request.order_url.clone())
}

/// The payment with its reference; of a charge whose answer was lost, the gateway is asked for it.
pub(super) async fn located(state: &State, payment: &Payment) -> Result<Payment, PaymentError> {
    if !payment.reference.is_empty() || payment.saved_payment_method_id.is_none() {
        return Ok(payment.clone());
    }
    // Whose it is, also where the card was removed since.
    let owner = methods::owner_at_gateway(&state.db, payment.order_id, &payment.gateway).await?;
    let Some((_, customer)) = owner else { return Ok(payment.clone()) };
    let found = wallet(state, payment)?.find_charge(&customer, &NewPayment::key(payment.id)).await;
    match found.map_err(|error| failed(payment, error))? {
        Some(reference) => {
            store::payments::set_reference(&state.db, payment.id, &reference, "").await?;
            Ok(Payment { reference, ..payment.clone() })
        }
        None => Ok(payment.clone()),
    }
}

/// A kept card was refused: nobody pays this payment any more.
pub(super) async fn decline(state: &State, payment: &Payment, refusal: &(String, String)) -> Result<(), PaymentError> {
    match payments::gateway(state, payment)?.void(&payment.reference).await {
        Ok(None) => record_payment::refuse(state, payment.id, (&refusal.0, &refusal.1)).await,
        Ok(Some(event)) => record_payment::record_payment(state, &payment.gateway, &event).await.map(drop),
        // It was paid in the same moment: that is told by itself.
        Err(GatewayError::NotPossible) => Ok(()),
        Err(error) => Err(failed(payment, error)),
    }
}

/// Whether an order waits because the card that was to pay it was refused.
pub(super) async fn was_refused(state: &State, order: OrderId) -> StoreResult<bool> {
    let payments = store::payments::list(&state.db, order).await?;
    let is_over =
        |payment: &Payment| payment.saved_payment_method_id.is_some() && payment.status == PaymentStatus::Canceled;
    Ok(payments.first().is_some_and(is_over))
}

fn wallet<'s>(state: &'s State, payment: &Payment) -> Result<&'s dyn Wallet, PaymentError> {
    let wallet = payments::gateway(state, payment)?.wallet();
    wallet.ok_or_else(|| PaymentError::UnknownGateway(payment.gateway.clone()))
}

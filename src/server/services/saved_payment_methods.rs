//! Cards that customers keep at gateways, to pay with them without the gateway's page.
//!
//! The customer ticks "save this card" at the gateway. Once the payment is made, the gateway is asked for what it kept; a
//! removed card, and everything of a deleted account, is forgotten there by a job, whatever crashes in between.

use super::payments::{self, PaymentError};
use crate::{
    domain::{
        account::{SAVED_PAYMENT_METHODS, SavedPaymentMethod},
        checkout::GatewayOffer,
        ids::{AccountId, PaymentId, SavedPaymentMethodId},
        timestamp::Timestamp,
    },
    error::AppError,
    server::{
        gateways::payment::KeptCard,
        jobs::Job,
        random,
        sessions::Identity,
        state::State,
        store::{
            self, Conn, StoreResult, Tx, carts,
            payments::Payment,
            saved_payment_methods::{self as methods, ErasureKind, NewMethod},
        },
    },
};

pub async fn list(state: &State, account: AccountId) -> Result<Vec<SavedPaymentMethod>, AppError> {
    Ok(methods::list(&state.db, account, state.clock.now()).await?)
}

/// The cards that a customer can be charged with now, the default first; none for guests.
pub async fn offered(
    on: impl Into<Conn<'_>>,
    identity: &Identity,
    gateways: &[GatewayOffer],
    now: Timestamp,
) -> StoreResult<Vec<SavedPaymentMethod>> {
    let Some(account) = &identity.account else { return Ok(Vec::new()) };
    let mut methods = methods::list(on, account.id, now).await?;
    methods.retain(|method| !method.is_expired && gateways.iter().any(|gateway| gateway.slug == method.gateway));
    Ok(methods)
}

/// A card of this account; another's does not exist for it.
pub async fn find(state: &State, account: AccountId, id: SavedPaymentMethodId) -> Result<SavedPaymentMethod, AppError> {
    methods::find(&state.db, account, id, state.clock.now()).await?.ok_or(AppError::NotFound)
}

/// Makes a card of this account the one that the checkout has chosen.
pub async fn set_default(state: &State, account: AccountId, id: SavedPaymentMethodId) -> Result<(), AppError> {
    let mut tx = state.db.begin().await?;
    carts::lock_account(&mut tx, account).await?;
    if !methods::set_default(&mut tx, account, id).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    Ok(())
}

/// Removes a card, here at once and at its gateway by a job. The newest that is left takes the place of a default.
pub async fn remove(state: &State, account: AccountId, id: SavedPaymentMethodId) -> Result<(), AppError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    carts::lock_account(&mut tx, account).await?;
    if !methods::remove(&mut tx, account, id, now).await? {
        return Err(AppError::NotFound);
    }
    let left = methods::list(&mut tx, account, now).await?;
    if let Some(newest) = left.first().filter(|first| !first.is_default) {
        methods::set_default(&mut tx, account, newest.id).await?;
    }
    let erasure = methods::erase_method(&mut tx, id, now).await?;
    Job::ForgetAtGateway { erasure }.enqueue(&mut tx, now).await?;
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(())
}

/// Has gateways forget everything of an account that is about to be deleted.
pub async fn forget_account(tx: &mut Tx, account: AccountId, now: Timestamp) -> StoreResult<()> {
    let erasures = methods::erase_account(tx, account, now).await?;
    let jobs: Vec<Job> = erasures.into_iter().map(|erasure| Job::ForgetAtGateway { erasure }).collect();
    if jobs.is_empty() { Ok(()) } else { Job::enqueue_all(tx, &jobs, now).await }
}

/// Has a gateway forget a card or a customer. For the worker.
pub async fn forget(state: &State, erasure: i64) -> Result<(), PaymentError> {
    let Some(found) = methods::find_erasure(&state.db, erasure).await? else { return Ok(()) };
    let slug = found.gateway.as_str();
    let wallet = state.gateways.get(slug).and_then(|gateway| gateway.wallet());
    let wallet = wallet.ok_or_else(|| PaymentError::UnknownGateway(slug.to_owned()))?;
    let forgotten = match found.kind {
        ErasureKind::Method => wallet.forget_card(&found.reference).await,
        ErasureKind::Customer => wallet.forget_customer(&found.reference).await,
    };
    forgotten.map_err(|error| PaymentError::Gateway { gateway: slug.to_owned(), error })?;
    Ok(methods::delete_erasure(&state.db, erasure).await?)
}

/// The gateway's name for a customer, who is made known to it if need be; `None` where it keeps no cards.
///
/// The key is kept before the gateway is asked, so that a lost answer does not make a second customer there.
pub async fn customer_at(state: &State, account: AccountId, gateway: &str) -> Result<Option<String>, PaymentError> {
    let Some(wallet) = state.gateways.get(gateway).and_then(|gateway| gateway.wallet()) else { return Ok(None) };
    let mut known = methods::find_customer(&state.db, account, gateway).await?;
    if known.is_none() {
        methods::begin_customer(&state.db, account, gateway, &random::token(), state.clock.now()).await?;
        known = methods::find_customer(&state.db, account, gateway).await?;
    }
    let Some(known) = known else { return Ok(None) };
    if !known.reference.is_empty() {
        return Ok(Some(known.reference));
    }
    let reference = wallet
        .add_customer(&known.idempotency_key)
        .await
        .map_err(|error| PaymentError::Gateway { gateway: gateway.to_owned(), error })?;
    methods::set_customer_reference(&state.db, account, gateway, &reference).await?;
    Ok(Some(reference))
}

/// Asks for the card of a payment when its first money came, if the gateway knows the customer.
pub async fn queue_keeping(tx: &mut Tx, payment: &Payment, now: Timestamp) -> StoreResult<()> {
    let is_first = payment.authorized_minor == 0 && payment.captured_minor == 0;
    if !is_first || payment.saved_payment_method_id.is_some() {
        return Ok(());
    }
    match methods::owner_at_gateway(&mut *tx, payment.order_id, &payment.gateway).await? {
        Some(_) => Job::KeepPaymentMethod { payment: payment.id }.enqueue(tx, now).await,
        None => Ok(()),
    }
}

/// Keeps the card of a payment for the order's owner, if they wanted that. For the worker; run again, it changes nothing.
pub async fn keep(state: &State, payment: PaymentId) -> Result<(), PaymentError> {
    let Some(payment) = store::payments::find(&state.db, payment).await? else { return Ok(()) };
    let gateway = payments::gateway(state, &payment)?;
    let Some(wallet) = gateway.wallet() else { return Ok(()) };
    let card = wallet.kept_card(&payment.reference).await.map_err(|error| payments::failed(&payment, error))?;
    let Some(card) = card else { return Ok(()) };
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let owner = methods::owner_at_gateway(&mut tx, payment.order_id, &payment.gateway).await?;
    // Also of who paid for somebody else: the card is the payer's.
    let Some((account, _)) = owner.filter(|(_, customer)| *customer == card.customer) else { return Ok(()) };
    carts::lock_account(&mut tx, account).await?;
    add(&mut tx, account, (&payment.gateway, &card), now).await?;
    tx.commit().await?;
    Ok(())
}

/// The first card of an account is its default.
async fn add(tx: &mut Tx, account: AccountId, (gateway, card): (&str, &KeptCard), now: Timestamp) -> StoreResult<()> {
    let known = methods::list(&mut *tx, account, now).await?;
    if i64::try_from(known.len()).unwrap_or(i64::MAX) >= SAVED_PAYMENT_METHODS {
        tracing::warn!(%account, "no room for another card");
        return Ok(());
    }
    let KeptCard { token, brand, last4, expiry_month, expiry_year, .. } = card;
    let brand = shown(brand, 30);
    let (token, brand, last4) = (token.as_str(), brand.as_str(), &shown(last4, 4));
    let (expiry_month, expiry_year) = ((*expiry_month).clamp(1, 12), (*expiry_year).clamp(2000, 2999));
    let new = NewMethod { gateway, token, brand, last4, expiry_month, expiry_year };
    let added = methods::insert(tx, account, &new, now).await?;
    if let Some(id) = added.filter(|_| known.is_empty()) {
        methods::set_default(tx, account, id).await?;
    }
    Ok(())
}

/// What a gateway says, as far as it is shown.
fn shown(text: &str, most: usize) -> String {
    text.chars().filter(|char| !char.is_control()).take(most).collect()
}

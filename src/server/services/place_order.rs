//! Turning a cart into an order: one transaction, then the gateway.

use super::{
    carts, order_alerts, orders, payment_settings, payments,
    pricing::{CURRENCY, PricedCart, PricedLine},
    saved_charges, saved_payment_methods, shop_settings,
};
use crate::{
    domain::{
        account::SavedPaymentMethod,
        cart::Availability,
        checkout::{CheckoutStep, GatewayOffer},
        forms::Problem,
        ids::{CartId, OrderId, OrderLineId, SavedPaymentMethodId},
        order::{OrderEventKind, OrderNumber, OrderStatus},
        payment::{CaptureTime, GatewayKind},
        promotion::{Outcome, Promotion},
        shipping::ShippingOffer,
        timestamp::Timestamp,
    },
    error::AppError,
    server::{
        jobs::{Job, OrderMailKind},
        services::{
            allocations::{self, LineToHold},
            checkouts,
        },
        sessions::Identity,
        state::State,
        store::{
            self, StoreError, Tx,
            checkouts::Entered,
            orders::{NewOrder, NewOrderLine},
            promotions::{Candidate, Claim},
        },
    },
};

/// Longest idempotency key a page or a program may send.
const KEY_LENGTH: usize = 64;

/// An order and where its shopper goes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedOrder {
    pub number: OrderNumber,
    /// The gateway's page, or the order's own when the gateway does not answer.
    pub redirect_url: String,
}

/// What the shopper had before them when they placed the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    pub cart_version: i64,
    /// In minor units. A promotion may have ended since, or a rate have changed.
    pub total_minor: Option<i64>,
}

/// Places the order of the visitor's cart.
///
/// The same key again, also at the same moment, is the same order. The cart must be the version
/// that the shopper saw, at the prices they saw; otherwise nothing happens and they look again.
pub async fn place_order(
    state: &State,
    identity: &Identity,
    seen: Seen,
    idempotency_key: &str,
) -> Result<PlacedOrder, AppError> {
    if !is_key(idempotency_key) {
        return Err(AppError::CheckoutIncomplete);
    }
    let now = state.clock.now();
    let cart = carts::find(&state.db, identity, now).await?.ok_or(AppError::CartEmpty)?;
    // Scoped by cart, so that nobody reaches another's order by guessing a key.
    let key = format!("{cart}:{idempotency_key}");
    if let Some(order) = store::orders::find_by_idempotency_key(&state.db, &key).await? {
        return resume(state, order).await;
    }
    let written = match write(state, identity, cart, seen, &key).await {
        // Whoever holds the cart now may be the other half of a double click.
        Err(AppError::CartChanged) => store::orders::find_by_idempotency_key(&state.db, &key).await?,
        other => Some(other?),
    };
    let order = written.ok_or(AppError::CartChanged)?;
    state.wake.notify_waiters();
    resume(state, order).await
}

/// Whether a text can be an idempotency key: printable, short, and fit for both databases.
fn is_key(text: &str) -> bool {
    (1..=KEY_LENGTH).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Asks the gateway for the payment page. The order stands whatever the gateway says.
async fn resume(state: &State, order: OrderId) -> Result<PlacedOrder, AppError> {
    let number = OrderNumber(order);
    if saved_charges::was_refused(state, order).await? {
        return Ok(PlacedOrder { number, redirect_url: orders::order_url(state, order) });
    }
    let redirect_url = match payments::start(state, order).await {
        Ok(url) => url,
        Err(error) => {
            tracing::warn!(%number, %error, "no payment page");
            orders::order_url(state, order)
        }
    };
    Ok(PlacedOrder { number, redirect_url })
}

/// The transaction: claim the cart, price it again, reserve the stock, write everything down.
async fn write(state: &State, identity: &Identity, cart: CartId, seen: Seen, key: &str) -> Result<OrderId, AppError> {
    let now = state.clock.now();
    let settings = payment_settings::load(&state.db).await?;
    let shop = shop_settings::current(state).await?;
    let mut tx = state.db.begin().await?;
    if !store::orders::claim_cart(&mut tx, cart, seen.cart_version, now).await? {
        return Err(AppError::CartChanged);
    }
    let entered = store::checkouts::find(&mut tx, cart).await?.ok_or(AppError::CheckoutIncomplete)?;
    let priced = carts::price(&mut tx, cart, (&entered, &shop), identity, now).await?;
    let gateways = state.gateways.offers(&settings);
    let saved = saved_payment_methods::offered(&mut tx, identity, &gateways, now).await?;
    let complete = complete((&gateways, &saved), &entered, &priced)?;
    check_lines(&priced)?;
    if seen.total_minor.is_some_and(|total| total != priced.priced.totals.total) {
        return Err(AppError::CartChanged);
    }

    let due_at = now.plus_minutes(settings.minutes_to_pay(&entered.gateway, state.config.payment_minutes));
    let order = store::orders::insert(&mut tx, &new_order(due_at, identity, complete, &priced, key, now)?).await?;
    let lines: Vec<NewOrderLine> = priced.lines.iter().map(new_line).collect();
    let line_ids = store::orders::insert_lines(&mut tx, order, &lines).await?;
    store::orders::insert_adjustments(&mut tx, order, &priced.priced.adjustments, &line_ids).await?;
    let destination = &entered.shipping_address.country;
    reserve(&mut tx, (&priced, &line_ids), destination, (order, &identity.actor(), now)).await?;
    if priced.lines.iter().any(|priced| matches!(priced.line.availability, Availability::Backorder(_))) {
        store::orders::note_backordered(&mut tx, order).await?;
    }
    let payment = (entered.gateway.as_str(), priced.priced.totals.total, settings.capture == CaptureTime::AtShipment);
    record(&mut tx, identity, order, (payment, entered.saved_method), (due_at, now)).await?;
    store::orders::empty_cart(&mut tx, cart).await?;
    // Late, as whoever claims the same limited promotion waits from here to the end. Only products are locked after promotions.
    claim_promotions(&mut tx, identity, order, &entered.email, &priced, now).await?;
    if priced.priced.totals.total == 0 {
        settle(&mut tx, order, now).await?;
    }
    tx.commit().await?;
    Ok(order)
}

/// The entries of the checkout, each checked by its step's own rule.
fn complete<'e>(
    ways: (&[GatewayOffer], &[SavedPaymentMethod]),
    entered: &'e Entered,
    priced: &PricedCart,
) -> Result<&'e Entered, AppError> {
    match checkouts::next_step(entered, &priced.offers, ways) {
        CheckoutStep::Review => Ok(entered),
        // What was chosen does not take this cart there any more.
        CheckoutStep::Shipping if entered.shipping_method.is_some() => {
            Err(AppError::field("shipping_method", Problem::ShippingGone))
        }
        _ => Err(AppError::CheckoutIncomplete),
    }
}

/// Refuses a cart that is empty, that cannot be served, or whose prices the shopper has not seen.
fn check_lines(priced: &PricedCart) -> Result<(), AppError> {
    if priced.lines.is_empty() {
        return Err(AppError::CartEmpty);
    }
    for PricedLine { line, seen_price_minor, .. } in &priced.lines {
        match line.availability {
            Availability::Units(available) if available < line.quantity => {
                return Err(AppError::OutOfStock { sku: line.sku.clone(), available });
            }
            Availability::Withdrawn => return Err(AppError::CartChanged),
            _ if line.unit_price.minor != *seen_price_minor => return Err(AppError::CartChanged),
            _ => {}
        }
    }
    Ok(())
}

fn new_order(
    due_at: Timestamp,
    identity: &Identity,
    entered: &Entered,
    priced: &PricedCart,
    key: &str,
    now: Timestamp,
) -> Result<NewOrder, AppError> {
    let json = |address: &crate::domain::address::Address| {
        serde_json::to_string(address).map_err(|error| AppError::from(StoreError::Inconsistent(error.to_string())))
    };
    let shipping_address = entered.shipping_address.check("")?;
    let billing_address = match &entered.billing_address {
        Some(address) => address.check("")?,
        None => shipping_address.clone(),
    };
    Ok(NewOrder {
        account: identity.account.as_ref().map(|account| account.id),
        email: crate::domain::forms::email(&entered.email).map_err(|problem| AppError::field("email", problem))?,
        currency: CURRENCY,
        shipping_address: json(&shipping_address)?,
        billing_address: json(&billing_address)?,
        shipping_method: priced.shipping.as_ref().map(|offer| offer.name.clone()).unwrap_or_default(),
        delivery_estimate: priced.shipping.as_ref().map(ShippingOffer::estimate).unwrap_or_default(),
        shipping_carrier: priced.shipping_carrier,
        pickup: priced.pickup.clone(),
        totals: priced.priced.totals,
        referral: identity.referral.clone(),
        idempotency_key: key.to_owned(),
        placed_at: now,
        payment_due_at: due_at,
    })
}

fn new_line(priced: &PricedLine) -> NewOrderLine {
    let line = &priced.line;
    NewOrderLine {
        variant: line.variant_id,
        product_slug: line.product_slug.clone(),
        sku: line.sku.clone(),
        title: line.title.clone(),
        options: line.options.clone(),
        picture: line.picture.as_ref().map(|picture| picture.key.clone()).unwrap_or_default(),
        unit_price_minor: line.unit_price.minor,
        quantity: line.quantity,
    }
}

async fn reserve(
    tx: &mut Tx,
    (priced, ids): (&PricedCart, &[OrderLineId]),
    destination: &str,
    note: (OrderId, &str, Timestamp),
) -> Result<(), AppError> {
    let lines = priced.lines.iter().zip(ids).map(|(priced, id)| LineToHold {
        line: *id,
        variant: priced.line.variant_id,
        quantity: priced.line.quantity,
    });
    let lines: Vec<LineToHold> = lines.collect();
    // What is fetched lies where it is fetched.
    let only = priced.pickup.as_ref().map(|pickup| pickup.center);
    match allocations::hold_at(tx, &lines, destination, only, note).await? {
        Ok(()) => Ok(()),
        Err(shortage) => {
            let line = priced.lines.iter().zip(ids).find(|(_, id)| **id == shortage.line);
            let sku = line.map(|(priced, _)| priced.line.sku.clone()).unwrap_or_default();
            Err(AppError::OutOfStock { sku, available: shortage.available })
        }
    }
}

/// An order that promotions leave nothing of is paid at once: no gateway takes a payment of nothing.
async fn settle(tx: &mut Tx, order: OrderId, now: Timestamp) -> Result<(), AppError> {
    let locked = store::orders::lock(tx, order).await?.ok_or(AppError::NotFound)?;
    store::orders::set_status(tx, &locked, OrderStatus::Paid, now).await?;
    let states = (Some(locked.status), Some(OrderStatus::Paid));
    store::orders::add_event(tx, order, OrderEventKind::Paid, states, ("shop", "Nothing was left to pay.", now))
        .await?;
    store::orders::count_sold(tx, order).await?;
    Job::OrderMail { order, mail: OrderMailKind::Confirmation }.enqueue(tx, now).await?;
    order_alerts::queue_new_order(tx, order, now).await?;
    Ok(())
}

/// Counts the promotions that the order has; where somebody else was faster, the cart has another price now.
async fn claim_promotions(
    tx: &mut Tx,
    identity: &Identity,
    order: OrderId,
    email: &str,
    priced: &PricedCart,
    now: Timestamp,
) -> Result<(), AppError> {
    let claims: Vec<Claim> = priced.candidates.iter().filter_map(|candidate| claim_of(candidate, priced)).collect();
    let account = identity.account.as_ref().map(|account| account.id);
    let customer = store::promotions::customer_keys(account, email);
    if store::promotions::claim(tx, order, &claims, &customer, now).await? {
        Ok(())
    } else {
        Err(AppError::CartChanged)
    }
}

/// `None` for a promotion that took nothing off.
fn claim_of(candidate: &Candidate, priced: &PricedCart) -> Option<Claim> {
    let Promotion { id, terms, .. } = &candidate.promotion;
    let amount_minor = priced.priced.promotions.iter().find_map(|evaluated| match &evaluated.outcome {
        Outcome::Applied(discount) if evaluated.promotion == *id => Some(discount.total()),
        _ => None,
    })?;
    Some(Claim {
        promotion: *id,
        coupon: candidate.coupon,
        amount_minor,
        counted: terms.usage_limit.is_some(),
        code_counted: candidate.code_limited,
        customer_counted: terms.counts_customers(),
    })
}

/// Timeline, books, the payment to be made, and the job that cancels the order if nobody pays.
async fn record(
    tx: &mut Tx,
    identity: &Identity,
    order: OrderId,
    ((gateway, total, capture_later), saved_method): ((&str, i64, bool), Option<SavedPaymentMethodId>),
    (due_at, now): (Timestamp, Timestamp),
) -> Result<(), AppError> {
    let pending = Some(OrderStatus::PendingPayment);
    store::orders::add_event(tx, order, OrderEventKind::Placed, (None, pending), (&identity.actor(), "", now)).await?;
    let sale = store::payments::sale_postings(tx, order).await?;
    store::payments::post(tx, order, "order placed", &sale, now).await?;
    if total == 0 {
        return Ok(());
    }
    let payment = store::payments::insert(tx, order, gateway, (total, capture_later), now).await?;
    if let Some(method) = saved_method {
        store::saved_payment_methods::set_of_payment(tx, payment, method).await?;
    }
    if GatewayKind::of(gateway).is_manual() {
        Job::OrderMail { order, mail: OrderMailKind::HowToPay }.enqueue(tx, now).await?;
        order_alerts::queue_new_order(tx, order, now).await?;
    }
    Job::ExpireOrder { order }.enqueue_at(tx, now, due_at).await?;
    Ok(())
}

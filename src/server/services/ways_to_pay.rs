//! Ways to pay an order that still waits for its money: after a refused card, with another one or somewhere else.

use super::{
    orders, payment_settings,
    payments::{self, Way},
    saved_payment_methods,
};
use crate::{
    domain::{
        checkout::{PaymentChoice, WayToPay},
        forms::Problem,
        ids::{AccountId, OrderId},
        order::{OrderDetail, OrderNumber, OrderStatus},
        payment::{GatewayKind, HowToPay},
    },
    error::AppError,
    server::{
        sessions::Identity,
        state::State,
        store::{
            self, StoreResult,
            payments::{Payment, PaymentStatus},
        },
    },
};

/// Tells in an order that is to be paid online how its visitor can pay it. Cards are offered to their owner alone, not to
/// whoever has the order's link.
pub async fn tell(
    state: &State,
    identity: &Identity,
    (order, owner): (&mut OrderDetail, Option<AccountId>),
) -> StoreResult<()> {
    if order.how_to_pay != Some(HowToPay::Online) || order.status != OrderStatus::PendingPayment {
        return Ok(());
    }
    let mut gateways = payment_settings::offers(state).await?;
    gateways.retain(|gateway| GatewayKind::of(&gateway.slug) == GatewayKind::Online);
    // The one that was chosen comes first.
    gateways.sort_by_key(|gateway| gateway.slug != order.gateway);
    let is_owner = owner.is_some() && owner == identity.account.as_ref().map(|account| account.id);
    let saved = if is_owner {
        saved_payment_methods::offered(&state.db, identity, &gateways, state.clock.now()).await?
    } else {
        Vec::new()
    };
    let mut ways: Vec<WayToPay> = gateways
        .into_iter()
        .map(|gateway| WayToPay { value: gateway.slug, title: gateway.name, text: gateway.description })
        .collect();
    let cards = saved.into_iter().map(|method| WayToPay {
        value: PaymentChoice::value_of(method.id),
        title: method.title(),
        text: format!("Valid through {}. Charged at once.", method.expiry()),
    });
    // After a refusal, another card is the better advice.
    let at = if order.payment_problem.is_some() { ways.len() } else { 0 };
    ways.splice(at..at, cards);
    order.ways_to_pay = ways;
    Ok(())
}

/// Pays an order in one of the ways that [`tell`] told of; the answer is where its shopper goes next. Without a choice, it
/// is the way that was begun.
pub async fn pay(
    state: &State,
    identity: &Identity,
    (number, token): (OrderNumber, Option<&str>),
    choice: &str,
) -> Result<String, AppError> {
    if choice.trim().is_empty() {
        return orders::retry_payment(state, identity, number, token).await;
    }
    let order = orders::find_for_visitor(state, identity, number, token).await?;
    if order.status != OrderStatus::PendingPayment {
        return Err(AppError::OrderMovedOn);
    }
    let unknown = || AppError::field("pay_with", Problem::UnknownChoice);
    let is_offered = |value: &str| order.ways_to_pay.iter().any(|way| way.value == value);
    let way = match PaymentChoice::parse(choice).map_err(|problem| AppError::field("pay_with", problem))? {
        PaymentChoice::Gateway(gateway) if is_offered(&gateway) => Way { gateway, method: None },
        PaymentChoice::Gateway(_) => return Err(unknown()),
        PaymentChoice::Saved(id) => {
            let account = identity.account.as_ref().ok_or(AppError::NotFound)?;
            let method = saved_payment_methods::find(state, account.id, id).await?;
            if !is_offered(&PaymentChoice::value_of(id)) {
                return Err(unknown());
            }
            Way { gateway: method.gateway, method: Some(id) }
        }
    };
    Ok(switch(state, number.0, &way).await?)
}

/// Closes what was begun in another way before something else begins, so that nobody pays twice.
async fn switch(state: &State, order: OrderId, way: &Way) -> Result<String, payments::PaymentError> {
    let is_waiting = |payment: &&Payment| payment.status == PaymentStatus::Pending && !payment.replaced;
    let begun = store::payments::list(&state.db, order).await?;
    if let Some(payment) = begun.iter().find(is_waiting).filter(|payment| !way.is_of(payment)) {
        payments::cancel(state, payment.id).await?;
        if let Some(payment) = store::payments::find(&state.db, payment.id).await?.as_ref().filter(is_waiting) {
            // It cannot be closed any more: it was paid.
            payments::ask(state, payment).await?;
            return Ok(orders::order_url(state, order));
        }
    }
    payments::start_in(state, order, Some(way)).await
}

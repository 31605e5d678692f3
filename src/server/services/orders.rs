//! Orders as their owners and staff see them.

use super::{order_settings, payment_settings, payments, returns, ways_to_pay};
use crate::{
    domain::{
        access::Permission,
        ids::{AccountId, OrderId},
        order::{OrderDetail, OrderNumber, OrderStatus},
    },
    error::AppError,
    server::{query::encode, random, sessions::Identity, state::State, store},
};

pub use super::{
    cancel_order::{cancel_order, cancel_own_order},
    ship_order::ship_order,
};

/// The token in a guest's link: derived, not stored, so that every mail can carry it.
pub fn order_token(state: &State, order: OrderId) -> String {
    random::sign(state.secret.bytes(), token_message(order).as_bytes())
}

/// What the token of an order's link signs.
pub fn token_message(order: OrderId) -> String {
    format!("order:{order}")
}

/// The path of an order's page with its token.
pub fn order_url(state: &State, order: OrderId) -> String {
    format!("/orders/{}?token={}", OrderNumber(order), order_token(state, order))
}

/// The order's page after something was done; another address each time, so that an open page loads itself anew.
pub fn page_after(state: &State, order: OrderNumber, token: Option<&str>, done: &str) -> String {
    let token = token.map(|token| format!("token={}&", encode(token))).unwrap_or_default();
    format!("/orders/{order}?{token}{done}&at={}", state.clock.now().0)
}

/// The order, for whoever may see it: the holder of its link, its account, staff.
///
/// Everyone else learns as little as if it did not exist.
pub async fn find_for_visitor(
    state: &State,
    identity: &Identity,
    number: OrderNumber,
    token: Option<&str>,
) -> Result<OrderDetail, AppError> {
    let (mut detail, owner) = store::orders::find_detail(&state.db, number.0).await?.ok_or(AppError::NotFound)?;
    let is_staff = identity.account.as_ref().is_some_and(|account| account.allows(Permission::Orders));
    let is_customer = is_customer(state, identity, (number, owner), token);
    if !is_customer && !is_staff {
        return Err(AppError::NotFound);
    }
    detail.may_reorder = is_customer && detail.status != OrderStatus::PendingPayment;
    detail.may_cancel =
        is_customer && detail.is_cancelable() && order_settings::load(&state.db).await?.customers_cancel;
    payment_settings::tell_how_to_pay(state, &mut detail).await?;
    returns::tell(state, &mut detail).await?;
    ways_to_pay::tell(state, identity, (&mut detail, owner)).await?;
    if !is_staff {
        detail.keep_for_customer();
    }
    Ok(detail)
}

/// Whether somebody holds an order's link, or placed it with their account.
fn is_customer(
    state: &State,
    identity: &Identity,
    (number, owner): (OrderNumber, Option<AccountId>),
    token: Option<&str>,
) -> bool {
    let has_link =
        token.is_some_and(|token| random::verify(state.secret.bytes(), token_message(number.0).as_bytes(), token));
    has_link || owner.is_some() && owner == identity.account.as_ref().map(|account| account.id)
}

/// Refuses whoever is not the customer of an order; staff as well.
pub(super) async fn of_customer(
    state: &State,
    identity: &Identity,
    number: OrderNumber,
    token: Option<&str>,
) -> Result<(), AppError> {
    let owner = store::orders::account_of(&state.db, number.0).await?.ok_or(AppError::NotFound)?;
    if is_customer(state, identity, (number, owner), token) { Ok(()) } else { Err(AppError::NotFound) }
}

/// Where to pay an order that still waits for payment, or the difference of one that became dearer.
pub async fn retry_payment(
    state: &State,
    identity: &Identity,
    number: OrderNumber,
    token: Option<&str>,
) -> Result<String, AppError> {
    let order = find_for_visitor(state, identity, number, token).await?;
    if order.status != OrderStatus::PendingPayment && !order.lacks_difference() {
        return Err(AppError::OrderMovedOn);
    }
    Ok(payments::start(state, number.0).await?)
}

/// The order with everything staff may know.
pub async fn get_for_staff(state: &State, number: OrderNumber) -> Result<OrderDetail, AppError> {
    let found = store::orders::find_detail(&state.db, number.0).await?;
    found.map(|(detail, _)| detail).ok_or(AppError::NotFound)
}

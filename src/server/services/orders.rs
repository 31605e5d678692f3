//! Orders as their owners and staff see them.

use super::{payment_settings, payments, returns, ways_to_pay};
use crate::{
    domain::{
        access::Permission,
        ids::OrderId,
        order::{OrderDetail, OrderNumber, OrderStatus},
    },
    error::AppError,
    server::{random, sessions::Identity, state::State, store},
};

pub use super::{cancel_order::cancel_order, ship_order::ship_order};

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
    let has_link =
        token.is_some_and(|token| random::verify(state.secret.bytes(), token_message(number.0).as_bytes(), token));
    let account = identity.account.as_ref();
    let is_staff = account.is_some_and(|account| account.allows(Permission::Orders));
    if !has_link && !is_staff && (owner.is_none() || owner != account.map(|account| account.id)) {
        return Err(AppError::NotFound);
    }
    payment_settings::tell_how_to_pay(state, &mut detail).await?;
    returns::tell(state, &mut detail).await?;
    ways_to_pay::tell(state, identity, (&mut detail, owner)).await?;
    if !is_staff {
        detail.keep_for_customer();
    }
    Ok(detail)
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

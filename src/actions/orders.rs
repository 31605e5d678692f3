//! Orders, for whoever placed them.

use crate::{domain::order::OrderDetail, error::AppError};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// An order, opened by the token of its link or by being the visitor's own.
#[server(prefix = "/actions", endpoint = "orders/load", input = GetUrl)]
pub async fn load_order(number: String, #[server(default)] token: String) -> Result<OrderDetail, AppError> {
    use crate::server::{permissions, services::orders};
    let caller = permissions::anyone()?;
    let number = number.parse().map_err(|_| AppError::NotFound)?;
    let token = Some(token.as_str()).filter(|token| !token.is_empty());
    let mut order = orders::find_for_visitor(&caller.state, &caller.identity, number, token).await?;
    // The page is the customer's also where staff look at it.
    order.keep_for_customer();
    Ok(order)
}

/// Prepares another try to pay and tells where; that page has to be loaded, it is not one of the app's.
#[server(prefix = "/actions", endpoint = "orders/retry_payment")]
pub async fn retry_payment(
    number: String,
    #[server(default)] token: String,
    /// One of the order's ways to pay; without one, it is the way that was begun.
    #[server(default)]
    pay_with: String,
) -> Result<String, AppError> {
    use crate::server::{permissions, services::ways_to_pay};
    let caller = permissions::anyone()?;
    let number = number.parse().map_err(|_| AppError::NotFound)?;
    let token = Some(token.as_str()).filter(|token| !token.is_empty());
    let url = ways_to_pay::pay(&caller.state, &caller.identity, (number, token), &pay_with).await?;
    permissions::lead_plain_form_to(&url);
    Ok(url)
}

/// Puts what an order had into the cart, as far as it can be bought, and tells how many units are in it now. Leads back to
/// the order's page, which says what could not.
#[server(prefix = "/actions", endpoint = "orders/reorder")]
pub async fn reorder_order(number: String, #[server(default)] token: String) -> Result<u32, AppError> {
    use crate::{
        domain::order::OrderNumber,
        server::{
            permissions,
            services::{orders, reorder},
        },
    };
    let caller = permissions::anyone()?;
    let number: OrderNumber = number.parse().map_err(|_| AppError::NotFound)?;
    let link = Some(token.as_str()).filter(|token| !token.is_empty());
    let refilled = reorder::put_into_cart(&caller.state, &caller.identity, number, link).await?;
    caller.remember_cart(refilled.new_token.as_deref(), refilled.items);
    leptos_axum::redirect(&orders::page_after(&caller.state, number, link, &refilled.result.query()));
    Ok(refilled.items)
}

/// Cancels an order of which nothing has shipped, for its customer. Leads back to its page.
#[server(prefix = "/actions", endpoint = "orders/cancel")]
pub async fn cancel_own_order(number: String, #[server(default)] token: String) -> Result<(), AppError> {
    use crate::{
        domain::order::OrderNumber,
        server::{permissions, services::orders},
    };
    let caller = permissions::anyone()?;
    let number: OrderNumber = number.parse().map_err(|_| AppError::NotFound)?;
    let link = Some(token.as_str()).filter(|token| !token.is_empty());
    orders::cancel_own_order(&caller.state, &caller.identity, number, link).await?;
    leptos_axum::redirect(&orders::page_after(&caller.state, number, link, "done=canceled"));
    Ok(())
}

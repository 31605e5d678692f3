//! Returns, for whoever placed the order.

use crate::error::AppError;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Asks for a return of an order: quantities, reasons and notes by the ids of its lines. `seen` is how many returns of the
/// order the page showed. Leads back to the order's page.
#[server(prefix = "/actions", endpoint = "orders/request_return")]
pub async fn request_return(
    number: String,
    #[server(default)] token: String,
    #[server(default)] return_quantity: BTreeMap<String, String>,
    #[server(default)] return_reason: BTreeMap<String, String>,
    #[server(default)] return_note: BTreeMap<String, String>,
    #[server(default)] seen: String,
) -> Result<(), AppError> {
    use crate::{
        domain::{order::OrderNumber, returns::ReturnRequest},
        server::{permissions, services::returns},
    };
    let caller = permissions::anyone()?;
    let number: OrderNumber = number.parse().map_err(|_| AppError::NotFound)?;
    let wish = ReturnRequest::parse(&return_quantity, &return_reason, &return_note, &seen)?;
    let link = Some(token.as_str()).filter(|token| !token.is_empty());
    returns::request(&caller.state, &caller.identity, (number, link), &wish).await?;
    leptos_axum::redirect(&returns::page_after(&caller.state, number, link, "requested"));
    Ok(())
}

/// Takes a request for a return back before anybody has answered it. Leads back to the order's page.
#[server(prefix = "/actions", endpoint = "orders/cancel_return")]
pub async fn cancel_return(
    number: String,
    return_number: String,
    #[server(default)] token: String,
) -> Result<(), AppError> {
    use crate::{
        domain::order::OrderNumber,
        server::{permissions, services::returns},
    };
    let caller = permissions::anyone()?;
    let number: OrderNumber = number.parse().map_err(|_| AppError::NotFound)?;
    let return_number = return_number.parse().map_err(|_| AppError::NotFound)?;
    let link = Some(token.as_str()).filter(|token| !token.is_empty());
    returns::cancel(&caller.state, &caller.identity, (number, link), return_number).await?;
    leptos_axum::redirect(&returns::page_after(&caller.state, number, link, "canceled"));
    Ok(())
}

//! What payment gateways send, and where they send shoppers back to.
//!
//! Both lead to `services::record_payment`; whichever comes second changes nothing.

use crate::{
    domain::order::OrderNumber,
    server::{
        gateways::payment::GatewayError,
        http::pages,
        random,
        services::{orders, payments, record_payment},
        state::State,
    },
};
use axum::{
    body::Bytes,
    extract::{Path, Query, State as AxumState},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

/// `POST /webhooks/{gateway}`: success tells the gateway not to send it again.
pub async fn receive(
    AxumState(state): AxumState<State>,
    Path(slug): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, &'static str) {
    let Some(gateway) = state.gateways.get(&slug) else { return (StatusCode::NOT_FOUND, "no such gateway") };
    let event = match gateway.read_webhook(&headers, &body).await {
        Ok(Some(event)) => event,
        Ok(None) => return (StatusCode::OK, "of no use"),
        Err(GatewayError::BadSignature) => return (StatusCode::UNAUTHORIZED, "the signature does not fit"),
        Err(error @ GatewayError::Unavailable(_)) => {
            tracing::warn!(gateway = slug, %error, "a webhook could not be verified");
            return (StatusCode::SERVICE_UNAVAILABLE, "try again");
        }
        Err(error) => {
            tracing::warn!(gateway = slug, %error, "an unreadable webhook");
            return (StatusCode::BAD_REQUEST, "the message cannot be read");
        }
    };
    let id = event.id.clone();
    match record_payment::receive(&state, gateway.slug(), event).await {
        Ok(recorded) => {
            tracing::info!(gateway = slug, event = id, ?recorded, "webhook");
            (StatusCode::OK, "recorded")
        }
        Err(error) => {
            tracing::error!(gateway = slug, event = id, %error, "a webhook could not be recorded");
            (StatusCode::SERVICE_UNAVAILABLE, "try again")
        }
    }
}

#[derive(Deserialize)]
pub struct ReturnQuery {
    #[serde(default)]
    token: String,
}

/// `GET /orders/{number}/return`: the shopper is back from the gateway's page.
///
/// The gateway is asked what happened, as its webhook may still be on its way. What changes here
/// is only what the gateway vouches for, so a GET may do it.
pub async fn browser_return(
    AxumState(state): AxumState<State>,
    Path(number): Path<String>,
    Query(query): Query<ReturnQuery>,
) -> Response {
    let Ok(number) = number.parse::<OrderNumber>() else {
        return pages::error_page(&state, StatusCode::NOT_FOUND).await;
    };
    if !random::verify(state.secret.bytes(), orders::token_message(number.0).as_bytes(), &query.token) {
        return pages::error_page(&state, StatusCode::NOT_FOUND).await;
    }
    if let Err(error) = payments::look_up(&state, number.0).await {
        // The webhook will tell; the order's page shows how it stands until then.
        tracing::warn!(%number, %error, "could not ask the gateway");
    }
    Redirect::to(&format!("{}&placed=1", orders::order_url(&state, number.0))).into_response()
}

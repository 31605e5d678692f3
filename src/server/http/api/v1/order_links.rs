//! An order for whoever has its link: no account is needed.

use super::users::orders::Order;
use crate::{
    domain::order::{OrderNumber, OrderStatus},
    server::{
        http::api::{
            auth::OrderWriter,
            idempotency::{Keyed, is_secret},
            problem::{ApiResult, Problem},
        },
        services::{
            orders::{self, order_token},
            own_orders,
        },
        sessions::Identity,
        state::State,
    },
};
use axum::{
    Json,
    extract::{Path, State as AxumState, rejection::PathRejection},
};
use serde::Serialize;
use utoipa::ToSchema;

/// An order with what opens it.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrderLink {
    order: Order,
    /// Opens the order, as `/orders/{number}/links/{link}`: keep it as a password.
    link: String,
    /// The order's page in the shop, for its customer.
    #[schema(format = "uri")]
    page_url: String,
    /// Where its customer pays; `null` where nothing is to be paid there.
    #[schema(required = true)]
    payment_url: Option<String>,
    #[serde(skip)]
    number: String,
}

impl OrderLink {
    /// The order behind a link; whoever has another one learns that there is none. `pay_at` may be a page of the shop.
    pub(super) async fn load(
        state: &State,
        number: OrderNumber,
        link: &str,
        pay_at: Option<String>,
    ) -> ApiResult<Self> {
        let detail = orders::find_for_visitor(state, &Identity::default(), number, Some(link)).await?;
        let shop = state.config.public_url();
        let absolute = |url: String| if url.starts_with('/') { format!("{shop}{url}") } else { url };
        let waits = detail.status == OrderStatus::PendingPayment;
        Ok(Self {
            page_url: absolute(orders::order_url(state, number.0)),
            payment_url: pay_at.filter(|_| waits).map(absolute),
            order: detail.into(),
            link: link.to_owned(),
            number: number.to_string(),
        })
    }

    /// Path of this resource.
    pub(super) fn address(&self) -> String {
        format!("/api/v1/orders/{}/links/{}", self.number, self.link)
    }
}

type Parts = Result<Path<(String, String)>, PathRejection>;

fn parts(path: Parts) -> ApiResult<(OrderNumber, String)> {
    let Path((number, link)) = path.map_err(|_| Problem::malformed("The address is broken."))?;
    let number = number.parse().map_err(|_| Problem::not_found())?;
    if is_secret(&link) { Ok((number, link)) } else { Err(Problem::not_found()) }
}

/// An order, for whoever has its link.
#[utoipa::path(get, path = "/orders/{number}/links/{link}", tag = "carts", operation_id = "get_order_by_link", security(()),
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$"), ("link" = String, Path, pattern = "^[0-9a-f]{64}$")),
    responses((status = 200, description = "The order", body = OrderLink)))]
pub async fn get(AxumState(state): AxumState<State>, path: Parts) -> ApiResult<Json<OrderLink>> {
    let (number, link) = parts(path)?;
    Ok(Json(OrderLink::load(&state, number, &link, None).await?))
}

/// Where an order is paid.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaymentPage {
    /// For the customer's browser: a page of the payment service, or of the shop where it tells how to pay.
    #[schema(format = "uri")]
    payment_url: String,
}

fn page(state: &State, url: String) -> Json<PaymentPage> {
    let payment_url = if url.starts_with('/') { format!("{}{url}", state.config.public_url()) } else { url };
    Json(PaymentPage { payment_url })
}

/// Begins a payment of an order that waits for its money, or finds the one that was begun.
#[utoipa::path(post, path = "/orders/{number}/links/{link}/payment", tag = "carts", operation_id = "pay_order_by_link", security(()),
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$"), ("link" = String, Path, pattern = "^[0-9a-f]{64}$")),
    responses((status = 200, description = "Where to pay", body = PaymentPage), (status = 409, description = "There is nothing to pay")))]
pub async fn pay(AxumState(state): AxumState<State>, path: Parts, _key: Keyed) -> ApiResult<Json<PaymentPage>> {
    let (number, link) = parts(path)?;
    let url = orders::retry_payment(&state, &Identity::default(), number, Some(&link)).await?;
    Ok(page(&state, url))
}

/// Cancels an order, as long as nothing of it has shipped and the shop lets customers: what was paid goes back. Once more
/// changes nothing.
#[utoipa::path(post, path = "/orders/{number}/links/{link}/cancel", tag = "carts", operation_id = "cancel_order_by_link", security(()),
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$"), ("link" = String, Path, pattern = "^[0-9a-f]{64}$")),
    responses((status = 200, description = "The order as it is now", body = OrderLink),
        (status = 409, description = "It has shipped, or the shop does not let customers cancel")))]
pub async fn cancel(AxumState(state): AxumState<State>, path: Parts) -> ApiResult<Json<OrderLink>> {
    let (number, link) = parts(path)?;
    orders::cancel_own_order(&state, &Identity::default(), number, Some(&link)).await?;
    Ok(Json(OrderLink::load(&state, number, &link, None).await?))
}

/// Begins a payment of an order of the account that asks, or finds the one that was begun.
#[utoipa::path(post, path = "/users/me/orders/{number}/payment", tag = "account", operation_id = "pay_order",
    params(("number" = String, Path, description = "As in a list: T100042", pattern = "^[Tt][0-9]{1,19}$")),
    security(("token" = ["orders:write"]), ("session" = [])),
    responses((status = 200, description = "Where to pay", body = PaymentPage), (status = 409, description = "There is nothing to pay")))]
pub async fn pay_own(
    writer: OrderWriter,
    _key: Keyed,
    AxumState(state): AxumState<State>,
    number: Result<Path<String>, PathRejection>,
) -> ApiResult<Json<PaymentPage>> {
    let Path(number) = number.map_err(|_| Problem::malformed("The address is broken."))?;
    let number: OrderNumber = number.parse().map_err(|_| Problem::not_found())?;
    own_orders::find(&state, writer.0.id, number).await?;
    let link = order_token(&state, number.0);
    let url = orders::retry_payment(&state, &Identity::default(), number, Some(&link)).await?;
    Ok(page(&state, url))
}

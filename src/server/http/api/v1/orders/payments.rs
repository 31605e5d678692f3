//! The money of an order, for staff.

use super::{
    super::types::{Money, instant},
    Number,
};
use crate::{
    domain::{
        ids::PaymentId,
        money,
        order::OrderNumber,
        staff::{PaymentRow, RefundRow, TransactionRow},
    },
    server::{
        http::api::{
            auth::{SalesReader, SalesWriter},
            extract::JsonBody,
            idempotency::Keyed,
            page::Page,
            problem::{ApiResult, Problem},
        },
        services::{keyed_payments, orders::get_for_staff, staff_payments},
        state::State,
        store,
    },
};
use axum::{
    Json,
    extract::{FromRequestParts, RawPathParams, State as AxumState},
    http::{StatusCode, request::Parts},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One attempt to collect an order's money.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrderPayment {
    id: i64,
    /// Slug of the payment method.
    payment_method: String,
    /// The payment service's name for it; empty until it has answered.
    reference: String,
    /// "pending", "authorized", "captured", "refunded", "failed" or "canceled".
    status: String,
    amount: Money,
    authorized: Money,
    captured: Money,
    refunded: Money,
    /// What the payment service kept of the captures for itself, as far as it told.
    #[schema(required = true)]
    fee: Option<Money>,
    /// What can still be captured.
    capturable: Money,
    /// What can still be refunded.
    refundable: Money,
    #[schema(format = "date-time")]
    created_at: String,
    /// What the payment service did, the oldest first.
    transactions: Vec<Transaction>,
    refunds: Vec<Refund>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PaymentTransaction)]
pub struct Transaction {
    /// "authorize", "capture", "void" or "refund".
    kind: String,
    /// "succeeded" or "failed".
    status: String,
    amount: Money,
    /// What the payment service kept of it for itself, where it told.
    #[schema(required = true)]
    fee: Option<Money>,
    message: String,
    #[schema(format = "date-time")]
    at: String,
}

/// Money that goes back.
#[derive(Debug, Serialize, ToSchema)]
pub struct Refund {
    id: i64,
    /// "pending" until the payment service has given it; then "succeeded" or "failed".
    status: String,
    amount: Money,
    reason: String,
    /// Why the payment service refused; empty otherwise.
    failure: String,
    /// Who asked for it.
    actor: String,
    #[schema(format = "date-time")]
    at: String,
}

impl From<PaymentRow> for OrderPayment {
    fn from(row: PaymentRow) -> Self {
        Self {
            id: row.id.0,
            payment_method: row.gateway,
            reference: row.reference,
            status: row.status,
            amount: row.amount.into(),
            authorized: row.authorized.into(),
            captured: row.captured.into(),
            refunded: row.refunded.into(),
            fee: row.fee.map(Money::from),
            capturable: row.capturable.into(),
            refundable: row.refundable.into(),
            created_at: instant(row.created_at),
            transactions: row.transactions.into_iter().map(Transaction::from).collect(),
            refunds: row.refunds.into_iter().map(Refund::from).collect(),
        }
    }
}

impl From<TransactionRow> for Transaction {
    fn from(row: TransactionRow) -> Self {
        let TransactionRow { kind, status, amount, fee, message, at } = row;
        Self { kind, status, amount: amount.into(), fee: fee.map(Money::from), message, at: instant(at) }
    }
}

impl From<RefundRow> for Refund {
    fn from(row: RefundRow) -> Self {
        let RefundRow { id, amount, reason, status, failure, actor, at } = row;
        Self { id: id.0, status, amount: amount.into(), reason, failure, actor, at: instant(at) }
    }
}

async fn load(state: &State, number: OrderNumber) -> ApiResult<Vec<PaymentRow>> {
    let currency = get_for_staff(state, number).await?.currency;
    Ok(store::admin::payments::payments(&state.db, number.0, currency).await?)
}

async fn answer(state: &State, number: OrderNumber, payment: PaymentId) -> ApiResult<Json<OrderPayment>> {
    let found = load(state, number).await?.into_iter().find(|row| row.id == payment);
    found.map(|row| Json(row.into())).ok_or_else(Problem::not_found)
}

/// An order's payments, the newest first.
#[utoipa::path(get, path = "/orders/{number}/payments", tag = "orders", operation_id = "list_order_payments",
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$")),
    security(("token" = ["sales:read"]), ("session" = [])),
    responses((status = 200, description = "All of them", body = Page<OrderPayment>)))]
pub async fn list(
    _reader: SalesReader,
    AxumState(state): AxumState<State>,
    number: Number,
) -> ApiResult<Page<OrderPayment>> {
    let items = load(&state, number.0).await?.into_iter().map(OrderPayment::from).collect();
    Ok(Page { items, next: None, previous: None })
}

/// The payment that an address names.
#[derive(Clone, Copy, Debug)]
pub struct Payment(pub PaymentId);

impl<S: Send + Sync> FromRequestParts<S> for Payment {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> ApiResult<Self> {
        let path = RawPathParams::from_request_parts(parts, state).await;
        let path = path.map_err(|_| Problem::malformed("The address is broken."))?;
        let id = path.iter().find(|(name, _)| *name == "payment").and_then(|(_, id)| id.parse().ok());
        id.map(Self).ok_or_else(Problem::not_found)
    }
}

/// Some money.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AmountInput {
    amount: Money,
}

fn wanted(amount: Money) -> money::Money {
    money::Money::new(amount.amount, amount.currency)
}

/// Takes a part of what was authorized, at most what the order owes.
#[utoipa::path(post, path = "/orders/{number}/payments/{payment}/capture", tag = "orders", operation_id = "capture_payment",
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$"), ("payment" = i64, Path, minimum = 1)),
    request_body = AmountInput, security(("token" = ["sales:write"]), ("session" = [])),
    responses((status = 200, description = "The payment as it is now", body = OrderPayment),
        (status = 409, description = "The payment service does not allow it")))]
pub async fn capture(
    writer: SalesWriter,
    key: Keyed,
    AxumState(state): AxumState<State>,
    (number, payment): (Number, Payment),
    JsonBody(input): JsonBody<AmountInput>,
) -> ApiResult<Json<OrderPayment>> {
    keyed_payments::capture(&state, &writer.0, (number.0, payment.0), wanted(input.amount), &key.0).await?;
    answer(&state, number.0, payment.0).await
}

/// Says that money came which no payment service tells of: a transfer, or cash.
#[utoipa::path(post, path = "/orders/{number}/payments/{payment}/mark-paid", tag = "orders", operation_id = "mark_payment_paid",
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$"), ("payment" = i64, Path, minimum = 1)),
    request_body = AmountInput, security(("token" = ["sales:write"]), ("session" = [])),
    responses((status = 200, description = "The payment as it is now", body = OrderPayment),
        (status = 409, description = "A payment service collects it")))]
pub async fn mark_paid(
    writer: SalesWriter,
    key: Keyed,
    AxumState(state): AxumState<State>,
    (number, payment): (Number, Payment),
    JsonBody(input): JsonBody<AmountInput>,
) -> ApiResult<Json<OrderPayment>> {
    keyed_payments::mark_paid(&state, &writer.0, (number.0, payment.0), wanted(input.amount), &key.0).await?;
    answer(&state, number.0, payment.0).await
}

/// Lets go of what was authorized and not captured, and closes a payment that nobody paid.
#[utoipa::path(post, path = "/orders/{number}/payments/{payment}/void", tag = "orders", operation_id = "void_payment",
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$"), ("payment" = i64, Path, minimum = 1)),
    security(("token" = ["sales:write"]), ("session" = [])),
    responses((status = 200, description = "The payment as it is now", body = OrderPayment),
        (status = 409, description = "There is nothing to let go of")))]
pub async fn void(
    writer: SalesWriter,
    AxumState(state): AxumState<State>,
    (number, payment): (Number, Payment),
) -> ApiResult<Json<OrderPayment>> {
    staff_payments::void(&state, &writer.0, number.0, payment.0).await?;
    answer(&state, number.0, payment.0).await
}

/// Money to give back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundInput {
    amount: Money,
    /// The payment service may show it to the customer.
    #[schema(min_length = 1, max_length = 120)]
    reason: String,
}

/// Gives a part of a captured payment back. It is written down at once and asked of the payment service by a job.
#[utoipa::path(post, path = "/orders/{number}/payments/{payment}/refunds", tag = "orders", operation_id = "refund_payment",
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$"), ("payment" = i64, Path, minimum = 1)),
    request_body = RefundInput, security(("token" = ["sales:write"]), ("session" = [])),
    responses((status = 201, description = "The refund, under way", body = Refund)))]
pub async fn refund(
    writer: SalesWriter,
    key: Keyed,
    AxumState(state): AxumState<State>,
    (number, payment): (Number, Payment),
    JsonBody(input): JsonBody<RefundInput>,
) -> ApiResult<(StatusCode, Json<Refund>)> {
    let what = (wanted(input.amount), input.reason.as_str());
    let id = keyed_payments::refund(&state, &writer.0, (number.0, payment.0), what, &key.0).await?;
    let refunds = load(&state, number.0).await?.into_iter().flat_map(|row| row.refunds);
    let refund = refunds.into_iter().find(|refund| refund.id == id).ok_or_else(Problem::not_found)?;
    Ok((StatusCode::CREATED, Json(refund.into())))
}

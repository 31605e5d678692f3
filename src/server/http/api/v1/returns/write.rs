//! The steps of a return.

use super::{
    super::{orders::Number, types::Money},
    Named,
    body::{Return, ReturnReason},
    told,
};
use crate::{
    domain::{
        forms::{FieldErrors, Problem as Reason, optional_line},
        ids::{FulfillmentCenterId, OrderLineId},
        money,
        returns::{
            self, NOTE_LENGTH, ReceivedLine, ReceivedUnits, RefundAmount, ReturnRequest, WantedLine, quantity_field,
            received_field, restock_field,
        },
    },
    error::AppError,
    server::{
        http::api::{
            auth::SalesWriter,
            extract::JsonBody,
            idempotency::Keyed,
            problem::{ApiResult, Problem, renamed},
        },
        services::returns::{self as service, ReturnRefund},
        state::State,
    },
};
use axum::{Json, extract::State as AxumState, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

/// A return that staff open on a customer's behalf.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnInput {
    #[schema(min_items = 1, max_items = 100)]
    lines: Vec<ReturnLineInput>,
    /// Where to send it and how: the customer gets it by mail.
    #[serde(default)]
    #[schema(max_length = 1000)]
    instructions: String,
    /// How many returns of the order there were, as far as the sender knows: with another number nothing happens.
    #[serde(default)]
    #[schema(minimum = 0)]
    returns_before: Option<i64>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnLineInput {
    /// Of the order.
    #[schema(minimum = 1)]
    line_id: i64,
    #[schema(minimum = 1, maximum = 1_000_000)]
    quantity: i64,
    reason: ReturnReason,
    /// In the customer's words; needed for another reason.
    #[serde(default)]
    #[schema(max_length = 300)]
    note: String,
}

impl ReturnLineInput {
    pub(super) const fn id(&self) -> i64 {
        self.line_id
    }
}

/// Each line once, with a note where the reason is none of the list.
pub(super) fn request_of(inputs: &[ReturnLineInput], seen: Option<i64>) -> Result<ReturnRequest, FieldErrors> {
    let mut errors = FieldErrors::default();
    let mut lines: Vec<WantedLine> = Vec::new();
    for (index, input) in inputs.iter().enumerate() {
        let (line, reason) = (OrderLineId(input.line_id), returns::ReturnReason::from(input.reason));
        let field = format!("lines.{index}.note");
        let note = errors.take(&field, optional_line(&input.note, NOTE_LENGTH)).unwrap_or_default();
        if reason == returns::ReturnReason::Other && note.is_empty() && errors.message(&field).is_none() {
            errors.add(&field, Reason::Required);
        }
        if lines.iter().any(|known| known.line == line) {
            errors.add(&format!("lines.{index}.line_id"), Reason::AlreadyTaken);
        }
        lines.push(WantedLine { line, quantity: input.quantity, reason, note });
    }
    if lines.is_empty() {
        errors.add("lines", Reason::Required);
    }
    errors.into_result()?;
    Ok(ReturnRequest { lines, seen })
}

/// Fields of the lines as the body names them.
pub(super) fn in_lines(error: AppError, lines: impl Iterator<Item = i64>, names: &[(&str, &str)]) -> Problem {
    let mut problem = renamed(error, names);
    for (index, line) in lines.enumerate() {
        let line = OrderLineId(line);
        for (form, ours) in [
            (quantity_field(line), "quantity"),
            (received_field(line), "quantity"),
            (restock_field(line), "restock_at"),
        ] {
            for error in problem.errors.iter_mut().filter(|error| error.field == form) {
                error.field = format!("lines.{index}.{ours}");
            }
        }
    }
    problem
}

/// Opens a return on a customer's behalf, also after the time in which they may ask. It is approved at once.
#[utoipa::path(post, path = "/orders/{number}/returns", tag = "returns", operation_id = "create_return",
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$")),
    request_body = ReturnInput, security(("token" = ["sales:write"]), ("session" = [])),
    responses((status = 201, description = "The return", body = Return),
        (status = 409, description = "Nothing of the order can be sent back")))]
pub async fn create(
    writer: SalesWriter,
    AxumState(state): AxumState<State>,
    number: Number,
    JsonBody(input): JsonBody<ReturnInput>,
) -> ApiResult<(StatusCode, Json<Return>)> {
    let wish = request_of(&input.lines, input.returns_before).map_err(AppError::from)?;
    let opened = service::open_for_customer(&state, &writer.0.email, number.0, &wish, &input.instructions).await;
    let lines = input.lines.iter().map(ReturnLineInput::id);
    let opened = opened.map_err(|error| in_lines(error, lines, &[("return_instructions", "instructions")]))?;
    Ok((StatusCode::CREATED, Json(told(&state, opened).await?)))
}

/// Where to send it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApprovalInput {
    /// The customer gets it by mail.
    #[serde(default)]
    #[schema(max_length = 1000)]
    instructions: String,
}

/// Approves a return that a customer asked for.
#[utoipa::path(post, path = "/returns/{return}/approve", tag = "returns", operation_id = "approve_return",
    params(("return" = String, Path, description = "R100042", pattern = "^[Rr][0-9]{1,19}$")),
    request_body = ApprovalInput, security(("token" = ["sales:write"]), ("session" = [])),
    responses((status = 200, description = "The return as it is now", body = Return),
        (status = 409, description = "It was answered already")))]
pub async fn approve(
    writer: SalesWriter,
    AxumState(state): AxumState<State>,
    named: Named,
    JsonBody(input): JsonBody<ApprovalInput>,
) -> ApiResult<Json<Return>> {
    let approved = service::approve(&state, &writer.0.email, named.0, &input.instructions).await;
    approved.map_err(|error| renamed(error, &[("return_instructions", "instructions")]))?;
    Ok(Json(told(&state, named.0).await?))
}

/// Why not.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RejectionInput {
    /// The customer gets it by mail.
    #[schema(min_length = 1, max_length = 1000)]
    reason: String,
}

/// Rejects a return that a customer asked for, or one that was approved and never came.
#[utoipa::path(post, path = "/returns/{return}/reject", tag = "returns", operation_id = "reject_return",
    params(("return" = String, Path, description = "R100042", pattern = "^[Rr][0-9]{1,19}$")),
    request_body = RejectionInput, security(("token" = ["sales:write"]), ("session" = [])),
    responses((status = 200, description = "The return as it is now", body = Return),
        (status = 409, description = "It has come, or was answered already")))]
pub async fn reject(
    writer: SalesWriter,
    AxumState(state): AxumState<State>,
    named: Named,
    JsonBody(input): JsonBody<RejectionInput>,
) -> ApiResult<Json<Return>> {
    let rejected = service::reject(&state, &writer.0.email, named.0, &input.reason).await;
    rejected.map_err(|error| renamed(error, &[("rejection", "reason")]))?;
    Ok(Json(told(&state, named.0).await?))
}

/// What came.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiptInput {
    /// What is left out did not come.
    #[schema(min_items = 1, max_items = 100)]
    lines: Vec<ReceiptLineInput>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiptLineInput {
    /// Of the order.
    #[schema(minimum = 1)]
    line_id: i64,
    #[schema(minimum = 0, maximum = 1_000_000)]
    quantity: i64,
    /// The fulfillment center where it is for sale again; left out where it cannot be sold.
    #[serde(default)]
    #[schema(minimum = 1)]
    restock_at: Option<i64>,
}

/// Notes what came of a return, and puts it up for sale again where it says so.
#[utoipa::path(post, path = "/returns/{return}/receive", tag = "returns", operation_id = "receive_return",
    params(("return" = String, Path, description = "R100042", pattern = "^[Rr][0-9]{1,19}$")),
    request_body = ReceiptInput, security(("token" = ["sales:write"]), ("session" = [])),
    responses((status = 200, description = "The return as it is now", body = Return),
        (status = 409, description = "It is not approved, or has come already")))]
pub async fn receive(
    writer: SalesWriter,
    AxumState(state): AxumState<State>,
    named: Named,
    JsonBody(input): JsonBody<ReceiptInput>,
) -> ApiResult<Json<Return>> {
    let line = |line: &ReceiptLineInput| ReceivedLine {
        line: OrderLineId(line.line_id),
        quantity: line.quantity,
        restock: line.restock_at.map(FulfillmentCenterId),
    };
    let came = ReceivedUnits { lines: input.lines.iter().map(line).collect() };
    let received = service::receive(&state, &writer.0.email, named.0, &came).await;
    received.map_err(|error| in_lines(error, input.lines.iter().map(|line| line.line_id), &[]))?;
    Ok(Json(told(&state, named.0).await?))
}

/// How a return is settled.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnRefundInput {
    /// Of what the units are worth; left out: all of it.
    #[serde(default)]
    amount: Option<Money>,
    /// Whether what is left of the price of shipping is given back as well.
    #[serde(default)]
    shipping: bool,
    /// Needed where less is given back than the units are worth; the customer reads it.
    #[serde(default)]
    #[schema(max_length = 200)]
    deduction_reason: String,
}

/// Settles a return that came: the amount is credited, a credit note issued, and the money goes back the way it came.
#[utoipa::path(post, path = "/returns/{return}/refund", tag = "returns", operation_id = "refund_return",
    params(("return" = String, Path, description = "R100042", pattern = "^[Rr][0-9]{1,19}$")),
    request_body = ReturnRefundInput, security(("token" = ["sales:write"]), ("session" = [])),
    responses((status = 200, description = "The return as it is now", body = Return),
        (status = 409, description = "It has not come, or was settled already")))]
pub async fn refund(
    writer: SalesWriter,
    key: Keyed,
    AxumState(state): AxumState<State>,
    named: Named,
    JsonBody(input): JsonBody<ReturnRefundInput>,
) -> ApiResult<Json<Return>> {
    let exact = |amount: Money| RefundAmount::Exact(money::Money::new(amount.amount, amount.currency));
    let wish = ReturnRefund {
        amount: input.amount.map_or(RefundAmount::Whole, exact),
        shipping: input.shipping,
        deduction_reason: input.deduction_reason,
        key: key.0.name.clone(),
    };
    service::refund(&state, &writer.0, named.0, &wish).await?;
    Ok(Json(told(&state, named.0).await?))
}

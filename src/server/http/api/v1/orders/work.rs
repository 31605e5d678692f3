//! What staff do with an order besides its money and its parcels: parts of it are called off, notes are written, mails are
//! sent again, and what waited was fetched.

use super::{
    super::types::instant,
    Number,
    body::{SalesOrder, TimelineEntry},
};
use crate::{
    domain::{
        forms::Problem as Reason,
        ids::{OrderLineId, OutboxMailId},
        staff::{LinesToCancel, OrderMailRow, cancel_field},
    },
    server::{
        http::api::{
            auth::{SalesReader, SalesWriter},
            extract::JsonBody,
            page::Page,
            problem::{ApiResult, Problem, renamed},
        },
        services::{cancel_lines, order_mail, order_notes, orders::get_for_staff, ship_order},
        state::State,
    },
};
use axum::{
    Json,
    extract::{FromRequestParts, RawPathParams, State as AxumState},
    http::{StatusCode, request::Parts},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Units of an order that are not wanted any more.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelLinesInput {
    #[schema(min_items = 1, max_items = 200)]
    lines: Vec<CanceledLineInput>,
    /// Whether what is left of the price of shipping is given up as well.
    #[serde(default)]
    shipping: bool,
    /// For the timeline; the customer reads it, too.
    #[serde(default)]
    #[schema(max_length = 200)]
    reason: String,
    /// How many units of the order had been canceled, as far as the sender knows: with another number nothing happens.
    #[serde(default)]
    #[schema(minimum = 0)]
    canceled_before: Option<i64>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CanceledLineInput {
    /// Of the order.
    #[schema(minimum = 1)]
    line_id: i64,
    #[schema(minimum = 1, maximum = 1_000_000)]
    quantity: i64,
}

impl CancelLinesInput {
    fn wish(&self) -> ApiResult<LinesToCancel> {
        let mut quantities: Vec<(OrderLineId, i64)> = Vec::new();
        for (index, line) in self.lines.iter().enumerate() {
            let id = OrderLineId(line.line_id);
            if quantities.iter().any(|(known, _)| *known == id) {
                return Err(Problem::field(format!("lines.{index}.line_id"), Reason::AlreadyTaken));
            }
            quantities.push((id, line.quantity));
        }
        if quantities.is_empty() {
            return Err(Problem::field("lines", Reason::Required));
        }
        Ok(LinesToCancel {
            quantities,
            shipping: self.shipping,
            reason: self.reason.clone(),
            seen: self.canceled_before,
            edits: None,
        })
    }
}

/// Cancels units that have not shipped: their stock is free again, and what they were worth is credited. Where nothing of the
/// order is left, the order is canceled.
#[utoipa::path(post, path = "/orders/{number}/cancel-lines", tag = "orders", operation_id = "cancel_order_lines",
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$")),
    request_body = CancelLinesInput, security(("token" = ["sales:write"]), ("session" = [])),
    responses((status = 200, description = "The order as it is now", body = SalesOrder),
        (status = 409, description = "It has shipped, or is canceled")))]
pub async fn cancel(
    writer: SalesWriter,
    AxumState(state): AxumState<State>,
    number: Number,
    JsonBody(input): JsonBody<CancelLinesInput>,
) -> ApiResult<Json<SalesOrder>> {
    let canceled = cancel_lines::cancel_lines(&state, &writer.0.email, number.0, &input.wish()?).await;
    canceled.map_err(|error| {
        let mut problem = renamed(error, &[("cancel_reason", "reason")]);
        for (index, line) in input.lines.iter().enumerate() {
            let form = cancel_field(OrderLineId(line.line_id));
            for error in problem.errors.iter_mut().filter(|error| error.field == form) {
                error.field = format!("lines.{index}.quantity");
            }
        }
        problem
    })?;
    Ok(Json(get_for_staff(&state, number.0).await?.into()))
}

/// A note on an order.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteInput {
    #[schema(min_length = 1, max_length = 1000)]
    note: String,
    /// Whether the customer reads it on the order's page; the crew does in any case.
    #[serde(default)]
    for_customer: bool,
}

/// Writes a note on an order's timeline.
#[utoipa::path(post, path = "/orders/{number}/notes", tag = "orders", operation_id = "add_order_note",
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$")),
    request_body = NoteInput, security(("token" = ["sales:write"]), ("session" = [])),
    responses((status = 201, description = "The timeline with it, the oldest first", body = Page<TimelineEntry>)))]
pub async fn add_note(
    writer: SalesWriter,
    AxumState(state): AxumState<State>,
    number: Number,
    JsonBody(input): JsonBody<NoteInput>,
) -> ApiResult<(StatusCode, Json<Page<TimelineEntry>>)> {
    order_notes::add(&state, &writer.0.email, number.0, (&input.note, input.for_customer)).await?;
    Ok((StatusCode::CREATED, Json(super::timeline_of(&state, number.0).await?)))
}

/// Notes that the customer has fetched what waited for them. Once more changes nothing.
#[utoipa::path(post, path = "/orders/{number}/picked-up", tag = "orders", operation_id = "mark_order_picked_up",
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$")),
    security(("token" = ["sales:write"]), ("session" = [])),
    responses((status = 200, description = "The order as it is now", body = SalesOrder),
        (status = 409, description = "It is not one to be fetched")))]
pub async fn mark_picked_up(
    writer: SalesWriter,
    AxumState(state): AxumState<State>,
    number: Number,
) -> ApiResult<Json<SalesOrder>> {
    ship_order::mark_picked_up(&state, &writer.0.email, number.0).await?;
    Ok(Json(get_for_staff(&state, number.0).await?.into()))
}

/// A mail about an order.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrderMail {
    id: i64,
    subject: String,
    recipient: String,
    #[schema(format = "date-time")]
    created_at: String,
    /// `null` while no server took it.
    #[schema(required = true, format = "date-time")]
    sent_at: Option<String>,
}

impl From<OrderMailRow> for OrderMail {
    fn from(row: OrderMailRow) -> Self {
        let OrderMailRow { id, subject, recipient, created_at, sent_at } = row;
        Self { id: id.0, subject, recipient, created_at: instant(created_at), sent_at: sent_at.map(instant) }
    }
}

/// The mails about an order, the oldest first.
#[utoipa::path(get, path = "/orders/{number}/mails", tag = "orders", operation_id = "list_order_mails",
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$")),
    security(("token" = ["sales:read"]), ("session" = [])),
    responses((status = 200, description = "All of them", body = Page<OrderMail>)))]
pub async fn list_mails(
    _reader: SalesReader,
    AxumState(state): AxumState<State>,
    number: Number,
) -> ApiResult<Page<OrderMail>> {
    get_for_staff(&state, number.0).await?;
    let items = order_mail::list(&state, number.0).await?.into_iter().map(OrderMail::from).collect();
    Ok(Page { items, next: None, previous: None })
}

/// The mail that an address names, behind its order.
#[derive(Clone, Copy, Debug)]
pub struct Mail(OutboxMailId);

impl<S: Send + Sync> FromRequestParts<S> for Mail {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> ApiResult<Self> {
        let path = RawPathParams::from_request_parts(parts, state).await;
        let path = path.map_err(|_| Problem::malformed("The address is broken."))?;
        let mail = path.iter().find(|(name, _)| *name == "mail").and_then(|(_, mail)| mail.parse().ok());
        mail.map(Self).ok_or_else(Problem::not_found)
    }
}

/// Sends a mail once more, as it was, to where the order's mails go now. Within a minute it is sent once, however often it is
/// asked for.
#[utoipa::path(post, path = "/orders/{number}/mails/{mail}/resend", tag = "orders", operation_id = "resend_order_mail",
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$"), ("mail" = i64, Path, minimum = 1)),
    security(("token" = ["sales:write"]), ("session" = [])),
    responses((status = 202, description = "It is on its way")))]
pub async fn resend_mail(
    _writer: SalesWriter,
    AxumState(state): AxumState<State>,
    (number, mail): (Number, Mail),
) -> ApiResult<StatusCode> {
    order_mail::ask_to_resend(&state, number.0, mail.0).await?;
    Ok(StatusCode::ACCEPTED)
}

//! Everyone's orders, for staff.

pub mod alerts;
pub mod body;
pub mod edits;
pub mod payments;
pub mod shipments;
pub mod work;

use super::products::instant;
use crate::{
    domain::{
        forms::Problem as Reason,
        order::{OrderNumber, OrderStatus},
    },
    error::AppError,
    server::{
        http::api::{
            auth::{SalesReader, SalesWriter},
            extract::Parameters,
            idempotency::Keyed,
            page::{Order as ListOrder, Page, slice},
            problem::{ApiResult, FieldProblem, Problem},
        },
        services::{self, orders as service},
        state::State,
        store::admin::slices::OrderFilter,
    },
};
use axum::{
    Json,
    extract::{FromRequestParts, OriginalUri, RawPathParams, State as AxumState},
    http::request::Parts,
    response::Response,
};
use body::{SalesOrder, SalesOrderSummary, TimelineEntry};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// The order that an address names.
#[derive(Clone, Copy, Debug)]
pub struct Number(pub OrderNumber);

impl<S: Send + Sync> FromRequestParts<S> for Number {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> ApiResult<Self> {
        let path = RawPathParams::from_request_parts(parts, state).await;
        let path = path.map_err(|_| Problem::malformed("The address is broken."))?;
        let number = path.iter().find(|(name, _)| *name == "number").and_then(|(_, number)| number.parse().ok());
        number.map(Self).ok_or_else(Problem::not_found)
    }
}

/// Names of the orders of the list.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub enum SalesOrderName {
    #[schema(rename = "-placed")]
    Newest,
    #[schema(rename = "placed")]
    Oldest,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SalesOrderQuery {
    /// Most rows of the page.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// From the address of another page.
    #[param(max_length = 300)]
    cursor: Option<String>,
    /// The newest first, unless it says otherwise.
    #[param(inline, value_type = Option<SalesOrderName>)]
    order: Option<String>,
    /// States, with commas between them.
    #[param(max_length = 200, pattern = "^[a-z_,]*$", example = "paid,partly_fulfilled")]
    status: Option<String>,
    /// Of the customer.
    #[param(max_length = 254)]
    email: Option<String>,
    /// Placed at this instant (RFC 3339) or later.
    #[param(format = "date-time", max_length = 40)]
    placed_since: Option<String>,
    /// Placed before this instant.
    #[param(format = "date-time", max_length = 40)]
    placed_before: Option<String>,
    /// Changed at this instant or later.
    #[param(format = "date-time", max_length = 40)]
    updated_since: Option<String>,
    /// Those whose money did not go as it should and nobody has seen to, or all others.
    #[param(value_type = Option<bool>)]
    needs_attention: Option<String>,
}

impl SalesOrderQuery {
    fn filter(&self) -> ApiResult<OrderFilter> {
        let at = |field: &str, text: &Option<String>| text.as_deref().map(|text| instant(field, text)).transpose();
        Ok(OrderFilter {
            statuses: statuses(self.status.as_deref().unwrap_or_default())?,
            email: super::products::line("email", self.email.as_deref(), 254)?.map(|email| email.to_lowercase()),
            placed_from: at("placed_since", &self.placed_since)?,
            placed_before: at("placed_before", &self.placed_before)?,
            updated_from: at("updated_since", &self.updated_since)?,
            needs_attention: match self.needs_attention.as_deref() {
                None => None,
                Some("true") => Some(true),
                Some("false") => Some(false),
                Some(_) => return Err(Problem::field("needs_attention", Reason::UnknownChoice)),
            },
        })
    }
}

fn statuses(text: &str) -> ApiResult<Vec<OrderStatus>> {
    let read = |slug: &str| {
        OrderStatus::from_slug(slug).ok_or_else(|| {
            let known: Vec<&str> = OrderStatus::ALL.iter().map(|status| status.slug()).collect();
            let message = format!("One of {}.", known.join(", "));
            Problem::invalid(vec![FieldProblem::new("status", "unknown_choice", message)])
        })
    };
    text.split(',').filter(|slug| !slug.is_empty()).map(read).collect()
}

/// Everyone's orders.
#[utoipa::path(get, path = "/orders", tag = "orders", operation_id = "list_sales_orders", params(SalesOrderQuery),
    security(("token" = ["sales:read"]), ("session" = [])),
    responses((status = 200, description = "A page of orders", body = Page<SalesOrderSummary>)))]
pub async fn list(
    _reader: SalesReader,
    AxumState(state): AxumState<State>,
    OriginalUri(uri): OriginalUri,
    Parameters(query): Parameters<SalesOrderQuery>,
) -> ApiResult<Page<SalesOrderSummary>> {
    let order = ListOrder::parse(query.order.as_deref(), &["-placed", "placed"])?;
    let slice = slice(query.limit.as_deref(), query.cursor.as_deref(), order)?;
    let page = services::admin_orders::slice(&state, &query.filter()?, slice).await?;
    Ok(Page::new(page.map(SalesOrderSummary::from), order, &uri))
}

/// One order, with the ids of its lines, by which parcels name them, and the tag of its version, by which changes name it.
#[utoipa::path(get, path = "/orders/{number}", tag = "orders", operation_id = "get_sales_order",
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$")),
    security(("token" = ["sales:read"]), ("session" = [])),
    responses((status = 200, description = "The order", body = SalesOrder)))]
pub async fn get(_reader: SalesReader, AxumState(state): AxumState<State>, number: Number) -> ApiResult<Response> {
    edits::answer(&state, number).await
}

/// What happened to an order, the oldest first.
#[utoipa::path(get, path = "/orders/{number}/timeline", tag = "orders", operation_id = "get_order_timeline",
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$")),
    security(("token" = ["sales:read"]), ("session" = [])),
    responses((status = 200, description = "All of it", body = Page<TimelineEntry>)))]
pub async fn timeline(
    _reader: SalesReader,
    AxumState(state): AxumState<State>,
    number: Number,
) -> ApiResult<Page<TimelineEntry>> {
    timeline_of(&state, number.0).await
}

async fn timeline_of(state: &State, number: OrderNumber) -> ApiResult<Page<TimelineEntry>> {
    let detail = service::get_for_staff(state, number).await?;
    let mut items: Vec<TimelineEntry> = detail.events.into_iter().map(TimelineEntry::from).collect();
    items.sort_by(|one, other| one.at.cmp(&other.at));
    Ok(Page { items, next: None, previous: None })
}

/// Cancels an order of which nothing has shipped: its stock is free again, and its money goes back.
#[utoipa::path(post, path = "/orders/{number}/cancel", tag = "orders", operation_id = "cancel_sales_order",
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$")),
    security(("token" = ["sales:write"]), ("session" = [])),
    responses((status = 200, description = "The order as it is now", body = SalesOrder),
        (status = 409, description = "It has shipped, or is canceled")))]
pub async fn cancel(
    writer: SalesWriter,
    Keyed(run): Keyed,
    AxumState(state): AxumState<State>,
    number: Number,
) -> ApiResult<Json<SalesOrder>> {
    run.set_checked(&state).await?;
    match service::cancel_order(&state, &writer.0.email, number.0, None).await {
        Ok(()) => {}
        // A run before this one canceled it, and died before it could answer.
        Err(AppError::OrderMovedOn) if run.was_checked && is_canceled(&state, number).await? => {}
        Err(error) => return Err(error.into()),
    }
    Ok(Json(service::get_for_staff(&state, number.0).await?.into()))
}

async fn is_canceled(state: &State, number: Number) -> ApiResult<bool> {
    let status = service::get_for_staff(state, number.0).await?.status;
    Ok(matches!(status, OrderStatus::Canceled | OrderStatus::Refunded))
}

//! Returns of orders, for staff: asked for, decided, received and settled.

pub mod body;
pub mod own;
pub mod write;

use super::orders::Number;
use crate::{
    domain::{
        order::OrderNumber,
        returns::{ReturnNumber, ReturnStatus},
    },
    error::AppError,
    server::{
        http::api::{
            auth::SalesReader,
            extract::Parameters,
            page::{Order as ListOrder, Page, slice},
            problem::{ApiResult, FieldProblem, Problem},
        },
        services::{orders::get_for_staff, returns as service},
        state::State,
        store::{self, admin::returns::ReturnFilter},
    },
};
use axum::{
    Json,
    extract::{FromRequestParts, OriginalUri, RawPathParams, State as AxumState},
    http::request::Parts,
};
use body::{Return, ReturnSummary};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// The return that an address names.
#[derive(Clone, Copy, Debug)]
pub struct Named(pub ReturnNumber);

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> ApiResult<Self> {
        let path = RawPathParams::from_request_parts(parts, state).await;
        let path = path.map_err(|_| Problem::malformed("The address is broken."))?;
        let number = path.iter().find(|(name, _)| *name == "return").and_then(|(_, number)| number.parse().ok());
        number.map(Self).ok_or_else(Problem::not_found)
    }
}

/// Names of the orders of the list.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub enum ReturnOrderName {
    #[schema(rename = "-requested")]
    Newest,
    #[schema(rename = "requested")]
    Oldest,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReturnQuery {
    /// Most rows of the page.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// From the address of another page.
    #[param(max_length = 300)]
    cursor: Option<String>,
    /// The newest first, unless it says otherwise.
    #[param(inline, value_type = Option<ReturnOrderName>)]
    order: Option<String>,
    /// States, with commas between them.
    #[param(max_length = 200, pattern = "^[a-z_,]*$", example = "requested,received")]
    status: Option<String>,
}

fn statuses(text: &str) -> ApiResult<Vec<ReturnStatus>> {
    let read = |slug: &str| {
        ReturnStatus::from_slug(slug).ok_or_else(|| {
            let known: Vec<&str> = ReturnStatus::ALL.iter().map(|status| status.slug()).collect();
            let message = format!("One of {}.", known.join(", "));
            Problem::invalid(vec![FieldProblem::new("status", "unknown_choice", message)])
        })
    };
    text.split(',').filter(|slug| !slug.is_empty()).map(read).collect()
}

/// Everyone's returns.
#[utoipa::path(get, path = "/returns", tag = "returns", operation_id = "list_returns", params(ReturnQuery),
    security(("token" = ["sales:read"]), ("session" = [])),
    responses((status = 200, description = "A page of returns", body = Page<ReturnSummary>)))]
pub async fn list(
    _reader: SalesReader,
    AxumState(state): AxumState<State>,
    OriginalUri(uri): OriginalUri,
    Parameters(query): Parameters<ReturnQuery>,
) -> ApiResult<Page<ReturnSummary>> {
    let order = ListOrder::parse(query.order.as_deref(), &["-requested", "requested"])?;
    let slice = slice(query.limit.as_deref(), query.cursor.as_deref(), order)?;
    let filter = ReturnFilter { statuses: statuses(query.status.as_deref().unwrap_or_default())?, order: None };
    let page = service::slice(&state, &filter, slice).await?;
    Ok(Page::new(page.map(ReturnSummary::from), order, &uri))
}

/// One return, with its lines by the ids that they have in the order.
#[utoipa::path(get, path = "/returns/{return}", tag = "returns", operation_id = "get_return",
    params(("return" = String, Path, description = "R100042", pattern = "^[Rr][0-9]{1,19}$")),
    security(("token" = ["sales:read"]), ("session" = [])),
    responses((status = 200, description = "The return", body = Return)))]
pub async fn get(_reader: SalesReader, AxumState(state): AxumState<State>, named: Named) -> ApiResult<Json<Return>> {
    Ok(Json(told(&state, named.0).await?))
}

/// The returns of an order, the newest first.
#[utoipa::path(get, path = "/orders/{number}/returns", tag = "returns", operation_id = "list_order_returns",
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$")),
    security(("token" = ["sales:read"]), ("session" = [])),
    responses((status = 200, description = "All of them", body = Page<Return>)))]
pub async fn of_order(
    _reader: SalesReader,
    AxumState(state): AxumState<State>,
    number: Number,
) -> ApiResult<Page<Return>> {
    let OrderNumber(order) = get_for_staff(&state, number.0).await?.number;
    let items = store::returns::of_order(&state.db, order).await?.into_iter().map(Return::from).collect();
    Ok(Page { items, next: None, previous: None })
}

/// A return as the API has it; for webhooks as well.
pub async fn told(state: &State, number: ReturnNumber) -> Result<Return, AppError> {
    Ok(service::find(state, number).await?.into())
}

//! Customers, for staff who may know of them.

use super::{
    orders::body::SalesOrderSummary,
    types::{Money, instant},
    users::addresses::AddressBody,
};
use crate::{
    domain::{
        ids::AccountId,
        staff::{CustomerDetail, CustomerRow, Purchases},
    },
    server::{
        http::api::{
            auth::{CustomerReader, CustomerWriter},
            extract::{Id, JsonBody, Parameters},
            page::{Order, Page, slice},
            problem::ApiResult,
        },
        services::{customer_groups, customers},
        state::State,
    },
};
use axum::{
    Json,
    extract::{OriginalUri, State as AxumState},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A customer in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct CustomerSummary {
    id: i64,
    email: String,
    name: String,
    email_verified: bool,
    #[schema(format = "date-time")]
    created_at: String,
    /// Since when they cannot log in.
    #[schema(required = true, format = "date-time")]
    disabled_at: Option<String>,
    /// All orders that were placed.
    orders: i64,
    /// What was paid less what was given back, for each currency.
    spent: Vec<Money>,
}

impl From<CustomerRow> for CustomerSummary {
    fn from(row: CustomerRow) -> Self {
        let CustomerRow { id, email, name, created_at, disabled_at, email_verified, purchases } = row;
        let Purchases { orders, spent } = purchases;
        Self {
            id: id.0,
            email,
            name,
            email_verified,
            created_at: instant(created_at),
            disabled_at: disabled_at.map(instant),
            orders,
            spent: spent.into_iter().map(Money::from).collect(),
        }
    }
}

/// A customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct Customer {
    #[serde(flatten)]
    summary: CustomerSummary,
    phone: String,
    has_second_factor: bool,
    /// Places where they are logged in.
    sessions: i64,
    /// By the alphabet.
    groups: Vec<String>,
    addresses: Vec<CustomerAddress>,
    /// The newest twenty.
    newest_orders: Vec<SalesOrderSummary>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CustomerAddress {
    address: AddressBody,
    default_shipping: bool,
    default_billing: bool,
}

impl From<CustomerDetail> for Customer {
    fn from(detail: CustomerDetail) -> Self {
        let addresses = detail.addresses.into_iter().map(|kept| CustomerAddress {
            address: kept.address.into(),
            default_shipping: kept.default_shipping,
            default_billing: kept.default_billing,
        });
        Self {
            summary: detail.row.into(),
            phone: detail.phone,
            has_second_factor: detail.has_second_factor,
            sessions: detail.sessions,
            groups: detail.groups,
            addresses: addresses.collect(),
            newest_orders: detail.orders.into_iter().map(SalesOrderSummary::from).collect(),
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CustomerQuery {
    /// Most rows of the page.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// From the address of another page.
    #[param(max_length = 300)]
    cursor: Option<String>,
    /// What the e-mail, the name or the last name begins with.
    #[param(max_length = 254)]
    q: Option<String>,
}

const NEWEST: Order<'_> = Order { text: "-id", name: "id", descending: true };

/// Customers, the newest first. Staff are none of them.
#[utoipa::path(get, path = "/customers", tag = "customers", operation_id = "list_customers", params(CustomerQuery),
    security(("token" = ["customers:read"]), ("session" = [])),
    responses((status = 200, description = "A page of customers", body = Page<CustomerSummary>)))]
pub async fn list(
    _: CustomerReader,
    AxumState(state): AxumState<State>,
    OriginalUri(uri): OriginalUri,
    Parameters(query): Parameters<CustomerQuery>,
) -> ApiResult<Page<CustomerSummary>> {
    let slice = slice(query.limit.as_deref(), query.cursor.as_deref(), NEWEST)?;
    let words = super::products::line("q", query.q.as_deref(), 254)?.unwrap_or_default();
    let page = customers::slice(&state, &words, slice).await?;
    Ok(Page::new(page.map(CustomerSummary::from), NEWEST, &uri))
}

/// One customer, with addresses, groups and the newest orders.
#[utoipa::path(get, path = "/customers/{customer}", tag = "customers", operation_id = "get_customer",
    params(("customer" = i64, Path, minimum = 1)), security(("token" = ["customers:read"]), ("session" = [])),
    responses((status = 200, description = "The customer", body = Customer)))]
pub async fn get(_: CustomerReader, AxumState(state): AxumState<State>, id: Id) -> ApiResult<Json<Customer>> {
    Ok(Json(customers::open(&state, AccountId(id.0)).await?.into()))
}

/// Groups of a customer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerGroups {
    /// By name; one that does not exist is made.
    #[schema(max_items = 20)]
    groups: Vec<String>,
}

/// Puts a customer into the groups that are named, and takes them out of all others.
#[utoipa::path(put, path = "/customers/{customer}/groups", tag = "customers", operation_id = "set_customer_groups",
    params(("customer" = i64, Path, minimum = 1)), request_body = CustomerGroups,
    security(("token" = ["customers:write"]), ("session" = [])),
    responses((status = 200, description = "The customer as they are now", body = Customer)))]
pub async fn set_groups(
    writer: CustomerWriter,
    AxumState(state): AxumState<State>,
    id: Id,
    JsonBody(input): JsonBody<CustomerGroups>,
) -> ApiResult<Json<Customer>> {
    let id = AccountId(id.0);
    customer_groups::set_named(&state, &writer.0, id, &input.groups).await?;
    Ok(Json(customers::open(&state, id).await?.into()))
}

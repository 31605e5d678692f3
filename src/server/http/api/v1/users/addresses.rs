//! The address book of the account that asks.

use crate::{
    domain::{account::SavedAddress, address::Address, ids::AccountAddressId},
    server::{
        http::api::{
            answer::created,
            auth::{ProfileReader, ProfileWriter},
            extract::{Id, JsonBody},
            page::Page,
            problem::{ApiResult, within},
        },
        services::address_book::{self, Defaults},
        state::State,
        store::accounts::Account,
    },
};
use axum::{Json, extract::State as AxumState, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An address. What its country asks for is checked by the country.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PostalAddress)]
pub struct AddressBody {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    #[serde(default)]
    #[schema(max_length = 100)]
    pub company: String,
    #[schema(min_length = 1, max_length = 100)]
    pub street: String,
    #[serde(default)]
    #[schema(max_length = 100)]
    pub extra: String,
    #[serde(default)]
    #[schema(max_length = 12)]
    pub postcode: String,
    #[schema(min_length = 1, max_length = 100)]
    pub city: String,
    #[serde(default)]
    #[schema(max_length = 100)]
    pub region: String,
    /// ISO 3166-1 alpha-2.
    #[schema(min_length = 2, max_length = 2, example = "DE")]
    pub country: String,
    #[serde(default)]
    #[schema(max_length = 30)]
    pub phone: String,
}

impl From<Address> for AddressBody {
    fn from(address: Address) -> Self {
        let Address { name, company, street, extra, postcode, city, region, country, phone } = address;
        Self { name, company, street, extra, postcode, city, region, country, phone }
    }
}

/// An address of an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountAddress {
    id: i64,
    address: AddressBody,
    /// Parcels go there unless another one is chosen.
    default_shipping: bool,
    /// Invoices go there unless another one is chosen.
    default_billing: bool,
}

impl From<SavedAddress> for AccountAddress {
    fn from(saved: SavedAddress) -> Self {
        let SavedAddress { id, address, default_shipping, default_billing } = saved;
        Self { id: id.0, address: address.into(), default_shipping, default_billing }
    }
}

/// An address as it is written; the first of an account is the default for everything.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountAddressInput {
    address: AddressBody,
    #[serde(default)]
    default_shipping: bool,
    #[serde(default)]
    default_billing: bool,
}

impl AccountAddressInput {
    fn parts(self) -> (Address, Defaults) {
        let AddressBody { name, company, street, extra, postcode, city, region, country, phone } = self.address;
        let address = Address { name, company, street, extra, postcode, city, region, country, phone };
        (address, Defaults { shipping: self.default_shipping, billing: self.default_billing })
    }
}

/// The addresses of the account that asks, defaults first; there are at most 50.
#[utoipa::path(get, path = "/users/me/addresses", tag = "account", operation_id = "list_addresses",
    security(("token" = ["account:read"]), ("session" = [])),
    responses((status = 200, description = "All of them", body = Page<AccountAddress>)))]
pub async fn list(reader: ProfileReader, AxumState(state): AxumState<State>) -> ApiResult<Page<AccountAddress>> {
    let addresses = address_book::list(&state, reader.0.id).await?;
    Ok(Page { items: addresses.into_iter().map(AccountAddress::from).collect(), next: None, previous: None })
}

async fn answer(state: &State, account: &Account, id: AccountAddressId) -> ApiResult<Json<AccountAddress>> {
    Ok(Json(address_book::find(state, account.id, id).await?.into()))
}

/// Adds an address.
#[utoipa::path(post, path = "/users/me/addresses", tag = "account", operation_id = "create_address",
    security(("token" = ["account:write"]), ("session" = [])), request_body = AccountAddressInput,
    responses((status = 201, description = "It was added; `Location` leads to it", body = AccountAddress)))]
pub async fn create(
    writer: ProfileWriter,
    AxumState(state): AxumState<State>,
    JsonBody(input): JsonBody<AccountAddressInput>,
) -> ApiResult<Response> {
    let (address, defaults) = input.parts();
    let id =
        address_book::add(&state, writer.0.id, &address, defaults).await.map_err(|error| within("address", error))?;
    Ok(created(&format!("users/me/addresses/{id}"), answer(&state, &writer.0, id).await?))
}

/// One address of the account that asks.
#[utoipa::path(get, path = "/users/me/addresses/{id}", tag = "account", operation_id = "get_address",
    security(("token" = ["account:read"]), ("session" = [])), params(("id" = i64, Path, minimum = 1)),
    responses((status = 200, description = "The address", body = AccountAddress)))]
pub async fn get(reader: ProfileReader, AxumState(state): AxumState<State>, id: Id) -> ApiResult<Json<AccountAddress>> {
    answer(&state, &reader.0, AccountAddressId(id.0)).await
}

/// Replaces an address. A default that it is not to be any more is then none's.
#[utoipa::path(put, path = "/users/me/addresses/{id}", tag = "account", operation_id = "replace_address",
    security(("token" = ["account:write"]), ("session" = [])), params(("id" = i64, Path, minimum = 1)), request_body = AccountAddressInput,
    responses((status = 200, description = "The address as it is now", body = AccountAddress)))]
pub async fn replace(
    writer: ProfileWriter,
    AxumState(state): AxumState<State>,
    id: Id,
    JsonBody(input): JsonBody<AccountAddressInput>,
) -> ApiResult<Json<AccountAddress>> {
    let (id, (address, defaults)) = (AccountAddressId(id.0), input.parts());
    let saved = address_book::save(&state, writer.0.id, id, &address, defaults).await;
    saved.map_err(|error| within("address", error))?;
    answer(&state, &writer.0, id).await
}

/// Deletes an address. Orders keep their copies.
#[utoipa::path(delete, path = "/users/me/addresses/{id}", tag = "account", operation_id = "delete_address",
    security(("token" = ["account:write"]), ("session" = [])), params(("id" = i64, Path, minimum = 1)),
    responses((status = 204, description = "It is gone")))]
pub async fn delete(writer: ProfileWriter, AxumState(state): AxumState<State>, id: Id) -> ApiResult<StatusCode> {
    address_book::delete(&state, writer.0.id, AccountAddressId(id.0)).await?;
    Ok(StatusCode::NO_CONTENT)
}
